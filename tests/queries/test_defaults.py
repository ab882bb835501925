"""What a query answers when something is not asked for: the period, the round, the day."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.queries.rows import (
    Row,
    column,
    criterion,
    framework,
    published,
    score,
    target,
    unit,
    units,
)

Make = Callable[..., Callable[..., list[Row]]]


@pytest.mark.parametrize("query", ["rank_units", "lagging_criteria"])
def test_the_latest_period_is_the_one_that_ends_last(make_store: Make, query: str) -> None:
    """As texts, '2024-06' would stand after '2024'."""
    ask = make_store(
        unit=units("a"),
        framework=[framework()],
        criterion=[criterion("1", 10)],
        score=[
            score("a", "1", 5, period_id="2024-06", round="trial"),
            score("a", "1", 8, period_id="2024", round="self"),
            score("a", "1", 7, period_id="2023"),
        ],
    )
    (row,) = ask(query)
    assert (row["period_id"], row["percent"]) == ("2024", 80)
    (row,) = ask(query, period="2024-06")
    assert (row["period_id"], row["round"], row["percent"]) == ("2024-06", "trial", 50)


def test_a_final_sheet_without_a_figure_does_not_hide_the_appraised_one(make_store: Make) -> None:
    """The final sheet of one area came first: the other area is still known as appraised."""
    ask = make_store(
        unit=[unit("a")],
        framework=[framework()],
        criterion=[criterion("1", 10), criterion("2", 10, ordinal=2)],
        score=[
            score("a", "1", 9, period_id="2024"),
            score("a", "1", 8, period_id="2024", round="appraised"),
            score("a", "2", 7, period_id="2024", round="appraised"),
        ],
        target=[target("a", code, 85, comparator=">=") for code in ("1", "2")],
    )
    names = ("latest_round", "latest_percent", "status")
    answer = {row["criterion_code"]: row for row in ask("compare_components", unit="a")}
    assert [answer["1"][name] for name in names] == ["final", 90, "met"]
    assert [answer["2"][name] for name in names] == ["appraised", 70, "impossible"]
    (row,) = ask("rank_units", period="2024", criterion="2")
    assert (row["round"], row["percent"]) == ("appraised", 70)


def test_a_percent_not_printed_is_of_the_applicable_maximum_as_the_index_is(
    make_store: Make,
) -> None:
    """Area 1 of 6 points: one leaf of 1 does not apply, one of 2 is not scored yet."""
    leaves = {"1.1": 3, "1.2": 1, "1.3": 2}
    ask = make_store(
        unit=[unit("a")],
        framework=[framework()],
        criterion=[
            criterion("1", 6),
            *(criterion(code, most, parent_code="1") for code, most in leaves.items()),
        ],
        score=[
            score("a", "1", 2.4, max_points=6),
            score("a", "1.1", 2.4),
            score("a", "1.2", status="not_applicable"),
            score("a", "1.3", status="not_scored"),
            published("a", "1", None, points=2.4),
        ],
    )
    rows = ask("facts", criterion="1")
    assert [(row["round"], row["max_points"], row["percent"]) for row in rows] == [
        ("final", 6, 80),
        ("published", 6, 80),
    ]
    (ranked,) = ask("rank_units", period="2023", criterion="1")
    assert (ranked["percent"], ranked["computed_percent"]) == (80, 80)


def test_points_that_differ_from_the_sheet_are_shown_of_the_whole_maximum(
    make_store: Make,
) -> None:
    ask = make_store(
        unit=[unit("a")],
        framework=[framework()],
        criterion=[
            criterion("1", 5),
            criterion("1.1", 4, parent_code="1"),
            criterion("1.2", 1, parent_code="1"),
        ],
        score=[
            score("a", "1.1", 2),
            score("a", "1.2", status="not_applicable"),
            published("a", "1", None, points=3),
        ],
    )
    assert column(ask("facts", criterion="1"), "percent") == [60]
