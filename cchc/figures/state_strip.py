"""How many tasks stand in which state: one stacked bar, its parts named below with their numbers.

In: a list of parts (state, word, count) in the order to show. Out: a figure of one row.
It must not know whose tasks they are.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import plotly.graph_objects as go

from cchc.figures.template import LIGHT, Palette, escape, new_figure

HEIGHT = 104


@dataclass(frozen=True, slots=True)
class Part:
    """`state` chooses the colour, `word` is what people read, `shape` goes with both."""

    state: str
    word: str
    count: int
    shape: str = "■"


def state_strip(parts: Sequence[Part], palette: Palette = LIGHT) -> go.Figure:
    """One bar from zero to all tasks."""
    figure = new_figure(HEIGHT, palette)
    shown = [part for part in parts if part.count]
    total = sum(part.count for part in shown)
    for part in shown:
        figure.add_bar(
            x=[part.count],
            y=[0],
            orientation="h",
            width=0.9,
            marker={
                "color": palette.status[part.state],
                "line": {"color": palette.paper, "width": 2},
            },
            hoverinfo="skip",
        )
    figure.add_annotation(
        x=0,
        xref="paper",
        y=-1.05,
        text="      ".join(_words(part, total, palette) for part in shown),
        showarrow=False,
        xanchor="left",
    )
    figure.update_layout(barmode="stack")
    figure.update_xaxes(visible=False)
    figure.update_yaxes(visible=False, range=[-1.5, 0.55])
    return figure


def _words(part: Part, total: int, palette: Palette) -> str:
    shape = f'<span style="color:{palette.status[part.state]}">{part.shape}</span>'
    return f"{shape} {escape(part.word)} <b>{part.count}/{total}</b>"
