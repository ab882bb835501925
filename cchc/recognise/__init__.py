"""Find the tables on a sheet by their labels, anywhere on it.

In: a sheet, and the layouts that people pointed out. Out: the tables found, with their columns and
data rows. Knows nothing of units, periods or what a figure means.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from cchc.forms import BY_NAME
from cchc.model import Area, Cell, Layout, Sheet, TableFound
from cchc.recognise.grid import Grid, turned
from cchc.recognise.headers import Header, find_headers
from cchc.recognise.layouts import Learned, learned, signature_of
from cchc.text import fold

# Where a table's own heading, and a sheet's head and title, stand.
NEAR_LINES, TOP_ROWS = 4, 8
LAST_COLUMN = 16_384
SIGNATURE = re.compile(
    r"(\(?\*+\)? ?)?(ghi chu ?:|nguon( so lieu)? ?:).*|(noi nhan|tm\. |tm uy ban|kt\. |tl\. "
    r"|q\. chu tich|nguoi lap).*|chu tich|luu: vt.*"
    r"|.{2,40}, ngay [\d. ]*thang [\d. ]*nam [\d. ]*"
)
NUMBERING = re.compile(r"\(?\d{1,2}\)?(=.*)?")
# A line above a header printed again that may name another unit or time: another table begins.
NAMES_SCOPE = re.compile(
    r".*\b(xa|phuong|thi tran|dac khu|huyen|thi xa|thanh pho|phong|so|don vi|ubnd|thang|quy|nam)\b"
    r".*"
)
PAGE_LINE = re.compile(r".*\btiep theo\b.*|(trang )?\d+( ?/ ?\d+)?")
# What numbers a row, or a section within a table: no heading of another one.
ENUMERATED = re.compile(r"([ivx]+|[a-h]|\d+(\.\d+)*)[.)]?( .*)?")


def recognise(sheet: Sheet, layouts: tuple[Layout, ...] = ()) -> list[TableFound]:
    """All tables of known forms and layouts on a sheet, top to bottom.

    Where there is none, the sheet is tried with its columns as rows: labels down the first column.
    """
    known = learned(layouts)
    return _tables(Grid(sheet), known) or _turned_tables(sheet, known)


@dataclass(frozen=True, slots=True)
class _Spot:
    """A header and what stands around it.

    part: the sheet without the tables beside this one · following: the next header below ·
    first_top: the row of the sheet's first header.
    """

    grid: Grid
    part: Grid
    header: Header
    following: Header | None
    first_top: int


def _tables(grid: Grid, known: Learned) -> list[TableFound]:
    headers = find_headers(grid, known)
    spots: list[_Spot] = []
    found: list[TableFound] = []
    for header in headers:
        part, following = _part(grid, header, headers), _next_below(header, headers)
        spot = _Spot(grid, part, header, following, headers[0].top)
        meeting = [i for i, one in enumerate(spots) if _meet(one.header, header)]
        above = meeting[-1] if meeting else None
        if above is not None and _goes_on(found[above], spot):
            table = _table(spot, found[above].captions)
            found[above] = _joined(found[above], table)
            spots[above] = spot
        else:
            spots.append(spot)
            found.append(_own_table(spot, found[above] if above is not None else None))
    return found


def _own_table(spot: _Spot, above: TableFound | None) -> TableFound:
    lines = _lines_above(spot, above.area.bottom if above else 0)
    table = _table(spot, tuple(text for _, text in lines))
    return replace(table, caption_rows=tuple(row for row, _ in lines))


def _meet(one: Header, other: Header) -> bool:
    """They share columns, so that one stands below the other."""
    return one.left <= other.right and other.left <= one.right


def _next_below(header: Header, headers: Sequence[Header]) -> Header | None:
    return next((one for one in headers if one.top > header.top and _meet(one, header)), None)


def _part(grid: Grid, header: Header, headers: Sequence[Header]) -> Grid:
    """The sheet without the tables that stand beside this one, left and right."""
    if header.grid is not grid:
        return header.grid
    apart = [one for one in headers if not _meet(one, header)]
    beside = [one for one in apart if _share_rows(one, header, headers)]
    if not beside:
        return grid
    left = max((one.right + 1 for one in beside if one.right < header.left), default=1)
    right = min((one.left - 1 for one in beside if one.left > header.right), default=LAST_COLUMN)
    return grid.part(left, right)


def _share_rows(one: Header, other: Header, headers: Sequence[Header]) -> bool:
    upper, lower = (one, other) if one.top <= other.top else (other, one)
    below = _next_below(upper, headers)
    return below is None or lower.top < below.top


def _table(spot: _Spot, captions: tuple[str, ...]) -> TableFound:
    grid, header = spot.part, spot.header
    end = _last_row(spot, captions)
    rows = [r for r in grid.numbers if header.bottom < r <= end]
    rows = _before_signature(grid, rows, header.left)
    rows = [row for row in rows if not _is_numbering(grid.rows[row])]
    return TableFound(
        sheet=spot.grid.sheet,
        form=header.form.name,
        area=Area(header.top, header.left, max([header.bottom, *rows]), header.right),
        header_rows=tuple(range(header.top, header.bottom + 1)),
        columns=header.columns,
        heads=_own_heads(spot),
        rows=tuple(rows),
        captions=captions,
        signature=signature_of(grid, header.top, header.bottom),
        learned=header.learned,
        ignored=header.ignored,
    )


def _own_heads(spot: _Spot) -> dict[int, tuple[str, ...]]:
    heads = spot.header.heads
    if spot.part is spot.grid:
        return heads
    own = spot.part.columns_between(spot.header.top, spot.header.bottom)
    return {column: heads[column] for column in own if column in heads}


def _last_row(spot: _Spot, captions: tuple[str, ...]) -> int:
    """The last row before the next table's own heading lines."""
    following = spot.following
    if following is None:
        return spot.part.numbers[-1]
    heading = _heading(spot.part, following.top, spot.header.bottom)
    same_form = following.form is spot.header.form and following.form.goes_on
    if same_form and not _names_another(spot.part, heading, captions):
        return following.top - 1
    return min([*heading, following.top]) - 1


def _heading(grid: Grid, top: int, floor: int) -> list[int]:
    """The lines that stand between the data above and a header, as its heading.

    After a blank row every line of words is; straight below data only one merged across.
    """
    lines: list[int] = []
    row = top - 1
    while row > floor and row in grid.rows and _is_wording(grid, row):
        lines.append(row)
        row -= 1
    if row > floor and row in grid.rows:
        return [one for one in lines if _is_merged_across(grid, one)]
    return lines


def _is_wording(grid: Grid, row: int) -> bool:
    cells, texts = grid.rows[row].values(), grid.texts(row)
    return (
        all(isinstance(cell.value, str) for cell in cells)
        and len(texts) <= 2
        and not re.fullmatch(r"[\d.)]+|[IVX]+\.?", texts[0] if texts else "")
    )


def _is_merged_across(grid: Grid, row: int) -> bool:
    area = grid.merge_at(row, min(grid.rows[row]))
    return area is not None and area.right - area.left >= 2


def _names_another(grid: Grid, heading: list[int], captions: tuple[str, ...]) -> bool:
    """A heading may name another unit or time than the table above: their figures stay apart.

    The title printed again on each page, a section's or the page's own number name nothing new.
    """
    known = {fold(caption) for caption in captions}
    lines = [folded for row in heading if (folded := fold(grid.line(row))) not in known]
    passed_over = (PAGE_LINE, ENUMERATED)
    new = [line for line in lines if not any(one.fullmatch(line) for one in passed_over)]
    return any(NAMES_SCOPE.fullmatch(line) for line in new)


def _before_signature(grid: Grid, rows: list[int], first_column: int) -> list[int]:
    """Rows above the signature block, which stands below the last row that the table numbers.

    "Chủ tịch" can also be the owner of a task in the middle of a table.
    """
    signed = [row for row in rows if _signs(grid, row)]
    last = max((r for r in rows if grid.text(r, first_column) and r not in signed), default=0)
    # "Nơi nhận:" in the first column opens the block even if its own lines look numbered.
    ends = [row for row in signed if row > last or _opens_block(grid, row, first_column)]
    return [row for row in rows if row < ends[0]] if ends else rows


def _signs(grid: Grid, row: int) -> bool:
    texts = [cell.value for cell in grid.rows[row].values() if isinstance(cell.value, str)]
    return any(SIGNATURE.fullmatch(fold(text[:80])) for text in texts)


def _opens_block(grid: Grid, row: int, first_column: int) -> bool:
    return SIGNATURE.fullmatch(fold(grid.text(row, first_column))) is not None


def _is_numbering(cells: dict[int, Cell]) -> bool:
    """A row of (1), (2), (3) … under the header."""
    texts = [str(cell.value).strip() for _, cell in sorted(cells.items())]
    if len(texts) < 3 or not all(NUMBERING.fullmatch(text) for text in texts):
        return False
    numbers = [int(re.sub(r"\D", "", text.split("=")[0])) for text in texts]
    return numbers == list(range(numbers[0], numbers[0] + len(numbers))) and numbers[0] in (0, 1)


def _lines_above(spot: _Spot, floor: int) -> list[tuple[int, str]]:
    """The lines just above a header, nearest first, then those at the top of the sheet.

    floor: the last row of the table above, whose rows are nobody's heading.
    """
    above = [row for row in spot.grid.numbers if row < spot.header.top]
    near = [row for row in above[-NEAR_LINES:] if row > floor]
    top = [row for row in above if row <= TOP_ROWS and row < spot.first_top and row not in near]
    rows = [*reversed(near), *reversed(top)]
    return [(row, text) for row in rows if (text := _caption(spot, row))]


def _caption(spot: _Spot, row: int) -> str:
    """A line's text; of tables side by side only the words above one's own columns."""
    if spot.part is spot.grid:
        return spot.grid.line(row)
    if row in spot.part.rows:
        return spot.part.line(row)
    texts = spot.grid.texts(row)
    return texts[0] if len(texts) == 1 else ""


def _goes_on(table: TableFound, spot: _Spot) -> bool:
    header = spot.header
    return (
        table.form == header.form.name
        and BY_NAME[table.form].goes_on
        and table.columns == header.columns
        and _same_heads(table, header)
        and not _names_another(
            spot.part, _heading(spot.part, header.top, table.area.top), table.captions
        )
    )


def _same_heads(table: TableFound, header: Header) -> bool:
    return all(
        [fold(text) for text in table.heads[c]] == [fold(text) for text in header.heads[c]]
        for columns in header.columns.values()
        for c in columns
    )


def _joined(first: TableFound, second: TableFound) -> TableFound:
    area = Area(first.area.top, first.area.left, second.area.bottom, second.area.right)
    return replace(first, area=area, rows=first.rows + second.rows)


# columns as rows ---------------------------------------------------------------------------


def _turned_tables(sheet: Sheet, known: Learned) -> list[TableFound]:
    """Tables whose labels stand down a column; what stands above and below them is no part."""
    view = turned(sheet)
    if view is None:
        return []
    grid, upright = Grid(view), Grid(sheet)
    spans = dict.fromkeys(_span(header) for header in find_headers(grid, known))
    found: list[TableFound] = []
    for first, last in spans:
        lines = [row for row in reversed(upright.numbers) if row < first]
        lines = [row for row in lines if row <= TOP_ROWS or row >= first - NEAR_LINES]
        captions = tuple(upright.line(row) for row in lines)
        found += [
            replace(table, captions=captions, caption_rows=tuple(lines), turned=True, sheet=view)
            for table in _tables(grid.part(first, last), known)
        ]
    return found


def _span(header: Header) -> tuple[int, int]:
    """The stretch of labels, without a gap, that a turned header stands in."""
    first, last = header.left, header.right
    data = header.grid.rows.get(header.bottom + 1, {})
    while header.heads.get(first - 1) and first - 1 in data:
        first -= 1
    while header.heads.get(last + 1) and last + 1 in data:
        last += 1
    return first, last
