"""Published results: component summary, district result, leaders' survey, ranking of units, SIPAS.

Everything printed in a published result is of round `published`: it is what somebody announced,
kept beside what the score sheets add up to.
"""

from __future__ import annotations

import re
from decimal import Decimal

from cchc.catalogue import Criterion, Framework, Unit
from cchc.forms.component_summary import RESULT_YEAR, TARGET_YEAR
from cchc.model import Cell
from cchc.normalise.rows import Reading, is_total, key, shown
from cchc.normalise.targets import add_targets
from cchc.numbers import parse_rank
from cchc.text import fold

INDEX_ROW = re.compile(r"chi so (cai cach hanh chinh|cchc|par index).*")
TOTAL_NAME = "Chỉ số cải cách hành chính"


def component_summary(reading: Reading) -> None:
    """Baseline and target of every component, SIPAS and the total (Tam Đường's plan)."""
    baseline = _year_in(reading.head("percent"), RESULT_YEAR)
    target_year = _year_in(reading.head("target"), TARGET_YEAR)
    framework = reading.catalogue.framework_for(reading.unit, int(baseline))
    for row in reading.table.rows:
        code, name, level = _component_in(reading, row, framework)
        if not code:
            _say_unread(reading, row)
            continue
        percent_cell = reading.cell(row, "percent")
        if percent_cell is not None:
            _published(
                reading,
                percent_cell,
                reading.unit,
                baseline,
                framework,
                (code, name, level),
                percent=reading.percent(percent_cell),
                rank=reading.rank(reading.cell(row, "rank")).rank,
            )
        target_cell = reading.cell(row, "target")
        if target_cell is not None:
            add_targets(
                reading,
                target_cell,
                unit=reading.unit,
                period_id=target_year,
                framework_id=framework and framework.framework_id,
                code=code,
                name=name,
                level=level,
                owner=reading.text(row, "owner"),
                rank=reading.rank(reading.cell(row, "target_rank")).rank,
            )


def _year_in(head: str, pattern: str) -> str:
    match = re.search(pattern, fold(head))
    assert match is not None, "the form's label holds the year"
    return match.group(match.lastindex or 0)


def _component_in(reading: Reading, row: int, framework: Framework | None) -> tuple[str, str, str]:
    """Code, name and level of a component row; ('', '', '') for a row that is none."""
    number, name = reading.text(row, "number"), reading.text(row, "name")
    if is_total(name) or is_total(number):
        return "total", TOTAL_NAME, "total"
    known = framework.by_name(name, ("component", "part")) if framework and name else None
    if known:
        return known.criterion_code, name, known.level
    if "sipas" in fold(name):
        return "SIPAS", name, "component"
    return (number, name, "component") if number and name else ("", "", "")


def _say_unread(reading: Reading, row: int) -> None:
    if texts := reading.texts(row):
        cell = reading.at(row, reading.table.area.left) or reading.cell(row, "name")
        message = f"Dòng {row} (“{texts[0][:60]}”) không đọc được vào bảng, số liệu của dòng này không được dùng."
        reading.found("note", "row_not_used", cell, message)


def _published(
    reading: Reading,
    cell: Cell,
    unit: Unit,
    period_id: str,
    framework: Framework | None,
    criterion: tuple[str, str, str],
    *,
    points: Decimal | None = None,
    max_points: Decimal | None = None,
    percent: Decimal | None = None,
    rank: int | None = None,
    rank_of: int | None = None,
    band: str | None = None,
    note: str | None = None,
) -> None:
    if points is None and percent is None:
        return
    code, name, level = criterion
    framework_id = framework.framework_id if framework else None
    place = (unit.unit_id, period_id, "published", framework_id, code)
    reading.fact(
        "score",
        cell,
        place,
        place,
        unit_id=unit.unit_id,
        period_id=period_id,
        framework_id=framework_id,
        criterion_code=code,
        criterion_name=name,
        level=level,
        round="published",
        points=points,
        max_points=max_points,
        percent=percent,
        status="scored",
        published_rank=rank,
        published_rank_of=rank_of,
        published_class=band,
        note=note or None,
    )


def district_result(reading: Reading) -> None:
    """Parts of a published result, the index and the rank (Tuy Phước)."""
    framework = reading.framework()
    for row in reading.table.rows:
        name, cell = reading.text(row, "name"), reading.cell(row, "points")
        note = reading.text(row, "note")
        if cell is None:
            _say_unread(reading, row)
            continue
        parsed = reading.number(cell)
        if INDEX_ROW.fullmatch(fold(name)) or is_total(name):
            rank = parse_rank(note)
            _published(
                reading,
                cell,
                reading.unit,
                reading.period_id,
                framework,
                ("total", TOTAL_NAME, "total"),
                points=None if parsed.is_percent else parsed.value,
                percent=parsed.value if parsed.is_percent else None,
                rank=rank.rank,
                rank_of=rank.of,
                note=note,
            )
            continue
        maximum = parsed.maximum
        if maximum is None:
            maximum = reading.number(reading.cell(row, "max_points")).value
        part = _part(reading, row, framework, name)
        _published(
            reading,
            cell,
            reading.unit,
            reading.period_id,
            framework,
            part,
            points=parsed.value,
            max_points=maximum,
            note=note,
        )


def _part(
    reading: Reading, row: int, framework: Framework | None, name: str
) -> tuple[str, str, str]:
    known = framework.by_name(name, ("part",)) if framework else None
    if known:
        return known.criterion_code, name, known.level
    return reading.text(row, "number") or fold(name), name, "part"


def leaders_survey(reading: Reading) -> None:
    """Survey items in %, with their target."""
    framework = reading.framework("leaders_survey")
    target_year = re.search(r"\d{4}", reading.head("target"))
    for row in reading.table.rows:
        cell, name = reading.cell(row, "percent"), reading.text(row, "name")
        code = reading.text(row, "number")
        if cell is None or not code:
            _say_unread(reading, row)
            continue
        item = (code, name, "survey_item")
        percent = reading.percent(cell)
        _published(reading, cell, reading.unit, reading.period_id, framework, item, percent=percent)
        target_cell = reading.cell(row, "target")
        if target_cell is not None and target_year:
            add_targets(
                reading,
                target_cell,
                unit=reading.unit,
                period_id=target_year.group(),
                framework_id=framework and framework.framework_id,
                code=code,
                name=name,
                level="survey_item",
                owner=None,
            )


def unit_ranking(reading: Reading) -> None:
    """Units in rows, components in columns, total, index, rank, class."""
    for row in reading.table.rows:
        name = reading.text(row, "unit")
        if not name or fold(name) in {"diem toi da", "diem chuan"} or is_total(name):
            continue
        unit = reading.unit_in(row)
        if unit is None:
            continue
        framework = reading.framework(unit=unit)
        for column in reading.table.columns.get("component", ()):
            _ranking_component(reading, row, column, unit, framework)
        _ranking_total(reading, row, unit, framework)


def _ranking_component(
    reading: Reading, row: int, column: int, unit: Unit, framework: Framework | None
) -> None:
    cell = reading.at(row, column)
    label = reading.table.heads[column][-1]
    criterion = _component_named(framework, label)
    if criterion is None:
        first = row == next(r for r in reading.table.rows if reading.text(r, "unit"))
        if first or cell is not None:
            message = f"Cột “{label}” không có trong bộ tiêu chí. Hãy sửa tên cột theo bộ tiêu chí."
            reading.found("error", "unknown_criterion", cell, message)
        return
    if cell is not None:
        _published(
            reading,
            cell,
            unit,
            reading.period_id,
            framework,
            (criterion.criterion_code, criterion.criterion_name, criterion.level),
            points=reading.number(cell).value,
            max_points=criterion.max_points,
        )


def _component_named(framework: Framework | None, label: str) -> Criterion | None:
    if framework is None:
        return None
    bare = re.sub(r"\s*\(.*?\)\s*$", "", label)
    return framework.by_name(label, ("component",)) or framework.by_name(bare, ("component",))


def _ranking_total(reading: Reading, row: int, unit: Unit, framework: Framework | None) -> None:
    cell = reading.cell(row, "percent")
    if cell is None:
        return
    rank = reading.rank(reading.cell(row, "rank"))
    _published(
        reading,
        cell,
        unit,
        reading.period_id,
        framework,
        ("total", TOTAL_NAME, "total"),
        points=reading.number(reading.cell(row, "points")).value,
        percent=reading.percent(cell),
        rank=rank.rank,
        rank_of=rank.of,
        band=reading.text(row, "band") or None,
    )


def satisfaction(reading: Reading) -> None:
    """SIPAS by unit: five factors and the overall index in %, with the number of forms."""
    for row in reading.table.rows:
        if not reading.text(row, "unit"):
            continue
        unit = reading.unit_in(row)
        if unit is None:
            continue
        respondents = reading.number(reading.cell(row, "respondents")).value
        factors = [
            (str(position), reading.table.heads[column][-1], reading.at(row, column))
            for position, column in enumerate(reading.table.columns.get("factor", ()), start=1)
        ]
        factors.append(("SIPAS", "Chỉ số hài lòng chung", reading.cell(row, "overall")))
        for code, name, cell in factors:
            if cell is not None:
                _satisfaction_factor(reading, unit, code, name, cell, respondents)


def _satisfaction_factor(
    reading: Reading, unit: Unit, code: str, name: str, cell: Cell, respondents: Decimal | None
) -> None:
    period = reading.period_id
    reading.fact(
        "satisfaction",
        cell,
        (unit.unit_id, period),
        (unit.unit_id, period, code),
        unit_id=unit.unit_id,
        period_id=period,
        factor_code=code,
        factor_name=name,
        percent=reading.percent(cell),
        respondents=None if respondents is None else int(respondents),
        # Two generations of the method: five factors up to 2021, two blocks since (domain).
        method="2022" if reading.year >= 2022 else "2012",
    )


def unit_targets(reading: Reading) -> None:
    """One requirement a row: unit, index or component, target text."""
    match = re.search(r"\d{4}", reading.head("target"))
    period = match.group() if match else reading.period_id
    for row in reading.table.rows:
        cell, name = reading.cell(row, "target"), reading.text(row, "name")
        if cell is None or not name or not reading.text(row, "unit"):
            continue
        unit = reading.unit_in(row)
        if unit is not None:
            _unit_target(reading, row, unit, period, name, cell)


def _unit_target(
    reading: Reading, row: int, unit: Unit, period: str, name: str, cell: Cell
) -> None:
    framework = reading.catalogue.framework_for(unit, int(period[:4]))
    known = framework.by_name(name) if framework else None
    if known:
        code, level = known.criterion_code, known.level
    elif INDEX_ROW.fullmatch(fold(name)):
        code, level = "total", "total"
    elif "sipas" in fold(name):
        code, level = "SIPAS", "component"
    else:
        code, level = key("khac", fold(name)), "criterion"
    add_targets(
        reading,
        cell,
        unit=unit,
        period_id=period,
        framework_id=framework.framework_id if framework else None,
        code=code,
        name=name,
        level=level,
        owner=reading.text(row, "owner"),
    )
