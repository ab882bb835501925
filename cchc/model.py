"""The plain values that one stage hands to the next.

Nothing here reads, decides or draws. Rows and columns count from 1, as in a workbook's addresses.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time
from decimal import Decimal
from typing import Literal

CellValue = str | int | float | bool | Decimal | datetime | date | time | None
Level = Literal["error", "warning", "note"]
LAST_ROW, LAST_COLUMN = 1_048_576, 16_384
"""A sheet's size in every program that writes .xlsx."""


def column_letter(column: int) -> str:
    """'A' for 1, 'Z' for 26, 'AA' for 27."""
    letters = ""
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def cell_address(row: int, column: int) -> str:
    """'C12' for row 12, column 3."""
    return f"{column_letter(column)}{row}"


def place_of(address: str) -> tuple[int, int]:
    """(12, 3) for 'C12'."""
    letters = address.rstrip("0123456789")
    column = 0
    for letter in letters:
        column = column * 26 + ord(letter) - ord("A") + 1
    return int(address[len(letters) :]), column


@dataclass(frozen=True, slots=True)
class Area:
    """A rectangle of cells, both corners included."""

    top: int
    left: int
    bottom: int
    right: int

    def __str__(self) -> str:
        return f"{cell_address(self.top, self.left)}:{cell_address(self.bottom, self.right)}"

    def __contains__(self, place: tuple[int, int]) -> bool:
        row, column = place
        return self.top <= row <= self.bottom and self.left <= column <= self.right


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell as received. A merged cell's value stands at its top-left corner only.

    state: 'value'; 'error' (value holds '#REF!' …); 'uncached' (a formula without a stored result,
    value holds the formula's text).
    """

    row: int
    column: int
    value: CellValue
    number_format: str = "General"
    font: str = ""
    bold: bool = False
    state: Literal["value", "error", "uncached"] = "value"

    @property
    def address(self) -> str:
        return cell_address(self.row, self.column)


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet: its non-empty cells by (row, column), merges and what is hidden."""

    name: str
    cells: Mapping[tuple[int, int], Cell]
    merges: tuple[Area, ...] = ()
    hidden: bool = False
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Workbook:
    """A file read: `file` is the name it came under, `sha256` of its bytes.

    kind: xlsx, xlsm, xls, ods, csv or docx, by its content. remarks: what it holds besides tables
    or how it was written: macros, external_links, drawings (charts, pictures, pivot tables),
    tcvn3, vni (texts in the letters of old fonts, which were turned into Unicode).
    """

    file: str
    sha256: str
    sheets: tuple[Sheet, ...]
    kind: str = "xlsx"
    remarks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Layout:
    """A header whose meaning a person pointed out; it is kept and used for the next file alike.

    signature: digest of the folded texts of the header's columns, in order (recognise.signature_of)
    · columns: folded header path text -> the form's column name, or "" for one that is not used.
    """

    signature: str
    form: str
    header_rows: int
    columns: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Question:
    """What only a person can say: an unknown name, a column's meaning, a table's header.

    kind: unit_name | no_unit | no_period | unknown_column | no_table · text: as printed ·
    choices: (id, label), best first: unit ids for names, column names of the form for columns,
    forms' names for tables · signature: of the header that the answer is remembered for.
    """

    kind: str
    sheet: str
    cell: str | None
    text: str
    choices: tuple[tuple[str, str], ...] = ()
    signature: str | None = None


@dataclass(frozen=True, slots=True)
class Finding:
    """Something a person should know about a file: where, what, and what to do (in Vietnamese).

    error: the file is refused · warning: accepted, to be looked at · note: for information.
    """

    level: Level
    code: str
    message: str
    sheet: str | None = None
    cell: str | None = None


@dataclass(frozen=True, slots=True)
class TableFound:
    """A table recognised on a sheet: its form, where it stands, and its rows by column name.

    columns: form column name -> worksheet columns (several where a column repeats, such as one
    component per column). `heads` are the worksheet columns' header texts, top to bottom.
    rows: worksheet row numbers that carry data, in order; headers repeated inside are left out.
    captions: the texts above the table, nearest first (its own heading, then the sheet's title),
    and the worksheet rows that they stand in.
    learned: worksheet columns whose meaning a person pointed out · ignored: those that a person
    said are not used · turned: `sheet` is the sheet with its columns as rows, and so are the
    numbers here; cells keep their own addresses.
    """

    sheet: Sheet
    form: str
    area: Area
    header_rows: tuple[int, ...]
    columns: dict[str, tuple[int, ...]]
    heads: dict[int, tuple[str, ...]]
    rows: tuple[int, ...]
    captions: tuple[str, ...] = ()
    caption_rows: tuple[int, ...] = ()
    signature: str = ""
    learned: frozenset[int] = frozenset()
    ignored: frozenset[int] = frozenset()
    turned: bool = False

    def address(self, row: int, column: int) -> str:
        """Where a place of the table stands in the workbook."""
        return cell_address(column, row) if self.turned else cell_address(row, column)

    def line_of(self, address: str) -> int:
        """The table's row that an address of the workbook stands in."""
        row, column = place_of(address)
        return column if self.turned else row

    @property
    def top(self) -> int:
        """The worksheet row that it begins in."""
        return self.area.left if self.turned else self.area.top

    @property
    def where(self) -> str:
        """The table's area in the workbook: 'A5:F40'."""
        area = self.area
        return f"{self.address(area.top, area.left)}:{self.address(area.bottom, area.right)}"


@dataclass(frozen=True, slots=True)
class TaskLink:
    """What staff decided on one task of a plan and one criterion: it serves it, or it does not.

    The key of the task and of the criterion; `task_text` and `criterion_name` as they read when it
    was decided, so that the link can be shown when either is gone.
    """

    plan_unit_id: str
    plan_period_id: str
    area_code: str | None
    task_group: str | None
    number: str
    action_number: int
    framework_id: str
    criterion_code: str
    is_served: bool
    task_text: str
    criterion_name: str
    decided_by: str | None
    decided_at: str


@dataclass(frozen=True, slots=True)
class Fact:
    """One row of a store table, with where it was read.

    table: a table of queries/schema/tables.sql · values: its columns, without provenance.
    subject: what a later file of the same sender replaces as a whole (unit, period, round, area …).
    figure: what the row states a value for; two senders giving one figure is found.
    """

    table: str
    values: dict[str, object]
    subject: str
    figure: str
    sheet: str
    cell: str


@dataclass(frozen=True, slots=True)
class ColumnRead:
    """A worksheet column of a table: what it was taken for, by which header cell.

    name: of the form's column, "" where unused · title: the same in Vietnamese · text: of the
    header as printed · learned: a person pointed it out.
    """

    name: str
    title: str
    cell: str
    text: str
    learned: bool = False


@dataclass(frozen=True, slots=True)
class TableRead:
    """What the report says of one table: where, which form, how many rows, of whom and when.

    unit_from, period_from: where they were read, in words: "tiêu đề, ô A3", "tên trang", "tên tệp".
    """

    sheet: str
    area: str
    form: str
    row_count: int
    unit_id: str | None
    period_id: str | None
    columns: tuple[ColumnRead, ...] = ()
    unused: tuple[ColumnRead, ...] = ()
    header_rows: tuple[int, ...] = ()
    signature: str = ""
    unit_from: str | None = None
    period_from: str | None = None


@dataclass(slots=True)
class Normalised:
    """All that one workbook says: facts, findings, the tables they came from, and what to ask."""

    facts: list[Fact] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    tables: list[TableRead] = field(default_factory=list)
    sender: str | None = None
    questions: list[Question] = field(default_factory=list)
