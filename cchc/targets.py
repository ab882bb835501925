"""Targets as plans word them: comparator, number, what it measures, and what is not certain.

In: the text of a target or requirement. Out: one Target for each requirement printed. Knows no
result: whether a target is met is a query's matter.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Literal

from cchc.numbers import parse_number, show_percent
from cchc.text import clean, fold, split_items

Comparator = Literal[">", ">=", "=", "<", "<="]
Measure = Literal["index", "rate", "growth", "count", "qualitative", "rank"]
Kind = Literal["reach", "keep", "keep_or_raise", "improve", "rank", "qualitative"]
Note = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Target:
    """One requirement.

    comparator: bears on percent or count. Without a number it bears on the baseline (keep: ">=",
    "cải thiện hơn": ">"); with a rank alone, on the rank ("nhóm 03 cao nhất": "<=", "tăng bậc":
    "<" the baseline's), for the best rank is 1. None: qualitative.
    percent: 0–100; for growth the change against basis_year. notes: (code, Vietnamese sentence).
    """

    raw_text: str
    comparator: Comparator | None = None
    percent: Decimal | None = None
    rank: int | None = None
    count: Decimal | None = None
    measure: Measure = "qualitative"
    kind: Kind = "qualitative"
    basis_year: int | None = None
    notes: tuple[Note, ...] = ()


def parse_target(
    text: str, *, default_measure: Measure = "index", percent_heading: bool = False
) -> list[Target]:
    """The requirements of a cell, in order; none for a cell without text.

    default_measure: what a bare "Trên 75%" measures, by the table it stands in; a percent "of"
    something ("100% hồ sơ …") is a rate. percent_heading: "Trên 75" is in percent.
    """
    found: list[Target] = []
    for clause in _clauses(text):
        found += _requirements(clause, default_measure, percent_heading)
    return found


def _clauses(text: str) -> list[str]:
    """List items, and the parts of one between semicolons where each has a requirement."""
    clauses: list[str] = []
    for item in split_items(text):
        parts = [part.strip() for part in item.split(";") if part.strip()]
        apart = len(parts) > 1 and all(_has_requirement(fold(part)) for part in parts)
        clauses += parts if apart else [item]
    return [clause for clause in clauses if fold(clause)]


def _has_requirement(folded: str) -> bool:
    return bool(_PERCENT.search(folded) or _COUNT.search(folded) or _rank_words(folded))


_NUMBER = r"(?<![\d.,])\d(?:[\d.,]{0,18}\d)?"
# Longer wordings first: "không dưới" is no "dưới".
_COMPARING: tuple[tuple[Comparator, str], ...] = (
    (">=", r"khong (?:duoi|thap hon|it hon|nho hon)|it nhat|toi thieu|tu|>=|≥"),
    ("<=", r"khong (?:qua|vuot qua|vuot|tren|cao hon)|toi da|<=|≤"),
    (">", r"tren|hon|vuot|cao hon|lon hon|>"),
    ("<", r"duoi|thap hon|it hon|nho hon|<"),
    ("=", r"dung|bang|="),
)
_ANY_COMPARING = "|".join(words for _, words in _COMPARING)
_LEAD = rf"(?:(?<![a-z])(?P<word>{_ANY_COMPARING})\s*(?:(?:dat|la|muc|ty le)\s*)*)?"
_TAIL = r"(?:\s*(?P<tail>tro len|tro xuong))?"
_RANGE = rf"(?:(?P<low>{_NUMBER})\s*%?\s*(?:den|toi)\s*(?:duoi\s*)?(?=\d))?"
_PERCENT = re.compile(rf"{_LEAD}{_RANGE}(?P<number>{_NUMBER})\s*%{_TAIL}")
_COUNT = re.compile(
    rf"(?<![a-z])(?P<word>{_ANY_COMPARING})\s*(?:dat\s*)?(?!(?:19|20)\d\d\b)(?P<number>{_NUMBER})"
    rf"(?![\d/%.,]|\s*%)(?P<unit>\s+(?!va\b|den\b|tro\b)[a-z]+)?{_TAIL}"
)
_FIRST_COUNT = re.compile(
    rf"(?!(?:19|20)\d\d\b)(?P<number>{_NUMBER})(?:(?P<unit>\s+(?!thang\b|nam\b)[a-z]+)|$)(?P<tail>)"
)
_BASELINE = re.compile(
    rf"nam (?P<year>20\d\d)\)?\s*(?:la|dat|chi dat|:)?\s*(?P<number>{_NUMBER})\s*%"
)
_BASIS_YEAR = re.compile(r"so voi\s+(?:[a-z]+\s+){0,5}?(?:nam\s+)?(?P<year>20\d\d)")
_OF_SOMETHING = re.compile(
    r"\s+(?!(?:so voi|theo|va|nam|vao|trong|diem|xep|hang)\b)[a-z]",
)
_POINTS = re.compile(r"\s*(?:diem\s*%|(?:diem )?phan tram)")
_GROWTH = re.compile(r"\b(?P<way>tang|giam)\s+(?:them\s+)?(?:dat\s+)?$")
_KEEP = re.compile(r"\b(?:duy tri|giu vung|giu nguyen)\b")
_RAISE = re.compile(
    r"\b(?:duy tri|giu vung|giu nguyen)\s*(?:hoac|,|/)\s*(?:nang cao|cai thien|tang|nang)\b"
)
_BETTER = re.compile(
    r"\b(?:cai thien|nang cao|cao|tot)\b[^.;]{0,40}?\bhon\b|\bso voi\b[^.;]*\b20\d\d\b"
)
_IMPROVE = re.compile(r"\b(?:nang cao|cai thien|tang cuong|nang|tang)\b")


def _requirements(clause: str, measure: Measure, percent_heading: bool) -> Iterator[Target]:
    folded = _POINTS.sub("%", fold(_ranges_in_words(clause)))
    plain = Target(clean(clause), basis_year=_basis_year(folded), rank=_rank(folded))
    if _RAISE.search(folded):
        yield _keep_or_raise(plain, folded, measure)
        return
    own = _BASELINE.sub(lambda match: "#" * len(match[0]), folded)
    found = [_of_percent(plain, own, match, measure) for match in _PERCENT.finditer(own)]
    if not found and percent_heading:
        found = list(_bare(plain, own, measure))
    if not found:
        found = [_of_count(plain, match) for match in _counts(own)]
    yield from found or [_without_number(plain, folded, measure)]


def _ranges_in_words(clause: str) -> str:
    """Folding drops dashes: "70 - 80%" becomes a range in words before that."""
    return re.sub(r"(\d\s*%?)\s*[-–—]\s*(?=\d+(?:[.,]\d+)?\s*%)", r"\1 đến ", clause)


def _of_percent(plain: Target, own: str, match: re.Match[str], measure: Measure) -> Target:
    read = parse_number(match["low"] or match["number"])
    notes: list[Note] = []
    if read.problem:
        notes.append(_unreadable(f"{match['number']}%"))
    if match["low"]:
        notes.append(_between(match))
    comparator = _comparator(match)
    way = _way(own, match)
    if way:
        comparator, percent = _change(comparator, read.value, way)
        return replace(
            plain,
            comparator=comparator,
            percent=percent,
            measure="growth",
            kind="reach",
            notes=tuple(notes),
        )
    notes += _impossible(comparator, read.value)
    return replace(
        plain,
        comparator=comparator,
        percent=read.value,
        measure=_measure(own, match, measure),
        kind="keep" if _KEEP.search(own[: match.start()]) else "reach",
        notes=tuple(notes),
    )


def _comparator(match: re.Match[str]) -> Comparator:
    """A bare number is a floor: "100%" is reached by 100 and nothing exceeds it."""
    if match["tail"]:
        return "<=" if match["tail"] == "tro xuong" else ">="
    word = match.groupdict().get("word")
    for comparator, words in _COMPARING:
        if word and re.fullmatch(words, word):
            return comparator
    return ">="


def _way(own: str, match: re.Match[str]) -> str | None:
    """ "tang" or "giam" where a change is asked for: "tăng 5%", "cao hơn 5% so với năm 2023"."""
    before = _GROWTH.search(own[: match.start()])
    if before:
        return before["way"]
    more = match["word"] in ("vuot", "hon", "cao hon", "lon hon")
    return "tang" if more and re.match(r"\s*so voi\b", own[match.end() :]) else None


def _change(
    comparator: Comparator, percent: Decimal | None, way: str
) -> tuple[Comparator, Decimal | None]:
    """ "giảm ít nhất 10%" is a change of -10 or below."""
    if way == "tang" or percent is None:
        return comparator, percent
    mirrored: dict[Comparator, Comparator] = {">": "<", ">=": "<=", "<": ">", "<=": ">=", "=": "="}
    return mirrored[comparator], -percent


def _measure(own: str, match: re.Match[str], default: Measure) -> Measure:
    if re.search(r"\bty le\b", own):
        return "rate"
    if re.search(r"\bchi so\b", own):
        return "index"
    return "rate" if _OF_SOMETHING.match(own, match.end()) else default


def _unreadable(number: str) -> Note:
    return (
        "ambiguous_number",
        f"Không rõ “{number}” là bao nhiêu: hãy viết phần thập phân sau dấu phẩy và ghi kèm "
        "đơn vị (%, điểm hoặc số lượng).",
    )


def _between(match: re.Match[str]) -> Note:
    return (
        "range",
        f"Mục tiêu ghi khoảng từ {match['low']}% đến {match['number']}%: "
        f"xét theo mức thấp nhất là {match['low']}%.",
    )


def _impossible(comparator: Comparator, percent: Decimal | None) -> list[Note]:
    if percent is None or comparator not in (">", ">=", "=") or percent < 100:
        return []
    if percent == 100 and comparator != ">":
        return []
    return [
        (
            "exceeds_100",
            f"Mục tiêu {'trên ' if comparator == '>' else ''}{show_percent(percent, trim=True)} "
            "vượt quá 100%: không thể đạt, cần xem lại văn bản.",
        )
    ]


def _keep_or_raise(plain: Target, folded: str, measure: Measure) -> Target:
    """Keeping satisfies "or": the floor is the baseline, where the text prints it."""
    match = _BASELINE.search(folded)
    baseline = parse_number(match["number"]).value if match else None
    rate: Measure = "rate" if re.search(r"\bty le\b", folded) else measure
    year = int(match["year"]) if match else plain.basis_year
    return replace(
        plain,
        comparator=">=",
        percent=baseline,
        measure=rate,
        kind="keep_or_raise",
        basis_year=year,
        notes=_raise_note(folded, match, baseline),
    )


def _raise_note(
    folded: str, match: re.Match[str] | None, baseline: Decimal | None
) -> tuple[Note, ...]:
    printed = match.span() if match else (0, 0)
    raises = [
        found
        for found in _PERCENT.finditer(folded)
        if not printed[0] <= found.start("number") < printed[1]
    ]
    step = parse_number(raises[0]["number"]).value if raises else None
    if baseline is None or step is None or baseline + step <= 100:
        return ()
    return (
        (
            "raise_exceeds_100",
            f"Nâng thêm {show_percent(step, trim=True)} so với {show_percent(baseline)} thành "
            f"{show_percent(baseline + step)}, vượt quá 100%: chỉ xét vế giữ vững, "
            f"từ {show_percent(baseline)} trở lên.",
        ),
    )


def _bare(plain: Target, own: str, measure: Measure) -> Iterator[Target]:
    """ "Trên 75" under a (%) heading; a small number there is ambiguous, as for any cell."""
    match = re.fullmatch(rf"(?:dat\s*)?{_LEAD}(?P<number>{_NUMBER}){_TAIL}", own)
    if match is None:
        return
    read = parse_number(match["number"], percent_heading=True)
    notes = (_unreadable(match["number"]),) if read.problem else ()
    yield replace(
        plain,
        comparator=_comparator(match),
        percent=read.value,
        measure=measure,
        kind="reach",
        notes=notes,
    )


def _counts(own: str) -> list[re.Match[str]]:
    """Numbers with a comparing word, or a number of something that opens the text."""
    if _rank_words(own):
        return []
    found = list(_COUNT.finditer(own))
    first = _FIRST_COUNT.match(own)
    return found or ([first] if first else [])


def _of_count(plain: Target, match: re.Match[str]) -> Target:
    read = parse_number(match["number"])
    notes: tuple[Note, ...] = (_unreadable(match["number"]),) if read.problem else ()
    if not match["unit"]:
        notes += (
            (
                "number_without_unit",
                f"Mục tiêu “{plain.raw_text}” có số nhưng không ghi đơn vị (% hay số lượng).",
            ),
        )
    return replace(
        plain,
        comparator=_comparator(match),
        count=read.value,
        measure="count",
        kind="reach",
        notes=notes,
    )


def _without_number(plain: Target, folded: str, measure: Measure) -> Target:
    if plain.rank is not None:
        return replace(plain, comparator="<=", measure="rank", kind="rank")
    if _rank_words(folded):
        better = "tang" in folded or "cai thien" in folded
        return replace(
            plain,
            comparator="<" if better else None,
            measure="rank",
            kind="rank",
            notes=_steps(folded),
        )
    if _KEEP.search(folded) and not re.search(r"\bva (?:nang cao|cai thien|tang)\b", folded):
        return replace(plain, comparator=">=", measure=measure, kind="keep")
    if _IMPROVE.search(folded) and _BETTER.search(folded):
        return replace(plain, comparator=">", measure=measure, kind="improve")
    # "Nâng cao …" alone says no more than a direction: nothing is compared.
    return replace(plain, kind="improve") if _IMPROVE.match(_unled(folded)) else plain


def _unled(folded: str) -> str:
    return re.sub(r"^(?:(?:phan dau|tiep tuc|tung buoc|khong ngung|duy tri va)\s+)*", "", folded)


_RANK = re.compile(
    # "hàng 06 tháng" and "đúng 15 ngày" fold like "hạng 06" and "đứng 15".
    r"(?:\b(?:xep|dung)\s+(?:vi tri\s+|hang\s+|thu\s+)+|\b(?:vi tri|hang)\s+(?:thu\s+)?|^thu\s+)"
    r"(?P<rank>\d{1,2})\b(?!\s*(?:thang|nam|ngay|%))"
    r"|\b(?:nhom|top)\s+(?P<group>\d{1,2})\b"
)
_RANK_WORDS = re.compile(
    r"\b(?:tang|cai thien)\b[^.;%]{0,25}\b(?:bac|hang)\b|\bthu hang\b|\bxep hang\b"
    r"|\bnhom (?:dung dau|dan dau)\b"
)


def _rank(folded: str) -> int | None:
    match = _RANK.search(folded)
    return int(match["rank"] or match["group"]) if match else None


def _rank_words(folded: str) -> bool:
    return bool(_RANK.search(folded) or _RANK_WORDS.search(folded))


def _steps(folded: str) -> tuple[Note, ...]:
    match = re.search(r"\btang\s+(?:it nhat\s+|toi thieu\s+)?(?P<steps>\d{1,2})\s+bac\b", folded)
    if match is None:
        return ()
    return (("rank_steps", f"Mục tiêu tăng {int(match['steps'])} bậc so với lần xếp hạng trước."),)


def _basis_year(folded: str) -> int | None:
    match = _BASIS_YEAR.search(folded)
    return int(match["year"]) if match else None
