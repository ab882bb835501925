"""Which criteria lack points, the most first; a mean over units where none is asked for."""

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
TREE = [
    criterion("1", 10),
    criterion("1.1", 4, parent_code="1", ordinal=2),
    criterion("1.2", 6, parent_code="1", ordinal=3),
    criterion("2", 5, ordinal=4),
]


def lost(answer: list[Row]) -> list[tuple[str, float]]:
    return [(row["criterion_code"], row["points_lost"]) for row in answer]


def test_what_lacks_the_most_points_stands_first(make_store: Make) -> None:
    ask = make_store(
        unit=[unit("a")],
        framework=[framework()],
        criterion=TREE,
        score=[score("a", "1.1", 1), score("a", "1.2", 5), score("a", "2", 3)],
    )
    answer = ask("lagging_criteria", unit="a", period="2023")
    assert lost(answer) == [("1", 4), ("1.1", 3), ("2", 2), ("1.2", 1)]
    assert column(answer, "level") == ["component", "subcriterion", "component", "subcriterion"]


def test_what_is_not_scored_or_does_not_apply_has_lost_nothing(make_store: Make) -> None:
    ask = make_store(
        unit=[unit("a")],
        framework=[framework()],
        criterion=TREE,
        score=[
            score("a", "1.1", status="not_scored"),
            score("a", "1.2", 5),
            score("a", "2", status="not_applicable"),
        ],
    )
    assert lost(ask("lagging_criteria", unit="a")) == [("1", 1), ("1.2", 1)]


def test_full_marks_do_not_lag(make_store: Make) -> None:
    ask = make_store(
        unit=[unit("a")],
        framework=[framework()],
        criterion=TREE,
        score=[score("a", "1.1", 4), score("a", "1.2", 6), score("a", "2", 4.5)],
    )
    assert lost(ask("lagging_criteria", unit="a")) == [("2", 0.5)]


def test_zero_points_lose_the_whole_maximum(make_store: Make) -> None:
    ask = make_store(
        unit=[unit("a")], framework=[framework()], criterion=TREE, score=[score("a", "2", 0)]
    )
    assert lost(ask("lagging_criteria", unit="a")) == [("2", 5)]


def test_parts_of_a_published_result_lag_by_their_points(make_store: Make) -> None:
    parts = {"1": (51.15, 60), "2": (6.71, 10), "3": (23.27, 30)}
    ask = make_store(
        unit=[unit("a")],
        framework=[framework()],
        criterion=[criterion(code, most, level="part") for code, (_, most) in parts.items()],
        score=[published("a", c, None, points=p, level="part") for c, (p, _) in parts.items()],
    )
    assert lost(ask("lagging_criteria", unit="a")) == [("1", 8.85), ("3", 6.73), ("2", 3.29)]


def test_results_in_percent_alone_lag_by_their_percent(make_store: Make) -> None:
    ask = make_store(
        unit=[unit("a")],
        framework=[framework(aggregation="mean_percent")],
        criterion=[criterion(code) for code in "123"],
        score=[published("a", "1", 50), published("a", "2", 100), published("a", "3", 36.3)],
    )
    answer = ask("lagging_criteria", unit="a")
    assert [(row["criterion_code"], row["percent"]) for row in answer] == [("3", 36.3), ("1", 50)]


@pytest.mark.parametrize(
    ("wanted", "below"),
    [
        ({"percent": 60, "comparator": ">="}, 1),
        ({"percent": 60, "comparator": ">"}, 2),
        ({"percent": 2, "measure": "growth"}, None),
        ({"percent": None, "measure": "qualitative", "comparator": None}, None),
    ],
)
def test_units_below_their_target_are_counted(
    make_store: Make, wanted: Row, below: int | None
) -> None:
    points = {"a": 2, "b": 3, "c": 4}
    ask = make_store(
        unit=units(*points),
        framework=[framework()],
        criterion=[criterion("1", 5)],
        score=[score(unit_id, "1", p) for unit_id, p in points.items()],
        target=[target(unit_id, "1", None) | {"period_id": "2023"} | wanted for unit_id in points],
    )
    (row,) = ask("lagging_criteria", period="2023")
    assert row["units_below_target"] == below


def oracle(points: dict[str, dict[str, float]], maxima: dict[str, int]) -> dict[str, float]:
    """Mean points lost of every criterion over the units that have it."""
    means = {}
    for code, most in maxima.items():
        told = [most - row[code] for row in points.values() if code in row]
        if told and sum(told) > 0:
            means[code] = sum(told) / len(told)
    return means


def test_without_a_unit_the_mean_over_units_agrees_with_plain_python(make_store: Make) -> None:
    maxima = {"1": 10, "2": 5, "3": 8}
    points: dict[str, dict[str, float]] = {
        "a": {"1": 9.5, "2": 5, "3": 2},
        "b": {"1": 10, "3": 0},
        "c": {"1": 8.25, "2": 5, "3": 8},
    }
    ask = make_store(
        unit=units(*points),
        framework=[framework()],
        criterion=[criterion(code, most) for code, most in maxima.items()],
        score=[score(u, code, p) for u, row in points.items() for code, p in row.items()],
    )
    wanted = sorted(oracle(points, maxima).items(), key=lambda item: -item[1])
    answer = lost(ask("lagging_criteria", period="2023"))
    assert [code for code, _ in answer] == [code for code, _ in wanted]
    assert [mean for _, mean in answer] == pytest.approx([mean for _, mean in wanted], abs=1e-4)
