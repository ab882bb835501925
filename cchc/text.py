"""Vietnamese text as cells hold it: forms to match on, a form to show, and lists taken apart.

In: the text of a cell, already decoded (TCVN3 and VNI fonts are the reader's matter). Out: plain
strings. Knows nothing of sheets, units or tasks.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import cache, lru_cache
from typing import NamedTuple

DASHES = "-\u2010\u2011\u2012\u2013\u2014\u2015\u2212"
_QUOTES = "\"'`\u2018\u2019\u201a\u201b\u201c\u201d\u201e\u00b4\u2032\u2033"
# Quotation marks, and accents that NFC leaves standing alone.
_UNMATCHED = re.compile("[" + re.escape(_QUOTES) + "\u0300-\u036f]")
_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u2060\ufeff\u202a-\u202e]")
_BLANKS_AND_DASHES = re.compile(rf"[\s{re.escape(DASHES)}]+")
# Control characters that are no blanks: exporters refuse them.
_CONTROLS = re.compile("[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f]")
_BLANKS_IN_LINE = re.compile(r"[^\S\n]+")

DASHED_NAMES = (
    "HĐND - UBND",
    "Hội đồng nhân dân - Ủy ban nhân dân",
    "Tài chính - Kế hoạch",
    "Tài chính - Kế toán",
    "Kế hoạch - Tài chính",
    "Kế hoạch - Đầu tư",
    "Văn hóa - Thông tin - Thể thao",
    "Văn hóa - Thể thao - Du lịch",
    "Văn hóa - Thông tin",
    "Văn hóa - Thể thao",
    "Văn hóa - Xã hội",
    "Văn phòng - Thống kê",
    "Truyền thanh - Truyền hình",
    "Phát thanh - Truyền hình",
    "Kinh tế - Hạ tầng",
    "Kinh tế - Xã hội",
    "Kinh tế - Kỹ thuật",
    "Lao động - Thương binh",
    "Tư pháp - Hộ tịch",
    "Địa chính - Xây dựng",
    "Địa chính - Nông nghiệp",
    "Xây dựng - Đô thị",
    "Giáo dục - Đào tạo",
    "Giáo dục nghề nghiệp - Giáo dục thường xuyên",
    "Dân số - Kế hoạch hóa",
    "Khoa học - Công nghệ",
    "Tổ chức - Nội vụ",
    "Tài nguyên - Môi trường",
    "Nông nghiệp - Môi trường",
    "Độc lập - Tự do - Hạnh phúc",
)
"""Names whose own dash is no bullet; matched folded, with any dash and any blanks around it."""


# Letters of other scripts that look like Latin ones: "Хã А" typed with a Cyrillic Х and А. In lower
# case, as they are met here, so в stands for В. Vietnamese text has no use for either script.
_ALIKE = dict(
    zip(
        "đðɖавекмнорстухіјѕһԁӏαβεηικμνορτυχζ",
        "dddabekmhopctyxijshdlabehikmvoptyxz",
        strict=True,
    )
)


@cache
def _letter(char: str) -> str:
    """One character without its accent, in lower case; đ, ð (U+00D0 lowered) and ɖ become d."""
    base = unicodedata.normalize("NFD", char.lower())[0]
    return _ALIKE.get(base, base)


def unaccented(text: str) -> str:
    """Lower case without accents, dashes kept; character by character alike to the NFC text.

    Because positions agree, a match found here can be cut out of the text that people read.
    """
    return "".join(map(_letter, unicodedata.normalize("NFC", text)))


@lru_cache(maxsize=16_384)
def fold(text: str) -> str:
    """The form that texts are matched on: "Tổ chức – bộ máy" and "TỔ CHỨC  BỘ MÁY" are alike.

    Quotation marks and invisible signs are left out, blanks and dashes are one blank.
    """
    letters = unaccented(_INVISIBLE.sub("", text))
    letters = _UNMATCHED.sub("", letters)
    return _BLANKS_AND_DASHES.sub(" ", letters).strip()


@lru_cache(maxsize=16_384)
def clean(text: str, *, keep_lines: bool = False) -> str:
    """The form that texts are shown in: NFC, no control or invisible signs, single blanks."""
    text = _INVISIBLE.sub("", unicodedata.normalize("NFC", text))
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if not keep_lines:
        text = text.replace("\n", " ")
    visible = _CONTROLS.sub("", text)
    lines = (_BLANKS_IN_LINE.sub(" ", line).strip() for line in visible.split("\n"))
    return "\n".join(line for line in lines if line)


class _Bullet(NamedTuple):
    """A mark that opens an item: the text's position of the mark and of what follows it."""

    start: int
    end: int


_LINE_BULLET = re.compile(r"(?m)^[^\S\n]*(?:[-\u2010-\u2014+•●▪*\uf0b7][^\S\n]*)+")
_INLINE_BULLET = re.compile(r"(?<=\s)[-\u2010\u2011]\s+(?=\S)")
_LINE_NUMBER = re.compile(r"(?m)^[^\S\n]*(\d{1,2})[.)]\s+(?=\S)")
_INLINE_NUMBER = re.compile(r"(?<=\s)(\d{1,2})[.)]\s+(?=\S)")
_SENTENCE_END = ".;:!?…)"


def split_items(text: str, names: tuple[str, ...] = DASHED_NAMES) -> list[str]:
    """The items of a cell that holds several, in order, cleaned of their bullets.

    A bullet is a dash, "+" or number at the start of a line. PDFs put whole lists on one line, so
    " - " before a capital or a digit also opens an item, once the text is a list (it began with a
    bullet, or had one) or after the end of a sentence. A dash inside one of `names` never does.
    Numbers count only while they rise one by one; the dashes below numbers stay in their item.
    A text without bullets is one item; a text without content is none.
    """
    text = clean(text, keep_lines=True)
    bullets = _numbers(text) or _dashes(text, names)
    return _cut(text, bullets)


def _cut(text: str, bullets: list[_Bullet]) -> list[str]:
    starts = [0, *(bullet.end for bullet in bullets)]
    ends = [*(bullet.start for bullet in bullets), len(text)]
    items = [clean(text[start:end]) for start, end in zip(starts, ends, strict=True)]
    items = [item for item in items if item]
    if len(items) > 1 and bullets and text[: bullets[0].start].rstrip().endswith(":"):
        # "Các nhiệm vụ: - A - B": the words before the colon introduce, they are no item.
        items[:2] = [f"{items[0]} {items[1]}"]
    return items


def _numbers(text: str) -> list[_Bullet]:
    """Numbers opening items; only for a text that itself begins with one."""
    first = _LINE_NUMBER.match(text)
    if first is None:
        return []
    due = int(first[1])
    found = [_Bullet(first.start(), first.end())]
    # A cell cut by a page break may begin with "3."; then only line starts are trusted.
    pattern = _INLINE_NUMBER if due == 1 else _LINE_NUMBER
    for match in pattern.finditer(text, first.end()):
        if int(match[1]) == due + 1 and _opens_item(text, match.end()):
            due += 1
            found.append(_Bullet(match.start(), match.end()))
    return found


def _dashes(text: str, names: tuple[str, ...]) -> list[_Bullet]:
    protected = list(_protected(text, names))
    found: list[_Bullet] = []
    for bullet, at_line_start in _candidates(text):
        inside = any(start < bullet.start < end for start, end in protected)
        if not inside and (at_line_start or _inline_allowed(text, bullet, bool(found))):
            found.append(bullet)
    return found


def _protected(text: str, names: tuple[str, ...]) -> Iterator[tuple[int, int]]:
    for match in _names_pattern(names).finditer(unaccented(text)):
        # Over a line break only a capital makes it a name: "công khai tài chính / - Kế hoạch …".
        if "\n" not in match[0] or text[match.start()].isupper():
            yield match.span()


def _candidates(text: str) -> Iterator[tuple[_Bullet, bool]]:
    at_lines = {match.start(): match.end() for match in _LINE_BULLET.finditer(text)}
    inline = {match.start(): match.end() for match in _INLINE_BULLET.finditer(text)}
    for start in sorted(at_lines | inline):
        yield _Bullet(start, at_lines.get(start, inline.get(start, start))), start in at_lines


def _inline_allowed(text: str, bullet: _Bullet, is_list: bool) -> bool:
    before = text[max(0, bullet.start - 40) : bullet.start].rstrip()
    if not _opens_item(text, bullet.end) or _is_year_range(before, text[bullet.end :]):
        return False
    return is_list or before[-1:] in _SENTENCE_END


def _opens_item(text: str, position: int) -> bool:
    return text[position].isupper() or text[position].isdigit() or text[position] in "\"“'‘("


def _is_year_range(before: str, after: str) -> bool:
    """ "giai đoạn 2021 - 2025"."""
    return bool(re.search(r"\b[12]\d{3}$", before) and re.match(r"[12]\d{3}\b", after))


@lru_cache(maxsize=64)
def _names_pattern(names: tuple[str, ...]) -> re.Pattern[str]:
    dash = rf"\s*[{re.escape(DASHES)}]\s*"
    ordered = sorted(names, key=len, reverse=True)
    bodies = [
        dash.join(
            r"\s+".join(map(re.escape, fold(part).split()))
            for part in re.split(f"[{re.escape(DASHES)}]", name)
        )
        for name in ordered
    ]
    # "- Thường trực HĐND - UBND các xã" names two bodies, "Văn phòng HĐND - UBND huyện" one.
    two_bodies = r"(?!(?<=ubnd)\s+cac\b)"
    return re.compile(rf"\b(?:{'|'.join(bodies)}){two_bodies}\b" if bodies else r"(?!)")
