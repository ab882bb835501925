"""Table exports: typed cells, Vietnamese formats, and no text that Excel could run."""

from __future__ import annotations

from datetime import date, datetime, time
from decimal import Decimal
from io import BytesIO
from zipfile import ZipFile

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cchc.reports.inert import FORMULA_STARTS, sheet_name, writable
from cchc.reports.xlsx import SOURCES_SHEET, SheetOut, Value, table_workbook

ANY_TEXT = st.text(st.characters(exclude_categories=()), max_size=80)
DANGEROUS = st.builds("".join, st.tuples(st.sampled_from((*FORMULA_STARTS, "", "#N/A")), ANY_TEXT))


def reopened(*sheets: SheetOut) -> openpyxl.Workbook:
    return openpyxl.load_workbook(BytesIO(table_workbook(sheets)))


def of(*values: Value, about: tuple[str, ...] = ()) -> SheetOut:
    headings = tuple(f"Cột {place}" for place in range(len(values)))
    return SheetOut("Bảng", headings, [values], about)


@pytest.mark.parametrize(
    ("value", "read", "number_format"),
    [
        (Decimal("87.445"), 87.445, "#,##0.00"),
        (0.5, 0.5, "#,##0.00"),
        (2024, 2024, "0"),
        (date(2024, 6, 30), datetime(2024, 6, 30), "dd/mm/yyyy"),
        (datetime(2024, 6, 30, 8, 15), datetime(2024, 6, 30, 8, 15), "dd/mm/yyyy hh:mm"),
        (time(8, 15), time(8, 15), "hh:mm"),
        (True, "Có", "General"),
        (None, None, "General"),
        (float("nan"), None, "General"),
        (float("inf"), "inf", "General"),
        (10**20, "100000000000000000000", "General"),
        (date(1899, 12, 31), "1899-12-31", "General"),
        ("1.10", "1.10", "General"),
    ],
)
def test_a_value_keeps_its_type(value: Value, read: object, number_format: str) -> None:
    cell = reopened(of(value))["Bảng"]["A2"]
    assert (cell.value, cell.number_format) == (read, number_format)


def test_a_table_has_a_frozen_filtered_heading_and_its_own_formats() -> None:
    table = SheetOut(
        "Kết quả", ("Đơn vị", "Tỷ lệ"), [["Xã A", 70.5]], formats=(("Tỷ lệ", '0.00"%"'),)
    )
    page = reopened(table)["Kết quả"]
    assert (page.freeze_panes, page.auto_filter.ref) == ("A2", "A1:B2")
    assert page["A1"].font.bold
    assert page["B2"].number_format == '0.00"%"'


def test_the_last_sheet_says_where_each_table_comes_from() -> None:
    book = reopened(of(1, about=("Nguồn: tệp a.xlsx", "Tính đến 30/6/2024")), of(2))
    assert book.sheetnames == ["Bảng", "Bảng (2)", SOURCES_SHEET]
    rows = list(book[SOURCES_SHEET].values)
    assert rows[1:] == [("Bảng", "Nguồn: tệp a.xlsx"), ("Bảng", "Tính đến 30/6/2024")]


def test_a_table_without_rows_is_its_heading() -> None:
    book = reopened(SheetOut("Trống", ("Đơn vị",), []))
    assert list(book["Trống"].values) == [("Đơn vị",)]


@pytest.mark.parametrize("start", FORMULA_STARTS)
def test_a_text_like_a_formula_stays_text_even_when_edited(start: str) -> None:
    cell = reopened(of(f"{start}cmd|' /C calc'!A0"))["Bảng"]["A2"]
    assert cell.data_type == "s"
    assert cell.quotePrefix or start == "\r"  # a carriage return becomes a line feed


@given(st.lists(DANGEROUS, min_size=2, max_size=2), DANGEROUS, DANGEROUS)
@settings(max_examples=60, deadline=None)
def test_no_text_ever_becomes_a_formula_or_spoils_the_file(
    row: list[str], heading: str, line: str
) -> None:
    content = table_workbook([SheetOut(heading, (heading, "b"), [row], about=(line,))])
    book = openpyxl.load_workbook(BytesIO(content))
    cells = [cell for page in book for cells in page.iter_rows() for cell in cells]
    assert {cell.data_type for cell in cells} <= {"s", "n"}
    assert all(cell.value is None for cell in cells if cell.data_type == "n")
    with ZipFile(BytesIO(content)) as package:
        sheets = [name for name in package.namelist() if name.startswith("xl/worksheets/")]
        assert not any(b"<f>" in package.read(name) for name in sheets)


@given(ANY_TEXT, st.lists(ANY_TEXT, max_size=3))
def test_a_sheet_name_is_one_that_excel_accepts(wanted: str, taken: list[str]) -> None:
    name = sheet_name(wanted, taken)
    assert 1 <= len(name.encode("utf-16-le")) // 2 <= 31
    assert not set(name) & set("[]:*?/\\")
    assert not name.startswith("'")
    assert not name.endswith("'")
    assert name.casefold() not in {one.casefold() for one in taken} | {"history"}


@pytest.mark.parametrize("text", ["a" * 40_000, "😀" * 20_000])
def test_what_is_too_long_for_a_cell_is_cut_and_shows_it(text: str) -> None:
    kept = writable(text)
    assert len(kept.encode("utf-16-le")) // 2 <= 32_767
    assert kept.endswith("…")
