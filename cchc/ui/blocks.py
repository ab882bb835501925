"""Blocks that pages are built of: the headline, a figure, a table, a note, the sources.

In: frames and words ready to read. Out: Streamlit elements. It must not fetch, and it decides
nothing about the figures; colours come from the figures' palette and the app's theme.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import pandas as pd
import plotly.graph_objects as go
import streamlit as st
from pandas.io.formats.style import Styler

from cchc.figures import template
from cchc.ui import words

SMALL_TABLE = 15
ROW_HEIGHT = 38
TALL_ROW = 112  # room for five lines of a plan's wording
WIDTHS = {
    "Còn thiếu": 110,
    "Lĩnh vực": 76,
    "Nhóm": 120,
    "Số": 46,
    "Nội dung": 180,
    "Việc phải làm": 280,
    "Chủ trì": 140,
    "Thời hạn": 112,
    "Tình trạng": 145,
    "Phối hợp": 180,
}
COOPERATING = "Phối hợp"
SOURCE = "Nguồn"


def palette() -> template.Palette:
    """The figures' colours for the appearance that the reader chose."""
    return template.DARK if st.context.theme.type == "dark" else template.LIGHT


def headline(sentence: str, caption: str, *, illustrative: bool) -> None:
    """The page's sentence, what it counts, and a calm badge when its figures are illustrative."""
    st.title(words.plain(sentence), anchor=False)
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        if illustrative:
            st.badge(words.ILLUSTRATIVE, color="orange")
        st.caption(caption, width="content")


def say(sentence: str) -> None:
    """The one sentence under the figure: whom or what to look at."""
    if sentence:
        st.markdown(words.plain(sentence))


def draw(figure: Callable[..., go.Figure], *args: Any, alt: str, key: str, **options: Any) -> None:
    """Draw one of the figures in the reader's colours, with a description for screen readers."""
    drawn = figure(*args, palette=palette(), **options)
    st.plotly_chart(drawn, theme=None, config=template.CONFIG, alt=alt, key=key)


def table(rows: pd.DataFrame, alt: str, *, sources: Sequence[str | None] | None = None) -> None:
    """A table of texts ready to read: small ones as text, long ones to scroll and sort in.

    `sources` holds each row's link to the page Nguồn.
    """
    shown = rows.astype(object).where(rows.notna(), words.MISSING)
    if len(shown) <= SMALL_TABLE:
        _small_table(shown, alt, sources)
    else:
        _long_table(shown, alt, sources)


def _small_table(shown: pd.DataFrame, alt: str, sources: Sequence[str | None] | None) -> None:
    texts = shown.map(words.plain)
    if sources is not None:
        texts[SOURCE] = [f"[Mở ô]({link})" if link else words.MISSING for link in sources]
    numbers = [name for name in texts.columns if texts[name].map(_is_number).all()]
    # Streamlit writes each cell's alignment into the cell, so ours has to be stronger.
    right = "text-align: right !important"
    style = texts.style.set_table_styles(
        {name: [{"selector": "", "props": right}] for name in numbers}
    )
    st.table(style, border="horizontal", hide_index=True, alt=alt)


def _is_number(text: str) -> bool:
    return text == words.MISSING or text.rstrip("%").replace(",", "").isdigit()


def _columns(rows: pd.DataFrame) -> dict[str, Any]:
    return {
        name: st.column_config.TextColumn(width=width)
        for name, width in WIDTHS.items()
        if name in rows.columns
    }


def _long_table(shown: pd.DataFrame, alt: str, sources: Sequence[str | None] | None) -> None:
    if sources is not None:
        shown = shown.assign(**{SOURCE: list(sources)})
    last = [name for name in (SOURCE, COOPERATING) if name in shown.columns]
    st.dataframe(
        shown,
        hide_index=True,
        alt=alt,
        row_height=TALL_ROW,
        height=TALL_ROW * 5,
        column_order=[name for name in shown.columns if name not in last] + last,
        column_config=_columns(shown)
        | {SOURCE: st.column_config.LinkColumn(SOURCE, display_text="Mở ô", width=80)},
        placeholder=words.MISSING,
    )


def legend(marks: pd.DataFrame, baseline: str | None) -> None:
    """What the marks of the dumbbell mean, once, in words; only of those drawn."""
    drawn = {
        "baseline_percent": f"○ kết quả năm {baseline}",
        "latest_percent": "● kết quả mới nhất",
        "target_percent": "| mục tiêu",
    }
    parts = [meaning for column, meaning in drawn.items() if marks[column].notna().any()]
    if marks["rank_text"].any():
        parts.append("bên phải: hạng → hạng mục tiêu")
    st.caption("  ·  ".join(parts))


def counts(numbers: Mapping[str, str]) -> None:
    """A few whole numbers side by side, already written out."""
    with st.grid(2, gap="small", min_column_width=120):
        for label, value in numbers.items():
            st.metric(label, value)


def ranking_table(rows: pd.DataFrame, unit_name: str) -> None:
    """The units' numbers of both years; the reader's unit in bold."""
    style = rows.style.format(
        {name: _two_places if "(%)" in name else words.whole for name in _numeric(rows)},
        na_rep=words.MISSING,
    )
    _numbers(style, rows, unit_name, "Kết quả và thứ hạng từng đơn vị", {})


def unit_grid(rows: pd.DataFrame, unit_name: str) -> None:
    """Units × components: the number in the cell, the darker the higher."""
    shaded = _numeric(rows)
    colors = palette()
    style = rows.style.format(dict.fromkeys(shaded, _two_places), na_rep=words.MISSING)
    style = style.map(lambda value: _shade(value, colors), subset=shaded)
    heads = {name: st.column_config.NumberColumn(width=118, help=name) for name in shaded}
    _numbers(style, rows, unit_name, "Kết quả của từng đơn vị theo chỉ số thành phần", heads)


def _numeric(rows: pd.DataFrame) -> list[str]:
    return [str(name) for name in rows.select_dtypes("number").columns]


def _two_places(value: object) -> str:
    return words.number(value, trim=False)


def _numbers(
    style: Styler, rows: pd.DataFrame, unit_name: str, alt: str, columns: dict[str, Any]
) -> None:
    """Cells written with a decimal comma that still sort as numbers."""
    own = rows["Đơn vị"] == unit_name
    style = style.apply(
        lambda column: ["font-weight: bold" if chosen else "" for chosen in own], axis=0
    )
    st.dataframe(
        style,
        hide_index=True,
        alt=alt,
        row_height=ROW_HEIGHT,
        height="content",
        placeholder=words.MISSING,
        column_config=columns | {"Đơn vị": st.column_config.TextColumn(pinned=True, width=190)},
    )


def _shade(value: object, colors: template.Palette) -> str:
    """One hue, the darker the higher; an empty cell stays empty, never a white zero."""
    if not words.known(value):
        return ""
    share = min(max(float(str(value)) / 100, 0.0), 1.0)
    red, green, blue = (int(colors.latest[start : start + 2], 16) for start in (1, 3, 5))
    return f"background-color: rgba({red}, {green}, {blue}, {0.04 + 0.34 * share**2:.2f})"


def source_links(rows: pd.DataFrame) -> list[str | None]:
    """The page Nguồn at the cell of every row."""
    return [words.source_link(row) for row in rows.to_dict("records")]


def sources(files: pd.DataFrame) -> None:
    """What the page is drawn from: the workbooks, and the day each was received."""
    if files.empty:
        return
    names = [
        f"[{words.plain(row['file'])}](nguon?tep={int(row['import_id'])})"
        f" (nhận ngày {words.day(row['received_on'])})"
        for row in files.to_dict("records")
    ]
    st.caption("Nguồn số liệu: " + "; ".join(names) + ".")


def instead(sentence: str) -> None:
    """Said where a figure would stand: silence is never read as zero."""
    st.subheader(words.plain(sentence), anchor=False)
