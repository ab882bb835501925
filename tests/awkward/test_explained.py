"""A table says how it was read; what is unsure is asked with choices, never guessed."""

from __future__ import annotations

from dataclasses import replace

import pytest

from cchc.catalogue import Unit
from cchc.model import Finding, Normalised
from cchc.normalise import normalise
from cchc.normalise.scope import Hints
from cchc.recognise import recognise
from tests.awkward.books import KNOWN, Read, facts, found
from tests.sheets import Row, sheet, workbook

HEAD: tuple[Row, ...] = (("UBND HUYỆN MINH HỌA",), ("SỐ LIỆU MINH HỌA",))
RANKING = ("TT", "Đơn vị", "Chỉ số (%)", "Xếp hạng")
MH = "minh-hoa.mh"
TITLE = ("KẾT QUẢ XẾP HẠNG HUYỆN MINH HỌA NĂM 2023",)
ROW = (1, "xã A", 90.5, 1)


def said_of(*rows: Row, name: str = "Bảng", file: str = "tep.xlsx", **more: object) -> Normalised:
    book = workbook(sheet(*HEAD, *rows, name=name), file=file)
    return normalise(replace(book, **more), KNOWN)  # type: ignore[arg-type]


def message(said: Normalised, code: str) -> str:
    return next(one.message for one in said.findings if one.code == code)


# what was read, and where ------------------------------------------------------------------


def test_a_table_says_which_cell_was_taken_for_which_column(read: Read) -> None:
    (table,) = read(TITLE, RANKING, ROW).tables
    assert [(one.cell, one.text, one.title) for one in table.columns] == [
        ("A4", "TT", "STT"),
        ("B4", "Đơn vị", "Tên đơn vị"),
        ("C4", "Chỉ số (%)", "Chỉ số (%)"),
        ("D4", "Xếp hạng", "Xếp hạng"),
    ]
    assert (table.header_rows, table.unused) == ((4,), ())


def test_it_says_where_unit_and_period_were_read(read: Read) -> None:
    (table,) = read(TITLE, RANKING, ROW).tables
    assert (table.unit_from, table.period_from) == ("tiêu đề, ô A3", "tiêu đề, ô A3")


def test_a_line_over_several_cells_gives_the_cell_that_says_it() -> None:
    said = said_of(("KẾT QUẢ", None, "HUYỆN MINH HỌA", None, "NĂM 2023"), RANKING, ROW)
    assert (said.tables[0].unit_from, said.tables[0].period_from) == (
        "tiêu đề, ô C3",
        "tiêu đề, ô E3",
    )


def test_sheet_sibling_file_and_caller_are_told_apart() -> None:
    bare = sheet(("SỐ LIỆU MINH HỌA",), RANKING, ROW, name="Điểm 2023")
    cover = sheet(("HUYỆN MINH HỌA",), name="Bìa")
    (table,) = normalise(workbook(bare, cover), KNOWN).tables
    assert (table.unit_from, table.period_from) == ("trang “Bìa”", "tên trang")
    (table,) = normalise(workbook(bare, file="huyện Minh Họa.xlsx"), KNOWN).tables
    assert table.unit_from == "tên tệp"
    hints = Hints(KNOWN.resolve("huyện Minh Họa"), "2022")
    (table,) = normalise(workbook(bare), KNOWN, hints).tables
    assert (table.unit_from, table.period_from) == ("người nhập ghi", "người nhập ghi")


# nearly a table ----------------------------------------------------------------------------


def test_a_header_that_lacks_a_column_says_which() -> None:
    said = said_of(TITLE, ("TT", "Đơn vị", "Chỉ số (%)", "Ý kiến"), (1, "xã A", 90.5, "x"))
    assert found(said) == [("error", "no_known_table", "A4")]
    assert "gần giống “Bảng xếp hạng đơn vị”, thiếu cột “Xếp hạng”" in said.findings[0].message
    (question,) = said.questions
    assert (question.kind, question.choices[0][0]) == ("no_table", "unit_ranking")
    assert question.signature


def test_a_misspelt_label_is_shown_beside_the_one_it_comes_near() -> None:
    said = said_of(TITLE, ("TT", "Đơn vị", "Chỉ số (%)", "Xép hàngg"), ROW)
    assert "cột “Xép hàngg” gần giống “Xếp hạng”" in said.findings[0].message


def test_a_near_table_beside_a_read_one_is_a_warning() -> None:
    said = said_of(
        TITLE, RANKING, ROW, (), ("Nơi nhận: lưu",), (),
        ("STT", "Tiêu chí khảo sát", "Mục tiêu 2024"), (1, "Giải quyết", "70%"),
    )  # fmt: skip
    assert ("warning", "near_table", "A9") in found(said)
    assert len(facts(said, "score")) == 1


def test_where_nothing_is_like_a_table_the_forms_are_offered() -> None:
    said = said_of(("Danh bạ",), ("Tên", "Số máy"), ("a", "b"))
    assert [one.code for one in said.findings] == ["no_known_table"]
    assert [(one.kind, one.text) for one in said.questions] == [("no_table", "")]
    titles = [title for _, title in said.questions[0].choices]
    assert len(titles) == len(set(titles))


# units -------------------------------------------------------------------------------------


def test_a_misspelt_unit_names_its_cell_and_what_comes_near() -> None:
    said = said_of(TITLE, RANKING, (1, "Thị trấn Minh Hòe", 90.5, 1))
    assert found(said) == [("error", "unknown_unit", "B5")]
    assert message(said, "unknown_unit").startswith(
        "Không có đơn vị “Thị trấn Minh Hòe”; gần giống: thị trấn Minh Họa"
    )
    assert message(said, "unknown_unit").endswith("Hãy chọn đơn vị đúng hoặc sửa ô B5.")
    (question,) = said.questions
    assert (question.kind, question.cell, question.text) == ("unit_name", "B5", "Thị trấn Minh Hòe")
    assert question.choices[0] == (f"{MH}.tt-minh-hoa", "thị trấn Minh Họa (huyện Minh Họa)")


def test_a_name_of_two_kinds_is_asked_about_with_both() -> None:
    said = said_of(TITLE, RANKING, (1, "Minh Họa", 90.5, 1))
    assert found(said) == [("error", "ambiguous_unit", "B5")]
    assert {one for one, _ in said.questions[0].choices} == {MH, f"{MH}.tt-minh-hoa"}


def test_an_answer_once_given_is_taken() -> None:
    answered = KNOWN.with_learned([(f"{MH}.tt-minh-hoa", "Minh Họa")])
    page = sheet(*HEAD, TITLE, RANKING, (1, "Minh Họa", 90.5, 1))
    said = normalise(workbook(page), answered)
    assert [fact.values["unit_id"] for fact in facts(said, "score")] == [f"{MH}.tt-minh-hoa"]


def test_a_title_that_misspells_its_commune_is_not_the_districts() -> None:
    said = said_of(("KẾT QUẢ THỊ TRẤN MINH HÒE NĂM 2023",), RANKING, ROW)
    assert found(said) == [("error", "unknown_unit", "A3")]
    assert "gần giống: thị trấn Minh Họa" in message(said, "unknown_unit")
    assert said.facts == []
    assert said.questions[0].text == "THỊ TRẤN MINH HÒE"


def test_a_title_of_a_commune_that_nobody_knows_is_not_the_districts() -> None:
    said = said_of(("KẾT QUẢ CỦA XÃ VĨNH THẠNH NĂM 2023",), RANKING, ROW)
    assert found(said) == [("error", "unknown_unit", "A3")]
    assert said.facts == []


@pytest.mark.parametrize(
    "title",
    [
        "KẾT QUẢ XẾP HẠNG CÁC XÃ, THỊ TRẤN NĂM 2023",
        "KẾT QUẢ CẤP XÃ NĂM 2023",
        "ĐIỀU TRA XÃ HỘI HỌC NĂM 2023",
        "KẾT QUẢ TRÊN ĐỊA BÀN HUYỆN NĂM 2023",
        "Minh Họa, ngày 05 tháng 01 năm 2023",
        "PHÁT TRIỂN KINH TẾ - XÃ HỘI NĂM 2023",
    ],
)
def test_words_that_are_no_units_name_leave_the_head_to_say_it(title: str) -> None:
    said = said_of((title,), ("KẾT QUẢ NĂM 2023",), RANKING, ROW)
    assert said.tables[0].unit_from == "tiêu đề, ô A1"
    assert len(facts(said, "score")) == 1


def test_the_answer_to_a_misspelt_title_makes_the_title_say_it() -> None:
    answered = KNOWN.with_learned([(f"{MH}.tt-minh-hoa", "THỊ TRẤN MINH HÒE")])
    page = sheet(*HEAD, ("KẾT QUẢ THỊ TRẤN MINH HÒE NĂM 2023",), RANKING, ROW)
    (table,) = recognise(page)
    assert normalise(workbook(page), answered).tables[0].unit_from == "tiêu đề, ô A3"
    assert table.captions[0].startswith("KẾT QUẢ THỊ TRẤN")


# periods -----------------------------------------------------------------------------------


def test_a_sheets_name_of_another_year_than_its_title_is_a_warning() -> None:
    said = said_of(TITLE, RANKING, ROW, name="Năm 2022")
    assert found(said) == [("warning", "period_disagrees", "A4")]
    assert "tên trang ghi năm 2022" in said.findings[0].message
    assert said.tables[0].period_id == "2023"


def test_two_years_in_one_title_are_a_warning() -> None:
    said = said_of(("KẾT QUẢ NĂM 2023 VÀ NĂM 2022",), RANKING, ROW)
    assert found(said) == [("warning", "two_periods", "A4")]


def test_what_is_meant_to_be_done_next_is_no_second_period() -> None:
    said = said_of(("KẾT QUẢ NĂM 2023 VÀ NHIỆM VỤ NĂM 2024",), RANKING, ROW)
    assert found(said) == []


# the file ----------------------------------------------------------------------------------


def test_each_remark_of_the_reader_is_one_note() -> None:
    said = said_of(TITLE, RANKING, ROW, remarks=("macros", "external_links", "something_new"))
    assert [(one.level, one.code) for one in said.findings] == [
        ("note", "macros"), ("note", "external_links"), ("note", "something_new"),
    ]  # fmt: skip
    assert said.findings[0] == Finding(
        "note", "macros", "Tệp có macro; hệ thống bỏ qua macro, chỉ đọc số liệu."
    )


def test_names_of_two_parents_are_asked_about_unless_the_table_is_one_parents() -> None:
    extra = (
        Unit("minh-hoa.vd", "huyện Ví Dụ", "huyện", "huyen", "minh-hoa", True),
        Unit("minh-hoa.vd.xa-a", "xã A", "xã", "xa", "minh-hoa.vd", True),
    )
    known = replace(KNOWN, units=(*KNOWN.units, *extra))
    page = sheet(*HEAD, TITLE, RANKING, ROW)
    assert len(normalise(workbook(page), known).facts) == 1
    province = sheet(("SỐ LIỆU MINH HỌA",), ("TỈNH MINH HỌA NĂM 2023",), RANKING, ROW)
    said = normalise(workbook(province), known)
    assert found(said) == [("error", "ambiguous_unit", "B4")]
    assert [label for _, label in said.questions[0].choices] == [
        "xã A (huyện Minh Họa)", "xã A (huyện Ví Dụ)",
    ]  # fmt: skip


# units that the names give ---------------------------------------------------------------

SERVICES: Row = ("STT", "Chỉ tiêu", "Tổng số", "Đạt", "Tỷ lệ (%)")
ON_TIME: Row = (1, "Hồ sơ giải quyết đúng hạn", 104, 102, 98.08)
OF_DISTRICT = (("UBND HUYỆN MINH HỌA",), ("SỐ LIỆU MINH HỌA",), ("DỊCH VỤ CÔNG THÁNG 9/2024",))


@pytest.mark.parametrize(
    ("name", "file"), [("Xã A", "tep.xlsx"), ("Trang 1", "bao-cao-2024-09-xa-a.xlsx")]
)
def test_a_district_in_the_head_is_not_the_commune_that_the_names_give(
    name: str, file: str
) -> None:
    page = sheet(*OF_DISTRICT, SERVICES, ON_TIME, name=name)
    said = normalise(workbook(page, file=file), KNOWN)
    assert found(said) == [("error", "unit_disagrees", "A4")]
    assert said.questions[0].kind == "no_unit"
    assert [key for key, _ in said.questions[0].choices][:2] == [f"{MH}.xa-a", MH]


def test_criteria_that_the_district_lacks_are_not_all_that_is_said() -> None:
    header: Row = ("STT", "Tiêu chí", "Điểm tối đa", "Tự đánh giá")
    row: Row = ("1.1.1", "Ban hành kế hoạch", 1, 1)
    head = (*OF_DISTRICT[:2], ("BẢNG ĐIỂM TỰ CHẤM NĂM 2024",))
    said = normalise(workbook(sheet(*head, header, row, name="Xã A")), KNOWN)
    assert said.facts == []
    assert ("error", "unit_disagrees", "A4") in found(said)


def test_what_a_person_says_of_the_unit_settles_it() -> None:
    page = sheet(*OF_DISTRICT, SERVICES, ON_TIME, name="Xã A")
    said = normalise(workbook(page), KNOWN, Hints(unit=KNOWN.unit(f"{MH}.xa-a")))
    assert found(said) == []
    assert said.facts[0].values["unit_id"] == f"{MH}.xa-a"


def test_a_file_of_another_commune_than_its_title_is_a_warning() -> None:
    head = (("UBND XÃ A",), ("SỐ LIỆU MINH HỌA",), ("DỊCH VỤ CÔNG THÁNG 9/2024",))
    page = sheet(*head, SERVICES, ON_TIME)
    said = normalise(workbook(page, file="bao-cao-xa-b.xlsx"), KNOWN)
    assert found(said) == [("warning", "unit_disagrees", "A4")]


def test_an_unknown_unit_in_the_title_of_two_tables_is_said_once() -> None:
    head = (("SỐ LIỆU MINH HỌA",), ("DỊCH VỤ CÔNG THÁNG 9/2024 - XÃ BÊ",))
    tables = (("I. Trong kỳ",), SERVICES, ON_TIME, (), ("II. Lũy kế",), SERVICES, ON_TIME)
    said = normalise(workbook(sheet(*head, *tables)), KNOWN)
    assert [one.form for one in said.tables] == ["service_rows", "service_rows"]
    assert found(said) == [("error", "unknown_unit", "A2")]


@pytest.mark.parametrize(
    ("name", "file"), [("Tháng 9", "tep.xlsx"), ("Trang 1", "bao-cao-2024-09.xlsx")]
)
def test_a_monthly_report_whose_title_gives_the_year_alone_is_a_warning(
    name: str, file: str
) -> None:
    head = (("UBND XÃ A",), ("SỐ LIỆU MINH HỌA",), ("DỊCH VỤ CÔNG NĂM 2024",))
    said = normalise(workbook(sheet(*head, SERVICES, ON_TIME, name=name), file=file), KNOWN)
    assert found(said) == [("warning", "period_disagrees", "A4")]
    assert "tháng 9/2024" in said.findings[0].message
