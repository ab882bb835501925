"""Score sheets as offices lay them out: each oddity in a workbook of its own."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from decimal import Decimal

import openpyxl
import pytest

from cchc.catalogue import Catalogue, Criterion
from cchc.model import Normalised
from cchc.normalise import normalise
from cchc.workbook import Reader
from tests.awkward.books import KNOWN, Read, book, fill, found, saved, told

XA = KNOWN.resolve("xã A")
FRAMEWORK = KNOWN.framework_for(XA, 2023)
assert FRAMEWORK is not None
NAME = {one.criterion_code: one.criterion_name for one in FRAMEWORK.criteria}
TITLE = ("BẢNG ĐIỂM CHỈ SỐ CẢI CÁCH HÀNH CHÍNH NĂM 2023 - XÃ A",)
OF_DISTRICT = ("BẢNG ĐIỂM CHỈ SỐ CẢI CÁCH HÀNH CHÍNH CÁC XÃ NĂM 2023",)
PLAIN = ("STT", "Lĩnh vực/Tiêu chí/Tiêu chí thành phần", "Điểm tối đa", "Điểm đạt được")
A, B = "minh-hoa.mh.xa-a", "minh-hoa.mh.xa-b"


def row(code: object, *points: object, of: str = "") -> tuple[object, ...]:
    """A criterion's row: its code as typed, its name, its maximum, its points."""
    known = of or str(code)
    assert FRAMEWORK is not None
    one = FRAMEWORK.by_code(known)
    assert one is not None
    maximum = None if one.max_points is None else float(one.max_points)
    return (code, NAME[known], maximum, *points)


def scores(said: Normalised, *names: str) -> list[tuple[object, ...]]:
    return told(said, "score", "criterion_code", *(names or ("points",)))


def test_scoring_options_without_a_number_are_neither_criteria_nor_missed(read: Read) -> None:
    said = read(
        TITLE,
        PLAIN,
        row("1.1.1", 1),
        (None, "Ban hành kịp thời: 1", 1),
        (None, "Ban hành không kịp thời: 0", 0),
        ("-", "Không ban hành: 0"),
        row("1.1.2", 2),
    )
    assert scores(said) == [("1.1.1", 1), ("1.1.2", 2)]
    assert found(said) == []


def test_sections_in_roman_numerals_are_the_areas_they_name(read: Read) -> None:
    said = read(
        TITLE, PLAIN, row("I.", 2, of="1"), row("1.1.1.", 1, of="1.1.1"), row("II", 3, of="2")
    )
    assert scores(said) == [("1", 2), ("1.1.1", 1), ("2", 3)]
    assert found(said) == []


def test_a_section_that_the_framework_does_not_hold_is_said_and_its_criteria_read(
    read: Read,
) -> None:
    said = read(
        TITLE,
        PLAIN,
        ("A", "ĐIỂM THẨM ĐỊNH", 70, 1),
        ("I", "Phần chung"),
        row("1.1.1", 1),
    )
    assert scores(said) == [("1.1.1", 1)]
    assert found(said) == [("warning", "section_not_used", "A5")]


def test_bonus_and_penalty_stand_outside_the_areas(read: Read) -> None:
    said = read(
        TITLE,
        PLAIN,
        row("1.1.1", 1),
        (None, "Điểm thưởng", None, 1.5),
        (None, "Điểm trừ", None, 0.5),
        ("Cộng", None, 100, 2),
    )
    assert scores(said, "level", "points") == [
        ("1.1.1", "subcriterion", 1),
        ("bonus", "bonus", Decimal("1.5")),
        ("penalty", "penalty", Decimal("0.5")),
        ("total", "total", 2),
    ]
    assert found(said) == [
        ("note", "outside_the_areas", "D6"),
        ("note", "outside_the_areas", "D7"),
    ]


def test_sums_of_a_section_are_not_the_total(read: Read) -> None:
    said = read(
        TITLE,
        PLAIN,
        row("1.1.1", 1),
        (None, "Cộng lĩnh vực 1", 14, 1),
        row("2.1.1", 1),
        (None, "Tổng điểm lĩnh vực 2", 6, 1),
        (None, "TỔNG CỘNG (I + II)", 100, 2),
    )
    assert [code for code, _ in scores(said)] == ["1.1.1", "2.1.1", "total"]
    assert found(said) == []


def test_one_sheet_for_each_unit(reader: Reader) -> None:
    made = openpyxl.Workbook()
    for name, points in (("Xã A", 1), ("Xã B", 0.5)):
        fill(
            made, ("BẢNG ĐIỂM NĂM 2023",), (name.upper(),), PLAIN, row("1.1.1", points), sheet=name
        )
    del made[made.sheetnames[0]]
    said = normalise(reader.read("bang-diem.xlsx", saved(made)), KNOWN)
    assert scores(said, "unit_id", "points") == [("1.1.1", A, 1), ("1.1.1", B, Decimal("0.5"))]


def test_one_column_for_each_unit_under_a_merged_head(read: Read) -> None:
    said = read(
        OF_DISTRICT,
        ("STT", "Tiêu chí", "Điểm tối đa", "Điểm đạt được", None, "Ghi chú"),
        (None, None, None, "Xã A", "Xã B", None),
        (*row("1.1.1", 1, 0.5), "theo QĐ"),
        row("1.1.2", 2, 1),
        merges=("A4:A5", "B4:B5", "C4:C5", "D4:E4", "F4:F5"),
    )
    assert scores(said, "unit_id", "round", "points") == [
        ("1.1.1", A, "final", 1),
        ("1.1.1", B, "final", Decimal("0.5")),
        ("1.1.2", A, "final", 2),
        ("1.1.2", B, "final", 1),
    ]
    assert found(said) == []


def test_one_column_for_each_unit_directly_beside_the_maximum(read: Read) -> None:
    header = ("TT", "Tiêu chí thành phần", "Điểm chuẩn", "UBND xã A", "Xã B", "Thị trấn Minh Họa")
    said = read(OF_DISTRICT, header, row("1.1.1", 1, 0.5, 0.75))
    assert scores(said, "unit_id") == [
        ("1.1.1", A),
        ("1.1.1", B),
        ("1.1.1", "minh-hoa.mh.tt-minh-hoa"),
    ]
    assert found(said) == []


def test_a_misspelt_unit_among_columns_of_units_refuses_the_file(read: Read) -> None:
    header = ("TT", "Tiêu chí", "Điểm tối đa", "Xã A", "Xã AA")
    said = read(OF_DISTRICT, header, row("1.1.1", 1, 0.5))
    assert found(said) == [("error", "unknown_unit", "E4")]


def test_each_unit_with_its_self_score_and_its_appraisal(read: Read) -> None:
    said = read(
        OF_DISTRICT,
        ("STT", "Tiêu chí", "Điểm tối đa", "Xã A", None, "Xã B", None),
        (None, None, None, "Tự chấm", "Thẩm định", "Tự chấm", "Thẩm định"),
        row("1.1.1", 1, 0.75, 0.5, 0.25),
        merges=("A4:A5", "B4:B5", "C4:C5", "D4:E4", "F4:G4"),
    )
    assert scores(said, "unit_id", "round", "points") == [
        ("1.1.1", A, "self", 1),
        ("1.1.1", A, "appraised", Decimal("0.75")),
        ("1.1.1", B, "self", Decimal("0.5")),
        ("1.1.1", B, "appraised", Decimal("0.25")),
    ]


def test_self_appraised_and_survey_under_one_merged_head(read: Read) -> None:
    said = read(
        TITLE,
        ("STT", "Lĩnh vực, tiêu chí", "Điểm tối đa", "Điểm đánh giá", None, None, "Điểm đạt được",
         "Chỉ số (%)", "Tài liệu kiểm chứng"),
        (None, None, None, "ĐT XHH", "Tự đánh giá", "Thẩm định"),
        (*row("1.1.1", None, 1, 0.75), 0.75, "75%", "KH số 01/KH-UBND"),
        merges=("A4:A5", "B4:B5", "C4:C5", "D4:F4", "G4:G5", "H4:H5", "I4:I5"),
    )  # fmt: skip
    assert scores(said, "round", "points", "note") == [
        ("1.1.1", "self", 1, "KH số 01/KH-UBND"),
        ("1.1.1", "appraised", Decimal("0.75"), "KH số 01/KH-UBND"),
        ("1.1.1", "final", Decimal("0.75"), "KH số 01/KH-UBND"),
    ]
    assert [f.values.get("percent") for f in said.facts] == [None, None, 75]
    assert found(said) == []


@pytest.mark.parametrize("second", ["Thẩm định lần 2", "Điểm thẩm định lần II"])
def test_two_rounds_of_appraisal(read: Read, second: str) -> None:
    header = ("STT", "Tiêu chí", "Điểm tối đa", "Điểm tự chấm", "Thẩm định lần 1", second)
    said = read(TITLE, header, row("1.1.1", 1, 0.5, 0.75))
    assert [name for _, name in scores(said, "round")] == ["self", "appraised", "appraised_2"]


def test_two_rounds_of_appraisal_under_one_head(read: Read) -> None:
    said = read(
        TITLE,
        ("STT", "Tiêu chí", "Điểm tối đa", "Tự chấm", "Điểm thẩm định", None),
        (None, None, None, None, "Lần 1", "Lần 2"),
        row("1.1.1", 1, 0.5, 0.75),
        merges=("A4:A5", "B4:B5", "C4:C5", "D4:D5", "E4:F4"),
    )
    assert [name for _, name in scores(said, "round")] == ["self", "appraised", "appraised_2"]


def test_two_years_side_by_side(read: Read) -> None:
    said = read(
        ("SO SÁNH ĐIỂM CHỈ SỐ CCHC NĂM 2023 VỚI NĂM 2022 - XÃ A",),
        ("STT", "Tiêu chí", "Điểm tối đa", "Điểm đạt được", None),
        (None, None, None, "Năm 2022", "Năm 2023"),
        row("1.1.1", 0.5, 1),
        merges=("A4:A5", "B4:B5", "C4:C5", "D4:E4"),
    )
    assert scores(said, "period_id", "unit_id", "points") == [
        ("1.1.1", "2022", A, Decimal("0.5")),
        ("1.1.1", "2023", A, 1),
    ]


def test_two_years_under_every_unit(read: Read) -> None:
    said = read(
        OF_DISTRICT,
        ("STT", "Tiêu chí", "Điểm tối đa", "Xã A", None, "Xã B", None),
        (None, None, None, "Năm 2022", "Năm 2023", "Năm 2022", "Năm 2023"),
        row("1.1.1", 0.25, 0.5, 0.75, 1),
        merges=("A4:A5", "B4:B5", "C4:C5", "D4:E4", "F4:G4"),
    )
    assert scores(said, "unit_id", "period_id") == [
        ("1.1.1", A, "2022"),
        ("1.1.1", A, "2023"),
        ("1.1.1", B, "2022"),
        ("1.1.1", B, "2023"),
    ]


def test_the_same_round_in_two_columns_is_never_chosen_between(read: Read) -> None:
    header = ("STT", "Tiêu chí", "Điểm tối đa", "Tự chấm", "Tự chấm")
    said = read(TITLE, header, row("1.1.1", 1, 0.5))
    assert found(said) == [("error", "one_column_twice", "E4")]


def test_points_without_a_round_are_the_title_s_and_that_is_said(read: Read) -> None:
    said = read(("BẢNG TỰ CHẤM ĐIỂM NĂM 2023 - XÃ A",), PLAIN, row("1.1.1", 1))
    assert scores(said, "round") == [("1.1.1", "self")]
    assert found(said) == [("note", "round_from_title", "D4")]


# codes that a spreadsheet spoilt -----------------------------------------------------------


def with_ten() -> Catalogue:
    """The catalogue with a criterion 1.10, after 1.6 and before area 2."""
    assert FRAMEWORK is not None
    ten = Criterion("1.10", "1", "1", "criterion", TEN, Decimal(1))
    place = next(i for i, one in enumerate(FRAMEWORK.criteria) if one.criterion_code == "2")
    criteria = (*FRAMEWORK.criteria[:place], ten, *FRAMEWORK.criteria[place:])
    own = replace(FRAMEWORK, criteria=criteria)
    return replace(KNOWN, frameworks=tuple(own if f == FRAMEWORK else f for f in KNOWN.frameworks))


TEN = "Một tiêu chí thứ mười"


def read_ten(reader: Reader, *rows: tuple[object, ...], **layout: object) -> Normalised:
    made = book(TITLE, PLAIN, *rows, **layout)  # type: ignore[arg-type]
    return normalise(reader.read("tep.xlsx", saved(made)), with_ten())


def test_a_tenth_criterion_that_lost_its_zero_is_repaired_by_name_and_place(
    reader: Reader,
) -> None:
    said = read_ten(reader, row("1.6", 1), (1.1, TEN, 1, 1), row("2", 2))
    assert [code for code, _ in scores(said)] == ["1.6", "1.10", "2"]
    assert found(said) == [("note", "code_repaired", "A6")]


def test_a_number_shown_with_its_zero_is_the_code_shown(reader: Reader) -> None:
    said = read_ten(reader, (1.1, TEN, 1, 1), formats={"A5": "0.00"})
    assert [code for code, _ in scores(said)] == ["1.10"]
    assert found(said) == []


def test_a_lost_zero_whose_place_does_not_agree_is_refused_with_what_it_was(
    reader: Reader,
) -> None:
    said = read_ten(reader, row("2", 2), (1.1, TEN, 1, 1), row("3", 2))
    assert found(said) == [("error", "code_spoilt", "A6")]
    assert "Có thể là 1.10." in said.findings[0].message


def test_a_number_without_a_name_that_may_be_two_codes_is_refused(reader: Reader) -> None:
    said = read_ten(reader, row("1", 2), (1.1, None, 1, 1), row("2", 2))
    assert found(said) == [("error", "code_spoilt", "A6")]
    assert "Có thể là 1.1 hoặc 1.10." in said.findings[0].message


def test_codes_typed_as_numbers_are_read_as_codes(read: Read) -> None:
    said = read(TITLE, PLAIN, row(1, 2, of="1"), row(1.1, 1, of="1.1"), row("1,2", 1, of="1.2"))
    assert [code for code, _ in scores(said)] == ["1", "1.1", "1.2"]
    assert found(said) == []


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        (datetime(2024, 1, 2), "2.1"),
        (datetime(2024, 2, 1), "2.1"),
        (datetime(2001, 1, 1), "1.1.1"),
        (datetime(2002, 1, 2), "2.1.2"),
        ("02/01/2024", "2.1"),
    ],
)
def test_a_code_turned_into_a_date_is_repaired_by_name_and_place(
    read: Read, typed: object, code: str
) -> None:
    before, after = row(1, 2, of="1"), row("3", 2)
    said = read(TITLE, PLAIN, before, row(typed, 1, of=code), after)
    assert [one for one, _ in scores(said)] == ["1", code, "3"]
    assert found(said) == [("note", "code_repaired", "A6")]
    assert f"được đọc là {code}" in said.findings[0].message


def test_a_date_whose_name_is_another_criterion_s_is_refused_with_what_it_may_have_been(
    read: Read,
) -> None:
    spoilt = (datetime(2024, 1, 2), "Một tiêu chí khác", 2, 1)
    said = read(TITLE, PLAIN, row(1, 2, of="1"), spoilt, row("3", 2))
    assert found(said) == [("error", "code_spoilt", "A6")]
    assert "Có thể là 2.1 hoặc 1.2" in said.findings[0].message
    assert "định dạng cột mã là Văn bản" in said.findings[0].message


def test_a_date_whose_name_agrees_but_which_stands_elsewhere_is_refused(read: Read) -> None:
    spoilt = row(datetime(2024, 1, 2), 1, of="2.1")
    said = read(TITLE, PLAIN, row("3", 2), spoilt, row("4", 2))
    assert found(said) == [("error", "code_spoilt", "A6")]
    assert "Có thể là 2.1." in said.findings[0].message


def test_a_date_alone_on_its_sheet_has_no_place_to_be_judged_by(read: Read) -> None:
    said = read(TITLE, PLAIN, row(datetime(2024, 1, 2), 1, of="2.1"))
    assert found(said) == [("error", "code_spoilt", "A5")]


def test_a_code_that_stands_already_is_not_given_to_a_second_row(read: Read) -> None:
    spoilt = row(datetime(2024, 1, 2), 1, of="2.1")
    said = read(TITLE, PLAIN, row("2", 2), row("2.1", 1), spoilt, row("3", 2))
    assert found(said) == [("error", "code_spoilt", "A7")]


def test_a_name_that_a_page_break_cut_goes_on_in_the_next_row(read: Read) -> None:
    name = NAME["1.1.1"]
    start, rest = name[:30].rsplit(" ", 1)[0], name[len(name[:30].rsplit(" ", 1)[0]) + 1 :]
    said = read(TITLE, PLAIN, ("1.1.1", start, 1, 1), (None, rest), row("1.1.2", 2))
    assert scores(said) == [("1.1.1", 1), ("1.1.2", 2)]
    assert found(said) == []


def test_a_code_inside_the_name_is_read_where_the_number_is_blank(read: Read) -> None:
    said = read(TITLE, PLAIN, (None, f"1.1.1. {NAME['1.1.1']}", 1, 1))
    assert scores(said) == [("1.1.1", 1)]
