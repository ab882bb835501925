"""Tables and sentences as the intake shows them: every text from a file as text.

In: frames of texts, sentences. Out: Streamlit elements. It must not know what they say.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pandas as pd
import streamlit as st
from pandas.io.formats.style import Styler

from cchc.ui import blocks, words

SMALL_TABLE = 15
ROW_HEIGHT = 40
TALL_ROW = 88  # three lines; up to four times the letter (84 px) Streamlit breaks none
FEW_LINES = 5  # have room for whole texts
LONG_TABLE = 480
EDGES = 14  # the head is higher than a line
STATES = ("Kết quả", "Mức", "Trạng thái")
# Only what asks for a person has a colour, the palette's; TINT lets the ink stay readable on it.
SHAPES = {"✕": "not_met", "▲": "at_risk"}
TINT = "2e"
WIDTHS = {
    "Bảng": 160,
    "Chênh lệch": 110,
    "Dòng": 70,
    "Kết quả": 205,
    "Kỳ": 122,
    "Loại": 190,
    "Lúc nhập": 150,
    "Mức": 130,
    "Ngày nhận": 115,
    "Người nhập": 140,
    "Nơi gửi": 190,
    "Sau": 120,
    "Số": 60,
    "Số dòng": 80,
    "Số liệu": 380,
    "Thay thế": 250,
    "Trang": 150,
    "Trước": 120,
    "Trạng thái": 190,
    "Tệp": 250,
    "Việc cần làm": 230,
    "Vòng": 160,
    "Vùng": 100,
    "Ô": 180,
    "Đơn vị": 190,
}


def warn(sentence: str) -> None:
    """What cannot be shown or done as asked."""
    st.warning(words.plain(sentence))


def tinted(rows: pd.DataFrame) -> Styler:
    """A state's cell in the colour of its shape, beside the shape and the word."""
    colors = blocks.palette().status

    def tint(text: object) -> str:
        color = colors.get(SHAPES.get(str(text)[:1], ""))
        return f"background-color: {color}{TINT}" if color else ""

    return rows.style.map(tint, subset=[name for name in STATES if name in rows.columns])


def show(rows: pd.DataFrame, alt: str, *, row_height: int = ROW_HEIGHT) -> None:
    """A small table as text, a long one to scroll in."""
    if len(rows) <= SMALL_TABLE:
        st.table(tinted(rows.map(words.plain)), border="horizontal", hide_index=True, alt=alt)
        return
    scroll(rows, alt, row_height=row_height)


def scroll(rows: pd.DataFrame, alt: str, *, row_height: int = ROW_HEIGHT) -> None:
    """A table to scroll and search in."""
    st.dataframe(
        tinted(rows),
        hide_index=True,
        alt=alt,
        row_height=row_height,
        height=height_of(rows, row_height),
        column_config=_widths(rows),
    )


def pick(rows: pd.DataFrame, alt: str, key: str, on_pick: Callable[[], None]) -> None:
    """A table a line of which can be clicked; a short one shows its texts whole."""
    row_height = TALL_ROW if len(rows) <= FEW_LINES else ROW_HEIGHT
    st.dataframe(
        tinted(rows),
        hide_index=True,
        alt=alt,
        row_height=row_height,
        height=height_of(rows, row_height),
        column_config=_widths(rows),
        on_select=on_pick,
        selection_mode="single-cell",  # a click anywhere on a line
        key=key,
    )


def height_of(rows: pd.DataFrame, row_height: int) -> int:
    """As high as its lines, up to what fits on a laptop's screen."""
    return min(LONG_TABLE, ROW_HEIGHT + len(rows) * row_height + EDGES)


def _widths(rows: pd.DataFrame) -> dict[str, Any]:
    return {
        name: st.column_config.TextColumn(width=width)
        for name, width in WIDTHS.items()
        if name in rows.columns
    }
