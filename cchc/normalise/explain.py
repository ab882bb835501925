"""How a table was recognised, said and asked: columns, unit and period, what is not clear.

In: a table found with its scope. Out: what the report tells of it, and questions with choices.
"""

from __future__ import annotations

from cchc.catalogue import Catalogue, Unit
from cchc.forms import ALL, BY_NAME
from cchc.forms.form import TITLES
from cchc.model import (
    Cell,
    ColumnRead,
    Fact,
    Question,
    Sheet,
    TableFound,
    TableRead,
    cell_address,
)
from cchc.names import choices, listed
from cchc.normalise.scope import Doubt, Scope
from cchc.recognise.nearly import NearTable, columns_offered, head_text

# Of forms that are one table laid out several ways, the first.
FORMS = tuple({form.title: (form.name, form.title) for form in reversed(ALL)}.values())[::-1]


def table_read(table: TableFound, scope: Scope, facts: list[Fact]) -> TableRead:
    """What the report says of a table."""
    own = {(f.values.get("unit_id"), f.values.get("period_id")) for f in facts}
    unit_id, period_id = own.pop() if len(own) == 1 else (None, None)
    if unit_id is None and scope.unit is not None:
        unit_id = scope.unit.unit_id
    by_rows = any("unit" in name for name in table.columns)
    return TableRead(
        sheet=table.sheet.name,
        area=table.where,
        form=table.form,
        row_count=_rows_used(table, facts),
        unit_id=str(unit_id) if unit_id else None,
        period_id=str(period_id) if period_id else scope.period_id,
        columns=tuple(_columns_read(table)),
        unused=tuple(_column_read(table, column, "") for column, _ in unused_columns(table)),
        header_rows=table.header_rows,
        signature=table.signature,
        unit_from=scope.unit_from or ("các dòng của bảng" if by_rows and unit_id else None),
        period_from=scope.period_from,
    )


def _rows_used(table: TableFound, facts: list[Fact]) -> int:
    """Worksheet rows of the table that gave at least one fact."""
    rows = {table.line_of(fact.cell) for fact in facts}
    return len(rows & set(table.rows))


def _columns_read(table: TableFound) -> list[ColumnRead]:
    names = {column: name for name, columns in table.columns.items() for column in columns}
    return [_column_read(table, column, names[column]) for column in sorted(names)]


def _column_read(table: TableFound, column: int, name: str) -> ColumnRead:
    columns = BY_NAME[table.form].columns
    # A score sheet taken as its framework keeps the columns that it was recognised by.
    title = next((one.title for one in columns if one.name == name), TITLES.get(name, ""))
    text = head_text(table.heads.get(column, ()))
    return ColumnRead(name, title, head_address(table, column), text, column in table.learned)


def head_address(table: TableFound, column: int) -> str:
    """The lowest header cell with a text above a column, or the merged one it stands under."""
    merges = [a for a in table.sheet.merges if a.left <= column <= a.right]
    for row in reversed(table.header_rows):
        if (row, column) in table.sheet.cells:
            return table.address(row, column)
        for area in merges:
            if (row, column) in area and (area.top, area.left) in table.sheet.cells:
                return table.address(area.top, area.left)
    return table.address(table.header_rows[-1], column)


def unused_columns(table: TableFound) -> list[tuple[int, Cell]]:
    """Columns that hold something and that no form's column stands for, with their first cell.

    Not those that a person said are not used. A column between others whose header cell is empty
    is one too: its figures would be lost in silence.
    """
    used = {column for columns in table.columns.values() for column in columns}
    cells = table.sheet.cells
    spread = set(table.heads) | used
    found = (
        (column, next((cell for row in table.rows if (cell := cells.get((row, column)))), None))
        for column in sorted(set(range(min(spread), max(spread) + 1)) - used - table.ignored)
    )
    return [(column, cell) for column, cell in found if cell is not None]


# questions ---------------------------------------------------------------------------------


def column_question(table: TableFound, column: int) -> Question:
    """What an unknown column means: the form's columns that are free, likeliest first."""
    head = table.heads.get(column, ())
    offered = columns_offered(BY_NAME[table.form], table.columns, head)
    return Question(
        "unknown_column",
        table.sheet.name,
        head_address(table, column),
        head_text(head),
        tuple((one.name, one.title) for one in offered),
        table.signature,
    )


def unit_question(table: TableFound, scope: Scope, catalogue: Catalogue) -> Question:
    """Whom a table speaks of, where no text says it beyond doubt."""
    doubt = scope.doubt
    if doubt is None:
        return Question("no_unit", table.sheet.name, None, "", (), table.signature)
    kind = "unit_name" if doubt.name and not doubt.fits else "no_unit"
    offered = choices(catalogue, doubt.units)
    return Question(
        kind, table.sheet.name, _title_cell(table, doubt), doubt.name, offered, table.signature
    )


def doubt_sentence(table: TableFound, doubt: Doubt) -> str:
    """What is wrong with the line that names a unit, and what to do."""
    cell = _title_cell(table, doubt)
    mend = f"sửa ô {cell}" if cell else f"sửa {doubt.source.place}"
    if doubt.fits:
        return (
            f"“{doubt.name[:80]}” chỉ nhiều đơn vị: {listed(doubt.units)}. Hãy chọn đơn vị đúng "
            f"hoặc {mend}, ghi đủ tên kèm cấp."
        )
    near = f"; gần giống: {listed(doubt.units)}" if doubt.units else " trong danh mục"
    return f"Không có đơn vị “{doubt.name}”{near}. Hãy chọn đơn vị đúng hoặc {mend}."


def _title_cell(table: TableFound, doubt: Doubt) -> str | None:
    row = doubt.source.row
    if row is None:
        return None
    lines = (c for c in table.sheet.cells.values() if c.row == row)
    return next((cell.address for cell in lines if doubt.name in str(cell.value)), None) or next(
        (c.address for c in table.sheet.cells.values() if c.row == row), cell_address(row, 1)
    )


def either_unit_question(table: TableFound, units: list[Unit], catalogue: Catalogue) -> Question:
    """Which of the units that title, sheet and file name a table speaks of."""
    return Question(
        "no_unit", table.sheet.name, None, "", choices(catalogue, units), table.signature
    )


def period_question(table: TableFound) -> Question:
    return Question("no_period", table.sheet.name, None, "", (), table.signature)


def near_question(sheet: Sheet, near: NearTable) -> Question:
    """Which table a header nearly of a form is: that form first."""
    own = (near.form.name, near.form.title)
    rest = tuple(one for one in FORMS if one[1] != own[1])
    return Question(
        "no_table",
        sheet.name,
        near.cells.split(":")[0],
        near.sentence,
        (own, *rest),
        near.signature,
    )


def table_question(sheet: Sheet) -> Question:
    """Which row is the header and what its table is, where nothing is like a form."""
    return Question("no_table", sheet.name, None, "", FORMS)
