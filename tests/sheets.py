"""Sheets made of rows, for tests that show what they read."""

from __future__ import annotations

from collections.abc import Sequence

from cchc.model import Area, Cell, CellValue, Sheet, Workbook

Row = Sequence[CellValue]


def sheet(
    *rows: Row,
    name: str = "Trang 1",
    merges: tuple[Area, ...] = (),
    formats: dict[tuple[int, int], str] | None = None,
    hidden: bool = False,
    hidden_rows: frozenset[int] = frozenset(),
) -> Sheet:
    """A sheet whose first row is row 1, column A; None is an empty cell."""
    cells = {
        (r, c): Cell(r, c, value, (formats or {}).get((r, c), "General"))
        for r, row in enumerate(rows, start=1)
        for c, value in enumerate(row, start=1)
        if value is not None
    }
    return Sheet(name, cells, merges, hidden=hidden, hidden_rows=hidden_rows)


def workbook(*sheets: Sheet, file: str = "tep.xlsx") -> Workbook:
    return Workbook(file, "0" * 64, sheets)
