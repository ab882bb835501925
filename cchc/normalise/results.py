"""Published results: component summary, district result, leaders' survey, ranking of units, SIPAS.

Everything printed in a published result is of round `published`: it is what somebody announced,
kept beside what the score sheets add up to.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal

from cchc.catalogue import Criterion, Framework, Unit
from cchc.forms.component_summary import RESULT_YEAR, TARGET_YEAR
from cchc.model import Cell
from cchc.normalise.rows import Place, Reading, is_total, key, shown
from cchc.normalise.targets import add_targets
from cchc.numbers import parse_rank, show
from cchc.text import fold

INDEX_ROW = re.compile(r"chi so (cai cach hanh chinh|cchc|par index).*")
TOTAL = ("total", "Chỉ số cải cách hành chính", "total")


def component_summary(reading: Reading) -> None:
    """Baseline and target of every component, SIPAS and the total (Tam Đường's plan)."""
    baseline = _year_in(reading.head("percent"), RESULT_YEAR) or str(reading.year)
    target_year = _year_in(reading.head("target"), TARGET_YEAR)
    if target_year is None:
        _say_no_target_year(reading)
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
        if cell is not None and target_year is not None:
            rank = reading.rank(reading.cell(row, "target_rank")).rank
            wanted = replace(place, period_id=target_year)
            add_targets(reading, cell, wanted, owner=reading.text(row, "owner"), rank=rank)


def _say_no_target_year(reading: Reading) -> None:
    cell = reading.at(reading.table.area.top, reading.table.columns["target"][0])
    message = "Tiêu đề cột mục tiêu không ghi năm. Hãy ghi năm, ví dụ “Mục tiêu năm 2025”."
    reading.found("error", "no_target_year", cell, message)


def _year_in(head: str, pattern: str) -> str | None:
    """The year of a column's heading; a column that a person pointed out may name none."""
    match = re.search(pattern, fold(head))
    return match.group(match.lastindex or 0) if match else None


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


SUMMARY_ROW = re.compile(r"(trung binh|binh quan|muc trung binh|toan (huyen|tinh|thanh pho))\b.*")
MAXIMUM_ROW = {"diem toi da", "diem chuan", "thang diem"}
SECTION = re.compile(r"[IVX]+\.?|[A-Z]\.?|")
FIGURES = {
    "points": "points",
    "points_of": "points",
    "percent": "percent",
    "percent_of": "percent",
    "percent_by_year": "percent",
    "rank": "rank",
    "rank_of": "rank",
    "rank_by_year": "rank",
    "band": "band",
}


@dataclass(frozen=True, slots=True)
class Year:
    """The columns of one year in a ranking table: its total, index, rank, class and components."""

    period_id: str
    total: dict[str, int]
    components: dict[int, str]


def unit_ranking(reading: Reading) -> None:
    """Units in rows, components in columns, total, index, rank, class; one year or several."""
    years = _years(reading)
    maxima = _maxima(reading)
    for row, unit in _unit_rows(reading):
        if _is_left_blank(reading, row):
            continue
        for year in years:
            _ranking_row(reading, row, unit, year, maxima)


def _unit_rows(reading: Reading) -> Iterator[tuple[int, Unit]]:
    """Rows of units; totals, means, the maxima and headings of a section are passed over."""
    for row in reading.table.rows:
        name, number = reading.text(row, "unit"), reading.text(row, "number")
        label = fold(name or number)
        sums = label in MAXIMUM_ROW or is_total(name or number) or SUMMARY_ROW.fullmatch(label)
        if sums or _heads_section(reading, row, number):
            reading.passed.add(row)
        elif name:
            unit = reading.unit_in(row)
            if unit is not None:
                yield row, unit


def _is_left_blank(reading: Reading, row: int) -> bool:
    """A unit's row in which nothing but formulas stands was not filled in."""
    named = {"number", "unit", "note", "reference", "applicable"}
    columns = [c for name, cs in reading.table.columns.items() if name not in named for c in cs]
    cells = [cell for column in columns if (cell := reading.at(row, column))]
    if not all(cell.state == "uncached" for cell in cells):
        return False
    reading.left_blank.add(row)
    return True


def _heads_section(reading: Reading, row: int, number: str) -> bool:
    """ "I. Các xã": a numeral or letter and nothing beside number and unit."""
    named = {c for name in ("number", "unit") for c in reading.table.columns.get(name, ())}
    columns = {c for places in reading.table.columns.values() for c in places}
    figures = any(reading.at(row, column) for column in columns - named)
    return SECTION.fullmatch(number) is not None and not figures


def _years(reading: Reading) -> list[Year]:
    """The table's own period, or each year that the heads of its columns name."""
    table = reading.table
    years: dict[str, Year] = {}
    for name, figure in FIGURES.items():
        for column in table.columns.get(name, ()):
            year = _year_of(reading, column, years)
            if figure in year.total:
                _say_twice(reading, column)
            year.total.setdefault(figure, column)
    for name in ("component", "area"):
        for column in table.columns.get(name, ()):
            texts = [text for text in table.heads[column] if not YEAR_HEAD.fullmatch(fold(text))]
            _year_of(reading, column, years).components[column] = texts[-1]
    return sorted(years.values(), key=lambda year: year.period_id)


YEAR_HEAD = re.compile(r"((ket qua |diem |chi so )?nam )?20\d\d")


def _year_of(reading: Reading, column: int, years: dict[str, Year]) -> Year:
    heads = [text for text in reading.table.heads[column] if YEAR_HEAD.fullmatch(fold(text))]
    period_id = fold(heads[-1])[-4:] if heads else reading.period_id
    return years.setdefault(period_id, Year(period_id, {}, {}))


def _say_twice(reading: Reading, column: int) -> None:
    label = " · ".join(reading.table.heads[column])
    cell = next((c for r in reading.table.header_rows if (c := reading.at(r, column))), None)
    message = f"Có hai cột “{label}” cho cùng một năm. Hãy ghi rõ năm ở tiêu đề cột."
    reading.found("error", "one_column_twice", cell, message)


def _maxima(reading: Reading) -> dict[int, Decimal]:
    """Column -> the maximum that a row "Điểm tối đa" prints."""
    columns = [c for name in ("component", "area") for c in reading.table.columns.get(name, ())]
    maxima: dict[int, Decimal] = {}
    for row in reading.table.rows:
        if fold(reading.text(row, "unit") or reading.text(row, "number")) in MAXIMUM_ROW:
            read = {c: reading.number(reading.at(row, c)).value for c in columns}
            maxima |= {column: value for column, value in read.items() if value is not None}
    return maxima


def _ranking_row(
    reading: Reading, row: int, unit: Unit, year: Year, maxima: dict[int, Decimal]
) -> None:
    framework = reading.catalogue.framework_for(unit, int(year.period_id[:4]))
    for column, label in year.components.items():
        cell = reading.at(row, column)
        if cell is None:
            continue
        known = _component_named(framework, label)
        if known is None:
            message = f"Cột “{label}” không có trong bộ tiêu chí. Hãy sửa tên cột cho khớp."
            reading.found("error", "unknown_criterion", cell, message)
            continue
        line = (known.criterion_code, known.criterion_name, known.level)
        place = replace(reading.place(framework, line, unit), period_id=year.period_id)
        maximum = known.max_points if known.max_points is not None else maxima.get(column)
        _publish_component(reading, cell, place, column, maximum)
    place = replace(reading.place(framework, TOTAL, unit), period_id=year.period_id)
    _ranking_total(reading, row, place, year.total)


def _publish_component(
    reading: Reading, cell: Cell, place: Place, column: int, maximum: Decimal | None
) -> None:
    """In points, or in % where the heads or the cell itself say so."""
    in_percent = "%" in " ".join(reading.table.heads[column])
    parsed = reading.number(cell, percent_heading=in_percent)
    if parsed.is_percent:
        _publish(reading, cell, place, percent=parsed.value)
    else:
        _publish(reading, cell, place, points=parsed.value, max_points=maximum)


def _component_named(framework: Framework | None, label: str) -> Criterion | None:
    """By the whole label, or without the maximum in brackets behind it."""
    if framework is None:
        return None
    bare = re.sub(r"\s*\(.*?\)\s*$", "", label)
    levels = ("component",)
    return framework.by_name(label, levels) or framework.by_name(bare, levels)


def _ranking_total(reading: Reading, row: int, place: Place, columns: dict[str, int]) -> None:
    cells = {name: reading.at(row, column) for name, column in columns.items()}
    cell = cells.get("percent") or cells.get("points")
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
    rank = reading.rank(cells.get("rank"))
    _publish(
        reading,
        cell,
        place,
        points=reading.number(cells.get("points")).value,
        max_points=applicable,
        percent=reading.percent(cells.get("percent")),
        published_rank=rank.rank,
        published_rank_of=rank.of,
        published_class=shown(cells.get("band")) or None,
    )


def _added_up(reading: Reading, row: int) -> Decimal | None:
    """The sum of a row's components where every one of them is a number."""
    cells = [reading.at(row, column) for column in reading.table.columns.get("component", ())]
    points = [reading.number(cell).value for cell in cells]
    known = [value for value in points if value is not None]
    return sum(known, Decimal(0)) if known and len(known) == len(points) else None


def _respondents(reading: Reading, row: int) -> Decimal | None:
    """How many answered: a whole number, or the columns have been exchanged."""
    cell = reading.cell(row, "respondents")
    count = reading.number(cell).value
    if count is None or (count >= 0 and count == count.to_integral_value()):
        return count
    message = (
        f"Số phiếu phải là số nguyên nhưng ghi {show(count, trim=True)}. Hãy kiểm tra cột Số phiếu "
        "có bị đổi chỗ với cột khác không."
    )
    reading.found("error", "not_a_count", cell, message)
    return None


def satisfaction(reading: Reading) -> None:
    """SIPAS by unit, or by factor of one unit: in %, with the number of forms."""
    if "name" in reading.table.columns:
        _satisfaction_by_factor(reading)
        return
    for row, unit in _unit_rows(reading):
        respondents = _respondents(reading, row)
        if _is_left_blank(reading, row):
            continue
        for code, name, cell in _factors(reading, row):
            if cell is not None:
                line = (code, name)
                _satisfaction_fact(reading, cell, unit, line, respondents, reading.period_id)


def _factors(reading: Reading, row: int) -> list[tuple[str, str, Cell | None]]:
    """Factors numbered from the left; within their block where the method has two of them."""
    columns = reading.table.columns.get("factor", ())
    heads = reading.table.heads
    blocks = list(dict.fromkeys(heads[column][0] for column in columns))
    numbered: list[tuple[str, str, Cell | None]] = []
    for position, column in enumerate(columns, start=1):
        block = heads[column][0]
        within = 1 + sum(1 for c in columns if c < column and heads[c][0] == block)
        two = 1 < len(blocks) < len(columns)
        code = f"{blocks.index(block) + 1}.{within}" if two else str(position)
        numbered.append((code, heads[column][-1], reading.at(row, column)))
    return [*numbered, (*SATISFIED, reading.cell(row, "overall"))]


SATISFIED = ("SIPAS", "Chỉ số hài lòng chung")
OVERALL_ROW = re.compile(
    r"(tong hop|chi so|muc do|t[yi] le)?\s*(hai long|sipas)( (chung|chung cua).*)?|chung"
)


def _satisfaction_by_factor(reading: Reading) -> None:
    """Factors in rows, under their blocks' Roman numerals since 2022; a column to a year."""
    block = ""
    for row in reading.table.rows:
        number, name = reading.text(row, "number").rstrip("."), reading.text(row, "name")
        cells = [
            (c, cell) for c in reading.table.columns["overall"] if (cell := reading.at(row, c))
        ]
        if re.fullmatch(r"[IVX]+", number):
            block = number
        if not cells:
            if not number or number == block:
                reading.passed.add(row)
            continue
        line = _factor_line(block, number, name)
        if line is None:
            continue
        respondents = _respondents(reading, row)
        for column, cell in cells:
            period_id = _year_of(reading, column, {}).period_id
            _satisfaction_fact(reading, cell, reading.unit, line, respondents, period_id)


def _factor_line(block: str, number: str, name: str) -> tuple[str, str] | None:
    """Code and name of a factor's row; None for a row that is neither factor nor overall."""
    folded = fold(name or number)
    if is_total(name or number) or OVERALL_ROW.fullmatch(folded) or SUMMARY_ROW.fullmatch(folded):
        return SATISFIED
    if not number or not name:
        return None
    return (f"{block}.{number}" if block and number != block else number), name


def _satisfaction_fact(
    reading: Reading,
    cell: Cell,
    unit: Unit,
    factor: tuple[str, str],
    respondents: Decimal | None,
    period_id: str,
) -> None:
    where = (unit.unit_id, period_id)
    reading.fact(
        "satisfaction",
        cell,
        where,
        (*where, factor[0]),
        unit_id=unit.unit_id,
        period_id=period_id,
        factor_code=factor[0],
        factor_name=factor[1],
        percent=reading.percent(cell),
        respondents=None if respondents is None else int(respondents),
        # Two generations of the method: five factors up to 2021, two blocks since (domain).
        method="2022" if int(period_id[:4]) >= 2022 else "2012",
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
