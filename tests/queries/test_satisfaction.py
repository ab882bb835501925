"""SIPAS by factor, with the number of forms."""

from __future__ import annotations

import math
import random
import statistics
from collections.abc import Callable

import pytest

from tests.queries.rows import (
    GROUP,
    Row,
    criterion,
    framework,
    published,
    score,
    target,
    units,
)

Make = Callable[..., Callable[..., list[Row]]]


def test_factors_come_with_their_respondents(make_store: Make) -> None:
    def factor(unit_id: str, code: str, percent: float) -> Row:
        return {
            "unit_id": unit_id,
            "period_id": "2023",
            "factor_code": code,
            "factor_name": f"Yếu tố {code}",
            "percent": percent,
            "respondents": 45,
        }

    ask = make_store(
        unit=units("a", "b"),
        satisfaction=[factor("b", "1", 80), factor("a", "SIPAS", 85), factor("a", "1", 90.5)],
    )
    answer = ask("satisfaction", period="2023")
    assert [(r["unit_name"], r["factor_code"], r["percent"], r["respondents"]) for r in answer] == [
        ("xã A", "1", 90.5, 45),
        ("xã A", "SIPAS", 85, 45),
        ("xã B", "1", 80, 45),
    ]
    assert len(ask("satisfaction", unit="b")) == 1


# margins -----------------------------------------------------------------------------------


def surveyed(unit_id: str, percent: float, respondents: int | None, **values: object) -> Row:
    return {
        "unit_id": unit_id,
        "period_id": "2023",
        "factor_code": "SIPAS",
        "factor_name": "Chỉ số hài lòng chung",
        "percent": percent,
        "respondents": respondents,
        "import_id": 1,
        "sheet": "SIPAS",
        "cell": "H7",
        **values,
    }


def margin(percent: float, respondents: int | None) -> float | None:
    """Half of the 95 % interval of a proportion, in points of percent."""
    if not respondents or percent in (0, 100):
        return None
    share = percent / 100
    return 100 * 1.96 * math.sqrt(share * (1 - share) / respondents)


def near(value: float | None) -> object:
    return None if value is None else pytest.approx(value, abs=1e-9)


@pytest.mark.parametrize("respondents", [1, 38, 400, 100_000, 0, None])
@pytest.mark.parametrize("percent", [0, 0.5, 50, 77.57, 99.85, 100])
def test_the_margin_is_that_of_a_proportion(
    make_store: Make, percent: float, respondents: int | None
) -> None:
    ask = make_store(unit=units("a"), satisfaction=[surveyed("a", percent, respondents)])
    (row,) = ask("satisfaction", unit="a")
    assert row["margin"] == near(margin(percent, respondents))
    (row,) = ask("satisfaction_units", unit_group=GROUP, period="2023")
    known = margin(percent, respondents)
    assert row["low"] == near(None if known is None else max(percent - known, 0))
    assert row["high"] == near(None if known is None else min(percent + known, 100))


@pytest.mark.parametrize("seed", range(8))
def test_what_a_survey_can_tell_apart_agrees_with_plain_python(make_store: Make, seed: int) -> None:
    chance = random.Random(seed)
    held = {
        name: (
            chance.randrange(7000, 9600) / 100,
            chance.choice([None, 40, 150, 900, chance.randrange(20, 3000)]),
        )
        for name in "abcdefghi"
    }
    ask = make_store(
        unit=units(*held),
        satisfaction=[surveyed(name, *told) for name, told in held.items()],
    )
    rows = ask("satisfaction_units", unit="c", unit_group=GROUP, period="2023")
    ordered = sorted(held, key=lambda name: -held[name][0])
    assert [row["unit_id"] for row in rows] == ordered

    def alike(one: str, other: str) -> bool | None:
        margins = [margin(*held[name]) for name in (one, other)]
        if None in margins:
            return None
        return abs(held[one][0] - held[other][0]) < math.hypot(*(m or 0 for m in margins))

    middle = statistics.median(percent for percent, _ in held.values())
    for row in rows:
        own = row["unit_id"]
        known = margin(*held[own])
        assert row["rank"] == 1 + sum(p > held[own][0] for p, _ in held.values())
        assert row["median"] == pytest.approx(middle)
        assert row["beyond_median"] == (
            None if known is None else abs(held[own][0] - middle) > known
        )
        assert row["as_first"] == alike(ordered[0], own)
        assert row["as_own"] == (None if own == "c" else alike("c", own))


# years -------------------------------------------------------------------------------------

BREAK = [{"index_code": "sipas", "from_year": 2022, "reason": "đo cách khác"}]


def test_a_year_is_set_against_the_one_before_of_its_own_kind_and_way(make_store: Make) -> None:
    told = {"2020": 89, "2021": 90.3, "2022": 82.18, "2023": 83}
    ask = make_store(
        unit=units("a"),
        method_break=BREAK,
        satisfaction=[
            surveyed("a", percent, 400, period_id=year) for year, percent in told.items()
        ],
    )
    rows = ask("satisfaction_years", unit="a")
    assert [(r["period_id"], r["change_percent"], r["comparability"]) for r in rows] == [
        ("2023", 0.82, "comparable"),
        ("2022", None, "not_comparable"),
        ("2021", 1.3, "comparable"),
        ("2020", None, "comparable"),
    ]
    assert [r["method"] for r in rows] == [1, 1, 0, 0]
    assert rows[1]["comparability_reason"] == "đo cách khác"
    moved = abs(83 - 82.18) < math.hypot(margin(83, 400) or 0, margin(82.18, 400) or 0)
    assert (rows[0]["within_margin"], rows[1]["within_margin"]) == (moved, None)


def test_points_inside_the_index_stand_beside_the_units_own_survey(make_store: Make) -> None:
    ask = make_store(
        unit=units("a"),
        framework=[framework()],
        satisfaction=[surveyed("a", 85, 400)],
        score=[
            score(
                "a", "3", 23.27, round="published", level="part", max_points=30,
                criterion_name="Điểm Chỉ số hài lòng của người dân và tổ chức",
            ),
            score("a", "1", 51.15, round="published", level="part", max_points=60),
        ],
    )  # fmt: skip
    rows = ask("satisfaction_years", unit="a")
    assert [(r["source"], r["points"], r["max_points"]) for r in rows] == [
        ("index", 23.27, 30),
        ("survey", None, None),
    ]
    assert rows[0]["percent"] == pytest.approx(23.27 / 30 * 100)


def test_a_unit_that_gave_part_of_itself_away_is_not_what_it_was(make_store: Make) -> None:
    ask = make_store(
        unit=units("a", "b"),
        lineage=[
            {"unit_id_before": "a", "unit_id_after": "b", "kind": "partial",
             "effective_on": "2023-07-01"}
        ],
        satisfaction=[surveyed("a", 80, 400, period_id=year) for year in ("2022", "2023")],
    )  # fmt: skip
    rows = ask("satisfaction_years", unit="a")
    assert (rows[0]["comparability"], rows[0]["change_percent"]) == ("not_comparable", None)


def test_leaders_items_below_eighty_the_lowest_first(make_store: Make) -> None:
    items = {"1": 79.99, "2": 80, "3": 57.29, "4": 95}
    survey = framework("s", about="leaders_survey", aggregation="mean_percent", max_points=None)

    def item(code: str, percent: float, year: str) -> Row:
        return published("a", code, percent, level="survey_item", framework_id="s", period_id=year)

    ask = make_store(
        unit=units("a"),
        framework=[survey],
        criterion=[criterion(code, framework_id="s", level="survey_item") for code in items],
        score=[
            *(item(code, percent, "2023") for code, percent in items.items()),
            item("3", 60, "2022"),
        ],
        target=[target("a", "3", 80, framework_id="s", level="survey_item", raw_text="Trên 80%")],
    )
    rows = ask("satisfaction_leaders", unit="a", period="2023")
    assert [(r["criterion_code"], r["is_below"]) for r in rows] == [
        ("3", True),
        ("1", True),
        ("2", False),
        ("4", False),
    ]
    assert (rows[0]["target_text"], rows[0]["change_percent"]) == ("Trên 80%", -2.71)
