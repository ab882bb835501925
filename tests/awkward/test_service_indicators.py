"""Service indicators as offices lay them out: each oddity in a workbook of its own."""

from __future__ import annotations

from decimal import Decimal

import pytest

from cchc.model import Normalised
from tests.awkward.books import Read, found, told

TITLE = ("KẾT QUẢ GIẢI QUYẾT TTHC HUYỆN MINH HỌA THÁNG 9/2024",)
OF_A = ("KẾT QUẢ GIẢI QUYẾT TTHC THÁNG 9/2024 - XÃ A",)
A, B = "minh-hoa.mh.xa-a", "minh-hoa.mh.xa-b"


def rates(said: Normalised, *names: str) -> list[tuple[object, ...]]:
    return told(said, "service_indicator", "indicator_code", *names)


def figures(said: Normalised) -> list[tuple[object, ...]]:
    return rates(said, "numerator", "denominator", "percent")


def test_one_column_for_each_indicator_with_a_target_row_above(read: Read) -> None:
    said = read(
        TITLE,
        ("TT", "Đơn vị", "Số hồ sơ trễ hạn", "Tỷ lệ hồ sơ trực tuyến (%)",
         "Tỷ lệ thanh toán trực tuyến (%)", "Số hóa kết quả giải quyết (%)", "Ghi chú"),
        (None, "Chỉ tiêu giao", 0, "Từ 80%", 60, "100%"),
        (1, "Xã A", 2, 91.5, "71,9", 100, "đã xin lỗi"),
        (2, "UBND xã B", 0, "85,20%", 55, 98.25),
    )  # fmt: skip
    assert figures(said) == [
        ("tre-han", 2, None, None),
        ("truc-tuyen", None, None, Decimal("91.5")),
        ("thanh-toan-truc-tuyen", None, None, Decimal("71.9")),
        ("so-hoa-ket-qua", None, None, 100),
        ("tre-han", 0, None, None),
        ("truc-tuyen", None, None, Decimal("85.2")),
        ("thanh-toan-truc-tuyen", None, None, 55),
        ("so-hoa-ket-qua", None, None, Decimal("98.25")),
    ]
    assert rates(said, "comparator", "target_percent", "target_count")[:4] == [
        ("tre-han", "<=", None, 0),
        ("truc-tuyen", ">=", 80, None),
        ("thanh-toan-truc-tuyen", ">=", 60, None),
        ("so-hoa-ket-qua", ">=", 100, None),
    ]
    assert found(said) == []


def test_the_target_row_may_stand_below_and_in_the_number_column(read: Read) -> None:
    said = read(
        TITLE,
        ("STT", "Đơn vị", "Tỷ lệ chứng thực bản sao điện tử (%)"),
        (1, "Xã A", 62),
        ("Mục tiêu năm 2024", None, "Từ 50% trở lên"),
        merges=("A6:B6",),
    )
    assert rates(said, "percent", "target_percent") == [("chung-thuc-dien-tu", 62, 50)]
    assert found(said) == []


@pytest.mark.parametrize("total", ["Tổng số hồ sơ đã giải quyết", "Số hồ sơ đã giải quyết"])
def test_late_files_get_a_total_only_where_the_table_prints_the_files_settled(
    read: Read, total: str
) -> None:
    said = read(TITLE, ("TT", "Đơn vị", total, "Số hồ sơ trễ hạn"), (1, "Xã A", 104, 2))
    assert figures(said) == [("tre-han", 2, 104, None)]
    said = read(
        TITLE, ("TT", "Đơn vị", "Tổng số hồ sơ tiếp nhận", "Số hồ sơ trễ hạn"), (1, "Xã A", 104, 2)
    )
    assert figures(said) == [("tre-han", 2, None, None)], "files received are not files settled"


def test_the_number_and_the_rate_of_one_indicator_side_by_side(read: Read) -> None:
    said = read(
        TITLE,
        ("TT", "Đơn vị", "Tổng số hồ sơ đã giải quyết", "Số hồ sơ đúng hạn", "Tỷ lệ đúng hạn (%)",
         "Số hồ sơ trễ hẹn"),
        (1, "Xã A", 100, 98, 98, 2),
    )  # fmt: skip
    assert figures(said) == [("dung-han", 98, 100, 98), ("tre-han", 2, 100, None)]


def test_late_and_punctual_under_one_merged_head(read: Read) -> None:
    said = read(
        TITLE,
        ("TT", "Đơn vị", "Số hồ sơ TTHC", None, None),
        (None, None, "Tổng số đã giải quyết", "Đúng hạn", "Quá hạn"),
        (1, "Xã A", 100, 98, 2),
        merges=("A4:A5", "B4:B5", "C4:E4"),
    )
    assert figures(said) == [("dung-han", 98, 100, None), ("tre-han", 2, 100, None)]


def test_a_column_that_says_neither_number_nor_rate_is_asked_about(read: Read) -> None:
    said = read(TITLE, ("TT", "Đơn vị", "Hồ sơ trực tuyến"), (1, "Xã A", 91))
    assert found(said)[0] == ("error", "count_or_percent", "C4")
    said = read(TITLE, ("TT", "Đơn vị", "Hồ sơ trực tuyến"), (1, "Xã A", "91%"))
    assert figures(said) == [("truc-tuyen", None, None, 91)]


def test_a_percent_format_is_a_percent_and_a_bare_ratio_is_ambiguous(read: Read) -> None:
    header = ("TT", "Đơn vị", "Tỷ lệ hồ sơ trực tuyến (%)")
    said = read(TITLE, header, (1, "Xã A", 0.7052), formats={"C5": "0.00%"})
    assert figures(said) == [("truc-tuyen", None, None, Decimal("70.52"))]
    said = read(TITLE, header, (1, "Xã A", 0.7052))
    assert found(said)[0] == ("error", "ambiguous_number", "C5")


def test_no_files_at_all_is_neither_zero_nor_a_lost_row(read: Read) -> None:
    header = ("TT", "Đơn vị", "Tỷ lệ hồ sơ trực tuyến (%)")
    said = read(TITLE, header, (1, "Xã A", "không phát sinh"), (2, "Xã B", "-"), (3, "Xã C", 50))
    assert figures(said) == [("truc-tuyen", None, None, 50)]
    assert found(said) == []


def test_an_indicator_that_no_catalogue_holds_is_said(read: Read) -> None:
    header = ("TT", "Đơn vị", "Tỷ lệ hồ sơ trực tuyến (%)", "Tỷ lệ hồ sơ lạ (%)")
    said = read(TITLE, header, (1, "Xã A", 50, 60))
    assert found(said) == [("warning", "unknown_indicator", "D4")]


def test_one_unit_with_its_indicators_in_rows(read: Read) -> None:
    said = read(
        OF_A,
        ("STT", "Chỉ tiêu", "Kế hoạch", "Tổng số", "Đạt", "Tỷ lệ (%)", "Ghi chú"),
        ("I", "Giải quyết thủ tục hành chính"),
        (1, "Tỷ lệ hồ sơ giải quyết đúng hạn", "≥ 95%", 104, 102, "98,08"),
        (2, "Số hồ sơ trễ hạn", "Không có", 104, 2, "1,92%"),
        (3, "Thanh toán trực tuyến", 0.6, 57, 41, 0.7193),
        formats={"C8": "0%", "F8": "0.00%"},
    )
    assert figures(said) == [
        ("dung-han", 102, 104, Decimal("98.08")),
        ("tre-han", 2, 104, Decimal("1.92")),
        ("thanh-toan-truc-tuyen", 41, 57, Decimal("71.93")),
    ]
    assert rates(said, "unit_id", "comparator", "target_percent", "target_count") == [
        ("dung-han", A, ">=", 95, None),
        ("tre-han", A, "<=", None, 0),
        ("thanh-toan-truc-tuyen", A, ">=", 60, None),
    ]
    assert found(said) == []


def test_three_columns_to_an_indicator_and_a_total_row(read: Read) -> None:
    said = read(
        TITLE,
        ("Lũy kế từ đầu năm",),
        ("TT", "Đơn vị", "Hồ sơ trễ hạn", None, None),
        (None, None, "Tổng số", "Đạt", "Tỷ lệ (%)"),
        ("(1)", "(2)", "(3)", "(4)", "(5)"),
        (None, "Mục tiêu", None, None, "Không quá 2%"),
        (1, "Xã A", 100, 2, 2),
        ("Cộng", None, 100, 2, 2),
        merges=("A5:A6", "B5:B6", "C5:E5"),
    )
    assert figures(said) == [("tre-han", 2, 100, 2)]
    assert rates(said, "basis", "comparator", "target_percent") == [
        ("tre-han", "cumulative", "<=", 2)
    ]


HEADER = ("STT", "Chỉ tiêu", "Tổng số", "Đạt", "Tỷ lệ (%)")
ON_TIME = "Hồ sơ giải quyết đúng hạn"


def test_an_indicator_without_a_rate_column_is_read(read: Read) -> None:
    said = read(
        OF_A,
        ("TT", "Đơn vị", ON_TIME, None, None, "Hồ sơ nộp trực tuyến", None),
        (None, None, "Tổng số", "Đạt", "Tỷ lệ (%)", "Tổng số", "Đạt"),
        (1, "Xã A", 104, 102, 98.08, 105, 96),
        merges=("A4:A5", "B4:B5", "C4:E4", "F4:G4"),
    )
    assert figures(said) == [
        ("dung-han", 102, 104, Decimal("98.08")),
        ("truc-tuyen", 96, 105, None),
    ]
    assert found(said) == []


@pytest.mark.parametrize(
    ("upper", "lower"),
    [
        ((ON_TIME, *[None] * 5), ("Trong kỳ", None, None, "Lũy kế", None, None)),
        (("Trong kỳ", None, None, "Lũy kế", None, None), (ON_TIME, None, None) * 2),
    ],
)
def test_the_month_and_the_year_so_far_side_by_side_keep_their_own_numbers(
    read: Read, upper: tuple[str | None, ...], lower: tuple[str | None, ...]
) -> None:
    above = ("C4:H4",) if upper[0] == ON_TIME else ("C4:E4", "F4:H4")
    said = read(
        OF_A,
        ("TT", "Đơn vị", *upper),
        (None, None, *lower),
        (None, None, *("Tổng số", "Đạt", "Tỷ lệ (%)") * 2),
        (1, "Xã A", 104, 104, 100, 900, 900, 100),
        merges=("A4:A6", "B4:B6", *above, "C5:E5", "F5:H5"),
    )
    assert rates(said, "basis", "numerator", "denominator") == [
        ("dung-han", "in_period", 104, 104),
        ("dung-han", "cumulative", 900, 900),
    ]
    assert found(said) == []


@pytest.mark.parametrize("total", ["1.204", "1,204", 1204])
def test_a_number_of_files_in_groups_of_three_is_thousands(read: Read, total: object) -> None:
    said = read(OF_A, HEADER, (1, ON_TIME, total, "1.002", "83,22%"))
    assert figures(said) == [("dung-han", 1002, 1204, Decimal("83.22"))]
    assert found(said) == []


@pytest.mark.parametrize("value", [-96, 1.204, "10,5", "98%"])
def test_a_number_of_files_is_whole_and_not_below_zero(read: Read, value: object) -> None:
    said = read(OF_A, HEADER, (1, ON_TIME, 104, value, 92.31))
    assert ("error", "count_not_whole", "D5") in found(said)


def test_a_total_alone_is_said(read: Read) -> None:
    rows = (1, ON_TIME, 104, None, None), (2, "Hồ sơ nộp trực tuyến", 105, 96, 91.43)
    assert found(read(OF_A, HEADER, *rows)) == [("warning", "total_alone", "C5")]


def test_a_table_of_unknown_indicators_is_no_form_left_blank(read: Read) -> None:
    said = read(
        OF_A,
        ("TT", "Đơn vị", "Hồ sơ đất đai tháng 8", None, None),
        (None, None, "Tổng số", "Đạt", "Tỷ lệ (%)"),
        (1, "Xã A", 50, 40, 80),
        merges=("A4:A5", "B4:B5", "C4:E4"),
    )
    codes = {code for _, code, _ in found(said)}
    assert codes == {"unknown_indicator", "no_indicator_known"}


def test_headings_in_the_other_spelling_and_wording(read: Read) -> None:
    header = ("STT", "Chỉ tiêu", "Tổng số hồ sơ", "Kết quả thực hiện", "Tỉ lệ", "Ghi chú")
    said = read(OF_A, header, (1, ON_TIME, 104, 102, "98,08%", "tốt"))
    assert figures(said) == [("dung-han", 102, 104, Decimal("98.08"))]
    assert found(said) == []
