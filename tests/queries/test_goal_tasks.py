"""Which of a plan's tasks serve a goal: those that staff confirmed, else those of its area."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable

import pytest

from tests.queries.rows import (
    Row,
    criterion,
    district,
    framework,
    progress,
    score,
    target,
    task,
    units,
)

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


# confirmed by staff ------------------------------------------------------------------------------

AREAS = ("I", "II", "III")
TREE = [
    *(criterion(code, 10, ordinal=place) for place, code in enumerate(AREAS)),
    *(
        criterion(f"{area}.{n}", 5, parent_code=area, ordinal=10 + n)
        for area in ("I", "II")
        for n in (1, 2)
    ),
]
LEAVES = ("I.1", "I.2", "II.1", "II.2", "III")
GOALS = [target("h", code, 80) for code in AREAS]


def link(number: str, code: str, served: bool = True, **values: object) -> Row:
    """What staff decided on a task of area I's remedy group and a criterion of framework f."""
    return {
        "plan_unit_id": "h",
        "plan_period_id": "2024",
        "area_code": "I",
        "task_group": "remedy",
        "number": number,
        "action_number": 1,
        "framework_id": "f",
        "criterion_code": code,
        "is_served": served,
        "task_text": f"Việc số {number} của kế hoạch",
        "criterion_name": code,
        **values,
    }


def work(number: str, **values: object) -> Row:
    return task(number, action=f"Việc số {number} của kế hoạch", lead=f"Phòng {number}", **values)


def by_hand(areas: dict[str, str], links: dict[tuple[str, str], bool]) -> dict[str, set[str]]:
    """Tasks of each goal: confirmed for it or what it holds, else of its area and not refused."""
    told: dict[str, set[str]] = {}
    for goal in AREAS:
        confirmed = {
            number
            for (number, code), served in links.items()
            if served and code.split(".")[0] == goal
        }
        of_area = {
            number for number, area in areas.items()
            if area == goal and links.get((number, goal)) is not False
        }  # fmt: skip
        told[goal] = confirmed or of_area
    return {goal: numbers for goal, numbers in told.items() if numbers}


@pytest.mark.parametrize("seed", range(8))
def test_confirmed_tasks_else_those_of_the_area_agree_with_plain_python(
    make_store: Make, seed: int
) -> None:
    chance = random.Random(seed)
    areas = {str(n): chance.choice(AREAS) for n in range(1, 9)}
    done = {number for number in areas if chance.random() < 0.5}
    links = {
        (number, code): chance.random() < 0.6
        for number in areas
        for code in LEAVES
        if chance.random() < 0.08
    }
    ask = make_store(
        unit=[district(), *units("a")],
        criterion=TREE,
        target=GOALS,
        task=[work(number, area_code=area) for number, area in areas.items()],
        task_progress=[
            progress("a", "2024-09", "done", number, area_code=areas[number]) for number in done
        ],
        task_link=[
            link(number, code, served, area_code=areas[number])
            for (number, code), served in links.items()
        ],
    )
    wanted = by_hand(areas, links)
    confirmed = {code.split(".")[0] for (_, code), served in links.items() if served}
    told = {
        row["criterion_code"]: (row["basis"], row["total"], row["done"], row["leads"])
        for row in ask("goal_tasks", unit="h", target="2024")
    }
    assert told == {
        goal: (
            "confirmed" if goal in confirmed else "area",
            len(numbers),
            len(numbers & done),
            len(numbers),
        )
        for goal, numbers in wanted.items()
    }


@pytest.mark.parametrize(
    "changed",
    [
        {"task_text": "Một việc hoàn toàn khác"},
        {"number": "9"},
        {"plan_period_id": "2023"},
        {"framework_id": "g"},
        {"criterion_code": "III"},
    ],
    ids=["other words", "task gone", "another plan", "another framework", "another goal"],
)
def test_a_link_counts_only_while_its_task_and_its_criterion_are_the_goals(
    make_store: Make, changed: Row
) -> None:
    ask = make_store(
        unit=[district()],
        criterion=[*TREE, criterion("I.1", 5, parent_code="I", framework_id="g")],
        target=GOALS[:1],
        task=[work("1"), work("2")],
        task_link=[link("1", "I.1") | changed],
    )
    (row,) = ask("goal_tasks", unit="h", target="2024")
    assert (row["criterion_code"], row["basis"], row["total"]) == ("I", "area", 2)


def test_a_task_that_serves_two_criteria_of_a_goal_counts_once(make_store: Make) -> None:
    ask = make_store(
        unit=[district()],
        criterion=TREE,
        target=GOALS[:1],
        task=[work("1"), work("2")],
        task_link=[link("1", "I.1"), link("1", "I.2")],
    )
    (row,) = ask("goal_tasks", unit="h", target="2024")
    assert (row["basis"], row["total"]) == ("confirmed", 1)


def test_a_task_refused_for_the_goal_itself_is_not_of_its_area(make_store: Make) -> None:
    ask = make_store(
        unit=[district()],
        criterion=TREE,
        target=GOALS,
        task=[work(number, area_code=area) for number, area in (("1", "III"), ("2", "III"))],
        task_link=[
            link("1", "III", False, area_code="III"),
            link("2", "I.1", False, area_code="III"),
        ],
    )
    told = ask("goal_tasks", unit="h", target="2024")
    assert [(row["criterion_code"], row["basis"], row["total"]) for row in told] == [
        ("III", "area", 1)
    ]


# of the plan above, and through what feeds a goal -----------------------------------------------

FEEDS = {"1": "I", "2.1": "II", "2.2": "II.2"}  # of a commune's framework into the district's
COMMUNE_LEAVES = ("1.1", "1.2", "2.1", "2.2")


def two_levels(links: dict[tuple[str, str, str, str], bool], **more: list[Row]) -> Row:
    """District h and commune a, each with a plan and goals; links: (plan, number, set, code)."""
    return {
        "unit": [district(), *units("a", "b")],
        "framework": [framework(applies_to="t/huyen"), framework("c")],
        "criterion": [
            *TREE,
            *(criterion(code, 10, framework_id="c") for code in "12"),
            *(
                criterion(code, 5, framework_id="c", parent_code=code[0])
                for code in COMMUNE_LEAVES
            ),
        ],
        "cascade": [
            {"framework_id": "c", "criterion_code": below, "fed_framework_id": "f",
             "fed_criterion_code": fed}
            for below, fed in FEEDS.items()
        ],
        "target": [
            *GOALS,
            *(target("a", code, 80, framework_id="c") for code in "12"),
        ],
        "task": [work(number, unit_id=plan) for plan in "ha" for number in "123456"],
        "task_link": [
            link(number, code, served, plan_unit_id=plan, framework_id=name)
            for (plan, number, name, code), served in links.items()
        ],
        **more,
    }  # fmt: skip


def serves(goal: str, name: str, code: str, of: str) -> bool:
    """Whether a task confirmed for a criterion serves a goal of the framework `of`."""
    if name == of:
        return code.split(".", maxsplit=1)[0] == goal
    fed = {fed.split(".")[0] for below, fed in FEEDS.items() if f"{code}.".startswith(f"{below}.")}
    return of == "f" and goal in fed


@pytest.mark.parametrize("seed", range(8))
def test_tasks_of_the_plan_above_and_of_what_feeds_a_goal_agree_with_plain_python(
    make_store: Make, seed: int
) -> None:
    chance = random.Random(seed)
    links = {
        (plan, number, name, code): chance.random() < 0.7
        for plan in "ha"
        for number in "123456"
        for name, codes in (("f", LEAVES), ("c", COMMUNE_LEAVES))
        for code in codes
        if chance.random() < 0.1
    }
    ask = make_store(**two_levels(links))
    for unit_id, of, goals, plans in (("h", "f", AREAS, "h"), ("a", "c", "12", "ha")):
        wanted = {
            goal: len(
                {
                    (plan, number)
                    for (plan, number, name, code), served in links.items()
                    if served and plan in plans and serves(goal, name, code, of)
                }
            )
            for goal in goals
        }
        told = {
            row["criterion_code"]: row["total"]
            for row in ask("goal_tasks", unit=unit_id, target="2024")
            if row["basis"] == "confirmed"
        }
        assert told == {goal: count for goal, count in wanted.items() if count}, (unit_id, links)


def test_a_task_above_stands_as_the_unit_itself_reported_it(make_store: Make) -> None:
    links = {("h", number, "c", "1.1"): True for number in "123"}
    reports = [
        progress("a", "2024-09", "done", "1"),
        progress("b", "2024-09", "in_progress", "1"),
        progress("b", "2024-09", "done", "2"),
    ]
    ask = make_store(**two_levels(links, task_progress=reports))
    (row,) = ask("goal_tasks", unit="a", target="2024")
    # 1 as xã A itself said, 2 as the district's plan stands, 3 nobody has said
    assert (row["basis"], row["total"], row["done"], row["overdue"]) == ("confirmed", 3, 2, 0)


def test_unconfirmed_tasks_of_the_plan_above_are_not_of_the_area(make_store: Make) -> None:
    tables = two_levels({})
    tables["task"] = [work(number, area_code="1", unit_id=plan) for plan, number in ("h1", "a2")]
    (row,) = make_store(**tables)("goal_tasks", unit="a", target="2024")
    assert (row["criterion_code"], row["basis"], row["total"]) == ("1", "area", 1)


def test_the_cascade_leads_are_those_of_links_that_stand(make_store: Make) -> None:
    links = {("h", "1", "c", "1.1"): True, ("h", "2", "c", "1.2"): True}
    scores = [score("a", code, 1, framework_id="c", level="subcriterion") for code in ("1.1",)]
    tables = two_levels(links, score=scores)
    tables["task_link"][1]["task_text"] = "Một chuyện khác hẳn"
    rows = make_store(**tables)("cascade", unit="h", period="2023")
    assert {(row["fed_criterion_code"], row["leads"]) for row in rows} == {("I", "Phòng 1")}
