"""Reads .ods (OpenDocument spreadsheets) in one pass over its content.

In: a package that passed its checks. Out: a Book, or `Refused` for a document of another kind or
under a password. A program may repeat an empty row a million times: what is empty costs nothing
here, and what is not is counted before it is written down.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from cchc.cell_columns import Look
from cchc.model import LAST_COLUMN, LAST_ROW
from cchc.parsers import Limits, Refused
from cchc.parsers.book import ERROR, UNCACHED, Book, SheetCells
from cchc.parsers.markup import Attributes, listen
from cchc.parsers.moments import EPOCH_1900, days_of, from_iso, from_serial
from cchc.parsers.ods_styles import Styles
from cchc.parsers.package import Package

CALC = "application/vnd.oasis.opendocument.spreadsheet"
OFFICE = "urn:oasis:names:tc:opendocument:xmlns:office:1.0 "
TABLE = "urn:oasis:names:tc:opendocument:xmlns:table:1.0 "
TEXT = "urn:oasis:names:tc:opendocument:xmlns:text:1.0 "
CALC_EXT = "urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0 "
CELLS = (TABLE + "table-cell", TABLE + "covered-table-cell")
# What stands in a cell without being its text, and tables that are none of the sheets.
PASSED_OVER = frozenset(
    (
        OFFICE + "annotation",
        TABLE + "tracked-changes",
        TABLE + "shapes",
        TABLE + "dde-links",
        TABLE + "detective",
        "urn:oasis:names:tc:opendocument:xmlns:drawing:1.0 frame",
        "urn:oasis:names:tc:opendocument:xmlns:drawing:1.0 custom-shape",
    )
)
BLANKS = {TEXT + "tab": "\t", TEXT + "line-break": "\n"}
ERROR_TEXT = re.compile(r"#[A-Z/0?]+[!?A0]|Err:\d{3}")
MOST_BLANKS = 1000
MOST_EMPTY_ROWS = 1000
"""A longer stretch of empty hidden rows is the rest of the sheet: it says nothing of a figure."""
MOMENTS = ("date", "time")
NUMBERS = ("float", "percentage", "currency")


def is_document(package: Package) -> bool:
    """Whether it is an OpenDocument of any kind."""
    return "content.xml" in package or "encrypted-package" in package


def read(package: Package, limits: Limits) -> Book:
    """All sheets. Raises Refused, or whatever damage makes the parser raise."""
    _refuse_encrypted(package)
    if "mimetype" in package and not package.read("mimetype").startswith(CALC.encode()):
        raise Refused("opendocument")
    book = Book("ods", int(limits["max_items"]))
    book.remarks.update(_remarks(package))
    styles = Styles()
    for part in ("styles.xml", "content.xml"):
        if part in package:
            with package.open(part) as stream:
                listen(stream, styles, spaced=" ")
    content = ContentReading(book, styles)
    with package.open("content.xml") as stream:
        listen(stream, content, spaced=" ")
    if not content.is_spreadsheet:
        raise Refused("opendocument")
    return book


def _refuse_encrypted(package: Package) -> None:
    manifest = "META-INF/manifest.xml"
    is_whole = "encrypted-package" in package  # LibreOffice 24.8 and later
    if is_whole or (manifest in package and b"encryption-data" in package.read(manifest)):
        raise Refused("password_protected")


def _remarks(package: Package) -> set[str]:
    found = {
        "macros": package.has(r"basic/.*/.*\.xml|scripts/.*"),
        "drawings": package.has(r"pictures/.*|object [^/]*/content\.xml"),
    }
    return {remark for remark, holds in found.items() if holds}


@dataclass(slots=True)
class OdsCell:
    """One cell element, and how often it stands side by side."""

    attributes: Attributes
    repeated: int
    paragraphs: list[str] = field(default_factory=list)


class ContentReading:
    """Hears a document's content and adds the cells of its sheets as they pass by."""

    def __init__(self, book: Book, styles: Styles) -> None:
        self.book = book
        self.styles = styles
        self.texts: list[str] = []
        self.is_spreadsheet = False
        self.passing = 0  # how deep inside something that is passed over
        self.tables = 0  # how deep inside tables: a cell may hold one
        self.sheet: SheetCells | None = None
        self.row = self.column = 0
        self.rows_repeated = 1
        self.row_cells: list[tuple[int, OdsCell]] = []
        self.cell: OdsCell | None = None
        self.fonts: list[str] = []
        self.column_styles: list[tuple[int, str]] = []
        self.groups_hidden: list[bool] = []
        self.rows_hidden: tuple[int, int] | None = None
        self.starts = {
            OFFICE + "spreadsheet": self._start_spreadsheet,
            TABLE + "table": self._start_table,
            TABLE + "table-column": self._column,
            TABLE + "table-row": self._start_row,
            TABLE + "table-row-group": self._start_group,
            TABLE + "table-column-group": self._start_group,
            **dict.fromkeys(CELLS, self._start_cell),
            TEXT + "p": self._start_paragraph,
            TEXT + "span": self._start_span,
            TEXT + "s": self._blanks,
        }
        self.ends = {
            TABLE + "table": self._end_table,
            TABLE + "table-row": self._end_row,
            TABLE + "table-row-group": self._end_group,
            TABLE + "table-column-group": self._end_group,
            **dict.fromkeys(CELLS, self._end_cell),
            TEXT + "p": self._end_paragraph,
            TEXT + "span": self._end_span,
        }

    def start(self, name: str, attributes: Attributes) -> None:
        if self.passing or name in PASSED_OVER:
            self._save_text()
            self.passing += 1
        elif name in BLANKS:
            self.texts.append(BLANKS[name])
        elif name in self.starts:
            self.starts[name](attributes)

    def end(self, name: str) -> None:
        if self.passing:
            self.passing -= 1
            self.texts.clear()
        elif name in self.ends:
            self.ends[name]()

    def _start_spreadsheet(self, _attributes: Attributes) -> None:
        self.is_spreadsheet = True

    def _start_table(self, attributes: Attributes) -> None:
        self.tables += 1
        if self.tables == 1 and self.is_spreadsheet:
            style = attributes.get(TABLE + "style-name", "")
            name = attributes.get(TABLE + "name", "")
            self.sheet = self.book.sheet(name, hidden=self.styles.hides(style))
            self.row = self.column = 0
            self.column_styles.clear()

    def _end_table(self) -> None:
        self.tables -= 1

    def _start_group(self, attributes: Attributes) -> None:
        self.groups_hidden.append(attributes.get(TABLE + "display") == "false")

    def _end_group(self) -> None:
        self.groups_hidden.pop()

    def _is_hidden(self, family: str, attributes: Attributes) -> bool:
        style = attributes.get(TABLE + "style-name", "")
        return (
            any(self.groups_hidden)
            or attributes.get(TABLE + "visibility", "visible") != "visible"
            or self.styles.is_flat(family, style)
        )

    def _column(self, attributes: Attributes) -> None:
        if self.tables != 1 or self.sheet is None:
            return
        first, self.column = self.column + 1, self.column + _repeated(attributes, "columns")
        if self._is_hidden("table-column", attributes):
            self.sheet.hide_columns(first, self.column)
        style = attributes.get(TABLE + "default-cell-style-name", "")
        self.column_styles.append((self.column, style))

    def _start_row(self, attributes: Attributes) -> None:
        if self.tables != 1 or self.sheet is None:
            return
        self.rows_repeated = _repeated(attributes, "rows")
        self.column = 0
        self.row_cells.clear()
        is_hidden = self._is_hidden("table-row", attributes)
        last = self.row + self.rows_repeated
        self.rows_hidden = (self.row + 1, last) if is_hidden else None

    def _end_row(self) -> None:
        if self.tables != 1 or self.sheet is None:
            return
        if self.row_cells:
            self._add_row(self.sheet)
        elif self.rows_hidden is not None and self.rows_repeated < MOST_EMPTY_ROWS:
            self.sheet.hide_rows(*self.rows_hidden)
        self.row += self.rows_repeated

    def _add_row(self, sheet: SheetCells) -> None:
        cells = [(column, cell, self._look(column, cell)) for column, cell in self.row_cells]
        count = self.rows_repeated * sum(cell.repeated for _, cell, _ in cells)
        if count > self.book.room:
            raise Refused("too_many_cells")
        if self.rows_hidden is not None:
            sheet.hide_rows(*self.rows_hidden)
        for row in range(self.row + 1, self.row + 1 + self.rows_repeated):
            for first, cell, look in cells:
                for column in range(first, first + cell.repeated):
                    self._add(sheet, (row, column), cell, look)
        sheet.count()

    def _start_cell(self, attributes: Attributes) -> None:
        if self.tables == 1:
            self.cell = OdsCell(attributes, _repeated(attributes, "columns"))

    def _end_cell(self) -> None:
        cell = self.cell
        if self.tables != 1 or cell is None:
            return
        first, self.column = self.column + 1, self.column + cell.repeated
        if _holds_something(cell):
            self.row_cells.append((first, cell))
        self._merge(first, cell.attributes)
        self.cell = None

    def _merge(self, column: int, attributes: Attributes) -> None:
        columns = int(attributes.get(TABLE + "number-columns-spanned", 1))
        rows = int(attributes.get(TABLE + "number-rows-spanned", 1))
        if self.sheet is not None and (columns > 1 or rows > 1):
            bottom, right = self.row + rows, column + columns - 1
            self.sheet.merge(self.row + 1, column, min(bottom, LAST_ROW), min(right, LAST_COLUMN))

    def _start_paragraph(self, _attributes: Attributes) -> None:
        self.texts.clear()
        self.fonts.clear()
        if self.cell is not None:
            self.cell.paragraphs.append("")

    def _end_paragraph(self) -> None:
        self._save_text()

    def _start_span(self, attributes: Attributes) -> None:
        self._save_text()
        self.fonts.append(self.styles.font(attributes.get(TEXT + "style-name", "")))

    def _end_span(self) -> None:
        self._save_text()
        if self.fonts:
            self.fonts.pop()

    def _blanks(self, attributes: Attributes) -> None:
        count = int(attributes.get(TEXT + "c", 1))
        self.texts.append(" " * min(count, MOST_BLANKS))

    def _save_text(self) -> None:
        """What has come since the font last changed, in Unicode."""
        text = "".join(self.texts)
        self.texts.clear()
        if self.cell is not None and self.cell.paragraphs and text:
            font = next(filter(None, reversed(self.fonts)), "") or self._cell_font()
            self.cell.paragraphs[-1] += self.book.decoded(text, font)

    def _cell_font(self) -> str:
        assert self.cell is not None
        return self._look(self.column + 1, self.cell)[1]

    def _look(self, column: int, cell: OdsCell) -> Look:
        style = cell.attributes.get(TABLE + "style-name") or self._column_style(column)
        kind = cell.attributes.get(OFFICE + "value-type", "")
        return self.styles.look(style, is_percentage=kind == "percentage")

    def _column_style(self, column: int) -> str:
        return next((style for last, style in self.column_styles if column <= last), "")

    def _add(self, sheet: SheetCells, place: tuple[int, int], cell: OdsCell, look: Look) -> None:
        attributes, text = cell.attributes, "\n".join(cell.paragraphs)
        formula = attributes.get(TABLE + "formula", "")
        if "'file:" in formula:
            self.book.remarks.add("external_links")
        if _is_error(attributes, text):
            sheet.add_word(*place, ERROR, text, look)
        elif formula and OFFICE + "value-type" not in attributes:
            sheet.add_word(*place, UNCACHED, "=" + formula.partition("=")[2], look)
        else:
            self._add_value(sheet, place, cell, look)

    def _add_value(
        self, sheet: SheetCells, place: tuple[int, int], cell: OdsCell, look: Look
    ) -> None:
        attributes = cell.attributes
        kind = attributes.get(OFFICE + "value-type", "string")
        if kind in NUMBERS:
            sheet.add_number(*place, _number(attributes[OFFICE + "value"]), look)
        elif kind in MOMENTS:
            self._add_moment(sheet, place, attributes, look)
        elif kind == "boolean":
            sheet.add_boolean(*place, attributes[OFFICE + "boolean-value"] == "true", look)
        elif any(cell.paragraphs):
            sheet.add_decoded(*place, "\n".join(cell.paragraphs), look)
        else:
            sheet.add_text(*place, attributes.get(OFFICE + "string-value", ""), look)

    def _add_moment(
        self, sheet: SheetCells, place: tuple[int, int], attributes: Attributes, look: Look
    ) -> None:
        day = attributes.get(OFFICE + "date-value")
        if day is not None:
            sheet.add_moment(*place, from_iso(day), look)
            return
        days = days_of(attributes[OFFICE + "time-value"])
        if 0 <= days < 1:
            sheet.add_moment(*place, from_serial(days, EPOCH_1900), look)
        else:
            sheet.add_number(*place, days, look)


def _repeated(attributes: Attributes, what: str) -> int:
    count = int(attributes.get(f"{TABLE}number-{what}-repeated", 1))
    return min(max(count, 1), LAST_ROW)


def _holds_something(cell: OdsCell) -> bool:
    attributes = cell.attributes
    return bool(
        attributes.get(OFFICE + "value-type")
        or attributes.get(TABLE + "formula")
        or any(paragraph.strip() for paragraph in cell.paragraphs)
    )


def _is_error(attributes: Attributes, text: str) -> bool:
    if attributes.get(CALC_EXT + "value-type") == "error":
        return True
    return TABLE + "formula" in attributes and ERROR_TEXT.fullmatch(text) is not None


def _number(text: str) -> float:
    return int(text) if text.lstrip("-").isdigit() else float(text)
