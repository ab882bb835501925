"""Units as horizontal bars from zero, each against its target, its result in words at the right.

In: a DataFrame, one row per unit in the order to show, with columns name, value (0–100, missing
allowed), target (0–100, missing allowed), state (met, not_met, anything else), shape (goes with the
state), end_text (what is read at the right), chosen (bool). Out: a figure. It must not know which
indicator is shown.
"""

from __future__ import annotations

import pandas as pd
import plotly.graph_objects as go

from cchc.figures.template import FONT_SIZE, LIGHT, Palette, escape, new_figure, wrap

ROW_HEIGHT = 29
LONGEST_NAME = 44
NARROWEST = 24  # pixels of a bar beside its words on a telephone
WHOLE = 102  # a little more than all of them, so that a tick at 100% is whole


def target_bars(units: pd.DataFrame, palette: Palette = LIGHT) -> go.Figure:
    """A bar per unit, an upright tick where it has a target, its result and place at the right."""
    rows = units.reset_index(drop=True)
    figure = new_figure(ROW_HEIGHT * len(rows) + 20, palette)
    figure.add_bar(
        x=rows["value"].fillna(0),
        y=rows.index,
        orientation="h",
        marker={"color": [_color(row, palette) for row in rows.to_dict("records")]},
        hoverinfo="skip",
    )
    aimed = rows[rows["target"].notna()]
    figure.add_scatter(
        x=aimed["target"],
        y=aimed.index,
        mode="markers",
        marker={
            "symbol": "line-ns-open",
            "size": 20,
            "color": palette.target,
            "line": {"width": 3},
        },
        hoverinfo="skip",
    )
    _write_ends(figure, rows, palette)
    figure.update_xaxes(range=[0, WHOLE], visible=False)
    figure.update_yaxes(range=[len(rows) - 0.4, -0.6], tickvals=list(rows.index))
    names = [_name(row) for row in rows.to_dict("records")]
    figure.update_layout(minreducedwidth=NARROWEST, yaxis_ticktext=names)
    return figure


def _write_ends(figure: go.Figure, rows: pd.DataFrame, palette: Palette) -> None:
    """The results as the names of an axis on the right: they take the room they need, and the bars
    the rest, on a telephone, too."""
    figure.add_scatter(
        x=[0] * len(rows), y=rows.index, yaxis="y2", mode="markers", opacity=0, hoverinfo="skip"
    )
    figure.update_layout(
        yaxis2={
            "overlaying": "y",
            "side": "right",
            "ticklabelstandoff": 6,
            "ticktext": [_end(row, palette) for row in rows.to_dict("records")],
            "tickfont": {"color": palette.ink, "size": FONT_SIZE - 1},
        }
    )


def _color(row: dict[str, object], palette: Palette) -> str:
    if row["state"] == "not_met":
        return palette.status["not_met"]
    return palette.latest if row["chosen"] else palette.peer


def _name(row: dict[str, object]) -> str:
    label = wrap(row["name"], LONGEST_NAME, 1)
    return f"<b>{label}</b>" if row["chosen"] else label


def _end(row: dict[str, object], palette: Palette) -> str:
    color = palette.status.get(str(row["state"]), palette.muted)
    return f'<span style="color:{color}">{escape(row["shape"])}</span> {escape(row["end_text"])}'
