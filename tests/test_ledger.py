"""What the ledger remembers, and who may write when."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from contextlib import closing
from datetime import date, datetime
from pathlib import Path

import pytest

from cchc.errors import StoreUnavailable
from cchc.ledger import Head, Ledger, Moved, Received
from cchc.settings import REPO

EMPTY = Head(0, None)


def received(import_id: int, file: str = "bao-cao.xlsx") -> Received:
    return Received(
        import_id=import_id,
        sha256=f"{import_id:064d}",
        file=file,
        unit_hint=None,
        period_hint="2024-09",
        sender="UBND xã A",
        received_on=date(2024, 9, 19),
        accepted_at=datetime(2024, 9, 20, 8, 30),
        accepted_by=None,
        withdrawn_at=None,
        withdrawn_by=None,
    )


def test_reading_an_absent_ledger_says_empty_and_creates_nothing(tmp_path: Path) -> None:
    ledger = Ledger(tmp_path / "data")
    assert ledger.head() == EMPTY
    assert ledger.previous_store() is None
    assert ledger.active() == ledger.history() == []
    assert ledger.next_import_id() == 1
    assert not (tmp_path / "data").exists()


def test_an_empty_file_left_by_a_killed_first_write_reads_as_empty(tmp_path: Path) -> None:
    (tmp_path / "ledger.sqlite").touch()
    ledger = Ledger(tmp_path)
    assert ledger.head() == EMPTY
    assert ledger.accept([received(1)], "A", EMPTY).store == "A"


def test_what_is_accepted_is_told_again_as_it_was(tmp_path: Path) -> None:
    ledger = Ledger(tmp_path)
    head = ledger.accept([received(1), received(2, "xã Đức Hợp.xlsx")], "A", EMPTY, "Văn thư")
    assert ledger.head() == head
    assert head.store == "A"
    assert ledger.next_import_id() == 3
    first, second = ledger.active()
    assert (second.file, second.accepted_by) == ("xã Đức Hợp.xlsx", "Văn thư")
    assert (first.received_on, first.accepted_at) == (
        date(2024, 9, 19),
        datetime(2024, 9, 20, 8, 30),
    )


def test_a_withdrawn_import_stays_in_the_history_and_keeps_its_number(tmp_path: Path) -> None:
    ledger = Ledger(tmp_path)
    ledger.accept([received(1)], "A", EMPTY)
    ledger.accept([received(2)], "B", ledger.head())
    ledger.withdraw(2, "A", ledger.head(), by="anh Nam")
    assert [one.import_id for one in ledger.active()] == [1]
    withdrawn = ledger.history()[1]
    assert withdrawn.withdrawn_by == "anh Nam"
    assert withdrawn.withdrawn_at is not None
    assert ledger.next_import_id() == 3
    assert (ledger.head().store, ledger.previous_store()) == ("A", "B")


def test_the_store_before_is_another_store_not_another_event(tmp_path: Path) -> None:
    ledger = Ledger(tmp_path)
    ledger.accept([received(1)], "A", EMPTY)
    assert ledger.previous_store() is None
    ledger.accept([received(2), received(3)], "B", ledger.head())
    assert ledger.previous_store() == "A"
    ledger.set_store("C", ledger.head())
    assert (ledger.head().store, ledger.previous_store()) == ("C", "B")
    assert len(ledger.active()) == 3


@pytest.mark.parametrize(
    "write",
    [
        lambda ledger, parent: ledger.accept([received(2)], "B", parent),
        lambda ledger, parent: ledger.withdraw(1, "B", parent),
        lambda ledger, parent: ledger.set_store("B", parent),
    ],
    ids=["accept", "withdraw", "set_store"],
)
def test_a_decision_on_an_older_state_is_refused_and_changes_nothing(
    tmp_path: Path, write: Callable[[Ledger, Head], Head]
) -> None:
    ledger = Ledger(tmp_path)
    ledger.accept([received(1)], "A", EMPTY)
    before = (ledger.head(), ledger.history())
    with pytest.raises(Moved):
        write(ledger, EMPTY)
    assert (ledger.head(), ledger.history()) == before


def test_several_imports_are_recorded_all_or_none(tmp_path: Path) -> None:
    ledger = Ledger(tmp_path)
    ledger.accept([received(1)], "A", EMPTY)
    with pytest.raises(StoreUnavailable):
        ledger.accept([received(2), received(1)], "B", ledger.head())
    assert [one.import_id for one in ledger.history()] == [1]
    assert ledger.head().store == "A"


@pytest.mark.parametrize("table", ["received", "event"])
@pytest.mark.parametrize("change", ["delete from {}", "update {} set import_id = 9"])
def test_what_happened_can_be_neither_changed_nor_deleted(
    tmp_path: Path, table: str, change: str
) -> None:
    ledger = Ledger(tmp_path)
    ledger.accept([received(1)], "A", EMPTY)
    with (
        closing(sqlite3.connect(ledger.path)) as connection,
        pytest.raises(sqlite3.IntegrityError, match="append only"),
    ):
        connection.execute(change.format(table))


def test_a_damaged_ledger_is_said_in_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "ledger.sqlite").write_bytes(b"not a database" * 100)
    with pytest.raises(StoreUnavailable, match="sao lưu"):
        Ledger(tmp_path).head()


ACCEPT_AT_ONCE = """
import sys
import time
from datetime import date, datetime
from pathlib import Path
from cchc.ledger import Head, Ledger, Moved, Received

number = int(sys.argv[2])
one = Received(number, "0" * 64, "a.xlsx", None, None, None, date(2024, 1, 1),
    datetime(2024, 1, 1), None, None, None)
ledger = Ledger(Path(sys.argv[1]))
parent = ledger.head()
print("ready", flush=True)
moment = float(sys.stdin.readline())
while time.time() < moment:  # all at once, closer than any message would bring them
    pass
try:
    print(ledger.accept([one], f"store-{number}", parent).store)
except Moved:
    print("moved")
"""


@pytest.mark.parametrize("already", [0, 1])
def test_of_processes_accepting_at_once_one_succeeds_and_the_others_are_told(
    tmp_path: Path, already: int
) -> None:
    if already:
        Ledger(tmp_path).accept([received(1)], "A", EMPTY)
    command = [sys.executable, "-c", ACCEPT_AT_ONCE, str(tmp_path)]
    processes = [
        subprocess.Popen(
            [*command, str(number)],
            cwd=REPO,
            text=True,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
        )
        for number in (2, 3, 4, 5)
    ]
    for process in processes:
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
    moment = time.time() + 0.05
    for process in processes:
        assert process.stdin is not None
        process.stdin.write(f"{moment}\n")
        process.stdin.flush()
    answers = sorted(process.communicate()[0].strip() for process in processes)
    assert answers[:3] == ["moved", "moved", "moved"]
    assert answers[3] == Ledger(tmp_path).head().store
    assert len(Ledger(tmp_path).active()) == already + 1


def test_a_backup_is_whole_while_a_writer_writes(tmp_path: Path) -> None:
    ledger = Ledger(tmp_path)
    ledger.accept([received(1)], "store-1", EMPTY)
    stop = threading.Event()

    def write() -> None:
        number = 1
        while not stop.is_set():
            number += 1
            ledger.accept([received(number)], f"store-{number}", ledger.head())

    writer = threading.Thread(target=write)
    writer.start()
    try:
        for copy in ("a", "b", "c"):
            (tmp_path / copy).mkdir()
            ledger.backup_to(tmp_path / copy / "ledger.sqlite")
    finally:
        stop.set()
        writer.join()
    counts = []
    for copy in ("a", "b", "c"):
        kept = Ledger(tmp_path / copy)
        counts.append(len(kept.history()))
        assert kept.head().store == f"store-{counts[-1]}"
    assert counts == sorted(counts)
    assert counts[0] >= 1


def test_the_stamp_changes_with_everything_that_is_recorded(tmp_path: Path) -> None:
    ledger = Ledger(tmp_path)
    stamps = [ledger.stamp()]
    for number in range(5):
        ledger.decide("plan", f"a|2024|{number}", "{}")
        stamps.append(ledger.stamp())
    assert len(set(stamps)) == 6
    ledger.decision_log()
    assert ledger.stamp() == stamps[-1], "reading changes nothing"
