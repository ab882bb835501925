"""Whom and when a table speaks of: unit, period, sender and the decision cited.

In: a table's captions, the sheet's and file's names, and what the caller overrides. Out: a Scope.
The order of trust is the contract's: the titles above the table, the sheet's name, its sibling
sheets, the file's name. A row's own cells (a calendar's plan) are read by the shapes.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import PurePath

from cchc.catalogue import Catalogue, Unit
from cchc.model import Cell, Sheet, TableFound, Workbook
from cchc.names import near_units, preferred
from cchc.periods import Decision, find_decision, find_periods, period_name
from cchc.text import clean, fold, unaccented

# With its accents: folded, "Số liệu", "Số: 12/BC" and "Ban hành" would be a "sở" and a "ban".
AGENCY = re.compile(
    r"(ubnd|[uủ][yỷ] ban nhân dân|hđnd|sở|phòng|văn phòng|ban(?! hành)|chi cục|trung tâm)\b.*",
    re.IGNORECASE,
)
ILLUSTRATIVE = "so lieu minh hoa"
# The lines beside an agency's name in an official head; they name no unit.
MOTTO = re.compile(r"(cong hoa xa hoi chu nghia viet nam|doc lap tu do hanh phuc).*")
# Where and when it was signed, in the head of a page: the seat's name is nobody's.
DATED_AT = re.compile(r".*, ngay .*thang .*nam .*")
# "Theo Kế hoạch của UBND huyện …" names whose plan is followed, not who reports.
CITED = re.compile(r"(theo|can cu|kem theo|ban hanh kem)\b.*")

# A unit by its kind and proper name, in a line without accents; what follows the kind in the next
# words is no name: "các xã, thị trấn", "cấp xã", "xã hội", "huyện năm 2024".
_KIND = r"xa|phuong|thi tran|dac khu|huyen|thi xa|thanh pho|tinh"
_NO_NAME = (
    rf"hoi\b|nam\b|thang\b|quy\b|{_KIND}\b|va\b|tren\b|dia\b|trong\b|thuoc\b|theo\b|ve\b|cap\b"
    r"|cua\b|tai\b|de\b|den\b|co\b|la\b|duoc\b|khong\b|dat\b|do\b|cho\b|voi\b|so\b|tu\b|ket qua\b"
)
NAMED_UNIT = re.compile(
    rf"(?<!\w)(?<!cac )(?<!cap )(?<!moi )(?<!tung )(?<!toan )(?P<unit>(?:{_KIND})"
    rf" (?P<proper>(?!{_NO_NAME})[^\W\d_]+(?: (?!{_NO_NAME})[^\W\d_]+){{0,3}}))"
)
_LEVELS = {"xa": "xa", "phuong": "xa", "thi tran": "xa", "dac khu": "xa"} | dict.fromkeys(
    ("huyen", "thi xa", "thanh pho"), "huyen"
)
KINDS = ("xã", "phường", "thị trấn", "đặc khu", "huyện", "thị xã", "thành phố", "tỉnh")
SAID_BY_CALLER, SHEET_NAME, FILE_NAME = "người nhập ghi", "tên trang", "tên tệp"
WIDEST_TITLE = 60
# "Kết quả tháng 9 và nhiệm vụ tháng 10": what comes after is what is meant to be done.
AHEAD = re.compile(r"\b(nhiem vu|phuong huong|muc tieu|ke hoach|trong tam|so voi|so sanh)\b")


@dataclass(frozen=True, slots=True)
class Source:
    """A text that may name unit or period, and where it stands: in words, and a title's row."""

    text: str
    place: str
    row: int | None = None


@dataclass(frozen=True, slots=True)
class Doubt:
    """A line that names a unit, and no unit is beyond doubt: what it says, and what may be meant.

    fits: several units are of that name; otherwise they only come near. proper: the name without
    its kind.
    """

    source: Source
    name: str
    proper: str
    units: tuple[Unit, ...]
    fits: bool


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
    unit_from: str | None = None
    period_from: str | None = None
    doubt: Doubt | None = None
    sheet_period_id: str | None = None
    """The period that the sheet's name gives, where its titles give another of the same kind."""
    other_period_id: str | None = None
    """A second period of the same kind in the very line that the period was read from."""

    month_elsewhere: str | None = None
    """The month, in words, that the sheet's or file's name gives beside a title of a year alone."""

    named_elsewhere: tuple[tuple[str, Unit], ...] = ()
    """(place, unit): what the sheet's or file's name says, where it is another unit than the one
    used and none that the one used belongs to."""

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
    illustrative = any(ILLUSTRATIVE in fold(one.text) for one in sources)
    when = _when(workbook, table, sources, hints)
    # Names are meant as of the period: since July 2025 they are borne by other units.
    catalogue = catalogue.in_period(when.period_id)
    scope = replace(
        when,
        decision=decision,
        cited_unit=_cited_unit(cited, catalogue, illustrative),
        cited_period_id=_first_period(cited),
        lines=tuple(one.text for one in sources),
        as_framework=hints.as_framework,
    )
    if hints.unit:
        return replace(scope, unit=catalogue.in_time(hints.unit), unit_from=SAID_BY_CALLER)
    found = _find_unit(sources, catalogue, illustrative)
    if found is None or isinstance(found, Doubt):
        return replace(scope, doubt=found)
    unit, source = found
    scope = replace(
        scope, named_elsewhere=_named_elsewhere(workbook, table, unit, catalogue, illustrative)
    )

    def names_it(text: str) -> bool:
        return any(unit in fits for fits in catalogue.units_within(text))

    return replace(scope, unit=unit, unit_from=_said_at(source, table, names_it))


def _when(workbook: Workbook, table: TableFound, sources: list[Source], hints: Hints) -> Scope:
    """A scope of the period alone."""
    if hints.period_id:
        return Scope(None, hints.period_id, period_from=SAID_BY_CALLER)
    source = next((one for one in sources if find_periods(one.text)), None)
    if source is None:
        return Scope(None, None)
    period_id, *others = find_periods(source.text)
    return Scope(
        None,
        period_id,
        file_period_id=_other_period(PurePath(workbook.file).stem, period_id),
        period_from=_said_at(source, table, lambda text: bool(find_periods(text))),
        sheet_period_id=_other_period(table.sheet.name, period_id),
        month_elsewhere=_month_within(period_id, table.sheet.name, PurePath(workbook.file).stem),
        other_period_id=_second(source.text, period_id, others),
    )


def _month_within(period_id: str, *names: str) -> str | None:
    """A shorter period of the year that a name gives, with or without the year."""
    if len(period_id) > 4:
        return None
    found = (one for name in names for one in find_periods(name, int(period_id)))
    return next((period_name(one).lower() for one in found if one[:4] == period_id != one), None)


def _second(text: str, first: str, others: list[str]) -> str | None:
    """Another period of the same kind in the line, unless the line looks back or ahead to it."""
    alike = [one for one in others if len(one) == len(first)]
    return None if AHEAD.search(fold(text)) else next(iter(alike), None)


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


def _sources(workbook: Workbook, table: TableFound) -> list[Source]:
    """Texts that may name unit and period, the most trusted first."""
    siblings = [sheet for sheet in workbook.sheets if sheet.name != table.sheet.name]
    sources = [
        Source(line, "tiêu đề", row)
        for line, row in zip(table.captions, table.caption_rows, strict=True)
        if not CITED.fullmatch(fold(line))
    ]
    sources.append(Source(table.sheet.name, SHEET_NAME))
    for sheet in siblings:
        place = f"trang “{sheet.name}”"
        sources += [Source(line, place) for line in _top_lines(sheet)]
        sources.append(Source(sheet.name, f"tên {place}"))
    sources.append(Source(PurePath(workbook.file).stem, FILE_NAME))
    return sources


def _top_lines(sheet: Sheet) -> list[str]:
    """Texts of the first rows of a sheet, where its head and title stand."""
    places = sorted(place for place in sheet.cells if place[0] <= 8)
    return [clean(str(sheet.cells[place].value)) for place in places]


def _head_lines(table: TableFound) -> list[str]:
    """The top left of a sheet, above its table, where the sending agency stands."""
    rows = range(1, min(table.top, 5))
    cells = [cell for row in rows for cell in _line(table, row) if cell.column <= 2]
    lines = [clean(str(cell.value)) for cell in cells]
    return [line for line in lines if not MOTTO.fullmatch(fold(line))]


def _line(table: TableFound, row: int) -> list[Cell]:
    """The cells of a worksheet row, left to right, as far as a title may reach."""
    cells = table.sheet.cells
    columns = range(1, WIDEST_TITLE + 1)
    places = ((column, row) if table.turned else (row, column) for column in columns)
    return [cell for place in places if (cell := cells.get(place))]


def _said_at(source: Source, table: TableFound, says: Callable[[str], bool]) -> str:
    """'tiêu đề, ô A3': the cell that says it; a line may be spread over several."""
    if source.row is None:
        return source.place
    cells = _line(table, source.row)
    cell = next((one for one in cells if says(clean(str(one.value)))), cells[0] if cells else None)
    return f"{source.place}, ô {cell.address}" if cell else source.place


def _find_unit(
    sources: list[Source], catalogue: Catalogue, illustrative: bool
) -> tuple[Unit, Source] | Doubt | None:
    """The first unit that a line names beyond doubt, or the doubt that a nearer line leaves.

    A file that says "số liệu minh họa" speaks of illustrative units, another never does: a real
    office's "Phòng Nội vụ" must not become the fictitious district's. A line below that names a
    unit for certain settles a doubt only if it is one of those in question: the district in the
    head is not the commune that the title misspells, nor the one that its name leaves open.
    """
    doubt: Doubt | None = None
    for source in sources:
        mentions = _mentions(source.text, catalogue, illustrative)
        certain = [fits[0] for fits in mentions if len(fits) == 1]
        if certain:
            unit = _narrowest(certain, catalogue)
            doubt = doubt or _unknown_part(source, unit, catalogue, illustrative)
            return doubt if doubt and not _settles(unit, source, doubt) else (unit, source)
        doubt = doubt or _doubt(source, mentions, catalogue, illustrative)
    return doubt


def _unknown_part(
    source: Source, unit: Unit, catalogue: Catalogue, illustrative: bool
) -> Doubt | None:
    """ "xã Đầu Cầu, huyện Minh Họa" speaks of an unknown commune, and not of the district."""
    match = _part_of(unaccented(unit.unit_name)).search(unaccented(source.text))
    return _nobody(source, match, catalogue, illustrative) if match else None


@lru_cache(maxsize=64)
def _part_of(name: str) -> re.Pattern[str]:
    """A commune's name right before the name of the unit that it belongs to."""
    words = rf"(?!{_NO_NAME})[^\W\d_]+(?: (?!{_NO_NAME})[^\W\d_]+){{0,3}}?"
    return re.compile(
        r"(?<!\w)(?<!cac )(?<!cap )(?<!moi )(?<!tung )(?<!toan )"
        rf"(?P<unit>(?:xa|phuong|thi tran|dac khu) (?P<proper>{words}))"
        rf"\s*[,(-]?\s*(?:thuoc )?{re.escape(name)}(?!\w)"
    )


def _named_elsewhere(
    workbook: Workbook, table: TableFound, unit: Unit, catalogue: Catalogue, illustrative: bool
) -> tuple[tuple[str, Unit], ...]:
    """Another unit in the sheet's or file's name, other than those that the unit belongs to."""
    own = {unit.unit_id, *(one.unit_id for one in _above(unit, catalogue))}
    texts = {SHEET_NAME: table.sheet.name, FILE_NAME: PurePath(workbook.file).stem}
    found = []
    for place, text in texts.items():
        mentions = _mentions(text, catalogue, illustrative)
        certain = [fits[0] for fits in mentions if len(fits) == 1]
        if certain and (named := _narrowest(certain, catalogue)).unit_id not in own:
            found.append((place, named))
    return tuple(found)


def _above(unit: Unit, catalogue: Catalogue) -> list[Unit]:
    """The unit's parents, the nearest first."""
    parent = catalogue.parent(unit)
    return [parent, *_above(parent, catalogue)] if parent else []


def _mentions(text: str, catalogue: Catalogue, illustrative: bool) -> list[list[Unit]]:
    alike = (
        [unit for unit in fits if unit.illustrative == illustrative]
        for fits in catalogue.units_within(text)
    )
    return [preferred(catalogue, fits, text) for fits in alike if fits]


def _settles(unit: Unit, source: Source, doubt: Doubt) -> bool:
    above_another = any(unit.unit_id == one.parent_id for one in doubt.units)
    if doubt.fits:
        return unit in doubt.units or not above_another
    if doubt.units:
        return unit in doubt.units and not above_another
    # What the sheet itself says may be read wrong; a file's name alone does not overrule it.
    said_inside = source.row is not None or source.place == SHEET_NAME
    kind = fold(doubt.name).removesuffix(fold(doubt.proper)).strip()
    return said_inside and unit.unit_level == _LEVELS.get(kind)


def _doubt(
    source: Source, mentions: list[list[Unit]], catalogue: Catalogue, illustrative: bool
) -> Doubt | None:
    """What a line leaves open: a name of several units, or one that is nobody's."""
    if ILLUSTRATIVE in fold(source.text) or DATED_AT.fullmatch(fold(source.text)):
        return None
    if mentions:
        return Doubt(source, source.text, "", tuple(mentions[0]), fits=True)
    if source.row is None and source.place != SHEET_NAME:
        return None
    match = NAMED_UNIT.search(unaccented(source.text))
    return _nobody(source, match, catalogue, illustrative) if match else None


def _nobody(
    source: Source, match: re.Match[str], catalogue: Catalogue, illustrative: bool
) -> Doubt | None:
    """A name that no unit bears, with those that come near."""
    # Letters answer one another in both texts, so the name can be cut out as it is written.
    shown = unicodedata.normalize("NFC", source.text)[slice(*match.span("unit"))]
    proper = unicodedata.normalize("NFC", source.text)[slice(*match.span("proper"))]
    if _misspelt_kind(shown):
        return None
    name, units = _nearest(shown, proper, catalogue, illustrative)
    return Doubt(source, name, proper, tuple(units), fits=False)


def _misspelt_kind(shown: str) -> bool:
    """ "không tính vào chỉ số": another word, alike only without its accents."""
    words = clean(shown).lower()
    return not words.startswith((*KINDS, *map(fold, KINDS)))


def _nearest(
    shown: str, proper: str, catalogue: Catalogue, illustrative: bool
) -> tuple[str, list[Unit]]:
    """The longest beginning of the words that comes near some unit's name, else all of them."""
    for count in range(len(proper.split()), 0, -1):
        name = shown[: len(shown) - len(proper)] + " ".join(proper.split()[:count])
        units = near_units(catalogue, name, illustrative=illustrative)
        if units:
            return name, units
    return shown, []


def _cited_unit(lines: list[str], catalogue: Catalogue, illustrative: bool) -> Unit | None:
    for line in lines:
        mentions = _mentions(line, catalogue, illustrative)
        certain = [fits[0] for fits in mentions if len(fits) == 1]
        if certain:
            return _narrowest(certain, catalogue)
    return None


def _narrowest(units: list[Unit], catalogue: Catalogue) -> Unit:
    """'… huyện Minh Họa - xã A' speaks of xã A: a unit whose parents the same line names."""

    return max(units, key=lambda unit: len(_above(unit, catalogue)))


def _other_period(text: str, period_id: str) -> str | None:
    """The period of a sheet's or file's name, where it contradicts the title's."""
    named = _first_period([text])
    if named is None or named == period_id:
        return None
    # A month inside the title's year is no contradiction, nor is a year around its month.
    return named if len(named) == len(period_id) or named[:4] != period_id[:4] else None


def _first_period(lines: list[str]) -> str | None:
    for line in lines:
        periods = find_periods(line)
        if periods:
            return periods[0]
    return None
