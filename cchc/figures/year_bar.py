"""How the year's points stand: one bar from zero to the applicable maximum, the target across it.

In: parts (meaning, word, points, the points in words) in the order to show, and the target. Out: a
figure of one row. What is lost stands last: the bar before it ends where the year can still end, so
a target beyond that end shows that there is no room left. It must not know whose points they are.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import plotly.graph_objects as go

from cchc.figures.template import LIGHT, Palette, escape, new_figure

HEIGHT, ABOVE = 196, 44  # pixels; those above the bar are the target's words
SHAPES = {"certain": "■", "winnable": "▲", "waiting": "○", "lost": "✕"}


@dataclass(frozen=True, slots=True)
class Part:
    """kind: certain, winnable, waiting, lost · shown: the points as an official writes them."""

    kind: str
    word: str
    points: float
    shown: str


@dataclass(frozen=True, slots=True)
class Line:
    """The target in points, and how it is written."""

    points: float
    word: str


def year_bar(
    parts: Sequence[Part], line: Line | None = None, *, palette: Palette = LIGHT
) -> go.Figure:
    """The bar; what its parts mean stands below it, two a line, with their shapes."""
    figure = new_figure(HEIGHT if line else HEIGHT - ABOVE, palette)
    for part in parts:
        figure.add_bar(
            x=[part.points],
            y=[0],
            orientation="h",
            width=0.9,
            marker=_marker(part.kind, palette),
            hoverinfo="skip",
        )
    for place, part in enumerate(parts):
        _name(figure, part, place, palette)
    total = sum(part.points for part in parts)
    if line is not None:
        _cross(figure, line, total, palette)
    figure.update_layout(barmode="stack")
    figure.update_xaxes(visible=False, range=[0, total])
    figure.update_yaxes(visible=False, range=[-2.1, 1.35 if line else 0.5])
    return figure


def _color(kind: str, palette: Palette) -> str:
    colors = {
        "certain": palette.latest,
        "winnable": palette.status["at_risk"],
        "waiting": palette.peer,
        "lost": palette.status["impossible"],
    }
    return colors[kind]


def _marker(kind: str, palette: Palette) -> dict[str, object]:
    """Hatched where it is not in the unit's hands yet: told apart without colour."""
    marker: dict[str, object] = {
        "color": _color(kind, palette),
        "line": {"color": palette.paper, "width": 2},
    }
    if kind == "waiting":
        marker["pattern"] = {
            "shape": "/",
            "bgcolor": palette.peer,
            "fgcolor": palette.paper,
            "size": 9,
            "solidity": 0.25,
        }
    return marker


def _name(figure: go.Figure, part: Part, place: int, palette: Palette) -> None:
    color = palette.muted if part.kind == "waiting" else _color(part.kind, palette)
    shape = f'<span style="color:{color}">{SHAPES[part.kind]}</span>'
    figure.add_annotation(
        x=0.5 * (place % 2),
        xref="paper",
        y=-0.95 - 0.75 * (place // 2),
        text=f"{shape} {escape(part.word)} <b>{escape(part.shown)}</b>",
        showarrow=False,
        xanchor="left",
    )


def _cross(figure: go.Figure, line: Line, total: float, palette: Palette) -> None:
    """A tick through the bar, its word above, on the side where there is room."""
    figure.add_shape(
        type="line",
        x0=line.points,
        x1=line.points,
        y0=-0.58,
        y1=0.62,
        line={"color": palette.target, "width": 4},
    )
    share = line.points / total if total else 0
    figure.add_annotation(
        x=line.points,
        y=0.98,
        text=escape(line.word),
        showarrow=False,
        xanchor="right" if share > 0.5 else "left",
        font={"color": palette.target},
    )
