"""Bộ tiêu chí, danh mục đơn vị and sáp nhập as offices write them, one oddity to a workbook.

The title stands in row 3 and the header in row 4, so that the first row of a table is row 5.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from cchc.model import Normalised
from cchc.normalise import normalise
from cchc.normalise.scope import Hints
from cchc.workbook import Reader
from tests.awkward.books import KNOWN, Read, Row, book, fill, found, saved, told

TITLE = ("BỘ TIÊU CHÍ XÁC ĐỊNH CHỈ SỐ CCHC CẤP XÃ THUỘC HUYỆN MINH HỌA NĂM 2025",)
HEADER = ("STT", "Lĩnh vực/Tiêu chí/Tiêu chí thành phần", "Điểm tối đa", "Cách đánh giá")
HOW = ("Cách tổng hợp: cộng điểm",)
TOTAL = (None, "Tổng cộng", 100)


def of_table(said: Normalised) -> list[tuple[object, ...]]:
    return told(said, "catalog_criterion", "criterion_code", "parent_code", "level", "max_points")


def errors(said: Normalised) -> list[tuple[str, str | None]]:
    return [(one.code, one.cell) for one in said.findings if one.level == "error"]


def framework(read: Read, *rows: Row, title: Row = TITLE, **layout: object) -> Normalised:
    return read(title, HEADER, *rows, (), HOW, **layout)


def about(said: Normalised) -> tuple[object, ...]:
    return told(said, "catalog_framework", "applies_to", "year_from", "year_to")[0]


# codes and levels ----------------------------------------------------------------------------


def test_levels_follow_the_depth_of_dotted_codes(read: Read) -> None:
    rows = [("1", "Chỉ đạo", 100), ("1.1", "Kế hoạch", 100), ("1.1.1", "Ban hành", 100)]
    said = framework(read, *rows, TOTAL)
    assert of_table(said) == [
        ("1", None, "component", Decimal(100)),
        ("1.1", "1", "criterion", Decimal(100)),
        ("1.1.1", "1.1", "subcriterion", Decimal(100)),
    ]
    assert found(said) == []


def test_roman_areas_with_dots_hold_numbers_that_run_on(read: Read) -> None:
    rows = [("I.", "A", 40), (1, "a", 40), ("II.", "B", 60), (2, "b", 60), ("2.1", "bb", 60)]
    said = framework(read, *rows, TOTAL)
    assert [row[:3] for row in of_table(said)] == [
        ("I", None, "component"),
        ("1", "I", "criterion"),
        ("II", None, "component"),
        ("2", "II", "criterion"),
        ("2.1", "2", "subcriterion"),
    ]
    assert found(said) == []


def test_numbers_that_begin_anew_in_each_roman_area_carry_its_code(read: Read) -> None:
    rows = [("I", "A", 40), (1, "a", 40), ("1.1", "aa", 40), ("II", "B", 60), (1, "b", 60)]
    said = framework(read, *rows, TOTAL)
    assert [row[:2] for row in of_table(said)] == [
        ("I", None),
        ("I.1", "I"),
        ("I.1.1", "I.1"),
        ("II", None),
        ("II.1", "II"),
    ]


def test_parts_a_and_b_stand_above_the_areas(read: Read) -> None:
    rows = [("A", "Thẩm định", 60), ("I", "x", 60), (1, "y", 60), ("B", "Điều tra", 40)]
    said = framework(read, *rows, ("II", "z", 40), TOTAL)
    assert [row[:3] for row in of_table(said)] == [
        ("A", None, "part"),
        ("I", "A", "component"),
        ("1", "I", "criterion"),
        ("B", None, "part"),
        ("II", "B", "component"),
    ]


def test_an_area_in_one_merged_cell_with_its_code(read: Read) -> None:
    rows = [("I. CÔNG TÁC CHỈ ĐẠO", None, 100), (1, "Kế hoạch", 100), TOTAL]
    said = framework(read, *rows, merges=["A5:B5"])
    assert told(said, "catalog_criterion", "criterion_code", "criterion_name") == [
        ("I", "CÔNG TÁC CHỈ ĐẠO"),
        ("1", "Kế hoạch"),
    ]


def test_codes_before_the_names_and_no_numbers(read: Read) -> None:
    rows = [(None, "I. Chỉ đạo", 100), (None, "1.1. Kế hoạch", 100)]
    said = framework(read, *rows)
    assert told(said, "catalog_criterion", "criterion_code") == [("I",), ("1.1",)]
    assert errors(said) == [("parent_missing", "B6")]


def test_options_without_a_number_are_no_criteria_and_this_is_said(read: Read) -> None:
    rows = [("1", "Kế hoạch", 100), (None, "Ban hành kịp thời: 100", 100), (None, "Không: 0", 0)]
    said = framework(read, *rows, TOTAL)
    assert [row[0] for row in of_table(said)] == ["1"]
    assert found(said) == [("note", "scoring_options", None)]


def test_a_tenth_number_that_lost_its_zero_is_told_by_its_place(read: Read) -> None:
    tenths = [(f"1.{place}", f"tiêu chí {place}", 10) for place in range(1, 10)]
    said = framework(read, ("1", "A", 100), *tenths, (1.1, "tiêu chí mười", 10), TOTAL)
    assert of_table(said)[-1][0] == "1.10"
    assert found(said) == [("warning", "code_repaired", "A15")]


def test_a_code_that_became_a_day_is_told_by_its_place(read: Read) -> None:
    rows = [("1", "A", 40), ("1.1", "a", 40), ("2", "B", 60), (date(2025, 1, 2), "b", 60)]
    said = framework(read, *rows, TOTAL)
    assert of_table(said)[-1][:2] == ("2.1", "2")
    assert found(said) == [("warning", "code_repaired", "A8")]


def test_a_code_that_became_a_day_and_fits_nowhere_is_refused(read: Read) -> None:
    said = framework(read, ("1", "A", 100), (date(2025, 7, 9), "b", 60), TOTAL)
    assert errors(said) == [("code_damaged", "A6")]


def test_a_code_that_stands_twice_is_refused(read: Read) -> None:
    said = framework(read, ("1", "A", 50), ("1", "B", 50), TOTAL)
    assert errors(said) == [("code_twice", "A6")]


# maxima --------------------------------------------------------------------------------------


def test_maxima_that_do_not_add_up_to_their_parent_are_refused_at_its_cell(read: Read) -> None:
    said = framework(read, ("1", "A", 100), ("1.1", "a", 40), ("1.2", "b", "50,5"), TOTAL)
    assert errors(said) == [("maxima_do_not_add_up", "C5")]
    assert "90,5" in said.findings[0].message


def test_areas_that_do_not_add_up_to_the_printed_total_are_refused(read: Read) -> None:
    assert errors(framework(read, ("1", "A", 40), ("2", "B", 50), TOTAL)) == [
        ("maxima_do_not_add_up", "C7")
    ]


def test_without_a_total_other_than_100_is_to_be_looked_at(read: Read) -> None:
    said = framework(read, ("1", "A", 40), ("2", "B", 50))
    assert found(said) == [("warning", "maxima_not_100", "A4")]


def test_a_leaf_without_a_maximum_is_refused_and_never_zero(read: Read) -> None:
    said = framework(read, ("1", "A", 100), ("1.1", "a", None), ("1.2", "b", 100), TOTAL)
    assert errors(said) == [("maximum_missing", "B6")]


def test_bonus_points_stand_outside_and_are_said(read: Read) -> None:
    said = framework(read, ("1", "A", 100), ("2", "Điểm thưởng", 5), TOTAL)
    assert found(said) == [("warning", "bonus_not_used", "A6")]
    assert [row[0] for row in of_table(said)] == ["1"]


# how, who, when ------------------------------------------------------------------------------


def test_who_scores_and_when_are_read_from_words(read: Read) -> None:
    header = (*HEADER[:3], "Cơ quan chấm/thẩm định", "Tần suất")
    rows = [
        ("1", "A", 40, "Tự chấm, thẩm định", "Hàng quý"),
        ("2", "B", 40, "Phòng Nội vụ", "Hàng tháng"),
        ("3", "C", 20, "Điều tra XHH", None),
    ]
    said = read(TITLE, header, *rows, TOTAL, (), HOW)
    assert told(said, "catalog_criterion", "scored_by", "moves") == [
        ("self", "quarterly"),
        ("appraised", "monthly"),
        ("survey", "survey"),
    ]
    assert found(said) == []


def test_ways_of_scoring_as_ticked_columns_are_no_points(read: Read) -> None:
    top = ("STT", "Tiêu chí", "Điểm tối đa", "Phương pháp đánh giá", None)
    low = (None, None, None, "Tự chấm", "Điều tra XHH")
    said = read(TITLE, top, low, ("1", "A", 70, "x", None), ("2", "B", 30, None, "x"), (), HOW,
                merges=["D4:E4", "A4:A5", "B4:B5", "C4:C5"])  # fmt: skip
    assert told(said, "catalog_criterion", "scored_by") == [("self",), ("survey",)]


def test_a_mean_needs_no_maxima(read: Read) -> None:
    rows = [("1", "A", None), ("2", "B", None)]
    said = read(TITLE, HEADER, *rows, (), ("Cách tổng hợp", "trung bình cộng các chỉ số"))
    assert told(said, "catalog_framework", "aggregation", "max_points") == [("mean_percent", None)]
    assert found(said) == []


def test_a_way_of_summing_that_is_not_known_is_refused(read: Read) -> None:
    said = read(TITLE, HEADER, ("1", "A", 100), (), ("Cách tổng hợp: theo hướng dẫn của Sở",))
    assert errors(said) == [("aggregation_unclear", "A7")]


def test_a_way_of_summing_that_is_not_said_is_assumed_and_told(read: Read) -> None:
    said = read(TITLE, HEADER, ("1", "A", 100))
    assert found(said) == [("note", "aggregation_assumed", None)]


def test_bands_written_in_words(read: Read) -> None:
    bands = [("Tốt", "Từ 80% trở lên"), ("Khá", "Từ 65 đến dưới 80"), ("Yếu", "Dưới 65")]
    said = framework(read, ("1", "A", 100), (), ("Xếp loại", "Từ (%)"), *bands)
    assert told(said, "catalog_band", "band_name", "min_percent") == [
        ("Tốt", Decimal(80)),
        ("Khá", Decimal(65)),
        ("Yếu", Decimal(0)),
    ]
    assert found(said) == []


def test_two_bands_from_one_percent_are_refused(read: Read) -> None:
    bands = [("Tốt", 80), ("Khá", 80), ("Yếu", 0)]
    said = framework(read, ("1", "A", 100), (), ("Xếp loại", "Từ (%)"), *bands)
    assert errors(said) == [("band_unclear", "B9")]


def test_bands_without_their_framework_are_refused(read: Read) -> None:
    said = read(TITLE, ("Xếp loại", "Từ (%)"), ("Tốt", 80), ("Yếu", 0))
    assert errors(said) == [("bands_without_framework", "B5")]


# whom and when -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("cấp xã thuộc huyện Minh Họa năm 2025", ("minh-hoa.mh/xa", 2025, 2025)),
        ("các huyện của tỉnh Minh Họa giai đoạn 2025-2030", ("minh-hoa/huyen", 2025, 2030)),
        ("các phòng chuyên môn huyện Minh Họa năm 2025", ("minh-hoa.mh/phong", 2025, 2025)),
        ("các xã, phường của tỉnh Minh Họa từ năm 2026", ("minh-hoa/xa", 2026, 2099)),
        ("các sở, ban, ngành tỉnh Minh Họa năm 2025", ("minh-hoa/phong", 2025, 2025)),
    ],
)
def test_the_title_says_for_whom_and_for_which_years(
    read: Read, title: str, expected: tuple[object, ...]
) -> None:
    said = framework(read, ("1", "A", 100), title=(f"Bộ tiêu chí CCHC {title}",))
    assert about(said) == expected


def test_a_title_that_does_not_say_for_whom_is_refused(read: Read) -> None:
    said = framework(read, ("1", "A", 100), title=("Bộ tiêu chí CCHC năm 2025",))
    assert errors(said) == [("framework_for_whom", "A4")]


def test_a_title_that_does_not_say_when_is_refused(read: Read) -> None:
    title = ("Bộ tiêu chí CCHC cấp xã thuộc huyện Minh Họa",)
    assert errors(framework(read, ("1", "A", 100), title=title)) == [("framework_when", "A4")]


def test_the_decision_is_the_source(read: Read) -> None:
    cited = ("(kèm theo Quyết định số 12/QĐ-UBND ngày 15/3/2025 của UBND huyện Minh Họa)",)
    said = read(TITLE, cited, HEADER, ("1", "A", 100), (), HOW)
    assert told(said, "catalog_framework", "source") == [
        ("Quyết định số 12/QĐ-UBND ngày 15/03/2025",)
    ]


def test_next_years_set_does_not_take_the_place_of_this_years(read: Read) -> None:
    ids = {
        told(framework(read, ("1", "A", 100), title=(TITLE[0].replace("2025", year),)),
             "catalog_framework", "framework_id")[0]
        for year in ("2022", "2025", "2026")
    }  # fmt: skip
    # 2022 is the year in which the set that ships begins: it is that one, printed anew.
    assert ids == {("mh-xa-2022",), ("minh-hoa.mh-xa-2025",), ("minh-hoa.mh-xa-2026",)}


def test_what_changes_in_a_set_printed_anew_is_told(read: Read) -> None:
    title = (TITLE[0].replace("2025", "2022"),)
    said = framework(read, ("1", "Khác", 100), title=title)
    note = next(one for one in said.findings if one.code == "framework_replaced")
    assert "121 tiêu chí bỏ, 1 điểm tối đa khác, 1 tên khác" in note.message


def test_a_table_of_criteria_that_says_neither_what_it_is_nor_has_points_is_refused(
    read: Read,
) -> None:
    title = ("KẾT QUẢ CỦA CÁC XÃ THUỘC HUYỆN MINH HỌA NĂM 2025",)
    said = framework(read, ("1", "A", 100), title=title)
    assert errors(said) == [("framework_or_scores", "A4")]
    assert said.facts == []


def test_a_score_sheet_is_never_a_framework_by_itself(read: Read) -> None:
    header = (*HEADER[:3], "Tự đánh giá", "Cách đánh giá", "Tần suất", "Cơ quan chấm")
    title = ("BẢNG ĐIỂM THEO BỘ TIÊU CHÍ CẤP XÃ NĂM 2024 - XÃ A",)
    said = read(title, header, ("1.1.1", "Khác", 1, 1, "Tự chấm", "Năm", "Phòng Nội vụ"))
    assert [table.form for table in said.tables] == ["score_sheet"]


def test_one_framework_on_two_sheets_is_refused(reader: Reader) -> None:
    made = book(TITLE, HEADER, ("1", "A", 100))
    fill(made, TITLE, HEADER, ("1", "A", 100), sheet="Bản khác")
    said = normalise(reader.read("tep.xlsx", saved(made)), KNOWN)
    assert {code for code, _ in errors(said)} == {"stated_twice"}


# units ---------------------------------------------------------------------------------------

UNITS = ("DANH MỤC CÁC XÃ CỦA HUYỆN MINH HỌA",)
UNIT_HEADER = ("STT", "Mã", "Tên đơn vị", "Loại", "Trực thuộc", "Tên khác", "Từ ngày", "Đến ngày")


def units(read: Read, *rows: Row) -> Normalised:
    return read(UNITS, UNIT_HEADER, *rows)


def ids(said: Normalised) -> list[tuple[object, ...]]:
    return told(said, "catalog_unit", "unit_id", "unit_name", "parent_id")


def without_left_out(said: Normalised) -> list[tuple[str, str, str | None]]:
    return [one for one in found(said) if one[1] != "unit_left_out"]


def test_a_units_code_is_its_own_or_made_of_parent_and_name(read: Read) -> None:
    said = units(
        read, (1, 24001, "Mới", "Xã", None), (2, None, "XÃ SÔNG GIẢ", "Xã", "huyện Minh Họa")
    )
    assert ids(said) == [
        ("24001", "xã Mới", "minh-hoa.mh"),
        ("minh-hoa.mh.xa-song-gia", "xã Sông Giả", "minh-hoa.mh"),
    ]
    assert without_left_out(said) == []


def test_a_unit_that_is_known_keeps_its_code(read: Read) -> None:
    assert ids(units(read, (1, None, "UBND xã A", "Xã", None)))[0][0] == "minh-hoa.mh.xa-a"


def test_units_that_the_list_leaves_out_are_told_and_kept(read: Read) -> None:
    said = units(read, (1, None, "xã A", "Xã", None))
    assert found(said) == [("warning", "unit_left_out", None)]
    assert "và 9 đơn vị khác" in said.findings[0].message


def test_a_known_unit_under_another_code_is_a_conflict(read: Read) -> None:
    said = units(read, (1, "X1", "xã A", "Xã", None))
    assert errors(said) == [("unit_has_a_code", "B5")]


def test_a_known_code_of_another_name_is_to_be_looked_at(read: Read) -> None:
    said = units(read, (1, "minh-hoa.mh.xa-a", "xã Khác", "Xã", None))
    assert without_left_out(said) == [("warning", "unit_renamed", "C5")]


def test_a_unit_that_stands_twice_is_refused(read: Read) -> None:
    said = units(read, (1, None, "xã Mới", "Xã", None), (2, None, "XÃ MỚI", "Xã", None))
    assert errors(said) == [("unit_twice", "C6")]


def test_a_parent_may_stand_below_its_units(read: Read) -> None:
    said = units(
        read,
        (1, None, "xã Mới", "Xã", "huyện Giả"),
        (2, None, "huyện Giả", "Huyện", "tỉnh Minh Họa"),
    )
    assert [row[2] for row in ids(said)] == ["minh-hoa.huyen-gia", "minh-hoa"]


def test_a_parent_that_nobody_knows_is_refused(read: Read) -> None:
    said = units(read, (1, None, "xã Mới", "Xã", "huyện Không Có"))
    assert errors(said)[0] == ("unit_parent", "E5")


def test_units_that_stand_under_each_other_are_refused(read: Read) -> None:
    rows = [(1, None, "xã Mới", "Xã", "huyện Giả"), (2, None, "huyện Giả", "Huyện", "xã Mới")]
    assert {code for code, _ in errors(units(read, *rows))} == {"unit_parent"}


def test_headings_between_units_and_offices_are_no_units(read: Read) -> None:
    said = units(
        read,
        ("I", None, "Các phòng chuyên môn"),
        (1, None, "Phòng Thử nghiệm huyện Minh Họa", "Phòng chuyên môn", None),
        (2, None, "Văn phòng Thử nghiệm", None, None),
    )
    assert told(said, "catalog_unit", "unit_name", "kind", "unit_level") == [
        ("Phòng Thử nghiệm huyện Minh Họa", "phòng", "phong"),
        ("Văn phòng Thử nghiệm", "phòng", "phong"),
    ]
    assert without_left_out(said) == []


def test_a_kind_that_is_not_known_is_refused(read: Read) -> None:
    assert errors(units(read, (1, None, "Cụm A", "Cụm thi đua", None)))[0] == ("unit_kind", "D5")


def test_other_names_are_parted_by_semicolons_and_lines(read: Read) -> None:
    said = units(read, (1, None, "xã Mới", "Xã", None, "Mới Toanh; X. Mới\nXM"))
    assert told(said, "catalog_alias", "alias") == [("Mới Toanh",), ("X. Mới",), ("XM",)]


def test_another_name_that_is_a_neighbours_is_refused(read: Read) -> None:
    assert errors(units(read, (1, None, "xã Mới", "Xã", None, "xã B"))) == [("alias_taken", "F5")]


def test_days_as_text_and_as_days(read: Read) -> None:
    said = units(read, (1, None, "xã Mới", "Xã", None, None, "01/07/2025", date(2026, 6, 30)))
    assert told(said, "catalog_unit", "valid_from", "valid_to") == [
        (date(2025, 7, 1), date(2026, 6, 30))
    ]


def test_days_that_are_none_or_in_the_wrong_order_are_refused(read: Read) -> None:
    said = units(read, (1, None, "xã Mới", "Xã", None, None, "31/02/2025"))
    assert errors(said) == [("not_a_date", "G5")]
    said = units(read, (1, None, "xã Mới", "Xã", None, None, "01/07/2025", "30/06/2025"))
    assert errors(said) == [("dates_in_wrong_order", "H5")]


# what became of units ------------------------------------------------------------------------

MERGED = ("SẮP XẾP ĐƠN VỊ HÀNH CHÍNH CẤP XÃ HUYỆN MINH HỌA",)
MERGED_HEADER = ("STT", "Đơn vị cũ", "Đơn vị mới", "Hình thức", "Ngày hiệu lực", "Văn bản")


def lineage(said: Normalised) -> list[tuple[object, ...]]:
    return told(said, "catalog_lineage", "unit_id_before", "unit_id_after", "kind")


def test_several_old_units_in_one_cell_and_merged_cells_below(read: Read) -> None:
    said = read(
        MERGED, MERGED_HEADER,
        (1, "xã A, xã B", "xã C", "Nhập toàn bộ", "01/07/2025", "NQ minh họa"),
        (2, "xã D", None, "Nhập một phần", None, None),
        merges=["C5:C6", "E5:E6", "F5:F6"],
    )  # fmt: skip
    assert lineage(said) == [
        ("minh-hoa.mh.xa-a", "minh-hoa.mh.xa-c", "full"),
        ("minh-hoa.mh.xa-b", "minh-hoa.mh.xa-c", "full"),
        ("minh-hoa.mh.xa-d", "minh-hoa.mh.xa-c", "partial"),
    ]
    assert found(said) == []


@pytest.mark.parametrize(
    ("words", "kind"),
    [
        ("Sáp nhập toàn bộ", "full"),
        ("Nhập một phần diện tích", "partial"),
        ("Chia tách", "split"),
        ("Đổi tên", "renamed"),
        ("Giữ nguyên, không sắp xếp", "kept"),
    ],
)
def test_ways_of_merging_in_words(read: Read, words: str, kind: str) -> None:
    said = read(MERGED, MERGED_HEADER, (1, "xã A", "xã B", words, "01/07/2025", "NQ"))
    assert [row[2] for row in lineage(said)] == [kind]


def test_a_unit_that_nobody_knows_a_way_or_a_day_that_is_missing_are_refused(read: Read) -> None:
    said = read(
        MERGED, MERGED_HEADER,
        (1, "xã Không Có", "xã B", "Đổi tên", "01/07/2025"),
        (2, "xã A", "xã B", "Khác", "01/07/2025"),
        (3, "xã A", "xã B", "Đổi tên", None),
    )  # fmt: skip
    assert errors(said) == [
        ("unknown_unit", "B5"),
        ("lineage_kind", "D6"),
        ("lineage_without_day", "B7"),
    ]
    assert said.facts == []


def test_an_old_and_a_new_unit_of_one_name_are_told_apart_by_the_day(reader: Reader) -> None:
    made = book(
        ("SẮP XẾP ĐƠN VỊ TỈNH HƯNG YÊN",), MERGED_HEADER,
        (1, "xã Đức Hợp", "xã Đức Hợp", "Nhập toàn bộ", "01/07/2025", "NQ"),
    )  # fmt: skip
    for cell in ("A1", "A2"):  # the head of the fictitious district
        made.worksheets[0][cell] = None
    said = normalise(reader.read("tep.xlsx", saved(made)), KNOWN)
    assert lineage(said) == [("hung-yen.kim-dong.duc-hop", "hung-yen-2025.duc-hop", "full")]


# a score sheet taken as a framework ----------------------------------------------------------


def test_a_score_sheet_taken_as_its_framework_leaves_its_points_out(reader: Reader) -> None:
    header = (*HEADER[:3], "Tự đánh giá")
    made = book(("BẢNG ĐIỂM NĂM 2025 - XÃ A",), header, ("1", "A", 100, 80), ("1.1", "a", 100, 80))
    workbook = reader.read("tep.xlsx", saved(made))
    said = normalise(workbook, KNOWN, Hints(as_framework=True))
    assert about(said) == ("minh-hoa.mh/xa", 2025, 2025)
    assert {fact.table for fact in said.facts} == {"catalog_framework", "catalog_criterion"}
    assert errors(said) == []
