"""Units as horizontal bars from zero, each against its target, its result in words at the right.

In: a DataFrame, one row per unit in the order to show, with columns name, value (0–100, missing
allowed), target (0–100, missing allowed), state (met, not_met, anything else), shape (goes with the
state), end_text (what is read at the right), chosen (bool). Out: a figure. It must not know which
indicator is shown.
"""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import plotly.graph_objects as go

from cchc.figures.rows import MARK, Rows, under_names, write_names
from cchc.figures.template import FONT_SIZE, LIGHT, Palette, escape, new_figure
from cchc.rows import rows_of

ROW_HEIGHT = 29
LONGEST_NAME = 44
BESIDE = 20  # letters: longer names stand above their bars, for a telephone's sake
NARROWEST = 24  # pixels of a bar beside its words on a telephone
WHOLE = 102  # a little more than all of them, so that a tick at 100% is whole


def target_bars(units: pd.DataFrame, palette: Palette = LIGHT) -> go.Figure:
    """A bar per unit, an upright tick where it has a target, its result and place at the right."""
    rows = units.reset_index(drop=True)
    above = _above(rows)
    middles = above.mark_y if above else [ROW_HEIGHT * (row + 0.5) for row in range(len(rows))]
    height = above.height if above else ROW_HEIGHT * len(rows)
    figure = new_figure(round(height) + 20, palette)
    _draw_bars(figure, rows, middles, palette)
    _write_ends(figure, rows, palette)
    figure.update_xaxes(range=[0, WHOLE], visible=False)
    figure.update_yaxes(range=[height, 0], tickvals=middles)
    figure.update_layout(minreducedwidth=NARROWEST, yaxis_ticktext=_names(rows))
    if above:
        figure.update_layout(yaxis_visible=False)
        write_names(figure, above, palette)
    return figure


def _above(rows: pd.DataFrame) -> Rows | None:
    """Where long names stand above their bars; None for short ones, which stand beside them."""
    if not (rows["name"].str.len() > BESIDE).any():
        return None
    return replace(under_names(rows["name"]), names=_names(rows))


def _draw_bars(
    figure: go.Figure, rows: pd.DataFrame, middles: list[float], palette: Palette
) -> None:
    figure.add_bar(
        x=rows["value"].fillna(0),
        y=middles,
        width=MARK - 6,
        orientation="h",
        marker={"color": [_color(row, palette) for row in rows_of(rows)]},
        hoverinfo="skip",
    )
    aimed = rows["target"].notna()
    figure.add_scatter(
        x=rows.loc[aimed, "target"],
        y=[y for y, is_aimed in zip(middles, aimed, strict=True) if is_aimed],
        mode="markers",
        marker={
            "symbol": "line-ns-open",
            "size": 20,
            "color": palette.target,
            "line": {"width": 3},
        },
        hoverinfo="skip",
    )
    figure.add_scatter(
        x=[0] * len(rows),
        y=middles,
        yaxis="y2",
        mode="markers",
        opacity=0,
        hoverinfo="skip",
    )


def _write_ends(figure: go.Figure, rows: pd.DataFrame, palette: Palette) -> None:
    """The results as the names of an axis on the right: they take the room they need, and the bars
    the rest, on a telephone, too."""
    figure.update_layout(
        yaxis2={
            "overlaying": "y",
            "side": "right",
            "ticklabelstandoff": 6,
            "ticktext": [_end(row, palette) for row in rows_of(rows)],
            "tickfont": {"color": palette.ink, "size": FONT_SIZE - 1},
        }
    )


def _color(row: dict[str, object], palette: Palette) -> str:
    if row["state"] == "not_met":
        return palette.status["not_met"]
    return palette.latest if row["chosen"] else palette.peer


def _names(rows: pd.DataFrame) -> list[str]:
    names = [escape(name, LONGEST_NAME) for name in rows["name"]]
    return [
        f"<b>{name}</b>" if own else name for name, own in zip(names, rows["chosen"], strict=True)
    ]


def _end(row: dict[str, object], palette: Palette) -> str:
    color = palette.status.get(str(row["state"]), palette.muted)
    return f'<span style="color:{color}">{escape(row["shape"])}</span> {escape(row["end_text"])}'
