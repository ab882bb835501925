"""Points short of the maximum: sums, Pareto shares, years in a row and rounds, by plain Python."""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest

from tests.queries.rows import GROUP, Row, column, criterion, framework, score, unit, units

Make = Callable[..., Callable[..., list[Row]]]
TREE = [
    criterion("1", 10),
    criterion("1.1", 6, parent_code="1", level="criterion", ordinal=2),
    criterion("1.1.1", 4, parent_code="1.1", ordinal=3),
    criterion("1.1.2", 2, parent_code="1.1", ordinal=4),
    criterion("1.2", 4, parent_code="1", level="criterion", ordinal=5),
    criterion("1.2.1", 4, parent_code="1.2", ordinal=6),
    criterion("2", 5, ordinal=7),
    criterion("2.1", 5, parent_code="2", level="criterion", ordinal=8),
    criterion("2.1.1", 3, parent_code="2.1", ordinal=9),
    criterion("2.1.2", 2, parent_code="2.1", ordinal=10),
]
LEAVES = {"1.1.1": 4, "1.1.2": 2, "1.2.1": 4, "2.1.1": 3, "2.1.2": 2}
ASKED = {"framework": "f", "period": "2023", "round": "final"}
# unit -> leaf -> points; None: it does not apply
Points = dict[str, dict[str, str | None]]


def sheet(points: Points, **values: object) -> list[Row]:
    return [
        score(unit_id, code, None if told is None else float(told), level="subcriterion", **values)
        | ({"status": "not_applicable"} if told is None else {})
        for unit_id, row in points.items()
        for code, told in row.items()
    ]


def made_up(seed: int, names: str = "abcdef") -> Points:
    """A sheet for each unit, some criteria left out, some not applicable, many at their maximum."""
    chance = random.Random(seed)
    return {
        name: {
            code: chance.choice([None, str(most), str(most), str(chance.randint(0, 4 * most) / 4)])
            for code, most in LEAVES.items()
            if chance.random() < 0.9
        }
        for name in names
    }


def opened(make_store: Make, points: Points, *more: Row) -> Callable[..., list[Row]]:
    return make_store(
        unit=units(*points),
        framework=[framework(framework_name="Bộ tiêu chí F")],
        criterion=TREE,
        score=[*sheet(points), *more],
    )


def missing_by_hand(points: Points) -> dict[str, Fraction]:
    """Every criterion's mean per unit of what its leaves lack; units without a result count not."""
    told = {name: row for name, row in points.items() if any(p is not None for p in row.values())}
    sums: dict[str, Fraction] = defaultdict(Fraction)
    for row in told.values():
        for leaf, got in row.items():
            if got is not None:
                for end in range(1, len(leaf) + 1, 2):
                    sums[leaf[:end]] += LEAVES[leaf] - Fraction(got)
    return {code: lost / len(told) for code, lost in sums.items()}


@pytest.mark.parametrize("seed", range(5))
def test_missing_points_and_pareto_shares_agree_with_plain_python(
    make_store: Make, seed: int
) -> None:
    points = made_up(seed)
    by_hand = missing_by_hand(points)
    answer = opened(make_store, points)("criteria_missing", unit_group=GROUP, **ASKED)
    assert {row["criterion_code"]: row["missing"] for row in answer} == pytest.approx(
        {code: float(lost) for code, lost in by_hand.items()}
    )
    assert column(answer, "missing") == sorted(column(answer, "missing"), reverse=True)
    leaves = [row for row in answer if row["is_leaf"]]
    total = sum(by_hand[row["criterion_code"]] for row in leaves)
    so_far = Fraction(0)
    for place, row in enumerate(leaves, 1):
        so_far += by_hand[row["criterion_code"]]
        assert row["leaf_place"] == place
        assert row["leaf_percent"] == pytest.approx(float(so_far / total * 100))
        assert row["total_missing"] == pytest.approx(float(total))
        assert row["lagging_leaves"] == sum(by_hand[one["criterion_code"]] > 0 for one in leaves)


@pytest.mark.parametrize("seed", range(3))
def test_within_a_parent_the_shares_run_up_to_all_of_it(make_store: Make, seed: int) -> None:
    by_hand = missing_by_hand(made_up(seed))
    answer = opened(make_store, made_up(seed))("criteria_missing", unit_group=GROUP, **ASKED)
    families: dict[str | None, list[Row]] = defaultdict(list)
    for row in answer:
        families[row["parent_code"]].append(row)
    for parent, children in families.items():
        whole = sum(by_hand[row["criterion_code"]] for row in children)
        assert parent is None or whole == by_hand[parent]
        so_far = Fraction(0)
        for place, row in enumerate(children, 1):
            so_far += by_hand[row["criterion_code"]]
            assert row["sibling_place"] == place
            if whole:
                assert row["sibling_percent"] == pytest.approx(float(so_far / whole * 100))


def test_one_unit_is_itself_and_what_does_not_apply_has_lost_nothing(make_store: Make) -> None:
    ask = opened(make_store, {"a": {"1.1.1": "3", "2.1.1": None}, "b": {"1.1.1": "0"}})
    answer = ask("criteria_missing", unit="a", **ASKED)
    assert {row["criterion_code"]: row["missing"] for row in answer} == {
        "1": 1,
        "1.1": 1,
        "1.1.1": 1,
    }


def test_a_result_in_parts_has_its_parts_for_leaves(make_store: Make) -> None:
    parts = {"1": (51.15, 60), "2": (6.71, 10), "3": (23.27, 30)}
    ask = make_store(
        unit=[unit("a")],
        framework=[framework()],
        criterion=[
            *(criterion(code, most, level="part") for code, (_, most) in parts.items()),
            criterion("I", parent_code="1", level="component"),
        ],
        score=[
            score("a", code, got, level="part", round="published")
            for code, (got, _) in parts.items()
        ],
    )
    answer = ask("criteria_missing", unit="a", framework="f", period="2023", round="published")
    assert [(row["criterion_code"], row["missing"], row["is_leaf"]) for row in answer] == [
        ("1", 8.85, True),
        ("3", 6.73, True),
        ("2", 3.29, True),
    ]


def test_a_result_in_percent_alone_lacks_percent(make_store: Make) -> None:
    ask = make_store(
        unit=[unit("a")],
        framework=[framework(aggregation="mean_percent")],
        criterion=[criterion(code) for code in "12"],
        score=[
            score("a", code, percent=p, round="published") for code, p in (("1", 50), ("2", 75))
        ],
    )
    answer = ask("criteria_missing", unit="a", framework="f", period="2023", round="published")
    assert [(row["missing"], row["max_points"], row["measure"]) for row in answer] == [
        (50, 100, "percent"),
        (25, 100, "percent"),
    ]
    assert {(row["total_missing"], row["mean_missing"]) for row in answer} == {(75, 37.5)}


def test_a_final_sheet_stands_before_what_was_published_of_it(make_store: Make) -> None:
    points: Points = {"a": {"1.1.1": "3"}}
    more = [
        score("a", "1", 3, round="published"),
        *sheet(points, round="self", period_id="2024"),
        score("a", "1", 3, round="published", period_id="2022"),
    ]
    answer = opened(make_store, points, *more)("criteria_rounds", unit_group=GROUP)
    assert [(row["period_id"], row["round"], row["finest_level"]) for row in answer] == [
        ("2024", "self", "subcriterion"),
        ("2023", "final", "subcriterion"),
        ("2022", "published", "component"),
    ]


def test_in_the_grid_what_was_not_scored_is_no_zero(make_store: Make) -> None:
    points: Points = {"a": {"1.1.1": "4", "1.1.2": None}, "b": {"1.1.1": "1.5", "1.1.2": "2"}}
    answer = opened(make_store, points)("criteria_grid", unit_group=GROUP, under="1.1", **ASKED)
    assert [(r["unit_id"], r["criterion_code"], r["missing"], r["status"]) for r in answer] == [
        ("a", "1.1.1", 0, "scored"),
        ("a", "1.1.2", None, "not_applicable"),
        ("b", "1.1.1", 2.5, "scored"),
        ("b", "1.1.2", 0, "scored"),
    ]


def test_the_grid_adds_up_to_what_the_area_lacks(make_store: Make) -> None:
    points = made_up(11)
    ask = opened(make_store, points)
    cells = ask("criteria_grid", unit_group=GROUP, under="1", **ASKED)
    lost = sum(row["missing"] or 0 for row in cells) / len({row["unit_id"] for row in cells})
    assert lost == pytest.approx(float(missing_by_hand(points)["1"]))


# years in a row --------------------------------------------------------------------------------


def streak_by_hand(years: dict[int, str | None], most: int, asked: int) -> int:
    """Years on end, back from the asked one, in which points were scored and fell short."""
    length = 0
    while (got := years.get(asked - length)) is not None and Fraction(got) < most:
        length += 1
    return length


@pytest.mark.parametrize("seed", range(6))
def test_years_below_the_maximum_agree_with_plain_python(make_store: Make, seed: int) -> None:
    chance = random.Random(seed)
    history: dict[str, dict[str, dict[int, str | None]]] = {
        name: {
            code: {
                year: chance.choice([None, str(most), "1", "1", "0.5", "0"])
                for year in range(2018, 2024)
                if year == 2023 or chance.random() < 0.85
            }
            for code, most in LEAVES.items()
        }
        for name in "abc"
    }
    rows = [
        row
        for name, codes in history.items()
        for code, years in codes.items()
        for year, got in years.items()
        for row in sheet({name: {code: got}}, period_id=str(year))
    ]
    answer = opened(make_store, {"a": {}, "b": {}, "c": {}}, *rows)(
        "criteria_years_below", unit_group=GROUP, **ASKED
    )
    wanted = {
        (name, code): length
        for name, codes in history.items()
        for code, years in codes.items()
        if (length := streak_by_hand(years, LEAVES[code], 2023))
    }
    assert {(row["unit_id"], row["criterion_code"]): row["years"] for row in answer} == wanted
    for row in answer:
        told = [history[row["unit_id"]][row["criterion_code"]].get(y) for y in range(2018, 2024)]
        streak = [Fraction(one) for one in told[len(told) - row["years"] :] if one is not None]
        most = LEAVES[row["criterion_code"]]
        assert row["missing_in_all"] == float(sum(most - one for one in streak))
        assert row["units_as_long"] == sum(
            wanted.get((name, row["criterion_code"]), 0) >= row["years"] for name in "abc"
        )


@pytest.mark.parametrize(
    ("earlier", "years", "before"),
    [
        ([{"points": 4.0}], 1, "full"),
        ([{"points": 1.0}], 2, "no_data"),
        (
            [{"points": None, "status": "not_applicable"}, {"criterion_code": "1.1.2"}],
            1,
            "not_scored",
        ),
        ([{"framework_id": "g"}], 1, "not_comparable"),
        ([], 1, "no_data"),
        ([{"points": 1.0, "round": "self"}, {"points": 4.0}], 1, "full"),
    ],
)
def test_what_ends_the_years_in_a_row_is_said(
    make_store: Make, earlier: list[Row], years: int, before: str
) -> None:
    rows = [
        score("a", "1.1.1", 1.0, level="subcriterion", period_id="2022") | one for one in earlier
    ]
    ask = make_store(
        unit=[unit("a")],
        framework=[framework(), framework("g")],
        criterion=[*TREE, criterion("1.1.1", 4, framework_id="g")],
        score=[score("a", "1.1.1", 3.0, level="subcriterion"), *rows],
    )
    (row,) = ask("criteria_years_below", unit="a", **ASKED)
    assert (row["years"], row["before"]) == (years, before)


@pytest.mark.parametrize(
    ("flag", "years", "before", "note"),
    [
        ("comparable", 3, "no_data", None),
        ("comparable_with_note", 3, "no_data", "đổi thang điểm"),
        ("not_comparable", 1, "not_comparable", None),
    ],
)
def test_years_of_another_framework_count_as_far_as_the_crosswalk_says(
    make_store: Make, flag: str, years: int, before: str, note: str | None
) -> None:
    """2023 in f; 2022 and 2021 in g, whose 9.1 became 1.1.1."""
    ask = make_store(
        unit=[unit("a")],
        framework=[framework(), framework("g")],
        criterion=[*TREE, criterion("9.1", 2, framework_id="g")],
        crosswalk=[
            {
                "framework_before": "g",
                "criterion_before": "9.1",
                "framework_after": "f",
                "criterion_after": "1.1.1",
                "flag": flag,
                "note": "đổi thang điểm" if flag == "comparable_with_note" else None,
            }
        ],
        score=[
            score("a", "1.1.1", 3.0, level="subcriterion"),
            *(
                score("a", "9.1", 0.5, framework_id="g", level="subcriterion", period_id=year)
                for year in ("2022", "2021")
            ),
        ],
    )
    (row,) = ask("criteria_years_below", unit="a", **ASKED)
    assert (row["years"], row["before"], row["note"]) == (years, before, note)
    assert row["missing_in_all"] == (1 if years == 1 else 4)


def became(kind: str, *before: str, after: str = "z", on: str = "2022-07-01") -> list[Row]:
    return [
        {"unit_id_before": one, "unit_id_after": after, "kind": kind, "effective_on": on}
        for one in before
    ]


MERGED = "từ ngày 01/07/2022, xã Z do xã A, xã B nhập toàn bộ thành"
JOINED = "từ ngày 01/07/2022, xã Z do xã A và đơn vị khác nhập toàn bộ thành"
HALF, WHOLE = 1.5, 4.0
# lineage, points of 2021 by unit -> years, why they begin where they do, points of all, the note
TERRITORIES: dict[str, tuple[list[Row], dict[str, float], tuple[Any, ...]]] = {
    "all old units fell short": (
        became("full", "a", "b"), {"a": HALF, "b": 3.0}, (3, "no_data", None, MERGED)
    ),
    "an old unit had all": (
        became("full", "a", "b"), {"a": HALF, "b": WHOLE}, (2, "former_full", 5, None)
    ),
    "an old unit is silent": (
        became("full", "a", "b"), {"a": HALF}, (2, "former_no_data", 5, None)
    ),
    "old units that nobody lists": (
        became("full", "a"), {"a": HALF}, (2, "former_no_data", 5, None)
    ),
    "merged into, its own results stand": (
        became("full", "a"), {"z": HALF, "a": WHOLE}, (3, "no_data", 7.5, JOINED)
    ),
    "renamed": (became("renamed", "a"), {"a": HALF}, (3, "no_data", 7.5, None)),
    "renamed, and the old had all": (became("renamed", "a"), {"a": WHOLE}, (2, "full", 5, None)),
    "got a part": (became("partial", "a"), {"z": HALF, "a": HALF}, (2, "unit_changed", 5, None)),
    "gave a part": (
        became("split", "z", after="a"), {"z": HALF}, (2, "unit_changed", 5, None)
    ),
    "got a part, nobody has figures": (became("partial", "a"), {}, (2, "no_data", 5, None)),
    "long ago": (
        became("partial", "a", on="2020-07-01"), {"z": HALF}, (3, "no_data", 7.5, None)
    ),
    "not yet": (
        became("partial", "a", on="2024-07-01"), {"z": HALF}, (3, "no_data", 7.5, None)
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", TERRITORIES)
def test_years_in_a_row_follow_what_became_of_the_units(make_store: Make, case: str) -> None:
    """z fell short in 2022 and 2023; who had what in 2021, and what became of whom, varies."""
    lineage, before, told = TERRITORIES[case]
    rows = [
        score(unit_id, "1.1.1", points, level="subcriterion", period_id=year)
        for unit_id, year, points in (
            *(("z", year, 1.5) for year in ("2022", "2023")),
            *((unit_id, "2021", points) for unit_id, points in before.items()),
        )
    ]
    ask = make_store(
        unit=units("a", "b", "z"),
        framework=[framework()],
        criterion=TREE,
        score=rows,
        lineage=lineage,
    )
    (row,) = ask("criteria_years_below", unit="z", **ASKED)
    assert (row["years"], row["before"], row["missing_in_all"], row["note"]) == told
    assert row["first_year"] == 2024 - row["years"]


def test_a_merger_and_another_framework_at_once_are_both_said(make_store: Make) -> None:
    walk = {
        "framework_before": "g",
        "criterion_before": "9.1",
        "framework_after": "f",
        "criterion_after": "1.1.1",
        "flag": "comparable_with_note",
        "note": "đổi thang điểm",
    }
    old: Row = {"framework_id": "g", "level": "subcriterion", "period_id": "2021"}
    ask = make_store(
        unit=units("a", "b", "z"),
        framework=[framework(), framework("g")],
        criterion=[*TREE, criterion("9.1", 2, framework_id="g")],
        crosswalk=[walk],
        lineage=became("full", "a", "b"),
        score=[
            *(score("z", "1.1.1", 1, level="subcriterion", period_id=y) for y in ("2022", "2023")),
            *(score(name, "9.1", 0.5, **old) for name in "ab"),
        ],
    )
    (row,) = ask("criteria_years_below", unit="z", **ASKED)
    assert (row["years"], row["note"]) == (3, f"đổi thang điểm; {MERGED}")


# rounds side by side ---------------------------------------------------------------------------


def rounds_by_hand(told: dict[str, str]) -> tuple[str | None, Decimal | None]:
    """The last round that judged, and by how much the unit's own points stand above it."""
    judged = next((name for name in ("final", "appraised_2", "appraised") if name in told), None)
    if judged is None or "self" not in told:
        return judged, None
    return judged, Decimal(told["self"]) - Decimal(told[judged])


@pytest.mark.parametrize("seed", range(4))
def test_self_score_against_the_appraisals_agrees_with_plain_python(
    make_store: Make, seed: int
) -> None:
    chance = random.Random(seed)
    told = {
        (name, code): {
            one: str(chance.randint(0, 8) / 4)
            for one in ("self", "appraised", "appraised_2", "final")
            if chance.random() < 0.7
        }
        for name in "abc"
        for code in LEAVES
    }
    rows = [
        score(name, code, float(got), level="subcriterion", round=one)
        for (name, code), rounds in told.items()
        for one, got in rounds.items()
    ]
    answer = opened(make_store, {"a": {}, "b": {}, "c": {}}, *rows)(
        "criteria_self_score", framework="f", period="2023", unit_group=GROUP
    )
    by_hand = {place: rounds_by_hand(rounds) for place, rounds in told.items() if rounds}
    over = {place: more for place, (_, more) in by_hand.items() if more is not None and more > 0}
    assert len(answer) == len(by_hand)
    for row in answer:
        place = (row["unit_id"], row["criterion_code"])
        judged, difference = by_hand[place]
        assert row["judged_round"] == judged
        assert row["difference"] == (None if difference is None else float(difference))
        of_unit = [more for (name, _), more in over.items() if name == row["unit_id"]]
        of_code = [more for (_, code), more in over.items() if code == row["criterion_code"]]
        assert (row["unit_over_count"], row["unit_over_points"]) == (len(of_unit), sum(of_unit))
        assert (row["units_over"], row["over_points"]) == (len(of_code), sum(of_code))


def test_who_has_full_marks_stands_first_with_the_note_that_says_how(make_store: Make) -> None:
    points: Points = {"a": {"1.1.1": "3"}, "b": {"1.1.1": "4"}, "c": {"1.1.1": "4"}, "d": {}}
    ask = opened(make_store, points)
    answer = ask("criteria_full_marks", unit_group=GROUP, criterion="1.1.1", **ASKED)
    assert [(row["unit_id"], row["is_full"], row["place"]) for row in answer] == [
        ("b", True, 1),
        ("c", True, 1),
        ("a", False, 3),
    ]
    assert {(row["full_count"], row["unit_count"]) for row in answer} == {(2, 3)}
