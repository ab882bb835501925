"""One index: from its baseline (or latest result) to its target, on a scale from zero to 100 %.

In: the numbers and the words beside them (`Gap`). Out: a figure of one row.
It must not know which index of which unit it is.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import plotly.graph_objects as go

from cchc.figures.template import LIGHT, Palette, escape, new_figure

HEIGHT = 132
BESIDE = 8  # pixels between a mark and its words


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
    figure = new_figure(HEIGHT, palette)
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
    _write(figure, gap, start, palette)
    figure.update_xaxes(range=[-1, 101], visible=False)
    figure.update_yaxes(range=[-1.5, 1.5], visible=False)
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


def _write(figure: go.Figure, gap: Gap, start: float | None, palette: Palette) -> None:
    """Words on the outer side of each mark, so that a small gap never makes them meet."""
    up = start is None or gap.target is None or gap.target >= start
    nearest = gap.latest_text if gap.latest is not None else gap.baseline_text
    below, above = -0.75, 1.0
    notes = [
        (start, below, escape(nearest), "right" if up else "left"),
        (gap.target, below, escape(gap.target_text), "left" if up else "right"),
    ]
    side = "center"
    if gap.latest is not None and gap.baseline is not None:
        # Both above the marks: the baseline's words to its left, the gap's to the right of that.
        side = "left"
        notes.append((gap.baseline, above, escape(gap.baseline_text), "right"))
    if start is not None and gap.target is not None:
        middle = (start + gap.target) / 2
        place = middle if side == "center" else max(middle, gap.baseline or 0)
        notes.append((place, above, f"<b>{escape(gap.gap_text)}</b>", side))
    for x, y, text, anchor in notes:
        if x is not None and text:
            figure.add_annotation(
                x=x,
                y=y,
                text=text,
                showarrow=False,
                xanchor=anchor,
                xshift={"left": BESIDE, "right": -BESIDE}.get(anchor, 0),
                font_color=palette.ink,
            )
