"""A table of texts as HTML: Streamlit's own draws every cell with React, and takes thrice as long.

In: texts as the pages write them (`words.plain`, `words.linked`), what is right-aligned, how narrow
a column may become. Out: one string for `st.html`; its look is in style.css (`cchc-table`). It must
not know a page, a store or Streamlit.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from html import escape

import pandas as pd

from cchc.text import fold
from cchc.ui import words

NOT_IN_NAMES = re.compile(r"[^a-z0-9]+")
# "Năm 2024" in a narrow column's head stays together.
PERIOD = re.compile(r"\b(năm|tháng|quý) (?=\d)", re.IGNORECASE)


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
