"""What is known beforehand: units and their names, frameworks, service indicators, lineage.

In: the reviewed CSV files of data/catalog, the rows of accepted catalogue workbooks, and what was
learned of names and layouts. Out: look-ups by name, group and year. Knows nothing of workbooks or
stores; the store merges the same rows for its queries (queries/schema/catalog_received.sql).
"""

from __future__ import annotations

import csv
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from functools import cached_property, lru_cache, reduce
from itertools import groupby, pairwise
from pathlib import Path
from typing import TypeVar

from cchc.errors import WrongUse
from cchc.model import Fact, Layout, Normalised
from cchc.periods import parse_period_id
from cchc.settings import CATALOG
from cchc.text import fold

KIND_WORDS = ("tinh", "huyen", "thi xa", "thanh pho", "xa", "phuong", "thi tran", "dac khu")
# "tỉnh Phú Thọ" does not speak of a commune whose name without its kind is "Phú Thọ".
NO_KIND_BEFORE = "".join(f"(?<!{word} )" for word in KIND_WORDS)
# The catalogue's tables among the facts of a workbook, each with what names a row of it.
TABLES = {
    "catalog_unit": "unit_id",
    "catalog_alias": "unit_id",
    "catalog_framework": "framework_id",
    "catalog_band": "framework_id",
    "catalog_criterion": "framework_id",
    "catalog_lineage": "unit_id_before",
    "catalog_indicator": "indicator_code",
}

Row = Mapping[str, str]
Named = TypeVar("Named")


@dataclass(frozen=True, slots=True)
class Unit:
    unit_id: str
    unit_name: str
    kind: str
    unit_level: str
    parent_id: str
    illustrative: bool
    valid_from: date | None = None
    valid_to: date | None = None

    @property
    def unit_group(self) -> str:
        """The peers it is ranked among: one level under one parent."""
        return f"{self.parent_id}/{self.unit_level}"

    def in_force(self, day: date) -> bool:
        return (self.valid_from or day) <= day <= (self.valid_to or day)


@dataclass(frozen=True, slots=True)
class Criterion:
    criterion_code: str
    parent_code: str
    area_code: str
    level: str
    criterion_name: str
    max_points: Decimal | None
    moves: str = ""
    scored_by: str = ""


@dataclass(frozen=True, slots=True)
class Band:
    band_name: str
    min_percent: Decimal


@dataclass(frozen=True)
class Framework:
    framework_id: str
    about: str
    applies_to: str
    year_from: int
    year_to: int
    criteria: tuple[Criterion, ...]
    framework_name: str = ""
    aggregation: str = "sum_points"
    max_points: Decimal | None = None
    illustrative: bool = False
    source: str = ""
    bands: tuple[Band, ...] = ()

    def by_code(self, code: str) -> Criterion | None:
        return next((one for one in self.criteria if one.criterion_code == code), None)

    def is_leaf(self, code: str) -> bool:
        """Whether points are given on this line itself and not summed from lines below it."""
        return code in self._leaf_codes

    @cached_property
    def _leaf_codes(self) -> frozenset[str]:
        parents = {one.parent_code for one in self.criteria}
        return frozenset(one.criterion_code for one in self.criteria) - parents

    def by_name(self, name: str, levels: tuple[str, ...] = ()) -> Criterion | None:
        """The criterion so named (accents, case and blanks aside), among `levels` if given."""
        wanted = fold(name)
        matches = (one for one in self.criteria if fold(one.criterion_name) == wanted)
        return next((one for one in matches if not levels or one.level in levels), None)


@dataclass(frozen=True, slots=True)
class Indicator:
    """A service indicator. totals: how a column of the files it is counted of may be headed."""

    indicator_code: str
    indicator_name: str
    labels: tuple[str, ...]
    totals: tuple[str, ...] = ()
    lower_is_better: bool = False


@dataclass(frozen=True, slots=True)
class Lineage:
    """What became of a unit. kind: full, partial, split, renamed, kept."""

    unit_id_before: str
    unit_id_after: str
    kind: str
    effective_on: date
    document: str


@dataclass(frozen=True)
class Catalogue:
    """`listed` are the aliases that accepted unit lists gave, for a later list replaces them.

    `day`: of units of one name, the one in force on that day is meant; see `in_period`.
    """

    units: tuple[Unit, ...]
    aliases: tuple[tuple[str, str], ...]
    frameworks: tuple[Framework, ...]
    indicators: tuple[Indicator, ...]
    layouts: tuple[Layout, ...] = ()
    lineage: tuple[Lineage, ...] = ()
    listed: tuple[tuple[str, str], ...] = ()
    day: date | None = None
    _days: dict[date, Catalogue] = field(
        init=False, default_factory=dict, repr=False, compare=False
    )

    @cached_property
    def _by_id(self) -> dict[str, Unit]:
        return {unit.unit_id: unit for unit in self.units}

    @cached_property
    def names(self) -> dict[str, frozenset[str]]:
        """Folded name -> unit ids. A name that fits two units keeps both."""
        names: dict[str, set[str]] = {}
        for unit in self.units:
            full = fold(unit.unit_name)
            names.setdefault(full, set()).add(unit.unit_id)
            short = _without_kind(full)
            # One letter is no name of its own in running text.
            if len(short) > 2:
                names.setdefault(short, set()).add(unit.unit_id)
        for unit_id, alias in self.aliases:
            if unit_id in self._by_id:  # a learned alias outlives the list that its unit came by
                names.setdefault(fold(alias), set()).add(unit_id)
        return {name: self._in_force(ids) for name, ids in names.items()}

    def _in_force(self, unit_ids: set[str]) -> frozenset[str]:
        """Of several units of one name those in force on the day, if there are any."""
        day = self.day
        if day is None or len(unit_ids) == 1:
            return frozenset(unit_ids)
        return frozenset(one for one in unit_ids if self._by_id[one].in_force(day)) or frozenset(
            unit_ids
        )

    @cached_property
    def _name_pattern(self) -> re.Pattern[str]:
        longest_first = sorted(self.names, key=len, reverse=True)
        names = "|".join(
            re.escape(name) if _without_kind(name) != name else NO_KIND_BEFORE + re.escape(name)
            for name in longest_first
        )
        return re.compile(rf"(?<!\w)(?:{names})(?!\w)" if names else r"(?!)")

    def unit(self, unit_id: str) -> Unit:
        return self._by_id[unit_id]

    def has_unit(self, unit_id: str) -> bool:
        return unit_id in self._by_id

    def parent(self, unit: Unit) -> Unit | None:
        return self._by_id.get(unit.parent_id)

    def units_named(self, name: str) -> list[Unit]:
        """Units whose whole name, alias or code this is; 'UBND' in front is left out."""
        if name in self._by_id:
            return [self._by_id[name]]
        folded = _without_agency(fold(name))
        return [self._by_id[unit_id] for unit_id in sorted(self.names.get(folded, ()))]

    def units_within(self, text: str) -> list[list[Unit]]:
        """Every unit mentioned in running text, in order; each mention with all units it fits."""
        mentions = self._name_pattern.findall(fold(text))
        return [[self._by_id[unit_id] for unit_id in sorted(self.names[m])] for m in mentions]

    def resolve(self, name: str) -> Unit:
        """The one unit so named; of units that bore a name one after another, the first.

        `in_time` leads from there to the one of a period. Raises WrongUse when none is so named, or
        several at one time are.
        """
        found = self.units_named(name)
        if not found:
            raise WrongUse(
                f"Không có đơn vị nào tên “{name}” trong danh mục. Hãy kiểm tra lại tên."
            )
        if len(found) == 1 or _one_after_another(found):
            return min(found, key=_begins)
        names = ", ".join(unit.unit_name for unit in found)
        raise WrongUse(f"Tên “{name}” chỉ nhiều đơn vị: {names}. Hãy ghi đủ tên kèm cấp.")

    def in_period(self, period_id: str | None) -> Catalogue:
        """The catalogue as names are meant at the end of a period.

        Since July 2025 names are reused: "xã Đức Hợp" of 2023 is not the commune of 2026.
        """
        day = _last_day(period_id) if period_id else None
        return self if day is None else self.as_of(day)

    def as_of(self, day: date) -> Catalogue:
        """The catalogue as names are meant on a day."""
        if day not in self._days:
            self._days[day] = replace(self, day=day)
        return self._days[day]

    def in_time(self, unit: Unit) -> Unit:
        """The unit itself, or the one that bears its very name on `day` if it alone does."""
        if self.day is None or unit.in_force(self.day):
            return unit
        named = self.units_named(unit.unit_name)
        in_force = [one for one in named if one.in_force(self.day)]
        same = [one for one in in_force if one.unit_level == unit.unit_level]
        return same[0] if len(same) == 1 else unit

    def resolve_group(self, name: str) -> str:
        """The unit_group with this code. Raises WrongUse with the list of codes otherwise."""
        groups = sorted({unit.unit_group for unit in self.units})
        if name in groups:
            return name
        raise WrongUse(f"Không có nhóm đơn vị “{name}”. Các nhóm: {', '.join(groups)}.")

    def framework_for(self, unit: Unit, year: int, about: str = "par_index") -> Framework | None:
        """The framework of a unit's peers in force in a year; the latest begun when several are.

        A province's set for all its communes serves those of a district that has none of its own.
        """
        for group in self._groups_above(unit):
            fitting = [
                one
                for one in self.frameworks
                if one.about == about
                and one.applies_to == group
                and one.year_from <= year <= one.year_to
            ]
            if fitting:
                return max(fitting, key=lambda one: one.year_from)
        return None

    def _groups_above(self, unit: Unit) -> Iterator[str]:
        above = self.parent(unit)
        yield unit.unit_group
        while above is not None:
            above = self.parent(above)
            if above is not None:
                yield f"{above.unit_id}/{unit.unit_level}"

    def indicator_named(self, label: str) -> Indicator | None:
        wanted = fold(label)
        return next((one for one in self.indicators if wanted in one.labels), None)

    # what is added to what ships -----------------------------------------------------------

    def merged(self, rows: Iterable[Row]) -> Catalogue:
        """With what accepted catalogue workbooks say, in the order of their acceptance.

        A row is a fact's columns as text, with `record` its table and `import_id` its import. A
        later import wins, framework by framework (as a whole) and unit by unit (with its aliases,
        with what became of it).
        """
        by_import = groupby(rows, key=lambda row: row.get("import_id", ""))
        return reduce(Catalogue._with_import, (list(own) for _, own in by_import), self)

    def _with_import(self, rows: Sequence[Row]) -> Catalogue:
        by_table: dict[str, list[Row]] = {table: [] for table in TABLES}
        for row in rows:
            by_table.get(row["record"], []).append(row)
        units = [_unit(row) for row in by_table["catalog_unit"]]
        lineage = [_lineage(row) for row in by_table["catalog_lineage"]]
        indicators = [_indicator(row) for row in by_table["catalog_indicator"]]
        changed = {one.unit_id_before for one in lineage}
        old_lineage = [one for one in self.lineage if one.unit_id_before not in changed]
        again = {unit.unit_id for unit in units}
        outdated = {one for one in self.listed if one[0] in again}
        aliases = [one for one in self.aliases if one not in outdated]
        given = [(row["unit_id"], row["alias"]) for row in by_table["catalog_alias"]]
        new = [one for one in dict.fromkeys(given) if one not in aliases]
        return replace(
            self,
            units=_later_wins(self.units, units, lambda unit: unit.unit_id),
            aliases=(*aliases, *new),
            listed=(*(one for one in self.listed if one not in outdated), *new),
            frameworks=_later_wins(
                self.frameworks, _frameworks(by_table), lambda one: one.framework_id
            ),
            indicators=_later_wins(self.indicators, indicators, lambda one: one.indicator_code),
            lineage=(*old_lineage, *lineage),
        )

    def with_learned(
        self, aliases: Iterable[tuple[str, str]], layouts: Iterable[Layout] = ()
    ) -> Catalogue:
        """With names and layouts that people pointed out; a later layout of a signature wins."""
        learned = tuple(dict.fromkeys(one for one in aliases if one not in self.aliases))
        return replace(
            self,
            aliases=self.aliases + learned,
            layouts=_later_wins(self.layouts, layouts, lambda one: one.signature),
        )


def as_received(
    shipped_catalogue: Catalogue,
    earlier: Iterable[Iterable[Row]],
    aliases: Iterable[tuple[str, str]] = (),
    layouts: Iterable[Layout] = (),
) -> Catalogue:
    """The catalogue that an import is normalised with.

    earlier: the catalogue rows of each active import before it, in order · aliases, layouts: what
    was learned when it was accepted.
    """
    known = reduce(lambda now, rows: now._with_import(list(rows)), earlier, shipped_catalogue)
    return known.with_learned(aliases, layouts)


def is_catalogue(said: Normalised) -> bool:
    """Whether a file changes the catalogue, and so what the files after it may say."""
    return any(fact.table in TABLES for fact in said.facts)


def rows_of(facts: Iterable[Fact], import_id: int | None = None) -> Iterator[dict[str, str]]:
    """The catalogue rows among facts, as `merged` takes them and a normalised file holds them."""
    of_import = {} if import_id is None else {"import_id": str(import_id)}
    for fact in facts:
        if fact.table in TABLES:
            said = {name: str(value) for name, value in fact.values.items() if value is not None}
            yield {"record": fact.table, **of_import, **said}


def _later_wins(
    known: Iterable[Named], given: Iterable[Named], key: Callable[[Named], str]
) -> tuple[Named, ...]:
    """By key; one that is replaced keeps its place."""
    by_key = {key(one): one for one in known}
    by_key.update((key(one), one) for one in given)
    return tuple(by_key.values())


def _begins(unit: Unit) -> date:
    return unit.valid_from or date.min


def _one_after_another(units: list[Unit]) -> bool:
    """Whether units bore one name in turn: the next begins after the last has ended."""
    if len({fold(unit.unit_name) for unit in units}) > 1:
        return False
    in_turn = sorted(units, key=_begins)
    return all((one.valid_to or date.max) < _begins(after) for one, after in pairwise(in_turn))


def _last_day(period_id: str) -> date | None:
    try:
        return parse_period_id(period_id).ends_on
    except WrongUse:
        return None  # "1925-06" in a title: that it is unlikely is found elsewhere


def _without_kind(folded: str) -> str:
    for word in KIND_WORDS:
        if folded.startswith(word + " "):
            return folded[len(word) + 1 :]
    return folded


def _without_agency(folded: str) -> str:
    return re.sub(r"^(ubnd|uy ban nhan dan) ", "", folded)


# rows ----------------------------------------------------------------------------------------


def _read(folder: Path, name: str) -> list[Row]:
    """Rows of a CSV file; a catalogue may begin without it."""
    path = folder / f"{name}.csv"
    if not path.exists():
        return []
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def load(folder: Path = CATALOG) -> Catalogue:
    """Read the catalogue's CSV files."""
    frameworks = {
        "catalog_framework": _read(folder, "frameworks"),
        "catalog_band": _read(folder, "framework_bands"),
        "catalog_criterion": _read(folder, "criteria"),
    }
    return Catalogue(
        units=tuple(_unit(row) for row in _read(folder, "units")),
        aliases=tuple((row["unit_id"], row["alias"]) for row in _read(folder, "unit_aliases")),
        frameworks=tuple(_frameworks(frameworks)),
        indicators=tuple(_indicator(row) for row in _read(folder, "indicators")),
        lineage=tuple(_lineage(row) for row in _read(folder, "lineage")),
    )


@lru_cache(maxsize=1)
def shipped() -> Catalogue:
    """The catalogue in data/catalog, read once a process."""
    return load()


def _unit(row: Row) -> Unit:
    return Unit(
        row["unit_id"],
        row["unit_name"],
        row["kind"],
        row["unit_level"],
        row.get("parent_id", ""),
        _truth(row),
        _day(row.get("valid_from")),
        _day(row.get("valid_to")),
    )


def _frameworks(rows: Mapping[str, Iterable[Row]]) -> Iterator[Framework]:
    criteria: dict[str, list[Criterion]] = {}
    for row in rows["catalog_criterion"]:
        criteria.setdefault(row["framework_id"], []).append(_criterion(row))
    bands: dict[str, list[Band]] = {}
    for row in rows["catalog_band"]:
        band = Band(row["band_name"], Decimal(row["min_percent"]))
        bands.setdefault(row["framework_id"], []).append(band)
    for row in rows["catalog_framework"]:
        own = row["framework_id"]
        yield _framework(row, tuple(criteria.get(own, ())), tuple(bands.get(own, ())))


def _framework(row: Row, criteria: tuple[Criterion, ...], bands: tuple[Band, ...]) -> Framework:
    return Framework(
        row["framework_id"],
        row["about"],
        row["applies_to"],
        int(row["year_from"]),
        int(row["year_to"]),
        criteria,
        row.get("framework_name", ""),
        row.get("aggregation", "sum_points"),
        _points(row),
        _truth(row),
        row.get("source", ""),
        bands,
    )


def _criterion(row: Row) -> Criterion:
    return Criterion(
        row["criterion_code"],
        row.get("parent_code", ""),
        row.get("area_code", ""),
        row["level"],
        row["criterion_name"],
        _points(row),
        row.get("moves", ""),
        row.get("scored_by", ""),
    )


def _lineage(row: Row) -> Lineage:
    return Lineage(
        row["unit_id_before"],
        row["unit_id_after"],
        row["kind"],
        date.fromisoformat(row["effective_on"]),
        row.get("document", ""),
    )


def _indicator(row: Row) -> Indicator:
    return Indicator(
        row["indicator_code"],
        row["indicator_name"],
        (fold(row["indicator_name"]), *_folded_list(row["labels"])),
        _folded_list(row.get("totals", "")),
        row.get("better") == "lower",
    )


def _points(row: Row) -> Decimal | None:
    return Decimal(row["max_points"]) if row.get("max_points") else None


def _truth(row: Row) -> bool:
    return row.get("illustrative", "").lower() == "true"


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def _folded_list(text: str) -> tuple[str, ...]:
    return tuple(fold(label) for label in text.split(";") if label.strip())
