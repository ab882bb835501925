"""Values as cells hold them: what is typed, what a spreadsheet made of it, and what is meant."""

from __future__ import annotations

import unicodedata
from datetime import date
from decimal import Decimal

import pytest

from tests.awkward.books import Read, found, told

TITLE = ("KẾT QUẢ XẾP HẠNG CHỈ SỐ CẢI CÁCH HÀNH CHÍNH CÁC XÃ HUYỆN MINH HỌA NĂM 2023",)
HEADER = ("TT", "Đơn vị", "Tổng điểm", "Chỉ số (%)", "Xếp hạng")
SHEET = ("BẢNG ĐIỂM NĂM 2023 - XÃ A",)
SCORES = ("STT", "Tiêu chí", "Điểm tối đa", "Thẩm định")
NAME = "Ban hành kế hoạch cải cách hành chính năm kịp thời, đủ nội dung"
A = "minh-hoa.mh.xa-a"


@pytest.mark.parametrize(
    ("typed", "value"),
    [
        ("87,45", "87.45"),
        ("87.45", "87.45"),
        ("87,45 ", "87.45"),
        ("87,45\u00a0", "87.45"),
        ("\u00a087,45", "87.45"),
        ("'87,45", "87.45"),
        ("87,45 điểm", "87.45"),
        ("81,13/100", "81.13"),
        ("81,13/100 điểm", "81.13"),
        ("1.234,5", "1234.5"),
        ("1.234.567", "1234567"),
        (".34", "0.34"),
        (87.5, "87.5"),
    ],
)
def test_points_are_read_however_they_are_typed(read: Read, typed: object, value: str) -> None:
    said = read(TITLE, HEADER, (1, "Xã A", typed, 87.45, 1))
    assert told(said, "score", "points") == [(Decimal(value),)]
    assert found(said) == []


@pytest.mark.parametrize("typed", ["không phát sinh", "Không áp dụng", "-", "–", "...", "n/a"])
def test_nothing_is_not_zero(read: Read, typed: str) -> None:
    said = read(TITLE, HEADER, (1, "Xã A", typed, 87.45, 1))
    assert told(said, "score", "points", "percent") == [(None, Decimal("87.45"))]
    assert found(said) == []


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("1.234", "ambiguous_number"),
        ("tám mươi", "not_a_number"),
        (date(2023, 5, 8), "looks_like_date"),
        ("08/05/2023", "looks_like_date"),
        ("=C99*2", "cell_uncached"),
        ("#REF!", "cell_error"),
        ("#DIV/0!", "cell_error"),
        (True, "not_a_number"),
    ],
)
def test_what_is_no_number_refuses_its_cell_and_says_why(
    read: Read, typed: object, code: str
) -> None:
    said = read(TITLE, HEADER, (1, "Xã A", typed, 87.45, 1))
    assert found(said) == [("error", code, "C5")]
    assert "Hãy" in said.findings[0].message


@pytest.mark.parametrize(
    ("typed", "code", "value"),
    [
        ("70,52%", None, "70.52"),
        ("70.52 %", None, "70.52"),
        (70.52, None, "70.52"),
        (0.7052, "0.00%", "70.52"),
        (1, "0%", "100"),
        (0, None, "0"),
    ],
)
def test_a_percentage_as_text_as_a_format_or_under_its_heading(
    read: Read, typed: object, code: str | None, value: str
) -> None:
    formats = {"D5": code} if code else {}
    said = read(TITLE, HEADER, (1, "Xã A", 70.52, typed, 1), formats=formats)
    assert told(said, "score", "percent") == [(Decimal(value),)]


@pytest.mark.parametrize("typed", [0.7052, "0,7052", 1])
def test_a_percentage_that_may_be_a_ratio_is_never_guessed(read: Read, typed: object) -> None:
    said = read(TITLE, HEADER, (1, "Xã A", 70.52, typed, 1))
    assert ("error", "ambiguous_number", "D5") in found(said)


def test_points_of_their_own_maximum(read: Read) -> None:
    said = read(SHEET, SCORES, ("1.1.1", NAME, None, "0,71/1 điểm"))
    assert told(said, "score", "points", "max_points") == [(Decimal("0.71"), 1)]


@pytest.mark.parametrize(
    "name",
    [
        unicodedata.normalize("NFD", "Xã A"),
        "Хã А",  # Cyrillic
        "XÃ\u00a0A ",
        "xã\u00ad A",
        "UBND xã A",
    ],
)
def test_a_unit_s_name_in_whatever_letters_and_blanks(read: Read, name: str) -> None:
    said = read(TITLE, HEADER, (1, name, 87.45, 87.45, 1))
    assert told(said, "score", "unit_id") == [(A,)]
    assert found(said) == []


def test_decomposed_headers_and_the_other_d_are_the_same_headers(read: Read) -> None:
    decomposed = tuple(unicodedata.normalize("NFD", text) for text in HEADER)
    other = tuple(text.replace("Đ", "Ð") for text in decomposed)
    for header in (decomposed, other):
        said = read(TITLE, header, (1, "Xã A", 87.45, 87.45, 1))
        assert told(said, "score", "percent") == [(Decimal("87.45"),)]


def test_repeated_header_numbering_blank_rows_total_notes_and_signature(read: Read) -> None:
    said = read(
        SHEET,
        SCORES,
        ("(1)", "(2)", "(3)", "(4)"),
        ("1.1.1", NAME, 1, 0.75),
        (),
        SCORES,
        ("1.1.2", "Mức độ hoàn thành kế hoạch cải cách hành chính", 2, 1.5),
        (None, "Cộng", 3, 2.25),
        (),
        ("Ghi chú: điểm chưa gồm điều tra xã hội học.",),
        ("Nơi nhận:", None, None, "TM. ỦY BAN NHÂN DÂN"),
        ("- Như trên;", None, None, "CHỦ TỊCH"),
    )
    assert told(said, "score", "criterion_code", "points") == [
        ("1.1.1", Decimal("0.75")),
        ("1.1.2", Decimal("1.5")),
        ("total", Decimal("2.25")),
    ]
    assert found(said) == []


def test_a_numbering_row_that_says_how_its_columns_are_made(read: Read) -> None:
    header = ("TT", "Đơn vị", "Tổng số hồ sơ đã giải quyết", "Số hồ sơ đúng hạn",
              "Tỷ lệ đúng hạn (%)")  # fmt: skip
    title = ("KẾT QUẢ GIẢI QUYẾT TTHC HUYỆN MINH HỌA THÁNG 9/2024",)
    numbering = ("(1)", "(2)", "(3)", "(4)", "(5)=(4)/(3)")
    said = read(title, header, numbering, (1, "Xã A", 100, 98, "98%"))
    assert told(said, "service_indicator", "percent") == [(98,)]
    assert found(said) == []
