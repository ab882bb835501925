"""Whom and when a table speaks of: unit, period, sender and the decision cited.

In: a table's captions, the sheet's and file's names, and what the caller overrides. Out: a Scope.
The order of trust is the contract's: the titles above the table, the sheet's name, its sibling
sheets, the file's name. A row's own cells (a calendar's plan) are read by the shapes.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import PurePath

from cchc.catalogue import Catalogue, Unit
from cchc.model import Sheet, TableFound, Workbook
from cchc.periods import Decision, find_decision, find_periods
from cchc.text import clean, fold

# With its accents: folded, "Số liệu", "Số: 12/BC" and "Ban hành" would be a "sở" and a "ban".
AGENCY = re.compile(
    r"(ubnd|[uủ][yỷ] ban nhân dân|hđnd|sở|phòng|văn phòng|ban(?! hành)|chi cục|trung tâm)\b.*",
    re.IGNORECASE,
)
ILLUSTRATIVE = "so lieu minh hoa"
# The lines beside an agency's name in an official head; they name no unit.
MOTTO = re.compile(r"(cong hoa xa hoi chu nghia viet nam|doc lap tu do hanh phuc).*")
# "Theo Kế hoạch của UBND huyện …" names whose plan is followed, not who reports.
CITED = re.compile(r"(theo|can cu|kem theo|ban hanh kem)\b.*")


@dataclass(frozen=True, slots=True)
class Hints:
    """What the caller says in place of what the file says."""

    unit: Unit | None = None
    period_id: str | None = None
    as_framework: bool = False
    """A score sheet is to be read as the definition of its framework, not for its points."""


@dataclass(frozen=True, slots=True)
class Scope:
    """What a table speaks of; None where neither the file nor the caller says."""

    unit: Unit | None
    period_id: str | None
    decision: Decision | None = None
    cited_unit: Unit | None = None
    cited_period_id: str | None = None
    file_period_id: str | None = None
    """The period that the file's name gives, where the titles give another of the same kind."""

    lines: tuple[str, ...] = ()
    """The texts that may name unit and period, the most trusted first."""

    as_framework: bool = False

    @property
    def year(self) -> int | None:
        return int(self.period_id[:4]) if self.period_id else None


def read_scope(workbook: Workbook, table: TableFound, catalogue: Catalogue, hints: Hints) -> Scope:
    """Unit and period of one table."""
    sources = _sources(workbook, table)
    cited = [line for line in table.captions if CITED.fullmatch(fold(line))]
    decision = next((d for line in table.captions if (d := find_decision(line))), None)
    period_id = hints.period_id or _first_period(sources)
    catalogue = catalogue.in_period(period_id)
    illustrative = any(ILLUSTRATIVE in fold(line) for line in sources)
    return Scope(
        unit=(hints.unit and catalogue.in_time(hints.unit))
        or _first_unit(sources, catalogue, illustrative),
        period_id=period_id,
        decision=decision,
        cited_unit=_first_unit(cited, catalogue, illustrative),
        cited_period_id=_first_period(cited),
        file_period_id=None if hints.period_id else _other_period(workbook.file, period_id),
        lines=tuple(sources),
        as_framework=hints.as_framework,
    )


def read_sender(tables: list[TableFound], catalogue: Catalogue) -> str | None:
    """The agency named in the head above a table, by its catalogue name where it has one."""
    for table in tables:
        for line in _head_lines(table):
            if AGENCY.fullmatch(line) and len(line) < 120:
                return _agency_name(line, catalogue)
    return None


def _agency_name(line: str, catalogue: Catalogue) -> str:
    units = catalogue.units_named(line)
    return units[0].unit_name if len(units) == 1 else line


def _sources(workbook: Workbook, table: TableFound) -> list[str]:
    """Texts that may name unit and period, the most trusted first."""
    siblings = [sheet for sheet in workbook.sheets if sheet.name != table.sheet.name]
    lines = [line for line in table.captions if not CITED.fullmatch(fold(line))]
    lines.append(table.sheet.name)
    for sheet in siblings:
        lines += [*_top_lines(sheet), sheet.name]
    lines.append(PurePath(workbook.file).stem)
    return lines


def _top_lines(sheet: Sheet) -> list[str]:
    """Texts of the first rows of a sheet, where its head and title stand."""
    places = sorted(place for place in sheet.cells if place[0] <= 8)
    return [clean(str(sheet.cells[place].value)) for place in places]


def _head_lines(table: TableFound) -> list[str]:
    """The top left of a sheet, above its table, where the sending agency stands."""
    cells = table.sheet.cells
    places = sorted(p for p in cells if p[0] < min(table.area.top, 5) and p[1] <= 2)
    lines = [clean(str(cells[place].value)) for place in places]
    return [line for line in lines if not MOTTO.fullmatch(fold(line))]


def _first_unit(lines: list[str], catalogue: Catalogue, illustrative: bool) -> Unit | None:
    """The first unit that a line names beyond doubt.

    A file that says "số liệu minh họa" speaks of illustrative units, another never does: a real
    office's "Phòng Nội vụ" must not become the fictitious district's.
    """
    for line in lines:
        mentions = [
            [unit for unit in fits if unit.illustrative == illustrative]
            for fits in catalogue.units_within(line)
        ]
        certain = [fits[0] for fits in mentions if len(fits) == 1]
        if certain:
            return _narrowest(certain, catalogue)
    return None


def _narrowest(units: list[Unit], catalogue: Catalogue) -> Unit:
    """'… huyện Minh Họa - xã A' speaks of xã A: a unit whose parents the same line names."""

    def depth(unit: Unit) -> int:
        parent = catalogue.parent(unit)
        return 1 + depth(parent) if parent else 0

    return max(units, key=depth)


def _other_period(file: str, period_id: str | None) -> str | None:
    named = _first_period([PurePath(file).stem])
    if named is None or period_id is None or named == period_id:
        return None
    # A month inside the title's year is no contradiction, nor is a year around its month.
    return named if len(named) == len(period_id) or named[:4] != period_id[:4] else None


def _first_period(lines: list[str]) -> str | None:
    for line in lines:
        periods = find_periods(line)
        if periods:
            return periods[0]
    return None
