"""Rankings, component summaries and SIPAS as offices publish them, one oddity to a workbook."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal

import pytest

from cchc.model import Normalised
from tests.awkward.books import Read, found, told

TITLE = ("KẾT QUẢ XẾP HẠNG CHỈ SỐ CẢI CÁCH HÀNH CHÍNH CÁC XÃ HUYỆN MINH HỌA NĂM 2023",)
A, B = "minh-hoa.mh.xa-a", "minh-hoa.mh.xa-b"


def published(said: Normalised, *names: str) -> list[tuple[object, ...]]:
    return told(said, "score", "unit_id", "criterion_code", *names)


def totals(said: Normalised) -> list[tuple[object, ...]]:
    return [
        (row[0], *row[2:])
        for row in published(said, "period_id", "points", "percent", "published_rank")
        if row[1] == "total"
    ]


# rankings ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "rank", "of", "code"),
    [
        ("04/11", 4, 11, None),
        ("Xếp thứ 4/11", 4, 11, None),
        ("Đồng hạng 4", 4, None, None),
        ("Hạng 4 trong 11", 4, 11, None),
        (4, 4, None, None),
        (datetime(2024, 11, 4), 4, 11, "rank_from_date"),
        ("Tốt", None, None, "not_a_rank"),
    ],
)
def test_a_rank_is_read_however_it_is_typed(
    read: Read, typed: object, rank: int | None, of: int | None, code: str | None
) -> None:
    header = ("TT", "Đơn vị", "Chỉ số (%)", "Xếp hạng")
    formats = {"D5": "dd/mm"} if isinstance(typed, datetime) else {}
    said = read(TITLE, header, (1, "Xã A", 90.5, typed), formats=formats)
    assert published(said, "published_rank", "published_rank_of") == [(A, "total", rank, of)]
    assert [one[1] for one in found(said)] == ([code] if code else [])


def test_two_years_under_their_own_heads(read: Read) -> None:
    said = read(
        TITLE,
        ("TT", "Đơn vị", "Năm 2022", None, None, "Năm 2023", None, None, "Xếp loại", "Ghi chú"),
        (None, None, "Tổng điểm", "Chỉ số (%)", "Xếp hạng", "Tổng điểm", "Chỉ số (%)", "Xếp hạng"),
        (1, "Xã A", 80, 80.5, 2, 85, 85.5, 1, "Tốt", "tăng 1 bậc"),
        merges=("A4:A5", "B4:B5", "C4:E4", "F4:H4", "I4:I5", "J4:J5"),
    )
    assert totals(said) == [
        (A, "2022", 80, Decimal("80.5"), 2),
        (A, "2023", 85, Decimal("85.5"), 1),
    ]
    assert [f.values["published_class"] for f in said.facts] == [None, "Tốt"]
    assert found(said) == []


def test_years_below_what_they_are_years_of(read: Read) -> None:
    said = read(
        TITLE,
        ("TT", "Đơn vị", "Chỉ số (%)", None, "Xếp hạng", None),
        (None, None, "Năm 2022", "Năm 2023", "Năm 2022", "Năm 2023"),
        (1, "Xã A", 80.5, 85.5, 2, 1),
        merges=("A4:A5", "B4:B5", "C4:D4", "E4:F4"),
    )
    assert totals(said) == [
        (A, "2022", None, Decimal("80.5"), 2),
        (A, "2023", None, Decimal("85.5"), 1),
    ]
    assert found(said) == []


def test_components_in_percent_without_a_merged_head_sections_and_a_mean(read: Read) -> None:
    said = read(
        TITLE,
        ("TT", "Xã, thị trấn", "Cải cách thể chế (%)", "Cải cách tổ chức bộ máy (%)", "Tổng điểm",
         "Chỉ số (%)", "Xếp hạng", "Ghi chú"),
        (None, "Điểm tối đa", 100, 100, 100, 100),
        ("I", "Các xã loại I"),
        (1, "Xã B", "95,5%", 90, 88.2, "88,2", 1),
        (2, "Xã A", 85, 80, 81.1, "81,1", "Đồng hạng 2", "không xét"),
        ("Trung bình", None, 90, 85, 84.65, 84.65),
    )  # fmt: skip
    assert published(said, "percent", "points") == [
        (B, "2", Decimal("95.5"), None),
        (B, "4", 90, None),
        (B, "total", Decimal("88.2"), Decimal("88.2")),
        (A, "2", 85, None),
        (A, "4", 80, None),
        (A, "total", Decimal("81.1"), Decimal("81.1")),
    ]
    assert found(said) == []


def test_a_ranking_by_points_alone(read: Read) -> None:
    header = ("STT", "Tên đơn vị", "Tổng số điểm", "Thứ hạng", "Xếp loại")
    said = read(TITLE, header, (1, "Xã A", "81,13/100", "01/15", "Tốt"))
    assert totals(said) == [(A, "2023", Decimal("81.13"), None, 1)]


def test_the_same_figure_in_two_columns_is_never_chosen_between(read: Read) -> None:
    header = ("TT", "Đơn vị", "Chỉ số", "Chỉ số", "Xếp hạng")
    said = read(TITLE, header, (1, "Xã A", "80%", "81%", 1))
    assert ("error", "one_column_twice", "D4") in found(said)


# component summaries -----------------------------------------------------------------------


def test_a_component_summary_with_a_column_to_a_year(read: Read) -> None:
    said = read(
        ("MỤC TIÊU CHỈ SỐ THÀNH PHẦN CỦA HUYỆN MINH HỌA NĂM 2024",),
        ("STT", "Chỉ số thành phần", "Kết quả năm 2023 (%)", "Phấn đấu năm 2024 (%)",
         "Đơn vị chủ trì", "Ghi chú"),
        (1, "Cải cách thể chế", "100%", "100%", "Phòng Tư pháp"),
        (2, "Cải cách tài chính công", 36.3, "Trên 50%", "Phòng Tài chính"),
        ("Tổng cộng", None, "76,17%", "Trên 80%"),
    )  # fmt: skip
    rows = told(said, "score", "period_id", "percent")
    assert rows == [("2023", 100), ("2023", Decimal("36.3")), ("2023", Decimal("76.17"))]
    targets = told(said, "target", "period_id", "comparator", "percent")
    assert targets == [("2024", ">=", 100), ("2024", ">", 50), ("2024", ">", 80)]
    assert found(said) == []


# SIPAS -------------------------------------------------------------------------------------

SIPAS = ("KẾT QUẢ ĐO LƯỜNG SỰ HÀI LÒNG (SIPAS) NĂM 2021 - XÃ A",)
SIPAS_2022 = ("KẾT QUẢ ĐO LƯỜNG SỰ HÀI LÒNG (SIPAS) NĂM 2022 - XÃ A",)


def factors(said: Normalised) -> list[tuple[object, ...]]:
    return told(said, "satisfaction", "factor_code", "percent", "respondents", "method")


def test_five_factors_in_rows_of_one_unit(read: Read) -> None:
    said = read(
        SIPAS,
        ("STT", "Yếu tố", "Mức độ hài lòng (%)", "Số phiếu"),
        (1, "Tiếp cận dịch vụ", "84,71", 48),
        (2, "Thủ tục hành chính", 87.33, 48),
        (None, "Chỉ số hài lòng chung", "85,55%", 48),
    )
    assert factors(said) == [
        ("1", Decimal("84.71"), 48, "2012"),
        ("2", Decimal("87.33"), 48, "2012"),
        ("SIPAS", Decimal("85.55"), 48, "2012"),
    ]
    assert found(said) == []


def test_two_blocks_of_factors_since_2022(read: Read) -> None:
    said = read(
        SIPAS_2022,
        ("STT", "Nội dung đánh giá", "Chỉ số hài lòng"),
        ("I", "Xây dựng và tổ chức thực hiện chính sách", "80%"),
        (1, "Phát triển kinh tế", "78,5%"),
        ("II", "Cung ứng dịch vụ hành chính công", "84%"),
        (1, "Tiếp cận dịch vụ", "83,5%"),
        ("Tổng hợp", "Chỉ số hài lòng chung", "82,18%"),
    )
    assert factors(said) == [
        ("I", 80, None, "2022"),
        ("I.1", Decimal("78.5"), None, "2022"),
        ("II", 84, None, "2022"),
        ("II.1", Decimal("83.5"), None, "2022"),
        ("SIPAS", Decimal("82.18"), None, "2022"),
    ]


def test_factors_in_rows_for_two_years(read: Read) -> None:
    said = read(
        SIPAS_2022,
        ("STT", "Yếu tố đánh giá", "Năm 2021", "Năm 2022"),
        (1, "Tiếp cận dịch vụ", "84,71%", "80,1%"),
    )
    rows = told(said, "satisfaction", "period_id", "percent", "method")
    assert rows == [("2021", Decimal("84.71"), "2012"), ("2022", Decimal("80.1"), "2022")]


def test_factors_across_without_a_merged_head(read: Read) -> None:
    said = read(
        ("KẾT QUẢ KHẢO SÁT SIPAS CÁC XÃ HUYỆN MINH HỌA NĂM 2021",),
        ("TT", "Đơn vị", "Tiếp cận dịch vụ", "Thủ tục hành chính", "Công chức",
         "Kết quả giải quyết", "Tiếp nhận, xử lý PAKN", "Chỉ số hài lòng", "Tổng số phiếu"),
        (1, "Xã A", 84.71, 87.33, 84.98, 85.51, 85.22, 85.55, 48),
        (None, "Bình quân", 84, 87, 84, 85, 85, 85),
    )  # fmt: skip
    assert [row[0] for row in factors(said)] == ["1", "2", "3", "4", "5", "SIPAS"]
    assert {row[2] for row in factors(said)} == {48}
    assert found(said) == []


def test_two_blocks_across(read: Read) -> None:
    said = read(
        ("KẾT QUẢ KHẢO SÁT SIPAS CÁC XÃ HUYỆN MINH HỌA NĂM 2022",),
        ("TT", "Đơn vị", "Xây dựng, tổ chức thực hiện chính sách", None,
         "Cung ứng dịch vụ hành chính công", None, "Chỉ số SIPAS (%)"),
        (None, None, "Kinh tế", "Y tế", "Tiếp cận", "Công chức"),
        (1, "Xã A", 80, 81, 82, 83, 81.5),
        merges=("A4:A5", "B4:B5", "C4:D4", "E4:F4", "G4:G5"),
    )  # fmt: skip
    assert [row[0] for row in factors(said)] == ["1.1", "1.2", "2.1", "2.2", "SIPAS"]
    assert found(said) == []
