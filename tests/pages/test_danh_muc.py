"""Danh mục: the framework in force, its tree, units, lineage, indicators, what was learned."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from cchc import settings
from cchc.ui import catalog, catalog_page
from tests.pages.reading import Open, opener, tables_of, texts, title

XA_A = "minh-hoa.mh.xa-a"


def opened(imported: Path, monkeypatch: pytest.MonkeyPatch, room: str, **asked: str) -> AppTest:
    monkeypatch.setenv("CCHC_DATA", str(imported))
    monkeypatch.setenv("CCHC_DEBUG", "1")
    st.cache_data.clear()
    page = AppTest.from_file(str(settings.REPO / "pages" / "danh_muc.py"), default_timeout=30)
    page.session_state["danh-muc-muc"] = room
    for key, value in asked.items():
        page.query_params[key.replace("_", "-")] = value
    page.run()
    assert not page.exception
    return page


def test_a_communes_framework_is_said_in_its_sizes(open_page: Open) -> None:
    page = open_page("danh_muc.py", XA_A)
    assert title(page) == (
        "Bộ tiêu chí cấp xã năm 2024: 8 lĩnh vực, 36 tiêu chí, 78 tiêu chí thành phần"
    )
    assert page.metric[0].value == "100 điểm"
    assert "Số liệu minh họa" in texts(page)


def test_a_real_districts_framework_is_its_own(open_page: Open) -> None:
    page = open_page("danh_muc.py", "lai-chau.tam-duong")
    assert title(page) == "Bộ tiêu chí cấp huyện năm 2024: 8 chỉ số thành phần và SIPAS"
    assert "trung bình cộng % các thành phần" in texts(page)
    assert "Số liệu minh họa" not in texts(page)


def test_sipas_stands_beside_the_areas_in_every_count(
    imported: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = opened(imported, monkeypatch, "Bộ tiêu chí", don_vi="huyện Minh Họa (minh họa)")
    assert title(page) == "Bộ tiêu chí cấp huyện năm 2024: 3 phần, 9 lĩnh vực và SIPAS"
    tree = tables_of(page)[0].value
    assert list(tree["Cấp"]).count("Lĩnh vực") == 9
    assert list(tree.loc[tree["Mã"] == "SIPAS", "Cấp"]) == ["SIPAS"]
    sizes = tables_of(page)[-1].value
    named = sizes["Tên"].str.contains("cấp huyện của tỉnh Lai Châu")
    assert list(sizes.loc[named, "Lĩnh vực"]) == ["8"]


def test_a_column_of_points_that_no_row_has_is_left_out(
    imported: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = opened(imported, monkeypatch, "Bộ tiêu chí", don_vi="huyện Tam Đường")
    assert "Điểm tối đa" not in tables_of(page)[0].value.columns
    assert "Người chấm" in tables_of(page)[0].value.columns


def test_of_many_ways_to_head_a_column_the_page_names_a_few() -> None:
    row = {"indicator_code": "a", "indicator_name": "A", "better": "higher", "units": 1}
    rows = pd.DataFrame([row | {"labels": "x;y;z", "totals": None}])
    few, every = catalog.indicator_table(rows, 2), catalog.indicator_table(rows)
    assert (few["Cách ghi trong tệp"][0], few["Cột tổng số"][0]) == ("x; y và 1 cách khác", "–")
    assert every["Cách ghi trong tệp"][0] == "x; y; z"
    assert catalog.indicator_table(rows, 3)["Cách ghi trong tệp"][0] == "x; y; z"


@pytest.mark.parametrize("unit", ["binh-dinh.tuy-phuoc", "gia-lai.kong-chro.tt-kong-chro"])
def test_every_kind_of_unit_has_one_headline(open_page: Open, unit: str) -> None:
    assert len(open_page("danh_muc.py", unit).title) == 1


def test_an_empty_store_says_what_to_do(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    page = opener(tmp_path / "data", monkeypatch)("danh_muc.py")
    assert title(page) == "Chưa có số liệu"
    assert "Nhập số liệu" in texts(page)


@pytest.mark.parametrize("room", catalog_page.ROOMS)
def test_every_room_opens_and_no_other_computes(
    imported: Path, monkeypatch: pytest.MonkeyPatch, room: str
) -> None:
    page = opened(imported, monkeypatch, room)
    assert ("Mọi bộ tiêu chí trong danh mục" in texts(page)) == (room == "Bộ tiêu chí")
    assert ("Khi nào hai năm so được" in texts(page)) == (room == "Cách tính, so sánh")


def test_changes_of_method_are_told_with_their_year(
    imported: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = opened(imported, monkeypatch, "Cách tính, so sánh")
    breaks = next(t.value for t in tables_of(page) if "Từ năm" in t.value.columns)
    assert ("SIPAS", "2022") in list(zip(breaks["Chỉ số"], breaks["Từ năm"], strict=True))


def test_the_reform_of_july_2025_is_told_unit_by_unit(
    imported: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    table = tables_of(opened(imported, monkeypatch, "Sắp xếp đơn vị"))[0].value
    rows = list(zip(table["Trước"], table["Sau"], table["So sánh số liệu"], strict=True))
    assert (
        *("Xã Hoài Châu Bắc, thị xã Hoài Nhơn", "Phường Hoài Nhơn Bắc, tỉnh Gia Lai"),
        "◆ So được, kèm lưu ý",
    ) in rows
    assert sum(after == "Xã Kông Chro, tỉnh Gia Lai" for _, after, _ in rows) == 3
    assert set(table["Từ ngày"]) == {"01/07/2025"}


def test_a_version_is_laid_beside_another(imported: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    page = opened(imported, monkeypatch, "Bộ tiêu chí", don_vi="xã A (minh họa)")
    box = next(box for box in page.selectbox if box.label == "So với bộ trước đó")
    page = box.set_value("mh-phong-2022").run()
    assert not page.exception
    assert "giữ nguyên" in texts(page)
    changed = next(t.value for t in tables_of(page) if "Thay đổi" in t.value.columns)
    assert "● Giữ nguyên" not in set(changed["Thay đổi"])


def test_an_area_of_the_tree_is_a_choice(imported: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    page = opened(imported, monkeypatch, "Bộ tiêu chí", don_vi="xã A (minh họa)")
    box = next(box for box in page.selectbox if box.label == "Lĩnh vực")
    page = box.set_value("2").run()
    assert all(str(code).startswith("2") for code in tables_of(page)[0].value["Mã"])


def test_the_framework_in_force_in_the_year_is_the_default() -> None:
    rows = pd.DataFrame(
        [
            {"framework_id": name, "unit_group": "h/xa", "about": about, "year_from": first,
             "year_to": last}
            for name, about, first, last in (
                ("new", "par_index", 2025, None),
                ("old", "par_index", 2022, 2024),
                ("survey", "leaders_survey", 2022, 2024),
            )
        ]
    )  # fmt: skip
    assert catalog.default_framework(rows, "h/xa", "2024") == "old"
    assert catalog.default_framework(rows, "h/xa", "2026") == "new"
    assert catalog.default_framework(rows, "h/xa", "2019") == "new"
    assert catalog.default_framework(rows, "k/xa", "2024") is None
