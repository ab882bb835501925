"""Scores as they were read, each with its cell."""

from __future__ import annotations

from collections.abc import Callable

from tests.queries.rows import (
    Row,
    column,
    criterion,
    file,
    framework,
    published,
    score,
    unit,
    units,
)

Make = Callable[..., Callable[..., list[Row]]]


def test_a_figure_comes_with_its_file_sheet_and_cell(make_store: Make) -> None:
    ask = make_store(
        unit=[unit("a")],
        imported_file=[file()],
        score=[published("a", "total", 82.13, published_rank=4, published_rank_of=11)],
    )
    (row,) = ask("facts", unit="a", period="2023")
    assert (row["file"], row["sheet"], row["cell"]) == ("tep-1.xlsx", "Trang 1", "C5")
    assert (row["percent"], row["published_rank"], row["published_rank_of"]) == (82.13, 4, 11)
    assert (row["unit_name"], row["level"], row["round"]) == ("xã A", "total", "published")


def test_a_maximum_not_printed_is_the_frameworks_and_gives_the_percent(make_store: Make) -> None:
    ask = make_store(
        unit=[unit("a")],
        framework=[framework()],
        criterion=[criterion("2", 10), criterion("3", 25)],
        score=[score("a", "2", 6.71), score("a", "3", 15, max_points=30)],
    )
    answer = ask("facts", unit="a")
    assert [(row["max_points"], row["percent"]) for row in answer] == [(10, 67.1), (30, 50)]


def test_zero_not_applicable_and_not_scored_are_three_different_things(make_store: Make) -> None:
    ask = make_store(
        unit=[unit("a")],
        framework=[framework()],
        criterion=[criterion(code, 2) for code in "123"],
        score=[
            score("a", "1", 0),
            score("a", "2", status="not_applicable"),
            score("a", "3", status="not_scored"),
        ],
    )
    answer = ask("facts", unit="a")
    assert [(row["points"], row["percent"], row["status"]) for row in answer] == [
        (0, 0, "scored"),
        (None, None, "not_applicable"),
        (None, None, "not_scored"),
    ]


def test_1_10_is_not_1_1(make_store: Make) -> None:
    ask = make_store(unit=[unit("a")], score=[score("a", "1.1", 1), score("a", "1.10", 2)])
    assert column(ask("facts", criterion="1.10"), "points") == [2]
    assert column(ask("facts", criterion="1.1"), "points") == [1]


def test_a_criterion_is_found_by_its_folded_name(make_store: Make) -> None:
    ask = make_store(
        unit=[unit("a")],
        score=[score("a", "1", 1, criterion_name="Cải cách thể chế"), score("a", "2", 2)],
    )
    assert column(ask("facts", criterion="CAI CACH – thể chế"), "criterion_code") == ["1"]


def test_a_filter_that_is_not_given_lets_everything_through(make_store: Make) -> None:
    ask = make_store(
        unit=units("a", "b"),
        score=[
            score("a", "1", 1, round="self"),
            score("a", "1", 2, round="appraised"),
            score("b", "1", 3, period_id="2022"),
        ],
    )
    assert len(ask("facts")) == 3
    assert column(ask("facts", round="appraised"), "points") == [2]
    assert column(ask("facts", period="2022"), "unit_id") == ["b"]
