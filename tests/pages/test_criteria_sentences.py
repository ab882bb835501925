"""What the page on criteria says, made of rows alone."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pandas as pd
import pytest

from cchc.ui import criteria
from cchc.ui.criteria import Choice

CHOICE = Choice(
    framework="f",
    framework_name="Bộ tiêu chí F",
    period="2023",
    round="final",
    finest_level="subcriterion",
    unit="a",
    unit_group=None,
    peers="h/xa",
    whom="xã A",
    unit_count=1,
    illustrative=False,
)


def missing(*lost: float, measure: str = "points", count: int | None = None) -> pd.DataFrame:
    """Leaves of areas 1, 2, … as the query gives them, the most missing first."""
    total = sum(lost)
    so_far = 0.0
    rows = []
    for place, one in enumerate(lost, 1):
        so_far += one
        rows.append(
            {
                "criterion_code": f"{place}.1",
                "criterion_name": f"Tiêu chí {place}",
                "parent_code": str(place),
                "area_code": str(place),
                "is_leaf": True,
                "measure": measure,
                "missing": one,
                "max_points": 2.0,
                "leaf_place": place,
                "leaf_percent": so_far / total * 100 if total else None,
                "sibling_percent": 100.0,
                "lagging_leaves": sum(value > 0 for value in lost),
                "leaves": len(lost),
                "total_missing": total,
                "mean_missing": total / len(lost),
                "unit_count": count or 1,
                "units_lacking": 1,
            }
        )
    return pd.DataFrame(rows)


NO_LINKS = pd.DataFrame(columns=["state", "is_served", "lead"])


@pytest.mark.parametrize(
    ("lost", "said"),
    [
        ((1.0,) * 20, "10 tiêu chí thành phần chiếm 50% điểm chưa đạt"),
        ((1.0, 0.5, 0.0), "2/3 tiêu chí thành phần chưa đạt điểm tối đa"),
        ((0.0, 0.0), "Mọi tiêu chí thành phần đã chấm đều đạt điểm tối đa"),
    ],
)
def test_the_headline_counts_what_falls_short(lost: tuple[float, ...], said: str) -> None:
    assert criteria.headline(missing(*lost), CHOICE) == said


def test_the_figure_says_of_several_units_that_it_is_their_mean() -> None:
    rows = missing(7.4, 5.0)
    assert criteria.total(rows, CHOICE) == "12,4 điểm chưa đạt"
    group = replace(CHOICE, unit=None, unit_group="h/xa", unit_count=15)
    assert criteria.total(rows, group) == "12,4 điểm chưa đạt, trung bình một đơn vị"
    assert group.caption.endswith("trung bình 15 đơn vị")
    percents = criteria.total(missing(50.0, 25.0, measure="percent"), CHOICE)
    assert percents == "37,5 điểm % chưa đạt, trung bình một tiêu chí thành phần"


def links(**values: Any) -> pd.DataFrame:
    return pd.DataFrame([{"state": "stands", "is_served": True, "lead": "Phòng B"} | values])


@pytest.mark.parametrize(
    ("of", "owner", "lead"),
    [
        (links(), "Phòng A", "chủ trì: Phòng B"),
        (links(is_served=False), "Phòng A", "chủ trì: Phòng A"),
        (links(state="task_gone"), None, "chưa xác nhận nhiệm vụ nào phục vụ tiêu chí này"),
        (NO_LINKS, None, "chưa xác nhận nhiệm vụ nào phục vụ tiêu chí này"),
    ],
)
def test_who_leads_is_said_only_as_far_as_confirmed_or_planned(
    of: pd.DataFrame, owner: str | None, lead: str
) -> None:
    said = criteria.largest(missing(1.5, 0.5), CHOICE, of, owner)
    assert said == f"Lớn nhất: 1.1. Tiêu chí 1 (thiếu 1,5/2 điểm); {lead}."


def test_the_largest_says_how_many_lack_as_much() -> None:
    said = criteria.largest(missing(1.0, 1.0, 1.0), CHOICE, NO_LINKS, None)
    assert "(thiếu 1/2 điểm), cùng 2 tiêu chí thành phần khác;" in said


def test_levels_to_open_stand_in_the_order_of_their_codes() -> None:
    rows = missing(1.0)
    parents = [
        {**rows.iloc[0], "criterion_code": code, "is_leaf": False}
        for code in ("10", "2", "2.10", "2.9")
    ]
    names = criteria.places(pd.concat([rows, pd.DataFrame(parents)]), "tiêu chí thành phần")
    assert list(names) == ["", "linh-vuc", "2", "2.9", "2.10", "10"]


def test_bars_tell_the_points_and_the_running_share() -> None:
    told = criteria.bars(missing(1.5, 0.5), criteria.LEAVES)
    assert list(told["end_text"]) == ["1,50 · cộng dồn 75%", "0,50 · cộng dồn 100%"]


def test_words_that_go_on_from_each_other_are_one_phrase() -> None:
    assert (
        criteria.phrases("gửi thư | thư xin | xin lỗi | một cửa") == "“gửi thư xin lỗi”, “một cửa”"
    )


CELL = {
    "unit_name": "xã B",
    "criterion_code": "1.1",
    "criterion_name": "Kế hoạch",
    "status": "scored",
    "points": 0.75,
    "max_points": 1.0,
    "missing": 0.25,
    "measure": "points",
    "note": None,
}


def test_a_picked_cell_says_its_points_and_its_rounds() -> None:
    rounds = pd.DataFrame(
        [
            {
                "self_points": 1.0,
                "appraised_points": 0.75,
                "appraised_2_points": None,
                "final_points": 0.75,
            }
        ]
    )
    assert criteria.cell_words(CELL, rounds) == (
        "Xã B, 1.1. Kế hoạch: 0,75/1 điểm, thiếu 0,25/1 điểm; "
        "tự chấm 1, thẩm định lần 1 0,75, cuối cùng 0,75."
    )
    none = CELL | {"status": "not_applicable", "missing": None, "note": "Không phát sinh"}
    assert criteria.cell_words(none, rounds.head(0)) == (
        "Xã B, 1.1. Kế hoạch: không áp dụng (Không phát sinh)."
    )


def test_a_picked_place_is_the_cell_of_that_unit_and_criterion() -> None:
    cells = pd.DataFrame(
        [
            {"unit_name": unit, "criterion_code": code, "missing": lost}
            for unit, code, lost in (
                ("xã B", "1.1", 0.5),
                ("xã B", "1.2", None),
                ("xã A", "1.1", 0),
                ("xã A", "1.2", 1),
            )
        ]
    )
    assert list(criteria.grid(cells)["Đơn vị"]) == ["xã B", "xã A"]
    cell = criteria.picked(cells, (1, "1.2"))
    assert cell is not None
    assert cell["missing"] == 1
    assert criteria.picked(cells, None) is None
    assert criteria.picked(cells, (1, "Đơn vị")) is None


@pytest.mark.parametrize(
    ("before", "said"),
    [
        ("full", "Năm 2021 đạt tối đa"),
        ("not_scored", "Năm 2021 không chấm hoặc không áp dụng"),
        ("not_comparable", "Năm 2021 không so được: bộ tiêu chí khác"),
        ("no_data", "Năm 2021 chưa có số liệu"),
        ("unit_changed", "Năm 2021 không so được: đơn vị đã chia tách hoặc nhận một phần"),
        ("former_full", "Năm 2021 có đơn vị cũ đạt tối đa"),
        ("former_no_data", "Năm 2021 chưa đủ số liệu của các đơn vị cũ"),
    ],
)
def test_why_the_years_in_a_row_begin_there_is_said(before: str, said: str) -> None:
    assert criteria.before_words({"before": before, "year_before": 2021}) == said


# the drill ---------------------------------------------------------------------------------------


def tree() -> pd.DataFrame:
    """Area 1 with criterion 1.1 and its two leaves."""
    rows = [("1", None), ("1.1", "1"), ("1.1.1", "1.1"), ("1.1.2", "1.1")]
    return pd.DataFrame(
        {
            "criterion_code": [code for code, _ in rows],
            "criterion_name": [f"Tên {code}" for code, _ in rows],
            "parent_code": [parent for _, parent in rows],
            "is_leaf": [code.count(".") == 2 for code, _ in rows],
            "missing": [2.0, 2.0, 1.5, 0.5],
            "area_code": "1",
        }
    )


@pytest.mark.parametrize(
    ("inside", "over"),
    [
        (criteria.LEAVES, []),
        (criteria.AREAS, []),
        ("1", [criteria.AREAS]),
        ("1.1", [criteria.AREAS, "1"]),
    ],
)
def test_one_goes_up_to_every_level_over_the_open_one(inside: str, over: list[str]) -> None:
    assert list(criteria.above(tree(), inside)) == over


def test_what_a_click_does_is_said_of_what_the_figure_shows() -> None:
    assert "mở bên trong" in criteria.how_to_open(tree(), criteria.AREAS)
    assert "mở bên trong" in criteria.how_to_open(tree(), "1")
    assert "xem thêm về tiêu chí ấy" in criteria.how_to_open(tree(), "1.1")
    assert "xem thêm về tiêu chí ấy" in criteria.how_to_open(tree(), criteria.LEAVES)


def test_a_picked_sub_criterion_says_what_it_lacks_of_how_many_and_who_leads() -> None:
    row = missing(0.9, count=15).iloc[0].to_dict()
    said = criteria.picked_leaf(row, NO_LINKS, "Phòng Nội vụ")
    assert said.startswith(
        "1.1. Tiêu chí 1: thiếu 0,9/2 điểm; 1/15 đơn vị chưa đạt; chủ trì: Phòng Nội vụ. "
    )
    alone = criteria.picked_leaf(missing(0.9).iloc[0].to_dict(), NO_LINKS, None)
    assert "đơn vị chưa đạt" not in alone
    assert "chưa xác nhận nhiệm vụ nào" in alone


def test_the_plan_names_who_leads_a_criterion_else_its_area() -> None:
    targets = pd.DataFrame(
        {"criterion_code": ["1.1", "2", "3"], "owner": ["Phòng A", "Phòng B", None]}
    )
    leaves = missing(3.0, 2.0, 1.0)
    told = [criteria.owner_of(targets, row.to_dict()) for _, row in leaves.iterrows()]
    assert told == ["Phòng A", "Phòng B", None]
    assert criteria.owner_of(targets.head(0), leaves.iloc[0].to_dict()) is None


def test_a_result_in_percent_alone_has_no_column_of_points() -> None:
    rows = missing(40.0, 20.0, measure="percent").assign(
        **{"years": 2, "first_year": 2022, "missing_in_all": 60.0, "before": "full", "note": None},
        **{"unit_name": "xã A", "year_before": 2021, "points": None, "percent": 60.0},
        **{"is_full": False, "confirmed": 0, "proposed": 0, "leads": None, "proposed_leads": None},
        decided=None,
    )
    tables = {
        "pareto": criteria.pareto_table(rows, criteria.LEAVES),
        "years": criteria.years_table(rows),
        "full": criteria.full_table(rows),
        "served": criteria.served_table(rows),
    }
    for name, shown in tables.items():
        heads = [str(head).replace("điểm %", "%") for head in shown.columns]
        assert not [head for head in heads if "điểm" in head.lower()], name
    assert list(tables["full"]["Đạt (%)"]) == [60.0, 60.0]
    in_points = criteria.pareto_table(missing(0.5), criteria.LEAVES)
    assert {"Điểm chưa đạt", "Điểm tối đa"} <= set(in_points.columns)


def test_percents_of_different_criteria_are_not_added_up() -> None:
    rows = missing(40.0, 20.0, measure="percent").assign(
        lacking=2, unserved_lacking=2, unserved_missing=60.0
    )
    assert criteria.unserved(rows).startswith("2/2 tiêu chí chưa đạt chưa có nhiệm vụ")
    assert "(60 điểm)" in criteria.unserved(rows.assign(measure="points"))


def test_what_serves_a_criterion_names_who_decided_where_somebody_did() -> None:
    rows = missing(0.5, 0.25).assign(confirmed=1, proposed=0, leads="Phòng A", proposed_leads=None)
    assert "Ai quyết định, ngày" not in criteria.served_table(rows.assign(decided=None))
    who = "Xác nhận: Chị Lan, 03/05/2024"
    shown = criteria.served_table(rows.assign(decided=[who, None]))
    assert shown["Ai quyết định, ngày"].iloc[0] == who
