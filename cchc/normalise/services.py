"""Service indicators: units in rows; each indicator's total, number reached, rate and target."""

from __future__ import annotations

from dataclasses import dataclass

from cchc.catalogue import Indicator, Unit
from cchc.model import Cell
from cchc.normalise.rows import Reading, is_total, shown
from cchc.targets import Target, parse_target
from cchc.text import fold


@dataclass(frozen=True, slots=True)
class Group:
    """The three columns of one indicator."""

    indicator: Indicator
    denominator: int | None
    numerator: int | None
    percent: int


def service_indicators(reading: Reading) -> None:
    """Facts of every unit row; the row named 'Chỉ tiêu' gives the targets."""
    groups = _groups(reading)
    targets = _targets(reading, groups)
    basis = _basis(reading)
    for row in reading.table.rows:
        name = reading.text(row, "unit")
        if _is_target_row(name) or is_total(name):
            reading.passed.add(row)
            continue
        if not name:
            continue
        unit = reading.unit_in(row)
        if unit is None:
            continue
        before = len(reading.facts)
        for group in groups:
            _add(reading, row, unit, group, targets.get(group.indicator.indicator_code), basis)
        if len(reading.facts) == before and not any(_entered(reading, row, g) for g in groups):
            reading.left_blank.add(row)


def _groups(reading: Reading) -> list[Group]:
    groups = []
    for column in reading.table.columns["percent"]:
        label = reading.table.heads[column][0]
        indicator = reading.catalogue.indicator_named(label)
        if indicator is None:
            cell = reading.at(reading.table.header_rows[-1], column)
            message = f"Chưa có chỉ tiêu “{label}” trong danh mục nên cột này không được dùng."
            reading.found("warning", "unknown_indicator", cell, message)
            continue
        sides = {name: _same_head(reading, name, label) for name in ("denominator", "numerator")}
        groups.append(Group(indicator, sides["denominator"], sides["numerator"], column))
    return groups


def _same_head(reading: Reading, name: str, label: str) -> int | None:
    columns = reading.table.columns.get(name, ())
    return next((c for c in columns if reading.table.heads[c][0] == label), None)


def _is_target_row(name: str) -> bool:
    return fold(name).startswith(("chi tieu", "muc tieu"))


def _targets(reading: Reading, groups: list[Group]) -> dict[str, Target]:
    targets: dict[str, Target] = {}
    for row in reading.table.rows:
        if not _is_target_row(reading.text(row, "unit")):
            continue
        for group in groups:
            text = shown(reading.at(row, group.percent))
            if text and (read := parse_target(text, default_measure="rate")):
                targets[group.indicator.indicator_code] = read[0]
    return targets


def _basis(reading: Reading) -> str:
    """'Lũy kế …' in the heading lines above the table means since January."""
    for caption in reading.table.captions:
        folded = fold(caption)
        if "luy ke" in folded or "tu dau nam" in folded:
            return "cumulative"
        if "trong ky" in folded or "trong thang" in folded:
            return "in_period"
    return "cumulative" if "-M" in reading.period_id else "in_period"


def _entered(reading: Reading, row: int, group: Group) -> bool:
    """Whether anything was filled in; a rate that is only a formula was not."""
    rate = reading.at(row, group.percent)
    counts = [reading.at(row, column) for column in (group.numerator, group.denominator) if column]
    return any(counts) or (rate is not None and rate.state != "uncached")


def _add(
    reading: Reading, row: int, unit: Unit, group: Group, target: Target | None, basis: str
) -> None:
    cell = reading.at(row, group.percent)
    cells: dict[str, Cell | None] = {
        "numerator": reading.at(row, group.numerator) if group.numerator else None,
        "denominator": reading.at(row, group.denominator) if group.denominator else None,
    }
    numbers = {name: reading.number(one).value for name, one in cells.items()}
    counted = cells["numerator"] is not None and cells["denominator"] is not None
    is_open = cell is not None and not any(cells.values())
    if (counted or is_open) and reading.is_unsaved_sum(cell):
        cell = None  # The rate of two numbers that stand beside it, or of none.
    percent = reading.percent(cell)
    anchor = cell or cells["numerator"] or cells["denominator"]
    if anchor is None or (percent is None and numbers["numerator"] is None):
        return
    indicator = group.indicator
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
        **numbers,
    )
