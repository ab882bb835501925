"""Service indicators: late files, online share, digitised results …, each with its target.

Three layouts: units in rows with three columns to an indicator, units in rows with one column to an
indicator, and one unit with its indicators in rows. A number of files without their total stays a
number of files: no rate is made of it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal

from cchc.catalogue import Indicator, Unit
from cchc.model import Cell
from cchc.normalise.rows import Reading, is_total, shown
from cchc.targets import Comparator, Target, parse_target
from cchc.text import fold

ROLE_WORDS = (
    ("percent", re.compile(r"(t[yi] le|%)\s*(%\s*)?")),
    ("denominator", re.compile(r"tong so( luong)?\s*(?=ho so|tthc|phan anh|pakn)")),
    ("numerator", re.compile(r"(tong )?so( luong)?\s+(?!hoa\b)")),
)
BRACKETS = re.compile(r"\s*\([^()]*\)")
TARGET_ROW = re.compile(r"(chi tieu|muc tieu|ke hoach)\b.*")
BARE_NUMBER = re.compile(r"[\d.,\s]+(%|ho so)?")
# A number of files is whole: one dot or comma before three digits can only be the thousands'.
THOUSANDS = re.compile(r"[1-9]\d{0,2}[.,]\d{3}")
NONE_AT_ALL = {"khong", "khong co", "khong phat sinh", "khong de xay ra", "khong de phat sinh"}


@dataclass(frozen=True, slots=True)
class Group:
    """The columns of one indicator; any may be missing.

    basis: whether its head says "trong kỳ" or "lũy kế" where the table has both side by side.
    """

    indicator: Indicator
    denominator: int | None = None
    numerator: int | None = None
    percent: int | None = None
    basis: str | None = None

    @property
    def columns(self) -> list[int]:
        """The percentage first: its cell stands for the figure."""
        places = (self.percent, self.numerator, self.denominator)
        return [place for place in places if place is not None]


def service_indicators(reading: Reading) -> None:
    """Facts of every unit row, or of every indicator row of one unit."""
    if reading.table.form == "service_rows":
        _indicator_rows(reading)
        return
    wide = reading.table.form == "service_wide"
    groups = _wide_groups(reading) if wide else _triple_groups(reading)
    if not groups:
        _say_none_known(reading)
        return
    targets = _targets(reading, groups)
    basis = _basis(reading)
    for row in reading.table.rows:
        name = reading.text(row, "unit")
        if _is_target_row(reading, row) or is_total(name):
            reading.passed.add(row)
            continue
        if not name:
            continue
        unit = reading.unit_in(row)
        if unit is not None:
            _add_unit(reading, row, unit, groups, targets, basis)


def _add_unit(
    reading: Reading,
    row: int,
    unit: Unit,
    groups: list[Group],
    targets: dict[str, Target],
    basis: str,
) -> None:
    before = len(reading.facts)
    if any(reading.at(row, column) for group in groups for column in group.columns):
        reading.passed.add(row)
    for group in groups:
        target = targets.get(group.indicator.indicator_code)
        _add(reading, row, unit, group, target, group.basis or basis)
    if len(reading.facts) == before and not any(_entered(reading, row, one) for one in groups):
        reading.left_blank.add(row)


# which column is what ----------------------------------------------------------------------


def _triple_groups(reading: Reading) -> list[Group]:
    """The columns that stand under the same indicator, for the same stretch of time."""
    groups: dict[tuple[str, str | None], Group] = {}
    unknown: dict[tuple[str, ...], int] = {}
    for name in ("percent", "denominator", "numerator"):
        for column in reading.table.columns.get(name, ()):
            above = reading.table.heads[column][:-1]
            meant = _meaning(reading, above)
            if meant is None:
                unknown.setdefault(above, column)
                continue
            key = (meant[0].indicator_code, _basis_said(above))
            held = groups.get(key, Group(meant[0], basis=key[1]))
            if getattr(held, name) is not None:
                _say_unclear(reading, column, twice=True)
            else:
                groups[key] = _with(held, name, column)
    for above, column in unknown.items():
        _say_unknown(reading, column, " · ".join(above))
    return sorted(groups.values(), key=lambda group: min(group.columns))


def _wide_groups(reading: Reading) -> list[Group]:
    """One column to an indicator, or its number and its rate side by side."""
    columns = reading.table.columns["indicator"]
    totals = {c: of for c in columns if (of := _total_of(reading, c))}
    groups: dict[str, Group] = {}
    for column in columns:
        if column in totals:
            continue
        meant = _meaning(reading, reading.table.heads[column])
        if meant is None:
            _say_unknown(reading, column, " · ".join(reading.table.heads[column]))
            continue
        indicator, role = meant
        role = role or _role_by_cells(reading, column)
        held = groups.get(indicator.indicator_code, Group(indicator))
        if role is None or getattr(held, role) is not None:
            _say_unclear(reading, column, twice=role is not None)
        else:
            groups[indicator.indicator_code] = _with(held, role, column)
    return [_with_total(group, totals) for group in groups.values()]


def _with(group: Group, role: str, column: int) -> Group:
    if role == "percent":
        return replace(group, percent=column)
    if role == "numerator":
        return replace(group, numerator=column)
    return replace(group, denominator=column)


def _total_of(reading: Reading, column: int) -> set[str]:
    """Codes of the indicators that a column of files is the total of."""
    head = _bare(reading.table.heads[column][-1])
    return {one.indicator_code for one in reading.catalogue.indicators if head in one.totals}


def _with_total(group: Group, totals: dict[int, set[str]]) -> Group:
    """A number of files takes the total that the table prints for it, a printed rate needs none."""
    code = group.indicator.indicator_code
    column = next((column for column, codes in totals.items() if code in codes), None)
    if group.denominator is not None or group.numerator is None or column is None:
        return group
    return replace(group, denominator=column)


def _bare(label: str) -> str:
    return BRACKETS.sub("", fold(label)).strip(" .:%")


def _meaning(reading: Reading, heads: tuple[str, ...]) -> tuple[Indicator, str | None] | None:
    """The indicator that a column's heads name, and whether they say rate or number of files."""
    joined = " ".join(heads)
    for label in (heads[-1], joined, *reversed(heads[:-1])):
        bare = _bare(label)
        for text in (bare, *_without_role(bare)):
            indicator = reading.catalogue.indicator_named(text)
            if indicator is not None:
                return indicator, _role(joined)
    return None


def _without_role(bare: str) -> Iterator[str]:
    for _, words in ROLE_WORDS:
        text = words.sub("", bare, count=1) if words.match(bare) else bare
        if text != bare:
            yield text


def _role(label: str) -> str | None:
    folded = fold(label)
    if "%" in folded or re.search(r"\bt[yi] le\b", folded):
        return "percent"
    if folded.startswith("tong so "):
        return "denominator"
    said = re.search(r"\bso (luong|ho so|tthc|phan anh|pakn|thu)\b", folded)
    return "numerator" if said or "(ho so)" in folded else None


def _role_by_cells(reading: Reading, column: int) -> str | None:
    """Percent signs in a column's cells say what its head does not."""
    cells = [cell for row in reading.table.rows if (cell := reading.at(row, column))]
    signs = [
        "%" in shown(cell) if isinstance(cell.value, str) else "%" in cell.number_format
        for cell in cells
    ]
    return "percent" if any(signs) else None


def _head_cell(reading: Reading, column: int) -> Cell | None:
    rows = reversed(reading.table.header_rows)
    return next((cell for row in rows if (cell := reading.at(row, column))), None)


def _say_unknown(reading: Reading, column: int, label: str) -> None:
    message = f"Chưa có chỉ tiêu “{label}” trong danh mục nên cột này không được dùng."
    reading.found("warning", "unknown_indicator", _head_cell(reading, column), message)


def _say_none_known(reading: Reading) -> None:
    """No column's indicator is known: a table of others, not one that nobody filled in."""
    message = (
        "Không cột nào của bảng là chỉ tiêu có trong danh mục. Hãy sửa tiêu đề cột cho đúng tên "
        "chỉ tiêu, hoặc nạp danh mục chỉ tiêu trước."
    )
    reading.passed.update(reading.table.rows)
    reading.found(
        "error", "no_indicator_known", reading.first_cell(reading.table.area.top), message
    )


def _say_unclear(reading: Reading, column: int, *, twice: bool) -> None:
    label = " · ".join(reading.table.heads[column]) if twice else reading.table.heads[column][-1]
    if twice:
        message = f"Có hai cột cùng là “{label}”. Hãy giữ lại một cột đúng."
        reading.found("error", "one_column_twice", _head_cell(reading, column), message)
        return
    message = (
        f"Cột “{label}” không ghi là số hồ sơ hay tỷ lệ. Hãy ghi “Số hồ sơ …” hoặc “Tỷ lệ … (%)” ở "
        "tiêu đề cột."
    )
    reading.found("error", "count_or_percent", _head_cell(reading, column), message)


# targets -----------------------------------------------------------------------------------


def _is_target_row(reading: Reading, row: int) -> bool:
    names = (reading.text(row, "unit"), reading.text(row, "number"))
    return any(TARGET_ROW.fullmatch(fold(name)) for name in names)


def _targets(reading: Reading, groups: list[Group]) -> dict[str, Target]:
    targets: dict[str, Target] = {}
    for row in reading.table.rows:
        if not _is_target_row(reading, row):
            continue
        for group in groups:
            target = _target_in(reading, row, group)
            if target is not None:
                targets[group.indicator.indicator_code] = target
    return targets


def _target_in(reading: Reading, row: int, group: Group) -> Target | None:
    """The target under the rate, else under the number of files."""
    for column in (group.percent, group.numerator):
        cell = reading.at(row, column) if column is not None else None
        if cell is not None:
            of_rate = column == group.percent
            return _asked(reading, cell, group.indicator, percent_heading=of_rate)
    return None


def _asked(
    reading: Reading, cell: Cell, indicator: Indicator, *, percent_heading: bool
) -> Target | None:
    """The target of a cell; nobody can ask for less than nothing."""
    if isinstance(cell.value, int | float) and cell.value < 0:
        message = f"Chỉ tiêu “{shown(cell)}” nhỏ hơn 0 nên không được dùng. Hãy sửa lại."
        reading.found("warning", "negative_target", cell, message)
        return None
    return read_target(cell, indicator, percent_heading=percent_heading)


def read_target(cell: Cell, indicator: Indicator, *, percent_heading: bool) -> Target | None:
    """A bare number is at least that much, or at most where less is better ("0" late files)."""
    text = _percent_text(cell)
    if indicator.lower_is_better and fold(text) in NONE_AT_ALL:
        return Target(text, "<=", count=Decimal(0), measure="count", kind="reach")
    read = parse_target(text, default_measure="rate", percent_heading=percent_heading)
    if not read:
        return None
    at_most: Comparator = "<="
    bare = BARE_NUMBER.fullmatch(fold(text)) is not None
    return replace(read[0], comparator=at_most) if indicator.lower_is_better and bare else read[0]


def _percent_text(cell: Cell) -> str:
    """A target typed as 0.8 under a % format reads 80%."""
    if "%" in cell.number_format and isinstance(cell.value, int | float):
        percent = Decimal(format(cell.value, ".15g")) * 100
        return f"{percent.normalize():f}".replace(".", ",") + "%"
    return shown(cell)


def _basis(reading: Reading) -> str:
    """'Lũy kế …' in the heading lines above the table means since January."""
    said = _basis_said(reading.table.captions)
    return said or ("cumulative" if "-M" in reading.period_id else "in_period")


def _basis_said(texts: tuple[str, ...]) -> str | None:
    for text in texts:
        folded = fold(text)
        if "luy ke" in folded or "tu dau nam" in folded:
            return "cumulative"
        if "trong ky" in folded or "trong thang" in folded:
            return "in_period"
    return None


# figures -----------------------------------------------------------------------------------


def _entered(reading: Reading, row: int, group: Group) -> bool:
    """Whether anything was filled in; a rate that is only a formula was not."""
    rate = reading.at(row, group.percent) if group.percent is not None else None
    counts = [reading.at(row, column) for column in (group.numerator, group.denominator) if column]
    return any(counts) or (rate is not None and rate.state != "uncached")


def _add(
    reading: Reading, row: int, unit: Unit, group: Group, target: Target | None, basis: str
) -> None:
    cells = {
        name: reading.at(row, column) if column is not None else None
        for name, column in (("numerator", group.numerator), ("denominator", group.denominator))
    }
    cell = reading.at(row, group.percent) if group.percent is not None else None
    counted = cells["numerator"] is not None and cells["denominator"] is not None
    is_open = cell is not None and not any(cells.values())
    if (counted or is_open) and reading.is_unsaved_sum(cell):
        cell = None  # The rate of two numbers that stand beside it, or of none.
    _add_fact(reading, unit, group.indicator, cells | {"percent": cell}, target, basis)


def _add_fact(
    reading: Reading,
    unit: Unit,
    indicator: Indicator,
    cells: dict[str, Cell | None],
    target: Target | None,
    basis: str,
) -> None:
    before = len(reading.findings)
    numbers = {name: _count(reading, cells[name]) for name in ("numerator", "denominator")}
    percent = reading.percent(cells["percent"])
    anchor = cells["percent"] or cells["numerator"] or cells["denominator"]
    if anchor is None or (percent is None and numbers["numerator"] is None):
        if numbers["denominator"] and len(reading.findings) == before:
            message = (
                f"{indicator.indicator_name}: chỉ có tổng số {{text}}, chưa có số đạt hay tỷ lệ "
                "nên chưa được dùng. Hãy ghi thêm số đạt (kể cả khi là 0)."
            )
            reading.found("warning", "total_alone", cells["denominator"], message)
        return
    place = (unit.unit_id, reading.period_id, indicator.indicator_code, basis)
    reading.fact(
        "service_indicator",
        anchor,
        place,
        place,
        unit_id=unit.unit_id,
        period_id=reading.period_id,
        indicator_code=indicator.indicator_code,
        indicator_name=indicator.indicator_name,
        percent=percent,
        basis=basis,
        comparator=target.comparator if target else None,
        target_percent=target.percent if target else None,
        target_count=target.count if target else None,
        **numbers,
    )


def _count(reading: Reading, cell: Cell | None) -> Decimal | None:
    """A number of files: whole, not below zero, no percentage."""
    text = shown(cell) if cell is not None and isinstance(cell.value, str) else ""
    if THOUSANDS.fullmatch(text):
        return Decimal(re.sub(r"\D", "", text))
    parsed = reading.number(cell)
    value = parsed.value
    if value is None or (value >= 0 and value == int(value) and not parsed.is_percent):
        return value
    message = "Ô này là số hồ sơ, phải là số nguyên không âm nhưng ghi “{text}”. Hãy sửa lại."
    reading.found("error", "count_not_whole", cell, message)
    return None


# one unit, indicators in rows --------------------------------------------------------------


def _indicator_rows(reading: Reading) -> None:
    basis = _basis(reading)
    names = ("denominator", "numerator", "percent")
    for row in reading.table.rows:
        label = reading.text(row, "name")
        cells = {name: reading.cell(row, name) for name in names}
        if not any(cells.values()):
            reading.passed.add(row)
            continue
        meant = _meaning(reading, (label,)) if label else None
        if meant is None:
            message = f"Chưa có chỉ tiêu “{label}” trong danh mục nên dòng này không được dùng."
            reading.found("warning", "unknown_indicator", reading.cell(row, "name"), message)
            continue
        cell = reading.cell(row, "target")
        target = _asked(reading, cell, meant[0], percent_heading=True) if cell else None
        reading.passed.add(row)
        _add_fact(reading, reading.unit, meant[0], cells, target, basis)
