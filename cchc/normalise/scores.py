"""Score sheets: area → criterion → sub-criterion; a column for each round, year or unit."""

from __future__ import annotations

import re
from dataclasses import dataclass

from cchc.catalogue import Criterion, Framework, Unit
from cchc.forms.score_sheet import UNIT
from cchc.model import Cell
from cchc.normalise.codes import criteria_of
from cchc.normalise.frameworks import as_framework_offer
from cchc.normalise.rows import Place, Reading
from cchc.periods import find_periods
from cchc.text import fold

ROUNDS = {
    "self": "self",
    "appraised": "appraised",
    "first_of": "appraised",
    "appraised_2": "appraised_2",
    "second_of": "appraised_2",
    "survey": "survey",
    "final": "final",
    "points_below": "final",
    "points_of": "final",
}
TRIAL = re.compile(r".*\b(cham diem thu|tu cham thu|cham thu)\b.*")
# Whose points a column without a round of its own holds, by the heads above it or the title.
WORDED_ROUNDS = (
    ("trial", TRIAL),
    ("appraised_2", re.compile(r".*\btham dinh lan (thu )?(2|ii|hai)\b.*")),
    ("appraised", re.compile(r".*\btham dinh\b.*")),
    ("self", re.compile(r".*\btu (cham|danh gia)\b.*")),
)
ROUND_NAMES = {
    "trial": "chấm thử",
    "self": "tự chấm",
    "appraised": "thẩm định lần 1",
    "appraised_2": "thẩm định lần 2",
}

# Fewer rows that do not fit are mistakes of their own; more than fit are another framework's.
FEWEST_MISFITS = 5
MISFIT = ("unknown_criterion", "code_spoilt")


@dataclass(frozen=True, slots=True)
class ScoreColumn:
    """Whose points a worksheet column holds: unit, year, round, by its framework."""

    column: int
    unit: Unit
    year: str
    score_round: str
    framework: Framework


def score_sheet(reading: Reading) -> None:
    """Points of every row and column; parents' sums are kept, to be checked against children."""
    columns = _once_each(reading, _score_columns(reading))
    scored = {row for row in reading.table.rows if any(reading.at(row, c.column) for c in columns)}
    if not columns:
        _say_no_points(reading)
    known = _criteria(reading, columns, scored)
    for row in reading.table.rows:
        _add_line(reading, row, columns, known, scored)


def _add_line(
    reading: Reading,
    row: int,
    columns: list[ScoreColumn],
    known: dict[str, dict[int, Criterion | None]],
    scored: set[int],
) -> None:
    """The points of one row, column by column; a criterion without any is left blank."""
    if all(row in rows and rows[row] is None for rows in known.values()) and row not in scored:
        # A scoring option ("Ban hành kịp thời: 1") or a heading: points of nobody.
        reading.passed.add(row)
    told = [(one, known[one.framework.framework_id].get(row)) for one in columns]
    for one, criterion in told:
        if criterion is not None:
            _add_row(reading, row, one, criterion, alone=len(columns) == 1)
    if row not in scored and any(_is_leaf(one, criterion) for one, criterion in told):
        reading.left_blank.add(row)


def _is_leaf(column: ScoreColumn, criterion: Criterion | None) -> bool:
    return criterion is not None and column.framework.is_leaf(criterion.criterion_code)


def _criteria(
    reading: Reading, columns: list[ScoreColumn], scored: set[int]
) -> dict[str, dict[int, Criterion | None]]:
    """Framework id → row → its criterion; see `criteria_of`."""
    known: dict[str, dict[int, Criterion | None]] = {}
    for one in columns:
        framework_id = one.framework.framework_id
        if framework_id not in known:
            known[framework_id] = _rows_that_fit(reading, one, scored)
    return known


def _rows_that_fit(
    reading: Reading, column: ScoreColumn, scored: set[int]
) -> dict[int, Criterion | None]:
    """Row → its criterion; none, and one error, where most rows are of another framework."""
    before = len(reading.findings)
    rows = criteria_of(reading, column.framework, scored)
    misfits = sum(1 for one in reading.findings[before:] if one.code in MISFIT)
    fitting = sum(1 for one in rows.values() if one is not None and one.level != "total")
    if misfits < FEWEST_MISFITS or misfits <= fitting:
        return rows
    del reading.findings[before:]
    reading.passed.update(reading.table.rows)
    why = (
        f"{misfits} trong {misfits + fitting} dòng không khớp mã và tên của bộ tiêu chí "
        f"“{column.framework.framework_name}”."
    )
    _say_unknown_framework(reading, column.unit, int(column.year), why)
    return {}


def _say_unknown_framework(reading: Reading, unit: Unit, year: int, why: str) -> None:
    """One error with what to do: the file itself may be the new framework's first print."""
    cell = reading.at(reading.table.area.top, reading.table.area.left)
    offer = as_framework_offer(unit, reading.catalogue.parent(unit), year)
    message = f"{why} Hãy nhận bộ tiêu chí trước rồi nạp lại, hoặc chọn “{offer}”."
    reading.found("error", "unknown_framework", cell, message)


def _say_no_points(reading: Reading) -> None:
    if not reading.findings:
        cell = reading.at(reading.table.area.top, reading.table.area.left)
        message = (
            "Bảng điểm không có cột điểm nào đọc được. Hãy ghi tiêu đề cột là Tự chấm, Thẩm định, "
            "Điểm đạt được hoặc tên đơn vị."
        )
        reading.found("error", "no_points_column", cell, message)


# columns -----------------------------------------------------------------------------------


def _score_columns(reading: Reading) -> list[ScoreColumn]:
    table = reading.table
    places = [(c, name) for name in ROUNDS for c in table.columns.get(name, ())]
    own_round = any(ROUNDS[name] != "final" for _, name in places)
    frameworks: dict[tuple[str, int], Framework | None] = {}
    found: list[ScoreColumn] = []
    for column, name in sorted(places):
        unit = _unit_of(reading, column, name)
        if unit is None:
            continue
        year = _year_of(reading, column)
        framework = _framework(reading, unit, year, frameworks)
        if framework is not None:
            score_round = _round_of(reading, column, ROUNDS[name], own_round)
            found.append(ScoreColumn(column, unit, str(year), score_round, framework))
    return found


def _head_cell(reading: Reading, column: int) -> Cell | None:
    """The lowest header cell of a column, or the merged one it stands under."""
    for row in reversed(reading.table.header_rows):
        for place in range(column, reading.table.area.left - 1, -1):
            cell = reading.at(row, place)
            if cell is not None:
                return cell
    return None


def _unit_of(reading: Reading, column: int, name: str) -> Unit | None:
    """The unit that the heads of a column name; the table's own where they name none."""
    heads = reading.table.heads[column]
    for text in heads:
        near = _near_units(reading, text)
        if len(near) == 1:
            return near[0]
    if name == "points_below" and not find_periods(" ".join(heads)) and not _is_round(heads[-1]):
        _say_no_unit(reading, column)
        return None
    if any(re.fullmatch(UNIT, fold(text)) for text in heads):
        _say_no_unit(reading, column)
        return None
    return reading.unit


def _is_round(text: str) -> bool:
    return any(pattern.fullmatch(fold(text)) for _, pattern in WORDED_ROUNDS)


def _near_units(reading: Reading, text: str) -> list[Unit]:
    own = reading.unit
    return [
        unit
        for unit in reading.catalogue.units_named(text)
        if unit.illustrative == own.illustrative and own.unit_id in (unit.unit_id, unit.parent_id)
    ]


def _say_no_unit(reading: Reading, column: int) -> None:
    """A head that should name a unit and does not; among columns of units it is an error."""
    table, cell = reading.table, _head_cell(reading, column)
    label = table.heads[column][-1]
    among = [c for c in table.columns.get("points_below", ()) if c != column]
    is_unit = re.fullmatch(UNIT, fold(label)) is not None or any(
        _near_units(reading, table.heads[c][-1]) for c in among
    )
    if is_unit:
        message = (
            f"Cột “{label}”: không có đơn vị này thuộc {reading.unit.unit_name} trong danh mục. "
            "Hãy kiểm tra lại tên đơn vị."
        )
        reading.found("error", "unknown_unit", cell, message)
    else:
        message = f"Cột “{label}” không được dùng. Hãy sửa tiêu đề cột nếu cần số liệu ở cột này."
        reading.found("warning", "column_not_used", cell, message)


def _year_of(reading: Reading, column: int) -> int:
    """'Năm 2022' in a head above the column; else the table's own year."""
    for text in reversed(reading.table.heads[column]):
        periods = find_periods(text)
        if periods:
            return int(periods[0][:4])
    return reading.year


def _framework(
    reading: Reading, unit: Unit, year: int, asked: dict[tuple[str, int], Framework | None]
) -> Framework | None:
    """The framework of a unit in a year; that there is none is said once."""
    key = (unit.unit_group, year)
    if key not in asked:
        asked[key] = reading.catalogue.framework_for(unit, year)
        if asked[key] is None:
            why = f"Chưa có bộ tiêu chí của {unit.unit_name} năm {year} trong danh mục."
            _say_unknown_framework(reading, unit, year, why)
    return asked[key]


def _round_of(reading: Reading, column: int, named: str, own_round: bool) -> str:
    captions = reading.table.captions
    if named == "self":
        return "trial" if any(TRIAL.fullmatch(fold(text)) for text in captions) else named
    if named != "final":
        return named
    worded = _worded(reading.table.heads[column])
    if worded is None and not own_round and (worded := _worded(captions[:3])):
        message = (
            f"Điểm ở cột này được hiểu là điểm {ROUND_NAMES[worded]} theo tiêu đề bảng. Nếu là "
            "điểm chính thức, hãy sửa tiêu đề."
        )
        reading.found("note", "round_from_title", _head_cell(reading, column), message)
    return worded or named


def _worded(texts: tuple[str, ...]) -> str | None:
    folded = [fold(text) for text in texts]
    return next(
        (name for name, pattern in WORDED_ROUNDS if any(pattern.fullmatch(t) for t in folded)), None
    )


def _once_each(reading: Reading, columns: list[ScoreColumn]) -> list[ScoreColumn]:
    """One column for each unit, year and round; of two that say the same neither is guessed."""
    seen: dict[tuple[str, str, str], ScoreColumn] = {}
    for one in columns:
        key = (one.unit.unit_id, one.year, one.score_round)
        if key in seen:
            message = (
                f"Có hai cột điểm của {one.unit.unit_name} cho cùng năm {one.year} và cùng vòng "
                "chấm. Hãy ghi rõ năm, vòng chấm hoặc đơn vị ở tiêu đề cột."
            )
            reading.found("error", "one_column_twice", _head_cell(reading, one.column), message)
        seen.setdefault(key, one)
    return list(seen.values())


# rows --------------------------------------------------------------------------------------


def _add_row(
    reading: Reading, row: int, column: ScoreColumn, criterion: Criterion, *, alone: bool
) -> None:
    """The score in one column of a row; the year is the period of every round."""
    reading.passed.add(row)
    cell = reading.at(row, column.column)
    if cell is None or (reading.is_unsaved_sum(cell) and not _is_leaf(column, criterion)):
        return
    line = (criterion.criterion_code, criterion.criterion_name, criterion.level)
    place = Place(column.unit, column.year, column.framework.framework_id, *line)
    maximum = reading.number(reading.cell(row, "max_points")).value
    note = reading.text(row, "note") or reading.text(row, "evidence") or None
    percent = _percent(reading, row, column) if alone or column.score_round == "final" else {}
    given = {"round": column.score_round, "max_points": maximum, "note": note} | percent
    _add_score(reading, cell, place, criterion.area_code, **given)
    if criterion.level in ("bonus", "penalty"):
        _say_outside(reading, column, row, criterion)


def _percent(reading: Reading, row: int, column: ScoreColumn) -> dict[str, object]:
    """A printed percentage belongs to the final points, or to the only ones there are."""
    if reading.unit != column.unit or reading.cell(row, "percent") is None:
        return {}
    return {"percent": reading.percent(reading.cell(row, "percent"))}


def _add_score(reading: Reading, cell: Cell, place: Place, area: str, **values: object) -> None:
    parsed = reading.number(cell)
    if parsed.problem:
        return
    where = (place.unit.unit_id, place.period_id, values["round"], place.framework_id)
    status = parsed.nothing or "scored"
    given = place.values | values | {"points": parsed.value, "status": status}
    reading.fact("score", cell, (*where, area), (*where, place.code), **given)


def _say_outside(reading: Reading, column: ScoreColumn, row: int, criterion: Criterion) -> None:
    """Bonus and penalty are kept as rows of their own; the computed index leaves them out."""
    message = (
        f"“{criterion.criterion_name}” đứng ngoài các lĩnh vực: được lưu riêng, không cộng vào chỉ "
        "số tính lại. Hãy đối chiếu khi tổng điểm lệch."
    )
    reading.found("note", "outside_the_areas", reading.at(row, column.column), message)
