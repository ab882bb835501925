"""Score sheets of one unit: area → criterion → sub-criterion, a column for each score round."""

from __future__ import annotations

import re
from dataclasses import replace

from cchc.catalogue import Criterion, Framework
from cchc.model import Cell
from cchc.normalise.rows import Place, Reading, is_total
from cchc.text import fold

ROUNDS = ("self", "appraised", "appraised_2", "survey", "final")
TRIAL = re.compile(r".*\b(cham diem thu|tu cham thu|cham thu)\b.*")


def score_sheet(reading: Reading) -> None:
    """Points of every row and round; parents' sums are kept, to be checked against children."""
    framework = reading.framework()
    if framework is None:
        cell = reading.at(reading.table.area.top, reading.table.area.left)
        message = (
            f"Chưa có bộ tiêu chí của {reading.unit.unit_name} năm {reading.year} trong danh mục "
            "nên không đối chiếu được bảng điểm. Hãy bổ sung bộ tiêu chí rồi nạp lại."
        )
        reading.found("error", "unknown_framework", cell, message)
        return
    trial = any(TRIAL.fullmatch(fold(caption)) for caption in reading.table.captions)
    for row in reading.table.rows:
        criterion = _criterion_in(reading, row, framework)
        if criterion is None and not any(reading.cell(row, name) for name in ROUNDS):
            # A scoring option ("Ban hành kịp thời: 1") or a heading: points of nobody.
            reading.passed.add(row)
        if criterion is not None:
            _add_row(reading, row, framework, criterion, trial)


TOTAL = Criterion("total", "", "total", "total", "Chỉ số cải cách hành chính", None)


def _criterion_in(reading: Reading, row: int, framework: Framework) -> Criterion | None:
    code, name = reading.text(row, "number"), reading.text(row, "name")
    if is_total(name) or is_total(code):
        return TOTAL
    if not code:
        return None
    known = framework.by_code(code)
    if known is None or (name and fold(known.criterion_name) != fold(name)):
        cell = reading.cell(row, "number")
        there = f"ghi “{known.criterion_name[:60]}”" if known else "không có"
        message = f"Tiêu chí {code} “{name[:60]}”: bộ tiêu chí {there}. Hãy sửa cho khớp."
        reading.found("error", "unknown_criterion", cell, message)
        return None
    return known


def _add_row(
    reading: Reading, row: int, framework: Framework, criterion: Criterion, trial: bool
) -> None:
    """A score for each round that the row holds; the year is the period of every round."""
    line = (criterion.criterion_code, criterion.criterion_name, criterion.level)
    place = replace(reading.place(framework, line), period_id=str(reading.year))
    reading.passed.add(row)
    maximum = reading.number(reading.cell(row, "max_points")).value
    note = reading.text(row, "note") or None
    is_leaf = framework.is_leaf(criterion.criterion_code)
    if is_leaf and not any(reading.cell(row, name) for name in ROUNDS):
        reading.left_blank.add(row)
    for name in ROUNDS:
        cell = reading.cell(row, name)
        if cell is not None and (is_leaf or not reading.is_unsaved_sum(cell)):
            score_round = "trial" if trial and name == "self" else name
            area = criterion.area_code
            _add_score(reading, cell, place, area, round=score_round, max_points=maximum, note=note)


def _add_score(reading: Reading, cell: Cell, place: Place, area: str, **values: object) -> None:
    parsed = reading.number(cell)
    if parsed.problem:
        return
    where = (place.unit.unit_id, place.period_id, values["round"], place.framework_id)
    status = parsed.nothing or "scored"
    given = place.values | values | {"points": parsed.value, "status": status}
    reading.fact("score", cell, (*where, area), (*where, place.code), **given)
