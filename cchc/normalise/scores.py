"""Score sheets of one unit: area → criterion → sub-criterion, a column for each score round."""

from __future__ import annotations

import re

from cchc.catalogue import Criterion, Framework
from cchc.model import Cell
from cchc.normalise.rows import Reading, is_total
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
        wanted = (
            f"bộ tiêu chí ghi “{known.criterion_name[:60]}”" if known else "bộ tiêu chí không có"
        )
        message = f"Tiêu chí {code} “{name[:60]}”: {wanted}. Hãy sửa số thứ tự và tên cho khớp."
        reading.found("error", "unknown_criterion", cell, message)
        return None
    return known


def _add_row(
    reading: Reading, row: int, framework: Framework, criterion: Criterion, trial: bool
) -> None:
    maximum = reading.number(reading.cell(row, "max_points")).value
    for name in ROUNDS:
        cell = reading.cell(row, name)
        if cell is not None:
            score_round = "trial" if trial and name == "self" else name
            _add_score(reading, row, cell, framework, criterion, score_round, maximum)


def _add_score(
    reading: Reading,
    row: int,
    cell: Cell,
    framework: Framework,
    criterion: Criterion,
    score_round: str,
    maximum: object,
) -> None:
    parsed = reading.number(cell)
    if parsed.problem:
        return
    period = str(reading.year)
    unit_id = reading.unit.unit_id
    reading.fact(
        "score",
        cell,
        (unit_id, period, score_round, framework.framework_id, criterion.area_code),
        (unit_id, period, score_round, framework.framework_id, criterion.criterion_code),
        unit_id=unit_id,
        period_id=period,
        framework_id=framework.framework_id,
        criterion_code=criterion.criterion_code,
        criterion_name=criterion.criterion_name,
        level=criterion.level,
        round=score_round,
        points=parsed.value,
        max_points=maximum,
        status=parsed.nothing or "scored",
        note=reading.text(row, "note") or None,
    )
