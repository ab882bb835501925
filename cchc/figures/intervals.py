"""Surveyed values as dots with their sampling margin, one row each, on one scale of percent.

In: a DataFrame, one row per unit in the order to show, with columns name, value (0–100), low, high
(0–100, missing where no margin is known), end_text (written at the right), chosen (bool).
Out: a figure. It must not know what was surveyed.
"""

from __future__ import annotations

import pandas as pd
import plotly.graph_objects as go

from cchc.figures.template import FONT_SIZE, LIGHT, Palette, escape, new_figure, wrap

ROW_HEIGHT = 29
STEP = 10
LETTER = 9.5  # pixels


def intervals(rows: pd.DataFrame, palette: Palette = LIGHT) -> go.Figure:
    """A dot per row, a thin line over its margin, its words at the right; the chosen row dark."""
    marks = rows.reset_index(drop=True)
    figure = new_figure(ROW_HEIGHT * len(marks) + 50, palette)
    first = _first_tick(marks)
    for chosen, color in ((False, palette.baseline), (True, palette.latest)):
        _draw_margins(figure, marks[marks["chosen"] == chosen], color)
        _draw_dots(figure, marks[marks["chosen"] == chosen], color)
    _draw_ends(figure, marks, palette)
    ticks = sorted({first, (first + 100) // 2, 100})
    figure.update_xaxes(
        range=[first, 103],
        tickvals=ticks,
        ticktext=[f"{tick}%" if tick == ticks[-1] else str(tick) for tick in ticks],
        tickangle=0,
        tickfont={"color": palette.muted, "size": FONT_SIZE - 1},
        showgrid=True,
        gridcolor=palette.faint,
    )
    figure.update_yaxes(
        range=[len(marks) - 0.5, -0.6],
        tickvals=list(marks.index),
        ticktext=[
            _name(name, own) for name, own in zip(marks["name"], marks["chosen"], strict=True)
        ],
    )
    return figure


def _first_tick(marks: pd.DataFrame) -> int:
    """Dots may begin above zero, unlike bars: at the ten below the lowest end."""
    lowest = marks[["value", "low"]].min(axis=None)
    return int(min(max(lowest, 0) // STEP * STEP, 90)) if len(marks) else 0


def _name(name: object, own: bool) -> str:
    label = wrap(name, 46, 1)
    return f"<b>{label}</b>" if own else label


def _draw_margins(figure: go.Figure, marks: pd.DataFrame, color: str) -> None:
    known = marks[marks["low"].notna() & marks["high"].notna()]
    x: list[float | None] = []
    y: list[int | None] = []
    for row, low, high in zip(known.index, known["low"], known["high"], strict=True):
        x += [float(low), float(high), None]
        y += [row, row, None]
    if x:
        line = {"color": color, "width": 3}
        figure.add_scatter(x=x, y=y, mode="lines", line=line, opacity=0.55, hoverinfo="skip")


def _draw_dots(figure: go.Figure, marks: pd.DataFrame, color: str) -> None:
    if len(marks):
        figure.add_scatter(
            x=marks["value"],
            y=marks.index,
            mode="markers",
            marker={"symbol": "circle", "size": 13, "color": color},
            hoverinfo="skip",
            cliponaxis=False,
        )


def _draw_ends(figure: go.Figure, marks: pd.DataFrame, palette: Palette) -> None:
    """The words stand in the margin, so that no narrow screen lays them over the dots."""
    longest = max((len(str(text)) for text in marks["end_text"]), default=0)
    figure.update_layout(margin={"r": longest * LETTER})
    for row, text in zip(marks.index, marks["end_text"], strict=True):
        figure.add_annotation(
            x=1,
            xref="paper",
            xanchor="left",
            y=row,
            text=escape(text),
            showarrow=False,
            font={"color": palette.ink, "size": FONT_SIZE - 1},
        )
