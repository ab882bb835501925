"""Rows of the year's outlook as sentences, tables and plans."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pandas as pd
import pytest

from cchc.improvement import Goal, Level, Offer, Outlook, outcome, shortest
from cchc.plans import Item, Plan
from cchc.ui import year_end

STEPS = pd.DataFrame(
    {
        "criterion_code": ["1.1"] * 3,
        "rule": ["steps"] * 3,
        "at_percent": [80.0, 90.0, 100.0],
        "points": [1.0, 1.5, 2.0],
    }
)


def row(code: str, rule: str = "open", **values: Any) -> dict[str, Any]:
    return {
        "criterion_code": code,
        "criterion_name": f"Tiêu chí {code}",
        "area_code": code[0],
        "max_points": 2.0,
        "certain": 0.0,
        "winnable": 0.0,
        "lost": 0.0,
        "waiting": 0.0,
        "not_applicable": 0.0,
        "rule": rule,
        "waits_for": None,
        "round": None,
        "points": None,
        "self_points": None,
        "indicator_name": None,
        "indicator_percent": None,
        "indicator_period_id": None,
        "indicator_points": None,
        **values,
    }


ROWS = pd.DataFrame(
    [
        row("1.1", "trial", waiting=1.0, winnable=1.0, waits_for="appraisal", points=1.0),
        row("1.2", "final", certain=1.5, lost=0.5, points=1.5),
        row("2.1", "open", winnable=2.0),
        row("2.2", "survey", waiting=2.0, waits_for="survey"),
    ]
)
OWNERS = pd.DataFrame(
    {
        "area_code": ["1", "2"],
        "owner": ["Phòng Nội vụ", None],
        "owner_basis": ["above", None],
        "task_count": [3, 0],
    }
)


def outlook(*points: float) -> Outlook:
    return Outlook(*(Decimal(str(one)) for one in points))


TASKS = pd.DataFrame(
    {
        "criterion_code": ["1.1", "1.1", "2.1", "2.1"],
        "state": ["proposed", "confirmed", "proposed", "refused"],
        "lead": ["Văn phòng", "Phòng Tư pháp", "Văn phòng", "Phòng Y tế"],
        "title": ["Nội dung"] * 4,
        "action": ["Đôn đốc", "Rà soát", "Số hóa", "Việc khác"],
    }
)
DUTIES = year_end.duties(ROWS, OWNERS, TASKS[:0])


# sentences --------------------------------------------------------------------------------------


def test_the_headline_says_what_is_certain_and_what_can_be_won() -> None:
    now = outlook(61.5, 18, 4.5, 16)
    assert year_end.headline(now) == "Chắc chắn 61,5 điểm; còn phấn đấu 18"


def test_the_sentence_says_what_is_lost_and_what_is_waited_for() -> None:
    survey = pd.DataFrame([row("1.1", "survey", waiting=16.0, waits_for="survey")])
    assert (
        year_end.losses(outlook(61.5, 18, 4.5, 16), survey)
        == "Đã mất 4,5 điểm; chờ khảo sát 16 điểm."
    )
    assert year_end.losses(year_end.outlook(ROWS), ROWS) == (
        "Đã mất 0,5 điểm; chờ khảo sát 2 điểm; chờ thẩm định 1 điểm."
    )


def test_where_nobody_has_scored_anything_nothing_is_known_to_be_kept() -> None:
    rows = pd.DataFrame(
        [row("1", winnable=2.0), row("2", "survey", waiting=2.0, waits_for="survey")]
    )
    assert year_end.losses(year_end.outlook(rows), rows) == (
        "Chưa có điểm nào được chấm; chờ khảo sát 2 điểm."
    )


def test_the_day_bounds_the_months_and_no_round() -> None:
    held = pd.DataFrame({"round": ["appraised", "trial"]})
    day = date(2024, 9, 30)
    assert year_end.caption("Xã A", day, held, "") == (
        "Xã A · vòng thẩm định lần 1 · số liệu tháng tính đến hết ngày 30/09/2024"
    )
    assert year_end.caption("Xã A", day, held, "trial").startswith("Xã A · vòng tự chấm thử · ")
    assert year_end.caption("Xã A", day, held.iloc[:0], "") == (
        "Xã A · tính đến hết ngày 30/09/2024"
    )
    assert year_end.caption("Xã A", None, held.iloc[:0], "") == "Xã A"


def test_what_does_not_apply_is_said_with_the_smaller_maximum() -> None:
    rows = pd.DataFrame(
        [row("1", "final", certain=84.0), row("2", "not_applicable", not_applicable=16.0)]
    )
    assert year_end.losses(year_end.outlook(rows), rows) == (
        "Chưa mất điểm nào. Không áp dụng 16 điểm, tính trên 84 điểm."
    )


@pytest.mark.parametrize(
    ("goal", "said"),
    [
        (
            Goal(Decimal(84)),
            "Mục tiêu từ 84% trở lên cần 84 điểm: phần chắc chắn còn thiếu 22,5 điểm.",
        ),
        (
            Goal(Decimal(84), True),
            "Mục tiêu trên 84% cần hơn 84 điểm: phần chắc chắn còn thiếu hơn 22,5 điểm.",
        ),
        (Goal(Decimal(60)), "Mục tiêu từ 60% trở lên cần 60 điểm: phần chắc chắn đã đủ."),
        (
            Goal(Decimal("95.5"), True),
            "✕ Không còn khả năng đạt: mục tiêu trên 95,5% cần hơn 95,5 điểm, "
            "nhiều nhất còn được 95,5.",
        ),
    ],
)
def test_where_the_target_stands(goal: Goal, said: str) -> None:
    now = outlook(61.5, 18, 4.5, 16)
    assert year_end.about_target(now, goal, None, False, "2024") == said


def test_without_a_target_the_reader_is_asked_for_one() -> None:
    now = outlook(61.5, 18, 4.5, 16)
    assert "chưa có mục tiêu chỉ số chung năm 2024. Nhập mục tiêu riêng" in year_end.about_target(
        now, None, None, False, "2024"
    )
    growth = {"raw_text": "Tăng ít nhất 1,5%", "target_percent": float("nan")}
    assert year_end.about_target(now, None, growth, False, "2024").startswith(
        "Mục tiêu “Tăng ít nhất 1,5%” không quy được ra chỉ số."
    )


def test_of_a_growth_it_is_said_why_it_is_no_line_on_the_bar() -> None:
    growth = {"raw_text": "Tăng ít nhất 1,5%", "target_percent": None, "measure": "growth"}
    assert "điểm % hay theo tỷ lệ nên không quy ra chỉ số." in year_end.about_target(
        outlook(61.5, 18, 4.5, 16), None, growth, False, "2024"
    )


def test_the_readers_own_goal_goes_before_the_plans() -> None:
    total = {"target_percent": 85.0, "comparator": ">"}
    assert year_end.goal(total, None) == Goal(Decimal(85), strict=True)
    assert year_end.goal(total, 90.0) == Goal(Decimal(90))
    assert year_end.goal(None, None) is None
    assert year_end.goal({"target_percent": 10.0, "comparator": "<"}, None) is None


def test_the_shortest_list_is_said_with_what_it_counts_on() -> None:
    now = outlook(80, 5, 5, 10)
    given = [Offer("1.1", (Level(Decimal(3)),)), Offer("1.2", (Level(Decimal(2)),))]
    goal = Goal(Decimal(84))

    def said(goal: Goal, assumed: int = 0) -> str:
        found = shortest(now, given, goal, Decimal(assumed))
        return year_end.about_shortest(
            found, now, ROWS[ROWS.rule == "survey"], goal, Decimal(assumed)
        )

    assert said(goal) == ("Ngắn nhất để đạt mục tiêu: 2 tiêu chí, 5 điểm, chưa kể điểm đang chờ.")
    assert said(goal, 2) == (
        "Ngắn nhất để đạt mục tiêu: 1 tiêu chí, 2 điểm, khi được 2 trong 10 điểm đang chờ."
    )
    assert said(Goal(Decimal(90), True)) == (
        "Được hết 5 điểm còn phấn đấu vẫn chưa đủ: chỉ đạt nếu khảo sát được hơn 5 trong 10 điểm "
        "đang chờ."
    )
    assert said(Goal(Decimal(80))) == "Không cần thêm điểm nào để đạt mục tiêu."
    assert said(Goal(Decimal(96))) == (
        "Không có danh sách nào đạt mục tiêu: phần còn lại không đủ."
    )


def test_needed_points_are_never_written_as_fewer() -> None:
    now = outlook(20, 5, 5, 3)
    said = year_end.about_target(now, Goal(Decimal("66.67")), None, False, "2024")
    assert "cần 22,01 điểm" in said  # 66,67 % of 33 is 22,0011


def test_every_rule_has_words() -> None:
    rules = "not_applicable final survey_scored appraised_2 appraised appraised_alone survey self "
    rules += "self_confirmed indicator trial yearly year_over open"
    for rule in rules.split():
        told = row(
            "1", rule, round="final", indicator_name="Đúng hạn", indicator_period_id="2024-09"
        )
        assert year_end.rule_words(told)


# what can be won ---------------------------------------------------------------------------------


def test_levels_begin_above_what_is_held_or_claimed() -> None:
    first, second = year_end.offers(ROWS, STEPS)
    assert [(one.points, one.at_percent) for one in first.levels] == [
        (Decimal("0.5"), Decimal(90)),
        (Decimal(1), Decimal(100)),
    ]
    assert (second.code, second.most) == ("2.1", Decimal(2))


def test_of_two_levels_ticked_the_higher_counts_once() -> None:
    given = year_end.offers(ROWS, STEPS)
    assert year_end.chosen(given, [True, True, False]) == {"1.1": Decimal(1)}
    assert year_end.chosen(given, [False, False, True]) == {"2.1": Decimal(2)}


def test_lines_to_tick_say_level_gain_and_owner() -> None:
    given = year_end.offers(ROWS, STEPS)
    lines = year_end.editor(given, year_end.ticked(given, {"1.1": Decimal(1)}), ROWS, DUTIES)
    assert list(lines["Chọn"]) == [False, True, False]
    assert list(lines["Mức phải đạt"]) == ["từ 90%: 1,5 điểm", "từ 100%: 2 điểm", "2 điểm"]
    assert list(lines["Thêm (điểm)"]) == ["+0,5", "+1", "+2"]
    assert list(lines["Chủ trì"])[1:] == [
        "Phòng Nội vụ (theo mục tiêu, kế hoạch…",  # the table under them has all of it
        "Chưa rõ chủ trì",
    ]
    picked = {"1.1": Decimal(1)}
    assert list(year_end.plan_table(picked, given, ROWS, DUTIES)["Chủ trì"]) == [
        "Phòng Nội vụ (theo mục tiêu, kế hoạch của cấp trên)"
    ]


def test_a_confirmed_work_names_the_owner_a_proposed_one_does_not() -> None:
    duty = year_end.duties(ROWS, OWNERS, TASKS)
    assert (duty["1.1"].owner, duty["1.1"].work) == ("Phòng Tư pháp", "Rà soát")
    assert (duty["2.1"].owner, duty["2.1"].work) == (
        "Chưa rõ chủ trì",
        "Đề xuất, chưa xác nhận: Số hóa",
    )
    assert duty["1.2"].work == "Chưa gắn việc; lĩnh vực có 3 việc"
    assert duty["2.2"].work == "Chưa gắn việc nào của kế hoạch"


def test_the_owner_named_with_the_target_stands_before_all() -> None:
    named = OWNERS.assign(owner_basis=["target", None])
    assert year_end.duties(ROWS, named, TASKS)["1.1"].owner == "Phòng Nội vụ"


def test_a_plan_keeps_the_points_to_reach_so_that_later_points_shorten_it() -> None:
    given = year_end.offers(ROWS, STEPS)
    kept = year_end.items({"1.1": Decimal("0.5")}, ROWS)
    assert kept == (Item("1.1", Decimal("1.5")),)
    plan = Plan("h.a", "2024", "f", "A", kept)
    assert year_end.of_plan(plan, given, ROWS) == {"1.1": Decimal("0.5")}
    later = ROWS.assign(waiting=[1.5, 0, 0, 2.0], winnable=[0.5, 0, 2.0, 0])
    assert year_end.of_plan(plan, year_end.offers(later, STEPS), later) == {}


def test_plans_stand_side_by_side() -> None:
    now = year_end.outlook(ROWS)
    plan = Plan("h.a", "2024", "f", "A", (Item("2.1", Decimal(2)),), Decimal(1))
    then = outcome(now, [Decimal(2)], plan.assumed, Goal(Decimal(50)), {"Khá": Decimal(50)})
    (line,) = year_end.plans_table([(plan, then)]).to_dict("records")
    assert (line["Chỉ số (%)"], line["Xếp loại"], line["Số tiêu chí"]) == (56.25, "Khá", 1)
    assert line["So với mục tiêu"] == "● Đạt mục tiêu"


def test_the_table_of_criteria_gives_the_reason_of_each() -> None:
    reasons = list(year_end.leaf_table(ROWS)["Căn cứ"])
    assert reasons[0] == "Chấm thử 1 điểm, chờ thẩm định; phần còn lại còn phấn đấu"
    assert reasons[3] == "Chờ kết quả khảo sát"
