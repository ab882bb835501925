"""Reading a table's rows by column name, and collecting what is found on the way.

In: a table found. Out: cells, texts and numbers with their addresses; problems become findings.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from cchc.catalogue import Catalogue, Framework, Unit
from cchc.model import Area, Cell, Fact, Finding, Level, Question, TableFound
from cchc.names import choices, listed, near_units, units_meant
from cchc.normalise.scope import Scope
from cchc.numbers import Parsed, Rank, parse_number, parse_rank, show
from cchc.text import clean, fold

NUMBER_PROBLEMS = {
    "ambiguous_number": "Số “{text}” có thể đọc theo hai cách. Hãy ghi lại rõ dấu thập phân "
    "(dấu phẩy) hoặc dấu %.",
    "not_a_number": "Ô này phải là số nhưng ghi “{text}”. Hãy sửa lại thành số hoặc để trống.",
    "looks_like_date": "Ô này phải là số nhưng Excel đã đổi thành ngày ({text}). Hãy định dạng ô "
    "là Văn bản hoặc Số rồi nhập lại.",
    "number_too_large": "Số “{text}” quá lớn, có thể thiếu dấu phẩy. Hãy kiểm tra lại.",
    "not_a_rank": "Thứ hạng “{text}” chưa rõ nên không được dùng. Hãy ghi số hạng, ví dụ 4 hoặc "
    "04/11.",
    "rank_from_date": "Thứ hạng đã bị Excel đổi thành ngày ({text}). Hãy định dạng ô là Văn bản "
    "rồi nhập lại, ví dụ 04/11.",
}
# What a cell merged down its rows says of each of them.
SPANNING = {"unit", "area"}
# What the store's DECIMAL columns hold with room to spare; no figure of the field comes near.
LARGEST = Decimal(10) ** 8
LARGEST_PERCENT = Decimal(10) ** 5
STATE_PROBLEMS = {
    "error": "Ô báo lỗi {text}. Hãy sửa công thức rồi gửi lại.",
    "uncached": "Công thức chưa có kết quả. Hãy mở tệp bằng Excel, lưu lại rồi gửi lại.",
}


@dataclass(frozen=True, slots=True)
class Place:
    """What a figure is of: unit, period, and a line of a framework (or of none that is known)."""

    unit: Unit
    period_id: str
    framework_id: str | None
    code: str
    name: str
    level: str

    @property
    def values(self) -> dict[str, object]:
        """Its columns in the tables `score` and `target`."""
        return {
            "unit_id": self.unit.unit_id,
            "period_id": self.period_id,
            "framework_id": self.framework_id,
            "criterion_code": self.code,
            "criterion_name": self.name,
            "level": self.level,
        }


@dataclass(slots=True)
class Reading:
    """One table being normalised: where it stands, what it speaks of, what came out so far."""

    table: TableFound
    scope: Scope
    catalogue: Catalogue
    facts: list[Fact]
    findings: list[Finding]
    passed: set[int] = field(default_factory=set)
    """Rows understood though they give no figure: headings, totals, continuations."""
    left_blank: set[int] = field(default_factory=set)
    """Rows understood in which nothing was filled in."""
    unsaved: set[str] = field(default_factory=set)
    """Cells of sums and rates without a stored result, which follow from other cells."""
    questions: list[Question] = field(default_factory=list)
    spans: dict[int, dict[int, Area]] = field(default_factory=dict)
    """Worksheet column -> row -> the merged area that covers it from above."""

    @property
    def unit(self) -> Unit:
        assert self.scope.unit is not None, "tables without a unit are refused before"
        return self.scope.unit

    @property
    def period_id(self) -> str:
        assert self.scope.period_id is not None, "tables without a period are refused before"
        return self.scope.period_id

    @property
    def year(self) -> int:
        return int(self.period_id[:4])

    # cells ---------------------------------------------------------------------------------

    def at(self, row: int, column: int) -> Cell | None:
        return self.table.sheet.cells.get((row, column))

    def cell(self, row: int, name: str) -> Cell | None:
        columns = self.table.columns.get(name)
        if not columns:
            return None
        cell = self.at(row, columns[0])
        if cell is None and name in SPANNING:
            return self._spanning(row, columns[0])
        return cell

    def _spanning(self, row: int, column: int) -> Cell | None:
        """The cell of an earlier row that is merged down over this place."""
        if column not in self.spans:
            self.spans[column] = dict(self._merged_down(column))
        area = self.spans[column].get(row)
        return self.at(area.top, area.left) if area else None

    def _merged_down(self, column: int) -> Iterator[tuple[int, Area]]:
        areas = [a for a in self.table.sheet.merges if a.left <= column <= a.right]
        below = sorted(areas, key=lambda area: area.top, reverse=True)
        covering: Area | None = None
        for row in self.table.rows:
            while below and below[-1].top <= row:
                covering = below.pop()
            if covering and covering.top >= self.table.rows[0] and row <= covering.bottom:
                yield row, covering

    def text(self, row: int, name: str, *, keep_lines: bool = False) -> str:
        return shown(self.cell(row, name), keep_lines=keep_lines)

    def first_cell(self, row: int) -> Cell | None:
        """The first cell of a row within the table's columns that holds anything."""
        columns = range(self.table.area.left, self.table.area.right + 1)
        return next((cell for c in columns if (cell := self.at(row, c))), None)

    def texts(self, row: int) -> list[str]:
        """All texts of a row within the table's columns, left to right."""
        columns = range(self.table.area.left, self.table.area.right + 1)
        return [text for c in columns if (text := shown(self.at(row, c)))]

    def head(self, name: str) -> str:
        columns = self.table.columns.get(name)
        return " · ".join(self.table.heads[columns[0]]) if columns else ""

    # numbers -------------------------------------------------------------------------------

    def number(self, cell: Cell | None, *, percent_heading: bool = False) -> Parsed:
        """The number in a cell; what cannot be read becomes an error with the cell's address."""
        if cell is None:
            return Parsed(nothing="not_scored")
        if cell.state != "value":
            self.found("error", f"cell_{cell.state}", cell, STATE_PROBLEMS[cell.state])
            return Parsed(problem="not_a_number")
        parsed = parse_number(cell.value, cell.number_format, percent_heading=percent_heading)
        problem: str | None = parsed.problem
        largest = LARGEST_PERCENT if parsed.is_percent or percent_heading else LARGEST
        if parsed.value is not None and abs(parsed.value) >= largest:
            problem, parsed = "number_too_large", Parsed(problem="not_a_number")
        if problem:
            self.found("error", problem, cell, NUMBER_PROBLEMS[problem])
        return parsed

    def percent(self, cell: Cell | None) -> Decimal | None:
        """A percentage 0–100, under a heading that says so."""
        return self.number(cell, percent_heading=True).value

    def is_unsaved_sum(self, cell: Cell | None) -> bool:
        """Whether a cell holds a formula that no program has calculated.

        Asked only of cells whose value follows from others in the table (a parent's points, a rate
        beside its two numbers): there nothing is lost by leaving the formula alone.
        """
        if cell is None or cell.state != "uncached":
            return False
        self.unsaved.add(cell.address)
        return True

    def rank(self, cell: Cell | None) -> Rank:
        if cell is None:
            return Rank()
        rank = parse_rank(cell.value, cell.number_format)
        if rank.problem:
            is_date = isinstance(cell.value, date)
            problem = rank.problem if is_date and rank.problem == "rank_from_date" else "not_a_rank"
            self.found("warning", problem, cell, NUMBER_PROBLEMS[problem])
        return rank

    # what comes out ------------------------------------------------------------------------

    def found(self, level: Level, code: str, cell: Cell | None, message: str) -> None:
        """Add a finding; `{text}` in the message is the cell's value."""
        text = message.replace("{text}", shown(cell)[:80])
        address = cell.address if cell else None
        self.findings.append(Finding(level, code, text, self.table.sheet.name, address))

    def fact(
        self,
        table: str,
        cell: Cell,
        subject: tuple[object, ...],
        figure: tuple[object, ...],
        **values: object,
    ) -> None:
        """Add a fact; subject and figure are completed with the table's name."""
        self.facts.append(
            Fact(
                table,
                values,
                key(table, *subject),
                key(table, *figure),
                self.table.sheet.name,
                cell.address,
            )
        )

    def framework(self, about: str = "par_index", unit: Unit | None = None) -> Framework | None:
        return self.catalogue.framework_for(unit or self.unit, self.year, about)

    def place(
        self, framework: Framework | None, criterion: tuple[str, str, str], unit: Unit | None = None
    ) -> Place:
        """A line (code, name, level) of a framework, of the table's unit and period."""
        framework_id = framework.framework_id if framework else None
        return Place(unit or self.unit, self.period_id, framework_id, *criterion)

    def unit_in(self, row: int) -> Unit | None:
        """The unit that a row's own cell names: the table's unit or one right below it."""
        return self.unit_named(self.cell(row, "unit"))

    def unit_named(self, cell: Cell | None) -> Unit | None:
        """The unit that a cell names; what is not beyond doubt is found, and asked."""
        name = shown(cell)
        found = [
            unit
            for unit in units_meant(self.catalogue, name)
            if unit.illustrative == self.unit.illustrative
        ]
        near = [unit for unit in found if self._is_near(unit)]
        if len(near) == 1:
            return near[0]
        if len(found) == 1:
            message = (
                f"“{name}” không phải đơn vị thuộc {self.unit.unit_name} mà bảng này nói đến. Hãy "
                "kiểm tra tên đơn vị ở dòng này và ở tiêu đề."
            )
            self.found("error", "unit_not_of_table", cell, message)
            return None
        self._ask_unit(cell, name, near or found)
        return None

    def _ask_unit(self, cell: Cell | None, name: str, fitting: list[Unit]) -> None:
        """A name of several units, or of none: which ones come near."""
        mend = f"Hãy chọn đơn vị đúng hoặc sửa ô {cell.address}" if cell else "Hãy ghi tên đơn vị"
        if fitting:
            message = (
                f"Tên “{name}” chỉ nhiều đơn vị: {listed(fitting)}. {mend}, ghi đủ tên kèm cấp."
            )
            self.found("error", "ambiguous_unit", cell, message)
            offered = fitting
        else:
            offered = near_units(
                self.catalogue, name, illustrative=self.unit.illustrative, parent=self.scope.unit
            )
            near = f"; gần giống: {listed(offered)}" if offered else " trong danh mục"
            self.found("error", "unknown_unit", cell, f"Không có đơn vị “{name}”{near}. {mend}.")
        address = cell.address if cell else None
        units = choices(self.catalogue, offered)
        self.questions.append(Question("unit_name", self.table.sheet.name, address, name, units))

    def _is_near(self, unit: Unit) -> bool:
        own = self.scope.unit
        return own is not None and own.unit_id in (unit.unit_id, unit.parent_id)


def key(*parts: object) -> str:
    return "|".join("" if part is None else str(part) for part in parts)


def shown(cell: Cell | None, *, keep_lines: bool = False) -> str:
    """A cell's value as a person reads it: text cleaned, whole numbers without '.0'."""
    if cell is None or cell.value is None:
        return ""
    value = cell.value
    if isinstance(value, date):
        return value.strftime("%d/%m/%Y")
    if isinstance(value, float):
        return (
            str(int(value))
            if value.is_integer()
            else show(Decimal(format(value, ".15g")), 6, trim=True)
        )
    return clean(str(value), keep_lines=keep_lines)


def is_total(name: str) -> bool:
    """'Tổng cộng', 'Cộng', 'Tổng điểm' …: the row that sums the others."""
    folded = fold(name)
    return folded in {"cong", "tong"} or folded.startswith(("tong cong", "tong diem", "tong so"))
