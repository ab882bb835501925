"""A sheet as our offices print it: head, title, legend, table; what is to be filled in is marked.

In: plain texts, numbers and formulas of ours. Out: an openpyxl workbook and its bytes. Must not
know: what a figure means, the store, or which form reads the sheet back.

Texts are inert whatever they hold: a text that begins with "=" stays a text. Only a `Formula`,
which this program writes, is one; its stored result is an empty text until Excel calculates it, so
that nobody's reader takes a form that was never opened for one full of zeros.
"""

from __future__ import annotations

import io
import math
import re
import zipfile
from collections.abc import Sequence
from copy import copy
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import Cell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Protection, Side
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from cchc.model import cell_address, column_letter
from cchc.text import clean

FONT = "Times New Roman"
ILLUSTRATIVE = "SỐ LIỆU MINH HỌA"
MOTTO = ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc")
LEGEND = (
    ("input", "Ô nền vàng nhạt: điền số liệu, nội dung."),
    ("muted", "Ô nền xám: đã khóa; là số liệu kỳ trước để tham khảo hoặc ô tự tính."),
)
# Light enough to print without ink, told apart on a projector and in black and white.
FILLS = {"input": "FFFBE6", "muted": "F0F0F0", "head": "E4EBF5"}
INK, MUTED_INK, LINE = "1A1A1A", "5A5A5A", "B5B5B5"
# Nghị định 30/2020/NĐ-CP, in inches: left 30 mm, right 15, top and bottom 20.
MARGINS = {"left": 1.18, "right": 0.59, "top": 0.79, "bottom": 0.79}
LINE_HEIGHT = 15.75
ERROR_TITLE = "Số liệu chưa đúng"


@dataclass(frozen=True, slots=True)
class Formula:
    """Arithmetic of ours, in Excel's English notation, with its "="."""

    text: str


Value = str | int | float | Decimal | date | Formula | None


@dataclass(frozen=True, slots=True)
class Look:
    """How a cell looks, and whether it may be filled in."""

    fill: str = ""
    bold: bool = False
    format: str = "General"
    across: str = "left"
    is_input: bool = False
    size: int = 12
    is_bordered: bool = True


TEXT = Look()
STRONG = Look(bold=True)
CODE = Look(format="@", across="center")
STRONG_CODE = Look(format="@", across="center", bold=True)
HEAD = Look("head", bold=True, across="center")
# "0.##" would show a whole number as "14," with nothing after its comma.
NUMBER = Look(across="right")
COUNT = Look(format="0", across="center")
INPUT_TEXT = Look("input", is_input=True, format="@")
INPUT_WORD = Look("input", is_input=True)
INPUT_NUMBER = Look("input", is_input=True, format="0.00", across="right")
INPUT_COUNT = Look("input", is_input=True, format="#,##0", across="right")
INPUT_DATE = Look("input", is_input=True, format="dd/mm/yyyy", across="center")
MUTED_TEXT = Look("muted")
MUTED_NUMBER = Look("muted", format="0.00", across="right")
MUTED_RATE = Look("muted", format="0.00%", across="right")
SUM = Look("muted", bold=True, format="0.00", across="right")
SUM_RATE = Look("muted", bold=True, format="0.00%", across="right")
AGENCY = Look(bold=True, across="center", is_bordered=False)
TITLE = Look(bold=True, across="center", size=14, is_bordered=False)
SUBTITLE = Look(across="center", is_bordered=False)
PLAIN = Look(is_bordered=False)


@dataclass(slots=True)
class Book:
    """A workbook being written, with its styles made once."""

    workbook: Any = field(default_factory=Workbook)
    styles: dict[Look, Any] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.workbook.remove(self.workbook.active)


@dataclass(frozen=True, slots=True)
class Head:
    """What stands above a table. lines: under the title, one row each."""

    agency: str
    title: str
    illustrative: bool
    lines: tuple[str, ...] = ()
    has_legend: bool = True


@dataclass(slots=True)
class Page:
    """One sheet being written; `row` is the next free one.

    lines: how many printed lines each row needs. Excel fits rows by itself, others do not.
    """

    book: Book
    sheet: Worksheet
    widths: Sequence[float]
    row: int = 1
    lines: dict[int, float] = field(default_factory=dict)

    @property
    def width(self) -> int:
        return len(self.widths)

    def put(self, column: int, value: Value, look: Look = TEXT, row: int | None = None) -> None:
        """A value and its look; a text never becomes a formula."""
        row = row or self.row
        put(self.book, self.sheet.cell(row, column), value, look)
        if isinstance(value, str) and look.is_bordered:
            self.need(row, lines_of(value, self.widths[column - 1], look))

    def need(self, row: int, lines: float) -> None:
        self.lines[row] = max(lines, self.lines.get(row, 1))

    def put_row(self, values: Sequence[Value], look: Look = TEXT) -> int:
        """Values from the first column on, all alike; answers the row's number."""
        for column, value in enumerate(values, start=1):
            self.put(column, value, look)
        self.row += 1
        return self.row - 1


def lines_of(text: str, width: float, look: Look) -> int:
    """About how many lines a text takes in a column as wide; rather one too many."""
    letters = max(1.0, width * (1.02 if look.bold else 1.12) * 12 / look.size)
    return sum(max(1, math.ceil(len(part) / letters)) for part in text.split("\n"))


def put(book: Book, cell: Any, value: Value, look: Look) -> None:
    if isinstance(value, Formula):
        cell.value = value.text
    elif isinstance(value, str):
        cell.value = clean(value, keep_lines=True)
        cell.data_type = "s"
    elif value is not None:
        cell.value = float(value) if isinstance(value, Decimal) else value
    cell._style = copy(_style(book, cell, look))


def _style(book: Book, cell: Any, look: Look) -> Any:
    """openpyxl finds a style's number by comparing it with all others: once a look is enough."""
    if look not in book.styles:
        model = Cell(cell.parent, row=1, column=1)
        color = MUTED_INK if look.fill == "muted" else INK
        model.font = Font(FONT, size=look.size, bold=look.bold, color=color)
        model.alignment = Alignment(horizontal=look.across, vertical="center", wrap_text=True)
        model.number_format = look.format
        model.protection = Protection(locked=not look.is_input)
        if look.fill:
            model.fill = PatternFill("solid", start_color=FILLS[look.fill])
        if look.is_bordered:
            side = Side(style="thin", color=LINE)
            model.border = Border(left=side, right=side, top=side, bottom=side)
        book.styles[look] = model._style
    return book.styles[look]


# a sheet's parts ---------------------------------------------------------------------------


def new_page(book: Book, name: str, head: Head, widths: Sequence[float]) -> Page:
    """A sheet with its head, title and legend; the table begins at `row`."""
    sheet = book.workbook.create_sheet(sheet_name(book, name))
    for column, width in enumerate(widths, start=1):
        sheet.column_dimensions[column_letter(column)].width = width
    page = Page(book, sheet, widths)
    _write_head(page, head, _split(widths))
    return page


def sheet_name(book: Book, name: str) -> str:
    """Excel's rules: 31 letters, some signs barred, no name twice."""
    plain = re.sub(r"[\[\]:*?/\\]", " ", clean(name)).strip("' ")[:31] or "Bảng"
    taken = {sheet.title.lower() for sheet in book.workbook.worksheets}
    place, wanted = 2, plain
    while plain.lower() in taken:
        plain = f"{wanted[:27]} ({place})"
        place += 1
    return plain


def _split(widths: Sequence[float]) -> int:
    """Agency left of it, motto right: the last column of the sheet's left half, at least two."""
    half, reached = sum(widths) / 2, 0.0
    for column, width in enumerate(widths, start=1):
        reached += width
        if reached >= half and column >= 2:
            return min(column, len(widths) - 1)
    return max(1, len(widths) - 1)


def _write_head(page: Page, head: Head, split: int) -> None:
    left = (head.agency, ILLUSTRATIVE if head.illustrative else None)
    for text, motto in zip(left, MOTTO, strict=True):
        page.put(1, text, AGENCY)
        page.put(split + 1, motto, AGENCY)
        _merge(page, page.row, 1, split)
        _merge(page, page.row, split + 1, page.width)
        page.row += 1
    page.row += 1
    for text, look in ((head.title, TITLE), *((line, SUBTITLE) for line in head.lines)):
        page.put(1, text, look)
        page.need(page.row, lines_of(text, sum(page.widths), look) * look.size / 12)
        _merge(page, page.row, 1, page.width)
        page.row += 1
    if head.has_legend:
        _write_legend(page)
    page.row += 1


def _write_legend(page: Page) -> None:
    for fill, text in LEGEND:
        page.put(1, None, Look(fill))
        page.put(2, text, PLAIN)
        _merge(page, page.row, 2, page.width)
        page.row += 1


def _merge(page: Page, row: int, first: int, last: int, bottom: int | None = None) -> None:
    if last > first or (bottom or row) > row:
        page.sheet.merge_cells(
            start_row=row, start_column=first, end_row=bottom or row, end_column=last
        )


def write_header(page: Page, *rows: Sequence[str | None]) -> int:
    """One header row, or two: None beside a text is merged into it, None below as well.

    Answers the last header row's number.
    """
    top = page.row
    for values in rows:
        page.put_row(values, HEAD)
    if len(rows) == 2:
        _merge_header(page, top, rows[0], rows[1])
    return page.row - 1


def _spread(page: Page, top: int, text: str, columns: tuple[int, int], *, down: bool) -> None:
    """A merged heading's lines, over its columns' width and, downwards, over two rows."""
    width = sum(page.widths[columns[0] - 1 : columns[1]])
    lines = lines_of(text, width, HEAD)
    page.need(top, lines / 2 if down else lines)
    if down:
        page.need(top + 1, lines / 2)


def _merge_header(
    page: Page, top: int, first: Sequence[str | None], second: Sequence[str | None]
) -> None:
    page.lines.pop(top)
    starts = [place for place, text in enumerate(first) if text is not None]
    for place, following in zip(starts, [*starts[1:], len(first)], strict=True):
        bottom = top + 1 if second[place] is None else top
        _merge(page, top, place + 1, following, bottom)
        _spread(page, top, first[place] or "", (place + 1, following), down=bottom > top)


def finish_page(
    page: Page, header: tuple[int, int], frozen_columns: int, *, is_locked: bool = True
) -> None:
    """Frozen and repeated header (first and last row), A4 across, protection."""
    sheet = page.sheet
    for row, lines in page.lines.items():
        sheet.row_dimensions[row].height = 3 + LINE_HEIGHT * lines
    sheet.freeze_panes = cell_address(header[1] + 1, frozen_columns + 1)
    sheet.print_title_rows = f"{header[0]}:{header[1]}"
    sheet.page_setup.paperSize = sheet.PAPERSIZE_A4
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    for name, inches in MARGINS.items():
        setattr(sheet.page_margins, name, inches)
    sheet.print_options.horizontalCentered = True
    sheet.oddHeader.center.text = "&P"
    # Without a password: against slips, not against people. Widths and heights stay free.
    sheet.protection.sheet = is_locked
    sheet.protection.formatColumns = sheet.protection.formatRows = False


# what may be typed -------------------------------------------------------------------------


def allow(page: Page, area: str, error: str, kind: str, *limits: str) -> None:
    """A rule on an area: 'custom' with a formula, 'whole', 'decimal', 'date' between two limits."""
    rule = DataValidation(type=kind, allow_blank=True, formula1=limits[0])
    if len(limits) == 2:
        rule.operator, rule.formula2 = "between", limits[1]
    _add_rule(page, rule, area, error)


def offer(page: Page, area: str, words: Sequence[str], error: str) -> None:
    """A drop-down; the words may hold no comma."""
    rule = DataValidation(type="list", formula1=f'"{",".join(words)}"', allow_blank=True)
    _add_rule(page, rule, area, error)


def _add_rule(page: Page, rule: Any, area: str, error: str) -> None:
    rule.showErrorMessage, rule.errorStyle = True, "stop"
    rule.errorTitle, rule.error = ERROR_TITLE, error
    page.sheet.add_data_validation(rule)
    rule.add(area)


# bytes -------------------------------------------------------------------------------------

_FORMULA_CELL = re.compile(
    rb'<c r="([A-Z]+\d+)"((?: s="\d+")?)(?: t="\w+")?><f>(.*?)</f><v ?(?:/>|></v>)</c>', re.DOTALL
)


def to_bytes(book: Book) -> bytes:
    """The workbook; formulas hold an empty text as result, codes raise no green corners."""
    saved, finished = io.BytesIO(), io.BytesIO()
    book.workbook.save(saved)
    with zipfile.ZipFile(saved) as parts, zipfile.ZipFile(finished, "w") as copied:
        for name in parts.namelist():
            content = parts.read(name)
            if name.startswith("xl/worksheets/sheet"):
                content = _finished_sheet(content)
            copied.writestr(name, content, zipfile.ZIP_DEFLATED)
    return finished.getvalue()


def _finished_sheet(xml: bytes) -> bytes:
    xml = _FORMULA_CELL.sub(rb'<c r="\1"\2 t="str"><f>\3</f><v></v></c>', xml)
    # openpyxl knows no ignoredErrors. Task numbers and "1.10" are texts on purpose.
    quiet = (
        b'<ignoredErrors><ignoredError sqref="A1:H5000" numberStoredAsText="1"/></ignoredErrors>'
    )
    return xml.replace(b"</worksheet>", quiet + b"</worksheet>")
