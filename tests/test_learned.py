"""What people teach the importer, and that it never changes what was accepted before."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from cchc import importing, keeping, learned, store
from cchc.importing import FileReport, Upload
from cchc.ledger import Ledger
from cchc.model import Layout
from cchc.text import fold
from tests.workbooks import score_book

A = "minh-hoa.mh.xa-a"
NICKNAME = "XÃ ĐẦU CẦU"


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[Path]:
    yield tmp_path / "data"
    store.forget(tmp_path)


def book(points: float = 0.75, file: str = "diem.xlsx") -> Upload:
    """A score sheet whose only name of a unit is one that the catalogue does not have."""
    return Upload(file, score_book(points, unit=NICKNAME, agency=None))


def take(folder: Path, upload: Upload) -> FileReport:
    (report,) = importing.import_files(folder, [upload]).reports
    return report


def test_a_learned_name_is_read_from_then_on(folder: Path) -> None:
    assert take(folder, book()).status == "refused"
    learned.remember_name(folder, NICKNAME, A, by="Văn thư")
    report = take(folder, book())
    assert report.status == "accepted"
    assert [table.unit_id for table in report.tables] == [A]


def test_a_forgotten_name_is_unknown_again_and_accepted_files_stay(folder: Path) -> None:
    learned.remember_name(folder, NICKNAME, A)
    take(folder, book())
    before = keeping.current_store(folder)
    learned.forget(folder, learned.NAME, fold(NICKNAME))
    assert learned.known(folder) == []
    assert take(folder, book(0.5, "sau.xlsx")).status == "refused"
    keeping.forget_checked()
    assert keeping.current_store(folder) == before
    for path in (folder / "normalised").iterdir():
        path.unlink()
    assert keeping.rebuild(folder) == before


def test_what_is_learned_later_does_not_change_how_an_accepted_file_is_read(folder: Path) -> None:
    take(folder, Upload("xa-a.xlsx", score_book(0.75)))
    before = keeping.current_store(folder)
    learned.remember_name(folder, "XÃ A", "minh-hoa.mh.xa-b")
    keeping.forget_checked()
    assert keeping.current_store(folder) == before


def test_a_name_learned_twice_means_what_was_said_last(folder: Path) -> None:
    learned.remember_name(folder, NICKNAME, "minh-hoa.mh.xa-b")
    learned.remember_name(folder, NICKNAME, A)
    (decision,) = learned.known(folder)
    assert learned.name_of(decision) == (NICKNAME, A)


def test_a_layout_is_told_again_as_it_was(folder: Path) -> None:
    layout = Layout("abc", "score_sheet", 2, (("stt", "number"), ("diem", "final"), ("x", "")))
    learned.remember_layout(folder, layout)
    (decision,) = learned.known(folder)
    assert learned.layout_of(decision) == layout
    assert keeping.catalogue(folder).layouts == (layout,)


def test_decisions_are_never_changed_or_deleted(folder: Path) -> None:
    learned.remember_name(folder, NICKNAME, A, by="Văn thư")
    with closing(sqlite3.connect(folder / "ledger.sqlite")) as ledger:
        for statement in ("delete from decision", "update decision set value = null"):
            with pytest.raises(sqlite3.IntegrityError, match="append only"):
                ledger.execute(statement)
    assert [one.by for one in Ledger(folder).decision_log()] == ["Văn thư"]


def test_a_ledger_of_the_first_version_opens_and_learns(folder: Path) -> None:
    take(folder, Upload("xa-a.xlsx", score_book(0.75)))
    with closing(sqlite3.connect(folder / "ledger.sqlite")) as ledger:
        ledger.execute("drop table decision")
        for column in ("as_framework", "is_catalogue", "decided"):
            ledger.execute(f"alter table received drop column {column}")
        ledger.commit()
    keeping.forget_checked()
    (active,) = Ledger(folder).active()
    assert (active.decided, active.is_catalogue) == (0, False)
    assert keeping.current_store(folder) == Ledger(folder).head().store
    learned.remember_name(folder, NICKNAME, A)
    assert take(folder, book()).status == "accepted"
