"""Which criterion a row of a score sheet is: its code as printed, its name, and its neighbours.

In: a table's rows and a framework. Out: row → criterion, and findings on what does not fit. Knows
nothing of points.

A spreadsheet spoils codes: "1.10" typed as a number is 1.1, "2.1" becomes 2 January, "1.1.1" 1
January 2001. A spoilt code is repaired only where the name agrees and the rows around it leave
room for it; the repair is said. Anything else is an error that says what the code may have been.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from cchc.catalogue import Criterion, Framework
from cchc.model import Cell
from cchc.normalise.rows import Reading, is_total, shown
from cchc.text import clean, fold

TOTAL = Criterion("total", "", "total", "total", "Chỉ số cải cách hành chính", None)
# Outside the areas: neither part of a criterion nor of the maximum.
OUTSIDE = (
    ("bonus", re.compile(r"(tong )?(so )?diem (thuong|cong)\b(?! dong).*")),
    ("penalty", re.compile(r"(tong )?(so )?diem (tru|phat)\b.*")),
)
# Sums of what the rows above already say.
SUBTOTAL = re.compile(
    r"((tong )?cong|tong( diem)?) (linh vuc|muc|phan|tieu chi|nhom|trang)\b.*"
    r"|cong chuyen.*|mang sang.*"
)
TEXT_CODE = re.compile(r"(?:tc|tctp|tieu chi)?\s*(\d{1,2}(?:\s*[.,]\s*\d{1,3})*)\s*[.):]*")
ROMAN_CODE = re.compile(r"([ivx]{1,5})\s*[.):]*")
LETTER_CODE = re.compile(r"[a-eg-z]\s*[.):]*|phan [a-z\d]+\s*[.:]*")
NO_CODE = re.compile(r"[\s.+*•●▪\uf0b7]*")
CODE_IN_NAME = re.compile(r"(\d{1,2}(?:\.\d{1,3})*)\s*[.):]*\s+(\D.*)")
DATE_TEXT = re.compile(r"(\d{1,2})[/-](\d{1,2})(?:[/-](\d{4}))?")
ROMANS = ("i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii")


@dataclass(frozen=True, slots=True)
class Printed:
    """A row's code as its cell has it.

    codes: what it says, or what it may have been; `spoilt` when a spreadsheet may have changed it.
    section: a numeral or letter that heads a section, which a framework need not hold.
    """

    row: int
    cell: Cell | None
    name: str
    codes: tuple[str, ...] = ()
    spoilt: bool = False
    section: bool = False


def criteria_of(
    reading: Reading, framework: Framework, scored: set[int]
) -> dict[int, Criterion | None]:
    """Row → its criterion; None for headings and options. `scored`: rows that hold points.

    A row that is left out was found to be wrong, and said.
    """
    rows = _printed_rows(reading)
    found: dict[int, Criterion | None] = {}
    unsure: list[Printed] = []
    for printed in rows:
        if _is_plain(printed):
            found[printed.row] = _outside(framework, printed)
            if SUBTOTAL.fullmatch(fold(printed.name)):
                reading.passed.add(printed.row)
        elif (sure := _sure(framework, printed)) is not None:
            found[printed.row] = sure
        else:
            unsure.append(printed)
    for printed in unsure:
        _settle(reading, framework, printed, found, printed.row in scored)
    return found


def _printed_rows(reading: Reading) -> list[Printed]:
    rows = [_printed(reading, row) for row in reading.table.rows]
    following = [*rows[1:], Printed(0, None, "")]
    joined = [_joined(one, after) for one, after in zip(rows, following, strict=True)]
    return list(_in_areas(joined))


def _in_areas(rows: list[Printed]) -> Iterator[Printed]:
    """Numbers that begin anew in each Roman area may be the framework's "I.1", "II.1"."""
    area = ""
    for one in rows:
        if one.section and one.codes[0] in map(str.upper, ROMANS):
            area = one.codes[0]
        within = (f"{area}.{code}" for code in one.codes if area and not one.section)
        yield replace(one, codes=(*one.codes, *within))


def _joined(printed: Printed, after: Printed) -> Printed:
    """A long name that a page break cut goes on in the next row, which has no code."""
    goes_on = printed.codes and not after.codes and after.name[:1].islower()
    return replace(printed, name=f"{printed.name} {after.name}") if goes_on else printed


def _printed(reading: Reading, row: int) -> Printed:
    cell, name = reading.cell(row, "number"), reading.text(row, "name")
    if cell is None or (isinstance(cell.value, str) and NO_CODE.fullmatch(fold(cell.value))):
        inside = CODE_IN_NAME.fullmatch(name)
        cell = reading.cell(row, "name")
        return Printed(row, cell, inside[2], (inside[1],)) if inside else Printed(row, cell, name)
    if isinstance(cell.value, date):
        return Printed(row, cell, name, _codes_of_date(cell.value), spoilt=True)
    if isinstance(cell.value, int | float | Decimal) and not isinstance(cell.value, bool):
        return _of_number(row, cell, name, cell.value)
    return _of_text(row, cell, name)


def _of_number(row: int, cell: Cell, name: str, value: float | Decimal) -> Printed:
    """1.1 may have been 1.1, 1.10 or 1.100; a format with decimals shows which."""
    text = format(value, ".15g")
    places = re.fullmatch(r"0\.(0+)", cell.number_format)
    if places and "." in text:
        return Printed(row, cell, name, (format(value, f".{len(places[1])}f"),))
    if "." not in text:
        return Printed(row, cell, name, (text,))
    return Printed(row, cell, name, (text, f"{text}0", f"{text}00"), spoilt=True)


def _of_text(row: int, cell: Cell, name: str) -> Printed:
    folded = fold(str(cell.value))
    if is_total(folded) or any(pattern.fullmatch(folded) for _, pattern in OUTSIDE):
        return Printed(row, cell, name or shown(cell))
    if match := DATE_TEXT.fullmatch(folded):
        year = int(match[3]) if match[3] else None
        return Printed(row, cell, name, _orders(int(match[1]), int(match[2]), year), spoilt=True)
    if match := TEXT_CODE.fullmatch(folded):
        return Printed(row, cell, name, (re.sub(r"\s*[.,]\s*", ".", match[1]),))
    if match := ROMAN_CODE.fullmatch(folded):
        arabic = (str(ROMANS.index(match[1]) + 1),) if match[1] in ROMANS else ()
        return Printed(row, cell, name, (match[1].upper(), *arabic), section=True)
    section = LETTER_CODE.fullmatch(folded) is not None
    return Printed(row, cell, name, (clean(str(cell.value)).rstrip(" .):"),), section=section)


def _codes_of_date(day: date) -> tuple[str, ...]:
    return _orders(day.day, day.month, day.year)


def _orders(day: int, month: int, year: int | None) -> tuple[str, ...]:
    """2.1 and 1.2 for 2 January, and 2.1.3 where the year may have been its last part."""
    pairs = (f"{day}.{month}", f"{month}.{day}")
    last = (year % 100,) if year else ()
    orders = (*pairs, *(f"{pair}.{part}" for pair in pairs for part in last))
    return tuple(dict.fromkeys(orders))


def _is_plain(printed: Printed) -> bool:
    """Rows without a code: totals, bonus and penalty, sums of a section, options, headings."""
    return not printed.codes or _is_sum(printed.name)


def _is_sum(name: str) -> bool:
    folded = fold(name)
    return is_total(name) or SUBTOTAL.fullmatch(folded) is not None or _outside_kind(name) != ""


def _outside_kind(name: str) -> str:
    folded = fold(name)
    return next((kind for kind, pattern in OUTSIDE if pattern.fullmatch(folded)), "")


def _outside(framework: Framework, printed: Printed) -> Criterion | None:
    folded = fold(printed.name)
    if SUBTOTAL.fullmatch(folded):
        return None
    if kind := _outside_kind(printed.name):
        return framework.by_name(printed.name) or Criterion(kind, "", "", kind, printed.name, None)
    return TOTAL if is_total(printed.name) else None


def same_name(known: str, printed: str) -> bool:
    """Case, accents' forms, end signs and a maximum in brackets behind it aside."""
    return _bare(known) == _bare(printed)


def _bare(name: str) -> str:
    folded = re.sub(r"\s*\(\s*(toi da )?[\d.,]+ diem\s*\)$", "", fold(name).rstrip(" .;:*"))
    return re.sub(r"\s+([,.;:)])", r"\1", folded).rstrip(" .;:*")


def _named(framework: Framework, printed: Printed) -> list[Criterion]:
    """The criteria that a row's code may stand for, whose name agrees."""
    known = [one for code in printed.codes if (one := framework.by_code(code))]
    return [one for one in known if not printed.name or same_name(one.criterion_name, printed.name)]


def _sure(framework: Framework, printed: Printed) -> Criterion | None:
    """A code as printed that is the framework's, with its name; a date never is a code."""
    fitting = _named(framework, printed)
    if len(fitting) != 1 or (printed.section and not printed.name):
        return None
    as_printed = not printed.spoilt or (
        fitting[0].criterion_code == printed.codes[0] and not _is_date(printed)
    )
    return fitting[0] if as_printed else None


def _is_date(printed: Printed) -> bool:
    cell = printed.cell
    if cell is None:
        return False
    return isinstance(cell.value, date) or (
        isinstance(cell.value, str) and DATE_TEXT.fullmatch(fold(cell.value)) is not None
    )


def _settle(
    reading: Reading,
    framework: Framework,
    printed: Printed,
    found: dict[int, Criterion | None],
    has_points: bool,
) -> None:
    """A row whose code and name do not agree as they stand: repaired, passed over, or refused."""
    fitting = _named(framework, printed) if printed.name else []
    if printed.spoilt and len(fitting) == 1 and _fits_here(framework, printed, fitting[0], found):
        found[printed.row] = fitting[0]
        _say_repaired(reading, printed, fitting[0])
    elif printed.section:
        found[printed.row] = None
        if has_points:
            message = (
                "Dòng “{text}” là tổng của một phần mà bộ tiêu chí không có nên không được dùng. "
                "Các tiêu chí ở dưới vẫn được đọc."
            )
            reading.found("warning", "section_not_used", printed.cell, message)
    else:
        _refuse(reading, framework, printed)


def _fits_here(
    framework: Framework,
    printed: Printed,
    criterion: Criterion,
    found: dict[int, Criterion | None],
) -> bool:
    """Between the criteria of the rows around it, and in no other row of the table."""
    places = {one.criterion_code: place for place, one in enumerate(framework.criteria)}
    codes = {row: one.criterion_code for row, one in found.items() if one is not None}
    sure = {row: places[code] for row, code in codes.items() if code in places}
    own = places[criterion.criterion_code]
    before = [place for row, place in sure.items() if row < printed.row]
    after = [place for row, place in sure.items() if row > printed.row]
    if own in sure.values() or not (before or after):
        return False
    return max(before, default=-1) < own < min(after, default=len(places))


def _say_repaired(reading: Reading, printed: Printed, criterion: Criterion) -> None:
    message = (
        f"Mã “{{text}}” được đọc là {criterion.criterion_code} theo tên tiêu chí và vị trí của "
        "dòng. Hãy định dạng cột mã là Văn bản để Excel không đổi mã."
    )
    reading.found("note", "code_repaired", printed.cell, message)


def _refuse(reading: Reading, framework: Framework, printed: Printed) -> None:
    name = printed.name[:60]
    known = [one for code in printed.codes if (one := framework.by_code(code))]
    if printed.spoilt:
        codes = [one.criterion_code for one in _named(framework, printed) or known]
        likely = f" Có thể là {' hoặc '.join(codes)}." if codes else ""
        message = (
            f"Mã “{{text}}” của “{name}” có thể đã bị Excel đổi.{likely} Hãy định dạng cột mã là "
            "Văn bản rồi nhập lại mã."
        )
        reading.found("error", "code_spoilt", printed.cell, message)
        return
    there = f"ghi “{known[0].criterion_name[:60]}”" if known else "không có"
    named = framework.by_name(printed.name) if printed.name else None
    likely = f" Tên này là của tiêu chí {named.criterion_code}." if named else ""
    code = shown(printed.cell) if printed.cell else ""
    message = f"Tiêu chí {code} “{name}”: bộ tiêu chí {there}.{likely} Hãy sửa cho khớp."
    reading.found("error", "unknown_criterion", printed.cell, message)
