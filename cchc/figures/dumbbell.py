"""Baseline, latest and target of several indices, one row each, on one scale of 0–100 %.

In: a DataFrame, one row per index in the order to show, with columns
  name, baseline_percent, latest_percent, target_percent (numbers, missing allowed),
  baseline_text, latest_text, target_text (what is written beside each mark), rank_text ("4 → 2").
Out: a figure. It must not know what the indices are.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from cchc.figures.rows import LETTER, TEXT, Rows, room, under_names, write_names
from cchc.figures.template import LIGHT, Palette, escape, new_figure

RANK_HEAD = "Hạng"
HEAD = 26  # pixels above the rows, where there is a column of ranks
AXIS = 30  # pixels below them, for the scale
BESIDE = 26  # pixels between a mark's middle and its words
PERCENT = 2.1  # pixels of one percent on a phone
EDGE = 8
LAST_TICK = 26  # pixels of "100%" beyond the end of the scale
LEFT, RIGHT = "middle left", "middle right"
Words = tuple[pd.Series, pd.Series, list[str]]  # where, what, on which side


def dumbbell(rows: pd.DataFrame, palette: Palette = LIGHT) -> go.Figure:
    """A row per index under its name: open circle, filled circle, upright tick, the gap."""
    placed = under_names(rows["name"])
    marks = rows.set_axis(placed.mark_y)
    has_ranks = bool(marks["rank_text"].fillna("").any())
    top = HEAD if has_ranks else 0
    figure = new_figure(int(placed.height) + top + AXIS + 2 * EDGE, palette)
    write_names(figure, placed, palette)
    _draw_tracks(figure, placed, palette)
    _draw_gaps(figure, marks, palette)
    _draw_baselines(figure, marks, palette)
    _draw_latest(figure, marks, palette)
    _draw_targets(figure, marks, palette)
    _set_axes(figure, palette, bottom=placed.height, top=-top)
    left, right = _room(marks)
    figure.update_layout(margin={"l": left, "r": right + (_rank_room(marks) if has_ranks else 0)})
    if has_ranks:
        _write_ranks(figure, marks, right, -HEAD / 2)
    return figure


def _draw_tracks(figure: go.Figure, placed: Rows, palette: Palette) -> None:
    """A line over the whole scale leads the eye from a name to its marks."""
    figure.add_scatter(
        x=[0, 100, None] * len(placed.mark_y),
        y=[y for mark in placed.mark_y for y in (mark, mark, None)],
        mode="lines",
        line={"color": palette.faint, "width": 3},
        hoverinfo="skip",
    )


def _room(marks: pd.DataFrame) -> tuple[float, float]:
    """Pixels that words beside marks near the ends of the scale need beyond it, on a phone."""
    left, right = float(EDGE), float(LAST_TICK)
    for value, text, on_left in _beside(marks):
        needed = BESIDE + len(text) * LETTER
        if on_left:
            left = max(left, needed - value * PERCENT)
        else:
            right = max(right, needed - (100 - value) * PERCENT)
    return left, right


def _beside(marks: pd.DataFrame) -> Iterator[tuple[float, str, bool]]:
    """Every value that words stand beside: where, what, and whether on its left."""
    for at, texts, sides in (_baseline_words(marks), _latest_words(marks), _target_words(marks)):
        for value, text, side in zip(at, texts.fillna(""), sides, strict=True):
            yield float(value), str(text), side == LEFT


def _rank_room(marks: pd.DataFrame) -> float:
    return room([RANK_HEAD, *marks["rank_text"].fillna("")])


def _write_ranks(figure: go.Figure, marks: pd.DataFrame, right: float, head: float) -> None:
    """Ranks are the labels of the rows' axis, at the right of everything else."""
    figure.update_yaxes(
        visible=True,
        side="right",
        tickvals=[head, *marks.index],
        ticktext=[RANK_HEAD, *map(escape, marks["rank_text"].fillna(""))],
        tickfont={"size": TEXT},
        ticklabelstandoff=int(right),
    )


def _points(marks: pd.DataFrame, column: str) -> pd.DataFrame:
    return marks[marks[column].notna()]


def _start(marks: pd.DataFrame) -> pd.Series:
    """Where the gap begins: the latest result, or the baseline while there is none."""
    return marks["latest_percent"].fillna(marks["baseline_percent"])


def _draw_gaps(figure: go.Figure, marks: pd.DataFrame, palette: Palette) -> None:
    start = _start(marks)
    short = marks["target_percent"].notna() & (start < marks["target_percent"])
    for has_latest, dash in ((False, "dot"), (True, "solid")):
        chosen = marks[short & (marks["latest_percent"].notna() == has_latest)]
        x: list[float | None] = []
        y: list[float | None] = []
        for row, target in chosen["target_percent"].items():
            x += [float(start[row]), float(target), None]
            y += [row, row, None]
        if x:
            line = {"color": palette.baseline, "width": 2, "dash": dash}
            figure.add_scatter(x=x, y=y, mode="lines", line=line, hoverinfo="skip")


def _draw_baselines(figure: go.Figure, marks: pd.DataFrame, palette: Palette) -> None:
    marker = {
        "symbol": "circle",
        "size": 13,
        "color": palette.paper,
        "line": {"width": 2.5, "color": palette.baseline},
    }
    _marks(figure, _points(marks, "baseline_percent")["baseline_percent"], marker=marker)
    _texts(figure, *_baseline_words(marks), palette.muted)


def _draw_latest(figure: go.Figure, marks: pd.DataFrame, palette: Palette) -> None:
    marker = {"symbol": "circle", "size": 14, "color": palette.latest}
    _marks(figure, _points(marks, "latest_percent")["latest_percent"], marker=marker)
    _texts(figure, *_latest_words(marks), palette.latest)


def _draw_targets(figure: go.Figure, marks: pd.DataFrame, palette: Palette) -> None:
    marker = {
        "symbol": "line-ns-open",
        "size": 20,
        "color": palette.target,
        "line": {"width": 3},
    }
    _marks(figure, _points(marks, "target_percent")["target_percent"], marker=marker)
    _texts(figure, *_target_words(marks), palette.ink)


def _baseline_words(marks: pd.DataFrame) -> Words:
    """Beside a latest result the baseline keeps its circle and leaves the words to the latest."""
    shown = marks[marks["baseline_percent"].notna() & marks["latest_percent"].isna()]
    sides = _sides(shown, away_from_target=True)
    return shown["baseline_percent"], shown["baseline_text"], sides


def _latest_words(marks: pd.DataFrame) -> Words:
    """They stand beyond the baseline's circle too, where that is on the same side."""
    shown = _points(marks, "latest_percent")
    both = shown[["latest_percent", "baseline_percent"]]
    on_left = shown["target_percent"] >= shown["latest_percent"]
    outer = both.min(axis=1).where(on_left, both.max(axis=1))
    return outer, shown["latest_text"], [LEFT if left else RIGHT for left in on_left]


def _target_words(marks: pd.DataFrame) -> Words:
    shown = _points(marks, "target_percent")
    sides = _sides(shown, away_from_target=False)
    return shown["target_percent"], shown["target_text"], sides


def _sides(shown: pd.DataFrame, *, away_from_target: bool) -> list[str]:
    """On which side of its mark a text stands, so that the two texts of a row never meet."""
    target_right = ~(shown["target_percent"] < _start(shown))
    left = target_right if away_from_target else ~target_right
    return [LEFT if is_left else RIGHT for is_left in left]


def _marks(figure: go.Figure, values: pd.Series, marker: dict[str, Any]) -> None:
    if len(values):
        figure.add_scatter(
            x=values,
            y=values.index,
            mode="markers",
            marker=marker,
            hoverinfo="skip",
            cliponaxis=False,
        )


def _texts(
    figure: go.Figure, at: pd.Series, texts: pd.Series, sides: list[str], color: str
) -> None:
    if texts.fillna("").any():
        figure.add_scatter(
            x=at,
            y=at.index,
            mode="text",
            text=[f"    {escape(text)}    " if text else "" for text in texts.fillna("")],
            textposition=sides,
            textfont={"color": color, "size": TEXT},
            hoverinfo="skip",
            cliponaxis=False,
        )


def _set_axes(figure: go.Figure, palette: Palette, *, bottom: float, top: float) -> None:
    figure.update_xaxes(
        range=[0, 100],
        tickvals=[0, 25, 50, 75, 100],
        ticktext=["0", "25", "50", "75", "100%"],
        tickangle=0,
        tickfont={"color": palette.muted, "size": TEXT},
        automargin=False,
    )
    figure.update_layout(margin={"b": AXIS})
    figure.update_yaxes(range=[bottom, top], visible=False, automargin=False)
