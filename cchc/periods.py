"""Period ids of contract.md, and the periods and decisions that a title or file name speaks of.

In: a text, such as a title, a sheet's name or a file's. Out: ids, spans of days, Vietnamese names.
Knows no file: whose title wins is the caller's matter.
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from cchc.errors import WrongUse
from cchc.text import DASHES, clean, unaccented

PeriodKind = Literal["year", "month", "quarter", "half", "since_january"]
WORDED_MONTHS = {
    "gieng": 1, "mot": 1, "hai": 2, "ba": 3, "tu": 4, "bon": 4, "nam": 5, "sau": 6, "bay": 7,
    "tam": 8, "chin": 9, "muoi": 10, "muoi mot": 11, "muoi hai": 12, "chap": 12,
}  # fmt: skip
ROMAN_QUARTERS = {"i": 1, "ii": 2, "iii": 3, "iv": 4}
_QUARTER_NAMES = {number: roman.upper() for roman, number in ROMAN_QUARTERS.items()}


@dataclass(frozen=True, slots=True)
class Period:
    """A period by the calendar; a plan's data window may differ (see `deadlines.parse_window`)."""

    period_id: str
    kind: PeriodKind
    year: int
    starts_on: date
    ends_on: date


@dataclass(frozen=True, slots=True)
class Decision:
    """ "264/QĐ-UBND" and the day it was issued, if the text says."""

    number: str
    issued_on: date | None


_PERIOD_ID = re.compile(
    r"(?P<year>20\d\d)(?:-(?:(?P<month>0[1-9]|1[0-2])|Q(?P<quarter>[1-4])|H(?P<half>[12])"
    r"|M(?P<since_january>0[2-9]|1[01])))?"
)


def parse_period_id(text: str) -> Period:
    """The period of an id: 2023, 2024-06, 2024-Q2, 2024-H1, 2024-M09 (nine months since January).

    Raises WrongUse for anything else.
    """
    match = _PERIOD_ID.fullmatch(text.strip().upper())
    if match is None:
        raise WrongUse(
            f"Không hiểu kỳ “{clean(text)}”. Hãy ghi như 2023 (cả năm), 2024-06 (tháng 6), "
            "2024-Q2 (quý II), 2024-H1 (6 tháng đầu năm) hoặc 2024-M09 (9 tháng)."
        )
    kind, first, last = _months(match)
    year = int(match["year"])
    return Period(match[0], kind, year, date(year, first, 1), last_day(year, last))


def _months(match: re.Match[str]) -> tuple[PeriodKind, int, int]:
    """The kind, the first month and the last month of an id."""
    if match["month"]:
        return "month", int(match["month"]), int(match["month"])
    if match["quarter"]:
        last = 3 * int(match["quarter"])
        return "quarter", last - 2, last
    if match["half"]:
        last = 6 * int(match["half"])
        return "half", last - 5, last
    if match["since_january"]:
        return "since_january", 1, int(match["since_january"])
    return "year", 1, 12


def last_day(year: int, month: int) -> date:
    """The last day of a month."""
    return date(year, month, calendar.monthrange(year, month)[1])


def judged_until(period_id: str, sent: Iterable[str], today: date) -> date:
    """The day until which tasks and reports of a period are judged: its last.

    Of a year that is not over only what has passed, or was reported on already (`sent`, ids of
    periods within it): nothing is late that is not due yet.
    """
    period = parse_period_id(period_id)
    if period.kind != "year":
        return period.ends_on
    return min(period.ends_on, max([today, *(parse_period_id(one).ends_on for one in sent)]))


def years_compared(results: Sequence[str], target: str | None) -> list[str]:
    """Of the years with results those before the target year; all where none is before it."""
    return [year for year in results if target is None or year < target] or list(results)


def period_name(period_id: str) -> str:
    """ "Tháng 9/2024", "Năm 2023", "Quý II/2024", "6 tháng đầu năm 2024", "9 tháng năm 2024"."""
    period = parse_period_id(period_id)
    year, last = period.year, period.ends_on.month
    names: dict[PeriodKind, str] = {
        "year": f"Năm {year}",
        "month": f"Tháng {last}/{year}",
        "quarter": f"Quý {_QUARTER_NAMES.get(last // 3)}/{year}",
        "half": f"6 tháng {'đầu' if last == 6 else 'cuối'} năm {year}",
        "since_january": f"{last} tháng năm {year}",
    }
    return names[period.kind]


# "264/QĐ-UBND ngày 22/01/2024", "45/2020/NĐ-CP", and "264-QD-UBND" as a file name has to write it.
_DAY = (
    r"(?:ngay\s*)?\d{1,2}\s*[/.-]\s*\d{1,2}\s*[/.-]\s*\d{4,5}(?!\d)"
    r"|ngay[\s.…_]{0,80}\d{0,2}[\s.…_]{0,80}thang[\s.…_]{0,80}\d{0,2}[\s.…_]{0,80}nam[\s.…_]{0,80}\d{4}"
    r"|\d{1,2}\s+thang\s+\d{1,2}\s+nam\s+\d{4}"
    r"|ngay\s*\d{1,2}\s*/\s*\d{1,2}(?![/\d])"
    r"|(?<!\d)20\d\d-\d{2}-\d{2}(?!\d)"
)
_CITATION = re.compile(
    r"(?<![\w/])\d+[a-z]?\s*/\s*(?:\d{4}\s*/\s*)?(?!quy\b|nam\b|thang\b)[a-z]{2,}[a-z\d]*"
    rf"(?:-[a-z\d]+)*(?:,?\s*(?:{_DAY}))?"
    rf"|(?<!\d)\d+[-_\s](?:qd|kh|bc|cv|nq|ct)-[a-z]+(?:[-_\s]*(?:{_DAY}))?"
)
_DATE = re.compile(_DAY)


def without_citations(text: str) -> str:
    """Unaccented text with numbers and days of cited documents blanked out, positions kept."""
    return _blank(_CITATION, unaccented(text).translate({ord(dash): "-" for dash in DASHES}))


def _blank(pattern: re.Pattern[str], text: str) -> str:
    return pattern.sub(lambda match: " " * len(match[0]), text)


_SEPARATOR = r"[\s/.,-]*(?:nam)?[\s/.,-]*"
_WORDED = "|".join(sorted(WORDED_MONTHS, reverse=True))
_YEAR = r"(?P<year>20\d\d)(?!\d)"
# More telling wordings first: what one pattern takes is gone for the next.
_WORDINGS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("id", re.compile(r"(?<!\d)(?<!\d[/.-])20\d\d-(?:q[1-4]|h[12]|m(?:0[2-9]|1[01]))(?![a-z\d])")),
    (
        "since_january",
        re.compile(rf"(?<![\d/])0?(?P<n>\d{{1,2}})\s*-?thang(?P<end>\s*-?cuoi)?(?:\s*-?dau)?"
                   rf"\s*-?(?:nam|/)[\s-]*{_YEAR}"),
    ),
    ("half", re.compile(rf"nua\s+(?P<end>dau|cuoi)\s+nam\s+{_YEAR}")),
    ("quarter", re.compile(rf"(?<![a-z])(?:qu[yi]|q)[\s-]*(?P<n>iv|i{{1,3}}|[1-4])(?![a-z\d])"
                           rf"{_SEPARATOR}{_YEAR}")),
    ("month", re.compile(rf"(?<![a-z])(?:thang|t)[\s-]*(?P<n>\d{{1,2}})(?!\d){_SEPARATOR}{_YEAR}")),
    ("month", re.compile(rf"(?<![\d#])(?<!\d )thang\s+(?P<n>{_WORDED})\s*(?:nam|/)\s*{_YEAR}")),
    ("month", re.compile(r"(?<!\d)(?<!\d[/.-])(?P<year>20\d\d)[-.](?P<n>0[1-9]|1[0-2])(?!\d)")),
    ("month", re.compile(rf"(?<!\d)(?<!\d[/.-])(?P<n>0?[1-9]|1[0-2])[-/.]{_YEAR}")),
    ("year", re.compile(rf"(?<!\d){_YEAR}")),
)  # fmt: skip
_YEARLESS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("quarter", re.compile(r"(?<![a-z])qu[yi][\s-]*(?P<n>iv|i{1,3}|[1-4])(?![a-z\d])")),
    ("month", re.compile(r"(?<![a-z])thang[\s-]*(?P<n>\d{1,2})(?!\d)")),
    ("month", re.compile(r"(?<![a-z])t[\s-]?(?P<n>\d{1,2})(?!\d)")),
    ("since_january", re.compile(r"(?<![\d/])0?(?P<n>\d{1,2})\s*thang(?P<end>\s+cuoi)?(?:\s+dau)?"
                                 r"\s+nam(?!\s*\d)")),
)  # fmt: skip
# "giai đoạn 2021-2025" and "định hướng đến năm 2030" say what the plan is for, not its period.
_SPAN = re.compile(
    r"(?:giai doan|nam hoc|nhiem ky|khoa)[\s:]*20\d\d(?:\s*-\s*20\d\d)?"
    r"|(?:dinh huong|tam nhin)(?:\s+den)?(?:\s+nam)?\s+20\d\d"
)
_YEARS = re.compile(r"(?<!\d)(20\d\d)\s*-\s*(20\d\d)(?!\d)")


def find_periods(text: str, year: int | None = None) -> list[str]:
    """Ids of the periods that a title, a sheet's name or a file's speaks of, in their order.

    Days and numbers of documents are no periods. "Tháng 9" alone needs the `year` it stands in.
    """
    left = _blank(_SPAN, _blank(_DATE, without_citations(text.replace("_", " "))))
    left = _YEARS.sub(_blank_long_span, left)
    found: dict[int, str] = {}
    for kind, pattern in _WORDINGS + (_YEARLESS if year else ()):
        for match in pattern.finditer(left):
            period_id = _period_id(kind, match, year)
            if period_id:
                found[match.start()] = period_id
            if period_id or kind == "month":  # "tháng 13/2024" is no month, and not the year either
                left = left[: match.start()] + "#" * len(match[0]) + left[match.end() :]
    return list(dict.fromkeys(found[start] for start in sorted(found)))


def _blank_long_span(match: re.Match[str]) -> str:
    """ "2021-2025" is a span; "2023-2024" may be two years side by side."""
    return match[0] if int(match[2]) - int(match[1]) == 1 else " " * len(match[0])


def _period_id(kind: str, match: re.Match[str], year: int | None) -> str | None:
    if kind == "id":
        return match[0].upper()
    parts = match.groupdict()
    shown = parts.get("year") or str(year)
    if kind == "year":
        return shown
    if kind == "half":
        return f"{shown}-H{1 if parts['end'] == 'dau' else 2}"
    said = parts["n"]
    number = ROMAN_QUARTERS.get(said) or WORDED_MONTHS.get(said) or int(said)
    if kind == "quarter":
        return f"{shown}-Q{number}"
    if not 1 <= number <= 12:
        return None
    return f"{shown}-{number:02}" if kind == "month" else _since(shown, number, parts["end"])


def _since(year: str, months: int, end: str | None) -> str | None:
    """Months counted from January; three, six and twelve of them have ids of their own."""
    if end:
        return f"{year}-H2" if months == 6 else None
    own = {1: f"{year}-01", 3: f"{year}-Q1", 6: f"{year}-H1", 12: year}
    return own.get(months, f"{year}-M{months:02}")


_DECISION = re.compile(
    r"(?<![\w/])(?P<number>\d+\s*/\s*(?:\d{4}\s*/\s*)?qd(?:-[a-z\d]+)*)"
    r"(?:[\s,]*ngay\s*(?P<day>\d{1,2})(?:\s*[/.-]\s*|\s+thang\s+)(?P<month>\d{1,2})"
    r"(?:\s*[/.-]\s*|\s+nam\s+)(?P<year>\d{4})(?!\d))?"
)


def find_decision(text: str) -> Decision | None:
    """The first decision cited: "Quyết định số 264/QĐ-UBND ngày 22/01/2024"."""
    shown = clean(text).translate({ord(dash): "-" for dash in DASHES})
    match = next(_decisions(shown), None)
    if match is None:
        return None
    start, end = match.span("number")
    number = re.sub(r"\s", "", shown[start:end]).replace("Ð", "Đ")
    return Decision(number, _issued_on(match))


def _decisions(shown: str) -> Iterator[re.Match[str]]:
    return _DECISION.finditer(unaccented(shown))


def _issued_on(match: re.Match[str]) -> date | None:
    if match["day"] is None:
        return None
    try:
        return date(int(match["year"]), int(match["month"]), int(match["day"]))
    except ValueError:  # 31/02: the number still identifies the decision
        return None
