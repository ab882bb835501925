"""From a district's missing points to the units behind them; tasks proposed by area and wording."""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Callable
from fractions import Fraction
from typing import Any

import pytest

from tests.queries.rows import (
    GROUP,
    Row,
    criterion,
    district,
    framework,
    published,
    score,
    task,
    unit,
    units,
)

Make = Callable[..., Callable[..., list[Row]]]
COMMUNES, OFFICES = "abcd", "xy"
LEAVES = {"1.1": 4, "1.2": 2, "2.1": 5, "2.2": 3}
FEEDS = [("f", "1", "I"), ("f", "2.1", "II"), ("f", "2.2", "II"), ("g", "1", "I")]


def district_store(make_store: Make, points: dict[tuple[str, str], str], **more: Any) -> Any:
    """District h with four communes (framework f) and two offices (framework g)."""
    offices = [
        unit(one, unit_level="phong", unit_group="h/phong", ordinal=place + 10)
        for place, one in enumerate(OFFICES)
    ]
    trees = [
        criterion(code, most, framework_id=name, parent_code=code[0] if "." in code else None)
        for name in "fg"
        for code, most in (("1", 6), ("2", 8), *LEAVES.items())
    ]
    return make_store(
        unit=[district(), *units(*COMMUNES), *offices],
        framework=[
            framework(),
            framework("g", applies_to="h/phong"),
            framework("d", applies_to="t/huyen"),
        ],
        criterion=[
            *trees,
            criterion("I", 8, framework_id="d", ordinal=1),
            criterion("II", 4, framework_id="d", ordinal=2),
        ],
        cascade=[
            {
                "framework_id": below,
                "criterion_code": code,
                "fed_framework_id": "d",
                "fed_criterion_code": fed,
            }
            for below, code, fed in FEEDS
        ],
        score=[
            *(
                score(
                    one,
                    code,
                    float(got),
                    level="subcriterion",
                    framework_id="f" if one in COMMUNES else "g",
                )
                for (one, code), got in points.items()
            ),
            published("h", "I", 75.0, framework_id="d"),
            published("h", "II", None, points=1.5, framework_id="d"),
        ],
        **more,
    )


def made_up(seed: int) -> dict[tuple[str, str], str]:
    chance = random.Random(seed)
    return {
        (one, code): str(chance.randint(0, 4 * most) / 4)
        for one in COMMUNES + OFFICES
        for code, most in LEAVES.items()
        if chance.random() < 0.9
    }


def by_hand(points: dict[tuple[str, str], str]) -> dict[tuple[str, str], Fraction]:
    """(fed criterion, unit) -> what the unit lacks in all criteria that feed it."""
    lost: dict[tuple[str, str], Fraction] = defaultdict(Fraction)
    for (one, code), got in points.items():
        for below, feeding, fed in FEEDS:
            is_of = (one in COMMUNES) == (below == "f")
            if is_of and (code == feeding or code.startswith(feeding + ".")):
                lost[fed, one] += LEAVES[code] - Fraction(got)
    return lost


@pytest.mark.parametrize("seed", range(4))
def test_what_units_lack_behind_the_district_agrees_with_plain_python(
    make_store: Make, seed: int
) -> None:
    points = made_up(seed)
    wanted = by_hand(points)
    answer = district_store(make_store, points)("cascade", unit="h", period="2023")
    assert {(row["fed_criterion_code"], row["unit_id"]): row["missing"] for row in answer} == {
        key: float(lost) for key, lost in wanted.items()
    }
    for row in answer:
        kind = COMMUNES if row["unit_id"] in COMMUNES else OFFICES
        alike = [
            lost
            for (fed, one), lost in wanted.items()
            if fed == row["fed_criterion_code"] and one in kind
        ]
        own = wanted[row["fed_criterion_code"], row["unit_id"]]
        assert row["missing_of_all"] == float(sum(alike))
        assert row["place"] == 1 + sum(other > own for other in alike)
        assert row["place_of"] == len(alike)
        if sum(alike):
            assert row["share_percent"] == pytest.approx(float(own / sum(alike) * 100))


def test_the_district_lacks_by_points_or_by_percent_and_the_most_stands_first(
    make_store: Make,
) -> None:
    answer = district_store(make_store, made_up(1))("cascade", unit="h", period="2023")
    told = dict.fromkeys((row["fed_criterion_code"], row["fed_missing"]) for row in answer)
    assert list(told) == [("II", 2.5), ("I", 2)]


def test_a_commune_sees_its_own_share_only(make_store: Make) -> None:
    ask = district_store(make_store, made_up(2))
    whole = ask("cascade", unit="h", period="2023")
    own = ask("cascade", member="b", period="2023")
    assert {row["unit_id"] for row in own} == {"b"}
    assert own == [row for row in whole if row["unit_id"] == "b"]


def test_a_year_without_results_tells_of_nobody(make_store: Make) -> None:
    ask = district_store(make_store, {("a", "1.1"): "3"})
    assert ask("cascade", unit="h", period="2024") == []


def test_without_a_cascade_nothing_is_invented(make_store: Make) -> None:
    ask = make_store(
        unit=[district(), *units("a")],
        framework=[framework()],
        criterion=[criterion("1", 5)],
        score=[score("a", "1", 3.0)],
    )
    assert ask("cascade", unit="h") == []


# tasks ---------------------------------------------------------------------------------------

NAMES = {
    "1": "Cải cách thủ tục hành chính",
    "1.1": "Thực hiện quy định về gửi thư xin lỗi",
    "1.2": "Công khai thủ tục trên cổng thông tin",
    "2": "Cải cách thể chế",
    "2.1": "Rà soát văn bản quy phạm",
}
PLAN = [
    task("1", area_code="III", area_name="CẢI CÁCH THỦ TỤC HÀNH CHÍNH",
         title="Thư xin lỗi", action="Gửi thư xin lỗi với mọi hồ sơ trễ hẹn", lead="Phòng A"),
    task("2", area_code="III", area_name="CẢI CÁCH THỦ TỤC HÀNH CHÍNH",
         title="Một cửa", action="Sửa trụ sở Bộ phận Một cửa", lead="Phòng B"),
    task("3", area_code="II", area_name="CẢI CÁCH THỂ CHẾ",
         title="Văn bản", action="Lập danh mục và rà soát văn bản quy phạm", lead="Phòng C"),
]  # fmt: skip
WHERE = {"framework": "f", "plan_period": "2024"}
ALL = {**WHERE, "unit_group": GROUP, "plan_unit": "a", "period": "2023", "round": "final"}


def task_store(make_store: Make, *links: Row, plan: list[Row] = PLAN) -> Any:
    tree = [
        criterion(code, None if len(code) == 1 else 2, criterion_name=name,
                  parent_code=code[0] if len(code) > 1 else None, ordinal=place)
        for place, (code, name) in enumerate(NAMES.items())
    ]  # fmt: skip
    return make_store(
        unit=[district(), *units("a", "b")],
        framework=[framework()],
        criterion=tree,
        task=plan,
        task_link=list(links),
        score=[
            score(one, code, got, level="subcriterion")
            for one in "ab"
            for code, got in (("1.1", 0.5), ("1.2", 1.0), ("2.1", 2.0))
        ],
    )


def link(number: str, code: str, *, is_served: bool = True, text: str | None = None) -> Row:
    (one,) = [row for row in PLAN if row["number"] == number]
    return {
        "plan_unit_id": "h",
        "plan_period_id": "2024",
        "area_code": one["area_code"],
        "task_group": one["task_group"],
        "number": number,
        "action_number": 1,
        "framework_id": "f",
        "criterion_code": code,
        "is_served": is_served,
        "task_text": text or one["action"],
        "criterion_name": NAMES.get(code, "Tiêu chí cũ"),
    }


def test_a_task_is_proposed_by_its_area_and_its_words_and_says_why(make_store: Make) -> None:
    answer = task_store(make_store)("criteria_tasks", unit="a", **WHERE)
    told = [(r["criterion_code"], r["number"], r["state"], r["same_area"]) for r in answer]
    assert told == [("1.1", "1", "proposed", True), ("2.1", "3", "proposed", True)]
    assert answer[0]["shared_pairs"] == "gửi thư | thư xin | xin lỗi"


def test_what_was_refused_is_not_proposed_again_and_every_task_can_be_looked_at(
    make_store: Make,
) -> None:
    ask = task_store(make_store, link("1", "1.1", is_served=False), link("2", "1.1"))
    answer = ask("criteria_tasks", unit="a", criterion="1.1", **WHERE)
    assert [(row["number"], row["state"]) for row in answer] == [
        ("2", "confirmed"),
        ("1", "refused"),
    ]
    every = ask("criteria_tasks", unit="a", criterion="1.1", every=True, **WHERE)
    assert [(row["number"], row["state"]) for row in every][2:] == [("3", "other")]


def test_a_proposal_does_not_serve_and_a_confirmed_task_does(make_store: Make) -> None:
    before = task_store(make_store)("criteria_served", **ALL)
    assert [(r["criterion_code"], r["missing"], r["confirmed"], r["proposed"]) for r in before] == [
        ("1.1", 1.5, 0, 1),
        ("1.2", 1, 0, 0),
        ("2.1", 0, 0, 1),
    ]
    assert (before[0]["unserved_lacking"], before[0]["unserved_missing"]) == (2, 2.5)
    after = task_store(make_store, link("1", "1.1"))("criteria_served", **ALL)
    assert (after[0]["is_served"], after[0]["leads"]) == (True, "Phòng A")
    assert (after[0]["unserved_lacking"], after[0]["unserved_missing"]) == (1, 1)


def test_what_serves_a_criterion_says_who_confirmed_or_rejected_it_and_when(
    make_store: Make,
) -> None:
    lan = {"decided_by": "Chị Lan", "decided_at": "2024-05-03 09:00:00"}
    minh = {"decided_by": "Anh Minh", "decided_at": "2024-05-04 09:00:00"}
    ask = task_store(
        make_store,
        link("1", "1.1") | lan,
        link("2", "1.1", is_served=False) | minh,
        link("3", "2.1") | {"decided_at": "2024-05-04 09:00:00"},
    )
    told = {row["criterion_code"]: row["decided"] for row in ask("criteria_served", **ALL)}
    assert told["1.1"] == "Bác: Anh Minh, 04/05/2024; Xác nhận: Chị Lan, 03/05/2024"
    assert told["1.2"] is None
    assert told["2.1"] == "Xác nhận: không ghi tên, 04/05/2024"


@pytest.mark.parametrize(
    ("one", "state"),
    [
        (link("1", "1.1"), "stands"),
        (link("1", "9.9"), "criterion_gone"),
        (link("1", "1.1") | {"number": "8"}, "task_gone"),
        (link("1", "1.1", text="Mua sắm máy tính cho xã"), "task_changed"),
    ],
)
def test_a_link_whose_task_or_criterion_changed_is_shown_as_such_and_serves_nothing(
    make_store: Make, one: Row, state: str
) -> None:
    ask = task_store(make_store, one)
    (told,) = ask("task_links")
    assert (told["state"], told["task_text"]) == (state, one["task_text"])
    assert any(row["is_served"] for row in ask("criteria_served", **ALL)) == (state == "stands")
