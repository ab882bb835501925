"""How the year's points stand: the rules one by one, and all of them against plain Python."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import duckdb
import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from cchc import settings as places
from cchc import store
from tests.queries.rows import Row, column, criterion, district, framework, score, unit

Make = Callable[..., Callable[..., list[Row]]]
PARTS = ("certain", "winnable", "lost", "waiting")
ORDER = ("trial", "self", "appraised", "appraised_2", "survey", "final")
SEPTEMBER, DECEMBER = "2024-09-30", "2024-12-31"
ON_TIME = {"indicator_code": "dung-han", "indicator_name": "Đúng hạn", "better": "higher"}
LATE = {"indicator_code": "tre-han", "indicator_name": "Trễ hạn", "better": "lower"}


def leaf(code: str = "1.1", max_points: float = 2, **values: Any) -> Row:
    return criterion(code, max_points, parent_code="1", area_code="1", moves="monthly", **values)


def said(code: str, round_: str, points: float | None, **values: Any) -> Row:
    return score("a", code, points, period_id="2024", round=round_, **values)


def served(percent: float, code: str = "dung-han", **values: Any) -> Row:
    """What a month says of an indicator, of 1,000 files."""
    return {
        "unit_id": "a",
        "period_id": "2024-09",
        "indicator_code": code,
        "numerator": percent * 10,
        "denominator": 1000,
        "percent": percent,
        "basis": "cumulative",
        "import_id": 2,
        "sheet": "Tháng 9",
        "cell": "D7",
        **values,
    }


def steps(
    *pairs: tuple[float, float], code: str = "1.1", indicator: str | None = "dung-han"
) -> list[Row]:
    return [
        {
            "framework_id": "f",
            "criterion_code": code,
            "rule": "steps",
            "indicator_code": indicator,
            "at_percent": percent,
            "points": points,
        }
        for percent, points in pairs
    ]


def proportional(at_percent: float, points: float, indicator: str = "dung-han") -> list[Row]:
    (rule,) = steps((at_percent, points), indicator=indicator)
    return [rule | {"rule": "proportional"}]


@pytest.fixture
def outlook(make_store: Make) -> Callable[..., Row]:
    """`outlook(score=[…], leaf=…)` → the one row of criterion 1.1, by the end of September."""

    def ask(leaf_row: Row | None = None, params: Row | None = None, **tables: list[Row]) -> Row:
        asked = make_store(
            unit=[unit("a")],
            framework=[framework(year_from=2022, year_to=2024)],
            criterion=[criterion("1", 2, area_code="1"), leaf_row or leaf()],
            indicator=[ON_TIME, LATE],
            **tables,
        )
        given = {"unit": "a", "target": "2024", "as_of": SEPTEMBER} | (params or {})
        (row,) = asked("year_outlook", **given)
        return row

    return ask


def parts(row: Row) -> tuple[float, ...]:
    return tuple(row[name] for name in PARTS)


# the rules -----------------------------------------------------------------------------------


def test_a_later_official_round_decides(outlook: Callable[..., Row]) -> None:
    first = [said("1.1", "self", 2), said("1.1", "appraised", 1)]
    assert parts(outlook(score=first)) == (1, 1, 0, 0)
    second = [*first, said("1.1", "appraised_2", 1.5)]
    assert parts(outlook(score=second)) == (1.5, 0, 0.5, 0)
    assert parts(outlook(score=[*second, said("1.1", "final", 1.75)])) == (1.75, 0, 0.25, 0)


def test_what_the_unit_did_not_claim_cannot_be_explained(outlook: Callable[..., Row]) -> None:
    row = outlook(score=[said("1.1", "self", 1.5), said("1.1", "appraised", 1)])
    assert (parts(row), row["rule"]) == ((1, 0.5, 0.5, 0), "appraised")


def test_without_a_self_score_all_that_is_missing_can_be_explained(
    outlook: Callable[..., Row],
) -> None:
    row = outlook(score=[said("1.1", "appraised", 0.5)])
    assert (parts(row), row["rule"]) == ((0.5, 1.5, 0, 0), "appraised_alone")


def test_a_self_score_waits_for_the_appraisal(outlook: Callable[..., Row]) -> None:
    row = outlook(score=[said("1.1", "self", 1.5)])
    assert (parts(row), row["waits_for"]) == ((0, 0, 0.5, 1.5), "appraisal")


def test_a_self_score_that_the_months_confirm_is_certain(outlook: Callable[..., Row]) -> None:
    rules = steps((90, 1), (95, 2))
    row = outlook(
        score=[said("1.1", "self", 1.5)], scoring_rule=rules, service_indicator=[served(92)]
    )
    assert (parts(row), row["rule"]) == ((1, 0, 0.5, 0.5), "self_confirmed")


def test_a_trial_score_leaves_the_rest_to_be_won(outlook: Callable[..., Row]) -> None:
    row = outlook(score=[said("1.1", "trial", 0.5)])
    assert (parts(row), row["rule"]) == ((0, 1.5, 0, 0.5), "trial")


def test_when_the_year_is_over_a_trial_score_decides_nothing(outlook: Callable[..., Row]) -> None:
    ended = {"score": [said("1.1", "trial", 0.5)], "params": {"as_of": DECEMBER}}
    row = outlook(service_indicator=[served(90, period_id="2024-12")], **ended)
    assert (parts(row), row["rule"]) == ((0, 0, 0, 2), "year_over")
    assert outlook(**ended)["rule"] == "trial"  # nothing tells that the year went to its end


def test_a_self_score_elsewhere_tells_that_the_year_is_over(outlook: Callable[..., Row]) -> None:
    elsewhere = [said("1.1", "trial", 1), said("1.2", "self", 1)]
    ended = {"score": elsewhere, "params": {"as_of": DECEMBER}}
    assert outlook(**ended)["rule"] == "year_over"
    assert outlook(**ended | {"params": {"as_of": SEPTEMBER}})["rule"] == "trial"


def test_nothing_scored_yet_is_to_be_won_but_what_the_years_end_decides(
    outlook: Callable[..., Row],
) -> None:
    assert parts(outlook()) == (0, 2, 0, 0)
    yearly = outlook(leaf() | {"moves": "yearly"})
    assert (parts(yearly), yearly["waits_for"]) == ((0, 0, 0, 2), "year_end")


@pytest.mark.parametrize("how", [{"moves": "survey"}, {"scored_by": "survey"}])
def test_a_survey_is_waited_for_whatever_the_unit_claims(
    outlook: Callable[..., Row], how: Row
) -> None:
    row = outlook(leaf() | how, score=[said("1.1", "self", 2)])
    assert (parts(row), row["waits_for"]) == ((0, 0, 0, 2), "survey")
    assert parts(outlook(leaf() | how, score=[said("1.1", "survey", 1.25)])) == (1.25, 0, 0.75, 0)


def test_what_does_not_apply_makes_the_maximum_smaller(outlook: Callable[..., Row]) -> None:
    row = outlook(
        score=[said("1.1", "self", 2), said("1.1", "appraised", None, status="not_applicable")]
    )
    assert (parts(row), row["not_applicable"]) == ((0, 0, 0, 0), 2)


def test_a_round_that_left_it_open_does_not_decide(outlook: Callable[..., Row]) -> None:
    open_ = said("1.1", "appraised", None, status="not_scored")
    assert outlook(score=[said("1.1", "self", 2), open_])["rule"] == "self"


def test_only_rounds_until_the_one_asked_for_count(outlook: Callable[..., Row]) -> None:
    all_ = [said("1.1", "trial", 0.5), said("1.1", "self", 2), said("1.1", "appraised", 1)]
    assert outlook(score=all_, params={"round": "trial"})["rule"] == "trial"
    assert outlook(score=all_, params={"round": "self"})["rule"] == "self"


def test_points_above_the_maximum_make_no_room(outlook: Callable[..., Row]) -> None:
    assert parts(outlook(score=[said("1.1", "final", 3)])) == (2, 0, 0, 0)


# the months ----------------------------------------------------------------------------------


def test_a_step_reached_is_held_and_the_next_are_to_be_won(outlook: Callable[..., Row]) -> None:
    row = outlook(scoring_rule=steps((80, 0.5), (90, 1), (95, 2)), service_indicator=[served(90)])
    assert (parts(row), row["rule"]) == ((1, 1, 0, 0), "indicator")
    assert (row["indicator_percent"], row["cell"]) == (90, "D7")


def test_one_late_file_loses_the_step_at_100(outlook: Callable[..., Row]) -> None:
    rules = steps((95, 1.5), (100, 2))
    assert parts(outlook(scoring_rule=rules, service_indicator=[served(99.9)])) == (1.5, 0, 0.5, 0)
    assert parts(outlook(scoring_rule=rules, service_indicator=[served(100)])) == (2, 0, 0, 0)


def test_where_fewer_is_better_the_step_at_zero_is_lost_alike(outlook: Callable[..., Row]) -> None:
    rules = steps((5, 1), (0, 2), indicator="tre-han")
    months = [served(3, "tre-han")]
    assert parts(outlook(scoring_rule=rules, service_indicator=months)) == (1, 0, 1, 0)


def test_a_proportional_rule_gives_points_by_the_rate(outlook: Callable[..., Row]) -> None:
    row = outlook(scoring_rule=proportional(80, 2), service_indicator=[served(60)])
    assert parts(row) == (1.5, 0.5, 0, 0)
    assert parts(outlook(scoring_rule=proportional(80, 2), service_indicator=[served(90)])) == (
        2,
        0,
        0,
        0,
    )


def test_months_after_the_day_asked_for_are_not_known_yet(outlook: Callable[..., Row]) -> None:
    months = [served(96, period_id="2024-09"), served(70, period_id="2024-08")]
    row = outlook(
        scoring_rule=steps((95, 2)), service_indicator=months, params={"as_of": "2024-08-31"}
    )
    assert (row["indicator_period_id"], parts(row)) == ("2024-08", (0, 2, 0, 0))


def test_months_without_a_sum_since_january_are_added_up_if_none_is_missing(
    outlook: Callable[..., Row],
) -> None:
    months = [
        served(90, period_id="2024-01", basis="in_period"),
        served(80, period_id="2024-02", basis="in_period"),
    ]
    row = outlook(scoring_rule=steps((85, 2)), service_indicator=months)
    assert (row["indicator_percent"], parts(row)) == (85, (2, 0, 0, 0))
    assert outlook(scoring_rule=steps((85, 2)), service_indicator=months[1:])["rule"] == "open"


def test_the_whole_years_rate_leaves_nothing_to_be_won(outlook: Callable[..., Row]) -> None:
    december = [served(92, period_id="2024-12")]
    row = outlook(
        scoring_rule=steps((90, 1), (95, 2)), service_indicator=december, params={"as_of": DECEMBER}
    )
    assert parts(row) == (1, 0, 1, 0)


def test_a_rule_without_an_indicator_says_nothing_of_the_months(
    outlook: Callable[..., Row],
) -> None:
    rules = steps((90, 2), indicator=None)
    row = outlook(scoring_rule=rules, service_indicator=[served(95)])
    assert (row["rule"], row["scoring_rule"]) == ("open", "steps")


# the framework -------------------------------------------------------------------------------


def test_points_stand_on_the_lowest_lines_that_have_a_maximum(make_store: Make) -> None:
    """A part of 60 points whose components have none is one line."""
    tree = [
        criterion("1", 60, level="part"),
        criterion("I", None, parent_code="1", level="component"),
        criterion("2", 40, level="part", ordinal=2),
    ]
    ask = make_store(
        unit=[unit("a")], framework=[framework(year_from=2023, year_to=2024)], criterion=tree
    )
    answer = ask("year_outlook", unit="a", target="2024")
    assert column(answer, "criterion_code") == ["1", "2"]


def test_a_provinces_set_serves_the_communes_of_its_districts(make_store: Make) -> None:
    ask = make_store(
        unit=[unit("a"), district()],
        framework=[framework(applies_to="t/xa", year_from=2024, year_to=2024)],
        criterion=[leaf()],
    )
    assert len(ask("year_outlook", unit="a", target="2024")) == 1
    assert ask("year_outlook", unit="a", target="2025") == []


def test_the_set_that_the_year_was_scored_by_goes_before_one_in_force(make_store: Make) -> None:
    frameworks = [
        framework("f", year_from=2022, year_to=2023),
        framework("g", year_from=2024, year_to=2024),
    ]
    ask = make_store(
        unit=[unit("a")],
        framework=frameworks,
        criterion=[leaf(), leaf("9") | {"framework_id": "g"}],
        score=[said("1.1", "trial", 1)],
    )
    assert column(ask("year_outlook", unit="a", target="2024"), "framework_id") == ["f"]


# all rules at once ---------------------------------------------------------------------------

quarters = st.integers(0, 9).map(lambda n: Decimal(n) / 4)
status = st.sampled_from(["scored", "scored", "scored", "not_scored", "not_applicable"])
rounds = st.dictionaries(st.sampled_from(ORDER), st.tuples(status, quarters), max_size=4)
ladders = st.lists(
    st.tuples(st.sampled_from([70, 80, 90, 95, 100]), quarters),
    max_size=3,
    unique_by=lambda x: x[0],
)
cases = st.lists(
    st.fixed_dictionaries(
        {
            "max": st.integers(1, 8).map(lambda n: Decimal(n) / 4),
            "moves": st.sampled_from(["monthly", "quarterly", "yearly", "survey", None]),
            "rounds": rounds,
            "steps": ladders,
            "rate": st.sampled_from([None, 75, 80, 92, 95, 100]),
        }
    ),
    min_size=20,
    max_size=60,
)


def by_hand(case: Row, year_over: bool) -> tuple[tuple[Decimal, ...], Decimal]:
    """The oracle: certain, winnable, lost, waiting of a criterion, and what does not apply."""
    most, zero = case["max"], Decimal(0)
    told = {name: one for name, one in case["rounds"].items() if one[0] != "not_scored"}
    last = max(told, key=ORDER.index, default=None)
    points = {name: min(one[1], most) for name, one in told.items() if one[0] == "scored"}
    if last and told[last][0] == "not_applicable":
        return (zero, zero, zero, zero), most
    if last in ("final", "survey", "appraised_2"):
        return (points[last], zero, most - points[last], zero), zero
    if last == "appraised":
        more = max(points.get("self", most) - points[last], zero)
        return (points[last], more, most - points[last] - more, zero), zero
    return before_any_appraisal(case, last, points, year_over), zero


def before_any_appraisal(
    case: Row, last: str | None, points: dict[str, Decimal], year_over: bool
) -> tuple[Decimal, ...]:
    most, zero = case["max"], Decimal(0)
    held, best = by_months(case)
    if case["moves"] == "survey":
        return (zero, zero, zero, most)
    if last == "self":
        sure = min(held or zero, points[last])
        return (sure, zero, most - points[last], points[last] - sure)
    if held is not None:
        best = held if year_over else max(min(best, most), held)
        return (held, best - held, most - best, zero)
    if year_over or (last is None and case["moves"] == "yearly"):
        return (zero, zero, zero, most)
    claimed = points.get("trial", zero)
    return (zero, most - claimed, zero, claimed)


def by_months(case: Row) -> tuple[Decimal | None, Decimal]:
    """What the rate brings, and what it can still bring."""
    if case["rate"] is None or not case["steps"]:
        return None, Decimal(0)
    held = max((points for at, points in case["steps"] if case["rate"] >= at), default=Decimal(0))
    open_ = [points for at, points in case["steps"] if at < 100 or case["rate"] == 100]
    return min(held, case["max"]), max(open_, default=Decimal(0))


def filled(given: list[Row], year_over: bool) -> duckdb.DuckDBPyConnection:
    connection = duckdb.connect(":memory:", config=dict(store.MAKE_CONFIG))
    store.create_schema(connection)
    connection.execute("insert into unit (unit_id, unit_level, parent_id) values ('a', 'xa', 'h')")
    connection.execute(
        "insert into framework (framework_id, about, applies_to, year_from, year_to) "
        "values ('f', 'par_index', 'h/xa', 2024, 2024)"
    )
    rows: dict[str, list[tuple[object, ...]]] = {table: [] for table in COLUMNS}
    for place, case in enumerate(given):
        code = str(place)
        rows["criterion"].append(("f", code, "subcriterion", case["max"], case["moves"], place))
        rows["indicator"].append((code, code, "higher"))
        rows["scoring_rule"] += [("f", code, "steps", code, *step) for step in case["steps"]]
        rows["score"] += [
            ("a", "2024", "f", code, name, state, points if state == "scored" else None)
            for name, (state, points) in case["rounds"].items()
        ]
        rows["service_indicator"].append(("a", "2024-09", code, case["rate"], "cumulative"))
    if year_over:
        rows["service_indicator"].append(("a", "2024-12", "other", None, "cumulative"))
    for table, lines in rows.items():
        values = ", ".join(f"({', '.join('?' * len(line))})" for line in lines)
        if values:
            connection.execute(
                f"insert into {table} ({COLUMNS[table]}) values {values}",
                [value for line in lines for value in line],
            )
    store.create_views(connection)
    return connection


COLUMNS = {
    "criterion": "framework_id, criterion_code, level, max_points, moves, ordinal",
    "indicator": "indicator_code, indicator_name, better",
    "scoring_rule": "framework_id, criterion_code, rule, indicator_code, at_percent, points",
    "score": "unit_id, period_id, framework_id, criterion_code, round, status, points",
    "service_indicator": "unit_id, period_id, indicator_code, percent, basis",
}


# A store for each try: to shrink a failure would take minutes, and a case says enough by itself.
@settings(max_examples=25, deadline=None, derandomize=True, phases=[Phase.generate])
@given(cases, st.booleans())
def test_the_four_parts_are_as_by_hand_and_make_the_applicable_maximum(
    given_cases: list[Row], year_over: bool
) -> None:
    path = places.QUERIES / "year_outlook.sql"
    query = store.read_query("year_outlook", path.read_text("utf-8"))
    params = {"unit": "a", "target": "2024", "as_of": DECEMBER if year_over else SEPTEMBER}
    with filled(given_cases, year_over) as connection:
        answer = store.records(store.ask(connection, query, params))
    by_code = {row["criterion_code"]: row for row in answer}
    assert len(by_code) == len(given_cases)
    for place, case in enumerate(given_cases):
        row = by_code[str(place)]
        wanted, not_applicable = by_hand(case, year_over)
        found = tuple(Decimal(str(row[name])) for name in PARTS)
        assert (found, Decimal(str(row["not_applicable"]))) == (wanted, not_applicable), case
        assert sum(found) == case["max"] - not_applicable
        assert min(found) >= 0
