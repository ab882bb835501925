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

from cchc.ui import words

OWN = '<tr class="own">'
# "Năm 2024" in a narrow column's head stays together.
PERIOD = re.compile(r"\b(năm|tháng|quý) (?=\d)", re.IGNORECASE)


def table_html(
    texts: pd.DataFrame,
    alt: str,
    *,
    right: Collection[str] = (),
    least: Mapping[str, str] | None = None,
    bold: Sequence[bool] = (),
    shades: pd.DataFrame | None = None,
) -> str:
    """The table, its name for screen readers in `alt`.

    right: columns of numbers · least: a column's least width in CSS · bold: for each row whether it
    is the reader's own · shades: colours behind the cells, "" for none, one column for each of
    `texts`.
    """
    names = [str(name) for name in texts.columns]
    sides = [' class="number"' if name in right else "" for name in names]
    heads = "".join(
        f'<th scope="col"{side}{_style("min-width", (least or {}).get(name, ""))}>'
        f"{words.as_html(PERIOD.sub(_kept_together, name))}</th>"
        for name, side in zip(names, sides, strict=True)
    )
    own = [*bold, *[False] * (len(texts) - len(bold))]
    behind = _behind(texts, shades)
    rows = "".join(
        f"{OWN if is_own else '<tr>'}{_cells(row, sides, colors)}</tr>"
        for row, is_own, colors in zip(texts.itertuples(index=False), own, behind, strict=True)
    )
    return (
        f'<div class="cchc-table"><table aria-label="{escape(alt)}">'
        f"<thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table></div>"
    )


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
