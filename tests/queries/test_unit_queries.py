"""One unit's years, place among peers, missing points, tasks and reports, against plain Python."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path
from statistics import median
from typing import Any

import pytest

from cchc import keeping, store
from tests.queries.rows import (
    Row,
    criterion,
    district,
    framework,
    progress,
    published,
    score,
    task,
    unit,
    units,
)

Make = Callable[..., Callable[..., list[Row]]]
Ask = Callable[..., list[Row]]
XA = "minh-hoa.mh/xa"
MH, XA_A, XA_H, NOI_VU = (
    "minh-hoa.mh",
    "minh-hoa.mh.xa-a",
    "minh-hoa.mh.xa-h",
    "minh-hoa.mh.p-noi-vu",
)
SEPTEMBER = date(2024, 9, 30)


@pytest.fixture(scope="module")
def ask(illustrative: Path) -> Ask:
    """Ask the store of all illustrative workbooks."""
    name = keeping.current_store(illustrative)
    assert name

    @cache
    def asked(query: str, **params: Any) -> list[Row]:
        return store.records(store.run(illustrative, name, query, **params))

    return asked


# years -------------------------------------------------------------------------------------


@pytest.mark.parametrize("unit_id", [XA_A, XA_H, NOI_VU])
def test_every_year_of_a_unit_is_ranked_as_the_ranking_page_ranks_it(
    ask: Ask, unit_id: str
) -> None:
    told = ask("unit_years", unit=unit_id)
    assert [row["period_id"] for row in told] == ["2022", "2023", "2024"]
    for row in told:
        (own,) = (r for r in ask("rank_units", period=row["period_id"]) if r["unit_id"] == unit_id)
        same = ("percent", "rank", "rank_of", "published_rank", "round", "cell")
        assert [row[name] for name in same] == [own[name] for name in same]


def test_a_rank_is_not_computed_while_peers_have_no_figures(make_store: Make) -> None:
    ask = make_store(
        unit=[unit("a"), unit("b")],
        framework=[framework()],
        score=[
            published("a", "total", 82.13, published_rank=4, published_rank_of=11),
            published("b", "total", 80),
        ],
    )
    (told,) = ask("unit_years", unit="a")
    assert (told["rank"], told["published_rank"], told["published_rank_of"]) == (None, 4, 11)


def test_a_year_says_whether_its_framework_is_the_one_of_the_year_before(make_store: Make) -> None:
    sets = {"2021": "f", "2022": "f", "2023": "f2"}
    ask = make_store(
        unit=units("a", "b"),
        framework=[framework(), framework("f2")],
        score=[
            published(one, "total", percent, period_id=year, framework_id=framework_id)
            for year, framework_id in sets.items()
            for one, percent in (("a", 80), ("b", 90))
        ],
    )
    told = ask("unit_years", unit="a")
    assert [(row["same_framework"], row["rank"]) for row in told] == [
        (None, 2),
        (True, 2),
        (False, 2),
    ]


# among peers -------------------------------------------------------------------------------


def test_a_component_stands_among_all_of_its_group(ask: Ask) -> None:
    values: dict[str, dict[str, float]] = defaultdict(dict)
    for row in ask("unit_components", unit_group=XA, period="2023"):
        values[row["criterion_code"]][row["unit_name"]] = row["percent"]
    told = ask("unit_among_peers", unit=XA_A, period="2023")
    assert [row["criterion_code"] for row in told] == list(values)
    for row in told:
        peers = values[row["criterion_code"]]
        own = peers["xã A"]
        assert row["percent"] == own
        spread = (min(peers.values()), max(peers.values()))
        assert (row["lowest"], row["highest"]) == spread
        assert row["middle"] == pytest.approx(median(peers.values()), abs=1e-9)
        assert row["rank"] == 1 + sum(value > own for value in peers.values())
        assert (row["rank_of"], peers[row["best_unit"]]) == (15, max(peers.values()))


def test_peers_of_another_framework_are_not_set_beside(make_store: Make) -> None:
    ask = make_store(
        unit=units("a", "b"),
        framework=[framework(), framework("f2")],
        score=[published("a", "I", 80), published("b", "I", 90, framework_id="f2")],
    )
    (told,) = ask("unit_among_peers", unit="a", period="2023")
    assert (told["highest"], told["rank"], told["rank_of"]) == (80, None, 1)


# missing points ----------------------------------------------------------------------------


@pytest.mark.parametrize("unit_id", [XA_A, NOI_VU])
def test_missing_points_are_those_of_the_final_sheet_the_largest_first(
    ask: Ask, unit_id: str
) -> None:
    facts = ask("facts", unit=unit_id, period="2023", round="final")
    codes = {row["criterion_code"] for row in facts}
    lost = {
        row["criterion_code"]: Decimal(str(row["max_points"])) - Decimal(str(row["points"]))
        for row in facts
        if row["status"] == "scored"
        and row["points"] is not None
        and not any(code.startswith(f"{row['criterion_code']}.") for code in codes)
        and row["level"] in ("criterion", "subcriterion")
    }
    lost = {code: points for code, points in lost.items() if points > 0}
    told = ask("unit_missing_points", unit=unit_id, period="2023")
    got = [(row["criterion_code"], row["points_lost"]) for row in told]
    assert dict(got) == {code: float(points) for code, points in lost.items()}
    assert [points for _, points in got] == sorted((float(p) for p in lost.values()), reverse=True)
    assert {row["lost_in_all"] for row in told} == {float(sum(lost.values()))}
    assert all(row["cell"] and row["sheet"] for row in told)


def test_what_is_not_applicable_or_not_scored_yet_is_not_missing(make_store: Make) -> None:
    leaves = {"1.1": 2, "1.2": 3, "1.3": 4}
    ask = make_store(
        unit=[unit("a")],
        framework=[framework(max_points=9)],
        criterion=[
            criterion("1", 9),
            *(criterion(c, m, parent_code="1") for c, m in leaves.items()),
        ],
        score=[
            score("a", "1.1", 0.5, level="subcriterion"),
            score("a", "1.2", status="not_scored", level="subcriterion"),
            score("a", "1.3", status="not_applicable", level="subcriterion"),
        ],
    )
    told = ask("unit_missing_points", unit="a", period="2023")
    assert [(row["criterion_code"], row["points_lost"]) for row in told] == [("1.1", 1.5)]


# tasks and reports -------------------------------------------------------------------------


def test_a_plans_unit_is_judged_by_every_task_of_its_plan(ask: Ask) -> None:
    tasks = ask("tasks", unit=MH, period="2024", as_of=SEPTEMBER)
    states = ["overdue" if row["is_overdue"] else row["status"] for row in tasks]
    told = ask("unit_tasks", unit=MH, period="2024", as_of=SEPTEMBER)
    assert [row["state"] for row in told] == states
    assert [row["number"] for row in told] == [row["number"] for row in tasks]


def test_a_reporting_unit_is_judged_by_what_it_said_last_of_each_task(ask: Ask) -> None:
    keys = ("area_code", "task_group", "number", "action_number")
    said: dict[tuple[object, ...], str] = {}
    for row in ask("task_reports", unit=XA_H):
        if row["period_id"] <= "2024-09":
            said[tuple(row[key] for key in keys)] = row["status"]
    told = ask("unit_tasks", unit=XA_H, period="2024", as_of=SEPTEMBER)
    assert {tuple(row[key] for key in keys): row["status"] for row in told} == said
    assert [row["days_overdue"] for row in told if row["state"] == "overdue"] == [
        (SEPTEMBER - date.fromisoformat(row["due_on"])).days
        for row in told
        if row["state"] == "overdue"
    ]


def test_a_unit_that_is_done_is_not_late_with_what_others_have_not_done(make_store: Make) -> None:
    ask = make_store(
        unit=[district(), *units("a", "b")],
        task=[task()],
        task_progress=[progress("a", "2024-06", "done"), progress("b", "2024-07", "not_started")],
    )

    def states(unit_id: str) -> list[str]:
        told = ask("unit_tasks", unit=unit_id, period="2024", as_of="2024-07-31")
        return [row["state"] for row in told]

    assert (states("a"), states("b"), states("h")) == (["done"], ["overdue"], ["overdue"])


def test_a_unit_answers_for_what_it_reported_and_for_what_every_unit_must_do(
    make_store: Make,
) -> None:
    ask = make_store(
        unit=[district(), *units("a", "b")],
        task=[
            task("1", lead="UBND các xã, thị trấn"),
            task("2", lead="UBND các xã có liên quan"),
            task("3", lead="Phòng Nội vụ"),
        ],
        task_progress=[progress("a", "2024-06", "in_progress", "2")],
    )

    def states(query: str, key: str, unit_id: str) -> dict[str, str]:
        rows = ask(query, **{key: unit_id}, period="2024", as_of="2024-07-31")
        return {row["number"]: row["state"] for row in rows}

    for query, key in (("unit_tasks", "unit"), ("task_matrix", "bound")):
        assert states(query, key, "a") == {"1": "not_reported", "2": "overdue"}
        assert states(query, key, "b") == {"1": "not_reported"}
    assert {row["number"] for row in ask("task_matrix", unit="h", period="2024")} == {"1"}


@pytest.mark.parametrize("unit_id", [MH, XA_H])
def test_reports_are_counted_as_the_reporting_page_lists_them(ask: Ask, unit_id: str) -> None:
    counts: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    for row in ask("reporting_status", as_of=SEPTEMBER):
        concerned = unit_id == row["unit_id"] or (
            unit_id == MH and row["plan_unit_name"] == "huyện Minh Họa"
        )
        if concerned:
            counts[row["due_on"], row["period_id"]][row["state"]] += 1
    told = ask("unit_reports", unit=unit_id, period="2024", as_of=SEPTEMBER)
    got: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    for row in told:
        for state in ("on_time", "late", "missing", "not_due"):
            got[row["due_on"], row["for_period_id"]][state] += row[state]
    assert {key: +count for key, count in got.items()} == counts
