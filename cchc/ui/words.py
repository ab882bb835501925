"""The words of an official on a page: those of `cchc.wording`, and texts safe in Markdown.

In: values of the queries. Out: plain Vietnamese text, or Markdown made safe (`plain`).
Knows no page, no store, no figure.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from html import escape
from urllib.parse import urlencode

from cchc import wording

OUTSIDE = "|"  # in the code that is made for what no framework names
MISSING = wording.MISSING
ILLUSTRATIVE = wording.ILLUSTRATIVE
TARGET_STATES = wording.TARGET_STATES
TASK_STATES = wording.TASK_STATES
TASK_SHAPES = wording.TASK_SHAPES
TASK_GROUPS = wording.TASK_GROUPS
UNIT_LEVELS = wording.UNIT_LEVELS
ROUNDS = wording.ROUNDS
Value = wording.Value
known = wording.known
number = wording.number
percent = wording.percent
whole = wording.whole
rank_of = wording.rank_of
rank_change = wording.rank_change
target_phrase = wording.target_phrase
aim_phrase = wording.aim_phrase
target_sign = wording.target_sign
day = wording.day
period = wording.period
period_end = wording.period_end
lower_first = wording.lower_first
calm = wording.calm
upper_first = wording.upper_first
joined = wording.joined
short = wording.short

_WRITTEN = re.compile(
    r"\\(?P<sign>.)"
    r"|\[(?P<words>(?:\\.|[^\]\\])*)\]\((?P<link>[^()\s]*)\)"
    r"|\*\*(?P<bold>(?:\\.|[^*\\])+)\*\*"
)
_MARKDOWN = re.compile(r"([\\`*_\[\]<>$~|&{}])|(:)(?=\w)|^(\d+)([.)])(?=\s)|^([-+#=])")


def plain(text: Value) -> str:
    """Text from data, safe where Streamlit reads Markdown: no link, no formula, no list."""
    if not known(text):
        return MISSING
    line = " ".join(str(text).split())
    return _MARKDOWN.sub(_escaped, line)


def _escaped(match: re.Match[str]) -> str:
    sign, colon, digits, mark, start = match.groups()
    if digits:
        return f"{digits}\\{mark}"
    return f"\\{sign or colon or start}"


def source_link(row: Mapping[str, object], of: str = "") -> str | None:
    """The page Nguồn at the cell that a figure was read from; None when nobody knows it.

    `of` tells one source of a row from another: "target_" for its target's cell.
    """
    import_id, sheet, cell = (row.get(of + key) for key in ("import_id", "sheet", "cell"))
    if not (known(import_id) and known(sheet) and known(cell)):
        return None
    place = {"tep": int(float(str(import_id))), "trang": sheet, "o": cell}
    return "nguon?" + urlencode(place)


def linked(text: Value, link: str | None) -> str:
    """A text as a Markdown link, or plain when it leads nowhere."""
    return f"[{plain(text)}]({link})" if link else plain(text)


def as_html(markdown: str) -> str:
    """What `plain` and `linked` write, and words in bold between "**", as HTML instead."""
    parts, read = [], 0
    for found in _WRITTEN.finditer(markdown):
        parts += [escape(markdown[read : found.start()], quote=False), _element(found)]
        read = found.end()
    return "".join(parts) + escape(markdown[read:], quote=False)


def _element(found: re.Match[str]) -> str:
    if found["sign"]:
        return escape(found["sign"], quote=False)
    if found["bold"]:
        return f"<strong>{as_html(found['bold'])}</strong>"
    address = escape(found["link"])
    return f'<a href="{address}" target="_blank">{as_html(found["words"])}</a>'


def code(value: object) -> str:
    """A criterion's code as printed; the total, SIPAS and what no framework has are names alone."""
    text = str(value) if known(value) else ""
    return "" if text in ("total", "SIPAS") or OUTSIDE in text else text


def coded(row: Mapping[str, object]) -> str:
    """A criterion by its code and name: "1.2. Cải cách thể chế"; "SIPAS" is a name already."""
    printed, name = code(row["criterion_code"]), str(row["criterion_name"])
    is_code = bool(printed) and (len(printed) <= 4 or any(map(str.isdigit, printed)))
    return f"{printed}. {name}" if is_code else name
