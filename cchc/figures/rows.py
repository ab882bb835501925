"""Rows of a figure under their own names: where each stands, in pixels from the top.

In: the names, in the order to show. Out: `Rows`, and the names written into a figure. Names stand
above their marks because beside them they would take a phone's whole width. It must not know what
is named, nor what is drawn.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import plotly.graph_objects as go

from cchc.figures.template import FONT_SIZE, Palette, wrap

TEXT = FONT_SIZE - 1
LETTER = 8.7  # pixels of a letter of that size, a little more than the average
LINE = 23  # pixels of a line of names
MARK = 25  # pixels of the marks under them
BETWEEN = 6
LONGEST_LINE = 42  # letters that a phone's width holds
LONGEST_WORD = 8
MOST_LINES = 3


@dataclass(frozen=True, slots=True)
class Rows:
    """Where names and marks stand, counted from the top, and how high all of them are."""

    names: list[str]
    name_y: list[float]
    mark_y: list[float]
    bottoms: list[float]
    height: float


def under_names(names: Iterable[object]) -> Rows:
    """A row for every name: its lines, then its marks."""
    wrapped = [wrap(name, _width(len(str(name))), MOST_LINES) for name in names]
    name_y, mark_y, bottoms, top = [], [], [], 0.0
    for name in wrapped:
        high = LINE * (name.count("<br>") + 1)
        name_y.append(top + high / 2)
        mark_y.append(top + high + MARK / 2)
        top += high + MARK + BETWEEN
        bottoms.append(top - BETWEEN / 2)
    return Rows(wrapped, name_y, mark_y, bottoms, top)


def _width(letters: int) -> int:
    """Lines of about one length: no word stands alone on the last."""
    lines = -(-letters // LONGEST_LINE)
    return min(LONGEST_LINE, letters // lines + LONGEST_WORD) if lines > 1 else LONGEST_LINE


def write_names(figure: go.Figure, rows: Rows, palette: Palette) -> None:
    """The names, beginning where the scale begins."""
    figure.add_scatter(
        x=[0] * len(rows.names),
        y=rows.name_y,
        mode="text",
        text=rows.names,
        textposition="middle right",
        textfont={"color": palette.ink, "size": TEXT},
        unselected={"textfont": {"color": palette.ink}},  # where rows can be picked
        hoverinfo="skip",
        cliponaxis=False,
    )


def room(texts: Iterable[object]) -> float:
    """Pixels that the longest of these takes, with a gap before it."""
    longest = max((len(str(text)) for text in texts), default=0)
    return longest * LETTER + 14 if longest else 0.0
