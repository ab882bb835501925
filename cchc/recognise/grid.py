"""A sheet seen as rows and columns of header text, merged cells from all their places.

In: a sheet. Out: texts, lines and header paths by place. Knows nothing of forms.
"""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

from cchc.model import Area, Cell, Sheet
from cchc.text import clean

Path = tuple[str, ...]
# What a sheet may hold to be read with its columns as rows: no office lays out more that way.
MAX_TURNED_ROWS, MAX_TURNED_CELLS = 1000, 50_000


class Grid:
    """A sheet's cells by row, with each merged area's value seen from all its cells."""

    def __init__(self, sheet: Sheet) -> None:
        self.sheet = sheet
        self.rows: dict[int, dict[int, Cell]] = {}
        for (row, column), cell in sheet.cells.items():
            self.rows.setdefault(row, {})[column] = cell
        self.numbers = sorted(self.rows)
        self._texts: dict[tuple[int, int], str] = {}
        self._merges_by_row: dict[int, list[Area]] = {}
        for area in sheet.merges:
            for row in range(area.top, min(area.bottom, area.top + 1000) + 1):
                self._merges_by_row.setdefault(row, []).append(area)

    def part(self, left: int, right: int) -> Grid:
        """The same sheet between two columns, both included."""
        cells = {at: cell for at, cell in self.sheet.cells.items() if left <= at[1] <= right}
        merges = tuple(a for a in self.sheet.merges if left <= a.left and a.right <= right)
        return Grid(replace(self.sheet, cells=cells, merges=merges))

    def merge_at(self, row: int, column: int) -> Area | None:
        areas = self._merges_by_row.get(row, ())
        return next((area for area in areas if (row, column) in area), None)

    def origin(self, row: int, column: int) -> tuple[int, int]:
        """Where the value of a place stands: the corner of its merged area, or itself."""
        if row not in self._merges_by_row:
            return row, column
        area = self.merge_at(row, column)
        return (area.top, area.left) if area else (row, column)

    def text(self, row: int, column: int) -> str:
        text = self._texts.get((row, column))
        if text is None:
            cell = self.sheet.cells.get(self.origin(row, column))
            text = clean(str(cell.value)) if cell is not None else ""
            self._texts[row, column] = text
        return text

    def columns_between(self, top: int, bottom: int) -> list[int]:
        columns = {c for row in range(top, bottom + 1) for c in self.rows.get(row, ())}
        for row in range(top, bottom + 1):
            for area in self._merges_by_row.get(row, ()):
                columns.update(range(area.left, min(area.right, area.left + 200) + 1))
        return sorted(columns)

    def path(self, top: int, bottom: int, column: int) -> Path:
        """Header texts above a column, top to bottom, a merged cell once."""
        texts: list[str] = []
        end = 0
        for row in range(top, bottom + 1):
            if row <= end:
                continue
            text = self.text(row, column)
            if text:
                texts.append(text)
                area = self.merge_at(row, column)
                end = area.bottom if area else row
        return tuple(texts)

    def paths(self, top: int, bottom: int) -> dict[int, Path]:
        return {c: self.path(top, bottom, c) for c in self.columns_between(top, bottom)}

    def spread_paths(self, top: int, bottom: int) -> dict[int, Path] | None:
        """Paths where a group's heading reaches over the blank cells to its right, not merged.

        None where no heading does. A cell is under the heading left of it while it is blank itself
        and has a text below, as has the cell under the heading.
        """
        paths = self.paths(top, bottom)
        columns = [c for c in paths if not self.merge_at(top, c)] if bottom > top else []
        above: dict[int, Path] = {}
        for before, column in pairwise(columns):
            text = self.text(top, before)
            head = above.get(before) or ((text,) if text and len(paths[before]) > 1 else None)
            if head and column == before + 1 and paths[column] and not self.text(top, column):
                above[column] = head
        return {c: above.get(c, ()) + path for c, path in paths.items()} if above else None

    def line(self, row: int) -> str:
        return " ".join(self.text(row, column) for column in sorted(self.rows[row]))

    def texts(self, row: int) -> list[str]:
        """The texts of a row, a merged cell once."""
        places = dict.fromkeys(self.origin(row, c) for c in sorted(self.rows.get(row, ())))
        return [text for place in places if (text := self.text(*place))]


def turned(sheet: Sheet) -> Sheet | None:
    """The sheet with rows and columns changed over; each cell keeps its own address.

    None for a sheet that is too long to have its labels down the first column.
    """
    if len(sheet.cells) > MAX_TURNED_CELLS or max(sheet.cells, default=(0, 0))[0] > MAX_TURNED_ROWS:
        return None
    return replace(
        sheet,
        cells={(column, row): cell for (row, column), cell in sheet.cells.items()},
        merges=tuple(Area(a.left, a.top, a.right, a.bottom) for a in sheet.merges),
        hidden_rows=sheet.hidden_columns,
        hidden_columns=sheet.hidden_rows,
    )
