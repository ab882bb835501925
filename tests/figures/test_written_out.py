"""A figure for the browser: its template written into it, its arrays as lists, nothing else new."""

import json
from typing import Any

import numpy as np
import pandas as pd
import plotly.graph_objects as go
import plotly.io as pio

from cchc.figures.template import LIGHT, new_figure, written_out


def bars(values: list[float]) -> go.Figure:
    figure = new_figure(200, LIGHT)
    figure.add_bar(x=pd.Series(values), y=np.array([1, 2, 3], dtype="int8"), customdata=np.eye(3))
    figure.add_scatter(x=[0], y=[1], yaxis="y2", mode="text", text=["ô"])
    figure.update_layout(margin={"r": 40}, bargap=0.1, yaxis2={"overlaying": "y"})
    figure.update_yaxes(range=[3, 0], ticks="outside", selector={"overlaying": None})
    return figure


def sent(figure: go.Figure) -> dict[str, Any]:
    """As Streamlit sends it."""
    spec: dict[str, Any] = json.loads(pio.to_json(written_out(figure).to_dict(), validate=False))
    return spec


def test_no_template_goes_along_and_each_axis_has_what_it_said() -> None:
    layout = sent(bars([1.5, 2, 3]))["layout"]
    assert "template" not in layout
    shared = new_figure(200, LIGHT).layout.template.layout
    assert layout["separators"] == ",."
    assert layout["font"] == shared.font.to_plotly_json()
    for axis in ("xaxis", "yaxis", "yaxis2"):
        assert layout[axis]["fixedrange"] is True, axis
        assert layout[axis]["zeroline"] is False, axis
    assert layout["yaxis"]["ticklabelstandoff"] == layout["yaxis2"]["ticklabelstandoff"] == 10
    assert "ticklabelstandoff" not in layout["xaxis"]


def test_what_a_figure_says_itself_stands() -> None:
    layout = sent(bars([1.5, 2, 3]))["layout"]
    assert layout["margin"] == {"l": 8, "r": 40, "t": 8, "b": 8}
    assert layout["bargap"] == 0.1
    assert layout["yaxis"]["ticks"] == "outside"
    assert layout["yaxis2"]["ticks"] == ""
    assert layout["yaxis2"]["overlaying"] == "y"


def test_numbers_go_as_lists_and_a_missing_one_as_nothing() -> None:
    bar, _ = sent(bars([1.5, float("nan"), 3]))["data"]
    assert bar["x"] == [1.5, None, 3]
    assert bar["y"] == [1, 2, 3]
    assert bar["customdata"] == [[1, 0, 0], [0, 1, 0], [0, 0, 1]]


def test_only_other_data_has_another_revision() -> None:
    first, again, other = (sent(bars([1, 2, last]))["layout"] for last in (3, 3, 4))
    assert first == again
    assert first["datarevision"] != other["datarevision"]
