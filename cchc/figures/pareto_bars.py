"""What is missing, the most first, as horizontal bars from zero with words at their end.

In: a DataFrame, one row per bar in the order to show, with columns name, value (from zero up),
end_text (written at the bar's end: the value and the running share), chosen (bool: drawn dark).
Out: a figure. It must not know what is missing, nor of whom.
"""

from __future__ import annotations

import pandas as pd
import plotly.graph_objects as go

from cchc.figures.template import FONT_SIZE, LIGHT, Palette, escape, new_figure, wrap

ROW_HEIGHT = 46
LONGEST_LABEL = 46
ROOM_FOR_WORDS = 1.62  # of the longest bar: what stands at its end has to fit


def pareto_bars(rows: pd.DataFrame, palette: Palette = LIGHT) -> go.Figure:
    """A bar per row with its words at the end; no second axis, the running share is written."""
    rows = rows.reset_index(drop=True)
    figure = new_figure(ROW_HEIGHT * len(rows) + 20, palette)
    figure.add_bar(
        x=rows["value"],
        y=rows.index,
        orientation="h",
        marker={"color": [palette.latest if dark else palette.peer for dark in rows["chosen"]]},
        text=[f"  {escape(text)}" for text in rows["end_text"]],
        textposition="outside",
        constraintext="none",
        textfont={"color": palette.ink, "size": FONT_SIZE - 1},
        hoverinfo="skip",
        cliponaxis=False,
    )
    longest = float(rows["value"].max()) if len(rows) else 0.0
    figure.update_xaxes(range=[0, (longest or 1.0) * ROOM_FOR_WORDS], visible=False)
    figure.update_yaxes(
        range=[len(rows) - 0.4, -0.6],
        tickvals=list(rows.index),
        ticktext=[wrap(name, LONGEST_LABEL, 2) for name in rows["name"]],
    )
    return figure
