"""The year's bar says what its parts say, the target where it stands."""

from __future__ import annotations

import pytest

from cchc.figures.template import DARK, LIGHT, Palette
from cchc.figures.year_bar import Line, Part, year_bar

PARTS = [
    Part("certain", "Chắc chắn", 61.5, "61,5"),
    Part("winnable", "Còn phấn đấu", 18, "18"),
    Part("waiting", "Đang chờ", 16, "16"),
    Part("lost", "Đã <mất>", 4.5, "4,5"),
]


def test_the_parts_stand_in_a_row_from_zero_to_the_maximum() -> None:
    figure = year_bar(PARTS)
    assert [trace.x[0] for trace in figure.data] == [61.5, 18, 16, 4.5]
    assert tuple(figure.layout.xaxis.range) == (0, 100)
    assert figure.layout.barmode == "stack"


def test_every_part_is_named_with_its_points_and_a_shape_of_its_own() -> None:
    said = [note.text for note in year_bar(PARTS).layout.annotations]
    assert "Chắc chắn <b>61,5</b>" in said[0]
    assert "Đã &lt;mất&gt;" in said[3]
    assert len({text.split("</span>")[0][-1] for text in said}) == 4


@pytest.mark.parametrize(("points", "anchor"), [(84.0, "right"), (20.0, "left")])
def test_the_target_crosses_the_bar_where_it_stands(points: float, anchor: str) -> None:
    figure = year_bar(PARTS, Line(points, "Mục tiêu > 84%"))
    (tick,) = figure.layout.shapes
    assert (tick.x0, tick.x1) == (points, points)
    assert figure.layout.annotations[-1].xanchor == anchor
    assert figure.layout.annotations[-1].text == "Mục tiêu &gt; 84%"


@pytest.mark.parametrize("palette", [LIGHT, DARK])
def test_the_parts_differ_in_both_appearances(palette: Palette) -> None:
    figure = year_bar(PARTS, palette=palette)
    assert len({trace.marker.color for trace in figure.data}) == 4
    assert [bool(trace.marker.pattern.shape) for trace in figure.data] == [
        False,
        False,
        True,
        False,
    ]


def test_without_a_target_no_room_is_left_for_its_words() -> None:
    parts = [Part("certain", "Chắc chắn", 60.0, "60")]
    with_target = year_bar(parts, Line(50.0, "Mục tiêu"))
    assert year_bar(parts).layout.height < with_target.layout.height
