"""Mức độ hài lòng: the number, how sure it is, what leaders find, what PAPI asks for."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from cchc import settings
from cchc.ui import satisfaction
from tests.pages.reading import Open, opener, tables_of, texts, title
from tests.pages.workbooks import accept, sheet

PAGE = "hai_long.py"
TUY_PHUOC = "binh-dinh.tuy-phuoc"
TAM_DUONG = "lai-chau.tam-duong"
KONG_CHRO = "gia-lai.kong-chro.tt-kong-chro"
DUC_HOP = "hung-yen.kim-dong.duc-hop"
XA_A = "minh-hoa.mh.xa-a"


def table(page: AppTest, column: str) -> pd.DataFrame:
    """The first table that has a column."""
    found: list[pd.DataFrame] = [
        one.value for one in tables_of(page) if column in one.value.columns
    ]
    return found[0]


def test_tuy_phuoc_reads_as_its_result_says(open_page: Open) -> None:
    page = open_page(PAGE, TUY_PHUOC)
    said = texts(page)
    assert title(page) == "SIPAS năm 2023: 23,27/30 điểm"
    assert page.subheader[0].value == "77,57% điểm tối đa"
    assert "Khảo sát lãnh đạo thấp nhất: phân cấp, uỷ quyền 57,29%." in said
    assert "6/6 nội dung dưới 80%, cần khắc phục." in said


def test_every_item_below_eighty_leads_to_its_cell(open_page: Open) -> None:
    rows = table(open_page(PAGE, TUY_PHUOC), "Nội dung khảo sát")
    assert list(rows["Kết quả (%)"]) == ["57,29", "63,54", "67,19", "67,71", "69,01", "73,18"]
    assert all("nguon?tep=" in link and "&o=C" in link for link in rows["Nguồn"])


def test_a_unit_with_a_percent_alone_shows_its_rank(open_page: Open) -> None:
    page = open_page(PAGE, TAM_DUONG)
    assert (title(page), page.subheader[0].value) == ("SIPAS năm 2023: 74,4%", "Hạng 4")


def test_a_commune_with_a_papi_plan_has_eight_dimensions_and_two_reports(open_page: Open) -> None:
    page = open_page(PAGE, DUC_HOP)
    said = texts(page)
    assert "PAPI chỉ đo cấp tỉnh" in said
    assert "từ năm 2018 PAPI có tám chỉ số nội dung" in said
    named = [text.replace("\\", "") for text in table(page, "Chỉ số nội dung")["Chỉ số nội dung"]]
    assert [one.split(".")[0] for one in named] == list("12345678")
    assert named[7] == "8. Quản trị điện tử"
    reports = table(page, "Hạn ghi trong kế hoạch")
    assert list(reports["Ngày cuối còn đúng hạn"]) == ["02/06/2023", "24/10/2023"]


@pytest.mark.parametrize("unit", [KONG_CHRO, DUC_HOP])
def test_without_any_survey_the_page_says_what_to_do(open_page: Open, unit: str) -> None:
    page = open_page(PAGE, unit)
    assert title(page).startswith("Chưa có kết quả khảo sát")
    assert "Nhập số liệu" in texts(page)


def test_an_empty_store_says_what_to_do(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    page = opener(tmp_path / "data", monkeypatch)(PAGE)
    assert title(page) == "Chưa có số liệu"


@pytest.fixture(scope="module")
def surveyed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    names = ("hai-long-2022-cac-xa", "hai-long-2023-cac-xa")
    folder = settings.SAMPLES / "minh-hoa"
    files = {name: (folder / f"{name}.xlsx").read_bytes() for name in names}
    return accept(tmp_path_factory.mktemp("data"), **files)


def test_a_commune_says_how_sure_its_number_is(
    surveyed: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = opener(surveyed, monkeypatch)(PAGE, XA_A)
    said = texts(page)
    assert title(page) == "SIPAS năm 2023: 85,55%"
    assert page.subheader[0].value == "48 phiếu, sai số mẫu ±9,95 điểm %"
    assert "nhỏ hơn sai số mẫu nên chưa nói được là thay đổi" in said
    assert "1,96 × √(p(1 − p)/n)" in said
    assert "Số liệu minh họa" in said
    assert len(page.get("plotly_chart")) == 1


def test_two_ways_of_surveying_are_two_tables_with_the_reason(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    head = ("TT", "Đơn vị", "Tiếp cận dịch vụ", "Chỉ số hài lòng chung (%)", "Số phiếu")
    files = {
        f"hai_long_{year}": sheet(
            f"KẾT QUẢ KHẢO SÁT MỨC ĐỘ HÀI LÒNG (SIPAS) NĂM {year} CÁC XÃ HUYỆN KIM ĐỘNG",
            head,
            (1, "Xã Đức Hợp", percent, percent, 400),
            (2, "Xã Phú Thọ", percent, percent - 1, 400),
        )
        for year, percent in ((2021, 90.3), (2022, 82.18))
    }
    page = opener(accept(tmp_path / "data", **files), monkeypatch)(PAGE, DUC_HOP)
    said = texts(page)
    assert "Cách khảo sát từ năm 2022" in said
    assert "Cách khảo sát trước năm 2022" in said
    assert "Không nối hai cách thành một dãy: từ năm 2022 SIPAS đo hai nội dung" in said
    assert "8,12" not in said, "no fall of points where two methods meet"
    assert not any("Tăng, giảm (điểm %)" in one.value.columns for one in tables_of(page))


def test_forms_unknown_are_said_and_never_a_margin_of_zero() -> None:
    units = pd.DataFrame(
        {
            "unit_name": ["xã A", "xã B"],
            "percent": [90.0, 80.0],
            "margin": [2.0, None],
            "as_first": [True, None],
            "respondents": [400, None],
        }
    )
    assert satisfaction.told_apart(units) == (
        "Xã A cao nhất (90%); 1 đơn vị không ghi số phiếu nên chưa so được."
    )
    units = units.assign(as_first=[True, False])
    assert satisfaction.told_apart(units).endswith("; 1 đơn vị kém hơn quá sai số mẫu.")
    units = units.assign(as_first=[True, None])
    rows = satisfaction.unit_table(units)
    assert list(rows["So với đơn vị cao nhất"]) == ["cao nhất", "không ghi số phiếu"]


def test_the_plans_target_for_sipas_stands_beside_the_result(open_page: Open) -> None:
    assert "Mục tiêu 2024: trên 80%, hạng 2; còn thiếu 5,6 điểm %." in texts(
        open_page(PAGE, TAM_DUONG)
    )
    assert "Mục tiêu 2024" not in texts(open_page(PAGE, TUY_PHUOC)), "its plan has none"


def test_another_year_is_offered_only_where_there_is_one() -> None:
    alone, several = (satisfaction.Choice("2023", None, "", more) for more in (False, True))
    assert "chọn năm khác" not in satisfaction.what_to_do(alone, pd.DataFrame())
    assert "chọn năm khác ở ô “Năm khảo sát”" in satisfaction.what_to_do(several, pd.DataFrame())
