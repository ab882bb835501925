"""The evidence that a plan names for a task, and whether a report speaks of it.

In: the words of a task ("hồ sơ gồm: kế hoạch, biên bản, báo cáo, kết quả xử lý") and of a report's
result. Out: the named papers, one by one, and what the report says of each. Four wordings are read,
no others: a list after "gồm", what is done "để làm tài liệu kiểm chứng", what is "đính kèm … vào",
and the plan's own column of products. A task that names none has none: nothing is guessed.
It must not know where the words were kept.
"""

from __future__ import annotations

import re
from enum import StrEnum

from cchc.text import fold

_LIST = re.compile(
    r"(?:hồ sơ|tài liệu|minh chứng|kiểm chứng|sản phẩm|thành phần) (?:bao )?gồm(?: có)?:? ?"
    r"(?P<list>[^.;()]*(?:;[^.()]*)?)",
    re.IGNORECASE,
)
_AS_EVIDENCE = re.compile(
    r"(?P<what>[^.;()]*?) (?:để )?làm (?:tài liệu|hồ sơ|minh chứng) ?(?:kiểm chứng)?", re.IGNORECASE
)
_ATTACHED = re.compile(r"đính kèm (?P<what>[^.;()]*?) vào ", re.IGNORECASE)
_BETWEEN = re.compile(r" ?[,;] ?| và ", re.IGNORECASE)
_PRODUCTS = re.compile(r"\s*[;\n]\s*(?:[-+•]\s*)?")
_LEADING = re.compile(r"^(?:[-+•]\s*|đồng thời,?\s*|và\s+|các\s+)+", re.IGNORECASE)
_SENTENCE = re.compile(r"[.;\n]+")
_WORD = re.compile(r"[^\W_]+")
# Where a paper's name ends and the words about it begin: "kết quả xử lý | các vấn đề …".
_ABOUT = {"cac", "cua", "ve", "qua", "co", "theo", "doi", "nam", "tai", "trong", "cho"}
_NOT = {"chua", "khong", "thieu"}
LONGEST = 160


class Told(StrEnum):
    """What a report says of one paper."""

    NAMED = "named"
    MISSING = "missing"
    NOTHING = "nothing"


def named(action: str | None, product: str | None = None) -> list[str]:
    """The papers that a task names, in its order, each once.

    A list ("hồ sơ gồm: …") says more than the words before it, so it stands alone.
    """
    text = " ".join((action or "").split())
    papers = [*_listed(text)] or [*_said_in(text)]
    papers += _PRODUCTS.split(product) if product else []
    first: dict[str, str] = {}
    for paper in filter(None, map(_trimmed, papers)):
        first.setdefault(fold(paper), paper)
    return list(first.values())


def _listed(text: str) -> list[str]:
    return [paper for found in _LIST.finditer(text) for paper in _BETWEEN.split(found["list"])]


def _said_in(text: str) -> list[str]:
    sentences = _SENTENCE.split(text)
    found = [pattern.search(part) for part in sentences for pattern in (_AS_EVIDENCE, _ATTACHED)]
    return [match["what"].rsplit(", ", 1)[-1] for match in found if match]


def _trimmed(paper: str) -> str:
    plain = _LEADING.sub("", " ".join(paper.split())).strip(" .,;:")
    return plain[:LONGEST].rsplit(" ", 1)[0] if len(plain) > LONGEST else plain


def told(paper: str, result: str | None) -> Told:
    """Whether a report's words name a paper, or say that it is not there yet.

    A sentence counts when it holds the paper's name word for word; "chưa", "không", "thiếu"
    anywhere before it in that sentence turn it round.
    """
    head = _head(paper)
    for sentence in _SENTENCE.split(result or ""):
        said = _words(sentence)
        place = _find(head, said)
        if place is not None:
            return Told.MISSING if _NOT & set(said[:place]) else Told.NAMED
    return Told.NOTHING


def _words(text: str) -> list[str]:
    return _WORD.findall(fold(text))


def _head(paper: str) -> list[str]:
    """The name of a paper without the words about it, two words at least."""
    said = _words(paper)
    ends = [place for place, word in enumerate(said) if place >= 2 and word in _ABOUT]
    return said[: ends[0]] if ends else said


def _find(head: list[str], said: list[str]) -> int | None:
    starts = range(len(said) - len(head) + 1)
    return next((at for at in starts if said[at : at + len(head)] == head), None) if head else None
