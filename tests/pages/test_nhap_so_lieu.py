"""The intake says what it recognised, accepts once, says what to mend, and takes back."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from cchc import catalogue, importing, keeping, settings
from cchc.importing import FileReport, Upload
from cchc.model import Finding, TableRead
from cchc.ui import intake
from tests.pages.intake_driving import (
    HISTORY,
    READ,
    RENAMED_TEXT,
    TAM_DUONG,
    TUY_PHUOC,
    changed,
    choose,
    column,
    dropped,
    goes_to,
    is_waiting,
    opened,
    opened_on,
    opens,
    press,
    sample,
    says,
    sees,
    tick,
)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    return opened_on(tmp_path, monkeypatch)


# the page ----------------------------------------------------------------------------------


def test_an_empty_store_asks_for_files(folder: Path) -> None:
    page = opened()
    assert page.title[0].value == "Chưa có tệp nào trong kho số liệu"
    assert page.caption[0].value.startswith("Chọn tệp do đơn vị gửi")
    assert "không quá 20 MB" in page.file_uploader[0].label


def test_a_recognised_and_a_bad_file_stand_side_by_side(folder: Path) -> None:
    page = dropped(opened(), sample(TAM_DUONG), RENAMED_TEXT)
    assert page.title[0].value == "Nhận được 1/2 tệp"
    assert page.metric[0].value == "1 tệp"
    assert column(page, "Kết quả") == ["✕ Không đọc được", "● Nhận được"]  # to be mended first
    assert column(page, "Kỳ") == ["–", "Năm 2024"]
    assert column(sees(page, READ), "Vùng")[0] == "A7:G21"
    assert "danh-sach.xlsx: Tệp không phải sổ làm việc Excel" in says(page)


def test_nothing_is_stored_before_it_is_accepted(folder: Path) -> None:
    dropped(opened(), sample(TAM_DUONG))
    assert keeping.history(folder) == []
    assert keeping.current_store(folder) is None


def test_acceptance_stores_says_so_and_empties_the_uploader(folder: Path) -> None:
    page = dropped(opened(), sample(TAM_DUONG))
    page.text_input(key="nhap-nguoi").set_value("Cán bộ trực")
    page = press(page.run(), "Nhận 1 tệp")
    (one,) = keeping.history(folder)
    assert (one.file, one.accepted_by) == (TAM_DUONG, "Cán bộ trực")
    assert one.received_on == settings.today_vietnam()
    assert "Đã nhận 1 tệp lúc" in says(page)
    assert page.file_uploader[0].value == []
    assert column(goes_to(page, HISTORY), "Trạng thái") == ["● Đang dùng"]


def test_what_was_not_accepted_can_still_be_sent_back(folder: Path) -> None:
    wrong = changed(TAM_DUONG, "Mục tiêu 2024", "C14", "136,3%")
    page = press(tick(dropped(opened(), sample(TUY_PHUOC), wrong)), "Nhận 1 tệp")
    assert "Sửa ô C14 trang “Mục tiêu 2024”" in says(page)
    assert "Tải bản đánh dấu để gửi lại" in [one.label for one in page.download_button]
    page = dropped(page, sample(TUY_PHUOC))
    assert "Sửa ô C14" not in says(page)


def test_files_are_inspected_once_however_often_the_page_reruns(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    looked = []
    inspect = importing.inspect

    def counted(*args: Any, **options: Any) -> importing.Inspection:
        looked.append(1)
        return inspect(*args, **options)

    monkeypatch.setattr(importing, "inspect", counted)
    page = dropped(opened(), sample(TAM_DUONG))
    page.run().run()
    assert len(looked) == 1


def test_warnings_ask_for_a_tick_first(folder: Path) -> None:
    page = dropped(opened(), sample(TUY_PHUOC))
    assert column(page, "Mức") == ["▲ Cần xem lại"]
    assert column(page, "Ô") == ["Kết quả 2023!D11"]
    assert "Cần xem lại trước khi nhận: ô D11 trang “Kết quả 2023”." in says(page)
    assert is_waiting(page, "Nhận 1 tệp")
    press(tick(page), "Nhận 1 tệp")
    assert len(keeping.history(folder)) == 1


def test_a_file_accepted_before_is_known(folder: Path) -> None:
    importing.import_files(folder, [Upload(*sample(TAM_DUONG))])
    page = dropped(opened(), sample(TAM_DUONG))
    assert page.title[0].value == "Nhận được 0/1 tệp, 1 tệp đã nhận từ trước"
    assert [one.label for one in page.button if one.label.startswith("Nhận")] == []


def test_another_import_in_between_is_said_and_looked_at_again(folder: Path) -> None:
    page = dropped(opened(), sample(TAM_DUONG))
    importing.import_files(folder, [Upload(*sample(TUY_PHUOC))])
    page = press(page, "Nhận 1 tệp")
    assert "Vừa có người nhận tệp khác" in says(page)
    assert [one.file for one in keeping.history(folder)] == [TUY_PHUOC]
    press(page, "Nhận 1 tệp")
    assert [one.file for one in keeping.history(folder)] == [TAM_DUONG, TUY_PHUOC]


def test_an_impossible_figure_returns_the_file_and_names_the_cell(folder: Path) -> None:
    page = dropped(opened(), changed(TAM_DUONG, "Mục tiêu 2024", "C14", "136,3%"))
    assert page.title[0].value == "Nhận được 0/1 tệp"
    assert "Sửa ô C14 trang “Mục tiêu 2024”" in says(page)


def test_a_period_that_makes_no_sense_is_a_sentence(folder: Path) -> None:
    page = opened()
    page.session_state["nhap-ghi-ro-0"] = True
    page.run()
    page.text_input(key="nhap-ky-0").set_value("tháng mười ba")
    page = dropped(page, sample(TAM_DUONG))
    assert "Không hiểu kỳ" in says(page)


def test_the_override_does_not_run_while_it_is_closed(folder: Path) -> None:
    assert "Kỳ" not in [one.label for one in opened().text_input]


def test_withdrawal_asks_first_and_keeps_the_history(folder: Path) -> None:
    importing.import_files(folder, [Upload(*sample(TAM_DUONG))])
    page = goes_to(opened(), HISTORY)
    choose(page, "Lần nhập", 1)
    assert page.caption[0].value.startswith("Tệp đã nhận và chưa thu hồi")
    page = opens(page, "thu-hoi-1")
    assert is_waiting(page, "Thu hồi")
    page = press(tick(page), "Thu hồi")
    assert "Đã thu hồi lần nhập số 1" in says(page)
    assert column(page, "Trạng thái")[0].startswith("✕ Đã thu hồi")
    assert list(page.dataframe[0].value.columns)[:2] == ["Số", "Trạng thái"]
    assert f"1/1 lần nhập đã thu hồi; gần nhất là số 1 ({TAM_DUONG})" in says(page)
    assert page.title[0].value == "Chưa có tệp nào trong kho số liệu"
    assert page.caption[0].value.startswith("Chọn tệp do đơn vị gửi")


# its words ---------------------------------------------------------------------------------


def report(file: str, status: str, *findings: Finding) -> FileReport:
    table = TableRead("Sheet1", "A1:C3", "unit_ranking", 2, "minh-hoa.mh.xa-a", "2023")
    return FileReport(file, "0" * 64, status, None, (table,), findings)  # type: ignore[arg-type]


def test_the_cell_to_mend_is_named_before_the_other_returned_files() -> None:
    wrong = Finding("error", "x", "Sai.", "Bảng 1", "C12")
    reports = [report("a.xlsx", "acceptable"), report("b.xlsx", "refused", wrong)]
    assert intake.headline(reports) == "Nhận được 1/2 tệp"
    assert intake.next_step(reports) == "Sửa ô C12 trang “Bảng 1” của tệp b.xlsx rồi gửi lại."
    assert "Còn 1 tệp" in intake.next_step([*reports, report("c.xlsx", "refused", wrong)])


def test_findings_stand_errors_first() -> None:
    note, error = Finding("note", "n", "Biết."), Finding("error", "e", "Sai.", "S", "B2")
    table = intake.findings([report("a.xlsx", "refused", note, error)])
    assert list(table["Mức"]) == ["✕ Phải sửa", "○ Để biết"]
    assert list(table["Ô"]) == ["S!B2", "–"]


def test_illustrative_files_are_marked_as_such() -> None:
    assert intake.is_illustrative([report("a.xlsx", "acceptable")], catalogue.shipped())
