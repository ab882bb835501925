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

ONE_LINE, TWO_LINES = 35, 52
TEXT = FONT_SIZE - 1
RANK_HEAD = "Hạng"


def dumbbell(rows: pd.DataFrame, palette: Palette = LIGHT, *, narrow: bool = False) -> go.Figure:
    """A row per index: open circle, filled circle, upright tick, the gap between them.

    narrow: for a part of the page's width; names take two lines, ranks stand farther off.
    """
    marks = rows.reset_index(drop=True)
    names = [wrap(name, 34 if narrow else 64) for name in marks["name"]]
    row_height = TWO_LINES if any("<br>" in name for name in names) else ONE_LINE
    right = 142.0 if narrow else 120.0
    figure = new_figure(row_height * len(marks) + 60, palette)
    _draw_gaps(figure, marks, palette)
    _draw_baselines(figure, marks, palette)
    _draw_latest(figure, marks, palette)
    _draw_targets(figure, marks, palette)
    _draw_ranks(figure, marks, palette, right)
    _set_axes(figure, marks, palette, right)
    figure.update_yaxes(tickvals=list(marks.index), ticktext=names)
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
    marker = {
        "symbol": "circle",
        "size": 13,
        "color": palette.paper,
        "line": {"width": 2.5, "color": palette.baseline},
    }
    _marks(figure, shown["baseline_percent"], marker=marker)
    sides = _sides(shown, away_from_target=True)
    _texts(figure, shown["baseline_percent"], texts, sides, palette.muted)


def _draw_latest(figure: go.Figure, marks: pd.DataFrame, palette: Palette) -> None:
    shown = _points(marks, "latest_percent")
    marker = {"symbol": "circle", "size": 14, "color": palette.latest}
    _marks(figure, shown["latest_percent"], marker=marker)
    # Its words stand beyond the baseline's circle too, where that is on the same side.
    both = shown[["latest_percent", "baseline_percent"]]
    on_left = shown["target_percent"] >= shown["latest_percent"]
    outer = both.min(axis=1).where(on_left, both.max(axis=1))
    sides = ["middle left" if left else "middle right" for left in on_left]
    _texts(figure, outer, shown["latest_text"], sides, palette.latest)


def _draw_targets(figure: go.Figure, marks: pd.DataFrame, palette: Palette) -> None:
    shown = _points(marks, "target_percent")
    marker = {
        "symbol": "line-ns-open",
        "size": 20,
        "color": palette.target,
        "line": {"width": 3},
    }
    _marks(figure, shown["target_percent"], marker=marker)
    sides = _sides(shown, away_from_target=False)
    _texts(figure, shown["target_percent"], shown["target_text"], sides, palette.ink)


def _sides(shown: pd.DataFrame, *, away_from_target: bool) -> list[str]:
    """On which side of its mark a text stands, so that the two texts of a row never meet."""
    target_right = ~(shown["target_percent"] < _start(shown))
    left = target_right if away_from_target else ~target_right
    return ["middle left" if is_left else "middle right" for is_left in left]


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


def _draw_ranks(figure: go.Figure, marks: pd.DataFrame, palette: Palette, right: float) -> None:
    texts = marks["rank_text"].fillna("")
    if not texts.any():
        return
    figure.add_scatter(
        x=[right] * (len(marks) + 1),
        y=[-0.9, *marks.index],
        mode="text",
        text=[RANK_HEAD, *map(escape, texts)],
        textposition="middle left",
        textfont={"color": [palette.muted] + [palette.ink] * len(marks)},
        hoverinfo="skip",
        cliponaxis=False,
    )


def _set_axes(figure: go.Figure, marks: pd.DataFrame, palette: Palette, right: float) -> None:
    figure.update_xaxes(
        range=[0, right],
        tickvals=[0, 25, 50, 75, 100],
        ticktext=["0", "25", "50", "75", "100%"],
        tickfont={"color": palette.muted, "size": TEXT},
        showgrid=True,
        gridcolor=palette.faint,
    )
    figure.update_yaxes(
        range=[len(marks) - 0.5, -1.3 if marks["rank_text"].fillna("").any() else -0.6],
    )
