"""What a report of any period asks: sums of months, who met, what changed with tasks."""

from __future__ import annotations

import random
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest

from cchc.periods import parse_period_id
from tests.queries.rows import Row, column, district, progress, task, unit

Make = Callable[..., Callable[..., list[Row]]]
UNITS = [district(), unit("a", ordinal=2), unit("b", ordinal=3)]
INDICATOR = {"indicator_code": "som", "indicator_name": "Đúng hạn", "ordinal": 1}


def service(
    unit_id: str, period_id: str, numerator: int | None, of: int | None, **values: Any
) -> Row:
    """Files on time of a unit in a month, with the target "từ 80% trở lên"."""
    return {
        "unit_id": unit_id,
        "period_id": period_id,
        "indicator_code": "som",
        "indicator_name": "Đúng hạn",
        "numerator": numerator,
        "denominator": of,
        "basis": "in_period",
        "comparator": ">=",
        "target_percent": 80,
        "import_id": 1,
        "sheet": "DVC",
        "cell": "C3",
        **values,
    }


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize("period", ["2024-02", "2024-Q1", "2024-H1", "2024-M09", "2024"])
def test_a_longer_period_is_the_sum_of_its_months(make_store: Make, period: str, seed: int) -> None:
    chance = random.Random(seed)
    rows = [
        service(unit_id, f"{year}-{month:02}", chance.randint(0, of), of)
        for unit_id in ("h", "a", "b")
        for year in (2023, 2024)
        for month in range(1, 13)
        if chance.random() < 0.7
        for of in [chance.randint(0, 40)]
    ]
    ask = make_store(unit=UNITS, indicator=[INDICATOR], service_indicator=rows)
    asked = parse_period_id(period)
    for unit_id in ("h", "a", "b"):
        within = [
            row
            for row in rows
            if row["unit_id"] == unit_id
            and asked.starts_on <= parse_period_id(row["period_id"]).starts_on <= asked.ends_on
        ]
        answer = [
            row
            for row in ask("report_services", unit="h", period=period)
            if row["unit_id"] == unit_id
        ]
        assert len(answer) == bool(within)
        if within:
            numerator = sum(row["numerator"] for row in within)
            of = sum(row["denominator"] for row in within)
            (row,) = answer
            assert (row["numerator"], row["denominator"]) == (numerator, of)
            assert row["reported"] == len(within)
            rate = Decimal(100 * numerator) / of if of else None
            assert row["met"] == (None if rate is None else rate >= 80)
            assert row["percent"] == (None if rate is None else pytest.approx(float(rate)))


def test_a_report_of_the_whole_period_stands_before_the_sum_of_its_months(make_store: Make) -> None:
    rows = [
        service("a", "2024-07", 5, 10),
        service("a", "2024-Q3", 99, 100),
        service("b", "2024-Q1", 3, 4),
        service("b", "2024-Q2", 1, 4),
    ]
    ask = make_store(unit=UNITS, indicator=[INDICATOR], service_indicator=rows)
    assert column(ask("report_services", unit="h", period="2024-Q3"), "numerator") == [99]
    half = ask("report_services", unit="h", period="2024-H1")
    assert [(row["unit_id"], row["numerator"], row["denominator"]) for row in half] == [("b", 4, 8)]


def test_figures_since_january_are_those_of_the_last_month_reported(make_store: Make) -> None:
    rows = [
        service("a", f"2024-0{month}", 10 * month, 100, basis="cumulative")
        for month in (1, 2, 3, 5)
    ]
    ask = make_store(unit=UNITS, indicator=[INDICATOR], service_indicator=rows)
    (row,) = ask("report_services", unit="a", period="2024-Q1")
    assert (row["numerator"], row["until_period_id"], row["is_own"]) == (30, "2024-03", True)


def test_figures_since_january_are_of_the_month_that_the_group_reached_under_any_name(
    make_store: Make,
) -> None:
    """Who stopped earlier has none then, as on the page; nine months end with September."""
    rows = [
        service("a", "2024-M09", 90, 100, basis="cumulative"),
        service("b", "2024-08", 40, 100, basis="cumulative"),
    ]
    ask = make_store(unit=UNITS, indicator=[INDICATOR], service_indicator=rows)
    for period in ("2024-09", "2024-Q3", "2024"):
        (row,) = ask("report_services", unit="h", period=period)
        assert (row["unit_id"], row["numerator"]) == ("a", 90)
        (total,) = ask("report_service_totals", unit="h", period=period)
        assert (total["numerator"], total["silent"]) == (90, ["xã B"])
    assert ask("report_services", unit="b", period="2024-Q3") == []


def test_a_quarter_that_the_group_reports_on_is_not_mixed_with_sums_of_months(
    make_store: Make,
) -> None:
    rows = [service("a", "2024-Q3", 9, 10), *(service("b", f"2024-0{n}", 1, 2) for n in (7, 8, 9))]
    ask = make_store(unit=UNITS, indicator=[INDICATOR], service_indicator=rows)
    assert column(ask("report_services", unit="h", period="2024-Q3"), "unit_id") == ["a"]
    assert column(ask("report_services", unit="h", period="2024"), "unit_id") == ["a", "b"]
    (page,) = ask("service_summary", unit_group="h/xa", period="2024-Q3", basis="in_period")
    (total,) = ask("report_service_totals", unit="h", period="2024-Q3")
    assert (total["numerator"], total["units_of_group"]) == (page["numerator"], page["units"])


def test_a_month_that_states_only_its_rate_leaves_the_sum_unknown(make_store: Make) -> None:
    rows = [service("a", "2024-01", 5, 10), service("a", "2024-02", None, None, percent=70)]
    ask = make_store(unit=UNITS, indicator=[INDICATOR], service_indicator=rows)
    (quarter,) = ask("report_services", unit="a", period="2024-Q1")
    assert (quarter["percent"], quarter["met"]) == (None, None)
    (month,) = ask("report_services", unit="a", period="2024-02")
    assert (month["percent"], month["met"]) == (70, False)


def test_units_of_other_parents_are_not_counted_in(make_store: Make) -> None:
    elsewhere = unit("x", parent_id="k", unit_group="k/xa")
    rows = [service("a", "2024-01", 5, 10), service("x", "2024-01", 9, 10)]
    ask = make_store(unit=[*UNITS, elsewhere], indicator=[INDICATOR], service_indicator=rows)
    assert column(ask("report_services", unit="h", period="2024-01"), "unit_id") == ["a"]
    (total,) = ask("report_service_totals", unit="h", period="2024-01")
    assert (total["units_reported"], total["units_of_group"], total["denominator"]) == (1, 2, 10)
    assert total["silent"] == ["xã B"]


@pytest.mark.parametrize("seed", range(8))
def test_the_sum_of_a_group_and_how_many_met_are_those_counted_by_hand(
    make_store: Make, seed: int
) -> None:
    chance = random.Random(seed)
    names = [f"u{n}" for n in range(12)]
    units = [district(), *(unit(name, ordinal=n) for n, name in enumerate(names, start=2))]
    rows = []
    for name in names:
        of = chance.choice([0, 10, 20, None])
        numerator = None if of is None else chance.randint(0, of)
        rows.append(service(name, "2024-01", numerator, of))
    ask = make_store(unit=units, indicator=[INDICATOR], service_indicator=rows)
    (total,) = ask("report_service_totals", unit="h", period="2024-01")
    counted = [row for row in rows if row["denominator"] is not None]
    judged = [row for row in counted if row["denominator"]]
    met = [row for row in judged if 100 * row["numerator"] >= 80 * row["denominator"]]
    assert total["numerator"] == sum(row["numerator"] for row in counted)
    assert total["denominator"] == sum(row["denominator"] for row in counted)
    assert (total["units_met"], total["units_not_met"]) == (len(met), len(judged) - len(met))
    assert total["units_reported"] == total["units_of_group"] == len(names)


def test_targets_that_differ_are_not_said_of_the_group(make_store: Make) -> None:
    rows = [service("a", "2024-01", 5, 10), service("b", "2024-01", 5, 10, target_percent=40)]
    ask = make_store(unit=UNITS, indicator=[INDICATOR], service_indicator=rows)
    (total,) = ask("report_service_totals", unit="h", period="2024-01")
    assert (total["target_percent"], total["units_met"]) == (None, 1)


# tasks -------------------------------------------------------------------------------------


def tasks(make_store: Make) -> Callable[..., list[Row]]:
    """Done in May, done in September, overdue since June, due in October, never reported."""
    dated = {"deadline_kind": "dated"}
    return make_store(
        unit=UNITS,
        task=[
            task("1", ordinal=1),
            task("2", ordinal=2),
            task("3", ordinal=3, due_on="2024-06-30", **dated),
            task("4", ordinal=4, due_on="2024-10-15", **dated),
            task("5", ordinal=5, area_code="II", area_name="Thể chế", due_on="2024-06-30", **dated),
        ],
        task_progress=[
            progress("a", "2024-05", "done", "1"),
            progress("a", "2024-08", "in_progress", "2"),
            progress("a", "2024-09", "done", "2"),
            progress("a", "2024-09", "in_progress", "3"),
            progress("a", "2024-09", "not_started", "4"),
        ],
    )


def test_a_task_is_newly_done_only_in_the_period_in_which_it_was_done(make_store: Make) -> None:
    ask = tasks(make_store)

    def new(period: str) -> list[str]:
        rows = ask("report_tasks", unit="h", period=period)
        return [row["number"] for row in rows if row["is_newly_done"]]

    assert new("2024-09") == ["2"]
    assert new("2024-05") == ["1"]
    assert new("2024-06") == []
    assert new("2024") == ["1", "2"]


def test_overdue_and_coming_due_are_judged_at_the_end_of_the_period(make_store: Make) -> None:
    rows = tasks(make_store)("report_tasks", unit="h", period="2024-09")
    states = {row["number"]: row["state"] for row in rows}
    assert states == {
        "1": "done", "2": "done", "3": "overdue", "4": "not_started", "5": "not_reported",
    }  # fmt: skip
    assert [row["number"] for row in rows if row["is_coming_due"]] == ["4"]


def test_nothing_is_coming_due_after_a_whole_year(make_store: Make) -> None:
    rows = tasks(make_store)("report_tasks", unit="h", period="2024")
    assert not any(row["is_coming_due"] for row in rows)


def test_each_task_is_counted_in_one_state_and_the_areas_add_up(make_store: Make) -> None:
    rows = tasks(make_store)("report_task_counts", unit="h", period="2024-09")
    states = ("done", "in_progress", "not_started", "overdue", "not_reported")
    assert [(row["area_code"], row["total"]) for row in rows] == [("I", 4), ("II", 1), (None, 5)]
    for row in rows:
        assert sum(row[state] for state in states) == row["total"]
    assert [row["is_total"] for row in rows] == [False, False, True]


def test_a_plan_that_nobody_sent_has_no_counts(make_store: Make) -> None:
    ask = make_store(unit=UNITS)
    assert ask("report_task_counts", unit="h", period="2024-09") == []
