"""What reports say of a task's result, each wording once."""

from __future__ import annotations

from collections.abc import Callable

from tests.queries.rows import Row, column, district, progress, task, units

Make = Callable[..., Callable[..., list[Row]]]


def make(make_store: Make) -> Callable[..., list[Row]]:
    return make_store(
        unit=[district(), *units("a", "b")],
        task=[task("1"), task("2")],
        task_progress=[
            progress("a", "2024-05", "in_progress", result="Đã có biên bản", cell="F5"),
            progress("b", "2024-05", "in_progress", result="Đã có biên bản ", cell="F6"),
            progress("a", "2024-06", "in_progress", result="Đã có biên bản", cell="F7"),
            progress("b", "2024-06", "in_progress", result="  "),
            progress("a", "2024-07", "done", result="Đã gửi báo cáo", cell="F8"),
            progress("a", "2024-07", "done", "2", result="Xong", cell="F9"),
        ],
    )


def test_one_wording_is_told_once_with_how_many_units_wrote_it_and_its_newest_cell(
    make_store: Make,
) -> None:
    answer = make(make_store)("task_results", unit="h", tasks="I|remedy|1|1")
    told = [(row["result"], row["units"], row["report_period_id"], row["cell"]) for row in answer]
    assert told == [("Đã gửi báo cáo", 1, "2024-07", "F8"), ("Đã có biên bản", 2, "2024-06", "F7")]


def test_only_reports_until_the_day_asked_for_are_read(make_store: Make) -> None:
    answer = make(make_store)("task_results", unit="h", as_of="2024-05-31")
    assert column(answer, "result") == ["Đã có biên bản"]


def test_without_a_list_of_tasks_all_are_told(make_store: Make) -> None:
    answer = make(make_store)("task_results", unit="h", period="2024")
    assert sorted(set(column(answer, "number"))) == ["1", "2"]
