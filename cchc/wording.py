"""Numbers, comparators, periods and states in the words of an official.

In: values of the queries. Out: plain Vietnamese text, the same on a page as in a document.
Knows no page, no store, no figure, no Markdown.
"""

from __future__ import annotations

import math
from datetime import date
from decimal import Decimal

from cchc.numbers import show
from cchc.periods import parse_period_id, period_name

MISSING = "–"
ILLUSTRATIVE = "Số liệu minh họa"

TARGET_STATES = {
    "met": "● Đạt mục tiêu",
    "not_met": "▲ Chưa đạt",
    "at_risk": "◆ Có nguy cơ không đạt",
    "not_assessable": "○ Chưa đủ cơ sở đánh giá",
    "impossible": "✕ Không còn khả năng đạt",
}
LEVELS = {
    "component": "chỉ số thành phần",
    "part": "phần điểm",
    "survey_item": "nội dung khảo sát lãnh đạo",
    "criterion": "tiêu chí",
    "subcriterion": "tiêu chí thành phần",
}
TASK_STATES = {
    "done": "Hoàn thành",
    "in_progress": "Đang thực hiện",
    "not_started": "Chưa thực hiện",
    "not_reported": "Chưa báo cáo",
    "overdue": "Quá hạn",
}
TASK_SHAPES = {
    "done": "●",
    "in_progress": "◆",
    "not_started": "□",
    "not_reported": "○",
    "overdue": "▲",
}
TASK_GROUPS = {"remedy": "Cần khắc phục", "maintain": "Cần duy trì"}
UNIT_LEVELS = {"tinh": "cấp tỉnh", "huyen": "cấp huyện", "xa": "cấp xã", "phong": "các phòng"}
ROUNDS = {
    "trial": "tự chấm thử",
    "self": "tự chấm",
    "appraised": "thẩm định lần 1",
    "appraised_2": "thẩm định lần 2",
    "survey": "điều tra xã hội học",
    "final": "kết quả cuối cùng",
    "published": "công bố",
}
_COMPARATORS = {
    ">": "trên {}",
    ">=": "từ {} trở lên",
    "=": "{}",
    "<": "dưới {}",
    "<=": "không quá {}",
}

Value = object


def known(value: Value) -> bool:
    """False for None, NaN and NaT: what a query left empty."""
    if value is None:
        return False
    if isinstance(value, float):
        return not math.isnan(value)
    return str(value) != "NaT" and str(value) != "<NA>"


def number(value: Value, places: int = 2, *, trim: bool = True) -> str:
    """ "76,17", "50"; `trim=False` keeps two places in columns. A dash for what is not known."""
    if not known(value):
        return MISSING
    return show(Decimal(format(float(str(value)), ".15g")), places, trim=trim)


def percent(value: Value, places: int = 2, *, trim: bool = True) -> str:
    """ "76,17%"."""
    return f"{number(value, places, trim=trim)}%" if known(value) else MISSING


def whole(value: Value) -> str:
    """A rank or a count: "4"."""
    return number(value, 0) if known(value) else MISSING


def rank_of(rank: Value, of: Value) -> str:
    """ "4/11", or "4" when nobody says of how many."""
    return f"{whole(rank)}/{whole(of)}" if known(rank) and known(of) else whole(rank)


def rank_change(before: Value, after: Value) -> str:
    """ "4 → 2"; empty when neither is known."""
    if not known(before) and not known(after):
        return ""
    return f"{whole(before)} → {whole(after)}" if known(after) else whole(before)


def target_phrase(comparator: Value, value: Value) -> str:
    """ "trên 80%", "từ 85% trở lên"; a dash for a target without a number."""
    if not known(value):
        return MISSING
    pattern = _COMPARATORS.get(str(comparator), "{}") if known(comparator) else "{}"
    return pattern.format(percent(value))


def aim_phrase(comparator: Value, value: Value) -> str:
    """As `target_phrase`, but "100%" where "từ 100% trở lên" would say no more."""
    if comparator == ">=" and known(value) and float(str(value)) == 100:
        return percent(value)
    return target_phrase(comparator, value)


def target_sign(comparator: Value, value: Value) -> str:
    """ "> 80%", as written beside a target's tick."""
    if not known(value):
        return ""
    sign = {">=": "≥ ", "<=": "≤ ", "=": ""}.get(str(comparator), f"{comparator} ")
    # Nothing is above 100 %: "≥ 100" says no more than "100".
    is_whole = comparator == ">=" and float(str(value)) == 100
    return f"{'' if is_whole or not known(comparator) else sign}{percent(value)}"


def day(value: Value) -> str:
    """ "31/12/2024"."""
    return f"{value:%d/%m/%Y}" if isinstance(value, date) and known(value) else MISSING


def period(period_id: Value) -> str:
    """ "Năm 2023", "Tháng 9/2024"."""
    return period_name(str(period_id)) if known(period_id) else MISSING


def period_end(period_id: str) -> date:
    """The last day of a period."""
    return parse_period_id(period_id).ends_on


def lower_first(text: str) -> str:
    """A title's first word inside a sentence: "Cải cách thể chế" → "cải cách thể chế".

    Abbreviations keep their capitals ("SIPAS …").
    """
    return text if text[:2].isupper() else text[:1].lower() + text[1:]


def calm(text: str) -> str:
    """A heading in capitals as a sentence: "CẢI CÁCH THỂ CHẾ" → "Cải cách thể chế"."""
    return text.capitalize() if text.isupper() else text


def upper_first(text: str) -> str:
    """A sentence's first letter; the rest as it is, unlike str.capitalize."""
    return text[:1].upper() + text[1:]


def joined(names: list[str], last: str = "và") -> str:
    """ "A, B và C"."""
    return (
        f" {last} ".join([", ".join(names[:-1]), names[-1]]) if len(names) > 1 else "".join(names)
    )


def short(text: Value, longest: int = 90) -> str:
    """One line of bounded length, cut at a word."""
    line = " ".join(str(text).split()) if known(text) else ""
    if len(line) <= longest:
        return line
    return line[: longest - 1].rsplit(" ", 1)[0].rstrip(" ,;.") + "…"
