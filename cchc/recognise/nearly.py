"""Headers that are nearly a form's, and columns that a form may mean: offered, never taken.

In: a sheet and the tables found on it. Out: near headers with what they lack; columns best first.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz import fuzz

from cchc.forms import ALL, Column, Form
from cchc.model import Cell, Sheet, TableFound, cell_address
from cchc.recognise.grid import Grid, Path
from cchc.recognise.headers import header_paths, known_columns, looks_like_header
from cchc.recognise.layouts import BETWEEN, signature_of
from cchc.text import fold

# Below this a header cell's words are another column's; "diem toi da" and "diem toi ta" have 91.
SPELT_NEARLY = 80
FEWEST_COLUMNS = 2
MOST_NEAR = 5


@dataclass(frozen=True, slots=True)
class NearTable:
    """A header that lacks little of a form's: `spelt` are its cells that say it nearly."""

    form: Form
    row: int
    cells: str
    found: int
    missing: tuple[Column, ...]
    spelt: tuple[tuple[str, Column], ...]
    signature: str

    @property
    def sentence(self) -> str:
        """'gần giống “Bảng điểm”, thiếu cột “Điểm tối đa”'"""
        lacking = ", ".join(f"“{column.title}”" for column in self.missing)
        spelt = "; ".join(f"cột “{text}” gần giống “{one.title}”" for text, one in self.spelt)
        return f"gần giống “{self.form.title}”, thiếu cột {lacking}" + (
            f" ({spelt})" if spelt else ""
        )


def near_tables(sheet: Sheet, tables: Iterable[TableFound] = ()) -> list[NearTable]:
    """Headers of no known table, outside the tables' own headers and rows that were read."""
    areas = [table.area for table in tables]
    read = {row for area in areas for row in range(area.top, area.bottom + 1)}
    if any(table.turned for table in tables):
        return []
    rows: dict[int, dict[int, Cell]] = {}
    for (row, column), cell in sheet.cells.items():
        if row not in read and isinstance(cell.value, str):
            rows.setdefault(row, {})[column] = cell
    unread = [row for row in sorted(rows) if len(rows[row]) > 1 and looks_like_header(rows[row])]
    return list(_near_headers(Grid(sheet), unread, read)) if unread else []


def _near_headers(grid: Grid, rows: list[int], read: set[int]) -> Iterator[NearTable]:
    below = count = 0
    for row in rows:
        near = _nearest(grid, row, read) if row > below and count < MOST_NEAR else None
        if near is not None:
            yield near
            below, count = row + 1, count + 1


def _nearest(grid: Grid, row: int, read: set[int]) -> NearTable | None:
    fits = [
        near
        for bottom, heads in header_paths(grid, row)
        if read.isdisjoint(range(row, bottom + 1))
        for form in ALL
        if (near := _near(grid, (row, bottom), form, heads)) is not None
    ]
    return min(fits, key=lambda one: (_lacks(one), -one.found), default=None)


def _lacks(near: NearTable) -> float:
    return len(near.missing) - 0.5 * len(near.spelt)


def _near(
    grid: Grid, rows: tuple[int, int], form: Form, heads: dict[int, Path]
) -> NearTable | None:
    known = known_columns(form, heads)
    required = [column for column in form.columns if column.required]
    missing = [column for column in required if column.name not in known]
    held = [column for column in required if column.name in known]
    used = {c for columns in known.values() for c in columns}
    spelt = tuple(_spelt(missing, {c: path for c, path in heads.items() if c not in used}))
    lacking = len(missing) - len(spelt)
    if len(held) < FEWEST_COLUMNS or not missing or lacking > max(1, len(required) // 3):
        return None
    columns = sorted(heads)
    cells = f"{cell_address(rows[0], columns[0])}:{cell_address(rows[1], columns[-1])}"
    return NearTable(
        form, rows[0], cells, len(known), tuple(missing), spelt, signature_of(grid, *rows)
    )


def _spelt(missing: list[Column], heads: dict[int, Path]) -> Iterable[tuple[str, Column]]:
    for column in missing:
        scored = [(likeness(column, path), path[-1]) for path in heads.values() if path]
        score, text = max(scored, default=(0.0, ""))
        if score >= SPELT_NEARLY:
            yield text, column


def columns_offered(form: Form, taken: Iterable[str], head: Path) -> list[Column]:
    """What an unknown column may be: the form's columns that are not taken, likeliest first."""
    held = set(taken)
    free = [column for column in form.columns if column.repeats or column.name not in held]
    return sorted(free, key=lambda column: -likeness(column, head))


def likeness(column: Column, path: Path) -> float:
    """How near a header's words come to a column's, 0 to 100."""
    own = fold(path[-1]) if path else ""
    whole = fold(" ".join(path))
    words = [*map(_plain, column.labels), fold(column.title)]
    return max(
        (fuzz.ratio(word, text) for word in words for text in (own, whole) if word), default=0
    )


@lru_cache(maxsize=1024)
def _plain(label: str) -> str:
    """A label as words: 'diem toi da' for 'diem toi da( \\(\\d+\\))?'."""
    bare = re.sub(r"\(\?.*?\)|\\d(\{\d\})?|\\[()]|\([^()]*\)\?|[.*?+\[\]^$\\]", "", label)
    return re.sub(r"\s+", " ", re.sub(r"\(([^()|]*)[^()]*\)", r"\1", bare).split("|")[0]).strip()


def head_text(path: Path) -> str:
    """A column's header as a person is shown it."""
    return BETWEEN.join(text for text in path if text)
