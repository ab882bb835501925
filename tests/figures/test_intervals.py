"""Surveyed values with their margins: what is known is drawn, what is not known is not."""

from __future__ import annotations

import pandas as pd

from cchc.figures.intervals import intervals
from cchc.figures.template import DARK, LIGHT

ROWS = pd.DataFrame(
    {
        "name": ["xã A", "xã <B>", "xã C"],
        "value": [90.0, 84.0, 71.0],
        "low": [81.0, None, 60.0],
        "high": [99.0, None, 82.0],
        "end_text": ["90,00% ± 9,00", "84,00% (không ghi số phiếu)", "71,00% ± 11,00"],
        "chosen": [False, False, True],
    }
)


def test_a_margin_is_a_line_and_an_unknown_one_is_none() -> None:
    figure = intervals(ROWS)
    lines = [trace for trace in figure.data if trace.mode == "lines"]
    ends = sorted(one for trace in lines for one in trace.x if one is not None)
    assert ends == [60.0, 81.0, 82.0, 99.0]
    dots = [one for trace in figure.data if trace.mode == "markers" for one in trace.x]
    assert sorted(dots) == [71.0, 84.0, 90.0]


def test_the_chosen_unit_is_dark_and_in_bold_and_texts_are_inert() -> None:
    for palette in (LIGHT, DARK):
        figure = intervals(ROWS, palette=palette)
        colors = {
            trace.marker.color: list(trace.x) for trace in figure.data if trace.mode == "markers"
        }
        assert colors == {palette.baseline: [90.0, 84.0], palette.latest: [71.0]}
        assert figure.layout.yaxis.ticktext == ("xã A", "xã &lt;B&gt;", "<b>xã C</b>")
        assert [one.text for one in figure.layout.annotations] == list(ROWS["end_text"])


def test_the_scale_begins_at_the_ten_below_the_lowest_end() -> None:
    assert intervals(ROWS).layout.xaxis.tickvals == (60, 80, 100)
    assert intervals(ROWS.iloc[:2]).layout.xaxis.tickvals == (80, 90, 100)
    assert len(intervals(ROWS.iloc[:0]).data) == 0
