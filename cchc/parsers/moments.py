"""Dates and times out of the numbers and words that files hold; which number formats show them.

In: a serial number with its epoch, or an ISO text. Out: date, time, datetime, or days as a number.
"""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta

EPOCH_1900 = datetime(1899, 12, 30)
EPOCH_1904 = datetime(1904, 1, 1)
DAY = timedelta(days=1)

_NOT_LETTERS = re.compile(r'"[^"]*"|\[(?!hh?\]|mm?\]|ss?\])[^\]]*\]|[\\_*].', re.I)
_DATE_LETTER = re.compile(r"[dmhysDMHYS]")
_ELAPSED = re.compile(r"\[(?:hh?|mm?|ss?)\]", re.I)
_ISO = re.compile(r"(\d{4}-\d\d-\d\d)?T?(\d\d:\d\d(?::\d\d(?:\.\d+)?)?)?Z?")
_ISO_DURATION = re.compile(
    r"(-)?P(?:(\d+)D)?T?(?:(\d+)H)?(?:(\d+)M)?(?:(\d+(?:[.,]\d+)?)S)?", re.ASCII
)


def shows_moment(number_format: str) -> bool:
    """Whether Excel shows a number of this format as a date or a time."""
    if number_format.lower() == "general":
        return False
    return _DATE_LETTER.search(_first_section(number_format)) is not None


def shows_elapsed(number_format: str) -> bool:
    """Whether Excel shows a number of this format as hours that do not end at 24."""
    return _ELAPSED.search(_first_section(number_format)) is not None


def _first_section(number_format: str) -> str:
    return _NOT_LETTERS.sub("", number_format).split(";", maxsplit=1)[0]


def from_serial(serial: float, epoch: datetime) -> datetime | time:
    """The moment that Excel shows. Raises OverflowError or ValueError beyond its calendar."""
    day, fraction = divmod(serial, 1)
    within = timedelta(milliseconds=round(fraction * 86_400_000))
    if 0 <= serial < 1 and within < DAY:
        return (datetime.min + within).time()
    if 0 < serial < 60 and epoch == EPOCH_1900:
        day += 1  # Excel counts a 29 February 1900 that never was.
    return epoch + timedelta(days=day) + within


def from_iso(text: str) -> date | time:
    """A date, a time, or both. Raises ValueError."""
    found = _ISO.fullmatch(text.strip())
    if found is None or not any(found.groups()):
        raise ValueError("not a date")
    day, clock = found.groups()
    if clock is None:
        return date.fromisoformat(day)
    moment = time.fromisoformat(clock)
    return moment if day is None else datetime.combine(date.fromisoformat(day), moment)


def days_of(duration: str) -> float:
    """Days of 'PT36H00M00S'. Raises ValueError."""
    found = _ISO_DURATION.fullmatch(duration.strip())
    if found is None or not any(found.groups()[1:]):
        raise ValueError("not a duration")
    sign, *parts = found.groups()
    days, hours, minutes, seconds = (float((part or "0").replace(",", ".")) for part in parts)
    length = timedelta(days=days, hours=hours, minutes=minutes, seconds=seconds) / DAY
    return -length if sign else length
