"""A sheet's cells as columns of plain numbers: small to send, quick to make, a mapping to read.

In: arrays and a table of texts, as the reading child collects them. Out: a mapping from (row,
column) to Cell that makes a Cell only when it is asked for one: a sheet of 900,000 cells takes
20 MB this way and 300 MB as a dict of objects. It must not know where the cells came from.
"""

from __future__ import annotations

import json
from array import array
from bisect import bisect_left
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date, datetime, time
from typing import Any, Literal

from cchc.model import LAST_COLUMN, Area, Cell, CellValue, Sheet

Place = tuple[int, int]
Look = tuple[str, str, bool]
"""A cell's number format, font and whether it is bold."""
State = Literal["value", "error", "uncached"]

WIDTH = 32_768
"""A place is row × WIDTH + column, so that places sort as people read."""

# The letters for what a cell holds. n: a number, i: a whole number, b: 0 or 1; all others stand
# for a place in the table of texts: s text, I a whole number that no double holds, d date and
# time, D date, t time, e error, u the formula of a cell without a stored result.
FROM_TEXT: dict[int, Callable[[str], CellValue]] = {
    ord("I"): int,
    ord("d"): datetime.fromisoformat,
    ord("D"): date.fromisoformat,
    ord("t"): time.fromisoformat,
}
FROM_NUMBER: dict[int, Callable[[float], CellValue]] = {
    ord("n"): float,
    ord("i"): int,
    ord("b"): bool,
}
STATES: dict[int, State] = {ord("e"): "error", ord("u"): "uncached"}


class CellColumns(Mapping[Place, Cell]):
    """The cells of one sheet, ordered by place; a Cell is made whenever one is asked for."""

    __slots__ = ("kinds", "looks", "places", "styles", "texts", "values_held")

    def __init__(self, texts: Sequence[str], looks: Sequence[Look]) -> None:
        self.texts = texts
        self.looks = looks
        self.places = array("Q")
        self.kinds = array("B")
        self.values_held = array("d")
        self.styles = array("I")

    @property
    def arrays(self) -> tuple[array[Any], ...]:
        """The columns in the order in which they are sent."""
        return self.places, self.kinds, self.values_held, self.styles

    def __len__(self) -> int:
        return len(self.places)

    def __iter__(self) -> Iterator[Place]:
        for place in self.places:
            yield divmod(place, WIDTH)

    def __getitem__(self, place: Place) -> Cell:
        row, column = place
        if not (row > 0 and 0 < column <= LAST_COLUMN):
            raise KeyError(place)
        sought = row * WIDTH + column
        position = bisect_left(self.places, sought)
        if position == len(self.places) or self.places[position] != sought:
            raise KeyError(place)
        return self._cell(position)

    def _cell(self, position: int) -> Cell:
        row, column = divmod(self.places[position], WIDTH)
        kind, held = self.kinds[position], self.values_held[position]
        number_format, font, bold = self.looks[self.styles[position]]
        value = self._value(kind, held)
        return Cell(row, column, value, number_format, font, bold, STATES.get(kind, "value"))

    def _value(self, kind: int, held: float) -> CellValue:
        from_number = FROM_NUMBER.get(kind)
        if from_number is not None:
            return from_number(held)
        text = self.texts[int(held)]
        from_text = FROM_TEXT.get(kind)
        return text if from_text is None else from_text(text)


def packed(head: dict[str, Any], sheets: Sequence[CellColumns]) -> bytes:
    """One message: a line of JSON, then the columns of all sheets. `head["sheets"]` gets counts."""
    for told, cells in zip(head["sheets"], sheets, strict=True):
        told["count"] = len(cells)
    line = json.dumps(head, separators=(",", ":")).encode() + b"\n"
    return b"".join([line, *(column.tobytes() for cells in sheets for column in cells.arrays)])


def unpacked(message: bytes) -> tuple[dict[str, Any], list[CellColumns]]:
    """What `packed` was given. A head alone, without sheets, is a message too."""
    end = message.find(b"\n")
    head = json.loads(message[: end if end >= 0 else len(message)])
    looks = [(number_format, font, bold) for number_format, font, bold in head.get("styles", ())]
    rest, sheets = memoryview(message)[end + 1 :], []
    for told in head.get("sheets", ()):
        cells = CellColumns(head["texts"], looks)
        for column in cells.arrays:
            length = told["count"] * column.itemsize
            column.frombytes(rest[:length])
            rest = rest[length:]
        sheets.append(cells)
    return head, sheets


def sheet(told: dict[str, Any], cells: CellColumns) -> Sheet:
    """The sheet that a message's head tells of, with its cells."""
    return Sheet(
        name=told["name"],
        cells=cells,
        merges=tuple(Area(*corners) for corners in told["merges"]),
        hidden=told["hidden"],
        hidden_rows=frozenset(told["hidden_rows"]),
        hidden_columns=frozenset(told["hidden_columns"]),
    )
