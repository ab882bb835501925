"""Who owes which report, until when, and whether it came."""

from __future__ import annotations

from collections.abc import Callable

import duckdb
import pytest

from cchc import store
from cchc.forms import ALL
from tests.queries.rows import Row, column, district, file, unit, units

Make = Callable[..., Callable[..., list[Row]]]


def rule(**values: object) -> Row:
    """Communes report to Nội vụ every month, on the 18th at the latest."""
    return {
        "unit_id": "h",
        "period_id": "2024",
        "reporters": "UBND các xã, thị trấn",
        "reporters_level": "xa",
        "recipient": "Phòng Nội vụ",
        "frequency": "monthly",
        "due_day": 18,
        "window_from_day": 15,
        "window_to_day": 14,
        **values,
    }


def received(import_id: int, unit_id: str, period_id: str = "2024-09") -> Row:
    return {
        "import_id": import_id,
        "form": "service_indicators",
        "unit_id": unit_id,
        "period_id": period_id,
    }


def states(answer: list[Row]) -> dict[str, tuple[str | None, str]]:
    return {row["unit_name"]: (row["received_on"], row["state"]) for row in answer}


def month(make_store: Make) -> Callable[..., list[Row]]:
    """xã A in time (and corrected later), xã B late, xã C silent."""
    return make_store(
        unit=[district(), *units("a", "b", "c")],
        reporting_rule=[rule()],
        imported_file=[file(1, "2024-09-18"), file(2, "2024-09-19"), file(3, "2024-09-25")],
        sheet_read=[received(1, "a"), received(2, "b"), received(3, "a")],
    )


def test_a_month_is_on_time_late_or_missing(make_store: Make) -> None:
    answer = month(make_store)("reporting_status", period="2024-09")
    assert states(answer) == {
        "xã A": ("2024-09-18", "on_time"),
        "xã B": ("2024-09-19", "late"),
        "xã C": (None, "missing"),
    }
    assert set(column(answer, "report")) == {"Báo cáo hàng tháng gửi Phòng Nội vụ"}
    assert set(column(answer, "due_on")) == {"2024-09-18"}


@pytest.mark.parametrize(
    ("as_of", "expected"),
    [
        ("2024-09-17", ["not_due", "not_due", "not_due"]),
        ("2024-09-18", ["on_time", "not_due", "not_due"]),
        ("2024-09-19", ["on_time", "late", "missing"]),
    ],
)
def test_a_report_is_judged_by_what_had_come_by_the_day(
    make_store: Make, as_of: str, expected: list[str]
) -> None:
    answer = month(make_store)("reporting_status", period="2024-09", as_of=as_of)
    assert column(answer, "state") == expected


def test_a_reporting_month_runs_from_the_15th_to_the_14th(make_store: Make) -> None:
    answer = month(make_store)("reporting_status", period="2024-01")
    assert {(row["window_starts_on"], row["window_ends_on"]) for row in answer} == {
        ("2023-12-15", "2024-01-14")
    }


def test_a_plan_that_names_no_units_of_ours_gives_one_row(make_store: Make) -> None:
    ask = make_store(
        unit=[unit("a")],
        reporting_rule=[
            rule(unit_id="a", reporters="Các ngành ở xã", reporters_level=None, due_day=13)
        ],
    )
    (row,) = ask("reporting_status", period="2024-02")
    assert (row["unit_name"], row["reporters"], row["due_on"]) == (
        "xã A",
        "Các ngành ở xã",
        "2024-02-13",
    )


def test_a_year_asked_for_gives_its_half_year_and_yearly_reports(make_store: Make) -> None:
    ask = make_store(
        unit=[unit("a")],
        reporting_rule=[
            rule(unit_id="a", reporters_level=None),
            rule(
                unit_id="a",
                reporters_level=None,
                frequency="half_year",
                report_period_id="2024-H1",
                due_on="2024-06-02",
                window_starts_on="2023-11-01",
                window_ends_on="2024-05-31",
                due_day=None,
            ),
            rule(
                unit_id="a",
                reporters_level=None,
                frequency="year",
                report_period_id="2024",
                due_on="2024-10-24",
                due_day=None,
            ),
        ],
    )
    answer = ask("reporting_status", period="2024")
    assert [(row["period_id"], row["due_on"]) for row in answer] == [
        ("2024-H1", "2024-06-02"),
        ("2024", "2024-10-24"),
    ]
    assert answer[0]["window_starts_on"] == "2023-11-01"
    assert len(ask("reporting_status", period="2024-H1")) == 1


def test_a_report_without_a_due_day_is_never_late(make_store: Make) -> None:
    ask = make_store(
        unit=[district(), *units("a", "b")],
        reporting_rule=[rule(due_day=None)],
        imported_file=[file(1, "2024-12-30")],
        sheet_read=[received(1, "a")],
    )
    answer = ask("reporting_status", period="2024-09")
    assert column(answer, "state") == ["on_time", "not_due"]


def test_the_30th_of_february_is_its_last_day(make_store: Make) -> None:
    ask = make_store(unit=[district(), *units("a")], reporting_rule=[rule(due_day=30)])
    assert column(ask("reporting_status", period="2024-02"), "due_on") == ["2024-02-29"]


def test_without_a_period_every_occurrence_of_every_plan_is_listed(make_store: Make) -> None:
    ask = make_store(
        unit=[unit("a")],
        reporting_rule=[
            rule(unit_id="a", reporters_level=None),
            rule(unit_id="a", reporters_level=None, frequency="quarterly", due_day=None),
            rule(
                unit_id="a",
                period_id="2023",
                reporters_level=None,
                frequency="year",
                report_period_id="2023",
                due_on="2023-10-24",
                due_day=None,
            ),
        ],
    )
    periods = sorted(column(ask("reporting_status"), "period_id"))
    months = [f"2024-{month:02}" for month in range(1, 13)]
    assert periods == ["2023", *months, "2024-Q1", "2024-Q2", "2024-Q3", "2024-Q4"]


def test_every_layout_of_a_monthly_report_is_a_report() -> None:
    with duckdb.connect(":memory:", config=dict(store.MAKE_CONFIG)) as connection:
        store.create_schema(connection)
        for form in ALL:
            row = connection.execute("select is_report($form)", {"form": form.name}).fetchone()
            assert row == (form.shape in ("service_indicators", "task_progress"),), form.name
