"""What only a person can say is asked on the page, and the answer is used at once."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

import openpyxl
import pytest

from cchc import importing, keeping, learned, settings
from cchc.importing import Upload
from tests.pages.intake_driving import (
    CHANGES,
    LEARNED,
    READ,
    choose,
    column,
    dropped,
    edited,
    filled,
    goes_to,
    is_waiting,
    opened,
    opened_on,
    opens,
    press,
    says,
    sees,
    tick,
)
from tests.test_new_province import FRAMEWORK, UNITS, book
from tests.workbooks import score_book, unknown_book

XA_A, XA_B = "minh-hoa.mh.xa-a", "minh-hoa.mh.xa-b"
SATISFACTION = settings.SAMPLES / "minh-hoa" / "hai-long-2023-cac-xa.xlsx"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    return opened_on(tmp_path, monkeypatch)


def survey(**cells: object) -> tuple[str, bytes]:
    content = SATISFACTION.read_bytes()
    return SATISFACTION.name, edited(content, {("SIPAS 2023", k): v for k, v in cells.items()})


def with_strange_column() -> tuple[str, bytes]:
    book = openpyxl.load_workbook(BytesIO(score_book()))
    book.worksheets[0]["E5"], book.worksheets[0]["E6"] = "Điểm kiểm tra chéo", 0.5
    out = BytesIO()
    book.save(out)
    return "diem-xa-a.xlsx", out.getvalue()


# names of units ----------------------------------------------------------------------------


def test_an_unknown_name_is_asked_once_remembered_and_the_file_read_again(folder: Path) -> None:
    page = dropped(opened(), survey(B8="Xã Núi Xanh"))
    assert page.title[0].value == "Nhận được 0/1 tệp"
    assert "“Xã Núi Xanh” là đơn vị nào?" in says(page)
    assert is_waiting(page, "Ghi nhớ và đọc lại")
    page = press(choose(page, "Đơn vị", XA_A), "Ghi nhớ và đọc lại")
    assert page.title[0].value == "Nhận được 1/1 tệp"
    assert "Từ nay “Xã Núi Xanh” được hiểu là xã A" in says(page)
    assert "là đơn vị nào?" not in says(page)
    (one,) = learned.known(folder)
    assert learned.name_of(one) == ("Xã Núi Xanh", XA_A)


def test_the_next_file_with_that_name_asks_nothing(folder: Path) -> None:
    learned.remember_name(folder, "Xã Núi Xanh", XA_A, "Cán bộ trực")
    page = dropped(opened(), survey(B8="XÃ NÚI XANH"))
    assert page.title[0].value == "Nhận được 1/1 tệp"


def test_a_name_printed_in_two_files_is_one_question(folder: Path) -> None:
    name, first = survey(B8="Xã Núi Xanh")
    _, second = survey(B8="Xã Núi Xanh", A3="KẾT QUẢ KHẢO SÁT MỨC ĐỘ HÀI LÒNG NĂM 2022")
    page = dropped(opened(), (name, first), ("hai-long-2022.xlsx", second))
    assert says(page).count("là đơn vị nào?") == 1
    assert "và 1 chỗ khác" in says(page)


def test_what_is_forgotten_is_asked_again_and_accepted_files_stay(folder: Path) -> None:
    learned.remember_name(folder, "Xã Núi Xanh", XA_A, "Cán bộ trực")
    importing.import_files(folder, [Upload(*survey(B8="Xã Núi Xanh"))])
    before = keeping.current_store(folder)
    page = goes_to(opened(), LEARNED)
    assert column(page, "Chữ trong tệp") == ["Xã Núi Xanh"]
    assert column(page, "Người chỉ") == ["Cán bộ trực"]
    assert "tệp đã nhận vẫn được đọc như khi nhận" in says(page)
    page = press(choose(page, "Điều cần bỏ", learned.known(folder)[0].sequence), "Bỏ điều đã học")
    assert learned.known(folder) == []
    assert "Hệ thống chưa học điều gì" in says(page)
    assert keeping.current_store(folder) == before
    importing.withdraw(folder, 1)
    assert "là đơn vị nào?" in says(dropped(opened(), survey(B8="Xã Núi Xanh")))


def test_a_name_from_a_file_is_shown_as_text(folder: Path) -> None:
    page = dropped(opened(), survey(B8="**Xã** [A](x) $1$"))
    shown = next(one.value for one in page.markdown if "là đơn vị nào?" in one.value)
    assert r"\*\*Xã\*\* \[A\](x) \$1\$" in shown


# whom and when -----------------------------------------------------------------------------


def test_a_file_that_names_no_unit_is_answered_for_alone(folder: Path) -> None:
    nameless = ("diem.xlsx", score_book(unit="", agency=None))
    page = dropped(opened(), nameless, ("diem-xa-b.xlsx", score_book(unit="XÃ B")))
    assert page.title[0].value == "Nhận được 1/2 tệp"
    page = press(choose(page, "Đơn vị mà tệp nói đến", XA_A), "Đọc lại tệp")
    assert page.title[0].value == "Nhận được 2/2 tệp"
    page = press(page, "Nhận 2 tệp")
    hints = {one.file: one.unit_hint for one in keeping.history(folder)}
    assert hints == {"diem.xlsx": XA_A, "diem-xa-b.xlsx": None}


def test_a_file_that_names_no_period_is_given_one(folder: Path) -> None:
    page = dropped(opened(), ("diem-xa-a.xlsx", score_book(year="")))
    choose(page, "Năm", 2024)
    page = press(choose(page, "Kỳ", ""), "Đọc lại tệp")
    assert page.title[0].value == "Nhận được 1/1 tệp"
    assert column(page, "Kỳ")[0] == "Năm 2024"


def test_one_file_can_have_come_on_another_day(folder: Path) -> None:
    page = dropped(opened(), ("diem-xa-a.xlsx", score_book()))
    day = settings.today_vietnam().replace(day=1)
    next(one for one in page.date_input if one.label.startswith("Ngày nhận riêng")).set_value(day)
    page = press(page.run(), "Ghi ngày nhận")
    press(page, "Nhận 1 tệp")
    assert keeping.history(folder)[0].received_on == day


# frameworks --------------------------------------------------------------------------------


def test_the_score_sheet_of_an_unknown_framework_is_taken_as_its_definition(folder: Path) -> None:
    cells = {("Điểm", "A6"): "1", ("Điểm", "C6"): 100, ("Điểm", "D6"): 75}
    file = ("diem-xa-a-2031.xlsx", edited(score_book(year="NĂM 2031"), cells))
    page = dropped(opened(), file)
    assert "Chưa có bộ tiêu chí của xã A năm 2031" in says(page)
    page = press(page, "Dùng tệp này làm bộ tiêu chí")
    assert page.title[0].value == "Nhận được 1/1 tệp"
    page = sees(page, READ)
    assert "1 tiêu chí chấm điểm, 100 điểm; bộ tiêu chí mới." in says(page)
    page = press(tick(page), "Nhận 1 tệp")
    (one,) = keeping.history(folder)
    assert (one.as_framework, one.is_catalogue) == (True, True)
    assert "thả lại tệp đó để nhận điểm" in says(page)
    assert dropped(page, file).title[0].value == "Nhận được 1/1 tệp"


def test_a_catalogue_file_says_what_it_changes_before_it_is_accepted(folder: Path) -> None:
    page = dropped(opened(), ("don-vi.xlsx", book(UNITS)), ("bo-tieu-chi.xlsx", book(FRAMEWORK)))
    assert "đơn vị mới: " in says(page)
    assert "bộ tiêu chí cấp xã của tỉnh Minh Họa năm 2025" in says(page)
    press(page, "Nhận 2 tệp")
    assert {one.is_catalogue for one in keeping.history(folder)} == {True}
    importing.withdraw(folder, 2)
    assert len(keeping.history(folder)) == 2


# columns and headers -----------------------------------------------------------------------


def test_how_a_table_was_read_is_told_cell_by_cell(folder: Path) -> None:
    page = sees(dropped(opened(), ("diem-xa-a.xlsx", score_book())), READ)
    assert "Đơn vị: Xã A (minh họa) (đọc ở tiêu đề, ô A3)" in says(page)
    assert column(page, "Ô tiêu đề") == ["A5", "B5", "C5", "D5"]
    assert column(page, "Được hiểu là")[2:] == ["Điểm tối đa", "Điểm tự chấm"]


def test_an_unknown_column_is_pointed_out_and_remembered(folder: Path) -> None:
    page = sees(dropped(opened(), with_strange_column()), READ)
    assert "Không dùng" in column(page, "Được hiểu là")
    page = press(filled(page, {"Ô E5": "appraised"}), "Ghi nhớ cách đọc")
    assert "Đã ghi nhớ cách đọc" in says(page)
    page = sees(page, READ)
    assert column(page, "Được hiểu là")[-1] == "Điểm thẩm định"
    assert column(page, "Căn cứ")[-1] == "Do người nhập chỉ, đã ghi nhớ"
    page = sees(page, CHANGES)
    assert "2 số liệu mới" in says(page)


def test_a_column_said_to_be_unused_is_not_warned_of_again(folder: Path) -> None:
    page = sees(dropped(opened(), with_strange_column()), READ)
    page = press(filled(page, {"Ô E5": ""}), "Ghi nhớ cách đọc")
    assert "Nhận 1 tệp" in [one.label for one in page.button]
    assert not is_waiting(page, "Nhận 1 tệp")


def test_what_was_said_of_one_column_outlives_an_answer_on_another(folder: Path) -> None:
    name, content = with_strange_column()
    both = edited(content, {("Điểm", "F5"): "Ý kiến của thôn", ("Điểm", "F6"): "Tốt"})
    page = sees(dropped(opened(), (name, both)), READ)
    page = press(filled(page, {"Ô F5": ""}), "Ghi nhớ cách đọc")
    assert "1 cột chưa rõ nghĩa" in says(sees(page, READ))
    page = press(filled(page, {"Ô E5": "appraised"}), "Ghi nhớ cách đọc")
    assert "chưa rõ nghĩa" not in says(sees(page, READ))


def test_an_unrecognised_table_is_pointed_out_row_and_columns(folder: Path) -> None:
    name, content = survey(B5="Cơ quan được khảo sát", H5="Kết quả chung cuộc (%)")
    page = dropped(opened(), (name, content))
    digest = Upload(name, content).sha256
    page = opens(page, f"chi-bang-{digest}")
    choose(page, "Tiêu đề gồm", 2)
    choose(page, "Bảng này là", "satisfaction")
    meanings = {"Cột B": "unit", "Cột H": "overall"} | {f"Cột {c}": "factor" for c in "CDEFG"}
    page = press(filled(page, meanings), "Ghi nhớ cách đọc")
    assert page.title[0].value == "Nhận được 1/1 tệp"
    assert goes_to(page, LEARNED).markdown
    assert column(page, "Loại") == ["Tiêu đề bảng"]


def test_a_pointed_table_that_lacks_a_column_is_told_so(folder: Path) -> None:
    name, content = survey(B5="Cơ quan được khảo sát", H5="Kết quả chung cuộc (%)")
    page = opens(dropped(opened(), (name, content)), f"chi-bang-{Upload(name, content).sha256}")
    page = press(choose(page, "Bảng này là", "satisfaction"), "Ghi nhớ cách đọc")
    assert "còn thiếu cột" in says(page)
    assert learned.known(folder) == []


def test_a_list_of_telephone_numbers_is_asked_about_and_never_stored(folder: Path) -> None:
    page = dropped(opened(), ("danh-ba.xlsx", unknown_book()))
    assert page.title[0].value == "Nhận được 0/1 tệp"
    assert keeping.history(folder) == []
