"""Nguồn without a link: a figure looked for, a computed one, what rests on a cell."""

from __future__ import annotations

import re
from pathlib import Path
from urllib.parse import parse_qs, parse_qsl, unquote_plus, urlsplit

import pandas as pd
import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from cchc import settings
from cchc.ui import found, parts, resting, source_page
from tests.pages.reading import Open, opener, tables_of, texts


def opened(imported: Path, monkeypatch: pytest.MonkeyPatch, room: str, **asked: str) -> AppTest:
    monkeypatch.setenv("CCHC_DATA", str(imported))
    monkeypatch.setenv("CCHC_DEBUG", "1")
    st.cache_data.clear()
    page = AppTest.from_file(str(settings.REPO / "pages" / "nguon.py"), default_timeout=30)
    page.session_state[parts.ROOMS_KEY] = room
    for key, value in asked.items():
        page.query_params[key.replace("_", "-")] = value
    page.run()
    assert not page.exception
    assert len(page.title) == 1
    return page


def test_words_find_figures_and_lead_to_their_cells(
    imported: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = opened(imported, monkeypatch, source_page.BY_WORDS, tim="CHÍNH quyền điện tử")
    table = tables_of(page)[0].value
    assert "số liệu khớp" in texts(page)
    assert all("nguon?tep=" in link for link in table["Nguồn"])
    assert len(table) <= source_page.SHOWN


def test_a_number_finds_the_cell_it_stands_in(
    imported: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = opened(imported, monkeypatch, source_page.BY_WORDS, tim="82,13")
    assert "o=D11" in " ".join(tables_of(page)[0].value["Nguồn"])


def test_nothing_found_says_what_to_try(imported: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    page = opened(imported, monkeypatch, source_page.BY_WORDS, tim="zzz không")
    assert "Thử bớt từ" in texts(page)
    assert not tables_of(page)


def test_before_anything_is_typed_nothing_is_listed(
    imported: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = opened(imported, monkeypatch, source_page.BY_WORDS)
    assert "Gõ vài từ hoặc một con số" in texts(page)


def test_a_published_index_shows_the_parts_it_adds_up(
    imported: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = opened(imported, monkeypatch, parts.ROOM, tinh_don_vi="huyện Tuy Phước")
    assert "Chỉ số chung: cộng 3 ô được 81,13/100 điểm (81,13%)." in texts(page)
    table = tables_of(page)[0].value
    assert list(table["Điểm"]) == ["51,15", "6,71", "23,27"]
    assert [unquote_plus(link)[-4:-1].lstrip("=") for link in table["Nguồn"]] == ["D8", "D9", "D10"]


def test_a_mean_is_said_to_be_one(imported: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    page = opened(imported, monkeypatch, parts.ROOM, tinh_don_vi="huyện Tam Đường")
    assert "trung bình cộng của 8 chỉ số thành phần và SIPAS là 76,18%" in texts(page)


def test_a_cell_tells_its_pages_and_its_sums_with_the_unit_in_their_address(
    imported: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    search = opened(imported, monkeypatch, source_page.BY_WORDS, tim="51,15")
    link = re.search(r"\(nguon\?([^)]+)\)", tables_of(search)[0].value["Nguồn"].iloc[0])
    assert link is not None
    place = {key: value[0] for key, value in parse_qs(link[1]).items()}
    page = opened(imported, monkeypatch, source_page.BY_FILE, **place)
    said = texts(page)
    assert "Hiện trên các trang: " in said
    assert "don-vi=huyện Tuy Phước" in unquote_plus(said)
    target = re.search(r"Được tính vào: \[Chỉ số chung\]\(([^)]+)\)", said)
    assert target is not None
    assert parse_qs(urlsplit(target[1]).query)[parts.PERIOD] == ["Năm 2023"]


@pytest.mark.parametrize(
    ("typed", "asked"),
    [
        ("82,13", {"words": None, "value": "82.13"}),
        ("81,13%", {"words": None, "value": "81.13"}),
        ("1.10", {"words": "1.10", "value": None}),
        ("100%", {"words": None, "value": "100.0"}),
        ("  thể   chế ", {"words": "thể chế", "value": None}),
        ("264/QĐ-UBND", {"words": "264/QĐ-UBND", "value": None}),
        ("", {"words": None, "value": None}),
    ],
)
def test_what_is_typed_is_a_number_or_words(typed: str, asked: dict[str, str | None]) -> None:
    assert found.asked(typed) == asked


def test_what_took_a_cells_place_in_words() -> None:
    rows = pd.DataFrame(
        [
            {
                "kind": "cell",
                "value": "8",
                "standing_value": "9",
                "by_import_id": 12,
                "by_file": "sua.xlsx",
                "by_sheet": "Trang 1",
                "by_cell": "D7",
                "figures": 1,
                "changed": 1,
            },
            {
                "kind": "sheet",
                "value": None,
                "standing_value": None,
                "by_import_id": 13,
                "by_file": "sua-2.xlsx",
                "by_sheet": None,
                "by_cell": None,
                "figures": 7,
                "changed": 2,
            },
        ]
    )
    first, second = resting.replaced(rows)
    assert "Số ở ô này (8) nhường chỗ cho 9 ở [ô D7](nguon?tep=12" in first
    assert second.startswith("Đã có bản sửa thay: [lần nhập số 13 (sua-2.xlsx)](nguon?tep=13)")
    assert second.endswith("2 trong 7 số liệu khác đi.")


# figures that no one cell says -------------------------------------------------------------------

XA_H = "minh-hoa.mh.xa-h"


@pytest.fixture
def open_whole(illustrative: Path, monkeypatch: pytest.MonkeyPatch) -> Open:
    """Pages over all that is shipped."""
    return opener(illustrative, monkeypatch)


def rooms_linked(page: AppTest) -> list[dict[str, str]]:
    """What the page's links to computed figures ask for."""
    said = [str(one.value) for one in page.caption]
    said += [str(cell) for shown in tables_of(page) for cell in shown.value.to_numpy().ravel()]
    found = [link for text in said for link in re.findall(r"\((nguon\?nguon-muc=[^)]*)\)", text)]
    return [dict(parse_qsl(urlsplit(link).query)) for link in found]


@pytest.mark.parametrize(
    ("page", "choices", "figures"),
    [
        ("tong_quan.py", {}, {"Chỉ số chung": 1}),
        ("don_vi.py", {}, {"Chỉ số chung": 1}),
        ("muc_tieu.py", {}, {"Chỉ số chung": 1}),
        ("xep_hang.py", {"Năm": "2024"}, {"Chỉ số chung": 15, "2. Cải cách thể chế": 15}),
    ],
)
def test_a_result_added_up_from_a_sheet_leads_to_its_cells(
    open_whole: Open, page: str, choices: dict[str, str], figures: dict[str, int]
) -> None:
    asked = [one[parts.FIGURE] for one in rooms_linked(open_whole(page, XA_H, **choices))]
    assert {name: asked.count(name) for name in figures} == figures


def test_those_links_open_the_very_figure_that_the_page_shows(
    open_whole: Open, illustrative: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    linked = rooms_linked(open_whole("xep_hang.py", XA_H, **{"Năm": "2024"}))
    (asked,) = [
        one
        for one in linked
        if one[parts.UNIT].startswith("xã H") and one[parts.FIGURE].startswith("2. ")
    ]
    page = opened(illustrative, monkeypatch, parts.ROOM, **asked)
    assert {box.key: box.value for box in page.selectbox}[parts.FIGURE] == "2"
    assert "Tiêu chí 2: cộng " in texts(page)


def test_a_plans_own_name_of_a_criterion_does_not_lead_to_another_figure() -> None:
    goals = pd.DataFrame(
        [
            {
                "criterion_code": code,
                "criterion_name": "Tên riêng của kế hoạch",
                "latest_round": "self",
            }
            | {"latest_period_id": "2024", "latest_percent": 80.0, "latest_cell": None}
            | {"latest_import_id": None, "latest_sheet": None}
            for code in ("1", "9")
        ]
    )
    computed = pd.DataFrame(
        [{"period_id": "2024", "round": "self", "criterion_code": "1", "percent": 80.0}]
    ).assign(criterion_name="Tên trong bộ tiêu chí")
    rows = parts.latest(goals, "a", computed)
    assert list(rows["criterion_name"].fillna("")) == ["Tên trong bộ tiêu chí", ""]
    assert list(rows["percent"].notna()) == [True, False], "nothing to lead to"
