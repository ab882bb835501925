"""Where a plan's actions stand at a day, by what the units reported until then."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from tests.queries.rows import Row, column, district, progress, task, units

Make = Callable[..., Callable[..., list[Row]]]


def one(make_store: Make, *reports: Row, as_of: str | None = None, **values: Any) -> Row:
    """The only action of district h as units a and b report it."""
    ask = make_store(
        unit=[district(), *units("a", "b")], task=[task(**values)], task_progress=list(reports)
    )
    (row,) = ask("tasks", unit="h", as_of=as_of)
    return row


@pytest.mark.parametrize(
    ("first", "second", "status"),
    [
        ("done", "done", "done"),
        ("done", "not_started", "in_progress"),
        ("in_progress", "not_started", "in_progress"),
        ("not_started", "not_started", "not_started"),
    ],
)
def test_an_action_of_several_units_is_done_when_all_have_done_it(
    make_store: Make, first: str, second: str, status: str
) -> None:
    row = one(make_store, progress("a", "2024-05", first), progress("b", "2024-05", second))
    assert (row["status"], row["units_reporting"]) == (status, 2)


def test_silence_is_not_reported_and_not_zero(make_store: Make) -> None:
    row = one(make_store)
    assert (row["status"], row["progress_percent"]) == ("not_reported", None)


def test_progress_is_the_mean_of_what_was_told(make_store: Make) -> None:
    row = one(
        make_store,
        progress("a", "2024-05", "in_progress", progress_percent=60),
        progress("b", "2024-05", "in_progress"),
    )
    assert row["progress_percent"] == 60


def test_the_latest_report_until_the_day_counts(make_store: Make) -> None:
    reports = (progress("a", "2024-05", "in_progress"), progress("a", "2024-07", "done"))
    assert one(make_store, *reports, as_of="2024-06-30")["status"] == "in_progress"
    assert one(make_store, *reports, as_of="2024-07-31")["status"] == "done"
    assert one(make_store, *reports)["status"] == "done"


@pytest.mark.parametrize(
    ("as_of", "overdue"), [("2024-06-30", False), ("2024-07-01", True), (None, True)]
)
def test_an_open_action_is_overdue_from_the_day_after_its_deadline(
    make_store: Make, as_of: str | None, overdue: bool
) -> None:
    row = one(make_store, progress("a", "2024-05", "in_progress"), as_of=as_of)
    assert row["is_overdue"] is overdue


@pytest.mark.parametrize(("status", "deadline"), [("done", "dated"), ("in_progress", "periodic")])
def test_what_is_done_or_comes_back_every_month_is_not_overdue(
    make_store: Make, status: str, deadline: str
) -> None:
    values = {"deadline_kind": deadline, "due_on": "2024-06-30" if deadline == "dated" else None}
    assert one(make_store, progress("a", "2024-05", status), **values)["is_overdue"] is False


def test_the_same_number_in_another_group_is_another_action(make_store: Make) -> None:
    ask = make_store(
        unit=[district(), *units("a")],
        task=[task(), task(task_group="maintain"), task(task_group=None)],
        task_progress=[
            progress("a", "2024-05", "done"),
            progress("a", "2024-05", "in_progress", task_group=None),
        ],
    )
    answer = ask("tasks", unit="h")
    assert {row["task_group"]: row["status"] for row in answer} == {
        "remedy": "done",
        "maintain": "not_reported",
        None: "in_progress",
    }


def test_a_month_asked_for_is_that_of_the_years_plan_at_its_end(make_store: Make) -> None:
    ask = make_store(
        unit=[district(), *units("a")],
        task=[task()],
        task_progress=[
            progress("a", "2024-05", "in_progress"),
            progress("a", "2024-07", "done"),
        ],
    )
    assert column(ask("tasks", unit="h", period="2024-06"), "status") == ["in_progress"]
    assert column(ask("tasks", unit="h", period="2024"), "status") == ["done"]
    assert ask("tasks", unit="h", period="2023") == []


def test_actions_come_as_the_annex_prints_them(make_store: Make) -> None:
    ask = make_store(
        unit=[district()],
        task=[
            task("10", ordinal=3),
            task("2", ordinal=2, action_number=2),
            task("2", ordinal=2),
            task("1", ordinal=1),
        ],
    )
    answer = ask("tasks", unit="h")
    assert [(row["number"], row["action_number"]) for row in answer] == [
        ("1", 1),
        ("2", 1),
        ("2", 2),
        ("10", 1),
    ]


WORDINGS = ("Rà soát thủ tục hành chính của xã", "Gửi báo cáo tháng cho Phòng Nội vụ đúng hạn")


@pytest.mark.parametrize(
    ("said", "done", "code"),
    [
        ({"number": "1", "action": WORDINGS[0]}, "1", None),
        ({"number": "1", "action": "RÀ SOÁT thủ tục hành chính"}, "1", None),
        ({"number": "1", "action": None}, "1", None),
        ({"number": "1", "action": WORDINGS[1]}, "2", "progress_by_wording"),
        ({"number": "9", "action": WORDINGS[1].upper()}, "2", "progress_by_wording"),
        ({"number": "2", "action": WORDINGS[1], "area_code": None}, "2", None),
        ({"number": "9", "action": "Gửi báo cáo quý cho Phòng Nội vụ"}, None, "gần giống việc 1"),
        ({"number": "1", "action": "Mua sắm máy tính"}, None, "là việc khác"),
        ({"number": "9", "action": "Mua sắm máy tính"}, None, "Kế hoạch không có việc 1"),
    ],
)
def test_progress_joins_by_number_and_agreeing_words_or_by_equal_words(
    make_store: Make, said: Row, done: str | None, code: str | None
) -> None:
    ask = make_store(
        unit=[district(), *units("a")],
        task=[
            task(str(n), action=text, title=f"Nội dung {n}") for n, text in enumerate(WORDINGS, 1)
        ],
        task_progress=[progress("a", "2024-09", "done", **said)],
    )
    rows = ask("tasks", unit="h", period="2024")
    assert [row["number"] for row in rows if row["status"] == "done"] == ([done] if done else [])
    findings = [f"{row['code']} {row['message']}" for row in ask("findings")]
    told = [text for text in findings if "progress_" in text]
    assert [code in text for text in told] == [True] if code else told == []


def test_equal_words_of_two_tasks_join_neither(make_store: Make) -> None:
    ask = make_store(
        unit=[district(), *units("a")],
        task=[task("1", action=WORDINGS[0]), task("2", action=WORDINGS[0])],
        task_progress=[progress("a", "2024-09", "done", "9", action=WORDINGS[0])],
    )
    assert {row["status"] for row in ask("tasks", unit="h", period="2024")} == {"not_reported"}
    assert "progress_without_task" in column(ask("findings"), "code")


def test_the_right_number_wins_where_two_rows_mean_one_task(make_store: Make) -> None:
    ask = make_store(
        unit=[district(), *units("a")],
        task=[task("1", action=WORDINGS[0])],
        task_progress=[
            progress("a", "2024-09", "in_progress", "9", action=WORDINGS[0]),
            progress("a", "2024-09", "done", "1", action=WORDINGS[0]),
        ],
    )
    (row,) = ask("tasks", unit="h", period="2024")
    assert (row["status"], row["units_reporting"]) == ("done", 1)


def test_a_tasks_status_names_the_report_of_the_unit_farthest_behind(make_store: Make) -> None:
    ask = make_store(
        unit=[district(), *units("a", "b", "c")],
        task=[task("1"), task("2")],
        task_progress=[
            progress("a", "2024-05", "done", cell="F1"),
            progress("b", "2024-05", "in_progress", progress_percent=80, cell="F2"),
            progress("c", "2024-04", "not_started", cell="F3"),
            progress("c", "2024-05", "in_progress", progress_percent=20, cell="F4"),
        ],
    )
    told, silent = ask("tasks", unit="h", as_of="2024-05-31")
    assert (told["report_unit"], told["report_cell"]) == ("xã C", "F4")
    assert (silent["status"], silent["report_unit"]) == ("not_reported", None)
    earlier = ask("tasks", unit="h", as_of="2024-04-30")[0]
    assert (earlier["report_cell"], earlier["report_period_id"]) == ("F3", "2024-04")
