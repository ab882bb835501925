"""Facts of table `target`: what a plan requires of an index, a rate, a rank, in its own words."""

from __future__ import annotations

from decimal import Decimal

from cchc.model import Cell
from cchc.normalise.rows import Place, Reading, shown
from cchc.targets import Measure, Target, parse_target


def add_targets(
    reading: Reading,
    cell: Cell,
    place: Place,
    *,
    owner: str | None = None,
    rank: int | None = None,
    default_measure: Measure = "index",
) -> None:
    """One fact for each requirement that the cell states; `rank` from a column of its own."""
    stated = parse_target(_text(cell), default_measure=default_measure)
    for ordinal, target in enumerate(stated, start=_already_stated(reading, place) + 1):
        for code, message in target.notes:
            reading.found("note", code, cell, message)
        where = (place.unit.unit_id, place.period_id)
        reading.fact(
            "target",
            cell,
            (*where, reading.table.form, place.framework_id),
            (*where, place.framework_id, place.code, ordinal),
            **place.values,
            **_columns(target, rank),
            ordinal=ordinal,
            raw_text=shown(cell),
            owner=owner or None,
        )


def _columns(target: Target, rank: int | None) -> dict[str, object]:
    return {
        "comparator": target.comparator,
        "percent": target.percent,
        "rank": target.rank if target.rank is not None else rank,
        "count": target.count,
        # A rank is the rank of an index; `kind` says that the rank is what is asked.
        "measure": "index" if target.measure == "rank" else target.measure,
        "kind": target.kind,
        "basis_year": target.basis_year,
    }


def _already_stated(reading: Reading, place: Place) -> int:
    """Requirements of the same line in rows above: a table may state several of one unit."""
    facts = (fact.values for fact in reading.facts if fact.table == "target")
    return sum(1 for values in facts if place.values.items() <= values.items())


def _text(cell: Cell) -> str:
    """A target typed as a number under a % format reads as that percentage."""
    if "%" in cell.number_format and isinstance(cell.value, int | float):
        percent = Decimal(format(cell.value, ".15g")) * 100
        return f"{percent.normalize():f}".replace(".", ",") + "%"
    return shown(cell)
