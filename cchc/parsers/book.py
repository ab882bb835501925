"""Collects what a file holds, whatever its kind: sheets, cells, texts, looks, remarks.

In: cells one by one, in any order. Out: the columns that `cchc.cell_columns` sends, ordered, each
place once, nothing under a merge but its top-left corner. Counts what it takes against the limit.
"""

from __future__ import annotations

import math
import re
from array import array
from bisect import bisect_left
from datetime import date, datetime, time
from typing import Any

from cchc.cell_columns import WIDTH, CellColumns, Look, packed
from cchc.legacy_fonts import scheme_of, to_unicode
from cchc.model import LAST_COLUMN, LAST_ROW
from cchc.parsers import Refused

Corners = tuple[int, int, int, int]
"""Top, left, bottom, right."""

NUMBER, WHOLE, BOOLEAN, TEXT, ERROR, UNCACHED, HUGE = map(ord, "nibseuI")
DATE_TIME, DATE, TIME = map(ord, "dDt")
PLAIN: Look = ("General", "", False)
LARGEST_EXACT = 2**53

UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")


class Book:
    """One file on the way: its sheets, and the texts and looks that they share."""

    def __init__(self, kind: str, max_items: int) -> None:
        self.kind = kind
        self.room = max_items
        self.texts: dict[str, int] = {}
        self.looks: dict[Look, int] = {}
        self.sheets: list[SheetCells] = []
        self.remarks: set[str] = set()

    def sheet(self, name: str, *, hidden: bool = False) -> SheetCells:
        """A new sheet, the last one so far."""
        made = SheetCells(self, cleaned(name), hidden)
        self.sheets.append(made)
        return made

    def take(self, count: int) -> None:
        """Counts cells, merges, hidden rows and columns against the limit."""
        self.room -= count
        if self.room < 0:
            raise Refused("too_many_cells")

    def text(self, text: str) -> int:
        """The place of a text in the table of texts."""
        return self.texts.setdefault(text, len(self.texts))

    def look(self, look: Look) -> int:
        """The place of a look in the table of looks."""
        return self.looks.setdefault(look, len(self.looks))

    def decoded(self, text: str, font: str) -> str:
        """The text in Unicode, whatever its font made of it, and a remark where it was not."""
        scheme = scheme_of(font)
        if scheme is None:
            return text
        letters = to_unicode(text, font)
        if letters != text:
            self.remarks.add(scheme)
        return letters

    def shown(self, text: str) -> int:
        """The place of a text, already decoded, as people see it; -1 where they see nothing."""
        visible = cleaned(text)
        return self.text(visible) if visible.strip() else -1

    def message(self) -> bytes:
        """All of it, ready to send."""
        for sheet in self.sheets:
            sheet.finish()
        head = {
            "kind": self.kind,
            "remarks": sorted(self.remarks),
            "texts": list(self.texts),
            "styles": list(self.looks),
            "sheets": [sheet.head() for sheet in self.sheets],
        }
        return packed(head, [sheet.cells for sheet in self.sheets])


class SheetCells:
    """One sheet on the way: columns of cells, merges, and what is hidden."""

    def __init__(self, book: Book, name: str, hidden: bool) -> None:
        self.book = book
        self.name = name
        self.hidden = hidden
        self.cells = CellColumns([], [])
        self.merges: list[Corners] = []
        self.hidden_rows: set[int] = set()
        self.hidden_columns: set[int] = set()
        self._counted = 0

    def add(self, row: int, column: int, kind: int, held: float, style: int) -> None:
        """One cell; a later one at the same place stands for both."""
        cells = self.cells
        cells.places.append(row * WIDTH + column)
        cells.kinds.append(kind)
        cells.values_held.append(held)
        cells.styles.append(style)

    def add_text(self, row: int, column: int, text: str, look: Look = PLAIN) -> None:
        """A text in the letters of its font; one that shows nothing is no cell."""
        self.add_decoded(row, column, self.book.decoded(text, look[1]), look)

    def add_decoded(self, row: int, column: int, text: str, look: Look = PLAIN) -> None:
        """A text in Unicode; one that shows nothing is no cell."""
        place = self.book.shown(text)
        if place >= 0:
            self.add(row, column, TEXT, place, self.book.look(look))

    def add_word(self, row: int, column: int, kind: int, word: str, look: Look) -> None:
        """An error, or the formula of a cell without a result."""
        self.add(row, column, kind, self.book.text(cleaned(word)), self.book.look(look))

    def add_number(self, row: int, column: int, number: float, look: Look) -> None:
        kind, held = number_held(self.book, number)
        self.add(row, column, kind, held, self.book.look(look))

    def add_boolean(self, row: int, column: int, value: bool, look: Look) -> None:
        self.add(row, column, BOOLEAN, value, self.book.look(look))

    def add_moment(self, row: int, column: int, moment: date | time, look: Look) -> None:
        """A date, a time, or both."""
        kind, held = moment_held(self.book, moment)
        self.add(row, column, kind, held, self.book.look(look))

    def count(self) -> None:
        """Counts what was added since the last count: once a row is often enough."""
        added = len(self.cells.places) - self._counted
        if added:
            self.book.take(added)
            self._counted += added

    def merge(self, top: int, left: int, bottom: int, right: int) -> None:
        if (top, left) != (bottom, right):
            self.book.take(1)
            self.merges.append((top, left, bottom, right))

    def hide_columns(self, first: int, last: int) -> None:
        self.hidden_columns.update(range(first, min(last, LAST_COLUMN) + 1))

    def hide_rows(self, first: int, last: int) -> None:
        """Rows of one mark; what a file hides at once is counted before it is written down."""
        last = min(last, LAST_ROW)
        if last - first > self.book.room:
            raise Refused("too_many_cells")
        self.hidden_rows.update(range(first, last + 1))

    def finish(self) -> None:
        """Puts the cells in order, each place once, and clears what stands under a merge."""
        self.count()
        self.book.take(len(self.hidden_rows) + len(self.hidden_columns))
        self._order()
        self._check_places()
        self._clear_covered()

    def head(self) -> dict[str, Any]:
        return {
            "name": self.name,
            "hidden": self.hidden,
            "merges": self.merges,
            "hidden_rows": sorted(self.hidden_rows),
            "hidden_columns": sorted(self.hidden_columns),
        }

    def _order(self) -> None:
        places = self.cells.places
        if all(map(int.__lt__, places, memoryview(places)[1:])):
            return
        positions = {place: position for position, place in enumerate(places)}
        self._keep([positions[place] for place in sorted(positions)])

    def _keep(self, positions: list[int]) -> None:
        cells = self.cells
        cells.places = array("Q", [cells.places[position] for position in positions])
        cells.kinds = array("B", [cells.kinds[position] for position in positions])
        cells.values_held = array("d", [cells.values_held[position] for position in positions])
        cells.styles = array("I", [cells.styles[position] for position in positions])

    def _check_places(self) -> None:
        places = self.cells.places
        if not places:
            return
        rows = places[0] // WIDTH, places[-1] // WIDTH
        if rows[0] < 1 or rows[1] > LAST_ROW:
            raise ValueError("a row outside the sheet")
        if any(not 0 < place % WIDTH <= LAST_COLUMN for place in places):
            raise ValueError("a column outside the sheet")

    def _clear_covered(self) -> None:
        """Drops what stands under a merge: Excel shows its top-left corner only."""
        covered = {position for merge in self.merges for position in self._under(merge)}
        if covered:
            self._keep([one for one in range(len(self.cells.places)) if one not in covered])

    def _under(self, merge: Corners) -> list[int]:
        """Positions of the cells under a merge, its corner apart; never walks empty places."""
        top, left, bottom, right = merge
        places = self.cells.places
        start = bisect_left(places, top * WIDTH + left)
        end = bisect_left(places, bottom * WIDTH + right + 1)
        corner = top * WIDTH + left
        return [
            position
            for position in range(start, end)
            if left <= places[position] % WIDTH <= right and places[position] != corner
        ]


def cleaned(text: str) -> str:
    """Without control characters, which no export can write; line ends as one line feed."""
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    return UNPRINTABLE.sub("", text)


def number_held(book: Book, number: float) -> tuple[int, float]:
    """Kind and held value of a number."""
    if isinstance(number, int):
        if -LARGEST_EXACT <= number <= LARGEST_EXACT:
            return WHOLE, number
        return HUGE, book.text(str(number))
    if not math.isfinite(number):
        return ERROR, book.text("#NUM!")
    return NUMBER, number


def moment_held(book: Book, moment: date | time) -> tuple[int, float]:
    """Kind and held value of a date, a time, or both."""
    kind = TIME
    if isinstance(moment, date):
        kind = DATE_TIME if isinstance(moment, datetime) else DATE
    return kind, book.text(moment.isoformat())
