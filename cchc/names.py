"""Which unit a written name means: exactly, by an alias, or only nearly.

In: a name as an office wrote it, and the catalogue. Out: the units it fits, and those that come
near, best first; whether one of them is meant only a person can say.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from rapidfuzz import fuzz

from cchc.catalogue import KIND_WORDS, Catalogue, Unit
from cchc.text import clean, fold

# Of 100: "phuoc ann" and "phuoc an" are 94 alike, "phuoc hung" and "phuoc ann" 74.
NEARLY, MOST_OFFERED = 70, 5
# Kinds as offices shorten them; "P." is a ward or a department, so it is not read.
SHORT_KINDS = {
    "x": "xa",
    "tt": "thi tran",
    "tx": "thi xa",
    "tp": "thanh pho",
    "h": "huyen",
    "t": "tinh",
    "vp": "van phong",
}
_SHORT_KIND = re.compile(r"(x|tt|tx|tp|h|t|vp)(?:\.\s*|\s+)(?=\w)", re.IGNORECASE)
_NUMBERED = re.compile(r"^\s*(\d{1,3}|[IVX]+)\s*[.)/-]\s*(?=\D)")
_ILLUSTRATIVE = re.compile(r"\s*\(minh họa\)\s*$", re.IGNORECASE)
# "xã Tân An, huyện Minh Họa"; "xã Tân An (huyện Minh Họa)"; "xã Tân An - huyện Minh Họa".
_WITHIN = re.compile(r"^(?P<name>[^,(]+?)\s*(?:,\s*|\(|\s[-–]\s)(?P<within>[^()]+)\)?$")


def units_meant(catalogue: Catalogue, written: str) -> list[Unit]:
    """Units that a name fits, word for word: a number before it, a short kind, its parent behind.

    Several where the name alone does not tell; an alias that somebody gave tells more than a name
    without its kind.
    """
    name = _ILLUSTRATIVE.sub("", _NUMBERED.sub("", clean(written)))
    for spelling in dict.fromkeys((clean(written), name, _long_kind(name))):
        units = catalogue.units_named(spelling)
        if units:
            return preferred(catalogue, units, spelling)
    match = _WITHIN.fullmatch(name)
    return _units_within(catalogue, match["name"], match["within"]) if match else []


def _long_kind(name: str) -> str:
    match = _SHORT_KIND.match(name)
    return f"{SHORT_KINDS[match[1].lower()]} {name[match.end() :]}" if match else name


def _units_within(catalogue: Catalogue, name: str, within: str) -> list[Unit]:
    above = {unit.unit_id for unit in catalogue.units_named(within)}
    named = catalogue.units_named(name) or catalogue.units_named(_long_kind(name))
    return [unit for unit in named if unit.parent_id in above]


def preferred(catalogue: Catalogue, units: list[Unit], text: str) -> list[Unit]:
    """Of units that a text fits, the one that the text's own words are an alias of."""
    if len(units) < 2:
        return units
    folded = f" {fold(text)} "
    known = _aliases(catalogue.aliases)
    given = [u for u in units if any(f" {one} " in folded for one in known.get(u.unit_id, ()))]
    return given if len(given) == 1 else units


@lru_cache(maxsize=4)
def _aliases(aliases: tuple[tuple[str, str], ...]) -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for unit_id, alias in aliases:
        found[unit_id] = (*found.get(unit_id, ()), fold(alias))
    return found


def near_units(
    catalogue: Catalogue, written: str, *, illustrative: bool, parent: Unit | None = None
) -> list[Unit]:
    """Units whose names come near, those within the parent first, then the likeliest."""
    own = parent.unit_id if parent else None
    scored = [
        (unit, score)
        for unit in catalogue.units
        if unit.illustrative == illustrative
        and (score := _likeness(catalogue, unit, written)) >= NEARLY
    ]
    scored.sort(key=lambda one: (own not in (one[0].unit_id, one[0].parent_id), -one[1]))
    return [unit for unit, _ in scored[:MOST_OFFERED]]


def _likeness(catalogue: Catalogue, unit: Unit, written: str) -> float:
    """0 to 100, on the names without their kinds; another kind takes a little away."""
    kind, name = _parted(_long_kind(_NUMBERED.sub("", clean(written))))
    spellings = (unit.unit_name, *_aliases(catalogue.aliases).get(unit.unit_id, ()))
    own_kind = _parted(unit.unit_name)[0]
    score = max(_ratio(name, _parted(one)[1]) for one in spellings)
    return score - 5 if kind and own_kind and kind != own_kind else score


def _ratio(one: str, other: str) -> float:
    return max(fuzz.ratio(one, other), fuzz.token_sort_ratio(one, other) - 5)


@lru_cache(maxsize=16_384)
def _parted(name: str) -> tuple[str, str]:
    """('xa', 'phuoc an') for 'UBND xã Phước An'."""
    folded = re.sub(r"^(ubnd|uy ban nhan dan) ", "", fold(name))
    kind = next((word for word in KIND_WORDS if folded.startswith(f"{word} ")), "")
    return kind, folded[len(kind) :].strip()


def label(catalogue: Catalogue, unit: Unit) -> str:
    """'xã Phước An (huyện Tuy Phước)': a name that tells it from its namesakes."""
    parent = catalogue.parent(unit)
    return f"{unit.unit_name} ({parent.unit_name})" if parent else unit.unit_name


def choices(catalogue: Catalogue, units: Iterable[Unit]) -> tuple[tuple[str, str], ...]:
    """(id, label) of units, as a question offers them."""
    return tuple((unit.unit_id, label(catalogue, unit)) for unit in units)


def listed(units: Iterable[Unit]) -> str:
    return ", ".join(unit.unit_name for unit in units)
