"""How many stand in which state: a bar for each, named on its left with its number.

In: a list of parts (state, word, count) in the order to show. Out: a figure of a few rows, which a
telephone's width does not cut. It must not know whose tasks they are.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import plotly.graph_objects as go

from cchc.figures.template import LIGHT, Palette, escape, new_figure

ROW_HEIGHT = 31


@dataclass(frozen=True, slots=True)
class Part:
    """`state` chooses the colour, `word` is what people read, `shape` goes with both."""

    state: str
    word: str
    count: int
    shape: str = "■"


def state_strip(parts: Sequence[Part], palette: Palette = LIGHT) -> go.Figure:
    """A bar from zero for every state that anything stands in, all of them together the whole."""
    shown = [part for part in parts if part.count]
    total = sum(part.count for part in shown)
    rows = list(range(len(shown)))
    figure = new_figure(ROW_HEIGHT * max(len(shown), 1) + 16, palette)
    figure.add_bar(
        x=[part.count for part in shown],
        y=rows,
        orientation="h",
        marker={"color": [palette.status[part.state] for part in shown]},
        hoverinfo="skip",
    )
    figure.update_xaxes(visible=False, range=[0, max((part.count for part in shown), default=1)])
    figure.update_yaxes(
        range=[len(shown) - 0.4, -0.6],
        tickvals=rows,
        ticktext=[_words(part, total, palette) for part in shown],
    )
    return figure


def _words(part: Part, total: int, palette: Palette) -> str:
    shape = f'<span style="color:{palette.status[part.state]}">{part.shape}</span>'
    return f"{shape} {escape(part.word)} <b>{part.count}/{total}</b>"
