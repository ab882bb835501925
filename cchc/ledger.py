"""What was received and decided, and which store is current: the only user of SQLite.

In: acceptances, withdrawals and what people decided on names and layouts. Out: the active imports
in order, the history, the head, what is learned. Events and decisions are appended, never changed;
the head is the last event. An absent ledger reads as an empty one.
"""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from cchc.errors import CchcError, StoreUnavailable
from cchc.settings import now_vietnam

FILE_NAME = "ledger.sqlite"
BUSY_SECONDS = 30

SCHEMA = (
    """create table if not exists received (
        import_id integer primary key, sha256 text not null, file text not null,
        unit_hint text, period_hint text, sender text, received_on text not null,
        as_framework integer not null default 0, is_catalogue integer not null default 0,
        decided integer not null default 0)""",
    """create table if not exists event (
        sequence integer primary key autoincrement, at text not null, by text,
        action text not null check (action in ('accept', 'withdraw', 'rebuild')),
        import_id integer references received, store text not null)""",
    """create table if not exists decision (
        sequence integer primary key autoincrement, at text not null, by text,
        kind text not null, key text not null, value text)""",
    *(
        f"""create trigger if not exists {table}_stays_on_{verb} before {verb} on {table}
        begin select raise(abort, 'append only'); end"""
        for table in ("received", "event", "decision")
        for verb in ("update", "delete")
    ),
)
# Columns that ledgers of the first version lack; what their imports were accepted with.
ADDED = ("as_framework", "is_catalogue", "decided")
HISTORY = """
    select received.import_id, sha256, file, unit_hint, period_hint, sender, received_on,
        as_framework, is_catalogue, decided,
        accepted.at, accepted.by, withdrawn.at, withdrawn.by
    from received
    join event as accepted
        on accepted.import_id = received.import_id and accepted.action = 'accept'
    left join event as withdrawn
        on withdrawn.import_id = received.import_id and withdrawn.action = 'withdraw'
    order by received.import_id"""


class Moved(CchcError):
    """Another import was accepted since the candidate's parent: look again before accepting."""


@dataclass(frozen=True, slots=True)
class Received:
    """One accepted file; the hints are what the caller said in place of what the file says.

    is_catalogue: it says what units or frameworks there are · decided: the last decision that was
    known when it was accepted; what is learned or forgotten later does not change how it is read.
    """

    import_id: int
    sha256: str
    file: str
    unit_hint: str | None
    period_hint: str | None
    sender: str | None
    received_on: date
    accepted_at: datetime
    accepted_by: str | None
    withdrawn_at: datetime | None
    withdrawn_by: str | None
    as_framework: bool = False
    is_catalogue: bool = False
    decided: int = 0


@dataclass(frozen=True, slots=True)
class Decision:
    """What a person decided on one thing; `value` None takes the decision back.

    kind and key say on what (alias: a folded name; layout: a header's signature); value is JSON.
    """

    sequence: int
    at: datetime
    by: str | None
    kind: str
    key: str
    value: str | None


@dataclass(frozen=True, slots=True)
class Entry:
    """A decision about to be made."""

    kind: str
    key: str
    value: str | None


@dataclass(frozen=True, slots=True)
class Head:
    """The last event and the store that it made current; sequence 0 is an empty ledger."""

    sequence: int
    store: str | None


@dataclass(frozen=True, slots=True)
class Published:
    """A store, when it became the current one, and the number of the event that made it so."""

    store: str
    at: datetime
    sequence: int


class Ledger:
    """The ledger of one data folder; each call opens and closes its own connection."""

    def __init__(self, folder: Path) -> None:
        self.path = folder / FILE_NAME

    # reading -------------------------------------------------------------------------------

    def stamp(self) -> tuple[tuple[int, int] | None, ...]:
        """Changes whenever anything is recorded: time and size of the file and of its WAL."""
        return tuple(map(_time_and_size, (self.path, self.path.with_name(f"{FILE_NAME}-wal"))))

    def head(self) -> Head:
        rows = self._rows("select sequence, store from event order by sequence desc limit 1")
        return Head(*rows[0]) if rows else Head(0, None)

    def previous_store(self) -> str | None:
        """The store that was current before the present one."""
        rows = self._rows(
            "select store from event where store <> "
            "(select store from event order by sequence desc limit 1) "
            "order by sequence desc limit 1"
        )
        return rows[0][0] if rows else None

    def published(self) -> list[Published]:
        """Every store that was current, the latest first, from when on."""
        rows = self._rows(
            "select store, at, sequence from (select store, at, sequence, "
            "lag(store) over (order by sequence) as before from event) "
            "where before is null or before <> store order by sequence desc"
        )
        return [Published(name, datetime.fromisoformat(at), number) for name, at, number in rows]

    def in_use_before(self, sequence: int) -> list[Received]:
        """Imports accepted and not yet withdrawn before an event, in order."""
        rows = self._rows(
            f"select import_id from event where sequence < {sequence:d} and import_id is not null "
            "group by import_id having max(action = 'withdraw') = 0"
        )
        numbers = {number for (number,) in rows}
        return [one for one in self.history() if one.import_id in numbers]

    def history(self) -> list[Received]:
        """Every import ever accepted, in order."""
        return [_received(row) for row in self._rows(HISTORY)]

    def active(self) -> list[Received]:
        """Imports accepted and not withdrawn, in order."""
        return [one for one in self.history() if one.withdrawn_at is None]

    def decision_log(self) -> list[Decision]:
        """Everything ever decided, in order."""
        rows = self._rows("select sequence, at, by, kind, key, value from decision order by 1")
        return [Decision(row[0], datetime.fromisoformat(row[1]), *row[2:]) for row in rows]

    def decisions(self, upto: int | None = None) -> list[Decision]:
        """What stands of all that was decided, as of one of the decisions; the oldest first."""
        return standing(self.decision_log(), upto)

    def last_decision(self) -> int:
        """The number of the latest decision; 0 before any."""
        rows = self._rows("select coalesce(max(sequence), 0) from decision")
        return int(rows[0][0]) if rows else 0

    def next_import_id(self) -> int:
        rows = self._rows("select coalesce(max(import_id), 0) + 1 from received")
        return int(rows[0][0]) if rows else 1

    def _rows(self, sql: str) -> list[tuple[Any, ...]]:
        if not self.path.exists():
            return []
        with self._connection() as connection:
            if not _has_table(connection, "event"):
                return []  # a first write that was killed: nothing is recorded yet
            if not _has_table(connection, "decision"):
                _make_schema(connection)
            return connection.execute(sql).fetchall()

    # writing -------------------------------------------------------------------------------

    def accept(
        self, received: Sequence[Received], store: str, parent: Head, by: str | None = None
    ) -> Head:
        """Record imports and make their store current, all or nothing. Raises Moved."""
        with self._transaction(parent) as connection:
            for one in received:
                connection.execute(
                    "insert into received values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                    (
                        one.import_id,
                        one.sha256,
                        one.file,
                        one.unit_hint,
                        one.period_hint,
                        one.sender,
                        one.received_on.isoformat(),
                        one.as_framework,
                        one.is_catalogue,
                        one.decided,
                    ),
                )
                at = one.accepted_at.isoformat()
                self._append(connection, at, by, "accept", one.import_id, store)
        return self.head()

    def withdraw(self, import_id: int, store: str, parent: Head, by: str | None = None) -> Head:
        """Record that an import is taken back and make the store without it current."""
        return self.withdraw_all([import_id], store, parent, by)

    def withdraw_all(
        self, import_ids: Sequence[int], store: str, parent: Head, by: str | None = None
    ) -> Head:
        """Several at once: the store without all of them becomes current, or nothing changes."""
        with self._transaction(parent) as connection:
            for import_id in import_ids:
                self._append(connection, _now(), by, "withdraw", import_id, store)
        return self.head()

    def set_store(self, store: str, parent: Head) -> Head:
        """The same imports, built by newer code."""
        with self._transaction(parent) as connection:
            self._append(connection, _now(), None, "rebuild", None, store)
        return self.head()

    def decide(self, kind: str, key: str, value: str | None, by: str | None = None) -> int:
        """Record what a person decided, or (None) that it no longer stands; returns its number."""
        with self._transaction() as connection:
            connection.execute(
                "insert into decision (at, by, kind, key, value) values (?, ?, ?, ?, ?)",
                (_now(), by, kind, key, value),
            )
            number = connection.execute("select last_insert_rowid()").fetchone()[0]
        return int(number)

    def decide_all(self, made: Sequence[Decision], store: str | None, parent: Head) -> None:
        """Record decisions, and make the store that they change current: all or nothing.

        Raises Moved when another store was published since the parent.
        """
        with self._transaction(parent) as connection:
            connection.executemany(
                "insert into decision (at, by, kind, key, value) values (?, ?, ?, ?, ?)",
                [(one.at.isoformat(), one.by, one.kind, one.key, one.value) for one in made],
            )
            if store is not None and store != parent.store:
                self._append(connection, _now(), made[-1].by, "rebuild", None, store)

    def backup_to(self, path: Path) -> None:
        """A consistent copy, taken while others read and write."""
        with self._connection() as source, closing(sqlite3.connect(path)) as target:
            source.backup(target)

    @staticmethod
    def _append(
        connection: sqlite3.Connection,
        at: str,
        by: str | None,
        action: str,
        import_id: int | None,
        store: str,
    ) -> None:
        connection.execute(
            "insert into event (at, by, action, import_id, store) values (?, ?, ?, ?, ?)",
            (at, by, action, import_id, store),
        )

    @contextmanager
    def _transaction(self, parent: Head | None = None) -> Iterator[sqlite3.Connection]:
        """One write, all or nothing; with a parent only while that is still the head."""
        self.path.parent.mkdir(parents=True, exist_ok=True)
        with self._connection() as connection:
            _use_wal(connection)
            _make_schema(connection)
            connection.execute("begin immediate")
            try:
                rows = connection.execute("select coalesce(max(sequence), 0) from event").fetchone()
                if parent is not None and rows[0] != parent.sequence:
                    raise Moved(
                        "Vừa có lần nhập khác được nhận. Hãy xem lại thay đổi rồi nhận lại."
                    )
                yield connection
            except BaseException:
                # Whatever ends the block, a click included, nothing of it may stay.
                connection.execute("rollback")
                raise
            connection.execute("commit")

    @contextmanager
    def _connection(self) -> Iterator[sqlite3.Connection]:
        try:
            connection = sqlite3.connect(self.path, timeout=BUSY_SECONDS, isolation_level=None)
            with closing(connection):
                yield connection
        except sqlite3.Error as error:
            raise StoreUnavailable(
                f"Không mở được sổ nhập {self.path} ({error}). Hãy khôi phục từ bản sao lưu."
            ) from error


def _time_and_size(path: Path) -> tuple[int, int] | None:
    try:
        found = path.stat()
    except OSError:
        return None
    # Whoever opens the ledger makes an empty WAL, which says nothing.
    return (found.st_mtime_ns, found.st_size) if found.st_size else None


def standing(log: Sequence[Decision], upto: int | None = None) -> list[Decision]:
    """The latest decision on each thing, without those taken back; the oldest first."""
    latest = {(one.kind, one.key): one for one in log if upto is None or one.sequence <= upto}
    return sorted(
        (one for one in latest.values() if one.value is not None), key=lambda one: one.sequence
    )


def made_after(log: Sequence[Decision], entries: Sequence[Entry], by: str | None) -> list[Decision]:
    """Entries as decisions of now; those that say what stands already are none."""
    stands = {(one.kind, one.key): one.value for one in standing(log)}
    new = [one for one in entries if one.value != stands.get((one.kind, one.key))]
    last, at = max((one.sequence for one in log), default=0), now_vietnam()
    return [
        Decision(last + place, at, by, one.kind, one.key, one.value)
        for place, one in enumerate(new, 1)
    ]


def _has_table(connection: sqlite3.Connection, name: str) -> bool:
    sql = "select count(*) from sqlite_schema where name = ?"
    return bool(connection.execute(sql, (name,)).fetchone()[0])


def _make_schema(connection: sqlite3.Connection) -> None:
    """The tables, and the columns that a ledger of the first version lacks."""
    connection.execute("begin immediate")
    try:
        if not _has_table(connection, "decision"):
            for statement in SCHEMA:
                connection.execute(statement)
            columns = {row[1] for row in connection.execute("pragma table_info(received)")}
            for name in ADDED:
                if name not in columns:
                    connection.execute(
                        f"alter table received add column {name} integer not null default 0"
                    )
    except BaseException:
        connection.execute("rollback")
        raise
    connection.execute("commit")


def _use_wal(connection: sqlite3.Connection) -> None:
    """Only a new ledger changes its mode, and that change does not wait by itself for another's."""
    deadline = time.monotonic() + BUSY_SECONDS
    while True:
        try:
            connection.execute("pragma journal_mode = wal")
            return
        except sqlite3.OperationalError:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.01)


def _now() -> str:
    return now_vietnam().isoformat()


def _received(row: tuple[Any, ...]) -> Received:
    *said, accepted_at, accepted_by, withdrawn_at, withdrawn_by = row
    import_id, sha256, file, unit_hint, period_hint, sender, received_on, *known = said
    as_framework, is_catalogue, decided = known
    return Received(
        import_id=import_id,
        sha256=sha256,
        file=file,
        unit_hint=unit_hint,
        period_hint=period_hint,
        sender=sender,
        received_on=date.fromisoformat(received_on),
        accepted_at=datetime.fromisoformat(accepted_at),
        accepted_by=accepted_by,
        withdrawn_at=datetime.fromisoformat(withdrawn_at) if withdrawn_at else None,
        withdrawn_by=withdrawn_by,
        as_framework=bool(as_framework),
        is_catalogue=bool(is_catalogue),
        decided=decided,
    )
