"""Which of a plan's tasks are of a goal's area, and how they stand."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable

from tests.queries.rows import Row, district, progress, target, task, units

Make = Callable[..., Callable[..., list[Row]]]
# Number of a task: its area, its state at the end of the year.
TASKS = {
    "1": ("I", None, "done"),
    "2": ("I", None, "in_progress"),
    "3": ("I", None, None),
    "4": ("Z", "Tiêu chí II", "done"),
    "5": ("III", "Khác", "done"),
}


def test_tasks_are_counted_by_area_or_by_the_areas_name(make_store: Make) -> None:
    ask = make_store(
        unit=[district(), *units("a")],
        target=[target("h", code, 80) for code in ("I", "II", "IV")],
        task=[
            task(number, area_code=area, area_name=name or "Chỉ đạo điều hành")
            for number, (area, name, _) in TASKS.items()
        ],
        task_progress=[
            progress("a", "2024-09", state, number, area_code=TASKS[number][0])
            for number, (_, _, state) in TASKS.items()
            if state
        ],
    )
    answer = ask("goal_tasks", unit="h", target="2024")
    of_one = Counter(state for area, _, state in TASKS.values() if area == "I")
    told = {row["criterion_code"]: (row["total"], row["done"], row["overdue"]) for row in answer}
    assert told == {
        "I": (sum(of_one.values()), of_one["done"], of_one["in_progress"]),
        "II": (1, 1, 0),
    }
