"""Kiểm tra số liệu says what was published beside what is computed, and what the checks found."""

from __future__ import annotations

import re
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pandas as pd
import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from cchc import settings, store
from cchc.normalise import remarks
from cchc.ui import checks
from tests.pages.reading import Open, opener, tables_of, texts, title

TUY_PHUOC = "binh-dinh.tuy-phuoc"
XA_B = "minh-hoa.mh.xa-b"
TUY_PHUOC_FILE = "tuy-phuoc-2023-ket-qua.xlsx"
FOUND, RULES = "Điều tìm thấy", "Quy tắc kiểm tra"


def opened(imported: Path, monkeypatch: pytest.MonkeyPatch, **asked: str) -> AppTest:
    """The page at a link: the keys of the URL and what they show."""
    monkeypatch.setenv("CCHC_DATA", str(imported))
    monkeypatch.setenv("CCHC_DEBUG", "1")
    st.cache_data.clear()
    page = AppTest.from_file(str(settings.REPO / "pages" / "kiem_tra.py"), default_timeout=30)
    room = asked.pop("room", None)
    if room:
        page.session_state["kiem-tra-muc"] = room
    for key, value in asked.items():
        page.query_params[key.replace("_", "-")] = value
    page.run()
    assert not page.exception
    return page


def pair(**values: object) -> dict[str, object]:
    return {
        "unit_name": "huyện Tuy Phước",
        "period_id": "2023",
        "criterion_code": "total",
        "criterion_name": "Chỉ số cải cách hành chính",
        "what": "points",
        "source": "parts",
        "published": 82.13,
        "computed": 81.13,
        "difference": 1.0,
        "differs": True,
        "rank_of": None,
        "illustrative": False,
        **values,
    }


# the ten seconds ---------------------------------------------------------------------------


def test_the_seeds_difference_is_said_in_figures(open_page: Open) -> None:
    page = open_page("kiem_tra.py", TUY_PHUOC)
    assert title(page) == "1 chỗ công bố lệch với tính lại"
    assert page.metric[0].value == "1,00 điểm"
    assert "Huyện Tuy Phước 2023: 81,13 cộng lại, 82,13 công bố." in texts(page)
    assert "Số liệu minh họa" not in texts(page)


def test_all_units_are_one_choice_away(imported: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    page = opened(imported, monkeypatch, pham_vi="Mọi đơn vị")
    assert "Mọi đơn vị, kể cả đơn vị minh họa" in texts(page)
    count = int(title(page).split()[0])
    assert title(page) == f"{count} chỗ công bố lệch với tính lại"
    assert count >= 3
    assert "Huyện Tuy Phước 2023: 81,13 cộng lại, 82,13 công bố." in texts(page)


def test_a_unit_without_differences_hears_of_the_others(open_page: Open) -> None:
    page = open_page("kiem_tra.py", "lai-chau.tam-duong")
    assert title(page) == "Không có chỗ nào công bố lệch với tính lại"
    assert re.search(r"Ở các đơn vị khác có \d+ chỗ lệch", texts(page))
    assert "Không có chỗ nào lệch. Chọn “Mọi số đối chiếu được”" in texts(page)


def test_both_numbers_lead_to_their_cells(open_page: Open) -> None:
    table = tables_of(open_page("kiem_tra.py", TUY_PHUOC))[0].value
    assert list(table["Công bố (%)"]) == ["82,13"]
    assert list(table["Tính lại (%)"]) == ["81,13"]
    assert "o=D11" in table["Ô công bố"].iloc[0]
    link = re.search(r"\((nguon[^)]+)\)", table["Ô tính lại"].iloc[0])
    assert link is not None
    assert parse_qs(urlsplit(link[1]).query)["tinh-vong"] == ["Công bố"]


@pytest.mark.parametrize("unit", [TUY_PHUOC, "gia-lai.kong-chro.tt-kong-chro", XA_B])
def test_every_kind_of_unit_has_one_headline(open_page: Open, unit: str) -> None:
    assert len(open_page("kiem_tra.py", unit).title) == 1


def test_an_empty_store_says_what_to_do(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    page = opener(tmp_path / "data", monkeypatch)("kiem_tra.py")
    assert title(page) == "Chưa có số liệu"
    assert "Nhập số liệu" in texts(page)


# findings and rules ------------------------------------------------------------------------


def test_findings_are_filtered_by_level_and_rule_and_lead_to_cells(
    imported: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = opened(imported, monkeypatch, room=FOUND, pham_vi="Mọi đơn vị", muc="▲ Cần xem lại")
    table = tables_of(page)[0].value
    assert set(table["Mức"]) == {"▲ Cần xem lại"}
    assert len(table) <= checks.SHOWN
    assert "nguon?tep=" in table["Ô"].iloc[0]
    rule = "Tổng các phần khác chỉ số công bố"
    one = opened(imported, monkeypatch, room=FOUND, pham_vi="Mọi đơn vị", quy_tac=rule)
    assert set(tables_of(one)[0].value["Quy tắc"]) == {rule}
    assert "1 điều tìm thấy" in texts(one)


def test_findings_are_filtered_by_file(imported: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    page = opened(imported, monkeypatch, room=FOUND, pham_vi="Mọi đơn vị")
    box = next(box for box in page.selectbox if box.label == "Tệp")
    number, file = next(one for one in box.options if TUY_PHUOC_FILE in one).split(" · ")
    one = opened(
        imported, monkeypatch, room=FOUND, pham_vi="Mọi đơn vị", tep_kiem_tra=f"{number} · {file}"
    )
    links = list(tables_of(one)[0].value["Ô"])
    assert links
    assert all(f"nguon?tep={number.removeprefix('Số ')}" in link for link in links)
    assert f"{len(links)} điều tìm thấy" in texts(one)
    assert len(links) < len(tables_of(page)[0].value)


def test_a_filter_that_finds_nothing_says_what_to_do(
    imported: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = opened(imported, monkeypatch, room=FOUND, pham_vi="Mọi đơn vị", muc="▲ Cần xem lại")
    box = next(box for box in page.selectbox if box.label == "Tệp")
    notes = next(one for one in box.options if "kong-chro" not in one and "bao-cao" in one)
    box.set_value(notes).run()
    assert not tables_of(page)
    assert "Bỏ bớt điều kiện lọc." in texts(page)


def test_every_rule_is_listed_with_what_it_finds_now(
    imported: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = opened(imported, monkeypatch, room=RULES, pham_vi="Mọi đơn vị")
    table = tables_of(page)[0].value
    assert f"{len(store.rules())} quy tắc" in texts(page)
    found = [int(number) for number in table["Đang tìm thấy"]]
    assert found == sorted(found, reverse=True)
    assert found[0] > 0


@pytest.mark.parametrize(
    ("marks", "said"),
    [
        (None, ("Mọi đơn vị", False)),
        ((False, False), ("Mọi đơn vị", False)),
        ((True, True), ("Mọi đơn vị", True)),
        ((True, False), ("Mọi đơn vị, kể cả đơn vị minh họa", False)),
    ],
)
def test_the_badge_stands_only_where_no_figure_is_real(
    marks: tuple[bool, bool] | None, said: tuple[str, bool]
) -> None:
    told = marks and {"any_illustrative": marks[0], "all_illustrative": marks[1]}
    assert checks.whose("Mọi đơn vị", told or None) == said


# words -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("row", "figure", "sentence"),
    [
        (pair(), "1,00 điểm", "Huyện Tuy Phước 2023: 81,13 cộng lại, 82,13 công bố."),
        (
            pair(what="percent", source="score_sheet", illustrative=True, unit_name="xã B"),
            "1,00 điểm %",
            "Xã B (minh họa) 2023: 81,13% tính lại, 82,13% công bố.",
        ),
        (
            pair(what="rank", published=11, computed=12, difference=-1.0, rank_of=15),
            "1 bậc",
            "Huyện Tuy Phước 2023: xếp lại theo chỉ số được hạng 12/15, công bố hạng 11.",
        ),
    ],
)
def test_the_largest_difference_in_words(
    row: dict[str, object], figure: str, sentence: str
) -> None:
    outcome = checks.Outcome(1, 1, row)
    assert (outcome.label, outcome.figure) == ("Chênh lệch lớn nhất", figure)
    assert outcome.said == sentence


def test_nothing_to_compare_is_no_agreement() -> None:
    nothing = checks.Outcome(0, 0, None)
    assert nothing.headline == "Chưa có số công bố nào tính lại được"
    assert nothing.figure == "–"
    agreed = checks.Outcome(0, 12, None)
    assert (agreed.label, agreed.figure) == ("Chỗ lệch", "0/12")
    assert checks.Outcome(0, 0, None, elsewhere=2).said.startswith("Ở các đơn vị khác có 2 chỗ")


def test_what_is_found_while_reading_has_a_name_for_people() -> None:
    """Every warning and note that the reading stages can tell."""
    text = "\n".join(
        path.read_text("utf-8")
        for folder in ("normalise", "recognise", "forms", "parsers")
        for path in (settings.REPO / "cchc" / folder).rglob("*.py")
    )
    told = set(re.findall(r"\"(?:warning|note)\",\s*\"([a-z_]+)\"", text))
    assert told
    assert told | set(remarks.NOTES) <= set(checks.READING)


def test_a_finding_of_a_group_names_no_unit_and_begins_with_a_capital() -> None:
    said = {"level": "note", "message": "xã B năm 2023", "period_id": "2024-09", "file": "a.xlsx"}
    rows = [
        {**said, "rule": rule, "unit_name": "xã K", "illustrative": True}
        for rule in ("unit_not_reported", "published_index")
    ]
    table = checks.finding_table(pd.DataFrame(rows), [])
    assert list(table["Đơn vị"]) == ["–", "Xã K (minh họa)"]
    assert list(table["Điều cần biết"]) == ["Xã B năm 2023"] * 2
