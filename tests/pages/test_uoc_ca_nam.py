"""The page Ước cả năm, on what units sent of 2024."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from cchc import importing, plans, settings
from cchc.importing import Upload
from cchc.ledger import Ledger
from tests.pages.reading import Open, opener, tables_of, texts, title

PAGE = "uoc_ca_nam.py"
XA_B, XA_H, PHONG = "minh-hoa.mh.xa-b", "minh-hoa.mh.xa-h", "minh-hoa.mh.p-noi-vu"
HUYEN, TAM_DUONG = "minh-hoa.mh", "lai-chau.tam-duong"
FILES = (
    "muc-tieu-2024-huyen-minh-hoa.xlsx",
    "muc-tieu-2024-cac-xa.xlsx",
    "minh-hoa-2024-nhiem-vu.xlsx",
    "bang-diem-2024-06-tu-cham-thu-cac-xa.xlsx",
    "bang-diem-2024-tu-cham-cac-xa.xlsx",
    "bang-diem-2024-tham-dinh-lan-1-cac-xa.xlsx",
    "bang-diem-2024-tham-dinh-lan-1-cac-phong.xlsx",
    "bao-cao-2024-09-xa-h.xlsx",
)


@pytest.fixture(scope="module")
def scored(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The data folder with the rounds of 2024 and a month's report."""
    folder = tmp_path_factory.mktemp("data")
    paths = [settings.SAMPLES / "minh-hoa" / file for file in FILES]
    report = importing.import_files(folder, [Upload(p.name, p.read_bytes()) for p in paths])
    assert [file.file for file in report.reports if file.status != "accepted"] == []
    return folder


@pytest.fixture
def open_year(scored: Path, monkeypatch: pytest.MonkeyPatch) -> Open:
    return opener(scored, monkeypatch)


def leaves(page: AppTest) -> pd.DataFrame:
    tables = [table.value for table in tables_of(page) if "Căn cứ" in table.value.columns]
    return tables[0]


def set_number(page: AppTest, label: str, value: float) -> AppTest:
    box = next(box for box in page.number_input if label in box.label)
    return box.set_value(value).run()


def ticks(page: AppTest) -> int:
    """How many lines of the editor are ticked at first."""
    frame = next(one.value for one in page.dataframe if "Chọn" in one.value.columns)
    return int(frame["Chọn"].sum())


@pytest.mark.parametrize("unit", [XA_B, XA_H, PHONG, HUYEN])
def test_the_page_opens_for_every_kind_of_unit(open_year: Open, unit: str) -> None:
    page = open_year(PAGE, unit)
    assert title(page).startswith("Chắc chắn ")
    assert "Số liệu minh họa" in texts(page)


def test_the_headline_and_the_sentence_add_up_to_the_framework(open_year: Open) -> None:
    page = open_year(PAGE, XA_B)
    assert title(page) == "Chắc chắn 73,75 điểm; còn phấn đấu 0,25"
    assert "Đã mất 6 điểm; chờ khảo sát 20 điểm." in texts(page)
    assert "Mục tiêu trên 93% cần hơn 93 điểm" in texts(page)
    assert "chỉ đạt nếu khảo sát được hơn 19 trong 20 điểm đang chờ" in texts(page)


def test_an_earlier_round_can_be_looked_at(open_year: Open) -> None:
    page = open_year(PAGE, XA_H, **{"Tính đến vòng chấm": "trial"})
    assert "vòng tự chấm thử" in texts(page)
    assert "chờ thẩm định" in texts(page)
    assert len(leaves(page)) == 12  # of 78, page by page


def test_a_unit_without_a_target_takes_the_readers_own(open_year: Open) -> None:
    page = open_year(PAGE, PHONG)
    assert "chưa có mục tiêu chỉ số chung năm 2024" in texts(page)
    page = set_number(page, "Mục tiêu riêng", 50)
    assert "Mục tiêu riêng từ 50% trở lên cần 50 điểm: phần chắc chắn đã đủ." in texts(page)


def test_what_is_counted_on_makes_a_list_where_there_was_none(open_year: Open) -> None:
    page = open_year(PAGE, XA_H, **{"Tính đến vòng chấm": "trial"})
    assert "chỉ đạt nếu được" in texts(page)
    page = set_number(page, "Giả định được", 65)
    assert "Ngắn nhất để đạt mục tiêu:" in texts(page)
    assert ticks(page) > 0


def test_saving_a_plan_twice_keeps_one(scored: Path, open_year: Open, tmp_path: Path) -> None:
    page = open_year(PAGE, XA_B, **{"Chọn sẵn": "tat-ca"})
    for _ in range(2):
        next(one for one in page.text_input if one.label == "Tên phương án").set_value(
            "Phương án 1"
        )
        page = next(b for b in page.button if b.label == "Lưu phương án").click().run()
        assert not page.exception
    assert "Phương án Phương án 1 đã lưu như vậy rồi." in texts(page)
    (plan,) = plans.listed(scored, XA_B, "2024")
    assert [item.code for item in plan.items] == ["5.3.2"]
    assert len([one for one in Ledger(scored).decision_log() if one.kind == "plan"]) == 1
    plans.take_back(scored, plan)


def test_a_plan_needs_a_name(scored: Path, open_year: Open) -> None:
    page = open_year(PAGE, XA_B, **{"Chọn sẵn": "tat-ca"})
    page = next(b for b in page.button if b.label == "Lưu phương án").click().run()
    assert "Hãy đặt tên phương án" in texts(page)
    assert plans.listed(scored, XA_B, "2024") == []


def test_a_framework_without_maxima_says_what_is_lacking(open_page: Open) -> None:
    page = open_page(PAGE, TAM_DUONG)
    assert title(page) == "Chưa chia được điểm năm 2024 của huyện Tam Đường"
    assert "Nạp bộ tiêu chí có điểm tối đa" in texts(page)


def test_a_framework_of_three_parts_is_divided_and_said_to_be_coarse(open_page: Open) -> None:
    page = open_page(PAGE, "binh-dinh.tuy-phuoc")
    assert title(page) == "Chắc chắn 0 điểm; còn phấn đấu 60"
    assert "Chưa có điểm nào được chấm; chờ khảo sát 40 điểm." in texts(page)
    works = next(one.value for one in tables_of(page) if "Việc của kế hoạch" in one.value)
    assert list(works["Việc của kế hoạch"]) == ["Chưa gắn việc nào của kế hoạch"], "it has 88 tasks"
    assert "chỉ ghi điểm tối đa cho 3 dòng" in texts(page)


def test_without_any_import_the_page_says_what_to_do(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = opener(tmp_path / "data", monkeypatch)(PAGE)
    assert title(page) == "Chưa có số liệu"
