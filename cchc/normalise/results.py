"""Published results: component summary, district result, leaders' survey, ranking of units, SIPAS.

Everything printed in a published result is of round `published`: it is what somebody announced,
kept beside what the score sheets add up to.
"""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal

from cchc.catalogue import Criterion, Framework, Unit
from cchc.forms.component_summary import RESULT_YEAR, TARGET_YEAR
from cchc.model import Cell
from cchc.normalise.rows import Place, Reading, is_total, key
from cchc.normalise.targets import add_targets
from cchc.numbers import parse_rank
from cchc.text import fold

INDEX_ROW = re.compile(r"chi so (cai cach hanh chinh|cchc|par index).*")
RANKED = ("component", "points", "percent", "rank", "band")
TOTAL = ("total", "Chỉ số cải cách hành chính", "total")


def component_summary(reading: Reading) -> None:
    """Baseline and target of every component, SIPAS and the total (Tam Đường's plan)."""
    baseline = _year_in(reading.head("percent"), RESULT_YEAR)
    target_year = _year_in(reading.head("target"), TARGET_YEAR)
    framework = reading.catalogue.framework_for(reading.unit, int(baseline))
    for row in reading.table.rows:
        criterion = _component_in(reading, row, framework)
        if criterion is None:
            continue
        place = replace(reading.place(framework, criterion), period_id=baseline)
        cell = reading.cell(row, "percent")
        if cell is not None:
            rank = reading.rank(reading.cell(row, "rank")).rank
            _publish(reading, cell, place, percent=reading.percent(cell), published_rank=rank)
        cell = reading.cell(row, "target")
        if cell is not None:
            rank = reading.rank(reading.cell(row, "target_rank")).rank
            wanted = replace(place, period_id=target_year)
            add_targets(reading, cell, wanted, owner=reading.text(row, "owner"), rank=rank)


def _year_in(head: str, pattern: str) -> str:
    match = re.search(pattern, fold(head))
    assert match is not None, "the form's label holds the year"
    return match.group(match.lastindex or 0)


def _component_in(
    reading: Reading, row: int, framework: Framework | None
) -> tuple[str, str, str] | None:
    """Code, name and level of a component row; None for a row that is none."""
    number, name = reading.text(row, "number"), reading.text(row, "name")
    if is_total(name) or is_total(number):
        return TOTAL
    known = framework.by_name(name, ("component", "part")) if framework and name else None
    if known:
        return known.criterion_code, name, known.level
    if "sipas" in fold(name):
        return "SIPAS", name, "component"
    return (number, name, "component") if number and name else None


def _publish(reading: Reading, cell: Cell, place: Place, **values: object) -> None:
    """A published figure; without points and without percent nothing was published."""
    if values.get("points") is None and values.get("percent") is None:
        return
    where = (place.unit.unit_id, place.period_id, "published", place.framework_id, place.code)
    given = {"round": "published", "status": "scored"} | values
    reading.fact("score", cell, where, where, **place.values, **given)


def district_result(reading: Reading) -> None:
    """Parts of a published result, the index and the rank (Tuy Phước)."""
    framework = reading.framework()
    for row in reading.table.rows:
        cell = reading.cell(row, "points")
        if cell is None:
            continue
        if INDEX_ROW.fullmatch(fold(reading.text(row, "name"))):
            _district_total(reading, row, cell, framework)
        else:
            _district_part(reading, row, cell, framework)


def _district_total(reading: Reading, row: int, cell: Cell, framework: Framework | None) -> None:
    parsed = reading.number(cell)
    note = reading.text(row, "note")
    rank = parse_rank(note)
    _publish(
        reading,
        cell,
        reading.place(framework, TOTAL),
        points=None if parsed.is_percent else parsed.value,
        percent=parsed.value if parsed.is_percent else None,
        published_rank=rank.rank,
        published_rank_of=rank.of,
        note=note or None,
    )


def _district_part(reading: Reading, row: int, cell: Cell, framework: Framework | None) -> None:
    name = reading.text(row, "name")
    known = framework.by_name(name, ("part",)) if framework else None
    code = known.criterion_code if known else reading.text(row, "number") or fold(name)
    parsed = reading.number(cell)
    maximum = parsed.maximum
    if maximum is None:
        maximum = reading.number(reading.cell(row, "max_points")).value
    place = reading.place(framework, (code, name, "part"))
    note = reading.text(row, "note") or None
    _publish(reading, cell, place, points=parsed.value, max_points=maximum, note=note)


def leaders_survey(reading: Reading) -> None:
    """Survey items in %, with their target."""
    framework = reading.framework("leaders_survey")
    target_year = re.search(r"\d{4}", reading.head("target"))
    for row in reading.table.rows:
        cell, code = reading.cell(row, "percent"), reading.text(row, "number")
        if cell is None or not code:
            continue
        place = reading.place(framework, (code, reading.text(row, "name"), "survey_item"))
        _publish(reading, cell, place, percent=reading.percent(cell))
        target = reading.cell(row, "target")
        if target is not None and target_year:
            add_targets(reading, target, replace(place, period_id=target_year.group()))


def unit_ranking(reading: Reading) -> None:
    """Units in rows, components in columns, total, index, rank, class."""
    components = _ranking_components(reading)
    for row in reading.table.rows:
        name = reading.text(row, "unit")
        if fold(name) in {"diem toi da", "diem chuan"} or is_total(name):
            reading.passed.add(row)
            continue
        if not name:
            continue
        unit = reading.unit_in(row)
        if unit is not None and not _is_left_blank(reading, row, RANKED):
            _ranking_row(reading, row, unit, components)


def _is_left_blank(reading: Reading, row: int, names: tuple[str, ...]) -> bool:
    """A unit's row in which nothing but formulas stands was not filled in."""
    columns = [column for name in names for column in reading.table.columns.get(name, ())]
    cells = [cell for column in columns if (cell := reading.at(row, column))]
    if not all(cell.state == "uncached" for cell in cells):
        return False
    reading.left_blank.add(row)
    return True


def _ranking_components(reading: Reading) -> dict[int, str]:
    """Worksheet column -> label of a component."""
    columns = reading.table.columns.get("component", ())
    return {column: reading.table.heads[column][-1] for column in columns}


def _ranking_row(reading: Reading, row: int, unit: Unit, components: dict[int, str]) -> None:
    framework = reading.framework(unit=unit)
    for column, label in components.items():
        cell = reading.at(row, column)
        if cell is None:
            continue
        known = _component_named(framework, label)
        if known is None:
            message = f"Cột “{label}” không có trong bộ tiêu chí. Hãy sửa tên cột cho khớp."
            reading.found("error", "unknown_criterion", cell, message)
            continue
        place = reading.place(
            framework, (known.criterion_code, known.criterion_name, known.level), unit
        )
        points = reading.number(cell).value
        _publish(reading, cell, place, points=points, max_points=known.max_points)
    _ranking_total(reading, row, reading.place(framework, TOTAL, unit))


def _component_named(framework: Framework | None, label: str) -> Criterion | None:
    """By the whole label, or without the maximum in brackets behind it."""
    if framework is None:
        return None
    bare = re.sub(r"\s*\(.*?\)\s*$", "", label)
    levels = ("component",)
    return framework.by_name(label, levels) or framework.by_name(bare, levels)


def _ranking_total(reading: Reading, row: int, place: Place) -> None:
    cell = reading.cell(row, "percent")
    if cell is None:
        return
    applicable = reading.number(reading.cell(row, "applicable")).value
    added = _added_up(reading, row) if cell.state == "uncached" and applicable else None
    if added is not None and applicable:
        # The table's own arithmetic, which no program has done; ranks follow from the figures.
        reading.is_unsaved_sum(cell)
        percent = added / applicable * 100
        _publish(reading, cell, place, points=added, percent=percent, max_points=applicable)
        return
    rank = reading.rank(reading.cell(row, "rank"))
    _publish(
        reading,
        cell,
        place,
        points=reading.number(reading.cell(row, "points")).value,
        max_points=applicable,
        percent=reading.percent(cell),
        published_rank=rank.rank,
        published_rank_of=rank.of,
        published_class=reading.text(row, "band") or None,
    )


def _added_up(reading: Reading, row: int) -> Decimal | None:
    """The sum of a row's components where every one of them is a number."""
    cells = [reading.at(row, column) for column in reading.table.columns.get("component", ())]
    points = [reading.number(cell).value for cell in cells]
    known = [value for value in points if value is not None]
    return sum(known, Decimal(0)) if known and len(known) == len(points) else None


def satisfaction(reading: Reading) -> None:
    """SIPAS by unit: five factors and the overall index in %, with the number of forms."""
    for row in reading.table.rows:
        if is_total(reading.text(row, "unit")):
            reading.passed.add(row)
            continue
        unit = reading.unit_in(row) if reading.text(row, "unit") else None
        if unit is None:
            continue
        respondents = reading.number(reading.cell(row, "respondents")).value
        if _is_left_blank(reading, row, ("factor", "overall", "respondents")):
            continue
        for code, name, cell in _factors(reading, row):
            if cell is not None:
                _satisfaction_fact(reading, cell, unit, (code, name), respondents)


def _factors(reading: Reading, row: int) -> list[tuple[str, str, Cell | None]]:
    columns = reading.table.columns.get("factor", ())
    factors = [
        (str(position), reading.table.heads[column][-1], reading.at(row, column))
        for position, column in enumerate(columns, start=1)
    ]
    return [*factors, ("SIPAS", "Chỉ số hài lòng chung", reading.cell(row, "overall"))]


def _satisfaction_fact(
    reading: Reading, cell: Cell, unit: Unit, factor: tuple[str, str], respondents: Decimal | None
) -> None:
    where = (unit.unit_id, reading.period_id)
    reading.fact(
        "satisfaction",
        cell,
        where,
        (*where, factor[0]),
        unit_id=unit.unit_id,
        period_id=reading.period_id,
        factor_code=factor[0],
        factor_name=factor[1],
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
            place = _target_place(reading, unit, period, name)
            add_targets(reading, cell, place, owner=reading.text(row, "owner"))


def _target_place(reading: Reading, unit: Unit, period: str, name: str) -> Place:
    framework = reading.catalogue.framework_for(unit, int(period[:4]))
    known = framework.by_name(name) if framework else None
    if known:
        line = (known.criterion_code, name, known.level)
    elif INDEX_ROW.fullmatch(fold(name)):
        line = TOTAL
    elif "sipas" in fold(name):
        line = ("SIPAS", name, "component")
    else:
        line = (key("khac", fold(name)), name, "criterion")
    return replace(reading.place(framework, line, unit), period_id=period)
