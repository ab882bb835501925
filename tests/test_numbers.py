"""Numbers as offices type them; every form of domain.md §6 and its doubtful neighbours."""

from __future__ import annotations

from datetime import date, datetime, time
from decimal import Decimal

import pytest

from cchc.model import CellValue
from cchc.numbers import Parsed, Rank, parse_number, parse_rank, show, show_percent


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("70,52", "70.52"),
        ("70.52", "70.52"),
        ("87,445", "87.445"),
        ("1,234", "1.234"),
        ("0,125", "0.125"),
        ("0.125", "0.125"),
        (".34", "0.34"),
        (",5", "0.5"),
        (".345", "0.345"),
        ("1234.567", "1234.567"),
        ("1.234,5", "1234.5"),
        ("1,234.5", "1234.5"),
        ("1.234.567", "1234567"),
        ("1,234,567", "1234567"),
        ("1.234.567,89", "1234567.89"),
        ("12.", "12"),
        ("007", "7"),
        ("+0,7", "0.7"),
        ("-1,5", "-1.5"),
        ("−1,5", "-1.5"),
        ("– 1,5", "-1.5"),
        (" 8,5 điểm ", "8.5"),
        ("8,5đ", "8.5"),
        ("8,5 điểm", "8.5"),
        ("51\u00a0", "51"),
    ],
)
def test_text_reads_as_a_number(text: str, value: str) -> None:
    assert parse_number(text) == Parsed(Decimal(value))


def test_a_comma_is_the_decimal_sign() -> None:
    assert parse_number("12,345").value == Decimal("12.345")


@pytest.mark.parametrize("text", ["1.234", "12.345", "123.456", "-1.234", "1.234%", "1.234/2.000"])
def test_a_dot_before_three_digits_is_ambiguous(text: str) -> None:
    assert parse_number(text) == Parsed(problem="ambiguous_number")


@pytest.mark.parametrize("text", ["70,52%", "70.52 %", "70,52％", "70,52%."])
def test_a_percent_sign_in_text_makes_a_percent(text: str) -> None:
    assert parse_number(text) == Parsed(Decimal("70.52"), is_percent=True)


@pytest.mark.parametrize(
    ("text", "value", "maximum"),
    [
        ("6,71/10", "6.71", "10"),
        ("6,71/10 điểm", "6.71", "10"),
        ("23,27 / 30 điểm", "23.27", "30"),
        ("23.27/30", "23.27", "30"),
        ("08/10", "8", "10"),
        ("8đ/10đ", "8", "10"),
        ("12 điểm/10 điểm", "12", "10"),
    ],
)
def test_points_of_a_maximum_keep_both(text: str, value: str, maximum: str) -> None:
    assert parse_number(text) == Parsed(Decimal(value), Decimal(maximum))


@pytest.mark.parametrize(
    "text", ["1.1.1", "1,2,3", "12.34,567.8", "1,23.456,7", "a", "x", "70-75%", "#REF!", "5 6", "%"]
)
def test_what_is_no_number_is_said_to_be_none(text: str) -> None:
    assert parse_number(text) == Parsed(problem="not_a_number")


@pytest.mark.parametrize(
    "value",
    [
        date(2024, 11, 4),
        datetime(2024, 11, 4),
        time(8, 30),
        "22/01/2024",
        "22.01.2024",
        "2024-01-22",
        "25/10",
    ],
)
def test_a_date_where_a_number_is_due_is_said_to_be_one(value: CellValue) -> None:
    assert parse_number(value) == Parsed(problem="looks_like_date")


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (51.15, "51.15"),
        (0.1 + 0.2, "0.3"),
        (1e-7, "0.0000001"),
        (4, "4"),
        (Decimal("8.70"), "8.70"),
    ],
)
def test_stored_numbers_keep_the_digits_that_excel_shows(value: CellValue, expected: str) -> None:
    assert parse_number(value) == Parsed(Decimal(expected))


@pytest.mark.parametrize("value", [True, False, float("nan"), float("inf")])
def test_truth_values_and_infinities_are_no_numbers(value: CellValue) -> None:
    assert parse_number(value) == Parsed(problem="not_a_number")


@pytest.mark.parametrize("code", ["0%", "0.00%", "#,##0.0 %", "[Red]0.00%;-0.00%"])
def test_a_percent_format_multiplies_by_a_hundred(code: str) -> None:
    assert parse_number(0.7318, code) == Parsed(Decimal("73.18"), is_percent=True)
    assert parse_number(0.7318, code, percent_heading=True).value == Decimal("73.18")


@pytest.mark.parametrize("code", ['0.00"%"', r"0.00\%"])
def test_a_percent_sign_that_is_only_a_word_multiplies_nothing(code: str) -> None:
    assert parse_number(70.52, code) == Parsed(Decimal("70.52"), is_percent=True)


@pytest.mark.parametrize("value", [70.52, 70, "70,52", 1.5])
def test_a_plain_number_under_a_percent_heading_is_a_percent(value: CellValue) -> None:
    parsed = parse_number(value, percent_heading=True)
    assert parsed.is_percent
    assert parsed.value == Decimal(str(value).replace(",", "."))


@pytest.mark.parametrize("value", [0.7052, 1, 0.5, "0,7052", -0.2])
def test_a_small_plain_number_under_a_percent_heading_is_ambiguous(value: CellValue) -> None:
    assert parse_number(value, "0.00", percent_heading=True) == Parsed(problem="ambiguous_number")


def test_zero_and_a_written_percent_are_certain_under_a_percent_heading() -> None:
    assert parse_number(0, percent_heading=True) == Parsed(Decimal(0), is_percent=True)
    assert parse_number("0,85%", percent_heading=True).value == Decimal("0.85")


def test_points_under_a_percent_heading_stay_points() -> None:
    assert parse_number("23,27/30", percent_heading=True) == Parsed(Decimal("23.27"), Decimal(30))
    assert parse_number("0,5 điểm", percent_heading=True) == Parsed(Decimal("0.5"))


@pytest.mark.parametrize("text", ["KPS", "Không phát sinh", "không áp dụng", "KAD", "n/a"])
def test_not_applicable_is_no_zero(text: str) -> None:
    assert parse_number(text) == Parsed(nothing="not_applicable")


@pytest.mark.parametrize(
    "value", [None, "", " ", "-", "–", "…", "...", "Chưa chấm", "chờ khảo sát"]
)
def test_not_scored_is_no_zero(value: CellValue) -> None:
    assert parse_number(value) == Parsed(nothing="not_scored")


@pytest.mark.parametrize(
    ("value", "rank", "of"),
    [
        (4, 4, None),
        (5.0, 5, None),
        ("6", 6, None),
        ("04", 4, None),
        ("04/11", 4, 11),
        ("4 / 11", 4, 11),
        ("Xếp thứ 4/11", 4, 11),
        ("Xếp hạng 04/11 huyện, thị xã, thành phố", 4, 11),
        ("hạng 4", 4, None),
        ("Thứ 4", 4, None),
        ("Thứ hạng: 04/11", 4, 11),
        ("Đứng thứ 32/63 tỉnh, thành phố", 32, 63),
        ("Xếp thứ 4 trong 11 huyện", 4, 11),
        ("Xếp thứ 4 toàn tỉnh", 4, None),
        ("4/11 (tăng 2 bậc)", 4, 11),
    ],
)
def test_a_rank_is_read_from_its_wordings(value: CellValue, rank: int, of: int | None) -> None:
    assert parse_rank(value) == Rank(rank, of)


@pytest.mark.parametrize("value", [None, "", "-", "chưa có"])
def test_no_rank_is_no_problem(value: CellValue) -> None:
    assert parse_rank(value) == Rank()


@pytest.mark.parametrize(
    "value", [0, 4.5, -1, True, "0/11", "4 huyện", "Tốt", "45/11", "4-11", 4 / 11]
)
def test_what_cannot_be_a_rank_is_refused(value: CellValue) -> None:
    assert parse_rank(value) == Rank(problem="not_a_number")


def test_two_ranks_in_one_cell_are_ambiguous() -> None:
    assert parse_rank("4/11, năm trước 5/11").problem == "ambiguous_number"


@pytest.mark.parametrize("code", ["dd/mm", "d/m", "d/m/yyyy", "[$-42A]dd/mm;@"])
def test_a_rank_shown_day_first_is_recovered_from_its_date(code: str) -> None:
    assert parse_rank(datetime(2024, 11, 4), code) == Rank(4, 11, "rank_from_date")


def test_a_rank_shown_month_first_is_recovered_from_its_date() -> None:
    assert parse_rank(date(2024, 4, 11), "mm/dd") == Rank(4, 11, "rank_from_date")


@pytest.mark.parametrize("code", ["d-mmm", "mm-dd-yy"])
@pytest.mark.parametrize("day", [date(2024, 11, 4), date(2024, 4, 11)])
def test_an_unknown_order_is_settled_since_no_rank_exceeds_its_group(day: date, code: str) -> None:
    assert parse_rank(day, code) == Rank(4, 11, "rank_from_date")


@pytest.mark.parametrize(
    ("value", "code"),
    [
        (date(2024, 4, 11), "dd/mm"),  # shown as 11/04: no rank
        (date(1963, 4, 1), "mmm-yy"),  # "04/63" typed, or April 1963
        (date(2024, 11, 4), "General"),
        ("04/11/2024", "@"),
        ("25/10", "@"),
    ],
)
def test_other_dates_stay_dates(value: CellValue, code: str) -> None:
    assert parse_rank(value, code) == Rank(problem="looks_like_date")


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (Decimal("70.52"), "70,52"),
        (Decimal("1234567.5"), "1.234.567,50"),
        (Decimal("0.005"), "0,01"),
        (Decimal("-0.005"), "-0,01"),
        (Decimal("-0.001"), "0,00"),
        (20, "20,00"),
        (76.175, "76,18"),
    ],
)
def test_numbers_are_shown_the_vietnamese_way(value: Decimal | float, text: str) -> None:
    assert show(value) == text


def test_places_and_end_zeros_are_the_callers_choice() -> None:
    assert show(Decimal("98.80"), trim=True) == "98,8"
    assert show(Decimal(1000), 0) == "1.000"
    assert show(Decimal(1000), 0, trim=True) == "1.000"
    assert show_percent(Decimal(100), trim=True) == "100%"
    assert show_percent(Decimal("70.52")) == "70,52%"
