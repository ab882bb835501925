"""One index: from its baseline (or latest result) to its target, on a scale from zero to 100 %.

In: the numbers and the words beside them (`Gap`). Out: a figure of one row.
It must not know which index of which unit it is.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import plotly.graph_objects as go

from cchc.figures.template import LIGHT, Palette, escape, new_figure

LINE = 26  # pixels of a line of words
TRACK = 44  # pixels of the track and its marks
BESIDE = 8  # pixels from the middle of a mark to where its words end
MIDDLE = 50


@dataclass(frozen=True, slots=True)
class Gap:
    """Percent values of 0–100 and their words; what is not known is None."""

    baseline: float | None
    latest: float | None
    target: float | None
    baseline_text: str
    latest_text: str
    target_text: str
    gap_text: str


def gap_strip(gap: Gap, palette: Palette = LIGHT) -> go.Figure:
    """A track of 0–100, the marks on it, and the missing points written above the gap."""
    results = sum(value is not None for value in (gap.baseline, gap.latest))
    above, below = TRACK / 2 + LINE, TRACK / 2 + LINE * max(results, 1)
    figure = new_figure(int(above + below) + 12, palette)
    figure.add_scatter(
        x=[0, 100],
        y=[0, 0],
        mode="lines",
        line={"color": palette.faint, "width": 12},
        hoverinfo="skip",
    )
    start = gap.latest if gap.latest is not None else gap.baseline
    if start is not None and gap.target is not None:
        _draw_gap(figure, start, gap.target, dashed=gap.latest is None, palette=palette)
    _draw_marks(figure, gap, palette)
    _write(figure, gap, palette)
    figure.update_xaxes(range=[-1, 101], visible=False)
    figure.update_yaxes(range=[-below, above], visible=False)
    return figure


def _draw_gap(
    figure: go.Figure, start: float, target: float, *, dashed: bool, palette: Palette
) -> None:
    line = {"color": palette.target, "width": 3, "dash": "dot" if dashed else "solid"}
    figure.add_scatter(x=[start, target], y=[0, 0], mode="lines", line=line, hoverinfo="skip")


def _draw_marks(figure: go.Figure, gap: Gap, palette: Palette) -> None:
    marks: tuple[tuple[float | None, dict[str, Any]], ...] = (
        (
            gap.baseline,
            {
                "symbol": "circle",
                "size": 18,
                "color": palette.paper,
                "line": {"width": 3, "color": palette.baseline},
            },
        ),
        (gap.latest, {"symbol": "circle", "size": 20, "color": palette.latest}),
        (
            gap.target,
            {
                "symbol": "line-ns-open",
                "size": 34,
                "color": palette.target,
                "line": {"width": 4},
            },
        ),
    )
    for value, marker in marks:
        if value is not None:
            figure.add_scatter(x=[value], y=[0], mode="markers", marker=marker, hoverinfo="skip")


def _write(figure: go.Figure, gap: Gap, palette: Palette) -> None:
    """The target and what is missing above the track, results below it, a line each: beside each
    other they would meet where marks are near, and be cut on a phone."""
    above = " · ".join(
        part
        for part in (escape(gap.target_text), f"<b>{escape(gap.gap_text)}</b>" * bool(gap.gap_text))
        if part
    )
    notes = [(gap.target, TRACK / 2 + LINE / 2, above, palette.ink)]
    below = iter((-TRACK / 2 - LINE / 2, -TRACK / 2 - LINE * 1.5))
    if gap.latest is not None:
        notes.append((gap.latest, next(below), escape(gap.latest_text), palette.ink))
    if gap.baseline is not None:
        color = palette.ink if gap.latest is None else palette.muted
        notes.append((gap.baseline, next(below), escape(gap.baseline_text), color))
    for x, y, text, color in notes:
        if x is not None and text:
            _note(figure, x, y, text, color)


def _note(figure: go.Figure, x: float, y: float, text: str, color: str) -> None:
    """Words that begin or end at their mark, on the side where the track is longer."""
    is_right = x > MIDDLE
    figure.add_annotation(
        x=100 if is_right and y > 0 else x,
        y=y,
        text=text,
        showarrow=False,
        xanchor="right" if is_right else "left",
        xshift=BESIDE if is_right else -BESIDE,
        font_color=color,
    )
