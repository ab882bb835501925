"""The page on criteria says what is missing, where, and what serves it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from cchc import backup, importing, keeping, links, settings, store
from cchc.importing import Upload
from cchc.ledger import Ledger
from tests.pages.reading import Open, opener, tables_of, texts, title

PAGE = "tieu_chi.py"
MINH_HOA, XA_A, PHONG = "minh-hoa.mh", "minh-hoa.mh.xa-a", "minh-hoa.mh.p-noi-vu"
COMMUNES = "minh-hoa.mh/xa"
FILES = (
    "ket-qua-2023-huyen-minh-hoa.xlsx",
    "muc-tieu-2024-huyen-minh-hoa.xlsx",
    "minh-hoa-2024-nhiem-vu.xlsx",
    "bang-diem-2022-cac-xa.xlsx",
    "bang-diem-2023-cac-xa.xlsx",
    "bang-diem-2023-cac-phong.xlsx",
    "bang-diem-2024-tu-cham-cac-xa.xlsx",
    "bang-diem-2024-tham-dinh-lan-1-cac-xa.xlsx",
)
FINAL_2023 = "2023|final|mh-xa-2022"
PARTS = ("don-vi", "nhieu-nam", "tu-cham", "toi-da", "nhiem-vu", "cap-duoi")


@pytest.fixture(scope="module")
def taken(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The illustrative score sheets of two years, a third one begun, and the plan's tasks."""
    folder = tmp_path_factory.mktemp("tieu-chi")
    paths = [settings.SAMPLES / "minh-hoa" / file for file in FILES]
    report = importing.import_files(folder, [Upload(p.name, p.read_bytes()) for p in paths])
    assert [file.status for file in report.reports] == ["accepted"] * len(FILES)
    return folder


@pytest.fixture
def opened(taken: Path, monkeypatch: pytest.MonkeyPatch) -> Open:
    return opener(taken, monkeypatch)


@pytest.fixture
def own(taken: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A data folder that a test may decide in."""
    backup.backup(taken, tmp_path / "taken.zip")
    backup.restore(tmp_path / "data", tmp_path / "taken.zip")
    yield tmp_path / "data"
    store.forget(tmp_path)


def choose(page: AppTest, **choices: str) -> AppTest:
    """Set boxes by their keys, one after the other."""
    for key, value in choices.items():
        box = next(box for box in page.selectbox if box.key == key.replace("_", "-"))
        page = box.set_value(value).run()
    assert not page.exception
    return page


def frames_of(page: AppTest) -> list[pd.DataFrame]:
    return [table.value for table in [*tables_of(page), *page.dataframe]]


def test_the_headline_counts_the_sub_criteria_that_hold_most_of_what_is_missing(
    opened: Open,
) -> None:
    page = opened(PAGE, XA_A)
    assert title(page).startswith("10 tiêu chí thành phần chiếm ")
    assert title(page).endswith("% điểm chưa đạt")
    assert "Năm 2024, thẩm định lần 1" in texts(page)
    assert "Số liệu minh họa" in texts(page)


def test_last_years_final_points_add_up_to_the_index(opened: Open) -> None:
    """xã A 2023: what is missing and what was published are the two parts of the maximum."""
    page = opened(PAGE, XA_A)
    box = next(box for box in page.selectbox if box.key == "vong")
    labels = list(box.options)
    assert "Năm 2023 · kết quả cuối cùng" in labels
    page = choose(page, vong=FINAL_2023)
    assert page.subheader[0].value == "13,68 điểm chưa đạt"


def test_the_figure_opens_from_areas_to_a_criterion(opened: Open) -> None:
    page = choose(opened(PAGE, XA_A), trong="linh-vuc")
    assert "tổng điểm chưa đạt" in texts(page)
    page = choose(page, trong="1")
    page = choose(page, trong="1.1")
    assert "điểm chưa đạt của mục này" in texts(page) or "Phần này không thiếu" in texts(page)


def test_one_click_opens_the_areas_and_one_goes_up_again(opened: Open) -> None:
    page = press(opened(PAGE, XA_A), "→ Theo lĩnh vực")
    assert inside(page) == "linh-vuc"
    page = choose(page, trong="6.1")
    page = press(page, "↑ 6. Cải cách tài chính công")
    assert inside(page) == "6"
    assert inside(press(page, "↑ Mọi lĩnh vực")) == "linh-vuc"
    assert inside(press(page, "→ Từng tiêu chí thành phần")) == ""


def press(page: AppTest, label: str) -> AppTest:
    """Click a button by what is read on it."""
    found = (one for one in page.button if one.label.replace("\\", "") == label)
    page = next(found).click().run()
    assert not page.exception
    return page


def inside(page: AppTest) -> str:
    return str(next(box for box in page.selectbox if box.key == "trong").value)


@pytest.mark.parametrize("part", PARTS)
@pytest.mark.parametrize("unit", [MINH_HOA, XA_A, PHONG])
def test_every_part_opens_for_a_district_a_commune_and_an_office(
    opened: Open, unit: str, part: str
) -> None:
    page = choose(opened(PAGE, unit), xem=part)
    assert len(page.title) == 1


@pytest.mark.parametrize("part", PARTS)
def test_every_part_opens_for_a_kind_of_units(opened: Open, part: str) -> None:
    page = choose(opened(PAGE, MINH_HOA), **{"diem_cua": COMMUNES, "xem": part})
    assert "trung bình một đơn vị" in texts(page)


def test_without_any_import_the_page_says_what_to_do(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = opener(tmp_path / "data", monkeypatch)(PAGE)
    assert title(page) == "Chưa có số liệu"


@pytest.mark.parametrize(
    ("unit", "said"),
    [
        ("lai-chau.tam-duong", "8/9 chỉ số thành phần chưa đạt điểm tối đa"),
        ("binh-dinh.tuy-phuoc", "3/3 phần điểm chưa đạt điểm tối đa"),
        ("gia-lai.kong-chro.tt-kong-chro", "Chưa có điểm của tiêu chí nào"),
    ],
)
def test_the_seeds_say_as_much_as_they_hold(open_page: Open, unit: str, said: str) -> None:
    page = open_page(PAGE, unit)
    assert title(page) == said
    assert "Số liệu minh họa" not in texts(page)


def test_what_tam_duong_lacks_most_is_led_by_whom_its_plan_names(open_page: Open) -> None:
    page = open_page(PAGE, "lai-chau.tam-duong")
    assert "23,82 điểm % chưa đạt, trung bình một chỉ số thành phần" in texts(page)
    assert "Lớn nhất: 6. Cải cách tài chính công (thiếu 63,7 điểm %)" in texts(page)
    assert "chủ trì: Phòng Tài chính." in texts(page)
    assert "Kết quả này chỉ có đến chỉ số thành phần." in texts(page)


def test_one_unit_alone_stands(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = settings.SAMPLES / "tam-duong-2024-muc-tieu-va-nhiem-vu.xlsx"
    importing.import_files(tmp_path / "data", [Upload(path.name, path.read_bytes())])
    run = opener(tmp_path / "data", monkeypatch)
    for part in PARTS:
        assert len(choose(run(PAGE), xem=part).title) == 1
    store.forget(tmp_path)


def test_a_confirmed_task_serves_and_its_lead_is_named(
    own: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = choose(opener(own, monkeypatch)(PAGE, XA_A), xem="nhiem-vu", tctp="1.5.1")
    assert "Đề xuất vì cùng lĩnh vực" in texts(page)
    assert "“đăng ký ít nhất 01 sáng kiến" in texts(page)
    page.radio[0].set_value("Phục vụ tiêu chí này")
    page.text_input[0].set_value("Chị Lan")
    page = press(page, "Lưu xác nhận")
    assert f"đã xác nhận: Chị Lan, {settings.today_vietnam():%d/%m/%Y}" in texts(page)
    (made,) = Ledger(own).decision_log()
    assert (made.kind, made.by) == ("task_link", "Chị Lan")
    page.radio[0].set_value("Chưa quyết định")
    page = press(page, "Lưu xác nhận")
    assert "đã xác nhận" not in texts(page)
    assert [one.by for one in Ledger(own).decision_log()] == ["Chị Lan"] * 2, "kept, not retyped"


def test_the_district_is_told_who_stands_behind_what_it_lacks(opened: Open) -> None:
    page = choose(opened(PAGE, MINH_HOA), xem="cap-duoi")
    said = texts(page)
    assert "Huyện Minh Họa thiếu 5,4/30 điểm năm 2023" in said
    assert "cấp xã thiếu nhiều nhất: xã R" in said
    commune = texts(choose(opened(PAGE, XA_A), vong=FINAL_2023, xem="cap-duoi"))
    assert "Ảnh hưởng nhiều nhất" in commune


def test_a_round_chosen_for_others_is_not_taken_for_another(opened: Open) -> None:
    page = choose(opened(PAGE, MINH_HOA), **{"diem_cua": COMMUNES, "vong": FINAL_2023})
    assert "Năm 2023, kết quả cuối cùng" in texts(page)
    page = choose(page, diem_cua="minh-hoa.mh/phong")
    assert "các phòng chuyên môn của huyện Minh Họa · Năm 2023, kết quả cuối cùng" in (
        texts(page).replace("Các phòng", "các phòng")
    )


def test_a_link_that_lost_its_task_is_shown_and_taken_back(
    own: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    gone = links.Pair(
        *("minh-hoa.mh", "2024", "I", "remedy", "99", 1, "mh-xa-2022", "1.5.1"),
        task_text="Việc của bản kế hoạch trước",
    )
    keeping.decide(own, [links.decided(gone, True)], "Chị Lan")
    page = choose(opener(own, monkeypatch)(PAGE, XA_A), xem="nhiem-vu")
    lost = next(table for table in frames_of(page) if "Việc lúc quyết định" in table.columns)
    assert list(lost["Vì sao không còn tính"]) == ["Kế hoạch đang dùng không còn việc này"]
    assert list(lost["Ai quyết định, ngày"]) == [f"Chị Lan, {settings.today_vietnam():%d/%m/%Y}"]
    page.text_input(key="nhap-nguoi").set_value("Anh Minh")
    page = next(b for b in page.button if b.label == "Bỏ xác nhận này").click().run()
    assert not page.exception
    assert not [table for table in frames_of(page) if "Việc lúc quyết định" in table.columns]
    assert Ledger(own).decisions() == []
    assert Ledger(own).decision_log()[-1].by == "Anh Minh"
