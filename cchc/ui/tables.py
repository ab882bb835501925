"""Tables as HTML: Streamlit's own draws every cell with React, and takes thrice as long.

In: typed rows with their columns of links, or texts as the pages write them (`words.plain`,
`words.linked`). Out: one string for `st.html`; its look is in style.css (`cchc-table`). It must not
know a page, a store or Streamlit.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from datetime import date
from decimal import Decimal
from html import escape

import pandas as pd

from cchc.figures import template
from cchc.text import fold
from cchc.ui import words
from cchc.ui.kept import kept

NOT_IN_NAMES = re.compile(r"[^a-z0-9]+")
# "Năm 2024" in a narrow column's head stays together.
PERIOD = re.compile(r"\b(năm|tháng|quý) (?=\d)", re.IGNORECASE)
SHORT_TEXT = 16  # a column of texts this short is not broken
LEAST_WIDTH = 120  # of a column of longer texts: a phone scrolls rather than break every word
LONG_TEXT, PHONE_WIDTH = 40, 250  # a column of texts longer than this on a telephone
SHORT_NAME = 20  # a name this long stays on one line
LETTER = 9  # pixels of a letter
PADDING = 32
NUMBER_WIDTH = 76
HEAD_WIDTH = 150  # of a component's name over its numbers, on a telephone
CODES = ("Mã", "STT", "TT", "Số")  # names, though some are digits alone
LINK = re.compile(r"\[([^\]]*)\]\([^)]*\)")  # of which only the words are seen
MEASURES = re.compile(r"%|điểm", re.IGNORECASE)  # columns that always show two decimals
MIN_WIDTHS = {
    "Điều cần biết": 420,
    "Mức": 150,
    "Việc phải làm": 310,
    "Nội dung": 160,
    "Nội dung cần chỉ đạo": 260,
    "Chủ trì": 150,
    "Tình trạng": 165,
    "Thời hạn": 130,
    "Chỉ số": 180,
    "Chỉ số thành phần": 200,
    "Tiêu chí thành phần": 180,
    "Nhiệm vụ quá hạn": 180,
    "Căn cứ": 190,
    "Rà soát": 175,
    "Quy tắc": 190,
}


@kept
def rows_html(
    rows: pd.DataFrame,
    links: Mapping[str, Sequence[str]],
    alt: str,
    first: int = 0,
    count: int | None = None,
) -> str:
    """Typed rows from `first` on, at most `count`, and their columns of Markdown links."""
    texts = written(rows).assign(**{name: list(column) for name, column in links.items()})
    shown = texts.iloc[first:] if count is None else texts.iloc[first : first + count]
    numeric = {str(name) for name in rows.select_dtypes("number").columns}
    right = [name for name in shown.columns if name in numeric or is_numeric(shown[name])]
    least = {
        name: _least(name, longest_seen(shown[name]), name in right)
        for name in shown.columns
        if len(shown)
    }
    return table_html(shown, alt, right=right, least=least)


@kept
def grid_html(rows: pd.DataFrame, links: pd.DataFrame, colors: template.Palette, alt: str) -> str:
    """Units × components: the number in the cell, the darker the higher, a link to its source."""
    shaded = list(links.columns)
    texts = pd.DataFrame(
        {
            words.plain(name): [
                words.linked(two_places(value), link)
                for value, link in zip(rows[name], links[name], strict=True)
            ]
            for name in shaded
        }
    )
    texts.insert(0, "Đơn vị", [_on_one_line(words.plain(name)) for name in rows["Đơn vị"]])
    shades = rows.map(lambda value: shade(value, colors))
    right = list(texts.columns[1:])
    least = dict.fromkeys(right, _wider_on_a_phone(NUMBER_WIDTH, HEAD_WIDTH))
    return table_html(texts, alt, right=right, least=least, shades=shades)


def written(rows: pd.DataFrame) -> pd.DataFrame:
    """The same rows as texts, safe where Streamlit reads Markdown."""
    return pd.DataFrame(
        {name: [words.plain(text) for text in _texts(rows[name])] for name in rows.columns},
        index=rows.index,
        dtype=object,
    )


def _texts(column: pd.Series) -> list[str]:
    if not pd.api.types.is_numeric_dtype(column) or pd.api.types.is_bool_dtype(column):
        return [_text(value) for value in column]
    known = column.dropna()
    is_whole = not MEASURES.search(str(column.name)) and bool((known % 1 == 0).all())
    return [words.whole(one) if is_whole else two_places(one) for one in column]


def _text(value: object) -> str:
    if isinstance(value, bool):
        return "Có" if value else "Không"
    if isinstance(value, date):
        return words.day(value)
    if isinstance(value, Decimal):
        return two_places(value)
    return str(value) if words.known(value) else words.MISSING


def table_html(
    texts: pd.DataFrame,
    alt: str,
    *,
    right: Collection[str] = (),
    least: Mapping[str, str] | None = None,
    shades: pd.DataFrame | None = None,
) -> str:
    """The table, its name for screen readers in `alt`.

    right: columns of numbers · least: a column's least width in CSS · shades: colours behind the
    cells, "" for none, one column for each of `texts`.
    """
    names = [str(name) for name in texts.columns]
    sides = [' class="number"' if name in right else "" for name in names]
    heads = "".join(
        f'<th scope="col"{side}{_style("min-width", (least or {}).get(name, ""))}>'
        f"{words.as_html(PERIOD.sub(_kept_together, name))}</th>"
        for name, side in zip(names, sides, strict=True)
    )
    behind = _behind(texts, shades)
    rows = "".join(
        f"<tr>{_cells(row, sides, colors)}</tr>"
        for row, colors in zip(texts.itertuples(index=False), behind, strict=True)
    )
    return (
        f'<div class="cchc-table {_class(alt)}"><table aria-label="{escape(alt)}">'
        f"<thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table></div>"
    )


def stand_out(alt: str, rows: Sequence[int]) -> str:
    """The style by which rows of the table with that name, from 0, are told as the reader's own.

    Apart from the table: for another unit of the same group it is then the same text, and the
    browser need not draw it again.
    """
    chosen = ", ".join(f".{_class(alt)} tbody tr:nth-child({row + 1}) td" for row in rows)
    return f"<style>{chosen} {{ font-weight: 600; }}</style>"


def _class(alt: str) -> str:
    return "bang-" + NOT_IN_NAMES.sub("-", fold(alt))


def _kept_together(period: re.Match[str]) -> str:
    return f"{period[1]}\u00a0"


def _behind(texts: pd.DataFrame, shades: pd.DataFrame | None) -> list[tuple[str, ...]]:
    if shades is None:
        return [("",) * len(texts.columns)] * len(texts)
    return list(shades.itertuples(index=False, name=None))


def _cells(row: Sequence[object], sides: Sequence[str], colors: Sequence[str]) -> str:
    return "".join(
        f"<td{side}{_style('background-color', color)}>{words.as_html(str(text))}</td>"
        for text, side, color in zip(row, sides, colors, strict=True)
    )


def _style(name: str, value: str) -> str:
    return f' style="{name}: {value}"' if value else ""


def _least(name: str, longest: int, is_number: bool) -> str:
    """A column of short texts is as wide as they are, one of longer texts may break them.

    On a telephone the table is moved sideways: long texts take more of it there, or rows grow high.
    """
    if is_number:
        return f"{NUMBER_WIDTH}px"
    if name in MIN_WIDTHS:
        return f"{MIN_WIDTHS[name]}px"
    if longest <= SHORT_TEXT:
        return f"{longest * LETTER + PADDING}px"
    if longest <= LONG_TEXT:
        return f"{LEAST_WIDTH}px"
    return _wider_on_a_phone(LEAST_WIDTH, PHONE_WIDTH)


def _wider_on_a_phone(least: int, there: int) -> str:
    return f"max({least}px, min({there}px, (640px - 100vw) * 99))"


def is_numeric(texts: pd.Series) -> bool:
    """Whether a column of texts holds numbers, which stand at the right; codes are names."""
    known = texts[texts != words.MISSING]
    return texts.name not in CODES and len(known) > 0 and bool(known.map(_is_number).all())


def longest_seen(texts: pd.Series) -> int:
    """Letters of the longest text as it is seen: of a link only its words."""
    return int(texts.str.replace(LINK, r"\1", regex=True).str.len().max())


def _is_number(text: str) -> bool:
    return text.rstrip("%").replace(",", "").isdigit()


def _on_one_line(name: str) -> str:
    return name.replace(" ", "\u00a0") if len(name) <= SHORT_NAME else name


def two_places(value: object) -> str:
    return words.number(value, trim=False)


def shade(value: object, colors: template.Palette, top: float = 100.0) -> str:
    """One hue, the darker the higher; an empty cell stays empty, never a white zero."""
    if not words.known(value) or isinstance(value, str) or top <= 0:
        return ""
    share = min(max(float(str(value)) / top, 0.0), 1.0)
    red, green, blue = (int(colors.latest[start : start + 2], 16) for start in (1, 3, 5))
    return f"rgba({red}, {green}, {blue}, {0.04 + 0.28 * share**2:.2f})"
