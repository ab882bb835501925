"""Tables wherever and however they stand on a sheet: each oddity in a workbook of its own."""

from __future__ import annotations

from cchc.model import Normalised
from tests.awkward.books import Read, facts, found, told

RANKING = ("TT", "Đơn vị", "Chỉ số (%)", "Xếp hạng")
TITLE = ("KẾT QUẢ XẾP HẠNG CẢI CÁCH HÀNH CHÍNH HUYỆN MINH HỌA NĂM 2023",)
MH = "minh-hoa.mh"


def ranks(said: Normalised) -> list[tuple[object, ...]]:
    return told(said, "score", "unit_id", "percent", "published_rank")


def test_tables_side_by_side_are_read_each_by_itself(read: Read) -> None:
    said = read(
        ("KẾT QUẢ NĂM 2022", None, None, None, None, "KẾT QUẢ NĂM 2023"),
        (*RANKING, None, *RANKING),
        (1, "xã A", 90.5, 1, None, 1, "xã A", 91, 2),
        (2, "xã B", 80, 2, None, 2, "xã B", 92, 1),
        (3, "xã C", 70, 3),
    )
    assert [table.area for table in said.tables] == ["A4:D7", "F4:I6"]
    assert [table.period_id for table in said.tables] == ["2022", "2023"]
    assert [fact.cell for fact in facts(said, "score")] == ["C5", "C6", "C7", "H5", "H6"]
    assert found(said) == []


def test_a_table_that_begins_lower_beside_another_ends_nothing(read: Read) -> None:
    said = read(
        TITLE,
        RANKING,
        (1, "xã A", 90.5, 1),
        (2, "xã B", 80, 2, None, None, "SIPAS năm 2023"),
        (3, "xã C", 70, 3, None, None, "Đơn vị", "Chỉ số (%)", "Thứ hạng"),
        (4, "xã D", 60, 4, None, None, "Phòng Nội vụ", 95, 1),
        (5, "xã E", 50, 5),
    )
    assert [(table.area, table.row_count) for table in said.tables] == [("A4:D9", 5), ("G7:I8", 1)]
    assert found(said) == []


def test_labels_down_the_first_column_are_a_header_turned(read: Read) -> None:
    said = read(
        TITLE,
        (),
        ("Đơn vị", "xã A", "xã B", "xã C"),
        ("Chỉ số (%)", 90.5, 80, 70),
        ("Xếp hạng", 1, 2, 3),
        (),
        (None, None, "TM. ỦY BAN NHÂN DÂN"),
    )
    assert [fact.cell for fact in facts(said, "score")] == ["B6", "C6", "D6"]
    assert [values[2] for values in ranks(said)] == [1, 2, 3]
    assert [(table.area, table.row_count) for table in said.tables] == [("A5:D7", 3)]
    assert said.tables[0].period_id == "2023"
    assert found(said) == []


def test_in_a_turned_table_findings_point_at_the_cells_as_they_stand(read: Read) -> None:
    said = read(
        TITLE,
        ("Đơn vị", "xã A", "xã Zét", "xã C"),
        ("Chỉ số (%)", 90.5, 80, "chín mươi"),
        ("Xếp hạng", 1, 2, 3),
    )
    assert ("error", "unknown_unit", "C4") in found(said)
    assert ("error", "not_a_number", "D5") in found(said)


def test_tables_of_several_units_under_one_another_are_not_one(read: Read) -> None:
    header = ("STT", "Nội dung", "Điểm tối đa", "Điểm đạt được", "Ghi chú")
    rows = ((1, "Thẩm định", 10, 6.7), (2, "Điều tra XHH", 30, 23.27))
    said = read(
        ("XÃ A NĂM 2023",),
        header,
        *rows,
        (),
        ("XÃ B NĂM 2023",),
        header,
        *rows,
    )
    assert [table.unit_id for table in said.tables] == [f"{MH}.xa-a", f"{MH}.xa-b"]


def test_rows_of_the_table_above_are_nobodys_heading(read: Read) -> None:
    said = read(
        TITLE,
        RANKING,
        (1, "xã A", 90.5, 1),
        (2, "xã B", 80, 2),
        ("TT", "Tiêu chí khảo sát cán bộ", "Kết quả (%)"),
        (1, "Giải quyết công việc", "69,01%"),
    )
    assert [table.unit_id for table in said.tables] == [MH, MH]


def test_data_above_a_repeated_header_are_kept_though_a_blank_row_stands_among_them(
    read: Read,
) -> None:
    said = read(
        TITLE, RANKING,
        (1, "xã A", 90.5, 1), (), (2, "xã B", 80, 2),
        RANKING,
        (3, "xã C", 70, 3),
    )  # fmt: skip
    assert [values[2] for values in ranks(said)] == [1, 2, 3]
    assert found(said) == []


def test_a_groups_heading_reaches_over_cells_that_nobody_merged(read: Read) -> None:
    said = read(
        ("CHỈ SỐ THÀNH PHẦN HUYỆN MINH HỌA NĂM 2024",),
        ("STT", "Chỉ số thành phần", "Năm 2023", None, "Mục tiêu năm 2024", None),
        (None, None, "Chỉ số", "Thứ hạng", "Chỉ số", "Thứ hạng"),
        (1, "Cải cách thể chế", "90%", 4, "95%", 2),
    )
    (table,) = said.tables
    assert table.form == "component_summary"
    assert table.unused == ()
    assert [fact.cell for fact in facts(said, "target")] == ["E6"]


def test_a_merged_unit_cell_stands_for_all_its_rows(read: Read) -> None:
    said = read(
        ("MỤC TIÊU CÁC ĐƠN VỊ HUYỆN MINH HỌA NĂM 2024",),
        ("TT", "Đơn vị", "Chỉ tiêu", "Mục tiêu năm 2024"),
        (1, "xã A", "Chỉ số CCHC", ">= 90%"),
        (None, None, "SIPAS", ">= 85%"),
        (2, "xã B", "Chỉ số CCHC", ">= 80%"),
        merges=("A5:A6", "B5:B6"),
    )
    assert told(said, "target", "unit_id", "criterion_code") == [
        (f"{MH}.xa-a", "total"), (f"{MH}.xa-a", "SIPAS"), (f"{MH}.xa-b", "total"),
    ]  # fmt: skip


def test_notes_source_place_and_date_below_are_no_rows(read: Read) -> None:
    said = read(
        TITLE, RANKING,
        (1, "xã A", 90.5, 1), (2, "xã B", 80, 2),
        ("(*) Ghi chú: chỉ số đã làm tròn, " + "theo hướng dẫn của cơ quan thẩm định " * 4,),
        ("Nguồn: Phòng Nội vụ tổng hợp",),
        (None, None, "Minh Họa, ngày 15 tháng 01 năm 2024"),
    )  # fmt: skip
    assert len(ranks(said)) == 2
    assert found(said) == []


def test_words_that_a_page_break_left_above_a_repeated_header_name_no_other_table(
    read: Read,
) -> None:
    header = ("STT", "Nội dung", "Nhiệm vụ, giải pháp", "Cơ quan thực hiện", "Thời gian thực hiện")
    said = read(
        ("KẾ HOẠCH CỦA HUYỆN MINH HỌA NĂM 2024",), header,
        (1, "Tuyên truyền", "Xây dựng kế hoạch của", "Văn phòng", "Tháng 6/2024"),
        (None, None, "huyện năm 2024"),
        header,
        (2, "Báo cáo", "Gửi báo cáo", "Văn phòng", "Hàng quý"),
    )  # fmt: skip
    assert [table.row_count for table in said.tables] == [2]
    assert told(said, "task", "action")[0] == ("Xây dựng kế hoạch của huyện năm 2024",)
