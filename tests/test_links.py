"""Which task serves which criterion: decided by staff, kept in the ledger, told by the store."""

from __future__ import annotations

import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from cchc import backup, importing, keeping, learned, links, settings, store
from cchc.importing import Upload
from cchc.ledger import Ledger
from cchc.links import Pair

PLAN = settings.SAMPLES / "minh-hoa" / "minh-hoa-2024-nhiem-vu.xlsx"
PAIR = Pair(
    "minh-hoa.mh",
    "2024",
    "III",
    "maintain",
    "3",
    1,
    "mh-xa-2022",
    "3.3.2",
    "Thư xin lỗi",
    "Xin lỗi",
)
OTHER = replace(PAIR, action_number=2)


@pytest.fixture(scope="module")
def taken(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("taken")
    importing.import_files(folder, [Upload(PLAN.name, PLAN.read_bytes())])
    return folder


@pytest.fixture
def folder(taken: Path, tmp_path: Path) -> Iterator[Path]:
    """A data folder of its own with one plan of tasks."""
    backup.backup(taken, tmp_path / "taken.zip")
    backup.restore(tmp_path / "data", tmp_path / "taken.zip")
    yield tmp_path / "data"
    store.forget(tmp_path)


def told(folder: Path) -> list[tuple[Any, ...]]:
    """The links of the current store: the criterion, the action, what was decided, by whom."""
    name = keeping.current_store(folder)
    assert name is not None
    return [
        (one["criterion_code"], one["action_number"], one["is_served"], one["decided_by"])
        for one in store.records(store.run(folder, name, "task_links"))
    ]


def test_a_confirmed_link_stands_in_the_store_with_who_decided(folder: Path) -> None:
    before = keeping.current_store(folder)
    after = keeping.decide(folder, [links.decided(PAIR, True)], by="chị Lan")
    assert after == keeping.current_store(folder) != before
    assert told(folder) == [("3.3.2", 1, True, "chị Lan")]


def test_a_refused_link_is_kept_too_and_taken_back_it_is_gone_and_still_in_the_ledger(
    folder: Path,
) -> None:
    first = keeping.current_store(folder)
    keeping.decide(folder, [links.decided(PAIR, True)])
    keeping.decide(folder, [links.decided(PAIR, False)])
    assert told(folder) == [("3.3.2", 1, False, None)]
    assert keeping.decide(folder, [links.decided(PAIR, None)]) == first
    assert told(folder) == []
    assert [one.kind for one in Ledger(folder).decision_log()] == [links.TASK_LINK] * 3


def test_what_stands_already_is_not_decided_again(folder: Path) -> None:
    once = keeping.decide(folder, [links.decided(PAIR, True)])
    assert keeping.decide(folder, [links.decided(PAIR, True)], by="người khác") == once
    assert len(Ledger(folder).decision_log()) == 1


def test_links_stay_when_files_come_and_go_and_survive_a_rebuild(folder: Path) -> None:
    keeping.decide(folder, [links.decided(PAIR, True)])
    book = settings.SAMPLES / "minh-hoa" / "xep-hang-2023-cac-xa.xlsx"
    done = importing.import_files(folder, [Upload(book.name, book.read_bytes())])
    assert [one[0] for one in told(folder)] == ["3.3.2"]
    importing.withdraw(folder, done.received[0].import_id)
    keeping.rebuild(folder)
    assert [one[0] for one in told(folder)] == ["3.3.2"]
    assert backup.verify(folder) == []


def test_a_link_outlives_its_task_and_is_said_to_have_lost_it(folder: Path) -> None:
    keeping.decide(folder, [links.decided(PAIR, True)])
    importing.withdraw(folder, 1)
    name = keeping.current_store(folder)
    assert name is not None
    (row,) = store.records(store.run(folder, name, "task_links"))
    assert (row["state"], row["task_text"]) == ("task_gone", "Thư xin lỗi")


def test_links_do_not_rename_what_files_say(folder: Path) -> None:
    """A decision on names renames the normalised files that come after it; a link must not."""
    active = Ledger(folder).active()

    def path() -> Path:
        one = replace(active[0], decided=Ledger(folder).last_decision())
        return keeping.normalised_path(folder, one, keeping.Knowledge(folder, active))

    before = path()
    keeping.decide(folder, [links.decided(PAIR, True)])
    assert path() == before
    assert learned.known(folder) == []
    learned.remember_name(folder, "Xã A mới", "minh-hoa.mh.xa-a")
    assert path() != before


def test_two_people_at_once_both_have_their_say(folder: Path) -> None:
    pairs = [replace(PAIR, criterion_code=f"3.3.{number}") for number in range(1, 5)]
    threads = [
        threading.Thread(target=keeping.decide, args=(folder, [links.decided(one, True)], "ai đó"))
        for one in pairs
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(one[0] for one in told(folder)) == ["3.3.1", "3.3.2", "3.3.3", "3.3.4"]
    assert backup.verify(folder) == []


KILLED = """
import os, signal, sys
from pathlib import Path
from cchc import keeping, links
from cchc.ledger import Ledger
whole = Ledger._append
def append(*args):
    os.kill(os.getpid(), signal.SIGKILL)  # decided, the store not yet current
Ledger._append = staticmethod(append)
pair = links.Pair("minh-hoa.mh", "2024", "III", "maintain", "3", 1, "mh-xa-2022", "3.3.2")
keeping.decide(Path(sys.argv[1]), [links.decided(pair, True)])
"""


@pytest.mark.skipif(sys.platform == "win32", reason="a process is killed as Unix does it")
def test_killed_between_decision_and_store_nothing_is_said(folder: Path) -> None:
    before = keeping.current_store(folder)
    done = subprocess.run(
        [sys.executable, "-c", KILLED, str(folder)], cwd=settings.REPO, check=False
    )
    assert done.returncode == -signal.SIGKILL
    assert Ledger(folder).decision_log() == []
    assert keeping.current_store(folder) == before
    assert told(folder) == []


def test_whoever_comes_second_builds_on_what_the_first_decided(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Another decides after this one's store was built, and before it is recorded."""
    build, others = store.build, [OTHER]

    def interrupted(*args: Any, **options: Any) -> str:
        name = build(*args, **options)
        if others:
            keeping.decide(folder, [links.decided(others.pop(), False)], by="anh Nam")
        return name

    monkeypatch.setattr(store, "build", interrupted)
    name = keeping.decide(folder, [links.decided(PAIR, True)], by="chị Lan")
    assert Ledger(folder).head().store == name
    assert told(folder) == [("3.3.2", 1, True, "chị Lan"), ("3.3.2", 2, False, "anh Nam")]
