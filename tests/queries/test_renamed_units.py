"""A unit with a new id is still itself: what it had under a former id is its own earlier value.

And nothing is worked out from an earlier value that does not compare, whoever's it is.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from typing import Any

import pytest

from tests.queries.rows import (
    GROUP,
    Row,
    column,
    criterion,
    framework,
    published,
    target,
    unit,
    units,
)

Make = Callable[..., Callable[..., list[Row]]]
YES, NOTE, NO = "comparable", "comparable_with_note", "not_comparable"
LAYERS = {"ab": ("2022", "2023"), "cde": ("2024",), "fgh": ("2025",)}
DAYS = ("2024-03-01", "2025-03-01")
SURVEY = framework("s", about="leaders_survey", aggregation="mean_percent", max_points=None)


def became(kind: str, *before: str, after: str = "z", on: str = "2024-03-01") -> list[Row]:
    return [
        {"unit_id_before": one, "unit_id_after": after, "kind": kind, "effective_on": on}
        for one in before
    ]


def called(lineage: list[Row], unit_id: str, day: str) -> str | None:
    """The id that a unit had on a day; None where it was not one unit then."""
    while steps := [
        one for one in lineage if one["unit_id_after"] == unit_id and day < one["effective_on"]
    ]:
        if len(steps) > 1 or steps[0]["kind"] not in ("kept", "renamed"):
            return None
        unit_id = steps[0]["unit_id_before"]
    return unit_id


def chained(chance: random.Random) -> list[Row]:
    before, between, after = LAYERS
    kinds = ["kept", "renamed", "renamed", "full", "partial"]
    return [
        row
        for olds, news, on in ((before, between, DAYS[0]), (between, after, DAYS[1]))
        for new in news
        for row in became(
            chance.choice(kinds), *chance.sample(olds, chance.choice([1, 1, 2])), after=new, on=on
        )
    ]


def scored(chance: random.Random) -> dict[tuple[str, str], float]:
    return {
        (name, year): chance.randint(500, 999) / 10
        for names, years in LAYERS.items()
        for name in names
        for year in years
    }


@pytest.mark.parametrize("seed", range(10))
def test_earlier_values_follow_a_unit_through_its_ids_as_in_plain_python(
    make_store: Make, seed: int
) -> None:
    chance = random.Random(seed)
    lineage, told = chained(chance), scored(chance)
    starts = dict(zip(LAYERS, (None, *DAYS), strict=True))
    ask = make_store(
        unit=[
            unit(name, valid_from=starts[names], ordinal=place)
            for place, names in enumerate(LAYERS)
            for name in names
        ],
        lineage=lineage,
        framework=[framework()],
        score=[
            published(name, "total", percent, period_id=year)
            for (name, year), percent in told.items()
        ],
    )

    def earlier(unit_id: str, year: str) -> float | None:
        return told.get((called(lineage, unit_id, f"{year}-12-31") or "", year))

    def ranked(unit_id: str) -> int | None:
        own = earlier(unit_id, "2024")
        others = [told[name, "2024"] for name in "cde"]
        return None if own is None else 1 + sum(other > own for other in others)

    answer = {row["unit_id"]: row for row in ask("rank_units", period="2025")}
    for name in "fgh":
        row = answer[name]
        assert row["previous_percent"] == earlier(name, "2024"), (name, lineage)
        assert row["previous_rank"] == ranked(name)
        goes = row["comparability"] != NO and row["previous_percent"] is not None
        change = round(told[name, "2025"] - row["previous_percent"], 4) if goes else None
        assert row["change_percent"] == change
        for year in ("2022", "2023", "2024"):
            (line,) = ask("compare_components", unit=name, baseline=year, target="2025")
            assert line["baseline_percent"] == earlier(name, year), (name, year, lineage)
        years = {row["period_id"]: row["percent"] for row in ask("unit_years", unit=name)}
        wanted = {year: earlier(name, year) for year in ("2022", "2023", "2024", "2025")}
        assert years == {year: value for year, value in wanted.items() if value is not None}
        periods = ask("unit_periods", unit=name)
        held = {row["period_id"] for row in periods if (row["whose"], row["what"]) == OWN}
        assert held == set(years)


OWN = ("own", "result")


def renamed(**tables: Any) -> dict[str, list[Row]]:
    """xã A, called xã Z since March 2024, and xã B, which stays; 80 % and 90 % in 2023."""
    return {
        "unit": units("a", "b", "z"),
        "lineage": became("renamed", "a"),
        "framework": [framework(), SURVEY],
        "score": [
            *(published("a", code, 80) for code in ("1", "total")),
            published("b", "total", 90),
            *(published("z", code, 85, period_id="2024") for code in ("1", "total")),
            published("b", "total", 84, period_id="2024"),
        ],
        **tables,
    }


def test_the_note_says_whom_a_renamed_unit_goes_on_from(make_store: Make) -> None:
    ask = make_store(**renamed())
    (row,) = (row for row in ask("rank_units", period="2024") if row["unit_id"] == "z")
    assert (row["previous_percent"], row["previous_rank"], row["previous_rank_of"]) == (80, 2, 2)
    assert (row["change_percent"], row["change_rank"]) == (5, 1)
    assert (row["comparability"], row["comparability_reason"]) == (
        YES,
        "từ ngày 01/03/2024, xã Z nối tiếp xã A",
    )
    told = ask("compare_components", unit="z", baseline="2023", target="2024")
    assert [(r["baseline_percent"], r["change_percent"], r["baseline_cell"]) for r in told] == [
        (80, 5, "C5"),
        (80, 5, "C5"),
    ]
    assert {r["comparability_reason"] for r in told} == {row["comparability_reason"]}
    years = ask("unit_years", unit="z")
    assert [(r["period_id"], r["rank"], r["held_id"], r["comparability"]) for r in years] == [
        ("2023", 2, "a", None),
        ("2024", 1, "z", YES),
    ]


def test_of_another_group_the_percent_is_told_and_the_rank_is_not(make_store: Make) -> None:
    tables = renamed()
    tables["unit"] = [unit("a", unit_group="old/xa"), *units("b", "z")]
    ask = make_store(**tables)
    for asked in ({}, {"unit_group": GROUP}):
        answer = ask("rank_units", period="2024", **asked)
        rows = {row["unit_id"]: row for row in answer if row["unit_group"] == GROUP}
        assert rows.keys() == {"b", "z"}
        row = rows["z"]
        assert (row["previous_percent"], row["change_percent"]) == (80, 5)
        assert (row["previous_rank"], row["previous_rank_of"], row["change_rank"]) == (None,) * 3
        assert "hạng trước là hạng trong nhóm đơn vị khác" in row["comparability_reason"]
        assert rows["b"]["previous_rank"] == 1
    assert column(ask("unit_years", unit="z"), "percent") == [80, 85]


def test_a_year_under_the_new_id_needs_no_former_one(make_store: Make) -> None:
    tables = renamed()
    tables["score"] += [published("z", "total", 82)]
    ask = make_store(**tables)
    rows = ask("compare_components", unit="z", baseline="2023", target="2024")
    assert {row["criterion_code"]: row["baseline_percent"] for row in rows} == {
        "1": None,
        "total": 82,
    }
    assert [row["percent"] for row in ask("unit_years", unit="z")] == [82, 85]


def test_before_the_new_name_the_old_unit_is_asked(make_store: Make) -> None:
    """What a unit was given between two years before its new name stands under the old one."""
    tables = renamed()
    tables["score"] += [published("a", "total", 70, period_id="2022")]
    ask = make_store(**tables)
    rows = ask("compare_components", unit="z", baseline="2022", target="2023")
    assert [row["change_percent"] for row in rows] == []


@pytest.mark.parametrize(
    ("lineage", "flag", "change"),
    [
        ([], YES, 3),
        (became("partial", "b", after="a"), NO, None),
        (became("partial", "a", after="b"), NO, None),
        (became("full", "b", after="a"), NOTE, 3),
    ],
)
def test_each_year_of_a_unit_carries_its_flag(
    make_store: Make, lineage: list[Row], flag: str, change: float | None
) -> None:
    items = [
        published("a", "1", percent, level="survey_item", framework_id="s", period_id=year)
        for year, percent in (("2023", 80), ("2024", 83))
    ]
    surveys: list[Row] = [
        {"unit_id": "a", "period_id": year, "factor_code": "SIPAS", "percent": percent}
        for year, percent in (("2023", 80), ("2024", 83))
    ]
    totals = [published("a", "total", 80), published("a", "total", 83, period_id="2024")]
    ask = make_store(
        unit=units("a", "b"),
        framework=[framework(), SURVEY],
        lineage=lineage,
        score=[*totals, *items],
        satisfaction=surveys,
    )
    (leader,) = ask("satisfaction_leaders", unit="a", period="2024")
    (year, _) = ask("satisfaction_years", unit="a")
    assert {one["comparability"] for one in (leader, year)} == {flag}
    assert [one["change_percent"] for one in (leader, year)] == [change, change]
    assert all(bool(one["comparability_reason"]) == (flag != YES) for one in (leader, year))
    assert [row["comparability"] for row in ask("unit_years", unit="a")] == [None, flag]


def test_who_joins_a_renamed_unit_later_is_a_note_and_takes_nothing_from_it(
    make_store: Make,
) -> None:
    tables = renamed()
    tables["lineage"] += became("full", "b", on="2024-09-01")
    ask = make_store(**tables)
    (row,) = (row for row in ask("rank_units", period="2024") if row["unit_id"] == "z")
    assert (row["previous_percent"], row["change_percent"], row["comparability"]) == (80, 5, NOTE)
    tables["lineage"] = became("renamed", "a", "b")
    (row,) = (r for r in make_store(**tables)("rank_units", period="2024") if r["unit_id"] == "z")
    assert (row["previous_percent"], row["comparability"]) == (None, NOTE)


def test_surveys_go_on_under_a_new_id(make_store: Make) -> None:
    ask = make_store(
        **renamed(
            score=[
                published(name, "1", 80, level="survey_item", framework_id="s", period_id=year)
                for name, year in (("a", "2023"), ("z", "2024"))
            ],
            satisfaction=[
                {"unit_id": name, "period_id": year, "factor_code": "SIPAS", "percent": 80}
                for name, year in (("a", "2022"), ("a", "2023"), ("z", "2024"))
            ],
        )
    )
    (leader,) = ask("satisfaction_leaders", unit="z", period="2024")
    assert (leader["previous_percent"], leader["change_percent"]) == (80, 0)
    years = ask("satisfaction_years", unit="z")
    assert [(row["period_id"], row["change_percent"]) for row in years] == [
        ("2024", 0),
        ("2023", 0),
        ("2022", None),
    ]
    assert "nối tiếp xã A" in years[0]["comparability_reason"]
    assert {(row["unit_id"], row["unit_name"]) for row in years} == {("z", "xã Z")}


# goals -------------------------------------------------------------------------------------


def item(unit_id: str, percent: float, year: str = "2023", **values: Any) -> Row:
    return published(unit_id, "1", percent, period_id=year, **SURVEYED | values)


SURVEYED: Row = {"level": "survey_item", "framework_id": "s"}


def items_asked(make_store: Make, *scores: Row, **tables: Any) -> Row:
    goal = target("a", "1", 90, **SURVEYED)
    ask = make_store(
        **{"unit": units("a", "b"), "framework": [SURVEY, framework("t", about="leaders_survey")],
           "score": list(scores), "target": [goal], **tables}
    )  # fmt: skip
    (row,) = ask("target_items", unit="a", baseline="2023", target="2024")
    return row


@pytest.mark.parametrize(
    ("lineage", "flag", "gap", "rises"),
    [
        ([], YES, 10, True),
        (became("full", "b", after="a"), NOTE, 10, True),
        (became("partial", "b", after="a"), NO, None, None),
        (became("split", "a", after="b"), NO, None, None),
    ],
)
def test_an_items_gap_from_the_baseline_follows_the_lineage(
    make_store: Make, lineage: list[Row], flag: str, gap: float | None, rises: bool | None
) -> None:
    row = items_asked(make_store, item("a", 80), lineage=lineage)
    assert (row["comparability"], row["gap_to_target"], row["must_rise"]) == (flag, gap, rises)
    assert row["baseline_percent"] == 80
    assert bool(row["comparability_reason"]) == bool(lineage)


def test_an_items_result_against_a_printed_number_needs_no_baseline(make_store: Make) -> None:
    row = items_asked(
        make_store,
        item("a", 80),
        item("a", 87, "2024"),
        lineage=became("partial", "b", after="a"),
    )
    assert (row["gap_to_target"], row["status"], row["must_rise"]) == (3, "not_met", None)


def test_an_item_of_another_survey_is_another_item_unless_the_crosswalk_has_it(
    make_store: Make,
) -> None:
    old = item("a", 80, framework_id="t")
    row = items_asked(make_store, old)
    assert (row["baseline_percent"], row["gap_to_target"], row["comparability"]) == (None, None, NO)
    assert "danh mục chưa có dòng đối chiếu" in row["comparability_reason"]
    walk: Row = {
        "framework_before": "t", "criterion_before": "1", "framework_after": "s",
        "criterion_after": "1", "flag": NOTE, "note": "đổi cách hỏi",
    }  # fmt: skip
    row = items_asked(make_store, old, crosswalk=[walk])
    assert (row["baseline_percent"], row["gap_to_target"], row["comparability"]) == (80, 10, NOTE)
    assert row["comparability_reason"] == "đổi cách hỏi"


def test_an_item_of_a_renamed_unit_has_its_baseline(make_store: Make) -> None:
    row = items_asked(make_store, item("b", 80), lineage=became("renamed", "b", after="a"))
    assert (row["baseline_percent"], row["gap_to_target"], row["comparability"]) == (80, 10, YES)
    assert "nối tiếp xã B" in row["comparability_reason"]


@pytest.mark.parametrize(
    ("comparator", "reached", "status", "gap"),
    [("<=", 4, "met", 0), ("<=", 7, "not_met", 2), ("<", 5, "not_met", 0), (">=", 4, "not_met", 1)],
)
def test_an_item_to_stay_below_a_number_is_judged_so(
    make_store: Make, comparator: str, reached: float, status: str, gap: float
) -> None:
    goal = target("a", "1", 5, comparator=comparator, **SURVEYED)
    row = items_asked(make_store, item("a", reached, "2024"), target=[goal])
    assert (row["status"], row["gap_to_target"]) == (status, gap)


@pytest.mark.parametrize("kind", ["keep", "improve"])
@pytest.mark.parametrize(
    ("lineage", "wanted"),
    [
        (became("full", "b", after="a"), (NOTE, 80, 0)),
        (became("partial", "b", after="a"), (NO, None, None)),
    ],
)
def test_what_is_to_be_kept_of_a_baseline_that_does_not_compare_cannot_be_assessed(
    make_store: Make, kind: str, lineage: list[Row], wanted: tuple[Any, ...]
) -> None:
    ask = make_store(
        unit=units("a", "b"),
        framework=[framework()],
        lineage=lineage,
        criterion=[criterion("1", 10)],
        score=[published("a", "1", 80), published("a", "1", 81, period_id="2024")],
        target=[target("a", "1", None, comparator=">=" if kind == "keep" else ">", kind=kind)],
    )
    (row,) = ask("compare_components", unit="a", baseline="2023", target="2024")
    told = (row["comparability"], row["target_percent"], row["gap_to_target"])
    assert told == wanted
    assert row["status"] == ("not_assessable" if wanted[0] == NO else "met")
    assert (row["baseline_percent"], bool(row["comparability_reason"])) == (80, True)


def test_no_gap_and_no_rise_are_told_from_a_baseline_that_does_not_compare(
    make_store: Make,
) -> None:
    tables: dict[str, list[Row]] = {
        "unit": units("a", "b"),
        "framework": [framework()],
        "score": [published("a", "1", 80)],
        "target": [target("a", "1", 90)],
    }
    asked = {"unit": "a", "baseline": "2023", "target": "2024"}
    (row,) = make_store(**tables)("compare_components", **asked)
    assert (row["gap_to_target"], row["must_rise"]) == (10, True)
    ask = make_store(**tables, lineage=became("split", "a", after="b"))
    (row,) = ask("compare_components", **asked)
    assert (row["gap_to_target"], row["must_rise"], row["target_percent"]) == (None, None, 90)
    assert row["comparability"] == NO


# what leaders are told -----------------------------------------------------------------------


def test_leaders_are_told_of_a_renamed_unit_what_they_would_be_told_of_it(make_store: Make) -> None:
    def findings(name: str, lineage: list[Row]) -> list[tuple[Any, ...]]:
        ask = make_store(
            unit=units("a", "b", "z"),
            lineage=lineage,
            framework=[framework()],
            score=[published(name, "1", 90, period_id="2022"), published(name, "1", 80)],
            target=[target("z", "1", 95)],
        )
        answer = ask("attention", unit="z", baseline="2023", target="2024")
        return [(row["rule"], row["percent"], row["difference"]) for row in answer]

    told = findings("z", [])
    assert told == [("gap", 80, 15), ("fall", 80, 10)]
    assert findings("a", became("renamed", "a")) == told
    # what the unit was given between the two years, while it still had its old name
    given = became("partial", "b", after="a", on="2023-05-01")
    assert findings("a", became("renamed", "a") + given) == told[:1]
