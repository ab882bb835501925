"""Small multiples: a line of months for each unit, its target, its latest value; one figure.

In: a DataFrame, a row per unit and month in the order to show, with columns name, period, value
(missing allowed: the line is broken there), text (the value as read), target (missing allowed),
state (met, not_met, anything else), chosen (bool). Out: a figure. One trace holds all lines and one
all targets, so that many panels stay few marks. It must not know which indicator is shown.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass

import pandas as pd
import plotly.graph_objects as go

from cchc.figures.template import FONT_SIZE, LIGHT, Palette, escape, new_figure

PER_ROW = 3  # as many as a telephone shows, too
LONGEST_NAME = 30
PANEL_HEIGHT = 104
BREADTH, LINE_TOP = 0.8, 0.62  # of a panel's one by one: the rest is its name and the gap
SHAPES = {"met": "circle", "not_met": "triangle-up"}
SMALL = FONT_SIZE - 1


@dataclass(frozen=True, slots=True)
class _Panel:
    """One unit's place in the figure and its months."""

    left: float
    base: float
    rows: pd.DataFrame

    def xs(self) -> list[float]:
        step = BREADTH / max(len(self.rows) - 1, 1)
        return [self.left + place * step for place in range(len(self.rows))]


def month_panels(months: pd.DataFrame, palette: Palette = LIGHT) -> go.Figure:
    """A panel per unit, three to a row, all on one scale."""
    panels = list(_panels(months))
    lines = math.ceil(len(panels) / PER_ROW)
    scale = _scale(months)
    figure = new_figure(PANEL_HEIGHT * lines + 16, palette)
    _draw_lines(
        figure, panels, "target", scale, {"color": palette.muted, "width": 1, "dash": "dot"}
    )
    _draw_lines(figure, panels, "value", scale, {"color": palette.latest, "width": 2})
    _draw_latest(figure, panels, scale, palette)
    _draw_names(figure, panels, palette)
    figure.update_xaxes(visible=False, range=[-0.04, PER_ROW])
    figure.update_yaxes(visible=False, range=[-lines + 0.06, 0.04])
    return figure


def _panels(months: pd.DataFrame) -> Iterator[_Panel]:
    for place, (_, rows) in enumerate(months.groupby("name", sort=False)):
        line, column = divmod(place, PER_ROW)
        yield _Panel(float(column), -float(line) - 0.92, rows)


def _scale(months: pd.DataFrame) -> tuple[float, float]:
    """From the ten below the lowest value to the ten above the highest, in every panel."""
    seen = pd.concat([months["value"], months["target"]]).dropna()
    if seen.empty:
        return 0.0, 100.0
    low, high = math.floor(seen.min() / 10) * 10, math.ceil(seen.max() / 10) * 10
    return float(low), float(high if high > low else low + 10)


def _height(panel: _Panel, value: float, scale: tuple[float, float]) -> float:
    low, high = scale
    return panel.base + LINE_TOP * (value - low) / (high - low)


def _draw_lines(
    figure: go.Figure,
    panels: list[_Panel],
    column: str,
    scale: tuple[float, float],
    line: dict[str, object],
) -> None:
    xs: list[float | None] = []
    ys: list[float | None] = []
    for panel in panels:
        values = [None if pd.isna(one) else float(one) for one in panel.rows[column]]
        xs += [*panel.xs(), None]
        ys += [*(None if one is None else _height(panel, one, scale) for one in values), None]
    figure.add_scatter(x=xs, y=ys, mode="lines", line=line, hoverinfo="skip")


def _draw_latest(
    figure: go.Figure, panels: list[_Panel], scale: tuple[float, float], palette: Palette
) -> None:
    """The last month's mark, its shape saying met or not, its value beside it."""
    last = [(panel, panel.rows.iloc[-1]) for panel in panels]
    known = [(panel, row) for panel, row in last if not pd.isna(row["value"])]
    figure.add_scatter(
        x=[panel.xs()[-1] for panel, _ in known],
        y=[_height(panel, float(row["value"]), scale) for panel, row in known],
        mode="markers",
        marker={
            "symbol": [SHAPES.get(row["state"], "circle-open") for _, row in known],
            "color": [palette.status.get(row["state"], palette.muted) for _, row in known],
            "size": 10,
        },
        customdata=[_said(row) for _, row in known],
        hovertemplate="%{customdata}<extra></extra>",
    )


def _said(row: pd.Series) -> str:
    return f"{escape(row['name'], 60)}, {escape(row['period'])}: {escape(row['text'])}"


def _draw_names(figure: go.Figure, panels: list[_Panel], palette: Palette) -> None:
    heads = []
    for panel in panels:
        row = panel.rows.iloc[-1]
        name = escape(row["name"], LONGEST_NAME)
        head = f"<b>{name}</b>" if row["chosen"] else name
        heads.append(f"{head}  {escape(row['text'])}")
    figure.add_scatter(
        x=[panel.left for panel in panels],
        y=[panel.base + 0.79 for panel in panels],
        mode="text",
        text=heads,
        textposition="middle right",
        textfont={"size": SMALL, "color": palette.ink},
        hoverinfo="skip",
    )
