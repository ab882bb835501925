"""What is missing, the most first, as horizontal bars from zero; names above, words at the end.

In: a DataFrame, one row per bar in the order to show, with columns name (written above its bar),
value (from zero up) and end_text (at the bar's end: the value and the running share). Out: a
figure; a row of a pickable one is a point, counted from 0. It must not know what is missing, nor
of whom.
"""

from __future__ import annotations

import pandas as pd
import plotly.graph_objects as go

from cchc.figures.rows import TEXT, Rows, room, under_names, write_names
from cchc.figures.template import LIGHT, Palette, escape, new_figure

THICKNESS = 20  # pixels


def pareto_bars(
    rows: pd.DataFrame, palette: Palette = LIGHT, *, pickable: bool = False
) -> go.Figure:
    """A bar per row under its name; no second axis, the running share is written."""
    placed = under_names(rows["name"])
    longest = (float(rows["value"].max()) if len(rows) else 0.0) or 1.0
    figure = new_figure(int(placed.height) + 16, palette)
    if pickable:
        _lay_rows(figure, placed, longest, palette)
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
        # A picked row must not fade the others: they are as true as before.
        unselected={"marker": {"opacity": 1}, "textfont": {"color": palette.ink}},
    )
    write_names(figure, placed, palette)
    # The words have a margin of their own, so that they fit beside the longest bar on a phone too.
    figure.update_layout(margin={"r": room(rows["end_text"])})
    figure.update_xaxes(range=[0, longest], visible=False)
    figure.update_yaxes(range=[placed.height, 0], visible=False)
    return figure


def _lay_rows(figure: go.Figure, placed: Rows, longest: float, palette: Palette) -> None:
    """The whole row under bar and name, unseen until picked: a short bar is hard to hit."""
    tops = [0.0, *placed.bottoms[:-1]]
    figure.add_bar(
        x=[longest] * len(tops),
        y=[(top + bottom) / 2 for top, bottom in zip(tops, placed.bottoms, strict=True)],
        width=[bottom - top for top, bottom in zip(tops, placed.bottoms, strict=True)],
        orientation="h",
        marker={"color": palette.faint, "opacity": 0},
        selected={"marker": {"opacity": 1}},
        unselected={"marker": {"opacity": 0}},
        hoverinfo="none",  # "skip" would take the click too
    )
    figure.update_layout(barmode="overlay")
