"""How many actions of an area and a lead stand where."""

from __future__ import annotations

from collections.abc import Callable

from tests.queries.rows import Row, district, progress, task, units

Make = Callable[..., Callable[..., list[Row]]]
STATES = ("total", "done", "in_progress", "overdue", "not_reported", "not_started", "incomplete")


def make(make_store: Make) -> Callable[..., list[Row]]:
    """Nội vụ leads four actions of area I; one of area II has no lead."""
    return make_store(
        unit=[district(), *units("a")],
        task=[
            *(task(str(number)) for number in (1, 2, 3, 4)),
            task("5", area_code="II", lead=None),
        ],
        task_progress=[
            progress("a", "2024-05", "done", "1"),
            progress("a", "2024-05", "in_progress", "2"),
            progress("a", "2024-05", "not_started", "3"),
        ],
    )


def counts(answer: list[Row]) -> dict[tuple[str, str | None], tuple[int, ...]]:
    return {
        (row["area_code"], row["lead"]): tuple(row[state] for state in STATES) for row in answer
    }


def test_actions_are_counted_by_area_and_lead(make_store: Make) -> None:
    answer = make(make_store)("task_summary", unit="h", as_of="2024-05-31")
    assert counts(answer) == {
        ("I", "Phòng Nội vụ"): (4, 1, 1, 0, 1, 1, 0),
        ("II", None): (1, 0, 0, 0, 1, 0, 1),
    }


def test_open_actions_past_their_deadline_are_overdue_and_counted_once(make_store: Make) -> None:
    answer = make(make_store)("task_summary", unit="h", period="2024")
    assert counts(answer)["I", "Phòng Nội vụ"] == (4, 1, 0, 2, 1, 0, 0)


def test_a_month_asked_for_is_judged_at_its_end(make_store: Make) -> None:
    ask = make(make_store)
    assert ask("task_summary", period="2024-05") == ask("task_summary", as_of="2024-05-31")
