"""What an import would change, told before it changes it."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from io import BytesIO
from pathlib import Path

import openpyxl
import pytest

from cchc import importing, store
from cchc.changes import Changes, Replaced, changes, undone
from cchc.importing import Upload
from cchc.ledger import Ledger
from tests.workbooks import score_book

A, B = "minh-hoa.mh.xa-a", "minh-hoa.mh.xa-b"
SECOND = "Mức độ hoàn thành kế hoạch cải cách hành chính"


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[Path]:
    yield tmp_path / "data"
    store.forget(tmp_path)


def accept(folder: Path, *uploads: Upload) -> None:
    done = importing.import_files(folder, uploads)
    assert {one.status for one in done.reports} == {"accepted"}


def looked(folder: Path, *uploads: Upload) -> Changes:
    return changes(folder, importing.inspect(folder, uploads))


def book(points: object, unit: str = "XÃ A") -> Upload:
    return Upload(f"diem-{unit}.xlsx", score_book(points, unit=unit))


def test_into_an_empty_folder_every_figure_is_new(folder: Path) -> None:
    (change,) = looked(folder, book(0.75)).figures
    assert (change.kind, change.before, change.difference) == ("new", None, None)
    assert change.after is not None
    assert (change.after.unit_id, change.after.number) == (A, Decimal("0.75"))
    assert (change.after.sheet, change.after.cell) == ("Điểm", "D6")


def test_a_corrected_figure_shows_both_values_and_the_difference(folder: Path) -> None:
    accept(folder, book(0.75))
    (change,) = looked(folder, book(0.5)).figures
    assert change.kind == "changed"
    assert change.difference == Decimal("-0.25")
    assert change.before is not None
    assert change.before.number == Decimal("0.75")


def test_a_file_that_says_the_same_changes_nothing(folder: Path) -> None:
    accept(folder, book(0.75))
    again = Upload("gui-lai.xlsx", score_book(0.75, agency="ỦY BAN NHÂN DÂN HUYỆN MINH HỌA"))
    assert looked(folder, again).figures == ()


def test_a_figure_that_the_correction_leaves_out_is_gone(folder: Path) -> None:
    book_of_two = openpyxl.load_workbook(BytesIO(score_book(0.75)))
    second = ("1.1.2", SECOND, 2, 1.5)
    for column, value in enumerate(second, start=1):
        book_of_two.worksheets[0].cell(7, column, value)
    both = BytesIO()
    book_of_two.save(both)
    accept(folder, Upload("hai-dong.xlsx", both.getvalue()))
    (change,) = looked(folder, book(0.75)).figures
    assert (change.kind, change.after) == ("gone", None)
    assert change.before is not None
    assert (change.before.item_code, change.before.cell) == ("1.1.2", "D7")


def test_ranks_move_for_the_unit_and_for_those_it_passes(folder: Path) -> None:
    accept(folder, book(0.75), book(0.8, "XÃ B"))
    moved = {one.unit_id: one for one in looked(folder, book(0.9)).ranks}
    assert {unit: (one.before_rank, one.after_rank) for unit, one in moved.items()} == {
        A: (2, 1),
        B: (1, 2),
    }
    assert moved[A].rank_of == 2
    assert (moved[A].before_percent, moved[A].after_percent) == (75.0, 90.0)


def test_units_that_have_not_sent_theirs_are_named(folder: Path) -> None:
    (lacking,) = looked(folder, book(0.75)).lacking
    assert (lacking.table, lacking.period_id) == ("score", "2024")
    assert "minh-hoa.mh.xa-b" in lacking.unit_ids
    assert "minh-hoa.mh.xa-a" not in lacking.unit_ids


def test_looking_changes_nothing_that_is_current(folder: Path) -> None:
    accept(folder, book(0.75))
    inspection = importing.inspect(folder, [book(0.5)])
    assert changes(folder, inspection) == changes(folder, inspection)
    assert inspection.parent == Ledger(folder).head()


# taking back -------------------------------------------------------------------------------


def test_withdrawing_the_only_file_takes_its_figures_and_its_rank_away(folder: Path) -> None:
    accept(folder, book(0.75))
    found = undone(folder, 1)
    assert [(one.kind, one.figure.unit_id) for one in found.figures] == [("gone", A)]
    assert [(one.unit_id, one.before_rank, one.after_rank) for one in found.ranks] == [(A, 1, None)]


def test_withdrawing_a_correction_brings_the_earlier_figure_back(folder: Path) -> None:
    accept(folder, book(0.75))
    accept(folder, book(0.5))
    (change,) = undone(folder, 2).figures
    assert (change.kind, change.difference) == ("changed", Decimal("0.25"))


def test_looking_at_a_withdrawal_withdraws_nothing(folder: Path) -> None:
    accept(folder, book(0.75))
    before = Ledger(folder).head()
    undone(folder, 1)
    assert Ledger(folder).head() == before
    assert undone(folder, 7) == Changes()


def test_the_import_that_a_correction_replaces_is_named(folder: Path) -> None:
    accept(folder, book(0.75), book(0.8, "XÃ B"))
    assert looked(folder, book(0.5)).replaced == (Replaced(1, 3),)
    assert looked(folder, book(0.5, "XÃ C")).replaced == ()
