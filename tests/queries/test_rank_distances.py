"""Distances to the unit above, published against computed, rounds to choose from."""

from __future__ import annotations

import random
from collections.abc import Callable

import pytest

from tests.queries.rows import GROUP, Row, criterion, framework, published, score, units

Make = Callable[..., Callable[..., list[Row]]]


@pytest.mark.parametrize("seed", range(6))
def test_the_distance_to_the_unit_above_agrees_with_plain_python(
    make_store: Make, seed: int
) -> None:
    chance = random.Random(seed)
    percents = {name: chance.randrange(600, 640) / 10 for name in "abcdefghijk"}
    ask = make_store(
        unit=units(*percents),
        framework=[framework()],
        score=[published(name, "total", percent) for name, percent in percents.items()],
    )
    for row in ask("rank_units", period="2023"):
        own = percents[row["unit_id"]]
        above = [one for one in percents.values() if one > own]
        expected = round(min(above) - own, 6) if above else None
        assert row["behind_next"] == expected
        told = ask("next_above", unit=row["unit_id"], period="2023", unit_group=GROUP)
        assert [one["behind"] for one in told] == [expected] * (expected is not None)


def test_a_published_rank_that_the_values_do_not_make_is_told(make_store: Make) -> None:
    ranks = {"a": (90, 1), "b": (80, 3), "c": (70, 2), "d": (60, None)}
    ask = make_store(
        unit=units(*ranks),
        framework=[framework()],
        score=[
            published(name, "total", percent, published_rank=rank)
            for name, (percent, rank) in ranks.items()
        ],
    )
    told = {row["unit_id"]: row["rank_difference"] for row in ask("rank_units", period="2023")}
    assert told == {"a": None, "b": 1, "c": -1, "d": None}


@pytest.mark.parametrize(
    ("percent", "expected"), [(80, None), (80.01, None), (79.99, None), (81, 1), (79.98, -0.02)]
)
def test_a_published_index_may_be_rounded_but_no_more(
    make_store: Make, percent: float, expected: float | None
) -> None:
    ask = make_store(
        unit=units("a"),
        framework=[framework()],
        criterion=[criterion("1", 100)],
        score=[score("a", "1", 80), published("a", "total", percent)],
    )
    (row,) = ask("rank_units", period="2023")
    assert row["published_difference"] == (
        None if expected is None else pytest.approx(expected, abs=1e-9)
    )


def test_rounds_of_a_group_the_latest_result_first(make_store: Make) -> None:
    ask = make_store(
        unit=units("a", "b"),
        framework=[framework()],
        criterion=[criterion("1", 100)],
        score=[
            published("a", "total", 80),
            score("a", "1", 80),
            score("b", "1", 80, round="self"),
            score("b", "1", 80, round="trial", period_id="2024"),
            score("b", "1", 80, round="self", period_id="2024"),
        ],
    )
    answer = ask("rank_rounds", unit_group=GROUP)
    assert [(r["period_id"], r["round"], r["units"], r["has_final"]) for r in answer] == [
        ("2023", "final", 1, True),
        ("2023", "self", 1, True),
        ("2024", "self", 1, False),
        ("2024", "trial", 1, False),
    ]


def test_the_one_above_is_of_the_round_asked_for(make_store: Make) -> None:
    ask = make_store(
        unit=units("a", "b"),
        framework=[framework()],
        criterion=[criterion("1", 100)],
        score=[
            score("a", "1", 80),
            score("b", "1", 90),
            score("a", "1", 80, round="self"),
            score("b", "1", 70, round="self"),
        ],
    )
    where = {"unit": "a", "period": "2023", "unit_group": GROUP}
    assert [row["behind"] for row in ask("next_above", **where)] == [10]
    assert ask("next_above", **where, round="self") == []
