"""Rà soát thi đua: who is to be looked at and why; never a verdict."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from cchc.ui import awards
from tests.pages.reading import Open, opener, tables_of, texts, title

TAM_DUONG = "lai-chau.tam-duong"
TUY_PHUOC = "binh-dinh.tuy-phuoc"
KONG_CHRO = "gia-lai.kong-chro.tt-kong-chro"
DUC_HOP = "hung-yen.kim-dong.duc-hop"
HOAI_CHAU_BAC = "binh-dinh.hoai-nhon.hoai-chau-bac"
MINH_HOA = "minh-hoa.mh"
XA_A = "minh-hoa.mh.xa-a"


def table_with(page: AppTest, name: str) -> pd.DataFrame:
    return next(one.value for one in tables_of(page) if name in one.value.columns)


@pytest.mark.parametrize(
    ("unit", "told"),
    [
        (TAM_DUONG, "Nạp danh mục đơn vị trực thuộc"),
        (TUY_PHUOC, "Nạp danh mục đơn vị trực thuộc"),
        (KONG_CHRO, "Chọn đơn vị cấp trên"),
        (DUC_HOP, "Chọn đơn vị cấp trên"),
        (HOAI_CHAU_BAC, "Chọn đơn vị cấp trên"),
        (XA_A, "Chọn đơn vị cấp trên"),
    ],
)
def test_a_unit_without_units_under_it_is_told_what_to_do(
    open_page: Open, unit: str, told: str
) -> None:
    page = open_page("thi_dua.py", unit)
    assert title(page) == "Chưa có đơn vị trực thuộc để rà soát thi đua"
    (instead,) = page.subheader
    assert told in str(instead.value)
    assert not tables_of(page)
    assert not [box for box in page.selectbox if "trễ hạn" in box.label], "nothing to bound"
    assert "Nguồn số liệu" not in texts(page)


def test_without_any_import_the_page_says_what_to_do(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert title(opener(tmp_path / "data", monkeypatch)("thi_dua.py")) == "Chưa có số liệu"


def test_communes_and_departments_are_counted_and_said_apart(open_page: Open) -> None:
    page = open_page("thi_dua.py", MINH_HOA)
    said = texts(page)
    communes = table_with(page, "Xếp loại")
    departments = table_with(page, "Dưới 80%")
    assert (len(communes), len(departments)) == (15, 8)
    every = [*communes["Rà soát"], *departments["Rà soát"]]
    assert title(page).startswith(f"{every.count('▲ Cần rà soát')} đơn vị cần rà soát")
    assert f"{every.count('○ Chưa đủ số liệu')} đơn vị chưa đủ số liệu" in said
    assert "thành phần tham mưu đổi mới cơ chế tài chính đạt 65,38% năm 2023" in said
    assert "đề xuất hay không là việc của cơ quan tham mưu" in said


def test_conditions_without_figures_are_neither_met_nor_failed(open_page: Open) -> None:
    communes = table_with(open_page("thi_dua.py", MINH_HOA), "Xếp loại")
    silent = communes[communes["Hồ sơ trễ hạn"] == "–"]
    assert len(silent) > 0
    assert set(silent["Nhiều hồ sơ trễ hạn"]) == {"○ Chưa đủ số liệu"}
    low = silent[silent["Từ trung bình trở xuống"] == "▲ Có"]
    assert set(low["Rà soát"]) == {"○ Chưa đủ số liệu"}


def test_a_threshold_turns_to_be_looked_at_into_yes_or_no(open_page: Open) -> None:
    states = table_with(open_page("thi_dua.py", MINH_HOA), "Xếp loại")["Nhiều hồ sơ trễ hạn"]
    assert "◆ Cần xem" in set(states)
    chosen = {"Coi là nhiều hồ sơ trễ hạn khi có": "100"}
    states = table_with(open_page("thi_dua.py", MINH_HOA, **chosen), "Xếp loại")[
        "Nhiều hồ sơ trễ hạn"
    ]
    assert set(states) == {"● Không", "○ Chưa đủ số liệu"}


def test_figures_lead_to_their_cells(open_page: Open) -> None:
    departments = table_with(open_page("thi_dua.py", MINH_HOA), "Dưới 80%")
    linked = departments[departments["Dưới 80%"].isin(["▲ Có", "● Không"])]
    assert all("[thành phần C" in link for link in linked["Nguồn"])


def reviewed(**values: object) -> pd.DataFrame:
    row = {
        "unit_name": "xã N",
        "unit_level": "xa",
        "review": "review",
        "late_state": "see",
        "late_files": 67.0,
        "late_percent": 5.6924,
        "late_period_id": "2024-09",
        "class_state": "met",
        "class": "Trung bình",
        "index_period_id": "2023",
        "component_state": None,
        "component_name": None,
        "component_percent": None,
        "component_period_id": None,
    }
    return pd.DataFrame([row | values])


def test_why_a_commune_is_to_be_looked_at_is_said_with_its_figures() -> None:
    assert awards.because(reviewed(), "huyện H") == (
        "Xã N vì 67 hồ sơ trễ hạn (5,69%) và xếp loại Trung bình năm 2023."
    )
    assert awards.because(reviewed(review="clear"), "huyện H") == ""


def test_more_than_three_are_named_by_three_and_counted() -> None:
    five = pd.concat([reviewed()] * 5)
    assert awards.because(five, "huyện H").endswith("; và 2 đơn vị khác trong bảng.")
    assert awards.headline(five) == "5 đơn vị cần rà soát trước khi đề xuất khen thưởng"


def test_nobody_to_look_at_and_nobody_with_figures_are_two_things() -> None:
    assert awards.headline(reviewed(review="clear")).startswith("Không đơn vị nào")
    none = reviewed(review="not_enough", late_state="no_data")
    assert awards.headline(none) == "Chưa đủ số liệu để rà soát thi đua"
    some = pd.concat([reviewed(review="clear"), none])
    known, unknown = len(some) - len(none), len(none)
    assert awards.headline(some) == (
        f"Không đơn vị nào trong {known} đơn vị có số liệu phải rà soát; {unknown} chưa đủ"
    )
    assert awards.counted_apart(none) == (
        "1 đơn vị chưa đủ số liệu (1 không có số liệu hồ sơ trễ hạn), đếm riêng. "
        "Nạp báo cáo tháng ở trang Nhập số liệu."
    )


def test_what_is_to_be_sent_is_said_once_for_all_that_lacks_it() -> None:
    office = {"unit_level": "phong", "review": "not_enough", "class_state": None}
    some = pd.concat(
        [
            reviewed(review="not_enough", class_state="no_data"),
            reviewed(component_state="no_data", **office),
            reviewed(component_state="no_link", **office),
        ]
    )
    assert awards.counted_apart(some).endswith(
        "Nạp kết quả năm và bảng mục tiêu ghi đơn vị thực hiện ở trang Nhập số liệu."
    )


def test_a_rate_has_the_decimals_of_the_table() -> None:
    assert "67 hồ sơ trễ hạn (6,00%)" in awards.because(reviewed(late_percent=6.0), "huyện H")
