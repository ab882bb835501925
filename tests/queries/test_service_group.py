"""A group's service indicators in a month: its rate, its ranking, months below, late files.

Oracles are written in plain Python from the words of the queries' headers.
"""

from __future__ import annotations

from collections.abc import Callable
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from itertools import product

import pytest

from tests.queries.rows import GROUP, Row, column, district, unit, units

Make = Callable[..., Callable[..., list[Row]]]
ONLINE, ON_TIME, LATE = "truc-tuyen", "dung-han", "tre-han"
MONTHS = [f"2024-{month:02}" for month in range(1, 10)]
SEPTEMBER = {"unit_group": GROUP, "period": "2024-09"}
INDICATORS = [
    {"indicator_code": ON_TIME, "indicator_name": "Đúng hạn", "better": "higher", "ordinal": 1},
    {
        "indicator_code": ONLINE,
        "indicator_name": "Nộp trực tuyến",
        "better": "higher",
        "ordinal": 2,
    },
    {"indicator_code": LATE, "indicator_name": "Trễ hạn", "better": "lower", "ordinal": 6},
]


def rate(
    unit_id: str,
    numerator: float | None = None,
    denominator: float | None = None,
    period_id: str = "2024-09",
    **values: object,
) -> Row:
    """Files handed in online, of all received; more than 80 % are wanted."""
    return {
        "unit_id": unit_id,
        "period_id": period_id,
        "indicator_code": ONLINE,
        "indicator_name": "Nộp trực tuyến",
        "numerator": numerator,
        "denominator": denominator,
        "basis": "in_period",
        "comparator": ">",
        "target_percent": 80,
        "import_id": 1,
        "sheet": "Dịch vụ công",
        "cell": "E8",
        **values,
    }


def told(value: Fraction | None) -> float | None:
    """As the command line tells it: twelve places, halves up."""
    if value is None:
        return None
    exact = Decimal(value.numerator) / Decimal(value.denominator)
    return float(exact.quantize(Decimal(1).scaleb(-12), ROUND_HALF_UP))


# A dozen units: numerator, denominator, printed percent. None: nothing written.
SENT: dict[str, tuple[int | None, int | None, str | None]] = {
    "a": (87, 100, "87"),
    "b": (174, 200, None),  # the same as a
    "c": (87444, 100000, "87.44"),  # three that are printed alike, and no tie
    "d": (87436, 100000, "87.44"),
    "e": (87435, 100000, "87.44"),
    "f": (0, 40, None),  # zero is a rate
    "g": (0, 0, None),  # no files is none
    "h": (None, None, "91.5"),  # a rate that cannot be added
    "i": (80, 100, None),  # not more than 80
    "j": (90, 100, "95"),  # printed otherwise than computed: as printed
}
SILENT = ("k", "m")


def group_store(make_store: Make, better: str = "higher") -> Callable[..., list[Row]]:
    indicators = [row | {"better": better} for row in INDICATORS if row["indicator_code"] == ONLINE]
    rows = [rate(u, n, d, percent=p and float(p)) for u, (n, d, p) in SENT.items()]
    return make_store(
        unit=[district(), *units(*SENT, *SILENT), unit("z", unit_group="khác/xa")],
        indicator=indicators,
        service_indicator=[*rows, rate("z", 1, 1000)],
    )


def exact_rates() -> dict[str, Fraction]:
    rates = {u: Fraction(100 * n, d) for u, (n, d, _) in SENT.items() if n is not None and d}
    for u, (_, d, printed) in SENT.items():
        if (
            printed
            and d != 0
            and abs(rates.get(u, Fraction(999)) - Fraction(printed)) > Fraction(1, 100)
        ):
            rates[u] = Fraction(printed)
    return rates


def test_the_groups_rate_is_a_sum_over_a_sum_and_never_a_mean(make_store: Make) -> None:
    (row,) = group_store(make_store)("service_summary", basis="in_period", **SEPTEMBER)
    counted = [(n, d) for n, d, _ in SENT.values() if n is not None and d]
    over, under = sum(n for n, _ in counted), sum(d for _, d in counted)
    assert (row["numerator"], row["denominator"], row["units_counted"]) == (
        over,
        under,
        len(counted),
    )
    assert row["percent"] == told(Fraction(100 * over, under))
    mean = sum(exact_rates().values()) / len(exact_rates())
    assert abs(row["percent"] - float(mean)) > 1


def test_every_unit_of_the_group_stands_in_just_one_state(make_store: Make) -> None:
    ask = group_store(make_store)
    (row,) = ask("service_summary", basis="in_period", **SEPTEMBER)
    cells = {r["unit_id"]: r["state"] for r in ask("service_units", basis="in_period", **SEPTEMBER)}
    assert cells == {
        **{u: "met" if value > 80 else "not_met" for u, value in exact_rates().items()},
        "g": "no_files",
        "k": "not_reported",
        "m": "not_reported",
    }
    states = ("met", "not_met", "no_target", "no_files", "left_out", "not_reported")
    assert {s: row[s] for s in states} == {s: list(cells.values()).count(s) for s in states}
    assert row["units"] == len(SENT) + len(SILENT)


@pytest.mark.parametrize("better", ["higher", "lower"])
def test_the_months_ranking_is_on_exact_values_with_shared_places(
    make_store: Make, better: str
) -> None:
    answer = group_store(make_store, better)("service_units", basis="in_period", **SEPTEMBER)
    rates = exact_rates()
    sign = -1 if better == "lower" else 1
    by_hand = {u: 1 + sum(sign * x > sign * y for x in rates.values()) for u, y in rates.items()}
    assert {r["unit_id"]: r["rank"] for r in answer if r["rank"]} == by_hand
    assert {r["rank_of"] for r in answer} == {len(rates)}
    assert by_hand["a"] == by_hand["b"]
    assert len({by_hand[u] for u in "cde"}) == 3


def test_a_report_without_this_indicator_is_not_silence(make_store: Make) -> None:
    ask = make_store(
        unit=units("a", "b", "c"),
        service_indicator=[rate("a", 9, 10), rate("b", 5, 10, indicator_code=ON_TIME)],
    )
    answer = ask("service_units", basis="in_period", indicator=ONLINE, **SEPTEMBER)
    assert column(answer, "state") == ["met", "left_out", "not_reported"]


def test_a_unit_that_sent_another_period_or_the_other_count_is_told_by_what_it_sent(
    make_store: Make,
) -> None:
    since_january = {"basis": "cumulative"}
    ask = make_store(
        unit=units("a", "b", "c", "d", "e"),
        service_indicator=[
            rate("a", 9, 10),
            rate("a", 9, 10, "2024-Q3"),
            rate("b", 5, 10, "2024-Q3"),
            rate("b", 9, 20, "2024-M09", **since_january),
            rate("c", 5, 10, "2024-07"),
            rate("c", 6, 10, "2024-08"),
            rate("d", 5, 10, "2024-M08", **since_january),
            rate("d", 5, 10, "2024-M09", **since_january),
            rate("e", 5, 10, "2023-09"),
        ],
    )

    def instead(period: str, basis: str = "in_period") -> Row:
        answer = ask("service_units", unit_group=GROUP, period=period, basis=basis)
        return {row["unit_id"]: row["sent_instead"] for row in answer}

    nine = "lũy kế 9 tháng năm 2024"
    assert instead("2024-09") == {"a": None, "b": "quý III/2024", "c": None, "d": nine, "e": None}
    assert instead("2024-Q3") == {
        **{"a": None, "b": None, "c": "tháng 7, 8/2024"},
        **{"d": nine, "e": None},
    }
    # Of figures since January a has none: what it sent of the time is told.
    assert instead("2024-09", "cumulative") == {
        **{"a": "quý III/2024, tháng 9/2024", "b": None, "c": None},
        **{"d": None, "e": None},
    }
    late = ask("service_late_files", unit_group=GROUP, period="2024-09")
    assert {row["unit_id"]: row["sent_instead"] for row in late} == instead("2024-09")


def test_different_targets_make_no_target_of_the_group(make_store: Make) -> None:
    ask = make_store(
        unit=units("a", "b", "c"),
        service_indicator=[rate("a", 9, 10), rate("b", 5, 10, target_percent=60), rate("c", 1, 2)],
    )
    (row,) = ask("service_summary", basis="in_period", **SEPTEMBER)
    assert (row["comparator"], row["target_percent"]) == (None, None)


def test_one_target_and_units_without_any_make_the_groups_target(make_store: Make) -> None:
    none: Row = {"comparator": None, "target_percent": None}
    ask = make_store(
        unit=units("a", "b"), service_indicator=[rate("a", 9, 10), rate("b", 5, 10, **none)]
    )
    (row,) = ask("service_summary", basis="in_period", **SEPTEMBER)
    assert (row["comparator"], row["target_percent"], row["no_target"]) == (">", 80, 1)


def test_the_indicator_that_most_units_miss_comes_first(make_store: Make) -> None:
    missed = [rate(u, 1, 10) for u in "ab"]
    ask = make_store(
        unit=units("a", "b"),
        indicator=INDICATORS,
        service_indicator=[*missed, *[rate(u, 1, 1, indicator_code=ON_TIME) for u in "ab"]],
    )
    answer = ask("service_summary", basis="in_period", **SEPTEMBER)
    assert column(answer, "indicator_code") == [ONLINE, ON_TIME]


@pytest.mark.parametrize("sent_as", ["2024-09", "2024-M09", "2024-Q3"])
def test_figures_since_january_are_found_by_their_last_month(
    make_store: Make, sent_as: str
) -> None:
    since = rate("a", 70, 100, sent_as, basis="cumulative")
    ask = make_store(unit=units("a"), service_indicator=[rate("a", 9, 10), since])
    (row,) = ask("service_units", basis="cumulative", **SEPTEMBER)
    assert (row["numerator"], row["state"]) == (70, "not_met")


def test_only_units_of_the_period_are_counted(make_store: Make) -> None:
    gone = unit("b", valid_to="2024-06-30", ordinal=2)
    ask = make_store(unit=[unit("a"), gone], service_indicator=[rate("a", 9, 10)])
    assert column(ask("service_units", basis="in_period", **SEPTEMBER), "unit_id") == ["a"]


# months running below ----------------------------------------------------------------------------

# One letter a month, January to September: + met, - not met, 0 no files, ? no target, blank silent.
YEARS = ["---------", "+++++++++", "--+-- ---", "-0--? --0", "        -", "-        ", "----+----"]
YEARS += ["-+       ", "0?  -  0?", "---------+"[1:], " - + - + ", "         "]


def month_rows(unit_id: str, year: str, told_months: list[str]) -> list[Row]:
    made: dict[str, Row] = {
        "+": {"numerator": 9, "denominator": 10},
        "-": {"numerator": 1, "denominator": 10},
        "0": {"numerator": 0, "denominator": 0},
        "?": {"numerator": 1, "denominator": 10, "target_percent": None, "comparator": None},
    }
    said = zip(year, told_months, strict=True)
    return [rate(unit_id, period_id=m, **made[sign]) for sign, m in said if sign in made]


def running_below(year: str) -> tuple[int, str, dict[str, list[str]]] | None:
    """Count back from September until a month met; what lies between is said."""
    since_met = year.rfind("+") + 1
    below = [place for place in range(since_met, 9) if year[place] == "-"]
    if not below:
        return None
    kinds = {" ": "not_reported", "0": "no_files", "?": "no_target"}
    gaps: dict[str, list[str]] = {name: [] for name in kinds.values()}
    for place in range(below[0], 9):
        if year[place] in kinds:
            gaps[kinds[year[place]]].append(MONTHS[place])
    return len(below), MONTHS[below[0]], gaps


def test_months_running_below_are_counted_back_from_the_month(make_store: Make) -> None:
    names = "abcdefghijkm"
    rows = [
        row for u, year in zip(names, YEARS, strict=True) for row in month_rows(u, year, MONTHS)
    ]
    later = [rate(u, 9, 10, "2024-10") for u in names]
    ask = make_store(unit=units(*names), service_indicator=[*rows, *later])
    answer = ask("service_below", indicator=ONLINE, **SEPTEMBER)
    found = {
        r["unit_id"]: (
            r["months_below"],
            r["since_period_id"],
            {
                k: (r[k] or "").split(", ") if r[k] else []
                for k in ("not_reported", "no_files", "no_target")
            },
        )
        for r in answer
    }
    by_hand = {u: running_below(year) for u, year in zip(names, YEARS, strict=True)}
    assert found == {u: run for u, run in by_hand.items() if run}
    counts = column(answer, "months_below")
    assert counts == sorted(counts, reverse=True)


def test_a_run_goes_on_over_the_turn_of_the_year_and_over_quarters(make_store: Make) -> None:
    months = ["2023-11", "2023-12", "2024-01"]
    quarters = ["2023-Q4", "2024-Q2"]
    rows = [rate("a", 1, 10, period_id) for period_id in months + quarters]
    ask = make_store(unit=units("a"), service_indicator=rows)
    (run,) = ask("service_below", unit_group=GROUP, period="2024-01")
    assert (run["months_below"], run["since_period_id"], run["not_reported"]) == (
        3,
        "2023-11",
        None,
    )
    (run,) = ask("service_below", unit_group=GROUP, period="2024-Q2")
    assert (run["months_below"], run["not_reported"]) == (2, "2024-Q1")


# months ------------------------------------------------------------------------------------------


def test_every_unit_has_every_month_since_january(make_store: Make) -> None:
    ask = make_store(
        unit=units("a", "b"),
        service_indicator=[rate("a", 9, 10, "2024-02"), rate("a", 1, 2, "2023-12")],
    )
    asked = {"unit_group": GROUP, "period": "2024-03", "basis": "in_period", "indicator": ONLINE}
    answer = ask("service_months", **asked)
    assert [(r["unit_id"], r["period_id"], r["percent"], r["state"]) for r in answer] == [
        ("a", "2024-01", None, "not_reported"),
        ("a", "2024-02", 90, "met"),
        ("a", "2024-03", None, "not_reported"),
        *[("b", f"2024-0{month}", None, "not_reported") for month in (1, 2, 3)],
    ]
    asked["period"] = "2024-Q2"
    assert column(ask("service_months", **asked), "period_id") == ["2024-Q1", "2024-Q2"] * 2


# late files --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("on_time", "late", "expected"),
    [
        ((95, 100, None), None, (5, "late")),
        ((100, 100, None), None, (0, "none")),
        ((95, 100, None), (4, 100, None), (4, "late")),  # both said, both shown
        (None, (3, None, None), (3, "late")),
        (None, (0, None, None), (0, "none")),
        ((0, 0, None), None, (0, "no_files")),
        ((None, None, 98), None, (None, "not_counted")),
        ((None, None, 100), None, (None, "none")),
        (None, None, (None, "not_reported")),
    ],
)
def test_late_files_are_counted_from_what_the_report_says(
    make_store: Make,
    on_time: tuple[float | None, ...] | None,
    late: tuple[float | None, ...] | None,
    expected: tuple[int | None, str],
) -> None:
    told = {ON_TIME: on_time, LATE: late}
    rows = [
        rate("a", sent[0], sent[1], indicator_code=code, percent=sent[2])
        for code, sent in told.items()
        if sent
    ]
    ask = make_store(unit=units("a"), indicator=INDICATORS, service_indicator=rows)
    (row,) = ask("service_late_files", **SEPTEMBER)
    assert (row["late_files"], row["state"]) == expected
    if on_time and late:
        assert (row["late_said"], row["late_left"]) == (4, 5)


# since January against the months ------------------------------------------------------------


def test_since_january_stands_beside_the_sum_of_the_months(make_store: Make) -> None:
    silent = {"b": 4, "c": 7}  # the month that a unit did not send
    sent = {
        u: [(month + place, 10 + month) for month in range(1, 10) if silent.get(u) != month]
        for place, u in enumerate("abcdefg")
    }
    sums = {u: (sum(n for n, _ in rows), sum(d for _, d in rows)) for u, rows in sent.items()}
    off = {"a": (0, 0), "b": (5, 9), "c": (-1, 9), "d": (0, 1), "e": (-2, 0), "f": (0, 0)}
    months = [
        rate(u, m + place, 10 + m, f"2024-{m:02}")
        for (place, u), m in product(enumerate("abcdefg"), range(1, 10))
        if silent.get(u) != m
    ]
    since = [
        rate(u, sums[u][0] + n, sums[u][1] + d, basis="cumulative") for u, (n, d) in off.items()
    ]
    ask = make_store(unit=units(*"abcdefgh"), service_indicator=[*months, *since])
    answer = ask("service_since_january", indicator=ONLINE, **SEPTEMBER)
    by_unit = {row["unit_id"]: row for row in answer}
    for u, (n, d) in off.items():
        row = by_unit[u]
        assert (row["sum_numerator"], row["sum_denominator"]) == sums[u]
        assert (row["numerator_difference"], row["denominator_difference"]) == (n, d)
    assert {u: row["state"] for u, row in by_unit.items()} == {
        **{"a": "agree", "b": "incomplete", "c": "differ", "d": "differ", "e": "differ"},
        **{"f": "agree", "g": "not_sent", "h": "not_sent"},
    }
    assert column(answer, "state")[:3] == ["differ"] * 3


# groups and files ---------------------------------------------------------------------------


def test_units_below_come_before_ones_own_peers_and_only_with_figures(make_store: Make) -> None:
    office = {"unit_level": "phong", "unit_group": "h/phong", "unit_group_name": "các phòng"}
    ask = make_store(
        unit=[district(), *units("a", "b"), unit("p", **office), unit("q", **office, ordinal=9)],
        service_indicator=[rate("a", 9, 10), rate("p", 1, 2), rate("q", 1, 2, "2024-08")],
    )
    answer = ask("service_groups", unit="h", period="2024-09")
    assert [(r["unit_group"], r["units"], r["reporting"]) for r in answer] == [
        ("h/phong", 2, 1),
        (GROUP, 2, 1),
    ]
    assert column(ask("service_groups", unit="a", period="2024-09"), "unit_group") == [GROUP]
    assert ask("service_groups", unit="h", period="2024-01") == []
