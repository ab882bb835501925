"""Which form a header is of, by its labels, and which worksheet column is which of its columns.

In: a grid, a row to begin at, and the layouts that people pointed out. Out: the header, or none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache

from cchc.forms import ALL, BY_NAME, Column, Form
from cchc.forms.form import NUMBER
from cchc.model import Cell
from cchc.recognise.grid import Grid, Path
from cchc.recognise.layouts import UNSAID, Learned
from cchc.text import fold

MAX_HEADER_ROWS = 3
# A header that runs over more rows than this by its merges is a layout sheet, not a table.
MAX_MERGED_HEADER_ROWS = 5
LONGEST_LABEL = 300
ANYTHING = frozenset({".+"})
Columns = dict[str, tuple[int, ...]]
Labelled = list[tuple[int, frozenset[str], frozenset[str]]]
# The first column of a table; a second one on the row opens another table.
_OPENS = re.compile(rf"{NUMBER}|(ten )?don vi")


@dataclass(frozen=True, slots=True)
class Header:
    """A header of a form: `grid` is the sheet, or the part of it that the table stands in."""

    grid: Grid
    form: Form
    top: int
    bottom: int
    columns: Columns
    heads: dict[int, Path]
    learned: frozenset[int] = field(default_factory=frozenset)
    ignored: frozenset[int] = field(default_factory=frozenset)

    @property
    def left(self) -> int:
        return min(c for columns in self.columns.values() for c in columns)

    @property
    def right(self) -> int:
        return max(c for columns in self.columns.values() for c in columns)


def find_headers(grid: Grid, known: Learned) -> list[Header]:
    """Every header of a known form or layout, top to bottom, left to right."""
    found: list[Header] = []
    below = 0
    for row in grid.numbers:
        if row > below and (headers := _headers_at(grid, row, known)):
            below = max(header.bottom for header in headers)
            found += headers
    return found


def _headers_at(grid: Grid, row: int, known: Learned) -> list[Header]:
    """The header that begins at a row, or those of the tables that stand there side by side."""
    header = _header_at(grid, row, known)
    if header is None:
        return []
    stretches, row = _stretches(header), header.top
    if len(stretches) < 2:
        return [header]
    starts = [left for left, right in stretches if _fits(grid, row, left, right, known)]
    if len(starts) < 2:
        return [header]
    # What fits no form by itself belongs to the table on its left.
    bounds = zip([1, *starts[1:]], [*(c - 1 for c in starts[1:]), max(header.heads)], strict=True)
    beside = [_header_at(grid.part(left, right), row, known) for left, right in bounds]
    return [one for one in beside if one is not None]


def _fits(grid: Grid, row: int, left: int, right: int, known: Learned) -> bool:
    return _header_at(grid.part(left, right), row, known) is not None


def _stretches(header: Header) -> list[tuple[int, int]]:
    """The columns of a header, cut where one has no text and where its first text comes again."""
    stretches: list[tuple[int, int]] = []
    first = ""
    for column in sorted(c for c, path in header.heads.items() if path):
        text = fold(header.heads[column][-1])
        again = text == first and _OPENS.fullmatch(text) is not None
        if not stretches or column > stretches[-1][1] + 1 or again:
            stretches.append((column, column))
            first = text
        else:
            stretches[-1] = (stretches[-1][0], column)
    return stretches


def _header_at(grid: Grid, row: int, known: Learned) -> Header | None:
    cells = grid.rows.get(row)
    if cells is None:
        return None
    if known.heights and (taught := _learned_header(grid, row, known)):
        return taught
    return _best_header(grid, row) if looks_like_header(cells) else None


def _learned_header(grid: Grid, row: int, known: Learned) -> Header | None:
    match = known.layout_at(grid, row)
    if match is None:
        return None
    layout, left = match
    form = BY_NAME[layout.form]
    bottom = _merged_bottom(grid, row, row + layout.header_rows - 1)
    places: dict[str, list[int]] = {}
    for column, (_, name) in enumerate(layout.columns, start=left):
        places.setdefault(name, []).append(column)
    ignored = frozenset(places.pop("", ()))
    places.pop(UNSAID, None)
    # What has no text of its own still needs one to be shown under.
    heads = {c: path or ("",) for c, path in grid.paths(row, bottom).items()}
    by_label = known_columns(form, heads)
    taught = {c for name, cs in places.items() for c in cs if c not in by_label.get(name, ())}
    columns = {one.name: tuple(places[one.name]) for one in form.columns if one.name in places}
    return Header(grid, form, row, bottom, columns, heads, frozenset(taught), ignored)


def looks_like_header(cells: dict[int, Cell]) -> bool:
    """Two cells or more hold words of some header."""
    texts = [cell.value for cell in cells.values() if isinstance(cell.value, str)]
    return sum(1 for text in texts if _in_vocabulary(text)) >= 2


@lru_cache(maxsize=1)
def _vocabulary() -> frozenset[str]:
    """The labels that tell a header."""
    # What repeats (a unit, an indicator, a factor to a column) may as well be a cell of a row.
    columns = [column for form in ALL for column in form.columns if not column.repeats]
    labels = {label for column in columns for label in column.labels}
    labels |= {column.under for column in columns if column.under}
    return frozenset(labels - {".+"})


@lru_cache(maxsize=50_000)
def _in_vocabulary(text: str) -> bool:
    # No header label is longer; long cells are prose and need no folding.
    return len(text) <= 120 and not labels_of(text).isdisjoint(_vocabulary())


def _best_header(grid: Grid, top: int) -> Header | None:
    """The form with the most columns here, each at the height that names the most of them."""
    fits: list[Header] = []
    for bottom, heads in header_paths(grid, top):
        labelled = _labelled(heads)
        present = frozenset().union(*(own for _, own, _ in labelled))
        for form, needed in _needs():
            if any(present.isdisjoint(labels) for labels in needed):
                continue
            columns = _match(form, labelled)
            if columns is not None:
                reach = _merged_bottom(grid, top, bottom)
                full = heads if reach == bottom else _reaching(grid, top, reach, heads)
                fits.append(Header(grid, form, top, reach, columns, full))
    # Of equals the first: the smallest height, then the order of the forms.
    best = max(fits, key=lambda header: (len(header.columns), _width(header)), default=None)
    return _without_title(best) if best else None


@lru_cache(maxsize=1)
def _needs() -> list[tuple[Form, list[tuple[str, ...]]]]:
    """Each form with the labels of each column that it requires."""
    return [(form, [one.labels for one in form.columns if one.required]) for form in ALL]


def _without_title(header: Header) -> Header:
    """Without a title that stands straight above the first column: no group's heading does."""
    first = header.heads[header.left]
    if len(first) < 2 or header.grid.text(header.top, header.left) != first[0]:
        return header
    lower = _best_header(header.grid, header.top + 1)
    same = lower is not None and (lower.form, lower.columns) == (header.form, header.columns)
    return lower if lower is not None and same else header


def _reaching(grid: Grid, top: int, reach: int, heads: dict[int, Path]) -> dict[int, Path]:
    return {c: max(grid.path(top, reach, c), path, key=len) for c, path in heads.items()}


def header_paths(grid: Grid, top: int) -> Iterator[tuple[int, dict[int, Path]]]:
    """The paths above each column for a header of one, two and three rows, read both ways."""
    for bottom in range(top, top + MAX_HEADER_ROWS):
        yield bottom, grid.paths(top, bottom)
        spread = grid.spread_paths(top, bottom)
        if spread is not None:
            yield bottom, spread


def _width(header: Header) -> int:
    return sum(len(columns) for columns in header.columns.values())


def _merged_bottom(grid: Grid, top: int, bottom: int) -> int:
    ends = [a.bottom for a in grid.sheet.merges if top <= a.top <= bottom]
    return min(max([bottom, *ends]), top + MAX_MERGED_HEADER_ROWS - 1)


def known_columns(form: Form, heads: dict[int, Path]) -> Columns:
    """Form column -> worksheet columns, as many as there are."""
    labelled, taken = _labelled(heads), set[int]()
    found = {column.name: _places(column, labelled, taken) for column in form.columns}
    return {name: places for name, places in found.items() if places}


def _match(form: Form, labelled: Labelled) -> Columns | None:
    found: Columns = {}
    taken: set[int] = set()
    for column in form.columns:
        places = _places(column, labelled, taken)
        if places:
            found[column.name] = places
        elif column.required:
            return None
    others = (own for c, own, _ in labelled if c not in taken)
    if any(not own.isdisjoint(form.without) for own in others):
        return None
    return found


def _places(column: Column, labelled: Labelled, taken: set[int]) -> tuple[int, ...]:
    places = [
        c
        for c, own, above in labelled
        if not own.isdisjoint(column.labels)
        and c not in taken
        and (column.under is None or column.under in above)
    ]
    places = places if column.repeats else places[:1]
    taken.update(places)
    return tuple(places)


def _labelled(heads: dict[int, Path]) -> Labelled:
    """Each column with the labels that fit its own header cell, and those of the cells above."""
    return [
        (c, labels_of(path[-1]), frozenset().union(*map(labels_of, path[:-1])))
        for c, path in heads.items()
        if path
    ]


@lru_cache(maxsize=50_000)
def labels_of(text: str) -> frozenset[str]:
    """The labels of all forms that a header cell's text fits."""
    folded = fold(text) if len(text) <= LONGEST_LABEL else ""
    if not folded or not _any_label().fullmatch(folded):
        return ANYTHING if folded else frozenset()
    return frozenset(label for label, one in _patterns() if one.fullmatch(folded))


@lru_cache(maxsize=1)
def _any_label() -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{label})" for label, _ in _patterns() if label != ".+"))


@lru_cache(maxsize=1)
def _patterns() -> list[tuple[str, re.Pattern[str]]]:
    columns = [column for form in ALL for column in form.columns]
    labels = {label for column in columns for label in column.labels}
    labels |= {column.under for column in columns if column.under}
    labels |= {label for form in ALL for label in form.without}
    return [(label, re.compile(label)) for label in sorted(labels)]
