"""Every import can be found again, told what it replaced, exported, and taken back."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

import openpyxl
import pytest
from streamlit.testing.v1 import AppTest

from cchc import catalogue, importing, keeping
from cchc.importing import Upload
from cchc.ui import intake
from cchc.ui.intake import past
from tests.pages.intake_driving import (
    HISTORY,
    TEMPLATES,
    choose,
    column,
    dropped,
    goes_to,
    opened,
    opened_on,
    opens,
    press,
    says,
    tick,
)
from tests.workbooks import score_book

XA_A = "minh-hoa.mh.xa-a"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    return opened_on(tmp_path, monkeypatch)


def scores(points: float, unit: str = "A") -> tuple[str, bytes]:
    return f"diem-xa-{unit.lower()}.xlsx", score_book(points, unit=f"XÃ {unit}")


def received(folder: Path, *files: tuple[str, bytes]) -> None:
    for file in files:
        done = importing.import_files(folder, [Upload(*file)], by="Cán bộ trực")
        assert [one.status for one in done.reports] == ["accepted"]


def typed(page: AppTest, text: str) -> None:
    next(one for one in page.text_input if one.label.startswith("Tìm")).set_value(text)


# corrections -------------------------------------------------------------------------------


def test_a_corrected_file_says_which_import_it_replaces_before_it_is_accepted(folder: Path) -> None:
    received(folder, scores(0.75))
    page = dropped(opened(), scores(0.5))
    assert column(page, "Kết quả")[0] == "● Bản sửa thay bản trước"
    assert column(page, "Việc cần làm")[0] == "Thay lần nhập 1"


def test_the_history_shows_which_file_replaced_which(folder: Path) -> None:
    received(folder, scores(0.75), scores(0.5))
    page = goes_to(opened(), HISTORY)
    assert column(page, "Trạng thái") == ["● Đang dùng", "○ Đã có bản sửa thay"]
    assert column(page, "Thay thế") == [
        "Bản sửa thay bản trước (lần nhập 1)",
        "Được thay bằng lần nhập 2",
    ]


# finding -----------------------------------------------------------------------------------


def test_the_history_is_filtered_by_unit_state_and_words(folder: Path) -> None:
    received(folder, scores(0.75), scores(0.5, "B"), scores(0.25, "B"))
    page = choose(goes_to(opened(), HISTORY), "Đơn vị", "minh-hoa.mh.xa-b")
    assert column(page, "Số") == ["3", "2"]
    page = choose(page, "Trạng thái", "Đã có bản sửa thay")
    assert column(page, "Số") == ["2"]
    typed(page, "không có tệp này")
    assert "Không có lần nhập nào như vậy" in says(page.run())


def test_the_words_are_found_without_accents_in_file_and_person(folder: Path) -> None:
    received(folder, scores(0.75))
    page = goes_to(opened(), HISTORY)
    typed(page, "can bo diem-xa")
    assert column(page.run(), "Số") == ["1"]


def test_the_lines_shown_are_exported_and_nothing_in_them_is_a_formula(folder: Path) -> None:
    received(folder, ("=HYPERLINK(1).xlsx", score_book(0.75)))
    rows = past.table(intake.history(), past.contents(), catalogue.shipped())
    book = openpyxl.load_workbook(BytesIO(past.export(rows)))
    heads, line = list(book["Lịch sử nhập"].iter_rows(values_only=True))
    said = dict(zip(heads, line, strict=True))
    assert (said["Số"], said["Tệp"], said["Người nhập"]) == (
        "1",
        "=HYPERLINK(1).xlsx",
        "Cán bộ trực",
    )
    assert {cell.data_type for cell in book["Lịch sử nhập"][2]} <= {"s", "n"}


# taking back -------------------------------------------------------------------------------


def test_what_was_just_accepted_is_taken_back_on_the_spot(folder: Path) -> None:
    received(folder, scores(0.75))
    before = keeping.current_store(folder)
    page = press(dropped(opened(), scores(0.5), scores(0.25, "B")), "Nhận 2 tệp")
    assert keeping.current_store(folder) != before
    page = press(page, "Thu hồi 2 tệp vừa nhận")
    assert "Đã thu hồi 2 tệp vừa nhận" in says(page)
    assert keeping.current_store(folder) == before


def test_withdrawal_shows_first_what_it_undoes(folder: Path) -> None:
    received(folder, scores(0.75), scores(0.5))
    page = opens(choose(goes_to(opened(), HISTORY), "Lần nhập", 2), "thu-hoi-2")
    assert "1 số liệu thay đổi" in says(page)
    assert column(page, "Thay đổi") == ["chỉ số 50% → 75%; 1 tiêu chí tăng"]
    page = press(tick(page), "Thu hồi")
    assert column(page, "Trạng thái")[1] == "● Đang dùng"


def test_what_somebody_else_withdrew_meanwhile_is_shown_as_withdrawn(folder: Path) -> None:
    received(folder, scores(0.75))
    page = opens(choose(goes_to(opened(), HISTORY), "Lần nhập", 1), "thu-hoi-1")
    tick(page)
    importing.withdraw(folder, 1)
    page = press(page, "Thu hồi")
    assert column(page, "Trạng thái")[0].startswith("✕ Đã thu hồi")
    assert "Thu hồi" not in [one.label for one in page.button]


# forms to send out -------------------------------------------------------------------------


def test_forms_for_a_whole_group_are_one_zip(folder: Path) -> None:
    page = goes_to(opened(), TEMPLATES)
    choose(page, "Đơn vị hoặc nhóm", ("group", "minh-hoa.mh/xa"))
    choose(page, "Năm", 2024)
    page = press(choose(page, "Loại mẫu", "score"), "Lập mẫu")
    assert "Đã lập 15 tệp, mỗi đơn vị một tệp." in says(page)
    assert [one.label for one in page.download_button] == ["Tải 15 tệp mẫu (.zip)"]


def test_a_form_that_cannot_be_made_says_what_is_lacking(folder: Path) -> None:
    page = choose(goes_to(opened(), TEMPLATES), "Đơn vị hoặc nhóm", ("unit", XA_A))
    choose(page, "Kỳ", "-01")
    page = press(choose(page, "Loại mẫu", "tasks"), "Lập mẫu")
    assert "Chưa có kế hoạch nhiệm vụ" in says(page)
