"""Units as horizontal bars from zero, the chosen one dark, its peers muted.

In: a DataFrame, one row per unit in the order to show, with columns name, value (0–100, missing
allowed), end_text (written at the bar's end: value and rank), chosen (bool), target (0–100, missing
allowed). Out: a figure. It must not know which index is ranked.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pandas as pd
import plotly.graph_objects as go

from cchc.figures.rows import TEXT, Rows, room, under_names, write_names
from cchc.figures.template import LIGHT, Palette, escape, new_figure, wrap

ROW_HEIGHT = 29
THICKNESS = 19  # pixels
SHORT_NAME = 22  # letters; longer names stand above their bars
NO_VALUE = "–"


def ranking_bars(units: pd.DataFrame, palette: Palette = LIGHT) -> go.Figure:
    """A bar per unit with its words at the end, and an upright tick where it has a target."""
    rows = units.reset_index(drop=True)
    placed = _placed(rows["name"])
    ends = [_end(text) for text in rows["end_text"]]
    figure = new_figure(int(placed.height) + 20, palette)
    figure.add_bar(
        x=rows["value"].fillna(0),
        y=placed.mark_y,
        orientation="h",
        width=THICKNESS,
        marker={"color": [palette.latest if own else palette.peer for own in rows["chosen"]]},
        text=[f"  {end}" for end in ends],
        textposition="outside",
        constraintext="none",
        textfont={"color": palette.ink, "size": TEXT},
        hoverinfo="skip",
        cliponaxis=False,
    )
    _draw_targets(figure, rows, placed, palette)
    _name(figure, placed, list(rows["chosen"]), palette)
    # The words have a margin of their own, so that they fit beside the longest bar on a phone too.
    figure.update_layout(margin={"r": room(ends)})
    figure.update_xaxes(range=[0, max(100.0, float(rows["value"].max()))], visible=False)
    figure.update_yaxes(range=[placed.height, 0])
    return figure


def _placed(names: pd.Series) -> Rows:
    """Short names stand beside their bars; long ones would leave no room for these."""
    if names.str.len().max() > SHORT_NAME:
        return under_names(names)
    middles = [ROW_HEIGHT * (place + 0.5) for place in range(len(names))]
    shown = [wrap(name, SHORT_NAME, 1) for name in names]
    return Rows(shown, middles, middles, ROW_HEIGHT * len(names))


def _name(figure: go.Figure, placed: Rows, chosen: Sequence[bool], palette: Palette) -> None:
    names = [
        f"<b>{name}</b>" if own else name for name, own in zip(placed.names, chosen, strict=True)
    ]
    if placed.name_y == placed.mark_y:
        figure.update_yaxes(tickvals=placed.mark_y, ticktext=names)
        return
    figure.update_yaxes(visible=False)
    write_names(figure, replace(placed, names=names), palette)


def _end(text: object) -> str:
    return escape(text) if isinstance(text, str) and text else NO_VALUE


def _draw_targets(figure: go.Figure, rows: pd.DataFrame, placed: Rows, palette: Palette) -> None:
    shown = rows["target"].notna()
    if not shown.any():
        return
    figure.add_scatter(
        x=rows.loc[shown, "target"],
        y=[y for y, known in zip(placed.mark_y, shown, strict=True) if known],
        mode="markers",
        marker={
            "symbol": "line-ns-open",
            "size": 20,
            "color": palette.target,
            "line": {"width": 3},
        },
        hoverinfo="skip",
    )
