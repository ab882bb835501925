"""Dịch vụ công and Chế độ báo cáo: what they say and show, over seeds and illustrative months."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from cchc import importing, settings
from cchc.importing import Upload
from tests.pages.reading import Open, opener, tables_of, texts, title

TAM_DUONG = "lai-chau.tam-duong"
TUY_PHUOC = "binh-dinh.tuy-phuoc"
HOAI_CHAU_BAC = "binh-dinh.hoai-nhon.hoai-chau-bac"
KONG_CHRO = "gia-lai.kong-chro.tt-kong-chro"
DUC_HOP = "hung-yen.kim-dong.duc-hop"
MINH_HOA = "minh-hoa.mh"
XA_H = "minh-hoa.mh.xa-h"
MONTH = "2024-09"


@pytest.fixture(scope="module")
def months(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The seeds, the illustrative calendar, and its units' reports of August and September."""
    folder = tmp_path_factory.mktemp("months")
    uploads = [Upload(path.name, path.read_bytes()) for path in settings.SAMPLES.glob("*.xlsx")]
    uploads += list(illustrative())
    assert {one.status for one in importing.import_files(folder, uploads).reports} == {"accepted"}
    return folder


def illustrative() -> Iterator[Upload]:
    """Each file with the day on which it came."""
    wanted = ("lich-bao-cao", "bao-cao-2024-08", "bao-cao-2024-09")
    folder = settings.SAMPLES / "minh-hoa"
    with (folder / "manifest.csv").open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            if row["file"].startswith(wanted):
                day = date.fromisoformat(row["received"])
                yield Upload(row["file"], (folder / row["file"]).read_bytes(), day, row["sender"])


@pytest.fixture
def open_page(months: Path, monkeypatch: pytest.MonkeyPatch) -> Open:
    return opener(months, monkeypatch)


def table(page: AppTest, column: str) -> pd.DataFrame:
    shown: list[pd.DataFrame] = [one.value for one in [*tables_of(page), *page.dataframe]]
    return next(one for one in shown if column in one.columns)


def see(page: AppTest, tab: str) -> AppTest:
    """The same page with another tab open, as a click on it leaves it."""
    page.session_state["dich-vu-xem"] = tab
    opened = page.run()
    assert not opened.exception
    return opened


# Dịch vụ công ------------------------------------------------------------------------------------


def online(open_page: Open, unit: str = MINH_HOA, **choices: Any) -> AppTest:
    asked = {"Tính đến hết": MONTH, "Chỉ tiêu": "truc-tuyen", **choices}
    return open_page("dich_vu_cong.py", unit, **asked)


def test_the_headline_counts_the_communes_that_missed_and_the_sentence_names_them(
    open_page: Open,
) -> None:
    page = online(open_page)
    assert title(page) == "Tháng 9/2024: 3/15 xã chưa đạt chỉ tiêu hồ sơ nộp trực tuyến"
    assert "Chưa đạt: xã H, xã N, xã R. Chưa báo cáo: xã Q." in texts(page)
    assert page.metric[0].value == "83,86%"
    assert "1.377/1.642 hồ sơ của 14/15 xã · chỉ tiêu trên 80%" in texts(page)
    assert "Số liệu minh họa" in texts(page)


def test_the_indicator_that_most_units_miss_is_shown_first(open_page: Open) -> None:
    page = open_page("dich_vu_cong.py", MINH_HOA, **{"Tính đến hết": MONTH})
    assert title(page).endswith("4/15 xã chưa đạt chỉ tiêu số hóa kết quả giải quyết")


def test_departments_are_a_group_of_their_own(open_page: Open) -> None:
    page = online(open_page, **{"Nhóm đơn vị": "minh-hoa.mh/phong"})
    assert title(page).startswith("Tháng 9/2024: ")
    assert "/8 phòng" in title(page)


def test_a_commune_sees_its_own_peers(open_page: Open) -> None:
    assert title(online(open_page, XA_H)) == title(online(open_page))


def test_since_january_is_another_figure(open_page: Open) -> None:
    page = online(open_page, **{"Số liệu": "cumulative"})
    assert title(page).startswith("Lũy kế đến hết tháng 9/2024: ")
    assert page.metric[0].value == "72,94%"


def test_the_grid_says_met_or_not_in_shape_and_word_and_why_a_cell_is_empty(
    open_page: Open,
) -> None:
    rows = table(online(open_page), "Hồ sơ nộp trực tuyến").set_index("Đơn vị")
    cells = rows["Hồ sơ nộp trực tuyến"]
    assert cells["xã H"] == "▲ 63,70 chưa đạt"
    assert cells["xã A"] == "● 91,43"
    assert cells["xã Q"] == "– chưa báo cáo"
    assert len(rows) == 15


def test_everyone_is_named_and_months_below_say_what_is_missing(open_page: Open) -> None:
    page = see(online(open_page), "Đạt và chưa đạt")
    assert "Chưa đạt (3): xã H, xã N, xã R." in texts(page)
    runs = table(page, "Số tháng liền").set_index("Đơn vị")
    assert list(runs.loc["xã H"]) == ["2", "Tháng 8/2024", ""]
    assert runs.loc["xã Q", "Ghi chú"] == "thiếu báo cáo tháng 9/2024"


def test_who_has_late_files_owes_an_explanation_and_an_apology(open_page: Open) -> None:
    page = see(online(open_page), "Hồ sơ trễ hạn")
    assert "13/15 xã có hồ sơ trễ hạn trong kỳ: phải giải trình và có thư xin lỗi" in texts(page)
    late = table(page, "Hồ sơ trễ hạn").set_index("Đơn vị")
    assert late.loc["xã N", "Hồ sơ trễ hạn"] == "7"
    assert "xã B" not in late.index


def test_a_sum_of_months_that_lacks_some_is_not_called_a_difference(open_page: Open) -> None:
    page = see(online(open_page), "Lũy kế và các tháng")
    assert "Chưa đối chiếu được đơn vị nào" in texts(page)
    assert set(table(page, "Đối chiếu")["Số tháng"]) <= {"1/9", "2/9"}


def test_a_unit_without_figures_is_told_where_to_send_them(open_page: Open) -> None:
    page = open_page("dich_vu_cong.py", TAM_DUONG)
    assert title(page).startswith("Chưa có số liệu dịch vụ công")
    assert "Nhập số liệu" in texts(page)


# Chế độ báo cáo ----------------------------------------------------------------------------------


def september(open_page: Open, unit: str = MINH_HOA) -> AppTest:
    return open_page("bao_cao.py", unit, **{"Tính đến hết": MONTH})


def test_the_headline_counts_the_reports_in_time_and_the_sentence_names_the_others(
    open_page: Open,
) -> None:
    page = september(open_page)
    assert title(page) == "13/15 xã gửi báo cáo tháng 9/2024 đúng hạn"
    assert page.metric[0].value == "13/15"
    assert "Trễ hạn: xã K (6 ngày); chưa gửi: xã Q." in texts(page)


def test_units_and_periods_are_a_grid_of_states(open_page: Open) -> None:
    page = september(open_page)
    grid = table(page, "T9").set_index("Đơn vị")
    states = {"xã A": "●", "xã K": "▲ Trễ", "xã Q": "✕ Chưa"}
    assert {name: grid.loc[name, "T9"] for name in states} == states
    assert set(grid["T10"]) == {"–"}
    assert "T11" not in grid.columns
    assert "● Đúng hạn  ·  ▲ Trễ hạn  ·  ✕ Chưa gửi  ·  – Chưa đến hạn" in texts(page)


def test_the_sources_are_the_calendar_and_every_report_that_was_judged(open_page: Open) -> None:
    page = september(open_page)
    (listed,) = [one for one in page.expander if one.label.startswith("Nguồn số liệu")]
    sent = table(page, "T9").drop(columns=["Đơn vị", "T10"]).isin(["●", "▲ Trễ"]).to_numpy().sum()
    assert listed.label == f"Nguồn số liệu: {1 + sent} tệp của lịch và các báo cáo đã nhận"


def test_a_reminder_is_ready_to_send(open_page: Open) -> None:
    text = str(september(open_page).code[0].value)
    for part in (
        "Kính gửi: UBND xã Q, UBND xã K.",
        "báo cáo tháng 9/2024 gửi Phòng Nội vụ, chậm nhất ngày 18/09/2024",
        "số liệu từ ngày 15/08/2024 đến ngày 14/09/2024",
        "Đến hết ngày 30/09/2024, Phòng Nội vụ chưa nhận được báo cáo của: xã Q.",
        "xã K (nhận ngày 24/09/2024, chậm 6 ngày)",
    ):
        assert part in text


@pytest.mark.parametrize(
    ("unit", "said", "due"),
    [
        (HOAI_CHAU_BAC, "hạn trước ngày 14 hàng tháng", "13/12/2024"),
        (DUC_HOP, "Báo cáo 06 tháng gửi Văn phòng UBND xã, hạn trước ngày 03/6", "02/06/2023"),
        (TAM_DUONG, "Báo cáo năm gửi Phòng Nội vụ, hạn trước ngày 10/12/2024", "09/12/2024"),
        (KONG_CHRO, "Báo cáo hàng quý gửi Văn phòng - Thống kê", "Không ghi"),
        (TUY_PHUOC, "Báo cáo hàng tháng gửi Phòng Nội vụ", "Không ghi"),
    ],
)
def test_every_seed_keeps_its_own_calendar_and_nobody_is_called_late(
    open_page: Open, unit: str, said: str, due: str
) -> None:
    page = open_page("bao_cao.py", unit)
    assert said in title(page)
    assert page.metric[0].value == due
    assert "theo dõi được ai đã gửi" in texts(page)
    assert "chưa nhận được" not in str(page.code[0].value)
    assert all("nguon?tep=" in link for link in table(page, "Ai gửi")["Nguồn"])


def test_a_data_window_that_is_no_calendar_period_is_shown(open_page: Open) -> None:
    page = open_page("bao_cao.py", DUC_HOP)
    row = table(page, "Số liệu từ").iloc[0]
    assert list(row)[1:] == ["01/11/2022", "31/05/2023", "02/06/2023"]
    assert "số liệu từ ngày 01/11/2022 đến ngày 31/05/2023" in str(page.code[0].value)
