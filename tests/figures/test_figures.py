"""Every figure says what its rows say, in the app's one grammar."""

from itertools import pairwise
from typing import Any

import pandas as pd
import plotly.graph_objects as go
import pytest

from cchc.figures.dumbbell import dumbbell
from cchc.figures.gap_strip import Gap, gap_strip
from cchc.figures.month_panels import month_panels
from cchc.figures.pareto_bars import pareto_bars
from cchc.figures.ranking_bars import ranking_bars
from cchc.figures.rows import LONGEST_LINE, under_names
from cchc.figures.state_strip import Part, state_strip
from cchc.figures.target_bars import target_bars
from cchc.figures.template import DARK, LIGHT, Palette, escape, new_figure, wrap

GOALS = pd.DataFrame(
    {
        "name": ["8. Tác động", "3. Thủ tục", "1. Chỉ đạo"],
        "baseline_percent": [50.0, 99.85, 70.52],
        "latest_percent": [None, None, 72.0],
        "target_percent": [70.0, 99.0, 75.0],
        "baseline_text": ["50", "99,85", "70,52"],
        "latest_text": ["–", "–", "72"],
        "target_text": ["> 70", "> 99", "> 75"],
        "rank_text": ["2 → 2", "1 → 1", "4 → 3"],
    }
).astype({"latest_percent": float})


def traces(figure: go.Figure, symbol: str) -> list[Any]:
    return [trace for trace in figure.data if trace.mode and trace.marker.symbol == symbol]


def open_circles(figure: go.Figure) -> list[Any]:
    return [
        trace
        for trace in traces(figure, "circle")
        if trace.marker.color == LIGHT.paper and trace.marker.line.color == LIGHT.baseline
    ]


def lines(figure: go.Figure, dash: str) -> list[Any]:
    return [trace for trace in figure.data if trace.mode == "lines" and trace.line.dash == dash]


def written(figure: go.Figure) -> dict[str, tuple[float, str]]:
    """Every text of a figure: where it stands, on which side of that."""
    return {
        text.strip(): (x, side)
        for trace in figure.data
        if trace.mode == "text" and not isinstance(trace.textposition, str)
        for text, x, side in zip(trace.text, trace.x, trace.textposition, strict=True)
        if text.strip()
    }


def test_baseline_is_an_open_grey_circle_and_target_an_upright_tick_with_its_comparator() -> None:
    figure = dumbbell(GOALS)
    (baseline,) = open_circles(figure)
    (target,) = traces(figure, "line-ns-open")
    assert list(baseline.x) == [50.0, 99.85, 70.52]
    assert list(target.x) == [70.0, 99.0, 75.0]
    assert written(figure)["&gt; 70"] == (70.0, "middle right")


def test_the_latest_result_is_a_filled_dark_blue_circle_only_where_there_is_one() -> None:
    circles = traces(dumbbell(GOALS), "circle")
    (latest,) = [trace for trace in circles if trace.marker.color == LIGHT.latest]
    assert list(latest.x) == [72.0]


def test_a_gap_is_dashed_from_the_baseline_until_there_is_a_result() -> None:
    figure = dumbbell(GOALS)
    (dashed,), (solid,) = lines(figure, "dot"), lines(figure, "solid")
    assert dashed.x == (50.0, 70.0, None)
    assert solid.x == (72.0, 75.0, None)


def test_a_target_below_its_baseline_has_no_gap_and_changes_sides_with_it() -> None:
    texts = written(dumbbell(GOALS))
    assert texts["50"] == (50.0, "middle left")
    assert texts["99,85"] == (99.85, "middle right")
    assert texts["&gt; 99"] == (99.0, "middle left")


def test_the_latest_value_is_written_clear_of_the_baseline_s_circle() -> None:
    assert written(dumbbell(GOALS))["72"] == (70.52, "middle left")


def test_ranks_stand_beside_the_rows_under_their_own_head() -> None:
    figure = dumbbell(GOALS)
    (baseline,) = open_circles(figure)
    axis = figure.layout.yaxis
    assert axis.ticktext == ("Hạng", "2 → 2", "1 → 1", "4 → 3")
    assert list(axis.tickvals[1:]) == list(baseline.y)
    assert axis.side == "right"


def test_indices_without_ranks_get_no_rank_column() -> None:
    assert dumbbell(GOALS.assign(rank_text="")).layout.yaxis.visible is False


def test_names_stand_above_their_marks_on_lines_that_a_phone_holds() -> None:
    long = "IX. Đánh giá tác động của cải cách hành chính đến người dân, tổ chức"
    rows = under_names([long, "SIPAS"])
    first, second = rows.names
    assert second == "SIPAS"
    assert first.replace("<br>", " ") == long
    lines = first.split("<br>")
    assert max(map(len, lines)) <= LONGEST_LINE
    assert min(map(len, lines)) > LONGEST_LINE / 2, "no word alone on a line"
    places = [y for pair in zip(rows.name_y, rows.mark_y, strict=True) for y in pair]
    assert places == sorted(places)
    assert rows.height > places[-1]


def test_words_beside_marks_at_the_ends_of_the_scale_have_room_in_the_margins() -> None:
    at_ends = GOALS.assign(
        baseline_percent=[2.0, 50.0, 50.0],
        baseline_text=["2,00", "50", "50"],
        target_percent=[4.0, 100.0, 60.0],
        target_text=["≥ 4", "≥ 100", "60"],
        latest_percent=[None, None, None],
        rank_text="",
    ).astype({"latest_percent": float})
    narrow, wide = dumbbell(GOALS.assign(rank_text="")), dumbbell(at_ends)
    assert wide.layout.margin.l > narrow.layout.margin.l
    assert wide.layout.margin.r > len("≥ 100") * 8
    alone = at_ends.assign(latest_percent=97.0, latest_text="97,25", target_percent=None)
    drawn = dumbbell(alone.astype({"target_percent": float}))
    assert drawn.layout.margin.r > len("97,25") * 8


def strip(**changes: Any) -> go.Figure:
    known: dict[str, Any] = {
        "baseline": 76.17,
        "latest": None,
        "target": 80.0,
        "baseline_text": "Năm 2023: 76,17%",
        "latest_text": "",
        "target_text": "Mục tiêu: > 80%",
        "gap_text": "còn thiếu 3,83 điểm %",
    }
    return gap_strip(Gap(**(known | changes)))


def test_the_strip_writes_target_and_missing_points_above_and_results_below() -> None:
    above, below = sorted(strip().layout.annotations, key=lambda note: -float(note.y))
    assert above.text == "Mục tiêu: &gt; 80% · <b>còn thiếu 3,83 điểm %</b>"
    assert below.text == "Năm 2023: 76,17%"
    assert above.y > 0 > below.y


@pytest.mark.parametrize("value", [3.0, 40.0, 60.0, 99.0])
def test_words_of_the_strip_begin_or_end_at_their_mark_where_the_track_is_longer(
    value: float,
) -> None:
    for note in strip(baseline=value, target=value).layout.annotations:
        assert note.xanchor == ("right" if value > 50 else "left")


def test_the_strip_of_a_unit_without_a_target_shows_its_result_alone() -> None:
    figure = strip(target=None, target_text="", gap_text="")
    assert [note.text for note in figure.layout.annotations] == ["Năm 2023: 76,17%"]


UNITS = pd.DataFrame(
    {
        "name": ["xã A", "xã B", "xã C"],
        "value": [91.2, 84.36, None],
        "end_text": ["91,20%  ·  hạng 1", "84,36%  ·  hạng 2", None],
        "chosen": [False, True, False],
        "target": [90.0, None, None],
    }
)


def test_the_chosen_unit_is_dark_among_muted_peers_and_bars_begin_at_zero() -> None:
    figure = ranking_bars(UNITS)
    assert figure.data[0].marker.color == (LIGHT.peer, LIGHT.latest, LIGHT.peer)
    assert figure.layout.xaxis.range[0] == 0
    assert figure.data[0].constraintext == "none"
    assert "<b>xã B</b>" in figure.layout.yaxis.ticktext[1]


def test_a_unit_without_a_figure_keeps_its_row_and_a_dash() -> None:
    figure = ranking_bars(UNITS)
    assert [text.strip() for text in figure.data[0].text][2] == "–"
    assert list(figure.data[0].y) == list(figure.layout.yaxis.tickvals)
    assert len(figure.data[0].y) == len(UNITS)


def test_states_are_told_by_shape_word_and_number_beside_their_colour() -> None:
    parts = [Part("overdue", "Quá hạn", 6, "▲"), Part("done", "Hoàn thành", 0, "●")]
    figure = state_strip([*parts, Part("in_progress", "Đang thực hiện", 82, "◆")])
    first, second = figure.layout.yaxis.ticktext
    assert "▲</span> Quá hạn <b>6/88</b>" in first
    assert "◆</span> Đang thực hiện <b>82/88</b>" in second
    assert list(figure.data[0].x) == [6, 82]
    assert figure.layout.yaxis.automargin is not False  # the words take the room they need


@pytest.mark.parametrize("palette", [LIGHT, DARK])
def test_every_figure_writes_numbers_with_a_decimal_comma_on_the_app_s_own_paper(
    palette: Palette,
) -> None:
    layout = new_figure(100, palette).layout.template.layout
    assert layout.separators == ",."
    assert layout.paper_bgcolor == palette.paper


def test_text_from_data_is_no_html_and_has_a_bounded_length() -> None:
    assert escape("<b>A</b> & <a href='x'>") == "&lt;b&gt;A&lt;/b&gt; &amp; &lt;a href='x'&gt;"
    assert len(escape("dài " * 200)) == 160
    assert "<script>" not in wrap("<script>alert(1)</script>", 80)


def test_names_from_data_are_escaped_in_every_figure() -> None:
    evil = "<b>xã</b>"
    drawn = [
        dumbbell(GOALS.assign(name=evil, target_text=evil, rank_text=evil)),
        ranking_bars(UNITS.assign(name=evil, end_text=evil)),
        strip(baseline_text=evil, target_text=evil, gap_text=evil),
        state_strip([Part("done", evil, 1)]),
    ]
    for figure in drawn:
        assert "<b>xã" not in str(figure.to_json()).replace("\\u003c", "<")


def test_what_is_missing_is_named_above_its_bar_and_told_at_its_end() -> None:
    rows = pd.DataFrame(
        {
            "name": ["1. Chỉ đạo <b>", "2. Thể chế"],
            "value": [1.5, 0.5],
            "end_text": ["1,50 · cộng dồn 75%", "0,50 · cộng dồn 100%"],
        }
    )
    figure = pareto_bars(rows, palette=DARK)
    bars, names = figure.data
    assert list(bars.x) == [1.5, 0.5]
    assert [text.strip() for text in bars.text] == list(rows["end_text"])
    assert list(names.text) == ["1. Chỉ đạo &lt;b&gt;", "2. Thể chế"]
    assert all(above < bar for above, bar in zip(names.y, bars.y, strict=True))
    assert bars.marker.color == DARK.latest


def test_rows_that_can_be_picked_lie_whole_under_bar_and_name_and_fade_nothing() -> None:
    rows = pd.DataFrame(
        {"name": ["Một tên dài " * 6, "Hai"], "value": [9.0, 0.1], "end_text": ["9,00", "0,10"]}
    )
    beds, bars, names = pareto_bars(rows, pickable=True).data
    assert list(beds.x) == [9.0, 9.0], "the shortest bar is as easy to hit as the longest"
    for bed_y, width, bar_y, name_y in zip(beds.y, beds.width, bars.y, names.y, strict=True):
        assert bed_y - width / 2 <= name_y < bar_y <= bed_y + width / 2
    assert beds.y[0] + beds.width[0] / 2 == beds.y[1] - beds.width[1] / 2, "a row after the other"
    assert (beds.hoverinfo, bars.hoverinfo, names.hoverinfo) == ("none", "skip", "skip")
    assert bars.unselected.marker.opacity == 1
    assert bars.unselected.textfont.color == names.unselected.textfont.color == LIGHT.ink


def test_words_of_a_strip_never_meet_when_baseline_latest_and_target_are_near() -> None:
    near = Gap(72.82, 75.0, 74.0, "Năm 2023: 72,82%", "Năm 2024: 75%", "Mục tiêu: > 74%", "đủ")
    notes = gap_strip(near).layout.annotations
    assert [note.text for note in notes] == [
        "Mục tiêu: &gt; 74% · <b>đủ</b>",
        "Năm 2024: 75%",
        "Năm 2023: 72,82%",
    ]
    lines = [note.y for note in notes]
    assert min(first - second for first, second in pairwise(lines)) > 20, "a line each"


def test_words_at_the_ends_of_bars_have_a_margin_of_their_own() -> None:
    for figure, texts in (
        (ranking_bars(UNITS), UNITS["end_text"].dropna()),
        (pareto_bars(UNITS.dropna(subset=["value"])), UNITS["end_text"].dropna()),
    ):
        assert figure.layout.margin.r > max(texts.str.len()) * 8


def test_long_names_of_units_stand_above_their_bars_which_keep_the_width() -> None:
    name = "Phòng Lao động - Thương binh và Xã hội"
    figure = ranking_bars(UNITS.assign(name=["xã A", name, "xã C"]))
    bars, _, names = figure.data
    assert figure.layout.yaxis.visible is False
    assert names.text == ("xã A", f"<b>{name}</b>", "xã C")
    assert all(above < bar for above, bar in zip(names.y, bars.y, strict=True))


MONTHS = pd.DataFrame(
    {
        "name": ["xã A"] * 3 + ["<b>xã B"] * 3,
        "period": ["Tháng 1", "Tháng 2", "Tháng 3"] * 2,
        "value": [70.0, None, 90.0, 50.0, 60.0, None],
        "text": ["70%", "–", "90%", "50%", "60%", "–"],
        "target": [80.0] * 6,
        "state": ["not_met", "not_reported", "met", "not_met", "not_met", "not_reported"],
        "chosen": [True] * 3 + [False] * 3,
    }
)


def test_small_multiples_are_one_line_trace_broken_where_nothing_was_reported() -> None:
    targets, lines, latest, names = month_panels(MONTHS).data
    assert [y is None for y in lines.y] == [False, True, False, True, False, False, True, True]
    assert len({y for y in targets.y if y is not None}) == 1, "one scale, one row of panels"
    assert len(latest.x) == 1, "no mark where the last month is missing"
    assert latest.marker.symbol == ("circle",)
    assert list(names.text) == ["<b>xã A</b>  90%", "&lt;b&gt;xã B  –"]


def test_a_higher_value_stands_higher_in_its_panel() -> None:
    _, lines, _, _ = month_panels(MONTHS).data
    first, last = lines.y[0], lines.y[2]
    assert first < last


def test_bars_against_targets_say_their_state_in_shape_word_and_color() -> None:
    rows = pd.DataFrame(
        {
            "name": ["xã A", "xã B", "xã C"],
            "value": [92.0, 60.0, None],
            "target": [80.0, 80.0, None],
            "state": ["met", "not_met", "not_reported"],
            "shape": ["●", "▲", "–"],
            "end_text": ["92,00% · hạng 1", "60,00% · hạng 2", "chưa báo cáo"],
            "chosen": [True, False, False],
        }
    )
    figure = target_bars(rows)
    bars, ticks, _ = figure.data
    ends = figure.layout.yaxis2.ticktext
    assert list(bars.marker.color) == [LIGHT.latest, LIGHT.status["not_met"], LIGHT.peer]
    assert list(ticks.x) == [80.0, 80.0]
    assert "▲</span> 60,00% · hạng 2" in ends[1]
    assert ends[2].endswith("chưa báo cáo")
    assert figure.layout.yaxis2.automargin is not False  # the results are never cut
    long = target_bars(rows.assign(name="Phòng Lao động - Thương binh và Xã hội"))
    assert long.data[-1].text[1] == "Phòng Lao động - Thương binh và Xã hội"
    assert all(name < bar for name, bar in zip(long.data[-1].y, long.data[0].y, strict=True))
