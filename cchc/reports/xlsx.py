"""Tables as a workbook: plain rows go in, typed cells come out, sources on a sheet of their own.

Knows nothing of where rows come from. Text stays text, whatever it looks like; missing stays empty.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from io import BytesIO

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet._write_only import WriteOnlyWorksheet

from cchc.reports.inert import FORMULA_STARTS, sheet_name, writable

Value = str | int | float | Decimal | date | datetime | time | bool | None

TWO_DECIMALS, WHOLE = "#,##0.00", "0"
DAY, MOMENT, CLOCK = "dd/mm/yyyy", "dd/mm/yyyy hh:mm", "hh:mm"
SOURCES_SHEET = "Nguồn số liệu"
YES, NO = "Có", "Không"
MIN_WIDTH, MAX_WIDTH, ROWS_MEASURED = 8, 60, 200
# Excel keeps 15 digits of a number; its calendar begins in 1900, and until March it is wrong.
MAX_NUMBER, FIRST_DAY = 10**15, date(1900, 3, 1)

HEADING = Font(bold=True)
HEADING_FILL = PatternFill("solid", fgColor="FFE7ECF2")
WRAPPED = Alignment(wrap_text=True, vertical="top")


@dataclass(frozen=True, slots=True)
class SheetOut:
    """One table: its sheet's name, Vietnamese headings, rows of values in the order of headings.

    about: where the figures come from and as of when, a line each · formats: number formats by
    heading, where '#,##0.00' for fractions and '0' for whole numbers do not fit.
    """

    name: str
    headings: tuple[str, ...]
    rows: Sequence[Sequence[Value]]
    about: tuple[str, ...] = ()
    formats: tuple[tuple[str, str], ...] = ()


def table_workbook(sheets: Sequence[SheetOut]) -> bytes:
    """A workbook of one sheet per table, and a last one with the lines `about` them."""
    book = Workbook(write_only=True)
    names: list[str] = []
    for sheet in sheets:
        names.append(sheet_name(sheet.name, [*names, SOURCES_SHEET]))
        _write_table(book.create_sheet(names[-1]), sheet)
    _write_sources(book.create_sheet(SOURCES_SHEET), zip(names, sheets, strict=True))
    book.properties.creator = "CCHC"
    target = BytesIO()
    book.save(target)
    return target.getvalue()


def _write_table(page: WriteOnlyWorksheet, sheet: SheetOut) -> None:
    last_column = get_column_letter(max(len(sheet.headings), 1))
    page.freeze_panes = "A2"
    page.auto_filter.ref = f"A1:{last_column}{len(sheet.rows) + 1}"
    page.print_title_rows = "1:1"
    for column, width in enumerate(_widths(sheet), start=1):
        page.column_dimensions[get_column_letter(column)].width = width
    page.append([_heading(page, text) for text in sheet.headings])
    chosen = dict(sheet.formats)
    formats = [chosen.get(heading) for heading in sheet.headings]
    for row in sheet.rows:
        page.append([_cell(page, *pair) for pair in zip(row, formats, strict=True)])


def _write_sources(page: WriteOnlyWorksheet, tables: Iterable[tuple[str, SheetOut]]) -> None:
    page.column_dimensions["A"].width = MAX_WIDTH // 2
    page.column_dimensions["B"].width = 2 * MAX_WIDTH
    page.append([_heading(page, "Trang"), _heading(page, "Nguồn và thời điểm")])
    for name, sheet in tables:
        for line in sheet.about:
            page.append([_cell(page, name, None), _cell(page, line, None)])


def _heading(page: WriteOnlyWorksheet, text: str) -> WriteOnlyCell:
    cell = _text_cell(page, text)
    cell.font, cell.fill, cell.alignment = HEADING, HEADING_FILL, WRAPPED
    return cell


def _cell(page: WriteOnlyWorksheet, value: Value, number_format: str | None) -> WriteOnlyCell:
    plain = _plain(value)
    if isinstance(plain, str):
        return _text_cell(page, plain)
    cell = WriteOnlyCell(page, value=plain)
    if plain is not None:
        cell.number_format = number_format or _format_of(plain)
    return cell


def _text_cell(page: WriteOnlyWorksheet, text: str) -> WriteOnlyCell:
    """Typed as text whatever it begins with; Excel keeps it so when the cell is edited, too."""
    kept = writable(text)
    if not kept:
        return WriteOnlyCell(page)
    cell = WriteOnlyCell(page, value=kept)
    cell.data_type = "s"
    if kept.startswith(FORMULA_STARTS):
        cell.quotePrefix = True
    if len(kept) > MAX_WIDTH or "\n" in kept:
        cell.alignment = WRAPPED
    return cell


def _plain(value: Value) -> str | int | float | Decimal | date | time | None:
    """What Excel can hold of a value; a number or a day that it cannot is written as text."""
    if isinstance(value, bool):
        return YES if value else NO
    if isinstance(value, int | float | Decimal):
        return _number(value)
    if isinstance(value, datetime | date):
        naive = value.replace(tzinfo=None) if isinstance(value, datetime) else value
        day = naive.date() if isinstance(naive, datetime) else naive
        return naive if day >= FIRST_DAY else naive.isoformat()
    return value.replace(tzinfo=None) if isinstance(value, time) else value


def _number(value: int | float | Decimal) -> str | int | float | Decimal | None:
    if not math.isfinite(value):
        return None if math.isnan(value) else str(value)
    return value if -MAX_NUMBER < value < MAX_NUMBER else str(value)


def _format_of(value: object) -> str:
    if isinstance(value, datetime):
        return MOMENT
    if isinstance(value, date):
        return DAY
    if isinstance(value, time):
        return CLOCK
    return WHOLE if isinstance(value, int) else TWO_DECIMALS


def _widths(sheet: SheetOut) -> Iterable[int]:
    """By what stands in a column, measured on the first rows; long text is wrapped instead."""
    measured = sheet.rows[:ROWS_MEASURED]
    for place, heading in enumerate(sheet.headings):
        longest = max((len(_shown(row[place])) for row in measured), default=0)
        yield min(max(longest, min(len(heading), 20), MIN_WIDTH - 2) + 2, MAX_WIDTH)


def _shown(value: Value) -> str:
    if isinstance(value, float | Decimal):
        return f"{value:,.2f}"
    if isinstance(value, datetime | date):
        return MOMENT if isinstance(value, datetime) else DAY
    return max(str(value).split("\n"), key=len) if value is not None else ""
