"""Reads .xlsx and .xlsm, Transitional and Strict, in one pass over each sheet.

In: a package that passed its checks. Out: a Book. Styles and shared texts are resolved once, not
for every cell: openpyxl, which makes an object of each cell, needs three times as long.
"""

from __future__ import annotations

import math
import posixpath
import re
from collections.abc import Iterator
from typing import Any
from xml.etree.ElementTree import Element, fromstring

from cchc.cell_columns import Look
from cchc.model import LAST_COLUMN, LAST_ROW
from cchc.parsers import Limits
from cchc.parsers.book import (
    BOOLEAN,
    ERROR,
    NUMBER,
    PLAIN,
    TEXT,
    UNCACHED,
    WHOLE,
    Book,
    Corners,
    SheetCells,
    cleaned,
    moment_held,
    number_held,
)
from cchc.parsers.markup import Attributes, listen, prefix_of
from cchc.parsers.moments import EPOCH_1900, EPOCH_1904, days_of, from_iso, from_serial
from cchc.parsers.package import Package
from cchc.parsers.xlsx_looks import CellLook, looks_of, number_look
from cchc.parsers.xlsx_texts import SPREADSHEET, RunCollector, SharedTexts, shown, unescaped

RELATION_ID = (
    "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id",
    "{http://purl.oclc.org/ooxml/officeDocument/relationships}id",
)
ZERO = re.compile(r"0+(\.0*)?")
SURE_DIGITS = 15
"""Whole numbers of no more digits are the same as doubles."""


def read(package: Package, limits: Limits) -> Book:
    """All worksheets; chart sheets are passed over. Raises whatever damage makes parsers raise."""
    return WorkbookReading(package, int(limits["max_items"])).book


def is_workbook(package: Package) -> bool:
    """The standard lets the workbook part have any name, and some programs use that freedom."""
    return any(name.endswith("workbook.xml") for name in package.names)


class WorkbookReading:
    """What the sheets of one workbook share while they are read."""

    def __init__(self, package: Package, max_items: int) -> None:
        self.package = package
        self.book = Book("xlsm" if _has_macros(package) else "xlsx", max_items)
        self.book.remarks.update(_remarks(package))
        self.part = _workbook_part(package)
        root = fromstring(package.read(self.part))
        relations = _relations(package, self.part)
        self.shared = self._shared(relations)
        self.looks = self._styles(relations)
        self._looks_made: dict[int, CellLook] = {}
        properties = root.find("{*}workbookPr")
        is_1904 = properties is not None and _is_on(properties.attrib, "date1904")
        self.epoch = EPOCH_1904 if is_1904 else EPOCH_1900
        calculation = root.find("{*}calcPr")
        self.is_uncalculated = calculation is not None and _is_on(
            calculation.attrib, "fullCalcOnLoad"
        )
        for sheet in root.iterfind("{*}sheets/{*}sheet"):
            self._read_sheet(sheet, relations)

    def look(self, number: int) -> CellLook:
        """The look of a style number. Raises IndexError for one that the file does not have."""
        look = self._looks_made.get(number)
        if look is None:
            plain = self.looks[number] if self.looks else PLAIN
            is_moment, is_elapsed = number_look(plain)
            places = self.shared.places(plain[1])
            look = CellLook(plain, self.book.look(plain), is_moment, is_elapsed, places)
            self._looks_made[number] = look
        return look

    def _shared(self, relations: dict[str, tuple[str, str]]) -> SharedTexts:
        shared = SharedTexts(self.book)
        for kind, part in relations.values():
            if kind == "sharedStrings" and part in self.package:
                with self.package.open(part) as stream:
                    listen(stream, shared)
        return shared

    def _styles(self, relations: dict[str, tuple[str, str]]) -> list[Look]:
        parts = [part for kind, part in relations.values() if kind == "styles"]
        if not parts or parts[0] not in self.package:
            return []
        return looks_of(fromstring(self.package.read(parts[0])))

    def _read_sheet(self, sheet: Element, relations: dict[str, tuple[str, str]]) -> None:
        identifier = next((sheet.attrib[key] for key in RELATION_ID if key in sheet.attrib), None)
        if not identifier:
            return  # A sheet that was deleted while its name stayed.
        kind, part = relations[identifier]
        if kind != "worksheet":
            return
        hidden = sheet.get("state", "visible") != "visible"
        target = self.book.sheet(unescaped(sheet.attrib["name"]), hidden=hidden)
        with self.package.open(part) as stream:
            listen(stream, SheetReading(self, target))


class SheetReading:
    """Hears one sheet's XML and adds its cells as they pass by."""

    def __init__(self, workbook: WorkbookReading, sheet: SheetCells) -> None:
        self.workbook = workbook
        self.sheet = sheet
        self.book = workbook.book
        self.texts: list[str] = []
        self.root = ""
        self.cell_tag = self.value_tag = self.formula_tag = self.row_tag = ""
        self.others: dict[str, Any] = {}
        self.collector = RunCollector("", self.texts)
        self.columns: dict[str, int] = {}
        self.looks: dict[str | None, CellLook] = {}
        self.row, self.row_name, self.column = 0, "", 0
        self.attributes: Attributes = {}
        self.value: str | None = None
        self.formula: str | None = None
        self.is_inline = False

    def start(self, name: str, attributes: Attributes) -> None:
        if name == self.cell_tag:
            self.attributes = attributes
            self.value = self.formula = None
        elif name == self.value_tag:
            self.texts.clear()
        elif name == self.row_tag:
            self._start_row(attributes)
        elif name == self.formula_tag:
            self.texts.clear()
            self.formula = ""
        elif not self.root:
            self._start_sheet(name, attributes)
        elif self.is_inline:
            self.collector.start(name, attributes)
        elif name in self.others:
            self.others[name](attributes)

    def end(self, name: str) -> None:
        if name == self.cell_tag:
            self._end_cell()
        elif name == self.value_tag:
            self.value = "".join(self.texts)
        elif name == self.row_tag:
            self.sheet.count()
        elif name == self.formula_tag:
            self.formula = "".join(self.texts)
        elif self.is_inline:
            self._end_inline(name)

    def _start_sheet(self, name: str, attributes: Attributes) -> None:
        prefix = prefix_of(name, attributes, SPREADSHEET)
        self.root = name
        self.cell_tag, self.value_tag, self.formula_tag, self.row_tag, self.inline_tag = (
            prefix + tag for tag in ("c", "v", "f", "row", "is")
        )
        self.collector = RunCollector(prefix, self.texts)
        self.others = {
            self.inline_tag: self._start_inline,
            prefix + "col": self._hide_columns,
            prefix + "mergeCell": self._merge,
        }

    def _start_row(self, attributes: Attributes) -> None:
        number = attributes.get("r")
        self.row = self.row + 1 if number is None else _whole(number)
        self.row_name = str(self.row)
        self.column = 0
        if _is_on(attributes, "hidden") or _is_zero(attributes, "ht"):
            self.sheet.hidden_rows.add(self.row)

    def _start_inline(self, _attributes: Attributes) -> None:
        self.is_inline = True
        self.collector.collected()  # what a cell of another type held is not shown

    def _end_inline(self, name: str) -> None:
        if name == self.inline_tag:
            self.is_inline = False
        else:
            self.collector.end(name)

    def _hide_columns(self, attributes: Attributes) -> None:
        if _is_on(attributes, "hidden") or _is_zero(attributes, "width"):
            self.sheet.hide_columns(int(attributes["min"]), int(attributes["max"]))

    def _merge(self, attributes: Attributes) -> None:
        self.sheet.merge(*corners(attributes["ref"]))

    def _end_cell(self) -> None:
        attributes, value = self.attributes, self.value
        row, column = self._place(attributes.get("r"))
        kind = attributes.get("t", "n")
        if self.formula is not None and self._is_uncached(kind, value):
            plain = self._look(attributes).look
            self.sheet.add_word(row, column, UNCACHED, unescaped("=" + self.formula), plain)
        elif value:
            look = self._look(attributes)
            if kind == "n":
                self._add_number(row, column, value, look)
            elif kind == "s":
                self._add_shared(row, column, int(value), look)
            else:
                self._add_other(row, column, kind, value, look)
        elif kind == "inlineStr":
            self._add_inline(row, column, self._look(attributes))

    def _place(self, reference: str | None) -> tuple[int, int]:
        if reference is None:
            self.column += 1
            return self.row, self.column
        letters = reference.rstrip("0123456789")
        column = self.columns.get(letters)
        if column is None:
            column = self.columns[letters] = column_of(letters)
        self.column = column
        digits = reference[len(letters) :]
        return (self.row if digits == self.row_name else int(digits)), column

    def _look(self, attributes: Attributes) -> CellLook:
        style = attributes.get("s")
        look = self.looks.get(style)
        if look is None:
            look = self.looks[style] = self.workbook.look(int(style or 0))
        return look

    def _is_uncached(self, kind: str, value: str | None) -> bool:
        """A formula without a result. An empty text (t="str") is a result.

        Programs that cannot calculate store 0 and ask for a full calculation on load (XlsxWriter
        does): such a 0 was never computed, and taking it for a figure would be silently wrong.
        """
        if not value:
            return kind != "str" or value is None
        return self.workbook.is_uncalculated and kind == "n" and value == "0"

    def _add_number(self, row: int, column: int, value: str, look: CellLook) -> None:
        if look.is_moment:
            self._add_moment(row, column, _number(value), look)
        elif value.isdigit() and len(value) <= SURE_DIGITS:
            self.sheet.add(row, column, WHOLE, float(value), look.place)
        else:
            number = _number(value)
            if isinstance(number, float) and math.isfinite(number):
                self.sheet.add(row, column, NUMBER, number, look.place)
            else:
                self.sheet.add(row, column, *number_held(self.book, number), look.place)

    def _add_moment(self, row: int, column: int, serial: float, look: CellLook) -> None:
        try:
            if look.is_elapsed:
                self.sheet.add(row, column, *number_held(self.book, float(serial)), look.place)
                return
            moment = from_serial(serial, self.workbook.epoch)
        except (OverflowError, ValueError):
            self.sheet.add_word(row, column, ERROR, "#VALUE!", look.look)
        else:
            self.sheet.add(row, column, *moment_held(self.book, moment), look.place)

    def _add_shared(self, row: int, column: int, index: int, look: CellLook) -> None:
        place = look.texts[index]
        if place is None:
            place = self.workbook.shared.place(index, look.look[1])
        if place >= 0:
            self.sheet.add(row, column, TEXT, place, look.place)

    def _add_inline(self, row: int, column: int, look: CellLook) -> None:
        place = shown(self.book, self.collector.collected(), look.look[1])
        if place >= 0:
            self.sheet.add(row, column, TEXT, place, look.place)

    def _add_other(self, row: int, column: int, kind: str, value: str, look: CellLook) -> None:
        if kind == "b":
            self.sheet.add(row, column, BOOLEAN, value in ("1", "true"), look.place)
        elif kind == "e":
            self.sheet.add(row, column, ERROR, self.book.text(cleaned(value)), look.place)
        elif kind == "d":
            self._add_iso(row, column, value, look)
        else:
            self.sheet.add_text(row, column, unescaped(value), look.look)

    def _add_iso(self, row: int, column: int, value: str, look: CellLook) -> None:
        try:
            if value.startswith(("P", "-P")):
                self.sheet.add_number(row, column, days_of(value), look.look)
            else:
                self.sheet.add_moment(row, column, from_iso(value), look.look)
        except ValueError:
            self.sheet.add_word(row, column, ERROR, "#VALUE!", look.look)


def column_of(letters: str) -> int:
    """3 for 'C'. Raises ValueError."""
    column = 0
    for letter in letters.upper():
        if not "A" <= letter <= "Z":
            raise ValueError("no column")
        column = column * 26 + ord(letter) - 64
    if not 0 < column <= LAST_COLUMN:
        raise ValueError("a column outside the sheet")
    return column


def corners(reference: str) -> Corners:
    """Top, left, bottom, right of 'B2:C3', 'B:C', '2:3' or 'B2'."""
    first, _, last = reference.replace("$", "").partition(":")
    top, left = _corner(first, 1, 1)
    bottom, right = _corner(last or first, LAST_ROW, LAST_COLUMN)
    return top, left, bottom, right


def _corner(reference: str, row: int, column: int) -> tuple[int, int]:
    letters = reference.rstrip("0123456789")
    digits = reference[len(letters) :]
    return int(digits) if digits else row, column_of(letters) if letters else column


def _number(text: str) -> int | float:
    if text.lstrip("-").isdigit():
        return int(text)
    return float(text)


def _whole(text: str) -> int:
    return int(text) if text.isdigit() else int(float(text))


def _is_on(attributes: Attributes, name: str) -> bool:
    return attributes.get(name) in ("1", "true", "on")


def _is_zero(attributes: Attributes, name: str) -> bool:
    """A size that some programs misspell is none of our business."""
    return ZERO.fullmatch(attributes.get(name, "")) is not None


def _relations(package: Package, part: str) -> dict[str, tuple[str, str]]:
    """By identifier: the relation's kind (the end of its type's name) and the part it leads to."""
    folder, name = posixpath.split(part)
    listed = fromstring(package.read(f"{folder}/_rels/{name}.rels"))
    return {
        one.get("Id", ""): (
            one.get("Type", "").rpartition("/")[2],
            posixpath.join(f"/{folder}", one.get("Target", "").replace("\\", "/")),
        )
        for one in listed.iterfind("{*}Relationship")
        if one.get("TargetMode") != "External"
    }


def _workbook_part(package: Package) -> str:
    if "_rels/.rels" in package:
        for kind, part in _relations(package, "").values():
            if kind == "officeDocument":
                return part.lstrip("/")
    return "xl/workbook.xml"


def _has_macros(package: Package) -> bool:
    return package.has(r"(.*/)?vbaproject\.bin")


def _remarks(package: Package) -> Iterator[str]:
    """What a workbook holds besides its sheets. Notes are drawn too, in .vml parts of their own."""
    if _has_macros(package):
        yield "macros"
    if package.has(r"xl/externallinks/[^/]*\.xml"):
        yield "external_links"
    if package.has(r"xl/(drawings|charts|media|pivottables)/[^/]*(?<!\.vml)"):
        yield "drawings"
