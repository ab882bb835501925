"""What is missing, the most first, as horizontal bars from zero; names above, words at the end.

In: a DataFrame, one row per bar in the order to show, with columns name (written above its bar),
value (from zero up) and end_text (at the bar's end: the value and the running share). Out: a
figure. It must not know what is missing, nor of whom.
"""

from __future__ import annotations

import pandas as pd
import plotly.graph_objects as go

from cchc.figures.template import FONT_SIZE, LIGHT, Palette, escape, new_figure

ROW_HEIGHT = 52
THICKNESS = 0.4  # of a row: the bar; the rest is its name's
NAME_ABOVE = 0.42
ROOM_FOR_WORDS = 1.62  # of the longest bar: what stands at its end has to fit on a phone too
LONGEST_NAME = 100


def pareto_bars(rows: pd.DataFrame, palette: Palette = LIGHT) -> go.Figure:
    """A bar per row under its name; no second axis, the running share is written."""
    rows = rows.reset_index(drop=True)
    figure = new_figure(ROW_HEIGHT * len(rows) + 20, palette)
    figure.add_bar(
        x=rows["value"],
        y=rows.index,
        orientation="h",
        width=THICKNESS,
        marker={"color": palette.latest},
        text=[f"  {escape(text)}" for text in rows["end_text"]],
        textposition="outside",
        constraintext="none",
        textfont={"color": palette.ink, "size": FONT_SIZE - 1},
        hoverinfo="skip",
        cliponaxis=False,
    )
    figure.add_scatter(
        x=[0] * len(rows),
        y=rows.index - NAME_ABOVE,
        mode="text",
        text=[escape(name, LONGEST_NAME) for name in rows["name"]],
        textposition="middle right",
        textfont={"color": palette.ink, "size": FONT_SIZE - 1},
        hoverinfo="skip",
        cliponaxis=False,
    )
    longest = float(rows["value"].max()) if len(rows) else 0.0
    figure.update_xaxes(range=[0, (longest or 1.0) * ROOM_FOR_WORDS], visible=False)
    figure.update_yaxes(range=[len(rows) - 0.6, -0.8], visible=False)
    return figure
