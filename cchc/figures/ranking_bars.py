"""Units as horizontal bars from zero, the chosen one dark, its peers muted.

In: a DataFrame, one row per unit in the order to show, with columns name, value (0–100, missing
allowed), end_text (written at the bar's end: value and rank), chosen (bool), target (0–100, missing
allowed). Out: a figure. It must not know which index is ranked.
"""

from __future__ import annotations

import pandas as pd
import plotly.graph_objects as go

from cchc.figures.template import FONT_SIZE, LIGHT, Palette, escape, new_figure, wrap

ROW_HEIGHT = 29
AXIS_END = 118.0
NO_VALUE = "–"


def ranking_bars(
    units: pd.DataFrame, palette: Palette = LIGHT, *, axis_end: float = AXIS_END
) -> go.Figure:
    """A bar per unit with its words at the end, and an upright tick where it has a target.

    axis_end: where the axis ends, in percent; a narrow figure needs more room for the words.
    """
    rows = units.reset_index(drop=True)
    figure = new_figure(ROW_HEIGHT * len(rows) + 20, palette)
    figure.add_bar(
        x=rows["value"].fillna(0),
        y=rows.index,
        orientation="h",
        marker={"color": [palette.latest if own else palette.peer for own in rows["chosen"]]},
        text=[f"  {_end(text)}" for text in rows["end_text"]],
        textposition="outside",
        constraintext="none",
        textfont={"color": palette.ink, "size": FONT_SIZE - 1},
        hoverinfo="skip",
        cliponaxis=False,
    )
    _draw_targets(figure, rows, palette)
    figure.update_xaxes(range=[0, axis_end], visible=False)
    figure.update_yaxes(
        range=[len(rows) - 0.4, -0.6],
        tickvals=list(rows.index),
        ticktext=[_name(row.name_, row.chosen) for row in _named(rows)],
    )
    return figure


def _named(rows: pd.DataFrame) -> list[pd.Series]:
    renamed = rows.rename(columns={"name": "name_"})
    return list(renamed.itertuples(index=False))


def _name(name: str, chosen: bool) -> str:
    label = wrap(name, 46, 1)
    return f"<b>{label}</b>" if chosen else label


def _end(text: object) -> str:
    return escape(text) if isinstance(text, str) and text else NO_VALUE


def _draw_targets(figure: go.Figure, rows: pd.DataFrame, palette: Palette) -> None:
    shown = rows[rows["target"].notna()]
    if shown.empty:
        return
    figure.add_scatter(
        x=shown["target"],
        y=shown.index,
        mode="markers",
        marker={
            "symbol": "line-ns-open",
            "size": 20,
            "color": palette.target,
            "line": {"width": 3},
        },
        hoverinfo="skip",
    )
