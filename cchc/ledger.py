"""What was received and decided, and which store is current: the only user of SQLite.

In: acceptances and withdrawals. Out: the active imports in order, the history, the head. Events are
appended, never changed; the head is the last event. An absent ledger reads as an empty one.
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
        unit_hint text, period_hint text, sender text, received_on text not null)""",
    """create table if not exists event (
        sequence integer primary key autoincrement, at text not null, by text,
        action text not null check (action in ('accept', 'withdraw', 'rebuild')),
        import_id integer references received, store text not null)""",
    *(
        f"""create trigger if not exists {table}_stays_on_{verb} before {verb} on {table}
        begin select raise(abort, 'append only'); end"""
        for table in ("received", "event")
        for verb in ("update", "delete")
    ),
)
HISTORY = """
    select received.import_id, sha256, file, unit_hint, period_hint, sender, received_on,
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
    """One accepted file; the hints are what the caller said in place of what the file says."""

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


@dataclass(frozen=True, slots=True)
class Head:
    """The last event and the store that it made current; sequence 0 is an empty ledger."""

    sequence: int
    store: str | None


class Ledger:
    """The ledger of one data folder; each call opens and closes its own connection."""

    def __init__(self, folder: Path) -> None:
        self.path = folder / FILE_NAME

    # reading -------------------------------------------------------------------------------

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

    def history(self) -> list[Received]:
        """Every import ever accepted, in order."""
        return [_received(row) for row in self._rows(HISTORY)]

    def active(self) -> list[Received]:
        """Imports accepted and not withdrawn, in order."""
        return [one for one in self.history() if one.withdrawn_at is None]

    def next_import_id(self) -> int:
        rows = self._rows("select coalesce(max(import_id), 0) + 1 from received")
        return int(rows[0][0]) if rows else 1

    def _rows(self, sql: str) -> list[tuple[Any, ...]]:
        if not self.path.exists():
            return []
        with self._connection() as connection:
            tables = connection.execute("select count(*) from sqlite_schema where name = 'event'")
            # A first write that was killed leaves an empty file: nothing is recorded yet.
            return connection.execute(sql).fetchall() if tables.fetchone()[0] else []

    # writing -------------------------------------------------------------------------------

    def accept(
        self, received: Sequence[Received], store: str, parent: Head, by: str | None = None
    ) -> Head:
        """Record imports and make their store current, all or nothing. Raises Moved."""
        with self._transaction(parent) as connection:
            for one in received:
                connection.execute(
                    "insert into received values (?, ?, ?, ?, ?, ?, ?)",
                    (
                        one.import_id,
                        one.sha256,
                        one.file,
                        one.unit_hint,
                        one.period_hint,
                        one.sender,
                        one.received_on.isoformat(),
                    ),
                )
                at = one.accepted_at.isoformat()
                self._append(connection, at, by, "accept", one.import_id, store)
        return self.head()

    def withdraw(self, import_id: int, store: str, parent: Head, by: str | None = None) -> Head:
        """Record that an import is taken back and make the store without it current."""
        with self._transaction(parent) as connection:
            self._append(connection, _now(), by, "withdraw", import_id, store)
        return self.head()

    def set_store(self, store: str, parent: Head) -> Head:
        """The same imports, built by newer code."""
        with self._transaction(parent) as connection:
            self._append(connection, _now(), None, "rebuild", None, store)
        return self.head()

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
    def _transaction(self, parent: Head) -> Iterator[sqlite3.Connection]:
        self.path.parent.mkdir(parents=True, exist_ok=True)
        with self._connection() as connection:
            _use_wal(connection)
            connection.execute("begin immediate")
            try:
                for statement in SCHEMA:
                    connection.execute(statement)
                rows = connection.execute("select coalesce(max(sequence), 0) from event").fetchone()
                if rows[0] != parent.sequence:
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
    *said, received_on, accepted_at, accepted_by, withdrawn_at, withdrawn_by = row
    import_id, sha256, file, unit_hint, period_hint, sender = said
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
    )
