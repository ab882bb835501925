"""Tasks by the month they are due in, and how they stand: one compact grid of marks with counts.

In: a DataFrame, one row per month and state that has any, with columns month (1–12), state, word
and count, and the states in the order to show; where in the year the judged day falls (9.5 is the
end of September). Out: a figure of one row per state. It must not know whose tasks they are.
"""

from __future__ import annotations

import pandas as pd
import plotly.graph_objects as go

from cchc.figures.template import FONT_SIZE, LIGHT, Palette, escape, new_figure

ROW, AROUND = 50, 96
HALF = 6.5  # from here on the words about the judged day stand on its left
SYMBOLS = {
    "overdue": "triangle-up",
    "not_reported": "circle-open",
    "not_started": "square-open",
    "in_progress": "diamond",
    "done": "circle",
}


def due_months(
    rows: pd.DataFrame,
    palette: Palette = LIGHT,
    *,
    judged: float | None = None,
    judged_text: str = "",
) -> go.Figure:
    """A mark of the state's shape and colour in every month, its count above it."""
    states = list(dict.fromkeys(rows["state"]))
    figure = new_figure(ROW * len(states) + AROUND, palette)
    for place, state in enumerate(states):
        _draw_state(figure, rows[rows["state"] == state], place, palette)
    if judged is not None:
        _draw_judged(figure, judged, judged_text, palette)
    words = rows.drop_duplicates("state")["word"]
    figure.update_xaxes(
        range=[0.3, 12.8],
        tickvals=list(range(1, 13)),
        ticktext=[str(month) for month in range(1, 13)],
        tickangle=0,
        showgrid=True,
        gridcolor=palette.faint,
    )
    figure.update_yaxes(
        range=[len(states) - 0.5, -0.75],
        tickvals=list(range(len(states))),
        ticktext=[escape(word) for word in words],
    )
    return figure


def _draw_state(figure: go.Figure, marks: pd.DataFrame, place: int, palette: Palette) -> None:
    state = str(marks["state"].iloc[0])
    color = palette.status[state]
    figure.add_scatter(
        x=marks["month"],
        y=[place] * len(marks),
        mode="markers+text",
        marker={
            "symbol": SYMBOLS[state],
            "size": 14,
            "color": color,
            "line": {"color": color, "width": 2},
        },
        text=[f"<b>{count}</b>" for count in marks["count"]],
        textposition="top center",
        textfont={"color": palette.ink, "size": FONT_SIZE - 1},
        hoverinfo="skip",
        cliponaxis=False,
    )


def _draw_judged(figure: go.Figure, judged: float, text: str, palette: Palette) -> None:
    figure.add_vline(x=judged, line={"color": palette.target, "width": 2, "dash": "dot"})
    figure.add_annotation(
        x=judged,
        y=1,
        yref="paper",
        yanchor="bottom",
        xanchor="right" if judged > HALF else "left",
        text=escape(text),
        showarrow=False,
        font={"color": palette.muted, "size": FONT_SIZE - 2},
    )
    figure.update_layout(margin={"t": 46})
