"""Tables are found by their labels, wherever they stand."""

from cchc.model import Area
from cchc.recognise import recognise
from tests.sheets import sheet

TASK_HEADER = (
    "STT",
    "Nội dung",
    "Nhiệm vụ, giải pháp thực hiện",
    "Cơ quan thực hiện",
    "Thời gian thực hiện",
)


def test_a_header_is_found_wherever_it_stands() -> None:
    one = sheet(
        ("UBND HUYỆN",),
        (),
        (None, None, *TASK_HEADER),
        (None, None, 1, "Nội dung A", "Việc A", "Phòng A", "Năm 2024"),
    )
    (table,) = recognise(one)
    assert table.form == "plan_tasks"
    assert table.columns["number"] == (3,)
    assert table.rows == (4,)


def test_a_two_row_merged_header_tells_the_year_above_each_column() -> None:
    one = sheet(
        ("STT", "Chỉ số thành phần", "Năm 2023", None, "Mục tiêu năm 2024", None),
        (None, None, "Chỉ số", "Thứ hạng", "Chỉ số", "Thứ hạng"),
        (1, "Cải cách thể chế", "100%", 1, "100%", 1),
        merges=(Area(1, 1, 2, 1), Area(1, 2, 2, 2), Area(1, 3, 1, 4), Area(1, 5, 1, 6)),
    )
    (table,) = recognise(one)
    assert table.form == "component_summary"
    assert table.columns["percent"] == (3,)
    assert table.columns["target"] == (5,)
    assert table.heads[5] == ("Mục tiêu năm 2024", "Chỉ số")
    assert table.rows == (3,)


def test_a_header_printed_again_goes_on_with_the_same_table() -> None:
    one = sheet(
        TASK_HEADER,
        (1, "A", "Việc", "Phòng", "Năm 2024"),
        TASK_HEADER,
        (2, "B", "Việc", "Phòng", ""),
    )
    (table,) = recognise(one)
    assert table.rows == (2, 4)
    assert str(table.area) == "A1:E4"


def test_a_plan_table_and_a_survey_table_on_one_sheet_are_two() -> None:
    one = sheet(
        TASK_HEADER,
        (1, "A", "Việc", "Phòng", "Năm 2024"),
        (),
        ("Khảo sát năm 2023",),
        ("TT", "Tiêu chí khảo sát cán bộ", "Kết quả (%)"),
        (1, "Giải quyết công việc", "69,01%"),
    )
    tables = recognise(one)
    assert [table.form for table in tables] == ["plan_tasks", "leaders_survey"]
    assert tables[0].rows == (2,), "the heading of the next table is no row of this one"
    assert tables[1].captions[0] == "Khảo sát năm 2023"


def test_service_tables_in_period_and_since_january_stay_apart() -> None:
    group = ("TT", "Đơn vị", "Hồ sơ trực tuyến", None, None)
    under = (None, None, "Tổng số", "Đạt", "Tỷ lệ (%)")
    one = sheet(
        ("I. Trong kỳ",), group, under, (1, "xã A", 10, 9, 90.0), (),
        ("II. Lũy kế từ đầu năm",), group, under, (1, "xã A", 20, 15, 75.0),
        merges=(Area(2, 3, 2, 5), Area(7, 3, 7, 5)),
    )  # fmt: skip
    tables = recognise(one)
    assert [table.captions[0] for table in tables] == ["I. Trong kỳ", "II. Lũy kế từ đầu năm"]
    assert [table.rows for table in tables] == [(4,), (9,)]


def test_a_numbering_row_and_the_signature_block_are_no_rows() -> None:
    one = sheet(
        TASK_HEADER,
        ("(1)", "(2)", "(3)", "(4)", "(5)"),
        (1, "A", "Việc", "Phòng", "Năm 2024"),
        ("Nơi nhận:", None, None, "TM. ỦY BAN NHÂN DÂN"),
        ("- Lưu: VT.", None, None, "CHỦ TỊCH"),
    )
    (table,) = recognise(one)
    assert table.rows == (3,)


def test_prose_and_unknown_tables_are_no_tables_of_ours() -> None:
    prices = sheet(("STT", "Tên hàng", "Đơn giá"), (1, "Giấy", 50000))
    letter = sheet(("Kính gửi các phòng",), ("Nội dung công việc như sau",))
    assert recognise(prices) == []
    assert recognise(letter) == []


def test_a_chairman_who_owns_a_task_does_not_end_the_table() -> None:
    one = sheet(
        TASK_HEADER,
        (1, "A", "Việc", "Phòng", "Năm 2024"),
        (2, "B", "Việc", "Chủ tịch", "Năm 2024"),
        (3, "C", "Việc", "Phòng", "Năm 2024"),
        (None, None, None, "TM. ỦY BAN NHÂN DÂN"),
        (None, None, None, "CHỦ TỊCH"),
    )
    (table,) = recognise(one)
    assert table.rows == (2, 3, 4)


def test_a_ranking_without_components_is_a_ranking_and_with_them_keeps_them() -> None:
    plain = sheet(("TT", "Đơn vị", "Chỉ số (%)", "Xếp hạng"), (1, "xã A", 90.5, 1))
    (table,) = recognise(plain)
    assert (table.form, "component" in table.columns) == ("unit_ranking", False)
    full = sheet(
        ("TT", "Đơn vị", "Điểm đạt được theo lĩnh vực", None, "Chỉ số (%)", "Xếp hạng"),
        (None, None, "Cải cách thể chế", "Cải cách tài chính công"),
        (1, "xã A", 5, 6, 90.5, 1),
        merges=(
            Area(1, 1, 2, 1), Area(1, 2, 2, 2), Area(1, 3, 1, 4), Area(1, 5, 2, 5),
            Area(1, 6, 2, 6),
        ),
    )  # fmt: skip
    (table,) = recognise(full)
    assert table.columns["component"] == (3, 4)
    assert table.rows == (3,)
