"""Sample files with something wrong done to them: read as they then stand, found, or refused.

What no check can find is listed here too, so that nobody takes its silence for a check.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from cchc import importing, store
from cchc.errors import UnreadableWorkbook
from cchc.importing import FileReport, Upload
from cchc.model import Finding
from cchc.normalise import normalise
from cchc.settings import SAMPLES
from cchc.workbook import REFUSALS, Reader
from tests.fuzz.claims import check_facts, check_findings
from tests.fuzz.tables import KNOWN

FILES = (
    "minh-hoa/bao-cao-2024-03-xa-a.xlsx",
    "minh-hoa/xep-hang-2023-cac-xa.xlsx",
    "minh-hoa/hai-long-2023-cac-xa.xlsx",
    "minh-hoa/muc-tieu-2024-cac-xa.xlsx",
    "minh-hoa/ket-qua-2023-huyen-minh-hoa.xlsx",
    "lich-bao-cao.xlsx",
    "tuy-phuoc-2023-ket-qua.xlsx",
)
SCORES, SERVICES = "minh-hoa/bang-diem-2023-cac-xa.xlsx", "minh-hoa/bao-cao-2024-03-xa-a.xlsx"
RANKING, SURVEY = "minh-hoa/xep-hang-2023-cac-xa.xlsx", "minh-hoa/hai-long-2023-cac-xa.xlsx"
RECEIVED = date(2026, 1, 15)
Page = Any
Change = Callable[[Page], None]


def changed(file: str, change: Change) -> bytes:
    book = openpyxl.load_workbook(SAMPLES / file)
    change(book.worksheets[0])
    target = BytesIO()
    book.save(target)
    return target.getvalue()


def swap_columns(page: Page, left: int, right: int, top: int, bottom: int = 0) -> None:
    for row in range(top, 1 + (bottom or page.max_row)):
        a, b = page.cell(row, left), page.cell(row, right)
        a.value, b.value = b.value, a.value


def shift_down(page: Page, column: int, top: int) -> None:
    """One column slips a row down: the figures of each row stand beside the next name."""
    values = [page.cell(row, column).value for row in range(top, page.max_row)]
    for row, value in enumerate(values, start=top + 1):
        page.cell(row, column).value = value


def sort_column(page: Page, column: int, top: int, bottom: int) -> None:
    rows = range(top, bottom + 1)
    ordered = sorted((page.cell(row, column).value for row in rows), reverse=True)
    for row, value in zip(rows, ordered, strict=True):
        page.cell(row, column).value = value


def replace_title(page: Page, old: str, new: str) -> None:
    for row in page.iter_rows(max_row=6):
        for cell in row:
            if isinstance(cell.value, str):
                cell.value = re.sub(old, new, cell.value)


# read as it stands, or found ------------------------------------------------------------------


def any_change(page: Page, chance: random.Random) -> None:
    row, column = chance.randint(1, page.max_row), chance.randint(1, page.max_column)
    match chance.randrange(7):
        case 0:
            swap_columns(page, column, chance.randint(1, page.max_column), row)
        case 1:
            shift_down(page, column, row)
        case 2:
            page.delete_rows(row)
        case 3:
            page.delete_cols(column)
        case 4:
            page.insert_rows(row)
        case 5:
            page.insert_cols(column)
        case _:
            values = [page.cell(row, c).value for c in range(1, page.max_column + 1)]
            page.append(values)


@pytest.mark.parametrize("file", FILES)
def test_a_disturbed_sample_is_read_as_it_stands_or_found(warm: Reader, file: str) -> None:
    chance = random.Random(file)
    for _ in range(6):
        book = openpyxl.load_workbook(SAMPLES / file)
        page = book.worksheets[0]
        for area in list(page.merged_cells.ranges):
            page.unmerge_cells(str(area))
        any_change(page, chance)
        target = BytesIO()
        book.save(target)
        read = warm.read(Path(file).name, target.getvalue())
        said = normalise(read, KNOWN)
        check_findings(said.findings, [sheet.name for sheet in read.sheets])
        check_facts(said.facts, target.getvalue())
        assert said.facts or any(one.level == "error" for one in said.findings)


def outcome(warm: Reader, content: bytes) -> str:
    """'read', or the code of the refusal."""
    try:
        read = warm.read("hong.xlsx", content)
    except UnreadableWorkbook as refusal:
        return refusal.code
    said = normalise(read, KNOWN)
    check_findings(said.findings, [sheet.name for sheet in read.sheets])
    return "read"


@pytest.mark.parametrize("file", FILES)
def test_a_sample_with_damaged_bytes_ends_in_sheets_or_a_sentence(warm: Reader, file: str) -> None:
    chance = random.Random(file)
    content = (SAMPLES / file).read_bytes()
    codes = {code for code, _ in REFUSALS.values()}
    for _ in range(15):
        place = chance.randrange(len(content))
        for damaged in (
            content[:place],
            content[:place] + chance.randbytes(1) + content[place + 1 :],
            content[:place] + chance.randbytes(40) + content[place:],
        ):
            assert outcome(warm, damaged) in codes | {"read"}


# a change of meaning is found -----------------------------------------------------------------


@pytest.fixture(scope="module")
def before(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What an office has accepted by then: the year before, with its own published results."""
    folder = tmp_path_factory.mktemp("before")
    names = ("xep-hang-2022-cac-xa.xlsx", "hai-long-2022-cac-xa.xlsx",
             "bao-cao-2024-01-xa-a.xlsx", "bao-cao-2024-02-xa-a.xlsx")  # fmt: skip
    importing.import_files(
        folder,
        [Upload(n, (SAMPLES / "minh-hoa" / n).read_bytes(), received_on=RECEIVED) for n in names],
    )
    return folder


@pytest.fixture(scope="module")
def clean(before: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, set[Finding]]:
    """What is said of the files before anything is done to them."""
    scratch = tmp_path_factory.mktemp("clean")
    files = (SCORES, SERVICES, RANKING, SURVEY)
    return {f: set(look(before, scratch, f, (SAMPLES / f).read_bytes()).findings) for f in files}


def look(folder: Path, scratch: Path, file: str, content: bytes) -> FileReport:
    upload = Upload(Path(file).name, content, received_on=RECEIVED)
    (report,) = importing.inspect(folder, [upload], scratch=scratch).reports
    store.forget(scratch)
    return report


MEANINGS: dict[str, tuple[str, Change]] = {
    "maxima and points swapped": (SCORES, lambda page: swap_columns(page, 3, 4, 6)),
    "self-score and appraisal swapped": (SCORES, lambda page: swap_columns(page, 4, 5, 6)),
    "codes slipped a row": (SCORES, lambda page: shift_down(page, 1, 6)),
    "a criterion stands twice": (
        SCORES,
        lambda page: page.append([page.cell(8, c).value for c in range(1, 9)]),
    ),
    "a header cell is gone": (SCORES, lambda page: page.cell(5, 4).__setattr__("value", None)),
    "total and reached swapped": (SERVICES, lambda page: swap_columns(page, 3, 4, 9, 9)),
    "percent and total swapped": (SERVICES, lambda page: swap_columns(page, 3, 5, 9, 9)),
    "two areas swapped": (RANKING, lambda page: swap_columns(page, 3, 4, 9)),
    "an area sorted": (RANKING, lambda page: sort_column(page, 3, 9, 20)),
    "units slipped a row": (RANKING, lambda page: shift_down(page, 2, 9)),
    "year later than received": (SURVEY, lambda page: replace_title(page, "2023", "2027")),
    "a unit that nobody knows": (
        RANKING,
        lambda page: page.cell(9, 2).__setattr__("value", "Xã Z"),
    ),
    "respondents and percent swapped": (SURVEY, lambda page: swap_columns(page, 8, 9, 7)),
}


@pytest.mark.parametrize("name", MEANINGS)
def test_a_change_of_meaning_is_found(
    before: Path, clean: dict[str, set[Finding]], tmp_path: Path, name: str
) -> None:
    file, change = MEANINGS[name]
    report = look(before, tmp_path / "changed", file, changed(file, change))
    new = {one for one in report.findings if one.code != "unit_not_reported"}
    assert new - clean[file], report.findings


# Two columns of the same kind that no arithmetic ties to each other: only a person can tell.
UNDETECTABLE: dict[str, tuple[str, Change]] = {
    "a factor and the overall index of one year": (
        SURVEY,
        lambda page: swap_columns(page, 3, 8, 7),
    ),
    "two factors": (SURVEY, lambda page: swap_columns(page, 3, 4, 7)),
}


@pytest.mark.parametrize("name", UNDETECTABLE)
def test_what_no_check_can_find_is_known(before: Path, tmp_path: Path, name: str) -> None:
    file, change = UNDETECTABLE[name]
    report = look(before, tmp_path, file, changed(file, change))
    assert report.status == "acceptable"
