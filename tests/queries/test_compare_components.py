"""Baseline, target and latest result side by side: gaps, strict comparators, states."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.queries.rows import Row, column, criterion, framework, published, score, target, unit

Make = Callable[..., Callable[..., list[Row]]]
# Tam Đường's plan for 2024: baseline, rank, comparator, target, rank aimed at.
TAM_DUONG = {
    "1": (70.52, 4, ">", 75, 3),
    "2": (100, 1, ">=", 100, 1),
    "3": (99.85, 1, ">", 99, 1),
    "4": (98.8, 4, ">", 98, 2),
    "5": (68.75, 3, ">", 75, 2),
    "6": (36.3, 7, ">", 50, 4),
    "7": (86.96, 5, ">", 90, 2),
    "8": (50, 2, ">", 70, 2),
    "SIPAS": (74.4, 4, ">", 80, 2),
    "total": (76.17, 4, ">", 80, 2),
}


def tam_duong() -> dict[str, list[Row]]:
    return {
        "unit": [unit("a")],
        "framework": [framework(aggregation="mean_percent", max_points=None)],
        "criterion": [
            criterion(code, ordinal=place)
            for place, code in enumerate(TAM_DUONG)
            if code != "total"
        ],
        "score": [
            published("a", code, percent, published_rank=rank)
            for code, (percent, rank, *_) in TAM_DUONG.items()
        ],
        "target": [
            target("a", code, percent, comparator=comparator, rank=rank)
            for code, (_, _, comparator, percent, rank) in TAM_DUONG.items()
        ],
    }


def one(
    make_store: Make, wanted: Row, *latest: Row, baseline: float | None = 80, **tables: list[Row]
) -> Row:
    """The row of component 1 with this target and these results of 2024."""
    before = [] if baseline is None else [published("a", "1", baseline)]
    ask = make_store(
        unit=[unit("a")],
        framework=[framework()],
        criterion=tables.get("criterion", [criterion("1", 10)]),
        score=[*before, *latest],
        target=[target("a", "1", None) | wanted],
    )
    answer = ask("compare_components", unit="a", target="2024")
    return next(row for row in answer if row["criterion_code"] == "1")


def test_the_plan_of_tam_duong_is_read_off_figure_for_figure(make_store: Make) -> None:
    answer = make_store(**tam_duong())("compare_components", unit="a")
    assert {
        row["criterion_code"]: (
            row["baseline_percent"],
            row["baseline_rank"],
            row["comparator"],
            row["target_percent"],
            row["target_rank"],
        )
        for row in answer
    } == TAM_DUONG
    assert column(answer, "criterion_code") == list(TAM_DUONG)


def test_the_largest_gaps_of_tam_duong_are_components_8_and_6(make_store: Make) -> None:
    answer = make_store(**tam_duong())("compare_components", unit="a")
    gaps = {row["criterion_code"]: row["gap_to_target"] for row in answer}
    assert (gaps["8"], gaps["6"], gaps["total"]) == (20, 13.7, 3.83)
    assert (gaps["2"], gaps["3"], gaps["4"]) == (0, 0, 0)


def test_five_of_eight_components_of_tam_duong_must_rise(make_store: Make) -> None:
    answer = make_store(**tam_duong())("compare_components", unit="a")
    rising = [row["criterion_code"] for row in answer if row["must_rise"]]
    assert rising == ["1", "5", "6", "7", "8", "SIPAS", "total"]


def test_without_a_result_of_the_target_year_nothing_is_judged(make_store: Make) -> None:
    answer = make_store(**tam_duong())("compare_components", unit="a")
    assert set(column(answer, "status")) == {"not_assessable"}
    assert set(column(answer, "latest_percent")) == set(column(answer, "latest_round")) == {None}


@pytest.mark.parametrize(
    ("comparator", "reached", "status"),
    [
        (">", 90.01, "met"),
        (">", 90, "not_met"),
        (">=", 90, "met"),
        (">=", 89.99, "not_met"),
        ("<", 90, "not_met"),
        ("<=", 90, "met"),
        ("=", 90, "met"),
    ],
)
def test_more_than_is_strict_and_at_least_is_not(
    make_store: Make, comparator: str, reached: float, status: str
) -> None:
    latest = published("a", "1", reached, period_id="2024")
    row = one(make_store, {"percent": 90, "comparator": comparator}, latest)
    assert row["status"] == status
    assert row["latest_period_id"] == "2024"


@pytest.mark.parametrize(
    ("comparator", "kind", "status"), [(">=", "keep", "met"), (">", "improve", "not_met")]
)
def test_to_keep_or_improve_without_a_number_bears_on_the_baseline(
    make_store: Make, comparator: str, kind: str, status: str
) -> None:
    latest = published("a", "1", 80, period_id="2024")
    row = one(make_store, {"comparator": comparator, "kind": kind}, latest)
    assert (row["target_percent"], row["gap_to_target"], row["status"]) == (80, 0, status)


@pytest.mark.parametrize(
    "wanted",
    [
        {"percent": 0.7, "comparator": ">=", "measure": "growth"},
        {"comparator": None, "measure": "qualitative", "kind": "qualitative"},
        {"comparator": "<=", "rank": 5, "kind": "rank"},
    ],
)
def test_a_target_that_is_no_percent_of_the_index_is_not_judged(
    make_store: Make, wanted: Row
) -> None:
    row = one(make_store, wanted, published("a", "1", 80, period_id="2024"))
    assert (row["target_percent"], row["gap_to_target"]) == (None, None)
    # how far a rise must go is not told, that there must be one is
    rises = True if wanted.get("measure") == "growth" else None
    assert (row["status"], row["must_rise"]) == ("not_assessable", rises)


def test_the_gap_is_measured_from_the_latest_result_where_there_is_one(make_store: Make) -> None:
    latest = published("a", "1", 86, period_id="2024")
    assert one(make_store, {"percent": 90}, latest)["gap_to_target"] == 4
    assert one(make_store, {"percent": 90})["gap_to_target"] == 10
    assert one(make_store, {"percent": 90}, baseline=None)["gap_to_target"] is None


def test_a_provisional_score_below_the_target_is_a_risk_not_a_failure(make_store: Make) -> None:
    row = one(make_store, {"percent": 90}, score("a", "1", 8, period_id="2024", round="self"))
    assert (row["status"], row["latest_round"], row["gap_to_target"]) == ("at_risk", "self", 10)


@pytest.mark.parametrize(
    ("comparator", "lost", "status"),
    [(">=", 1, "at_risk"), (">", 1, "impossible"), (">=", 1.5, "impossible")],
)
def test_points_lost_at_the_appraisal_beyond_what_the_target_leaves_make_it_impossible(
    make_store: Make, comparator: str, lost: float, status: str
) -> None:
    below = [
        criterion("1", 10),
        criterion("1.1", 5, parent_code="1"),
        criterion("1.2", 5, parent_code="1"),
    ]
    appraised = score("a", "1.1", 5 - lost, period_id="2024", round="appraised")
    row = one(make_store, {"percent": 90, "comparator": comparator}, appraised, criterion=below)
    assert row["status"] == status


def test_what_does_not_apply_leaves_less_room_for_losses(make_store: Make) -> None:
    below = [
        criterion("1", 10),
        criterion("1.1", 5, parent_code="1"),
        criterion("1.2", 5, parent_code="1"),
    ]
    appraised: Row = {"period_id": "2024", "round": "appraised"}
    rows = (
        score("a", "1.1", 4, **appraised),
        score("a", "1.2", status="not_applicable", **appraised),
    )
    row = one(make_store, {"percent": 90, "comparator": ">="}, *rows, criterion=below)
    assert (row["latest_percent"], row["status"]) == (80, "impossible")


def test_a_number_is_preferred_to_a_rank_stated_before_it(make_store: Make) -> None:
    ask = make_store(
        unit=[unit("a")],
        framework=[framework()],
        score=[published("a", "total", 80)],
        target=[
            target("a", "total", None, comparator="<=", rank=5, kind="rank"),
            target("a", "total", 86, comparator=">=", ordinal=2),
        ],
    )
    (row,) = ask("compare_components", unit="a")
    assert (row["comparator"], row["target_percent"], row["gap_to_target"]) == (">=", 86, 6)
    assert row["target_rank"] == 5


def test_parts_stand_before_the_total_and_survey_items_stay_apart(make_store: Make) -> None:
    parts = {"1": (51.15, 60), "2": (6.71, 10), "3": (23.27, 30)}
    ask = make_store(
        unit=[unit("a")],
        framework=[framework(), framework("s", about="leaders_survey")],
        criterion=[criterion(code, most, level="part") for code, (_, most) in parts.items()],
        score=[
            *(published("a", c, None, points=p, level="part") for c, (p, _) in parts.items()),
            published("a", "total", 82.13, published_rank=4, published_rank_of=11),
            published("a", "1", 73.18, framework_id="s", level="survey_item"),
        ],
        target=[target("a", "1", 80, framework_id="s", level="survey_item")],
    )
    answer = ask("compare_components", unit="a", target="2024")
    assert column(answer, "criterion_code") == ["1", "2", "3", "total"]
    assert [round(row["baseline_percent"], 2) for row in answer] == [85.25, 67.1, 77.57, 82.13]
    assert set(column(answer, "target_percent")) == {None}


def test_a_unit_without_targets_shows_its_latest_result_as_the_baseline(make_store: Make) -> None:
    ask = make_store(
        unit=[unit("a")], framework=[framework()], score=[published("a", "total", 82.13)]
    )
    (row,) = ask("compare_components", unit="a")
    assert (row["baseline_period_id"], row["baseline_percent"]) == ("2023", 82.13)


def gap(baseline: float, latest: float | None, comparator: str, wanted: float) -> float:
    """Points of percent missing from the latest, else from the baseline; never below zero."""
    stands_at = baseline if latest is None else latest
    missing = stands_at - wanted if comparator in ("<", "<=") else wanted - stands_at
    return max(round(missing, 4), 0)


@pytest.mark.parametrize("comparator", [">", ">=", "=", "<", "<="])
@pytest.mark.parametrize("latest", [None, 70.5, 90, 95.25])
def test_gaps_agree_with_plain_python(
    make_store: Make, comparator: str, latest: float | None
) -> None:
    results = [] if latest is None else [published("a", "1", latest, period_id="2024")]
    row = one(make_store, {"percent": 90, "comparator": comparator}, *results)
    assert row["gap_to_target"] == pytest.approx(gap(80, latest, comparator, 90))
