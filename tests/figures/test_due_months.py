"""Tasks by month due: a mark for each state that a month has, its count, the judged day."""

from __future__ import annotations

import pandas as pd

from cchc.figures.due_months import SYMBOLS, due_months
from cchc.figures.template import DARK, LIGHT

ROWS = pd.DataFrame(
    [
        (5, "overdue", "▲ Quá hạn <b>", 2),
        (6, "overdue", "▲ Quá hạn <b>", 1),
        (12, "not_reported", "○ Chưa báo cáo", 28),
    ],
    columns=["month", "state", "word", "count"],
)


def test_every_state_has_a_row_of_its_own_shape_with_counts_in_their_months() -> None:
    late, silent = due_months(ROWS).data
    assert (list(late.x), list(late.text)) == ([5, 6], ["<b>2</b>", "<b>1</b>"])
    assert late.marker.symbol != silent.marker.symbol
    assert len(set(SYMBOLS.values())) == len(SYMBOLS)
    assert (list(silent.x), list(silent.y)) == ([12], [1])


def test_words_from_data_are_escaped() -> None:
    assert due_months(ROWS).layout.yaxis.ticktext[0] == "▲ Quá hạn &lt;b&gt;"


def test_the_judged_day_is_a_line_with_its_words_and_is_left_out_when_unknown() -> None:
    drawn = due_months(ROWS, judged=9.5, judged_text="hết ngày 30/09/2024")
    assert drawn.layout.shapes[0].x0 == 9.5
    assert drawn.layout.annotations[0].text == "hết ngày 30/09/2024"
    assert not due_months(ROWS).layout.shapes


def test_both_appearances_have_a_colour_for_every_state() -> None:
    assert set(SYMBOLS) <= set(LIGHT.status) & set(DARK.status)
