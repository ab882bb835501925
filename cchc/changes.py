"""What an import, or its withdrawal, would change: one question asked of two stores.

In: an inspection that has a candidate, or an import in use. Out: every figure that is new, other or
gone, and every rank that moves, for the units and periods that the files speak of. It decides
nothing, and it must not read a workbook: what it says of a figure is what the stores hold.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from pathlib import Path
from typing import Any, Literal

from cchc import keeping, store
from cchc.catalogue import Catalogue, Unit
from cchc.importing import Inspection
from cchc.ledger import Ledger
from cchc.periods import parse_period_id

Kind = Literal["new", "changed", "gone"]
# What every unit of a group is expected to have where one of them has it.
REPORTED = ("score", "satisfaction", "service_indicator", "task_progress")


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure of a store: of whom and when, what it says, and the cell where it was read.

    number: points, or percent where `is_percent`; None where only words are said.
    """

    table: str
    unit_id: str
    unit_name: str
    period_id: str
    item_code: str | None
    item_name: str | None
    round: str | None
    number: Decimal | None
    is_percent: bool
    text: str | None
    import_id: int
    file: str
    sheet: str
    cell: str

    @property
    def says(self) -> tuple[object, ...]:
        return (self.number, self.text, self.item_name)


@dataclass(frozen=True, slots=True)
class FigureChange:
    """One figure before and after; before is None when it is new, after when it is gone."""

    before: Figure | None
    after: Figure | None

    @property
    def kind(self) -> Kind:
        if self.before is None:
            return "new"
        return "gone" if self.after is None else "changed"

    @property
    def figure(self) -> Figure:
        figure = self.after or self.before
        assert figure is not None
        return figure

    @property
    def difference(self) -> Decimal | None:
        """After less before, in points or points of percent; None where either says no number."""
        if self.before is None or self.after is None:
            return None
        if self.before.number is None or self.after.number is None:
            return None
        return self.after.number - self.before.number


@dataclass(frozen=True, slots=True)
class RankChange:
    """A unit's index and rank among its peers before and after."""

    unit_id: str
    unit_name: str
    period_id: str
    before_percent: float | None
    after_percent: float | None
    before_rank: int | None
    after_rank: int | None
    rank_of: int | None


@dataclass(frozen=True, slots=True)
class Lacking:
    """Units without any figure of a kind in a period in which peers of theirs have one."""

    table: str
    period_id: str
    unit_ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Replaced:
    """An import that gives way to a new one of the same sender: as a whole or in part."""

    import_id: int
    by_import_id: int


@dataclass(frozen=True, slots=True)
class Changes:
    figures: tuple[FigureChange, ...] = ()
    ranks: tuple[RankChange, ...] = ()
    lacking: tuple[Lacking, ...] = ()
    replaced: tuple[Replaced, ...] = ()


Place = tuple[Path, str]


def changes(folder: Path, inspection: Inspection, *, scratch: Path | None = None) -> Changes:
    """What accepting an inspection would change. Empty when it has nothing to accept."""
    if inspection.candidate is None or not inspection.received:
        return Changes()
    imports = [one.import_id for one in inspection.received]
    after = (scratch or folder, inspection.candidate)
    before = (folder, inspection.parent.store) if inspection.parent.store else None
    said = _ask(after, "figures_of", imports=imports)
    replaced = _ask(after, "superseded_imports", imports=imports)
    return replace(
        _between(before, after, said, inspection.known),
        replaced=tuple(Replaced(row["import_id"], row["by_import_id"]) for row in replaced),
    )


def undone(folder: Path, import_id: int) -> Changes:
    """What withdrawing an import would change: before is as it stands, after is without it."""
    now = keeping.current_store(folder)
    active = Ledger(folder).active()
    if now is None or import_id not in {one.import_id for one in active}:
        return Changes()
    rest = [one for one in active if one.import_id != import_id]
    parts = keeping.parts_of(folder, rest, keeping.Knowledge(folder, rest))
    without = store.build(folder, parts, links=keeping.task_links(folder))
    said = _ask((folder, now), "figures_of", imports=[import_id])
    found = _between((folder, now), (folder, without), said, keeping.catalogue(folder))
    return replace(found, lacking=())


def since(folder: Path, before: str, after: str, unit_ids: Sequence[str]) -> list[FigureChange]:
    """Every figure of these units that is new, other or gone in a later store."""
    said = [
        _figures(_ask((folder, name), "figures_of", units=list(unit_ids)))
        for name in (before, after)
    ]
    return list(_compared(*said))


def _between(
    before_place: Place | None,
    after_place: Place,
    said: Sequence[Mapping[str, Any]],
    known: Catalogue,
) -> Changes:
    """`said`: the figures of the files in question; what they speak of is compared."""
    peers = _peers(known, {row["unit_id"] for row in said})
    asked = {
        "units": [unit.unit_id for unit in peers],
        "periods": sorted({row["period_id"] for row in said}),
    }
    after = _figures(_ask(after_place, "figures_of", **asked))
    before = _figures(_ask(before_place, "figures_of", **asked)) if before_place else {}
    years = sorted({row["period_id"] for row in said if row["table_name"] == "score"})
    ranked = [period for period in years if parse_period_id(period).kind == "year"]
    after_ranks = _ranks(after_place, ranked)
    before_ranks = _ranks(before_place, ranked) if before_place else {}
    return Changes(
        figures=tuple(_compared(before, after)),
        ranks=tuple(_moved(before_ranks, after_ranks)),
        lacking=tuple(_lacking(peers, said, after.values())),
    )


def _peers(known: Catalogue, unit_ids: set[str]) -> list[Unit]:
    """The units spoken of and all that they are ranked among, in the catalogue's order."""
    groups = {unit.unit_group for unit in known.units if unit.unit_id in unit_ids}
    return [unit for unit in known.units if unit.unit_group in groups]


def _ask(place: Place, query: str, **params: object) -> list[dict[str, Any]]:
    folder, name = place
    answer = store.run(folder, name, query, **params)
    return [dict(zip(answer.columns, row, strict=True)) for row in answer.rows]


def _figures(rows: Iterable[Mapping[str, Any]]) -> dict[tuple[str, str], Figure]:
    return {
        (row["table_name"], row["figure"]): Figure(
            table=row["table_name"],
            unit_id=row["unit_id"],
            unit_name=row["unit_name"] or row["unit_id"],
            **{name: row[name] for name in _KEPT},
        )
        for row in rows
    }


_KEPT = (
    *("period_id", "item_code", "item_name", "round", "number", "is_percent", "text"),
    *("import_id", "file", "sheet", "cell"),
)


def _compared(
    before: Mapping[tuple[str, str], Figure], after: Mapping[tuple[str, str], Figure]
) -> Iterable[FigureChange]:
    """In the order of the store after, then what is gone."""
    for key, figure in after.items():
        old = before.get(key)
        if old is None or old.says != figure.says:
            yield FigureChange(old, figure)
    for key, figure in before.items():
        if key not in after:
            yield FigureChange(figure, None)


def _ranks(place: Place, periods: Sequence[str]) -> dict[tuple[str, str], dict[str, Any]]:
    """(unit, period) -> its row of rank_units, units without a figure too."""
    return {
        (row["unit_id"], period): row | {"period_id": period}
        for period in periods
        for row in _ask(place, "rank_units", period=period)
    }


def _moved(
    before: Mapping[tuple[str, str], Mapping[str, Any]],
    after: Mapping[tuple[str, str], Mapping[str, Any]],
) -> Iterable[RankChange]:
    """Also units that no file speaks of: another's figure can push them down."""
    for unit_id, period in {**after, **before}:
        old, new = before.get((unit_id, period), {}), after.get((unit_id, period), {})
        if (old.get("exact"), old.get("rank")) != (new.get("exact"), new.get("rank")):
            yield RankChange(
                unit_id=unit_id,
                unit_name=(new or old)["unit_name"],
                period_id=period,
                before_percent=_float(old.get("percent")),
                after_percent=_float(new.get("percent")),
                before_rank=old.get("rank"),
                after_rank=new.get("rank"),
                rank_of=new.get("rank_of"),
            )


def _float(value: object) -> float | None:
    return None if value is None else float(str(value))


def _lacking(
    peers: Sequence[Unit], said: Iterable[Mapping[str, Any]], after: Iterable[Figure]
) -> Iterable[Lacking]:
    """For each kind and period that the files speak of: which peers have none of it yet."""
    groups = {unit.unit_id: unit.unit_group for unit in peers}
    have: dict[tuple[str, str], set[str]] = {}
    for figure in after:
        have.setdefault((figure.table, figure.period_id), set()).add(figure.unit_id)
    spoken = {
        (row["table_name"], row["period_id"], groups[row["unit_id"]])
        for row in said
        if row["table_name"] in REPORTED
    }
    for table, period, group in sorted(spoken):
        lacking = tuple(
            unit.unit_id
            for unit in peers
            if unit.unit_group == group and unit.unit_id not in have.get((table, period), ())
        )
        if lacking:
            yield Lacking(table, period, lacking)
