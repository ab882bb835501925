"""One unit on one page: its headline, what is strong and what to mend, its tables."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from cchc.ui import unit_page
from tests.pages.reading import Open, opener, tables_of, texts, title

PAGE = "don_vi.py"
MH, XA_H, NOI_VU = "minh-hoa.mh", "minh-hoa.mh.xa-h", "minh-hoa.mh.p-noi-vu"
TUY_PHUOC, KONG_CHRO = "binh-dinh.tuy-phuoc", "gia-lai.kong-chro.tt-kong-chro"
SEPTEMBER = {"Tính đến hết": "2024-09"}
DUC_HOP = "hung-yen.kim-dong.duc-hop"


@pytest.fixture
def open_whole(illustrative: Path, monkeypatch: pytest.MonkeyPatch) -> Open:
    """Pages over all that is shipped."""
    return opener(illustrative, monkeypatch)


def table(page: AppTest, alt: str) -> pd.DataFrame:
    (shown,) = [one.value for one in tables_of(page) if one.alt == alt]
    frame: pd.DataFrame = shown
    return frame


# the page ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("unit", "headline"),
    [
        (XA_H, "Xã H năm 2023: hạng 12/15, 72,82%"),
        (NOI_VU, "Phòng Nội vụ huyện Minh Họa năm 2023: hạng 3/8, 90,15%"),
        (TUY_PHUOC, "Huyện Tuy Phước năm 2023: hạng 4/11, 82,13%"),
        (KONG_CHRO, "Thị trấn Kông Chro: 11 mục tiêu và 28 nhiệm vụ; chưa có kết quả"),
        (DUC_HOP, "Xã Đức Hợp: 8 nhiệm vụ; chưa có kết quả"),
    ],
)
def test_the_headline_says_rank_and_index_or_what_was_sent(
    open_whole: Open, unit: str, headline: str
) -> None:
    assert title(open_whole(PAGE, unit)) == headline


def test_a_commune_stands_among_its_peers_with_what_it_lacks(open_whole: Open) -> None:
    page = open_whole(PAGE, XA_H, **SEPTEMBER)
    said = texts(page)
    assert "Không có chỉ số nào ở nửa trên của nhóm; cần khắc phục: công tác chỉ đạo" in said
    peers = table(page, "Chỉ số thành phần giữa các đơn vị cùng nhóm")
    assert list(peers["Hạng"])[:2] == ["13/15", "11/15"]
    assert list(peers["Trung vị (%)"])[:2] == ["87,50", "91,67"]
    assert "27,18 điểm chưa đạt ở 72 tiêu chí thành phần, năm 2023" in said
    assert "dưới đây là 8 tiêu chí thiếu nhiều nhất." in said
    points = table(page, "Điểm chưa đạt")
    assert list(points["Chưa đạt (điểm)"])[:2] == ["1,22", "1,00"]
    assert all("nguon?tep=" in link for link in points["Nguồn"])
    services = table(page, "Chỉ tiêu dịch vụ công trong tháng")
    assert list(services["Trạng thái"]).count("▲ Chưa đạt") == 3
    assert "37 nhiệm vụ kế hoạch cấp trên giao: 1 quá hạn" in said
    assert "9 báo cáo đã đến hạn từ đầu năm: 7 đúng hạn, 1 trễ hạn, 1 chưa gửi." in said


def test_a_unit_alone_is_not_set_among_peers(open_whole: Open) -> None:
    page = open_whole(PAGE, TUY_PHUOC)
    peers = table(page, "Chỉ số thành phần giữa các đơn vị cùng nhóm")
    assert "Hạng" not in peers.columns
    assert "Cao nhất: điểm cải cách hành chính (85,25%); thấp nhất:" in texts(page)


def test_how_to_print_is_said_and_the_style_is_there(open_whole: Open) -> None:
    page = open_whole(PAGE, XA_H, **SEPTEMBER)
    assert unit_page.HINT in texts(page)
    assert "@page { size: A4 portrait" in unit_page.PRINT.read_text("utf-8")


def test_an_empty_store_says_what_to_do(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert title(opener(tmp_path / "data", monkeypatch)(PAGE)) == "Chưa có số liệu"


# sentences ---------------------------------------------------------------------------------


def component(name: str, percent: float, rank: float | None, of: int = 10) -> dict[str, Any]:
    return {"criterion_name": name, "percent": percent, "rank": rank, "rank_of": of}


def said(*rows: dict[str, Any]) -> str:
    return unit_page.strong_and_weak(pd.DataFrame(list(rows)))


def test_strong_is_the_upper_half_and_to_mend_the_lower_two_of_each_by_rank() -> None:
    told = said(
        component("A", 90, 2),
        component("B", 95, 2),
        component("C", 99, 5),
        component("D", 60, 9),
        component("E", 50, 9),
        component("F", 70, 6),
    )
    assert told == (
        "Mạnh: B (hạng 2/10) và A (hạng 2/10); cần khắc phục: E (hạng 9/10) và D (hạng 9/10)."
    )


def test_an_empty_half_is_said_to_be_empty() -> None:
    assert said(component("A", 90, 1), component("B", 80, 5)).endswith(
        "không có chỉ số nào ở nửa dưới của nhóm."
    )
    assert said(component("A", 90, 6), component("B", 80, 7)).startswith(
        "Không có chỉ số nào ở nửa trên của nhóm;"
    )


def test_the_one_in_the_middle_is_neither_strong_nor_to_mend() -> None:
    told = said(component("A", 90, 3, 5), component("B", 80, 4, 5), component("C", 95, 2, 5))
    assert told == "Mạnh: C (hạng 2/5); cần khắc phục: B (hạng 4/5)."


def test_each_year_leads_to_its_cell(open_whole: Open) -> None:
    page = open_whole(PAGE, XA_H)
    (line,) = [str(one.value) for one in page.caption if "Nguồn: năm 2022 [ô" in str(one.value)]
    assert line.count("](nguon?tep=") == 2
    assert "năm 2024 [các ô của bảng điểm](nguon?nguon-muc=" in line, "added up from a sheet"


def test_a_table_that_has_no_room_for_all_says_which_it_shows() -> None:
    tasks = pd.DataFrame({"state": ["overdue"] * 6 + ["done"], "own_plan": True})
    assert unit_page.task_sentence(tasks) == (
        "7 nhiệm vụ: 6 quá hạn, 1 hoàn thành; dưới đây là 4 nhiệm vụ quá hạn lâu nhất."
    )
    assert unit_page.task_sentence(tasks.tail(4)) == "4 nhiệm vụ: 3 quá hạn, 1 hoàn thành."
    assert unit_page.task_sentence(tasks.head(2)) == "2 nhiệm vụ, đều quá hạn."


def test_a_unit_without_a_result_is_told_what_to_load_and_what_is_there(open_whole: Open) -> None:
    for page in (PAGE, "tong_quan.py"):
        told = texts(open_whole(page, KONG_CHRO))
        assert "ở trang [Nhập số liệu](nhap-so-lieu). Đã có mục tiêu ([Mục tiêu](muc-tieu?" in told
        assert "nhiệm vụ ([Nhiệm vụ](nhiem-vu?" in told
        assert "[Nhập số liệu]" not in texts(open_whole(page, XA_H))
    assert "Nạp bảng kết quả của đơn vị" in texts(open_whole("tong_quan.py", KONG_CHRO))
    assert "bảng kết quả, bảng mục tiêu" in texts(open_whole("tong_quan.py", DUC_HOP))


def test_without_peers_highest_and_lowest_are_told_and_of_one_nothing() -> None:
    alone = [component("A", 90, None, 1), component("B", 80, None, 1)]
    assert said(*alone) == "Cao nhất: A (90%); thấp nhất: B (80%)."
    assert said(alone[0]) == ""


def test_a_year_of_another_framework_is_said_not_to_compare() -> None:
    years = pd.DataFrame({"period_id": ["2022", "2023"], "same_framework": [None, False]})
    assert "Từ năm 2023 chấm theo bộ tiêu chí khác" in unit_page.framework_breaks(years)
    assert unit_page.framework_breaks(years.head(1)) == ""


def test_a_year_that_is_still_scored_is_said_not_to_be_official() -> None:
    years = pd.DataFrame({"period_id": ["2023", "2024"], "round": ["final", "appraised"]})
    assert unit_page.not_official(years) == (
        "Năm 2024: điểm thẩm định lần 1, chưa phải kết quả chính thức."
    )
    assert unit_page.not_official(years.head(1)) == ""


def test_the_official_year_asked_for_comes_before_the_latest() -> None:
    years = pd.DataFrame(
        {"period_id": ["2022", "2023", "2024"], "round": ["final", "published", "appraised"]}
    )

    def chosen(asked: str | None) -> object:
        row = unit_page.official(years, asked)
        return row and row["period_id"]

    assert (chosen("2022"), chosen("2024"), chosen(None)) == ("2022", "2023", "2023")
    assert unit_page.official(years.tail(1), None) is None


def test_an_indicator_of_the_month_itself_comes_before_the_one_since_january() -> None:
    services = pd.DataFrame(
        {
            "indicator_code": ["a", "a", "b"],
            "basis": ["cumulative", "in_period", "cumulative"],
            "percent": [1.0, 2.0, 3.0],
        }
    )
    assert list(unit_page.in_period_first(services)["percent"]) == [2.0, 3.0]


def test_the_sources_count_the_reports_that_the_tables_are_read_from(open_whole: Open) -> None:
    page = open_whole(PAGE, XA_H, **SEPTEMBER)
    (listed,) = [one for one in page.expander if one.label.startswith("Nguồn số liệu")]
    # Results of 2022 and 2023, targets, plan, calendar, its eight reports, the sheet of 2024.
    assert listed.label == "Nguồn số liệu: 16 tệp của trang này"
