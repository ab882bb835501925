"""Mục tiêu: what a target is, how it stands, what serves it, and years that do not compare."""

from __future__ import annotations

import re

import pandas as pd
import pytest

from cchc.ui import goals
from tests.pages.reading import Open, tables_of, texts, title

MINH_HOA = "minh-hoa.mh"
TAM_DUONG = "lai-chau.tam-duong"
DUC_HOP = "hung-yen.kim-dong.duc-hop"
TRIED: dict[str, object] = {
    "latest_percent": 72.0,
    "latest_period_id": "2024",
    "latest_round": "appraised",
}


def goal(code: str = "1", **values: object) -> dict[str, object]:
    """A goal of 75 %, from 70 %."""
    return {
        "criterion_code": code,
        "criterion_name": f"Tiêu chí {code}",
        "level": "component",
        "baseline_percent": 70.0,
        "baseline_period_id": "2023",
        "comparator": ">",
        "target_percent": 75.0,
        "raw_text": "Trên 75%",
        "gap_to_target": 5.0,
        "must_rise": True,
        "status": "not_assessable",
        "measure": "index",
        "comparability": "comparable",
        **values,
    }


def of(*rows: dict[str, object]) -> pd.DataFrame:
    return goals.goals(pd.DataFrame(list(rows)), pd.DataFrame())


def test_targets_that_are_no_percentages_say_what_they_are(open_page: Open) -> None:
    page = open_page("muc_tieu.py", MINH_HOA)
    tables = [one.value for one in tables_of(page) if "Loại mục tiêu" in one.value.columns]
    kinds = dict(zip(tables[0]["Mục tiêu 2024"], tables[0]["Loại mục tiêu"], strict=True))
    assert kinds["Tăng ít nhất 0,7% so với năm 2023"] == "mức tăng"
    assert kinds["Trên 85%"] == ""
    assert "không quy được ra tỷ lệ" in texts(page)


def test_a_task_says_who_confirmed_or_rejected_what_it_serves_and_when() -> None:
    own = {"area_code": "I", "task_group": None, "action_number": 1}
    work = pd.DataFrame(
        [{"unit_id": "h", "period_id": "2024", "number": number, **own} for number in "123"]
    )
    link = {"plan_unit_id": "h", "plan_period_id": "2024", "criterion_name": "Sáng kiến", **own}
    lan = {"decided_by": "Chị Lan", "decided_at": pd.Timestamp("2024-05-03 09:00")}
    links = pd.DataFrame(
        [
            link | lan | {"number": "1", "criterion_code": "1.5", "is_served": True},
            link | lan | {"number": "1", "criterion_code": "1.6", "is_served": False},
            link | lan | {"number": "2", "criterion_code": "1.5", "is_served": True},
        ]
    ).assign(state=["stands", "stands", "task_changed"])
    links.loc[1, "decided_by"] = None
    shown = goals.with_decisions(pd.DataFrame({"Số": work["number"]}), work, links)
    assert list(shown["Quyết định của cán bộ"].fillna("")) == [
        "Phục vụ 1.5. Sáng kiến (Chị Lan, 03/05/2024); "
        "Không phục vụ 1.6. Sáng kiến (không ghi tên, 03/05/2024)",
        "",
        "",
    ]
    nobody = goals.with_decisions(pd.DataFrame({"Số": work["number"]}), work, links.head(0))
    assert list(nobody.columns) == ["Số"]


def test_it_is_said_whether_tasks_were_confirmed_or_are_of_the_area() -> None:
    served = pd.DataFrame(
        {
            "criterion_code": ["1", "2"],
            "basis": ["confirmed", "area"],
            "total": [2, 8],
            "done": [1, 0],
            "overdue": [0, 3],
            "leads": [1, 2],
        }
    )
    table = goals.target_table(of(goal("1"), goal("2"), goal("3")), "2023", "2024", served)
    assert list(table["Nhiệm vụ phục vụ"]) == [
        "2 việc đã xác nhận, xong 1",
        "8 việc cùng lĩnh vực, quá hạn 3",
        "chưa có",
    ]


def test_the_tasks_of_each_goals_area_stand_beside_it(open_page: Open) -> None:
    page = open_page("muc_tieu.py", MINH_HOA)
    served_by = "Nhiệm vụ phục vụ"
    (table,) = [one.value for one in tables_of(page) if served_by in one.value.columns]
    served = dict(zip(table["STT"], table[served_by], strict=True))
    assert re.fullmatch(r"\d+ việc cùng lĩnh vực(, xong \d+)?(, quá hạn \d+)?", served["III"])
    (total,) = table.loc[table["Chỉ số thành phần"].str.contains("Chỉ số cải cách"), served_by]
    assert total == "", "the whole index has no area"


def test_from_a_baseline_that_does_not_compare_no_gap_is_told() -> None:
    told = of(
        goal("1", comparability="not_comparable", comparability_reason="đổi bộ tiêu chí"),
        goal("2", comparability="not_comparable", latest_percent=72.0, gap_to_target=3.0),
        goal("3"),
    )
    assert [None if pd.isna(one) else one for one in told["gap_to_target"]] == [None, 3.0, 5.0]
    assert goals.farthest_from_to(told) == "Tiêu chí 3 xa nhất: 70% → trên 75%."
    marks = goals.marks(told)
    assert list(marks["baseline_percent"].isna()) == [True, True, False]


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ({}, ""),
        ({"measure": "count", "target_percent": None}, "số đếm"),
        ({"measure": "qualitative", "target_percent": None}, "không có số"),
        ({"measure": "growth", "target_percent": None}, "mức tăng"),
        ({"target_percent": None, "target_rank": 3}, "thứ hạng"),
        ({"target_percent": None}, "theo năm gốc"),
    ],
)
def test_every_kind_of_target_has_its_word(values: dict[str, object], expected: str) -> None:
    assert goals._measure(of(goal() | values).iloc[0].to_dict()) == expected


def test_states_are_counted_in_their_words() -> None:
    told = of(goal("1", status="met"), goal("2", status="not_met"), goal("3", status="met"))
    assert goals.states(told) == "● Đạt mục tiêu: 2  ·  ▲ Chưa đạt: 1"
    assert goals.states(of(goal())) == ""


def test_ranks_aimed_at_are_counted_where_they_are_known() -> None:
    assert goals.ranks(of(goal())) == ""
    told = of(goal("1", rank_met=True), goal("2", rank_met=False), goal("3"))
    assert goals.ranks(told) == "Thứ hạng: 1/2 chỉ số đạt hạng mục tiêu."


def test_the_plans_tasks_are_listed_only_when_asked_for(open_page: Open) -> None:
    page = open_page("muc_tieu.py", MINH_HOA)
    assert "88 nhiệm vụ phục vụ mục tiêu" in [one.label for one in page.expander]
    assert not [one for one in tables_of(page) if "Việc phải làm" in one.value.columns]


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ({}, "Chỉ số chung phải tăng để đạt mục tiêu 2024"),
        ({"must_rise": False}, "Chỉ số chung có mục tiêu 2024, chưa có kết quả năm ấy để so"),
        ({"status": "at_risk", **TRIED}, "Chỉ số chung có nguy cơ không đạt mục tiêu 2024"),
        (
            {"status": "impossible", **TRIED},
            "Chỉ số chung không còn khả năng đạt mục tiêu 2024",
        ),
        (TRIED, "Chỉ số chung chưa thấy nguy cơ không đạt mục tiêu 2024"),
        (
            {"status": "met", "latest_percent": 80.0, "latest_round": "final"},
            "Chỉ số chung đạt mục tiêu 2024",
        ),
    ],
)
def test_a_unit_whose_only_target_is_of_the_total_has_a_target(
    values: dict[str, object], expected: str
) -> None:
    assert goals.targets(of(goal("total", level="total", **values)), "2024") == expected


def test_the_headline_is_not_milder_than_the_table() -> None:
    lost, risk = goal("1", status="impossible", **TRIED), goal("2", status="at_risk", **TRIED)
    total = goal("total", level="total", status="at_risk", **TRIED)
    fine = goal("1", **TRIED)
    assert "1/1 chỉ số thành phần không còn khả năng đạt" in goals.targets(of(lost), "2024")
    assert "2/2 chỉ số thành phần có nguy cơ không đạt" in goals.targets(of(lost, risk), "2024")
    assert goals.targets(of(fine, total), "2024") == (
        "Chỉ số chung có nguy cơ không đạt mục tiêu 2024; không chỉ số thành phần nào như vậy"
    )


def test_a_code_made_for_what_no_framework_names_is_never_shown() -> None:
    made = goal("khac|100 ho so dung han", criterion_name="100% hồ sơ đúng hạn")
    table = goals.target_table(of(made, goal("1.2")), "2023", "2024", pd.DataFrame())
    assert list(table["STT"]) == ["", "1.2"]
    assert list(goals.marks(of(made))["name"]) == ["100% hồ sơ đúng hạn"]


def test_items_of_the_survey_have_a_table_of_their_own(open_page: Open) -> None:
    """They are numbered from 1 again, and are no components."""
    page = open_page("muc_tieu.py", MINH_HOA)
    plan, surveyed = (one.value for one in tables_of(page) if "Mục tiêu 2024" in one.value.columns)
    assert "Chỉ số thành phần" in plan.columns
    assert list(surveyed["STT"]) == list("123456")
    assert not set(surveyed["Nội dung khảo sát"]) & set(plan["Chỉ số thành phần"])


def test_one_round_of_all_is_named_in_the_heading_several_in_a_column() -> None:
    one = goal("1", **TRIED)
    other = {**goal("2", **TRIED), "latest_round": "self"}
    alike = goals.target_table(of(one, one), "2023", "2024", pd.DataFrame())
    assert "Năm 2024 (thẩm định lần 1) (%)" in alike.columns
    assert "Vòng chấm" not in alike.columns
    apart = goals.target_table(of(one, other), "2023", "2024", pd.DataFrame())
    assert list(apart["Vòng chấm"]) == ["thẩm định lần 1", "tự chấm"]
    assert goals.latest_said(of(one)) == "kết quả năm 2024 (thẩm định lần 1)"
    assert goals.latest_said(of(one, other)) == "kết quả mới nhất"


def test_before_the_last_round_no_risk_is_seen_rather_than_there_is_none(open_page: Open) -> None:
    assert goals.targets(of(goal("1", **TRIED)), "2024").startswith("Chưa thấy chỉ số thành phần")
    done = {"latest_percent": 80.0, "latest_round": "final", "status": "met"}
    assert goals.targets(of(goal("1", **done)), "2024").startswith("Không có chỉ số thành phần")


def test_a_unit_without_a_target_is_told_what_to_load(open_page: Open) -> None:
    told = texts(open_page("muc_tieu.py", DUC_HOP))
    assert "Nạp bảng mục tiêu của đơn vị ở trang [Nhập số liệu](nhap-so-lieu)." in told
    assert "[Nhập số liệu]" not in texts(open_page("muc_tieu.py", MINH_HOA))


def test_a_target_to_grow_is_one_that_must_rise(open_page: Open) -> None:
    """Five below their number, "Tiếp tục cải thiện hơn", "Tăng ít nhất 0,7%": seven of nine."""
    page = open_page("muc_tieu.py", MINH_HOA)
    assert title(page) == "7/9 chỉ số thành phần và SIPAS phải tăng để đạt mục tiêu 2024"
