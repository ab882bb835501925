"""What is known beforehand: units and their names, frameworks, service indicators.

In: the reviewed CSV files of data/catalog. Out: look-ups by name, group and year.
Knows nothing of workbooks or stores; the store loads the same files for its queries.
"""

from __future__ import annotations

import csv
import re
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property, lru_cache
from pathlib import Path

from cchc.errors import WrongUse
from cchc.model import Layout
from cchc.settings import CATALOG
from cchc.text import fold

KIND_WORDS = ("tinh", "huyen", "thi xa", "thanh pho", "xa", "phuong", "thi tran")


@dataclass(frozen=True, slots=True)
class Unit:
    unit_id: str
    unit_name: str
    kind: str
    unit_level: str
    parent_id: str
    illustrative: bool

    @property
    def unit_group(self) -> str:
        """The peers it is ranked among: one level under one parent."""
        return f"{self.parent_id}/{self.unit_level}"


@dataclass(frozen=True, slots=True)
class Criterion:
    criterion_code: str
    parent_code: str
    area_code: str
    level: str
    criterion_name: str
    max_points: Decimal | None


@dataclass(frozen=True, slots=True)
class Framework:
    framework_id: str
    about: str
    applies_to: str
    year_from: int
    year_to: int
    criteria: tuple[Criterion, ...]

    def by_code(self, code: str) -> Criterion | None:
        return next((one for one in self.criteria if one.criterion_code == code), None)

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


@dataclass(frozen=True)
class Catalogue:
    units: tuple[Unit, ...]
    aliases: tuple[tuple[str, str], ...]
    frameworks: tuple[Framework, ...]
    indicators: tuple[Indicator, ...]
    layouts: tuple[Layout, ...] = ()

    @cached_property
    def _by_id(self) -> dict[str, Unit]:
        return {unit.unit_id: unit for unit in self.units}

    @cached_property
    def _names(self) -> dict[str, set[str]]:
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
            names.setdefault(fold(alias), set()).add(unit_id)
        return names

    @cached_property
    def _name_pattern(self) -> re.Pattern[str]:
        longest_first = sorted(self._names, key=len, reverse=True)
        return re.compile(r"(?<!\w)(?:" + "|".join(map(re.escape, longest_first)) + r")(?!\w)")

    def unit(self, unit_id: str) -> Unit:
        return self._by_id[unit_id]

    def parent(self, unit: Unit) -> Unit | None:
        return self._by_id.get(unit.parent_id)

    def units_named(self, name: str) -> list[Unit]:
        """Units whose whole name, alias or code this is; 'UBND' in front is left out."""
        if name in self._by_id:
            return [self._by_id[name]]
        folded = _without_agency(fold(name))
        return [self._by_id[unit_id] for unit_id in sorted(self._names.get(folded, ()))]

    def units_within(self, text: str) -> list[list[Unit]]:
        """Every unit mentioned in running text, in order; each mention with all units it fits."""
        mentions = self._name_pattern.findall(fold(text))
        return [[self._by_id[unit_id] for unit_id in sorted(self._names[m])] for m in mentions]

    def resolve(self, name: str) -> Unit:
        """The one unit so named. Raises WrongUse when none or several are."""
        found = self.units_named(name)
        if len(found) == 1:
            return found[0]
        if not found:
            raise WrongUse(
                f"Không có đơn vị nào tên “{name}” trong danh mục. Hãy kiểm tra lại tên."
            )
        names = ", ".join(unit.unit_name for unit in found)
        raise WrongUse(f"Tên “{name}” chỉ nhiều đơn vị: {names}. Hãy ghi đủ tên kèm cấp.")

    def resolve_group(self, name: str) -> str:
        """The unit_group with this code. Raises WrongUse with the list of codes otherwise."""
        groups = sorted({unit.unit_group for unit in self.units})
        if name in groups:
            return name
        raise WrongUse(f"Không có nhóm đơn vị “{name}”. Các nhóm: {', '.join(groups)}.")

    def framework_for(self, unit: Unit, year: int, about: str = "par_index") -> Framework | None:
        """The framework of a unit's peers in force in a year; the latest begun when several are."""
        fitting = [
            one
            for one in self.frameworks
            if one.about == about
            and one.applies_to == unit.unit_group
            and one.year_from <= year <= one.year_to
        ]
        return max(fitting, key=lambda one: one.year_from, default=None)

    def indicator_named(self, label: str) -> Indicator | None:
        wanted = fold(label)
        return next((one for one in self.indicators if wanted in one.labels), None)


def _without_kind(folded: str) -> str:
    for word in KIND_WORDS:
        if folded.startswith(word + " "):
            return folded[len(word) + 1 :]
    return folded


def _without_agency(folded: str) -> str:
    return re.sub(r"^(ubnd|uy ban nhan dan) ", "", folded)


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def load(folder: Path = CATALOG) -> Catalogue:
    """Read the catalogue's CSV files."""
    criteria: dict[str, list[Criterion]] = {}
    for row in _rows(folder / "criteria.csv"):
        maximum = Decimal(row["max_points"]) if row["max_points"] else None
        one = Criterion(
            row["criterion_code"],
            row["parent_code"],
            row["area_code"],
            row["level"],
            row["criterion_name"],
            maximum,
        )
        criteria.setdefault(row["framework_id"], []).append(one)
    return Catalogue(
        units=tuple(_unit(row) for row in _rows(folder / "units.csv")),
        aliases=tuple((row["unit_id"], row["alias"]) for row in _rows(folder / "unit_aliases.csv")),
        frameworks=tuple(
            _framework(row, criteria.get(row["framework_id"], []))
            for row in _rows(folder / "frameworks.csv")
        ),
        indicators=tuple(_indicator(row) for row in _rows(folder / "indicators.csv")),
    )


@lru_cache(maxsize=1)
def shipped() -> Catalogue:
    """The catalogue in data/catalog, read once a process."""
    return load()


def _unit(row: dict[str, str]) -> Unit:
    return Unit(
        row["unit_id"],
        row["unit_name"],
        row["kind"],
        row["unit_level"],
        row["parent_id"],
        row["illustrative"] == "true",
    )


def _framework(row: dict[str, str], criteria: list[Criterion]) -> Framework:
    return Framework(
        row["framework_id"],
        row["about"],
        row["applies_to"],
        int(row["year_from"]),
        int(row["year_to"]),
        tuple(criteria),
    )


def _indicator(row: dict[str, str]) -> Indicator:
    return Indicator(
        row["indicator_code"],
        row["indicator_name"],
        (fold(row["indicator_name"]), *_folded_list(row["labels"])),
        _folded_list(row.get("totals", "")),
        row.get("better") == "lower",
    )


def _folded_list(text: str) -> tuple[str, ...]:
    return tuple(fold(label) for label in text.split(";") if label.strip())
