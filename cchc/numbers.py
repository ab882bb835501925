"""One strict reading of numbers and ranks, and their Vietnamese form.

In: a cell's value and number format. Out: a number, or a code that says why there is none; what
can be read in two ways is an outcome (`ambiguous_number`), never a guess. Knows no table.

The comma is the decimal sign in Vietnamese: "70,52%", "6,71/10" and "99,12%" in the plans. A comma
alone is therefore decimal, whatever follows. A dot is the thousands sign of the same writing, yet
many type it as a decimal point: before three digits it could be either.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import ROUND_HALF_UP, Decimal
from typing import Literal

from cchc.model import CellValue
from cchc.text import DASHES, clean, fold

Problem = Literal["ambiguous_number", "not_a_number", "looks_like_date", "rank_from_date"]
Nothing = Literal["not_applicable", "not_scored"]

_NOT_APPLICABLE = frozenset(
    {"kps", "khong phat sinh", "khong co phat sinh", "khong ap dung", "kad", "n/a"}
)
_NOT_SCORED = frozenset(
    {
        *("", "...", "…", "chua co", "chua cham", "chua danh gia", "chua tham dinh"),
        *("chua khao sat", "cho khao sat", "chua co ket qua", "chua co so lieu"),
    }
)


@dataclass(frozen=True, slots=True)
class Parsed:
    """A number read from a cell; `value` is None exactly when `problem` or `nothing` says why.

    value: in percent (0–100) when `is_percent`. maximum: the 10 of "6,71/10".
    """

    value: Decimal | None = None
    maximum: Decimal | None = None
    is_percent: bool = False
    problem: Problem | None = None
    nothing: Nothing | None = None


@dataclass(frozen=True, slots=True)
class Rank:
    """Rank 4 of 11; `problem` rank_from_date goes with a rank that a spreadsheet made a date."""

    rank: int | None = None
    of: int | None = None
    problem: Problem | None = None


def parse_number(
    value: CellValue, number_format: str = "General", *, percent_heading: bool = False
) -> Parsed:
    """The number that a cell states; `percent_heading` when its column's heading says (%).

    A % format shows 0.7052 as 70,52%: its value is multiplied by 100. Under a (%) heading a plain
    70.52 is 70,52 percent, but a plain value of 1 or less is ambiguous (0,7052 % or 70,52 %; 1 %
    or 100 %), except 0.
    """
    if value is None:
        return Parsed(nothing="not_scored")
    if isinstance(value, (date, time, timedelta)):
        return Parsed(problem="looks_like_date")
    if isinstance(value, str):
        return _from_text(value, percent_heading)
    number = _decimal(value)
    if number is None:
        return Parsed(problem="not_a_number")
    return _from_number(number, number_format, percent_heading)


def _decimal(value: float | Decimal) -> Decimal | None:
    """15 digits, as Excel keeps: 0.1 + 0.2 is 0.3. None for truth values and non-numbers."""
    if isinstance(value, bool) or not math.isfinite(value):
        return None
    return value if isinstance(value, Decimal) else Decimal(format(value, ".15g"))


def _from_number(number: Decimal, number_format: str, percent_heading: bool) -> Parsed:
    literal, scaled = _percent_signs(number_format)
    if scaled:
        return Parsed(number * 100, is_percent=True)
    if literal:
        return Parsed(number, is_percent=True)
    return _under_heading(number) if percent_heading else Parsed(number)


def _percent_signs(number_format: str) -> tuple[bool, bool]:
    """Whether a format prints "%" as a mere word (quoted, escaped), and as its percent sign."""
    literal = re.search(r'"[^"]*%[^"]*"|\\%', number_format) is not None
    code = re.sub(r'"[^"]*"|\\.|\[[^\]]*\]', "", number_format)
    return literal, "%" in code


def _under_heading(number: Decimal) -> Parsed:
    if number != 0 and abs(number) <= 1:
        return Parsed(problem="ambiguous_number")
    return Parsed(number, is_percent=True)


_UNIT = r"(?:\s*(?P<{}>%|điểm|đ))?"
_NUMBER_TEXT = re.compile(
    r"(?P<value>[+-]?[\d.,]*\d[.]?)"
    + _UNIT.format("unit")
    + r"(?:\s*/\s*(?P<maximum>[\d.,]*\d)"
    + _UNIT.format("maximum_unit")
    + r")?\s*\.?",
    re.IGNORECASE,
)
_DATE_TEXT = re.compile(r"\d{1,2}([/.-])\d{1,2}\1\d{4}|\d{4}([/.-])\d{1,2}\2\d{1,2}")


def _from_text(text: str, percent_heading: bool) -> Parsed:
    nothing = _nothing(text)
    if nothing:
        return Parsed(nothing=nothing)
    plain = _plain(text)
    if _DATE_TEXT.fullmatch(plain):
        return Parsed(problem="looks_like_date")
    match = _NUMBER_TEXT.fullmatch(plain)
    if match is None:
        return Parsed(problem="not_a_number")
    if match["maximum"]:
        return _of_maximum(match)
    number = _digits(match["value"])
    if not isinstance(number, Decimal):
        return Parsed(problem=number)
    if match["unit"] == "%":
        return Parsed(number, is_percent=True)
    return _under_heading(number) if percent_heading and not match["unit"] else Parsed(number)


def _nothing(text: str) -> Nothing | None:
    folded = fold(text)
    if folded in _NOT_APPLICABLE:
        return "not_applicable"
    return "not_scored" if folded in _NOT_SCORED else None


def _plain(text: str) -> str:
    """One kind of minus and percent sign, single blanks, nothing but a sign before the digits."""
    bare = clean(text).lstrip("'’` ").replace("％", "%")
    plain = bare.translate({ord(dash): "-" for dash in DASHES})
    return re.sub(r"^([+-])\s+", r"\1", plain)


def _of_maximum(match: re.Match[str]) -> Parsed:
    """ "6,71/10 điểm"; "25/10" alone reads as a day, for no score exceeds its maximum."""
    value, maximum = _digits(match["value"]), _digits(match["maximum"])
    if not isinstance(value, Decimal):
        return Parsed(problem=value)
    if not isinstance(maximum, Decimal):
        return Parsed(problem=maximum)
    if value > maximum and not (match["unit"] or match["maximum_unit"]):
        return Parsed(problem="looks_like_date" if _is_day(value, maximum) else "not_a_number")
    percent = "%" in (match["unit"], match["maximum_unit"])
    return Parsed(value, maximum, is_percent=percent)


def _is_day(day: Decimal, month: Decimal) -> bool:
    return day == int(day) and month == int(month) and day <= 31 and month <= 12


def _digits(text: str) -> Decimal | Problem:
    """Digits with dots and commas to a number; thousands are sure only in groups or beside ','."""
    sign, body = ("-", text[1:]) if text.startswith("-") else ("", text.lstrip("+"))
    body = body.removesuffix(".")
    dots, commas = body.count("."), body.count(",")
    if dots and commas:
        decimal_sign = max(".,", key=body.rfind)
    elif dots + commas == 1:
        if re.fullmatch(r"[1-9]\d{0,2}\.\d{3}", body):
            return "ambiguous_number"
        decimal_sign = "." if dots else ","
    else:
        decimal_sign = ""
    plain = _ungrouped(body, decimal_sign)
    return Decimal(sign + plain) if plain else "not_a_number"


def _ungrouped(body: str, decimal_sign: str) -> str | None:
    """The digits with a decimal point; None when the thousands are not groups of three."""
    whole, fraction = body, ""
    if decimal_sign:
        whole, _, fraction = body.rpartition(decimal_sign)
    if decimal_sign and decimal_sign in whole:
        return None
    grouped = re.fullmatch(r"[1-9]\d{0,2}(?:(?:\.\d{3})+|(?:,\d{3})+)", whole)
    if not grouped and not re.fullmatch(r"\d*", whole):
        return None
    return (
        f"{re.sub('[.,]', '', whole) or '0'}.{fraction}" if fraction else re.sub("[.,]", "", whole)
    )


_RANK_TEXT = re.compile(
    r"(?P<word>(?:dung |xep |dong )*(?:hang thu|thu hang|thu|hang|xep|dung|so)\s*:?\s*)?"
    r"(?P<rank>\d{1,3})(?:\s*/\s*(?P<of>\d{1,3})|\s+(?:trong|tren)\s+(?:so\s+)?(?P<in>\d{1,3}))?"
    r"(?P<rest>\s*(?:[,;(]|\s[^\d\s/]).*|\s*\.)?"
)


def parse_rank(value: CellValue, number_format: str = "General") -> Rank:
    """The rank that a cell states: 4, "04/11", "Xếp hạng 04/11 huyện, thị xã, thành phố".

    A spreadsheet may have made "04/11" a date: see `_from_date` for when it can be undone.
    """
    if isinstance(value, (date, datetime)):
        return _from_date(value, number_format)
    if isinstance(value, str):
        return _rank_from_text(value)
    number = _decimal(value) if isinstance(value, (int, float, Decimal)) else None
    if number is None or number != int(number) or not 0 < number < 1000:
        return Rank(problem=None if value is None else "not_a_number")
    return Rank(int(number))


def _rank_from_text(text: str) -> Rank:
    if _nothing(text):
        return Rank()
    if _DATE_TEXT.fullmatch(_plain(text)):
        return Rank(problem="looks_like_date")
    folded = fold(text)
    match = _RANK_TEXT.fullmatch(folded)
    if match is None or (match["rest"] and not (match["word"] or match["of"])):
        return Rank(problem="not_a_number")
    if len(re.findall(r"\d+\s*/\s*\d+", folded)) > 1:
        return Rank(problem="ambiguous_number")
    of = match["of"] or match["in"]
    return _checked(int(match["rank"]), int(of) if of else None)


def _checked(rank: int, of: int | None) -> Rank:
    if rank < 1:
        return Rank(problem="not_a_number")
    if of is not None and rank > of:
        return Rank(problem="looks_like_date" if rank <= 31 and of <= 12 else "not_a_number")
    return Rank(rank, of)


def _from_date(value: date, number_format: str) -> Rank:
    """A rank typed "04/11" that became 4 November, or 11 April where months come first.

    A format of numeric day and month shows what the reader sees: that pair is taken when it can be
    a rank. Formats that hide the typed order (d-mmm, the system's own mm-dd-yy) are undone too,
    for a rank never exceeds the number of units. Anything else stays a date.
    """
    code = re.sub(r'"[^"]*"|\[[^\]]*\]|\\|;.*|_.', "", number_format.lower())
    if "d" not in code or "m" not in code or "h" in code:
        return Rank(problem="looks_like_date")
    day, month = value.day, value.month
    if "mmm" in code or code.startswith("mm-dd"):
        rank, of = sorted((day, month))
    else:
        rank, of = (day, month) if code.index("d") < code.index("m") else (month, day)
    if rank > of:
        return Rank(problem="looks_like_date")
    return Rank(rank, of, "rank_from_date")


def show(value: Decimal | float, places: int = 2, *, trim: bool = False) -> str:
    """ "1.234,50": decimal comma, thousands dot, halves away from zero; `trim` drops end zeros."""
    number = value if isinstance(value, Decimal) else Decimal(format(value, ".15g"))
    rounded = number.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)
    english = f"{abs(rounded) if rounded == 0 else rounded:,f}"
    if trim and "." in english:
        english = english.rstrip("0").rstrip(".")
    return english.translate(str.maketrans(",.", ".,"))


def show_percent(value: Decimal | float, places: int = 2, *, trim: bool = False) -> str:
    """ "70,52%" for 70.52: the sign close to the number, as the plans print it."""
    return f"{show(value, places, trim=trim)}%"
