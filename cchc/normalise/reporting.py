"""Reporting calendars: each row names its own plan, and so its unit and year."""

from __future__ import annotations

import re

from cchc.catalogue import Unit
from cchc.deadlines import DueRule, MonthlyWindow, parse_due_day, parse_window
from cchc.model import Cell
from cchc.normalise.rows import Reading
from cchc.periods import find_periods
from cchc.text import clean, fold

FREQUENCIES = (
    (r".*hang thang.*|.*moi thang.*", "monthly"),
    (r".*hang quy.*|.*moi quy.*", "quarterly"),
    (r".*(06|6|sau) thang.*", "half_year"),
    (r"nam|hang nam|ca nam", "year"),
)


def reporting_calendar(reading: Reading) -> None:
    """One rule for each frequency that a row names."""
    for row in reading.table.rows:
        cell = reading.cell(row, "frequency")
        plan = reading.text(row, "plan")
        if cell is None or not plan:
            continue
        unit, year = _plan(reading, row, plan)
        if unit is None or year is None:
            continue
        for part in re.split(r"[,;]", reading.text(row, "frequency")):
            _add_rule(reading, row, cell, unit, year, clean(part))


def _plan(reading: Reading, row: int, plan: str) -> tuple[Unit | None, str | None]:
    """'UBND huyện Tuy Phước 2024' → the unit and the year of the plan."""
    periods = find_periods(plan)
    name = clean(re.sub(r"(năm\s+)?\d{4}", "", plan))
    # A plan's units are those of its own year: "xã Đức Hợp" of 2023 is not the commune of 2026.
    then = reading.catalogue.in_period(periods[0][:4] if periods else None)
    units = then.units_named(name)
    if len(units) != 1 or not periods:
        message = (
            "Không đọc được đơn vị và năm của kế hoạch “{text}”. Hãy ghi đủ tên đơn vị và năm."
        )
        reading.found("error", "unknown_plan", reading.cell(row, "plan"), message)
        return None, None
    return units[0], periods[0][:4]


def _add_rule(
    reading: Reading, row: int, cell: Cell, unit: Unit, year: str, frequency_text: str
) -> None:
    folded = fold(frequency_text)
    frequency = next((name for label, name in FREQUENCIES if re.fullmatch(label, folded)), None)
    if frequency is None:
        message = (
            f"Định kỳ “{frequency_text}” chưa rõ. Hãy ghi Hàng tháng, Hàng quý, 06 tháng hoặc Năm."
        )
        reading.found("warning", "unknown_frequency", cell, message)
        return
    due_text, window_text = reading.text(row, "due"), reading.text(row, "window")
    due = parse_due_day(due_text, int(year)) or DueRule()
    window = parse_window(window_text)
    monthly = window if isinstance(window, MonthlyWindow) else None
    dates = window if isinstance(window, tuple) else (None, None)
    reporters, recipient = reading.text(row, "reporters"), reading.text(row, "recipient")
    reading.fact(
        "reporting_rule",
        cell,
        (unit.unit_id, year),
        (unit.unit_id, year, fold(reporters), fold(recipient), frequency),
        unit_id=unit.unit_id,
        period_id=year,
        reporters=reporters,
        reporters_level=_level_of(reporters),
        recipient=recipient,
        frequency=frequency,
        report_period_id=_report_period(frequency, year),
        due_text=due_text or None,
        due_day=due.day_of_month,
        due_on=due.due_on,
        window_text=window_text or None,
        window_starts_on=dates[0],
        window_ends_on=dates[1],
        window_from_day=monthly.from_day if monthly else None,
        window_to_day=monthly.to_day if monthly else None,
    )


def _level_of(reporters: str) -> str | None:
    """The level of the plan's units that owe the report; None where no units are named."""
    folded = fold(reporters)
    if "ubnd cac xa" in folded:
        return "xa"
    return "phong" if re.match(r"cac (phong|co quan) chuyen mon", folded) else None


def _report_period(frequency: str, year: str) -> str | None:
    return {"half_year": f"{year}-H1", "year": year}.get(frequency)
