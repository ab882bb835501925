"""Text on its way into a workbook: only what a cell may hold, and never read as a formula.

In: any text. Out: text that every exporter can write and Excel shows as it stands.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

CELL_LIMIT = 32_767
SHEET_NAME_LIMIT = 31
# Excel takes these for a formula when such a text is typed again, or read from a CSV.
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")

_UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]")
_NOT_IN_SHEET_NAMES = re.compile(r"[\[\]:*?/\\\s]+")
_ESCAPE_LOOKALIKE = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")


def writable(text: str, limit: int = CELL_LIMIT) -> str:
    """Without characters that XML or Excel refuse; what is too long ends with an ellipsis.

    Excel counts UTF-16 units: a character outside the basic plane is two.
    """
    kept = _UNWRITABLE.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))
    units = kept.encode("utf-16-le")
    if len(units) <= 2 * limit:
        return kept
    return units[: 2 * (limit - 1)].decode("utf-16-le", "ignore") + "…"


def escaped(text: str) -> str:
    """For text written into the XML itself: `_x0041_` would be shown as the letter A."""
    return _ESCAPE_LOOKALIKE.sub("_x005F_", text)


def one_line(text: str, limit: int = CELL_LIMIT) -> str:
    return writable(" ".join(text.split()), limit)


def sheet_name(wanted: str, taken: Iterable[str] = ()) -> str:
    """A name that Excel accepts, unlike all `taken` ones (it does not tell case apart)."""
    plain = _NOT_IN_SHEET_NAMES.sub(" ", writable(wanted)).strip(" '")
    used = {name.casefold() for name in taken} | {"history"}  # Excel keeps that one for itself
    name, number = _cut(plain or "Trang"), 1
    while name.casefold() in used:
        number += 1
        name = _cut(plain or "Trang", f" ({number})")
    return name


def _cut(text: str, ending: str = "") -> str:
    room = 2 * (SHEET_NAME_LIMIT - len(ending))
    return text.encode("utf-16-le")[:room].decode("utf-16-le", "ignore").strip(" '") + ending


def quoted(sheet: str) -> str:
    """A sheet's name as references write it: 'Phụ lục ''1'''."""
    return "'" + sheet.replace("'", "''") + "'"
