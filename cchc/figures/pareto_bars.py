"""What is missing, the most first, as horizontal bars from zero; names above, words at the end.

In: a DataFrame, one row per bar in the order to show, with columns name (written above its bar),
value (from zero up) and end_text (at the bar's end: the value and the running share). Out: a
figure. It must not know what is missing, nor of whom.
"""

from __future__ import annotations

import pandas as pd
import plotly.graph_objects as go

from cchc.figures.rows import TEXT, room, under_names, write_names
from cchc.figures.template import LIGHT, Palette, escape, new_figure

THICKNESS = 20  # pixels


def pareto_bars(rows: pd.DataFrame, palette: Palette = LIGHT) -> go.Figure:
    """A bar per row under its name; no second axis, the running share is written."""
    placed = under_names(rows["name"])
    figure = new_figure(int(placed.height) + 16, palette)
    figure.add_bar(
        x=rows["value"],
        y=placed.mark_y,
        orientation="h",
        width=THICKNESS,
        marker={"color": palette.latest},
        text=[f"  {escape(text)}" for text in rows["end_text"]],
        textposition="outside",
        constraintext="none",
        textfont={"color": palette.ink, "size": TEXT},
        hoverinfo="skip",
        cliponaxis=False,
    )
    write_names(figure, placed, palette)
    longest = float(rows["value"].max()) if len(rows) else 0.0
    # The words have a margin of their own, so that they fit beside the longest bar on a phone too.
    figure.update_layout(margin={"r": room(rows["end_text"])})
    figure.update_xaxes(range=[0, longest or 1.0], visible=False)
    figure.update_yaxes(range=[placed.height, 0], visible=False)
    return figure
