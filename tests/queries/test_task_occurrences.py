"""A periodic task is judged by its occurrences: which have passed, which were reported."""

from __future__ import annotations

import calendar
from collections.abc import Callable
from datetime import date

import pytest

from tests.queries.rows import Row, column, district, progress, task, units

Make = Callable[..., Callable[..., list[Row]]]


def periodic(text: str, **values: object) -> Row:
    return task("1", deadline_text=text, deadline_kind="periodic", due_on=None, **values)


def asked(make_store: Make, text: str, as_of: str = "2024-12-31") -> list[Row]:
    ask = make_store(unit=[district(), *units("a")], task=[periodic(text)])
    return ask("task_occurrences", unit="h", as_of=as_of)


@pytest.mark.parametrize(
    ("text", "occurrences"),
    [
        ("Hàng quý", ["2024-Q1", "2024-Q2", "2024-Q3", "2024-Q4"]),
        ("Hàng quý, 06 tháng, năm.", ["2024-Q1", "2024-Q2", "2024-Q3", "2024-Q4"]),
        ("Ngày 30 tháng cuối cùng của quý", ["2024-Q1", "2024-Q2", "2024-Q3", "2024-Q4"]),
        ("06 tháng, năm", ["2024-H1", "2024-H2"]),
        # "quy định" is no quarter
        ("Hàng năm, theo thời gian quy định của Hội đồng Sáng kiến huyện", ["2024"]),
        ("Định kỳ theo yêu cầu", []),
    ],
)
def test_the_finest_frequency_that_a_deadline_names_counts(
    make_store: Make, text: str, occurrences: list[str]
) -> None:
    assert column(asked(make_store, text), "occurrence_id") == occurrences


def test_days_named_for_each_occurrence_are_its_last_punctual_days(make_store: Make) -> None:
    text = "06 tháng đầu năm trước ngày 03/6; báo cáo năm trước ngày 25/10/2023"
    answer = asked(make_store, text)
    assert column(answer, "due_on") == ["2024-06-02", "2024-10-24"]
    assert column(asked(make_store, text, "2024-06-02"), "occurrence_id") == ["2024-H1"]
    assert asked(make_store, text, "2024-06-01") == []


def test_an_occurrence_without_a_report_is_missing_never_overdue(make_store: Make) -> None:
    ask = make_store(
        unit=[district(), *units("a")],
        task=[periodic("Hàng tháng")],
        task_progress=[progress("a", "2024-02", "in_progress"), progress("a", "2024-04", "done")],
    )
    answer = ask("task_occurrences", unit="h", as_of="2024-04-30")
    assert column(answer, "state") == ["missing", "reported", "missing", "reported"]
    assert column(ask("tasks", unit="h", as_of="2024-04-30"), "is_overdue") == [False]


REPORTED = {("a", 1), ("a", 2), ("a", 5), ("b", 2), ("b", 3), ("c", 3), ("h", 4), ("h", 3)}


def by_hand(last_month: int) -> list[tuple[str, str, int]]:
    """Communes a, b, c are bound; what the district itself reports is not theirs."""
    expected = []
    for month in range(1, last_month + 1):
        told = sum((who, month) in REPORTED for who in "abc")
        state = "missing" if told == 0 else "partial" if told < 3 else "reported"
        expected.append((f"2024-{month:02}", state, told))
    return expected


@pytest.mark.parametrize("last_month", [1, 3, 5, 12])
def test_occurrences_of_a_task_that_binds_all_count_the_units_bound(
    make_store: Make, last_month: int
) -> None:
    ask = make_store(
        unit=[district(), *units("a", "b", "c")],
        task=[periodic("Hàng tháng", lead="UBND các xã, thị trấn")],
        task_progress=[
            *(progress(who, f"2024-{month:02}", "in_progress") for who, month in REPORTED),
            progress("c", "2024-03", "in_progress", cell="F6", action_number=2),
        ],
    )
    last = date(2024, last_month, calendar.monthrange(2024, last_month)[1]).isoformat()
    answer = ask("task_occurrences", unit="h", as_of=last)
    got = [(row["occurrence_id"], row["state"], row["units_reporting"]) for row in answer]
    assert got == by_hand(last_month)
    assert set(column(answer, "units_bound")) == {3}
