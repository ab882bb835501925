"""Reads .xls (Excel 97 and before) with xlrd.

In: the bytes of a compound file. Out: a Book, or `Refused` under a password or for what is no
workbook. xlrd is imported when the first such file comes: most readers never meet one.
"""

from __future__ import annotations

import os
from typing import Any

from cchc.cell_columns import Look
from cchc.parsers import Limits, Refused
from cchc.parsers.book import ERROR, Book, SheetCells
from cchc.parsers.moments import EPOCH_1900, EPOCH_1904, from_serial, shows_elapsed

# A compound file names its streams in UTF-16; which it has tells what it is.
WORD_STREAM = "WordDocument".encode("utf-16-le")
WORKBOOK_STREAMS = tuple(name.encode("utf-16-le") for name in ("Workbook", "Book"))
MACRO_STREAM = "_VBA_PROJECT".encode("utf-16-le")
SHEET_SHOWN = 0
TEXT_CELL, NUMBER_CELL, DATE_CELL, BOOLEAN_CELL, ERROR_CELL = range(1, 6)
BOLD_WEIGHT = 600
CALENDAR_1904 = 1


def read(content: bytes, limits: Limits) -> Book:
    """All worksheets; chart sheets are passed over. Raises what xlrd raises for damage."""
    if WORD_STREAM in content and not any(name in content for name in WORKBOOK_STREAMS):
        raise Refused("old_word")
    with open(os.devnull, "w", encoding="utf-8") as log:
        source = _opened(content, log)
        book = Book("xls", int(limits["max_items"]))
        if MACRO_STREAM in content:
            book.remarks.add("macros")
        for number in range(source.nsheets):
            XlsSheet(source, source.sheet_by_index(number), book).read()
            source.unload_sheet(number)
    return book


def _opened(content: bytes, log: Any) -> Any:
    import xlrd

    try:
        return xlrd.open_workbook(
            file_contents=content,
            logfile=log,
            formatting_info=True,
            on_demand=True,
            ragged_rows=True,
        )
    except xlrd.XLRDError as error:
        if "encrypted" in str(error):
            raise Refused("password_protected") from None
        if "Can't find workbook" in str(error):
            raise Refused("old_word" if WORD_STREAM in content else "not_a_workbook") from None
        raise


class XlsSheet:
    """One sheet as xlrd holds it, on its way into a book."""

    def __init__(self, source: Any, sheet: Any, book: Book) -> None:
        self.source = source
        self.sheet = sheet
        self.target: SheetCells = book.sheet(sheet.name, hidden=sheet.visibility != SHEET_SHOWN)
        self.epoch = EPOCH_1904 if source.datemode == CALENDAR_1904 else EPOCH_1900
        self.looks: dict[int, Look] = {}

    def read(self) -> None:
        for row in range(self.sheet.nrows):
            kinds, values = self.sheet.row_types(row), self.sheet.row_values(row)
            for column, kind in enumerate(kinds):
                if TEXT_CELL <= kind <= ERROR_CELL:
                    self._add(row, column, kind, values[column])
            self.target.count()
        for top, bottom, left, right in self.sheet.merged_cells:
            self.target.merge(top + 1, left + 1, bottom, right)
        self._hide()

    def _hide(self) -> None:
        for row, told in self.sheet.rowinfo_map.items():
            if told.hidden or (told.height == 0 and told.has_default_height == 0):
                self.target.hide_rows(row + 1, row + 1)
        for column, told in self.sheet.colinfo_map.items():
            if told.hidden or told.width == 0:
                self.target.hide_columns(column + 1, column + 1)

    def _add(self, row: int, column: int, kind: int, value: Any) -> None:
        look = self._look(self.sheet.cell_xf_index(row, column))
        place = row + 1, column + 1
        if kind == TEXT_CELL:
            self._add_text(row, column, value, look)
        elif kind == NUMBER_CELL:
            self.target.add_number(*place, _whole_where_it_is(value), look)
        elif kind == DATE_CELL:
            self._add_date(place, value, look)
        elif kind == BOOLEAN_CELL:
            self.target.add_boolean(*place, bool(value), look)
        else:
            self.target.add_word(*place, ERROR, _error_word(value), look)

    def _add_text(self, row: int, column: int, text: str, look: Look) -> None:
        """Texts may change their font within a cell; each piece is decoded by its own."""
        changes = self.sheet.rich_text_runlist_map.get((row, column), ())
        starts = [(0, look[1]), *((start, self._font(font)) for start, font in changes)]
        ends = [start for start, _ in starts[1:]] + [len(text)]
        pieces = (
            self.target.book.decoded(text[start:end], font)
            for (start, font), end in zip(starts, ends, strict=True)
        )
        plain = "".join(pieces)
        self.target.add_decoded(row + 1, column + 1, plain, look)

    def _font(self, number: int) -> str:
        fonts = self.source.font_list
        return str(fonts[number].name) if number < len(fonts) else ""

    def _add_date(self, place: tuple[int, int], serial: float, look: Look) -> None:
        if shows_elapsed(look[0]):
            self.target.add_number(*place, serial, look)
            return
        try:
            moment = from_serial(serial, self.epoch)
        except (OverflowError, ValueError):
            self.target.add_word(*place, ERROR, "#VALUE!", look)
        else:
            self.target.add_moment(*place, moment, look)

    def _look(self, number: int) -> Look:
        look = self.looks.get(number)
        if look is None:
            style = self.source.xf_list[number]
            # Files that programs wrote name fonts and formats that they do not hold.
            number_format = self.source.format_map[style.format_key].format_str or "General"
            font = self._font(style.font_index)
            look = self.looks[number] = (number_format, font, self._is_bold(style.font_index))
        return look

    def _is_bold(self, number: int) -> bool:
        fonts = self.source.font_list
        return number < len(fonts) and (
            bool(fonts[number].bold) or fonts[number].weight > BOLD_WEIGHT
        )


def _whole_where_it_is(value: float) -> float:
    """Excel writes 7 where it means 7; .xls has no other whole numbers than doubles."""
    return int(value) if value.is_integer() and abs(value) < 10**15 else value


def _error_word(code: int) -> str:
    from xlrd import error_text_from_code

    return str(error_text_from_code.get(code, "#N/A"))
