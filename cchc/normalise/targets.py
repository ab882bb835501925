"""Facts of table `target`: what a plan requires of an index, a rate, a rank, in its own words."""

from __future__ import annotations

from decimal import Decimal

from cchc.catalogue import Unit
from cchc.model import Cell
from cchc.normalise.rows import Reading, shown
from cchc.targets import Measure, parse_target


def add_targets(
    reading: Reading,
    cell: Cell,
    *,
    unit: Unit,
    period_id: str,
    framework_id: str | None,
    code: str,
    name: str,
    level: str,
    owner: str | None,
    rank: int | None = None,
    default_measure: Measure = "index",
) -> None:
    """One fact for each requirement that the cell's text states; `rank` from a column of its own."""
    place = (unit.unit_id, period_id, framework_id, code)
    stated = parse_target(_text(cell), default_measure=default_measure)
    for ordinal, target in enumerate(stated, start=_already_stated(reading, place) + 1):
        for note_code, message in target.notes:
            reading.found("note", note_code, cell, message)
        reading.fact(
            "target",
            cell,
            (unit.unit_id, period_id, reading.table.form, framework_id),
            (*place, ordinal),
            unit_id=unit.unit_id,
            period_id=period_id,
            framework_id=framework_id,
            criterion_code=code,
            criterion_name=name,
            level=level,
            ordinal=ordinal,
            comparator=target.comparator,
            percent=target.percent,
            rank=target.rank if target.rank is not None else rank,
            count=target.count,
            measure="index" if target.measure == "rank" else target.measure,
            kind=target.kind,
            basis_year=target.basis_year,
            raw_text=shown(cell),
            owner=owner or None,
        )


def _already_stated(reading: Reading, place: tuple[object, ...]) -> int:
    """Requirements of the same unit and criterion in rows above: a table may state several."""
    names = ("unit_id", "period_id", "framework_id", "criterion_code")
    facts = (fact for fact in reading.facts if fact.table == "target")
    return sum(1 for fact in facts if tuple(fact.values[name] for name in names) == place)


def _text(cell: Cell) -> str:
    """A target typed as a number under a % format reads as that percentage."""
    if "%" in cell.number_format and isinstance(cell.value, int | float):
        percent = Decimal(format(cell.value, ".15g")) * 100
        return f"{percent.normalize():f}".replace(".", ",") + "%"
    return shown(cell)
