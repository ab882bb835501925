"""Baseline, latest and target of several indices, one row each, on one scale of 0–100 %.

In: a DataFrame, one row per index in the order to show, with columns
  name, baseline_percent, latest_percent, target_percent (numbers, missing allowed),
  baseline_text, latest_text, target_text (what is written beside each mark), rank_text ("4 → 2").
Out: a figure. It must not know what the indices are.
"""

from __future__ import annotations

from typing import Any

import pandas as pd
import plotly.graph_objects as go

from cchc.figures.template import FONT_SIZE, LIGHT, Palette, escape, new_figure, wrap

ONE_LINE, TWO_LINES = 36, 47
NAME_WIDTH = 42
RIGHT_OF_SCALE = 118.0
TICK_FONT = FONT_SIZE - 2


def dumbbell(rows: pd.DataFrame, palette: Palette = LIGHT, *, rank_head: str = "Hạng") -> go.Figure:
    """A row per index: open circle, filled circle, upright tick, the gap between them."""
    marks = rows.reset_index(drop=True)
    names = [wrap(name, NAME_WIDTH) for name in marks["name"]]
    row_height = TWO_LINES if any("<br>" in name for name in names) else ONE_LINE
    figure = new_figure(row_height * len(marks) + 60, palette)
    _draw_gaps(figure, marks, palette)
    _draw_baselines(figure, marks, palette)
    _draw_latest(figure, marks, palette)
    _draw_targets(figure, marks, palette)
    _draw_ranks(figure, marks, palette, rank_head)
    _set_axes(figure, marks, palette)
    figure.update_yaxes(tickvals=list(marks.index), ticktext=[f"{name}  " for name in names])
    return figure


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
        y: list[int | None] = []
        for row, target in chosen["target_percent"].items():
            x += [float(start[row]), float(target), None]
            y += [row, row, None]
        if x:
            line = {"color": palette.baseline, "width": 2, "dash": dash}
            figure.add_scatter(x=x, y=y, mode="lines", line=line, hoverinfo="skip")


def _draw_baselines(figure: go.Figure, marks: pd.DataFrame, palette: Palette) -> None:
    shown = _points(marks, "baseline_percent")
    # Beside a latest result the baseline keeps its circle and leaves the words to the latest.
    texts = shown["baseline_text"].where(shown["latest_percent"].isna(), "")
    _scatter(
        figure,
        shown,
        "baseline_percent",
        texts,
        positions=_sides(shown, shown["baseline_percent"], away_from_target=True),
        marker={
            "symbol": "circle",
            "size": 13,
            "color": palette.paper,
            "line": {"width": 2.5, "color": palette.baseline},
        },
        color=palette.muted,
    )


def _draw_latest(figure: go.Figure, marks: pd.DataFrame, palette: Palette) -> None:
    shown = _points(marks, "latest_percent")
    _scatter(
        figure,
        shown,
        "latest_percent",
        shown["latest_text"],
        positions=_sides(shown, shown["latest_percent"], away_from_target=True),
        marker={"symbol": "circle", "size": 14, "color": palette.latest},
        color=palette.latest,
    )


def _draw_targets(figure: go.Figure, marks: pd.DataFrame, palette: Palette) -> None:
    shown = _points(marks, "target_percent")
    _scatter(
        figure,
        shown,
        "target_percent",
        shown["target_text"],
        positions=_sides(shown, _start(shown), away_from_target=False),
        marker={
            "symbol": "line-ns-open",
            "size": 20,
            "color": palette.target,
            "line": {"width": 3},
        },
        color=palette.ink,
    )


def _sides(shown: pd.DataFrame, start: pd.Series, *, away_from_target: bool) -> list[str]:
    """On which side of its mark a text stands, so that the two texts of a row never meet."""
    target_right = ~(shown["target_percent"] < start)
    left = target_right if away_from_target else ~target_right
    return ["middle left" if is_left else "middle right" for is_left in left]


def _scatter(
    figure: go.Figure,
    shown: pd.DataFrame,
    column: str,
    texts: pd.Series,
    **style: Any,
) -> None:
    if shown.empty:
        return
    words = [f"  {escape(text)}  " if text else "" for text in texts.fillna("")]
    figure.add_scatter(
        x=shown[column],
        y=shown.index,
        mode="markers+text",
        marker=style["marker"],
        text=words,
        textposition=style["positions"],
        textfont={"color": style["color"], "size": TICK_FONT},
        hoverinfo="skip",
        cliponaxis=False,
    )


def _draw_ranks(figure: go.Figure, marks: pd.DataFrame, palette: Palette, rank_head: str) -> None:
    texts = marks["rank_text"].fillna("")
    if not texts.any():
        return
    figure.add_scatter(
        x=[RIGHT_OF_SCALE] * (len(marks) + 1),
        y=[-0.9, *marks.index],
        mode="text",
        text=[escape(rank_head), *map(escape, texts)],
        textposition="middle left",
        textfont={"color": [palette.muted] + [palette.ink] * len(marks)},
        hoverinfo="skip",
        cliponaxis=False,
    )


def _set_axes(figure: go.Figure, marks: pd.DataFrame, palette: Palette) -> None:
    figure.update_xaxes(
        range=[0, RIGHT_OF_SCALE],
        tickvals=[0, 25, 50, 75, 100],
        ticktext=["0", "25", "50", "75", "100%"],
        tickfont={"color": palette.muted, "size": TICK_FONT},
        showgrid=True,
        gridcolor=palette.faint,
    )
    figure.update_yaxes(
        range=[len(marks) - 0.5, -1.3 if marks["rank_text"].fillna("").any() else -0.6],
    )
