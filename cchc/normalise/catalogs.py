"""Lists of units and of indicators, and what became of units: facts of the catalogue's tables.

In: a table found, with the catalogue as it was before this file. Out: facts and findings. Criteria
are read next door (frameworks). A unit's identifier is the code printed, else made of its parent
and its name: the same list always gives the same.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from cchc.catalogue import KIND_WORDS, TABLES, Catalogue, Unit, rows_of
from cchc.forms import BY_NAME
from cchc.model import Cell, Fact, Finding, TableFound
from cchc.normalise.rows import Reading, shown
from cchc.normalise.scope import ILLUSTRATIVE, Hints
from cchc.text import clean, fold

# What later tables of a workbook stand on comes first.
ORDER = {
    "unit_list": 0,
    "unit_lineage": 1,
    "indicator_list": 2,
    "framework_definition": 3,
    "framework_bands": 4,
}
FIGURES = 9
# Folded word of the column "Loại", or a name's first words -> kind, level.
KINDS = {
    "tinh": ("tỉnh", "tinh"),
    "huyen": ("huyện", "huyen"),
    "quan": ("quận", "huyen"),
    "thi xa": ("thị xã", "huyen"),
    "thanh pho": ("thành phố", "huyen"),
    "thi tran": ("thị trấn", "xa"),
    "xa": ("xã", "xa"),
    "phuong": ("phường", "xa"),
    "dac khu": ("đặc khu", "xa"),
    "van phong": ("phòng", "phong"),
    "thanh tra": ("phòng", "phong"),
    "phong": ("phòng", "phong"),
    "co quan chuyen mon": ("phòng", "phong"),
    "so": ("sở", "phong"),
    "ban": ("sở", "phong"),
}
PARENT_LEVELS = {
    "tinh": {""},
    "huyen": {"tinh"},
    "xa": {"tinh", "huyen"},
    "phong": {"tinh", "huyen", "xa"},
}
FICTITIOUS = re.compile(r"\s*\((?:số liệu )?minh h[oọ][aạ]\)\s*$", re.IGNORECASE)
AGENCY = re.compile(r"^(?:UBND|[UỦ][yỷ] ban nhân dân)\s+", re.IGNORECASE)
LINEAGE_KINDS = (
    ("partial", re.compile(r".*\bmot phan\b.*")),
    ("kept", re.compile(r".*\b(giu nguyen|khong (thuc hien )?sap xep)\b.*")),
    ("renamed", re.compile(r".*\bdoi ten\b.*")),
    ("split", re.compile(r".*\b(chia|tach)\b.*")),
    ("full", re.compile(r".*\b(toan bo|nhap|sap nhap|hop nhat)\b.*")),
)
DAY = re.compile(r"(?:ngày\s+)?(\d{1,2})\s*[/.-]\s*(\d{1,2})\s*[/.-]\s*(\d{4})", re.IGNORECASE)
MOST_NAMED = 5


@dataclass(frozen=True, slots=True)
class Entry:
    """One row of a list of units, before its place among the others is known."""

    row: int
    cell: Cell
    code: str
    name: str
    kind: str
    level: str
    parent: str
    illustrative: bool


# workbooks ---------------------------------------------------------------------------------


def in_order(tables: list[TableFound], hints: Hints) -> list[TableFound]:
    """Catalogue tables first; a score sheet that stands for its framework becomes one."""
    taken = [table for table in tables if hints.as_framework and table.form == "score_sheet"]
    # Score sheets of several units print the same criteria: the first speaks for all.
    kept = (
        [
            _as_framework(table) if table is taken[0] else table
            for table in tables
            if table not in taken[1:]
        ]
        if taken
        else tables
    )
    return sorted(kept, key=lambda table: ORDER.get(table.form, FIGURES))


def _as_framework(table: TableFound) -> TableFound:
    """A score sheet without its columns of points."""
    kept = {column.name for column in BY_NAME["framework_definition"].columns}
    columns = {name: places for name, places in table.columns.items() if name in kept}
    return replace(table, form="framework_definition", columns=columns)


def with_own(catalogue: Catalogue, facts: list[Fact]) -> Catalogue:
    """The catalogue that the rest of the workbook is read with."""
    rows = list(rows_of(facts))
    return catalogue.merged(rows) if rows else catalogue


def disagreements(facts: Iterable[Fact]) -> Iterator[Finding]:
    """What two tables of one workbook say of one thing, and bands that belong to no framework."""
    own = [fact for fact in facts if fact.table in TABLES]
    count = Counter(fact.figure for fact in own)
    said: set[str] = set()
    for fact in own:
        if count[fact.figure] > 1 and fact.figure not in said:
            said.add(fact.figure)
            named = fact.values.get("criterion_code") or fact.values[TABLES[fact.table]]
            message = (
                f"“{named}” được khai hai lần trong tệp này. Hãy bỏ bớt một để biết dùng dòng nào."
            )
            yield Finding("error", "stated_twice", message, fact.sheet, fact.cell)
    defined = {f.values["framework_id"] for f in own if f.table == "catalog_framework"}
    for fact in own:
        if fact.table == "catalog_band" and fact.values["framework_id"] not in defined:
            message = (
                "Bảng xếp loại này không đi cùng bộ tiêu chí nào trong tệp. Hãy đặt bảng tiêu chí "
                "và bảng xếp loại trong cùng một tệp, cùng ghi cấp và năm áp dụng."
            )
            yield Finding("error", "bands_without_framework", message, fact.sheet, fact.cell)
            return


# units -------------------------------------------------------------------------------------


def unit_list(reading: Reading) -> None:
    """A unit of each row, its other names and how long it lasts."""
    entries = [entry for row in reading.table.rows if (entry := _entry(reading, row))]
    placed = _placed(reading, entries)
    told: dict[str, Entry] = {}
    for entry in entries:
        if entry.row not in placed:
            continue
        unit = _unit(reading, entry, placed[entry.row], placed)
        if unit.unit_id in told:
            message = (
                f"“{unit.unit_name}” đã có ở dòng {told[unit.unit_id].row}. Mỗi đơn vị một dòng; "
                "hãy bỏ dòng thừa hoặc sửa mã."
            )
            reading.found("error", "unit_twice", entry.cell, message)
            continue
        told[unit.unit_id] = entry
        _check_unit(reading, entry, unit)
        _add_unit(reading, entry, unit, len(told))
        _add_aliases(reading, entry, unit)
    _say_left_out(reading)


def _entry(reading: Reading, row: int) -> Entry | None:
    cell, printed = reading.cell(row, "name"), reading.text(row, "name")
    if cell is None or not printed:
        return None
    fictitious = FICTITIOUS.search(printed) is not None
    name = AGENCY.sub("", FICTITIOUS.sub("", printed))
    words = _kind_of_name(name)
    said = fold(reading.text(row, "kind"))
    word = next((word for word in KINDS if re.fullmatch(rf"{word}\b.*", said)), None) or words
    if word is None:
        if said:
            message = (
                f"Loại đơn vị “{reading.text(row, 'kind')}” chưa rõ. Hãy ghi tỉnh, huyện, thị xã, "
                "thành phố, xã, phường, thị trấn, đặc khu, phòng hoặc sở."
            )
            reading.found("error", "unit_kind", reading.cell(row, "kind"), message)
        elif not re.fullmatch(r"[IVX]+\.?|[A-H]\.?|", reading.text(row, "number")):
            message = f"“{name}” chưa có loại đơn vị. Hãy ghi loại, ví dụ xã, phường, phòng."
            reading.found("error", "unit_kind", cell, message)
        reading.passed.add(row)  # a heading: "I. Các xã, thị trấn"
        return None
    kind, level = KINDS[word]
    parent = reading.text(row, "parent")
    if kind == "thành phố" and (not parent or "trung uong" in said):
        level = "tinh"
    return Entry(
        row,
        cell,
        reading.text(row, "code"),
        _full_name(name, kind, words),
        kind,
        level,
        AGENCY.sub("", FICTITIOUS.sub("", parent)),
        fictitious,
    )


def _kind_of_name(name: str) -> str | None:
    folded = fold(name)
    return next((word for word in KINDS if folded.startswith(word + " ")), None)


def _full_name(name: str, kind: str, words: str | None) -> str:
    """ "huyện Tam Đường", the kind in small letters; names of offices stay as printed."""
    if kind in ("phòng", "sở"):
        return name[:1].upper() + name[1:]
    rest = (
        " ".join(name.split()[len(words.split()) :]) if words and KINDS[words][0] == kind else name
    )
    return f"{kind} {rest.title() if rest.isupper() and len(rest) > 3 else rest}"


def _placed(reading: Reading, entries: list[Entry]) -> dict[int, Unit | None]:
    """The parent of each row, found in the catalogue or in the list itself, from the top down."""
    placed: dict[int, Unit | None] = {}
    waiting = list(entries)
    while waiting:
        later = []
        for entry in waiting:
            above = [one for one in entries if one is not entry and _is_named(one, entry.parent)]
            if entry.parent and len(above) == 1:
                if above[0].row in placed:
                    placed[entry.row] = _unit(reading, above[0], placed[above[0].row], placed)
                else:
                    later.append(entry)
                continue
            found, parent = _parent(reading, entry)
            if found:
                placed[entry.row] = parent
        if len(later) == len(waiting):
            for entry in later:
                _say_parent(reading, entry, "chỉ chính các dòng đang chờ nó")
            break
        waiting = later
    return placed


def _is_named(entry: Entry, name: str) -> bool:
    folded = fold(name)
    return bool(folded) and folded in (fold(entry.name), entry.code.lower(), _short(entry.name))


def _short(name: str) -> str:
    folded = fold(name)
    word = next((word for word in KIND_WORDS if folded.startswith(word + " ")), None)
    return folded[len(word) + 1 :] if word else folded


def _parent(reading: Reading, entry: Entry) -> tuple[bool, Unit | None]:
    """Whether it is known, and which unit it is; a province stands under none."""
    if entry.level == "tinh":
        return True, None
    if not entry.parent:
        own = reading.scope.unit
        if own is not None and own.unit_level in PARENT_LEVELS[entry.level]:
            return True, own
        _say_parent(reading, entry, "chưa ghi")
        return False, None
    fits = [
        unit
        for unit in reading.catalogue.units_named(entry.parent)
        if unit.unit_level in PARENT_LEVELS[entry.level]
    ]
    if len(fits) == 1:
        return True, fits[0]
    names = ", ".join(unit.unit_name for unit in fits)
    _say_parent(reading, entry, f"có thể là {names}" if fits else "không có trong danh mục")
    return False, None


def _say_parent(reading: Reading, entry: Entry, why: str) -> None:
    cell = reading.cell(entry.row, "parent") or entry.cell
    message = (
        f"Đơn vị cấp trên của “{entry.name}” {why}. Hãy ghi đủ tên kèm cấp ở cột Trực thuộc, ví dụ "
        "“huyện …”, “tỉnh …”."
    )
    reading.found("error", "unit_parent", cell, message)


def _unit(
    reading: Reading, entry: Entry, parent: Unit | None, placed: dict[int, Unit | None]
) -> Unit:
    parent_id = parent.unit_id if parent else ""
    title = any(ILLUSTRATIVE in fold(line) for line in reading.scope.lines)
    return Unit(
        unit_id=_identifier(reading, entry, parent_id),
        unit_name=entry.name,
        kind=entry.kind,
        unit_level=entry.level,
        parent_id=parent_id,
        illustrative=entry.illustrative or title or bool(parent and parent.illustrative),
    )


def _identifier(reading: Reading, entry: Entry, parent_id: str) -> str:
    if entry.code:
        return entry.code
    namesake = _namesake(reading.catalogue, entry, parent_id)
    if namesake is not None:
        return namesake.unit_id
    slug = re.sub(r"[^a-z0-9]+", "-", fold(entry.name)).strip("-")
    return f"{parent_id}.{slug}" if parent_id else slug


def _namesake(catalogue: Catalogue, entry: Entry, parent_id: str) -> Unit | None:
    """The unit of this very name under the same parent, if the catalogue has it."""
    for unit in catalogue.units_named(entry.name):
        if unit.parent_id == parent_id and fold(unit.unit_name) == fold(entry.name):
            return unit
    return None


def _check_unit(reading: Reading, entry: Entry, unit: Unit) -> None:
    """What the catalogue has under this code or this name already."""
    namesake = _namesake(reading.catalogue, entry, unit.parent_id)
    if namesake is not None and namesake.unit_id != unit.unit_id:
        message = (
            f"{unit.unit_name} đã có trong danh mục với mã {namesake.unit_id}, tệp ghi mã "
            f"{entry.code}. Hãy dùng lại mã cũ, hoặc ghi ngày hiệu lực nếu là đơn vị khác."
        )
        if reading.cell(entry.row, "valid_from") is None:
            reading.found("error", "unit_has_a_code", reading.cell(entry.row, "code"), message)
    if not reading.catalogue.has_unit(unit.unit_id):
        return
    known = reading.catalogue.unit(unit.unit_id)
    if fold(known.unit_name) != fold(unit.unit_name) or known.parent_id != unit.parent_id:
        message = (
            f"Mã {unit.unit_id} đang là {known.unit_name}, tệp này ghi {unit.unit_name}. Nếu là "
            "đơn vị khác thì phải có mã khác; nếu đúng thì xác nhận khi nhận tệp."
        )
        reading.found("warning", "unit_renamed", entry.cell, message)


def _add_unit(reading: Reading, entry: Entry, unit: Unit, ordinal: int) -> None:
    valid_from = _date(reading, reading.cell(entry.row, "valid_from"))
    valid_to = _date(reading, reading.cell(entry.row, "valid_to"))
    if valid_from and valid_to and valid_to < valid_from:
        message = "Ngày hết hiệu lực ({text}) trước ngày có hiệu lực. Hãy sửa lại."
        reading.found("error", "dates_in_wrong_order", reading.cell(entry.row, "valid_to"), message)
    reading.fact(
        "catalog_unit",
        entry.cell,
        (unit.unit_id,),
        (unit.unit_id,),
        unit_id=unit.unit_id,
        unit_name=unit.unit_name,
        kind=unit.kind,
        unit_level=unit.unit_level,
        parent_id=unit.parent_id or None,
        valid_from=valid_from,
        valid_to=valid_to,
        illustrative=unit.illustrative,
        ordinal=ordinal,
    )


def _add_aliases(reading: Reading, entry: Entry, unit: Unit) -> None:
    cell = reading.cell(entry.row, "alias")
    if cell is None:
        return
    texts = re.split(r"[;\n]", shown(cell, keep_lines=True))
    for alias in dict.fromkeys(clean(text) for text in texts if clean(text)):
        others = [
            one
            for one in reading.catalogue.units_named(alias)
            if one.unit_id != unit.unit_id and one.parent_id == unit.parent_id
        ]
        if others:
            message = f"“{alias}” đang là tên của {others[0].unit_name}. Hãy ghi tên khác."
            reading.found("error", "alias_taken", cell, message)
            continue
        reading.fact(
            "catalog_alias",
            cell,
            (unit.unit_id,),
            (unit.unit_id, fold(alias)),
            unit_id=unit.unit_id,
            alias=alias,
        )


def _say_left_out(reading: Reading) -> None:
    """Units of the same groups that the catalogue has and the list does not."""
    rows = [fact.values for fact in reading.facts if fact.table == "catalog_unit"]
    groups = {f"{row['parent_id'] or ''}/{row['unit_level']}" for row in rows}
    listed = {row["unit_id"] for row in rows}
    missing = [
        unit.unit_name
        for unit in reading.catalogue.units
        if unit.parent_id
        and unit.unit_group in groups
        and unit.unit_id not in listed
        and unit.valid_to is None
    ]
    if missing:
        more = f" và {len(missing) - MOST_NAMED} đơn vị khác" if len(missing) > MOST_NAMED else ""
        message = (
            f"Danh mục đang có thêm {', '.join(missing[:MOST_NAMED])}{more}; các đơn vị này vẫn "
            "được giữ. Nếu không còn, hãy ghi chúng vào tệp với ngày hết hiệu lực."
        )
        reading.found("warning", "unit_left_out", None, message)


# what became of units ----------------------------------------------------------------------


def unit_lineage(reading: Reading) -> None:
    """A row of lineage for each old unit of a row and each new one."""
    for row in reading.table.rows:
        before, after = _above(reading, row, "before"), _above(reading, row, "after")
        if before is None or after is None:
            continue
        day = _date(reading, _above(reading, row, "effective_on"))
        kind = _lineage_kind(reading, row)
        if day is None:
            message = "Dòng này chưa có ngày hiệu lực. Hãy ghi ngày, ví dụ 01/07/2025."
            reading.found("error", "lineage_without_day", before, message)
        if day is None or kind is None:
            continue
        old = _units(reading, before, reading.catalogue.as_of(day - timedelta(days=1)))
        new = _units(reading, after, reading.catalogue.as_of(day))
        for one in old:
            for other in new:
                _add_lineage(reading, row, before, one, other, kind=kind, effective_on=day)


def _above(reading: Reading, row: int, name: str) -> Cell | None:
    """The cell, or the one that it is merged with above."""
    columns = reading.table.columns.get(name)
    if not columns:
        return None
    areas = (area for area in reading.table.sheet.merges if (row, columns[0]) in area)
    area = next(areas, None)
    return reading.at(area.top, area.left) if area else reading.at(row, columns[0])


def _lineage_kind(reading: Reading, row: int) -> str | None:
    cell = _above(reading, row, "kind")
    text = fold(shown(cell))
    found = next((kind for kind, pattern in LINEAGE_KINDS if pattern.fullmatch(text)), None)
    if found is None:
        message = (
            "Hình thức “{text}” chưa rõ. Hãy ghi nhập toàn bộ, nhập một phần, chia tách, đổi tên "
            "hoặc giữ nguyên."
        )
        reading.found("error", "lineage_kind", cell or reading.first_cell(row), message)
    return found


def _units(reading: Reading, cell: Cell, catalogue: Catalogue) -> list[Unit]:
    """The units that a cell names, each beyond doubt; all or none."""
    names = [clean(name) for name in re.split(r"[;,\n]| và ", shown(cell, keep_lines=True))]
    units = []
    for name in [FICTITIOUS.sub("", name) for name in names if name]:
        fits = catalogue.units_named(name)
        near = [unit for unit in fits if _is_below(catalogue, unit, reading.scope.unit)]
        fits = near if len(near) == 1 else fits
        if len(fits) == 1:
            units.append(fits[0])
            continue
        why = "chỉ nhiều đơn vị" if fits else "không có trong danh mục"
        message = (
            f"“{name}” {why}. Hãy ghi đủ tên kèm cấp, và nhận danh mục đơn vị trước nếu là đơn vị "
            "mới."
        )
        reading.found("error", "ambiguous_unit" if fits else "unknown_unit", cell, message)
        return []
    return units


def _is_below(catalogue: Catalogue, unit: Unit, top: Unit | None) -> bool:
    above: Unit | None = unit
    while above is not None:
        if top is not None and above.unit_id == top.unit_id:
            return True
        above = catalogue.parent(above)
    return False


def _add_lineage(  # noqa: PLR0913
    reading: Reading, row: int, cell: Cell, old: Unit, new: Unit, *, kind: str, effective_on: date
) -> None:
    document = _above(reading, row, "document")
    decision = reading.scope.decision
    reading.fact(
        "catalog_lineage",
        cell,
        (old.unit_id,),
        (old.unit_id, new.unit_id),
        unit_id_before=old.unit_id,
        unit_id_after=new.unit_id,
        kind=kind,
        effective_on=effective_on,
        document=shown(document) or (decision.number if decision else None),
    )
    reading.passed.add(row)


# indicators --------------------------------------------------------------------------------


def indicator_list(reading: Reading) -> None:
    """An indicator of each row with the headings that mean it."""
    for ordinal, row in enumerate(reading.table.rows, start=1):
        cell, name = reading.cell(row, "name"), reading.text(row, "name")
        code = re.sub(r"[^a-z0-9]+", "-", fold(reading.text(row, "code"))).strip("-")
        if cell is None or not name or not code:
            continue
        labels = re.split(r"[;\n]", shown(reading.cell(row, "labels"), keep_lines=True))
        own = [clean(label) for label in labels if clean(label)]
        for label in [name, *own]:
            other = reading.catalogue.indicator_named(label)
            if other is not None and other.indicator_code != code:
                message = f"“{label}” đang chỉ {other.indicator_name}. Hãy bỏ tên này ở một nơi."
                reading.found("error", "label_taken", reading.cell(row, "labels"), message)
        reading.fact(
            "catalog_indicator",
            cell,
            (code,),
            (code,),
            indicator_code=code,
            indicator_name=name,
            labels=";".join(dict.fromkeys([name, *own])),
            ordinal=ordinal,
        )


# days --------------------------------------------------------------------------------------


def _date(reading: Reading, cell: Cell | None) -> date | None:
    if cell is None or cell.value is None or not str(cell.value).strip():
        return None
    if isinstance(cell.value, datetime):
        return cell.value.date()
    if isinstance(cell.value, date):
        return cell.value
    match = DAY.fullmatch(clean(str(cell.value)))
    try:
        if match:
            return date(int(match[3]), int(match[2]), int(match[1]))
    except ValueError:
        pass  # 31/02: told below
    message = "“{text}” không phải ngày. Hãy ghi như 01/07/2025."
    reading.found("error", "not_a_date", cell, message)
    return None
