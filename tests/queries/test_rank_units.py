"""Who stands where: exact values, ties, three nothings, rounds, the year before, the target."""

from __future__ import annotations

import random
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest

from tests.queries.rows import (
    GROUP,
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


def ranked(answer: list[Row]) -> dict[str, tuple[Any, Any]]:
    return {row["unit_id"]: (row["percent"], row["rank"]) for row in answer}


def test_equal_values_share_a_rank_and_the_next_one_is_left_out(make_store: Make) -> None:
    totals = {"a": 90, "b": 80, "c": 80, "d": 70}
    ask = make_store(
        unit=units(*totals),
        framework=[framework()],
        score=[published(unit_id, "total", percent) for unit_id, percent in totals.items()],
    )
    answer = ask("rank_units", period="2023")
    assert column(answer, "rank") == [1, 2, 2, 4]
    assert column(answer, "rank_of") == [4] * 4


def test_a_unit_without_figures_has_a_row_and_no_rank(make_store: Make) -> None:
    ask = make_store(
        unit=units("a", "b", "c"),
        framework=[framework()],
        score=[published("b", "total", 80), published("c", "total", 90)],
    )
    answer = ask("rank_units", period="2023")
    assert [(row["unit_id"], row["percent"], row["rank"]) for row in answer] == [
        ("c", 90, 1),
        ("b", 80, 2),
        ("a", None, None),
    ]
    assert column(answer, "rank_of") == [2] * 3


def test_zero_points_are_ranked_last_and_are_not_silence(make_store: Make) -> None:
    ask = make_store(
        unit=units("a", "b"),
        framework=[framework()],
        criterion=[criterion("1", 10)],
        score=[score("a", "1", 0), score("b", "1", 4)],
    )
    assert ranked(ask("rank_units", period="2023")) == {"b": (40, 1), "a": (0, 2)}


def test_thirds_that_are_equal_are_equal_although_their_doubles_are_not(make_store: Make) -> None:
    assert 8.7 / 10 != 26.1 / 30
    ask = make_store(
        unit=units("a", "b"),
        framework=[framework()],
        criterion=[criterion("1", 10), criterion("2", 20)],
        score=[
            score("a", "1", 8.7),
            score("a", "2", status="not_applicable"),
            score("b", "1", 8.7),
            score("b", "2", 17.4),
        ],
    )
    assert ranked(ask("rank_units", period="2023")) == {"a": (87, 1), "b": (87, 1)}


def test_what_does_not_apply_leaves_the_maximum_smaller(make_store: Make) -> None:
    ask = make_store(
        unit=units("a"),
        framework=[framework()],
        criterion=[criterion("1", 84), criterion("2", 16)],
        score=[score("a", "1", 68.32), score("a", "2", status="not_applicable")],
    )
    (row,) = ask("rank_units", period="2023")
    assert (round(row["percent"], 2), row["points"]) == (81.33, 68.32)


def test_computed_digits_break_the_ties_that_rounding_made(make_store: Make) -> None:
    ask = make_store(
        unit=units("a", "b"),
        framework=[framework()],
        criterion=[criterion("1", 300)],
        score=[
            score("a", "1", 253.09),
            score("b", "1", 253.10),
            published("a", "total", 84.36),
            published("b", "total", 84.36),
        ],
    )
    assert ranked(ask("rank_units", period="2023")) == {"b": (84.36, 1), "a": (84.36, 2)}


def test_a_published_index_that_cannot_be_explained_is_ranked_as_published(
    make_store: Make,
) -> None:
    ask = make_store(
        unit=units("a", "b"),
        framework=[framework()],
        criterion=[criterion("1", 100)],
        score=[
            score("a", "1", 80),
            score("b", "1", 80.5),
            published("a", "total", 81),
            published("b", "total", 80.5),
        ],
    )
    answer = ask("rank_units", period="2023")
    assert ranked(answer) == {"a": (81, 1), "b": (80.5, 2)}
    assert column(answer, "computed_percent") == [80, 80.5]


def test_a_round_asked_for_is_the_only_one_looked_at(make_store: Make) -> None:
    ask = make_store(
        unit=units("a", "b"),
        framework=[framework()],
        criterion=[criterion("1", 100)],
        score=[
            score("a", "1", 90, round="self"),
            score("b", "1", 95, round="self"),
            score("a", "1", 80, round="final"),
        ],
    )
    assert ranked(ask("rank_units", period="2023", round="self")) == {"b": (95, 1), "a": (90, 2)}
    assert ranked(ask("rank_units", period="2023")) == {"a": (80, 1), "b": (None, None)}, (
        "a self-score is not ranked beside a final one"
    )


def test_a_component_is_ranked_by_its_code_or_its_name(make_store: Make) -> None:
    ask = make_store(
        unit=units("a", "b"),
        framework=[framework()],
        criterion=[criterion("1", 10, criterion_name="Cải cách thể chế"), criterion("2", 10)],
        score=[score("a", "1", 9), score("a", "2", 1), score("b", "1", 5), score("b", "2", 10)],
    )
    by_code = ask("rank_units", period="2023", criterion="1")
    assert ranked(by_code) == {"a": (90, 1), "b": (50, 2)}
    assert ask("rank_units", period="2023", criterion="CẢI CÁCH  thể chế") == by_code


def test_units_of_different_parents_are_never_peers(make_store: Make) -> None:
    ask = make_store(
        unit=[unit("a"), unit("b", parent_id="k", unit_group="k/xa")],
        framework=[framework()],
        score=[published("a", "total", 80), published("b", "total", 90)],
    )
    answer = ask("rank_units", period="2023")
    assert ranked(answer) == {"a": (80, 1), "b": (90, 1)}
    assert column(ask("rank_units", period="2023", unit_group=GROUP), "unit_id") == ["a"]


def test_the_only_one_known_of_eleven_gets_no_rank_of_its_own(make_store: Make) -> None:
    ask = make_store(
        unit=units("a"),
        framework=[framework()],
        score=[published("a", "total", 82.13, published_rank=4, published_rank_of=11)],
    )
    (row,) = ask("rank_units", period="2023")
    assert (row["rank"], row["published_rank"]) == (None, 4)


def test_the_year_before_stands_beside_with_its_own_rank(make_store: Make) -> None:
    ask = make_store(
        unit=units("a", "b"),
        framework=[framework()],
        score=[
            published("a", "total", 80),
            published("b", "total", 85),
            published("a", "total", 79, period_id="2022"),
            published("b", "total", 70, period_id="2022"),
        ],
    )
    answer = ask("rank_units", period="2023")
    assert [(r["unit_id"], r["previous_percent"], r["previous_rank"]) for r in answer] == [
        ("b", 70, 2),
        ("a", 79, 1),
    ]


@pytest.mark.parametrize(
    ("wanted", "expected"),
    [
        ({"percent": 85}, (85, 5)),
        ({"percent": 75}, (75, 0)),
        ({"percent": 75, "comparator": "<="}, (75, 5)),
        ({"percent": 1.5, "measure": "growth"}, (None, None)),
        ({"percent": None, "measure": "qualitative", "comparator": None}, (None, None)),
    ],
)
def test_a_target_gives_a_gap_only_where_it_is_a_percent_of_the_index(
    make_store: Make, wanted: Row, expected: tuple[float | None, float | None]
) -> None:
    ask = make_store(
        unit=units("a"),
        framework=[framework()],
        score=[published("a", "total", 80)],
        target=[target("a", "total", None) | {"period_id": "2023"} | wanted],
    )
    (row,) = ask("rank_units", period="2023")
    assert (row["target_percent"], row["gap_to_target"]) == expected


def test_names_stand_in_the_order_of_the_vietnamese_alphabet(make_store: Make) -> None:
    names = ["xã E", "xã Đ", "xã D", "xã Ă", "xã A"]
    ask = make_store(
        unit=[unit(str(i), unit_name=name) for i, name in enumerate(names)] + [unit("z")],
        framework=[framework()],
        score=[published("z", "total", 80)],
    )
    assert column(ask("rank_units", period="2023"), "unit_name")[1:] == [
        "xã A",
        "xã Ă",
        "xã D",
        "xã Đ",
        "xã E",
    ]


def oracle(points: dict[str, list[float | None]], maxima: list[int]) -> dict[str, tuple[Any, Any]]:
    """Points over the applicable maximum; standard competition ranking; None for silence."""
    exact = {}
    for unit_id, row in points.items():
        told = [(Decimal(str(p)), m) for p, m in zip(row, maxima, strict=True) if p is not None]
        best = sum(m for _, m in told)
        exact[unit_id] = 100 * sum(p for p, _ in told) / best if best else None
    return {
        unit_id: (value, 1 + sum(1 for v in exact.values() if v is not None and v > value))
        if value is not None
        else (None, None)
        for unit_id, value in exact.items()
    }


@pytest.mark.parametrize("seed", range(5))
def test_ranks_agree_with_ten_lines_of_plain_python(make_store: Make, seed: int) -> None:
    chance = random.Random(seed)
    maxima = [4, 6, 10]
    points = {
        unit_id: [
            None if chance.random() < 0.3 else chance.randrange(0, 4 * m + 1) / 4 for m in maxima
        ]
        for unit_id in "abcdefgh"
    }
    ask = make_store(
        unit=units(*points),
        framework=[framework()],
        criterion=[criterion(str(i), m) for i, m in enumerate(maxima)],
        score=[
            score(unit_id, str(i), p, status="scored" if p is not None else "not_applicable")
            for unit_id, row in points.items()
            for i, p in enumerate(row)
        ],
    )
    wanted = oracle(points, maxima)
    for unit_id, (percent, rank) in ranked(ask("rank_units", period="2023")).items():
        assert rank == wanted[unit_id][1]
        assert percent == (None if rank is None else pytest.approx(float(wanted[unit_id][0])))
