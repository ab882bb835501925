"""Deadlines of tasks and of reports, as plans word them.

In: a deadline's text and the plan's year. Out: its kind and the last punctual day. Knows neither
tasks nor today: what is overdue is judged elsewhere.

The first words rule where a text mixes kinds: "Thường xuyên khi có sự thay đổi" is continuous,
"Hàng năm, theo thời gian quy định của Hội đồng" periodic. A day named anywhere else outweighs
"theo …" and "… sau khi …" beside it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from cchc.periods import ROMAN_QUARTERS, last_day, without_citations
from cchc.text import clean, fold

DeadlineKind = Literal["dated", "periodic", "continuous", "event", "reference", "none"]
Problem = Literal["year_unknown", "bad_date", "several_dates", "unrecognised_deadline"]


@dataclass(frozen=True, slots=True)
class Deadline:
    """due_on: the last punctual day, for dated ones whose day is certain.

    frequency: weekly, monthly, quarterly, half_yearly, nine_monthly, yearly, joined by commas
    ("Hàng quý, 06 tháng, năm" is "quarterly,half_yearly,yearly").
    problems: year_unknown ("trước ngày 15/12" without a year) · bad_date (31/6, 14/11/20233) ·
    several_dates (due_on is the last of them) · unrecognised_deadline (kind none; or dated without
    a day, "Đầu năm 2024").
    """

    text: str
    kind: DeadlineKind
    due_on: date | None = None
    frequency: str | None = None
    problems: tuple[Problem, ...] = ()


_CONTINUOUS = re.compile(
    r"(?:lam |thuc hien )?(?:thuong xuyen|ca nam|lien tuc|(?:hang|moi) ngay)\b"
)
_EVENT = re.compile(r"(?:ngay )?(?:sau|khi|truoc khi)\b|trong (?:vong|thoi han)\b|\d+ ngay\b")
_REFERENCE = re.compile(r"\b(?:theo|can cu|quy dinh|ke hoach|yeu cau|tien do|dung thoi gian)\b")
_LEAD = re.compile(r"(?:thoi gian )?(?:hoan thanh|thuc hien|bao cao)?\s*(?=\S)")


def parse_deadline(text: str, year: int | None) -> Deadline:
    """The deadline that a cell states; `year` is the plan's, for days that print none."""
    shown = clean(text).lstrip("-+• ").rstrip(" .;,")
    folded = fold(shown)
    if not folded:
        return Deadline(shown, "none")
    if _CONTINUOUS.match(folded):
        return Deadline(shown, "continuous")
    if _opens_periodic(folded):
        return Deadline(shown, "periodic", frequency=find_frequency(shown))
    if _EVENT.match(folded):
        return Deadline(shown, "event")
    return _dated(shown, year) or _undated(shown, folded)


def _undated(shown: str, folded: str) -> Deadline:
    if _REFERENCE.search(folded):
        return Deadline(shown, "reference")
    if re.search(r"\b(?:khi|sau)\b", folded):
        return Deadline(shown, "event")
    if re.search(r"\bthuong xuyen\b", folded):
        return Deadline(shown, "continuous")
    return Deadline(shown, "none", problems=("unrecognised_deadline",))


_EVERY = r"(?:dinh ky\s+)?(?:hang|moi)\s+(?:tuan|thang|quy|nam|0?6\s+thang)"
_OF_EVERY = r"(?:cua|cuoi|dau|cuoi moi|cuoi cung cua)\s+(?:quy|thang)(?!\s*[\divx])"
_PERIODS_ONLY = re.compile(
    r"(?:dinh ky\s*)?(?:tuan|thang|quy|0?6 thang|0?9 thang|nam|ca nam)"
    r"(?:\s*[,;/]?\s*(?:va\s+)?(?:thang|quy|0?6 thang|0?9 thang|ca nam|nam)\b(?!\s*\d))*"
)
_PERIODIC = re.compile(
    rf"(?:dinh ky\b|{_EVERY}|{_OF_EVERY}"
    rf"|(?:truoc\s+)?ngay\s+(?:\d{{1,2}}\s+)?(?:{_EVERY}|.{{0,10}}{_OF_EVERY}))"
)
_FREQUENCIES = (
    ("weekly", r"\btuan\b"),
    ("monthly", r"(?<!\d )\bthang\b(?!\s*(?:\d|cuoi|dau))"),
    ("quarterly", r"\bquy\b(?!\s*(?:[\d]|i{1,3}\b|iv\b|dinh\b|che\b))"),
    ("half_yearly", r"\b0?6 thang\b|\bnua nam\b"),
    ("nine_monthly", r"\b0?9 thang\b"),
    ("yearly", r"(?:(?:hang|moi|ca)\s+|[,;/]\s*(?:va\s+)?|\bva\s+|^)nam\b(?!\s*\d)"),
)


def _opens_periodic(folded: str) -> bool:
    return bool(_PERIODS_ONLY.fullmatch(folded) or _PERIODIC.match(_LEAD.sub("", folded, count=1)))


def find_frequency(text: str) -> str | None:
    """How often, of a text such as "Hàng tháng, hàng quý", "06 tháng đầu năm", "Năm"."""
    folded = fold(text)
    found = [name for name, pattern in _FREQUENCIES if re.search(pattern, folded)]
    return ",".join(found) or None


_BEFORE = r"(?P<before>\btruoc\s+(?:het\s+)?)?"
_DAY = re.compile(
    _BEFORE
    + r"(?:ngay\s*)?(?<![\d/])(?P<day>\d{1,2})(?:\s*/\s*|\s+thang\s+)(?P<month>\d{1,2})(?!\d)"
    r"(?:\s*(?:/|nam\b)\s*(?P<year>\d{4,5}|\d{2})(?!\d))?"
)
_MONTH = re.compile(
    _BEFORE + r"\bthang\s*(?P<month>\d{1,2})(?!\d)"
    r"(?:\s*(?:/|nam\b|\s)\s*(?P<year>\d{4,5})(?!\d))?"
)
_QUARTER = re.compile(
    _BEFORE
    + r"\bquy\s*(?P<quarter>iv|i{1,3}|[1-4])\b(?:\s*(?:/|nam\b|\s)\s*(?P<year>\d{4})(?!\d))?"
)
_HALF = re.compile(r"\b0?(?P<n>[69])\s*thang\s+(?P<part>dau|cuoi)\s+nam\b(?:\s*(?P<year>\d{4}))?")
_YEAR_END = re.compile(
    _BEFORE + r"(?:\b(?:trong|cuoi|het)\s+nam\b(?:\s*(?P<year>\d{4}))?"
    r"|\bnam\s+(?P<named>\d{4})|\bgiai doan\s+\d{4}\s+(?P<last>\d{4}))(?!\d)"
)
_AND = r"\s*(?:,|va\b|den\b|\s)\s*"
_NEXT_MONTH = re.compile(
    rf"\b((thang)\s*\d{{1,2}}){_AND}(\d{{1,2}}(?=\s*(?:(?:,|va)\s*\d|(?:/|nam)\s*\d{{4}})))"
)
_NEXT_QUARTER = re.compile(
    rf"\b((quy)\s*(?:iv|i{{1,3}}|[1-4])){_AND}((?:iv|i{{1,3}}|[1-4])\b(?!\d))"
)
_BARE_MONTH = re.compile(r"(?<!thang )(?<!thang)(?<![\d/,])(?<![\d,] )(\d{1,2}/20\d\d)(?!\d)")
_VAGUE = re.compile(r"\b(?<!thang )(?:dau|giua)\s+nam\b")
_Found = date | Problem


def _dated(shown: str, year: int | None) -> Deadline | None:
    found = list(_dates(shown, year))
    if not found:
        return None
    days = sorted({item for item in found if isinstance(item, date)})
    problems = tuple(dict.fromkeys(item for item in found if not isinstance(item, date)))
    if len(days) > 1 and not _is_span(shown):
        problems += ("several_dates",)
    # One day that cannot be read makes the last day uncertain.
    certain = days and not set(problems) - {"several_dates"}
    return Deadline(shown, "dated", days[-1] if certain else None, problems=problems)


def _is_span(shown: str) -> bool:
    """ "từ tháng 5 đến tháng 8/2024", "tháng 5 - 6/2024": due at its end, one deadline."""
    if re.search(r"\d\s*[-–—]\s*(?:tháng\s*)?\d", shown, re.IGNORECASE):
        return True
    folded = fold(shown)
    start, to, end = folded.partition(" den ")
    numbers = re.search(r"\d", start) and re.search(r"\d", end)
    return bool(to and numbers) and "truoc" not in folded


def _dates(shown: str, year: int | None) -> Iterator[_Found]:
    """Every day named but documents' own; a half or a whole year only if nothing closer is."""
    left = _spelt_out(shown)
    close: list[_Found] = []
    for pattern in (_DAY, _MONTH, _QUARTER):
        close += [_due(match, year) for match in pattern.finditer(left)]
        left = pattern.sub(" # ", left)
    if close:
        yield from close
        return
    if _VAGUE.search(left):
        yield "unrecognised_deadline"
        return
    for pattern in (_HALF, _YEAR_END):
        match = pattern.search(left)
        if match:
            yield _due(match, year)
            return


def _spelt_out(shown: str) -> str:
    """Folded, documents taken out, and every month and quarter of a list with its own word."""
    left = re.sub(r"(\d{1,2})[.-](\d{1,2})[.-](\d{4})", r"\1/\2/\3", shown)
    left = _BARE_MONTH.sub(r"thang \1", fold(without_citations(left)))
    for pattern in (_NEXT_MONTH, _NEXT_QUARTER):
        while (longer := pattern.sub(r"\1, \2 \3", left)) != left:
            left = longer
    return left


def _due(match: re.Match[str], year: int | None) -> _Found:
    """The last punctual day of one wording; "trước" takes the day before its beginning."""
    parts = {name: value for name, value in match.groupdict().items() if value}
    named = parts.get("year") or parts.get("named") or parts.get("last")
    stands_in = _full_year(named) if named else year
    if stands_in is None:
        return "year_unknown"
    if not 1900 <= stands_in <= 2999:  # the year 20233
        return "bad_date"
    try:
        first, last = _span(parts, stands_in)
    except ValueError:  # 31/6, month 13
        return "bad_date"
    return first - timedelta(days=1) if "before" in parts else last


def _full_year(text: str) -> int:
    return 2000 + int(text) if len(text) == 2 else int(text)


def _span(parts: dict[str, str], year: int) -> tuple[date, date]:
    """First and last day of what is named; raises ValueError for what no calendar has."""
    if "day" in parts:
        day = date(year, int(parts["month"]), int(parts["day"]))
        return day, day
    if "quarter" in parts:
        quarter = ROMAN_QUARTERS.get(parts["quarter"]) or int(parts["quarter"])
        first, last = 3 * quarter - 2, 3 * quarter
    elif "month" in parts:
        first = last = int(parts["month"])
    elif "n" in parts and parts["part"] == "dau":
        first, last = 1, int(parts["n"])
    else:
        first, last = 1, 12
    return date(year, first, 1), last_day(year, last)


@dataclass(frozen=True, slots=True)
class DueRule:
    """When a report is due: a day of each month, or one day; both are the last punctual day.

    day_of_month 0 is the last day of the month before ("Trước ngày 01 hàng tháng").
    """

    day_of_month: int | None = None
    due_on: date | None = None


@dataclass(frozen=True, slots=True)
class MonthlyWindow:
    """A reporting month from `from_day` of the month before to `to_day` of its own."""

    from_day: int
    to_day: int


_MONTHLY_DAY = re.compile(
    r"(?P<before>truoc\s+)?(?:ngay\s*)?(?P<day>\d{1,2})\s+(?:(?:hang|moi|cua moi)\s+thang)\b"
)


def parse_due_day(text: str, year: int | None) -> DueRule | None:
    """The reporting calendar's "Trước ngày 14 hàng tháng" or "Trước ngày 25/10/2023".

    None where the text names no day that is certain.
    """
    match = _MONTHLY_DAY.search(fold(text))
    if match:
        day = int(match["day"]) - (1 if match["before"] else 0)
        return DueRule(day_of_month=day) if 0 <= day <= 31 else None
    deadline = parse_deadline(text, year)
    if deadline.due_on is None or deadline.problems:
        return None
    return DueRule(due_on=deadline.due_on)


_WINDOW = re.compile(
    r"(?:tu\s+)?(?:ngay\s*)?(\d{1,2})/(\d{1,2})(?:/(\d{4}))?\s+(?:den\s+)?(?:het\s+)?(?:ngay\s*)?"
    r"(\d{1,2})/(\d{1,2})/(\d{4})"
)
_MONTHLY_WINDOW = re.compile(
    r"(?:tu\s+)?ngay\s*(\d{1,2})\s+(?:cua\s+)?thang\s+(?:truoc|lien ke truoc|ke truoc).*?"
    r"\bden\s+(?:het\s+)?ngay\s*(\d{1,2})\b(?!\s*/)"
)


def parse_window(text: str) -> tuple[date, date] | MonthlyWindow | None:
    """The days a report's figures cover: "Từ ngày 01/11/2022 đến ngày 31/5/2023".

    "Từ ngày 15 tháng trước đến ngày 14 tháng báo cáo" is a MonthlyWindow; another text is None.
    """
    folded = fold(text)
    monthly = _MONTHLY_WINDOW.search(folded)
    if monthly:
        return MonthlyWindow(int(monthly[1]), int(monthly[2]))
    match = _WINDOW.search(folded)
    if match is None:
        return None
    try:
        return _window(*(int(part) if part else None for part in match.groups()))
    except ValueError:  # no such day
        return None


def _window(*parts: int | None) -> tuple[date, date] | None:
    day, month, year, last_on, last_month, last_year = (part or 0 for part in parts)
    ends_on = date(last_year, last_month, last_on)
    starts_on = date(year or last_year, month, day)
    if not year and starts_on > ends_on:  # "Từ ngày 01/11 đến ngày 31/5/2023"
        starts_on = date(last_year - 1, month, day)
    return (starts_on, ends_on) if starts_on <= ends_on else None
