"""What the drawn and the disturbed workbooks found, each as small as it can be."""

from __future__ import annotations

import openpyxl

from cchc.model import Normalised
from cchc.normalise import normalise
from cchc.workbook import Reader
from tests.awkward.books import KNOWN, Row, book, saved

PROGRESS: tuple[Row, ...] = (
    ("TIẾN ĐỘ THỰC HIỆN NHIỆM VỤ CCHC THÁNG 9/2024 - XÃ A",),
    ("Theo Kế hoạch của UBND huyện Minh Họa năm 2024",),
    ("STT", "Nhiệm vụ", "Kết quả thực hiện", "Trạng thái"),
)
SURVEY: tuple[Row, ...] = (
    ("KẾT QUẢ ĐO LƯỜNG SỰ HÀI LÒNG (SIPAS) NĂM 2021 - XÃ A",),
    ("STT", "Yếu tố", "Mức độ hài lòng (%)", "Số phiếu"),
)
SCORES: tuple[Row, ...] = (
    ("BẢNG ĐIỂM CHỈ SỐ CẢI CÁCH HÀNH CHÍNH NĂM 2023 - XÃ A",),
    ("STT", "Tiêu chí", "Điểm tối đa", None, "Thẩm định"),
)


def read(warm: Reader, *rows: Row) -> Normalised:
    return normalise(warm.read("tep.xlsx", saved(book(*rows))), KNOWN)


def found(said: Normalised) -> list[tuple[str, str | None]]:
    return [(one.code, one.cell) for one in said.findings]


def test_a_row_of_invisible_letters_belongs_to_nobody(warm: Reader) -> None:
    rows = ((1, "Ban hành kế hoạch", "KH số 05", "Hoàn thành"), (None, "\u200b"))
    said = read(warm, *PROGRESS, *rows)
    assert len(said.facts) == 1
    assert found(said) == []


def test_a_number_of_forms_with_a_fraction_is_no_number_of_forms(warm: Reader) -> None:
    said = read(warm, *SURVEY, (1, "Tiếp cận dịch vụ", 84.71, 48.5))
    assert found(said) == [("not_a_count", "D5")]


def test_a_column_of_figures_whose_header_cell_was_emptied_is_said(warm: Reader) -> None:
    name = "Ban hành kế hoạch cải cách hành chính năm kịp thời, đủ nội dung"
    said = read(warm, *SCORES, ("1.1.1", name, 1, 0.75, 0.5))
    assert found(said) == [("column_not_used", "D5")]
    (question,) = said.questions
    assert question.kind == "unknown_column"


def test_a_workbook_without_any_cell_is_said_to_be_empty(warm: Reader) -> None:
    empty = openpyxl.Workbook()
    (one,) = normalise(warm.read("tep.xlsx", saved(empty)), KNOWN).findings
    assert (one.level, one.code) == ("error", "no_known_table")
    assert "đều trống" in one.message


def test_a_target_below_nothing_is_told_and_never_read_without_its_sign(warm: Reader) -> None:
    said = read(
        warm,
        ("KẾT QUẢ GIẢI QUYẾT TTHC HUYỆN MINH HỌA THÁNG 9/2024",),
        ("TT", "Đơn vị", "Số hồ sơ trễ hạn", "Tỷ lệ hồ sơ trực tuyến (%)"),
        (None, "Chỉ tiêu giao", -1, "Từ 80%"),
        (1, "Xã A", 2, 91.5),
    )
    late = next(one for one in said.facts if one.values["indicator_code"] == "tre-han")
    assert late.values["target_count"] is None
    assert [code for code, _ in found(said)] == ["negative_target"]
