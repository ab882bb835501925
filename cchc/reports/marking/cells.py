"""The cells of one worksheet part: found, made in order where they are missing, given a style.

In: the part's root and its rows, kept apart. Out: edits in both. Knows nothing of colours.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator

from lxml import etree

from cchc.model import cell_address
from cchc.reports.marking.package import Element, local
from cchc.reports.marking.rows import Rows

Place = tuple[int, int]

LAST_ROW, LAST_COLUMN = 1_048_576, 16_384
ADDRESS = re.compile(r"\$?([A-Za-z]{1,3})\$?([1-9]\d{0,6})")
# The order of a worksheet's parts in ECMA-376 (CT_Worksheet); Excel refuses any other.
ORDER = (
    *("sheetPr", "dimension", "sheetViews", "sheetFormatPr", "cols", "sheetData", "sheetCalcPr"),
    *("sheetProtection", "protectedRanges", "scenarios", "autoFilter", "sortState"),
    *("dataConsolidate", "customSheetViews", "mergeCells", "phoneticPr", "conditionalFormatting"),
    *("dataValidations", "hyperlinks", "printOptions", "pageMargins", "pageSetup", "headerFooter"),
    *("rowBreaks", "colBreaks", "customProperties", "cellWatches", "ignoredErrors", "smartTags"),
    *("drawing", "legacyDrawing", "legacyDrawingHF", "drawingHF", "picture", "oleObjects"),
    *("controls", "webPublishItems", "tableParts", "extLst"),
)
HIDDEN = re.compile(rb"""\shidden=["'](?:1|true)["']""")
HEIGHT = re.compile(rb"""\sht=["']([\d.]+)["']""")
DEFAULT_WIDTH, DEFAULT_HEIGHT = 8.43, 15.0  # characters, points
FIRST_PIXELS, PIXELS_A_CHARACTER, PIXELS_A_POINT = 5, 7, 4 / 3


def place_of(address: str) -> Place | None:
    """Row and column of 'C12', or of the first corner of 'C12:D14'; None for anything else."""
    match = ADDRESS.fullmatch(address.split(":", maxsplit=1)[0].strip())
    if match is None:
        return None
    column = 0
    for letter in match[1].upper():
        column = column * 26 + ord(letter) - 64
    row = int(match[2])
    return (row, column) if row <= LAST_ROW and column <= LAST_COLUMN else None


def insert_in_order(root: Element, element: Element) -> None:
    """Puts a direct child of a worksheet where the standard wants it."""
    earlier = set(ORDER[: ORDER.index(local(element))])
    before = [one for one in root if local(one) in earlier]
    if before:
        before[-1].addnext(element)
    else:
        root.insert(0, element)


class Cells:
    """One worksheet's cells, columns and merges."""

    def __init__(self, root: Element, rows: Rows, main: str) -> None:
        self.root, self.rows = root, rows
        self.prefix = f"{{{main}}}"
        self._columns = list(self._read_columns())

    def _read_columns(self) -> Iterator[tuple[range, Element]]:
        for column in self.root.iterfind(f"{self.prefix}cols/{self.prefix}col"):
            yield range(int(column.get("min", 0)), int(column.get("max", 0)) + 1), column

    # places -----------------------------------------------------------------------------

    def corners(self, places: Iterable[Place]) -> dict[Place, Place]:
        """Each place with the one that shows it: the first corner of its merge, or itself."""
        found = {place: place for place in places}
        ordered = sorted(found)
        for merge in self.root.iterfind(f"{self.prefix}mergeCells/{self.prefix}mergeCell"):
            first, _, last = merge.get("ref", "").partition(":")
            top, bottom = place_of(first), place_of(last or first)
            if top is not None and bottom is not None:
                start = bisect_left(ordered, (top[0], 0))
                end = bisect_left(ordered, (bottom[0] + 1, 0))
                inside = (one for one in ordered[start:end] if top[1] <= one[1] <= bottom[1])
                found |= dict.fromkeys(inside, top)
        return found

    def cell(self, place: Place) -> Element:
        """The cell's element; an empty one is made, in order, with the style that it had."""
        row = self.rows.row(place[0])
        after = None
        for column, cell in list(self._numbered_cells(row)):  # all of them get their addresses
            if column == place[1]:
                return cell
            if column > place[1]:
                break
            after = cell
        made = etree.Element(f"{self.prefix}c", r=cell_address(*place))
        self.set_style(made, self._inherited(row, place[1]))
        row.attrib.pop("spans", None)  # an optimisation that would now be wrong
        if after is None:
            row.insert(0, made)
        else:
            after.addnext(made)
        return made

    def _numbered_cells(self, row: Element) -> Iterator[tuple[int, Element]]:
        """Cells with their columns; a cell may leave its address out, being next to the last."""
        column = 0
        for cell in row.iterchildren(f"{self.prefix}c"):
            place = place_of(cell.get("r", ""))
            column = place[1] if place else column + 1
            cell.set("r", cell_address(int(row.get("r")), column))
            yield column, cell

    # styles -----------------------------------------------------------------------------

    def style(self, cell: Element) -> int:
        text = cell.get("s", "0")
        return int(text) if text.isdecimal() else 0

    def set_style(self, cell: Element, style: int) -> None:
        if style:
            cell.set("s", str(style))

    def _inherited(self, row: Element, column: int) -> int:
        """What an empty cell looks like: as its row where that has a format, else as its column."""
        if row.get("customFormat") in ("1", "true"):
            return self.style(row)
        return next((int(one.get("style", 0)) for span, one in self._columns if column in span), 0)

    # sizes ------------------------------------------------------------------------------

    def width(self, column: int) -> int:
        """A column's width in pixels, roughly: the font decides."""
        found = next((one for span, one in self._columns if column in span), None)
        if found is None:
            return int(DEFAULT_WIDTH * PIXELS_A_CHARACTER) + FIRST_PIXELS
        if found.get("hidden") in ("1", "true"):
            return 0
        return int(float(found.get("width", DEFAULT_WIDTH)) * PIXELS_A_CHARACTER) + FIRST_PIXELS

    def height(self, row: int) -> int:
        tag = self.rows.start_tag(row) or b""
        if HIDDEN.search(tag):
            return 0
        found = HEIGHT.search(tag)
        return int((float(found[1]) if found else DEFAULT_HEIGHT) * PIXELS_A_POINT)
