"""Rates beside their numerators, denominators and targets."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.queries.rows import Row, column, file, unit

Make = Callable[..., Callable[..., list[Row]]]


def rate(percent: float | None, **values: object) -> Row:
    return {
        "unit_id": "a",
        "period_id": "2024-09",
        "indicator_code": "dung-han",
        "indicator_name": "Hồ sơ giải quyết đúng hạn",
        "percent": percent,
        "basis": "in_period",
        "comparator": ">=",
        "target_percent": 95,
        "import_id": 1,
        "sheet": "Dịch vụ công",
        "cell": "E8",
        **values,
    }


@pytest.mark.parametrize(
    ("comparator", "percent", "met"),
    [
        (">=", 95, True),
        (">", 95, False),
        (">", 95.01, True),
        ("<=", 95, True),
        ("<", 95, False),
        (None, 95, None),
        (">=", None, None),
    ],
)
def test_a_target_is_met_as_its_comparator_says(
    make_store: Make, comparator: str | None, percent: float | None, met: bool | None
) -> None:
    ask = make_store(unit=[unit("a")], service_indicator=[rate(percent, comparator=comparator)])
    assert column(ask("service_indicators"), "met") == [met]


def test_a_rate_not_printed_is_the_numerator_over_the_denominator(make_store: Make) -> None:
    ask = make_store(
        unit=[unit("a")],
        imported_file=[file()],
        service_indicator=[
            rate(None, numerator=19, denominator=20),
            rate(None, numerator=0, denominator=0, basis="cumulative"),
        ],
    )
    answer = ask("service_indicators", unit="a", period="2024-09")
    assert {row["basis"]: (row["percent"], row["met"]) for row in answer} == {
        "in_period": (95, True),
        "cumulative": (None, None),
    }
    assert set(column(answer, "file")) == {"tep-1.xlsx"}


def test_an_indicator_is_asked_for_by_code_or_name(make_store: Make) -> None:
    ask = make_store(
        unit=[unit("a")],
        service_indicator=[rate(95), rate(50, indicator_code="x", indicator_name="Khác")],
    )
    for asked in ("dung-han", "hồ sơ giải quyết ĐÚNG HẠN"):
        assert column(ask("service_indicators", indicator=asked), "percent") == [95]


@pytest.mark.parametrize(("late", "met"), [(0, True), (1, False), (None, None)])
def test_a_number_of_files_is_held_against_a_target_in_files(
    make_store: Make, late: int | None, met: bool | None
) -> None:
    """Two late files are no rate where nobody says of how many."""
    counted = {"comparator": "<=", "target_percent": None, "target_count": 0, "numerator": late}
    ask = make_store(unit=[unit("a")], service_indicator=[rate(None, **counted)])
    (row,) = ask("service_indicators")
    assert (row["numerator"], row["percent"], row["met"]) == (late, None, met)
