"""Find the tables on a sheet by their labels, anywhere on it.

In: a sheet and the forms. Out: the tables found, with their columns and data rows.
Knows nothing of units, periods or what a figure means.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache

from cchc.forms import ALL, BY_NAME, Column, Form
from cchc.model import Area, Cell, Sheet, TableFound
from cchc.text import clean, fold

MAX_HEADER_ROWS = 3
# Where a table's own heading, and a sheet's head and title, stand.
NEAR_LINES, TOP_ROWS = 4, 8
# A header that runs over more rows than this by its merges is a layout sheet, not a table.
MAX_MERGED_HEADER_ROWS = 5
SIGNATURE = re.compile(
    r"(ghi chu ?:|noi nhan|tm\. |tm uy ban|kt\. |q\. chu tich|nguoi lap).*|chu tich|luu: vt.*"
)
NUMBERING = re.compile(r"\(?\d{1,2}\)?(=.*)?")


@dataclass(frozen=True, slots=True)
class Header:
    form: Form
    top: int
    bottom: int
    columns: dict[str, tuple[int, ...]]
    heads: dict[int, tuple[str, ...]]


def recognise(sheet: Sheet) -> list[TableFound]:
    """All tables of known forms on a sheet, top to bottom."""
    grid = _Grid(sheet)
    headers = list(_headers(grid))
    tables: list[TableFound] = []
    for position, header in enumerate(headers):
        following = headers[position + 1] if position + 1 < len(headers) else None
        table = _table(grid, header, following)
        if tables and _goes_on(tables[-1], header):
            tables[-1] = _joined(tables[-1], table)
        else:
            tables.append(replace(table, captions=_captions(grid, header)))
    return tables


class _Grid:
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

    def merge_at(self, row: int, column: int) -> Area | None:
        areas = self._merges_by_row.get(row, ())
        return next((area for area in areas if (row, column) in area), None)

    def text(self, row: int, column: int) -> str:
        area = self.merge_at(row, column)
        place = (area.top, area.left) if area else (row, column)
        if place not in self._texts:
            cell = self.sheet.cells.get(place)
            self._texts[place] = clean(str(cell.value)) if cell is not None else ""
        return self._texts[place]

    def columns_between(self, top: int, bottom: int) -> list[int]:
        columns = {c for row in range(top, bottom + 1) for c in self.rows.get(row, ())}
        for row in range(top, bottom + 1):
            for area in self._merges_by_row.get(row, ()):
                columns.update(range(area.left, min(area.right, area.left + 200) + 1))
        return sorted(columns)

    def path(self, top: int, bottom: int, column: int) -> tuple[str, ...]:
        """Header texts above a column, top to bottom, a merged cell once."""
        texts: list[str] = []
        seen: set[tuple[int, int]] = set()
        for row in range(top, bottom + 1):
            area = self.merge_at(row, column)
            origin = (area.top, area.left) if area else (row, column)
            text = self.text(row, column)
            if text and origin not in seen:
                texts.append(text)
            seen.add(origin)
        return tuple(texts)

    def line(self, row: int) -> str:
        return " ".join(self.text(row, column) for column in sorted(self.rows[row]))


def _headers(grid: _Grid) -> Iterator[Header]:
    below = 0
    for row in grid.numbers:
        if row <= below or not _looks_like_header(grid.rows[row]):
            continue
        header = _best_header(grid, row)
        if header is not None:
            below = header.bottom
            yield header


def _looks_like_header(cells: dict[int, Cell]) -> bool:
    texts = [cell.value for cell in cells.values() if isinstance(cell.value, str)]
    return sum(1 for text in texts if _in_vocabulary(text)) >= 2


@lru_cache(maxsize=1)
def _vocabulary() -> re.Pattern[str]:
    # What repeats (a unit, an indicator, a factor to a column) may as well be a cell of a row.
    columns = [column for form in ALL for column in form.columns if not column.repeats]
    labels = {label for column in columns for label in column.labels}
    labels |= {column.under for column in columns if column.under}
    return re.compile("|".join(f"(?:{label})" for label in sorted(labels - {".+"})))


@lru_cache(maxsize=50_000)
def _in_vocabulary(text: str) -> bool:
    # No header label is longer; long cells are prose and need no folding.
    return len(text) <= 120 and _vocabulary().fullmatch(fold(text)) is not None


def _best_header(grid: _Grid, top: int) -> Header | None:
    """The form with the most columns here, each at the height that names the most of them."""
    fits: list[Header] = []
    for bottom in range(top, top + MAX_HEADER_ROWS):
        heads = {c: grid.path(top, bottom, c) for c in grid.columns_between(top, bottom)}
        for form in ALL:
            columns = _match_columns(form, heads)
            if columns is not None:
                reach = _merged_bottom(grid, top, bottom)
                full = {c: grid.path(top, reach, c) for c in heads}
                fits.append(Header(form, top, reach, columns, full))
    # Of equals the first: the smallest height, then the order of the forms.
    return max(fits, key=lambda header: (len(header.columns), _width(header)), default=None)


def _width(header: Header) -> int:
    return sum(len(columns) for columns in header.columns.values())


def _merged_bottom(grid: _Grid, top: int, bottom: int) -> int:
    ends = [a.bottom for a in grid.sheet.merges if top <= a.top <= bottom]
    return min(max([bottom, *ends]), top + MAX_MERGED_HEADER_ROWS - 1)


def _match_columns(
    form: Form, heads: dict[int, tuple[str, ...]]
) -> dict[str, tuple[int, ...]] | None:
    """Form column -> worksheet columns; None when a required column is missing."""
    found: dict[str, tuple[int, ...]] = {}
    taken: set[int] = set()
    for column in form.columns:
        places = [c for c, path in heads.items() if c not in taken and _names(column, path)]
        if not places and column.required:
            return None
        if places:
            found[column.name] = tuple(places) if column.repeats else (places[0],)
            taken.update(found[column.name])
    others = [path[-1] for c, path in heads.items() if c not in taken and path]
    if any(_is_label(label, text) for label in form.without for text in others):
        return None
    return found


def _names(column: Column, path: tuple[str, ...]) -> bool:
    if not path or not any(_is_label(label, path[-1]) for label in column.labels):
        return False
    return column.under is None or any(_is_label(column.under, above) for above in path[:-1])


@lru_cache(maxsize=50_000)
def _is_label(label: str, text: str) -> bool:
    return len(text) <= 300 and re.fullmatch(label, fold(text)) is not None


def _table(grid: _Grid, header: Header, following: Header | None) -> TableFound:
    end = _last_row(grid, header, following)
    rows = [r for r in grid.numbers if header.bottom < r <= end]
    first = min(c for columns in header.columns.values() for c in columns)
    rows = [r for r in _before_signature(grid, rows, first) if not _is_numbering(grid.rows[r])]
    places = sorted({c for columns in header.columns.values() for c in columns})
    area = Area(header.top, places[0], max([header.bottom, *rows]), places[-1])
    return TableFound(
        sheet=grid.sheet,
        form=header.form.name,
        area=area,
        header_rows=tuple(range(header.top, header.bottom + 1)),
        columns=header.columns,
        heads=header.heads,
        rows=tuple(rows),
    )


def _last_row(grid: _Grid, header: Header, following: Header | None) -> int:
    """The last row before the next table's own heading lines."""
    if following is None:
        return grid.numbers[-1]
    end = following.top - 1
    if following.form is header.form and header.form.goes_on:
        return end
    while end > header.bottom and end in grid.rows:
        end -= 1
    # No blank row in between: the heading cannot be told from data, so nothing is cut off.
    return end if end > header.bottom else following.top - 1


def _before_signature(grid: _Grid, rows: list[int], first_column: int) -> list[int]:
    """Rows above the signature block, which stands below the last row that the table numbers.

    "Chủ tịch" can also be the owner of a task in the middle of a table.
    """
    signed = [row for row in rows if _signs(grid, row)]
    last = max((r for r in rows if grid.text(r, first_column) and r not in signed), default=0)
    # "Nơi nhận:" in the first column opens the block even if its own lines look numbered.
    ends = [row for row in signed if row > last or _opens_block(grid, row, first_column)]
    return [row for row in rows if row < ends[0]] if ends else rows


def _signs(grid: _Grid, row: int) -> bool:
    texts = [cell.value for cell in grid.rows[row].values() if isinstance(cell.value, str)]
    return any(SIGNATURE.fullmatch(fold(text)) for text in texts if len(text) < 80)


def _opens_block(grid: _Grid, row: int, first_column: int) -> bool:
    return SIGNATURE.fullmatch(fold(grid.text(row, first_column))) is not None


def _is_numbering(cells: dict[int, Cell]) -> bool:
    """A row of (1), (2), (3) … under the header."""
    texts = [str(cell.value).strip() for _, cell in sorted(cells.items())]
    if len(texts) < 3 or not all(NUMBERING.fullmatch(text) for text in texts):
        return False
    numbers = [int(re.sub(r"\D", "", text.split("=")[0])) for text in texts]
    return numbers == list(range(numbers[0], numbers[0] + len(numbers))) and numbers[0] in (0, 1)


def _captions(grid: _Grid, header: Header) -> tuple[str, ...]:
    """The lines just above a header, nearest first, then those at the top of the sheet."""
    above = [row for row in grid.numbers if row < header.top]
    near, top = above[-NEAR_LINES:], [row for row in above if row <= TOP_ROWS]
    rows = [*reversed(near), *(row for row in reversed(top) if row not in near)]
    return tuple(grid.line(row) for row in rows)


def _goes_on(table: TableFound, header: Header) -> bool:
    return (
        table.form == header.form.name
        and BY_NAME[table.form].goes_on
        and table.columns == header.columns
        and _same_heads(table, header)
    )


def _same_heads(table: TableFound, header: Header) -> bool:
    return all(
        [fold(text) for text in table.heads[c]] == [fold(text) for text in header.heads[c]]
        for columns in header.columns.values()
        for c in columns
    )


def _joined(first: TableFound, second: TableFound) -> TableFound:
    area = Area(first.area.top, first.area.left, second.area.bottom, second.area.right)
    return TableFound(
        sheet=first.sheet,
        form=first.form,
        area=area,
        header_rows=first.header_rows,
        columns=first.columns,
        heads=first.heads,
        rows=first.rows + second.rows,
        captions=first.captions,
    )
