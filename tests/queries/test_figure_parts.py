"""A computed figure shows its cells; a figure is found by its name or its number."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from itertools import product
from typing import Any

import pytest

from tests.queries.rows import (
    Row,
    column,
    criterion,
    district,
    file,
    framework,
    published,
    score,
    target,
    task,
    unit,
)

Make = Callable[..., Callable[..., list[Row]]]

# Two areas of two leaves each and an area that is a leaf itself; maxima of the framework.
MAXIMA = {"1.1": "4", "1.2": "6", "2.1": "0.5", "2.2": "9.5", "3": "10"}
AREAS = {"1": "10", "2": "10"}
SCORED: dict[str, dict[str, tuple[str | None, str]]] = {
    "final": {
        "1.1": ("3.25", "scored"),
        "1.2": ("0", "scored"),
        "2.1": (None, "not_applicable"),
        "2.2": ("8.445", "scored"),
    },
    "self": {"1.1": ("4", "scored"), "3": ("7.5", "scored")},
}


def a_store(make_store: Make) -> Callable[..., list[Row]]:
    areas = [criterion(code, float(most), ordinal=int(code) * 10) for code, most in AREAS.items()]
    leaves = [
        criterion(
            code,
            float(most),
            parent_code=code[0] if "." in code else None,
            ordinal=int(float(code) * 10),
        )
        for code, most in MAXIMA.items()
    ]
    rows = [
        score("a", code, None if points is None else float(points), round=name, status=status,
              level="subcriterion", cell=f"{name[0].upper()}{place}")
        for name, sheet in SCORED.items()
        for place, (code, (points, status)) in enumerate(sheet.items(), 1)
    ]  # fmt: skip
    return make_store(
        unit=[district(), unit("a")],
        framework=[framework()],
        criterion=areas + leaves,
        imported_file=[file()],
        score=rows,
    )


def parts_by_hand(name: str, code: str) -> dict[str, tuple[str | None, str]]:
    return {
        leaf: SCORED[name].get(leaf, (None, "not_scored"))
        for leaf in MAXIMA
        if code in ("total", leaf) or leaf.startswith(f"{code}.")
    }


@pytest.mark.parametrize(("name", "code"), [*product(SCORED, ["total", "1", "2", "2.2", "3"])])
def test_a_sum_shows_every_leaf_under_it_and_adds_up_as_by_hand(
    make_store: Make, name: str, code: str
) -> None:
    answer = a_store(make_store)(
        "figure_parts", unit="a", period="2023", round=name, criterion=code
    )
    by_hand = parts_by_hand(name, code)
    assert column(answer, "criterion_code") == list(by_hand)
    assert [(row["points"], row["status"]) for row in answer] == [
        (None if points is None else float(points), status) for points, status in by_hand.values()
    ]
    scored = {leaf: Decimal(p) for leaf, (p, _) in by_hand.items() if p is not None}
    most = sum(Decimal(MAXIMA[leaf]) for leaf in scored)
    assert {row["sum_points"] for row in answer} == {
        float(sum(scored.values())) if scored else None
    }
    assert {row["sum_max"] for row in answer} == {float(most) if scored else None}
    if scored:
        percent = sum(scored.values()) / most * 100
        assert answer[0]["figure_percent"] == pytest.approx(float(percent), abs=1e-12)


def test_every_part_leads_to_its_cell_and_what_was_not_scored_to_none(make_store: Make) -> None:
    answer = a_store(make_store)("figure_parts", unit="a", period="2023")
    assert column(answer, "cell") == ["F1", "F2", "F3", "F4", None]
    assert column(answer, "file")[0] == "tep-1.xlsx"


def test_a_published_mean_shows_the_components_it_is_the_mean_of(make_store: Make) -> None:
    percents = {"1": "70.52", "2": "100", "3": "36.3"}
    ask = make_store(
        unit=[unit("a")],
        framework=[framework(aggregation="mean_percent", max_points=None)],
        criterion=[criterion(code) for code in percents],
        score=[published("a", code, float(p), cell=f"C{code}") for code, p in percents.items()],
    )
    answer = ask("figure_parts", unit="a", period="2023", round="published")
    assert column(answer, "cell") == ["C1", "C2", "C3"]
    mean = sum(Decimal(p) for p in percents.values()) / 3
    assert answer[0]["figure_percent"] == pytest.approx(float(mean), abs=1e-12)
    assert ask("figure_parts", unit="a", period="2023", round="published", criterion="1") == []


def test_without_a_unit_and_a_period_nothing_is_computed(make_store: Make) -> None:
    ask = a_store(make_store)
    assert ask("figure_parts", unit="a") == ask("figure_parts", period="2023") == []


# finding a figure --------------------------------------------------------------------------


def searched(make_store: Make) -> Callable[..., list[Row]]:
    return make_store(
        unit=[district(), unit("a"), unit("b", ordinal=2)],
        imported_file=[file()],
        score=[
            published("a", "2", 100, criterion_name="Cải cách thể chế", cell="C10"),
            published("b", "2", 82.134, criterion_name="Cải cách thể chế", cell="C11"),
            published("a", "total", 82.13, criterion_name="Chỉ số cải cách hành chính"),
        ],
        target=[target("a", "2", 90, criterion_name="Cải cách thể chế", cell="E10")],
        task=[task(action="Rà soát văn bản về thể chế", cell="C7")],
    )


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({"words": "THE CHE"}, ["C7", "C10", "C11", "E10"]),
        ({"words": "thể chế cải cách"}, ["C10", "C11", "E10"]),
        ({"words": "thể chế", "unit": "a"}, ["C10", "E10"]),
        ({"words": "thể chế", "unit": "a", "period": "2024"}, ["E10"]),
        ({"words": "thể chế", "kind": "task"}, ["C7"]),
        ({"words": "2", "unit": "b"}, ["C11"]),
        ({"value": "82.13"}, ["C11", "C5"]),
        ({"unit": "b"}, ["C11"]),
        ({"words": "không có"}, []),
        ({}, []),
    ],
)
def test_a_figure_is_found_by_words_number_unit_and_period(
    make_store: Make, asked: dict[str, Any], found: list[str]
) -> None:
    answer = searched(make_store)("figure_search", **asked)
    assert sorted(column(answer, "cell")) == sorted(found)
    assert {row["found"] for row in answer} <= {len(found)}


def test_a_search_lists_fifty_and_says_how_many_there_are(make_store: Make) -> None:
    rows = [published("a", str(code), 1, cell=f"C{code}") for code in range(1, 61)]
    answer = make_store(unit=[unit("a")], score=rows)("figure_search", words="tiêu chí")
    assert (len(answer), answer[0]["found"]) == (50, 60)
