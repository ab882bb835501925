"""The catalogue as it is asked for: sizes, trees, versions side by side, units, lineage."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from tests.queries.rows import Row, column, criterion, district, file, framework, unit

Make = Callable[..., Callable[..., list[Row]]]
Line = tuple[str, str, float | None]  # code, name, maximum


# frameworks --------------------------------------------------------------------------------


def a_tree(framework_id: str = "f") -> list[Row]:
    own = {"framework_id": framework_id}
    return [
        criterion("1", 10, ordinal=1, **own),
        criterion("1.1", 4, parent_code="1", level="criterion", ordinal=2, **own),
        criterion("1.1.1", 1.5, parent_code="1.1", ordinal=3, **own),
        criterion("1.1.2", 2.5, parent_code="1.1", ordinal=4, **own),
        criterion("1.2", 6, parent_code="1", level="criterion", ordinal=5, **own),
        criterion("2", 5, ordinal=6, **own),
    ]


def test_a_framework_tells_its_size_and_the_points_of_its_leaves(make_store: Make) -> None:
    ask = make_store(
        unit=[district(), unit("a")], framework=[framework(max_points=None)], criterion=a_tree()
    )
    (row,) = ask("catalog_frameworks")
    assert (row["components"], row["criteria"], row["subcriteria"], row["leaves"]) == (2, 2, 2, 4)
    assert row["max_points"] == 1.5 + 2.5 + 6 + 5
    assert row["unit_level"] == "xa"


def test_a_tree_tells_how_deep_and_what_stands_below(make_store: Make) -> None:
    answer = make_store(framework=[framework()], criterion=a_tree())(
        "catalog_criteria", framework="f"
    )
    assert column(answer, "criterion_code") == ["1", "1.1", "1.1.1", "1.1.2", "1.2", "2"]
    assert column(answer, "depth") == [0, 1, 2, 2, 1, 0]
    assert column(answer, "leaf_points") == [10.0, 4.0, 1.5, 2.5, 6.0, 5.0]


def test_a_framework_that_came_by_workbook_leads_to_its_cells(make_store: Make) -> None:
    place = {"import_id": 1, "sheet": "Bộ tiêu chí", "cell": "C7"}
    ask = make_store(
        imported_file=[file()],
        framework=[framework()],
        criterion=[criterion("1", 100)],
        catalog_framework=[{"framework_id": "f", **place}],
        catalog_criterion=[{"framework_id": "f", "criterion_code": "1", **place}],
    )
    for query in ("catalog_frameworks", "catalog_criteria"):
        (row,) = ask(query, framework="f")
        assert (row["import_id"], row["cell"]) == (1, "C7")


def test_bands_reach_up_to_the_next_one(make_store: Make) -> None:
    bands = [("Tốt", 80), ("Xuất sắc", 90), ("Yếu", 0)]
    ask = make_store(
        framework=[framework()],
        framework_band=[
            {"framework_id": "f", "band_name": name, "min_percent": least} for name, least in bands
        ],
    )
    answer = ask("catalog_bands", framework="f")
    assert [(r["band_name"], r["min_percent"], r["below_percent"]) for r in answer] == [
        ("Xuất sắc", 90.0, None),
        ("Tốt", 80.0, 90.0),
        ("Yếu", 0.0, 80.0),
    ]


# versions ----------------------------------------------------------------------------------


def made_versions(chance: random.Random) -> tuple[list[Line], list[Line]]:
    """A framework and a later one: names kept, moved, reworded, dropped, added; maxima changed."""
    before: list[Line] = [(f"1.{n}", f"Tên {n}", float(n)) for n in range(1, 9)]
    after: list[Line] = []
    for code, name, most in before:
        fate = chance.choice(("same", "maximum", "rename", "drop", "same"))
        if fate == "drop":
            continue
        after.append(
            (
                code,
                f"{name} mới" if fate == "rename" else name.upper() if fate == "same" else name,
                most if fate != "maximum" or most is None else most + 1,
            )
        )
    moved = after.pop() if chance.random() < 0.7 else None
    if moved:
        after.append(("2.1", moved[1], moved[2]))
    after.append(("9.9", "Hoàn toàn mới", None))
    return before, after


def pairs_by_hand(old: dict[str, Line], new: dict[str, Line]) -> list[tuple[str, str, str]]:
    """From the words of the header: same code and name, then same name, then same code."""
    named = {line[1].lower(): code for code, line in new.items()}  # each name once, here
    codes = [c for c in old if c in new and old[c][1].lower() == new[c][1].lower()]
    pairs = [(code, code, "same") for code in codes]
    for code in old.keys() - set(codes):
        other = named.get(old[code][1].lower())
        if other is not None and other not in codes:
            pairs.append((code, other, "renumbered"))
    taken, given = ({pair[side] for pair in pairs} for side in (0, 1))
    left = (old.keys() - taken) & (new.keys() - given)
    return pairs + [(code, code, "renamed") for code in left]


def changes_by_hand(before: list[Line], after: list[Line]) -> Counter[tuple[Any, ...]]:
    old, new = {one[0]: one for one in before}, {one[0]: one for one in after}
    pairs = pairs_by_hand(old, new)
    found: Counter[tuple[Any, ...]] = Counter()
    for code_before, code_after, change in pairs:
        differs = old[code_before][2] != new[code_after][2]
        told = "maximum" if change == "same" and differs else change
        found[told, code_before, code_after, differs] += 1
    for code in old.keys() - {pair[0] for pair in pairs}:
        found["removed", code, None, False] += 1
    for code in new.keys() - {pair[1] for pair in pairs}:
        found["added", None, code, False] += 1
    return found


@pytest.mark.parametrize("seed", range(10))
def test_two_versions_side_by_side_as_by_hand(make_store: Make, seed: int) -> None:
    before, after = made_versions(random.Random(seed))
    ask = make_store(
        framework=[framework("f"), framework("g")],
        criterion=[
            criterion(code, most, framework_id=name, criterion_name=called, ordinal=place)
            for name, lines in (("f", before), ("g", after))
            for place, (code, called, most) in enumerate(lines)
        ],
    )
    answer = ask("catalog_versions", before="f", after="g")
    told = Counter(
        (row["change"], row["code_before"], row["code_after"], row["max_changed"]) for row in answer
    )
    assert told == changes_by_hand(before, after)


def test_a_version_against_itself_changes_nothing(make_store: Make) -> None:
    ask = make_store(framework=[framework()], criterion=a_tree())
    answer = ask("catalog_versions", before="f", after="f")
    assert column(answer, "change") == ["same"] * 6
    assert ask("catalog_versions", after="f") == []


def test_a_line_of_the_crosswalk_names_both_criteria(make_store: Make) -> None:
    ask = make_store(
        framework=[framework("f"), framework("g")],
        criterion=[criterion("1", 10), criterion("2", 10, framework_id="g")],
        crosswalk=[
            {
                "framework_before": "f",
                "criterion_before": "1",
                "framework_after": "g",
                "criterion_after": "2",
                "flag": "comparable_with_note",
            }
        ],
    )
    (row,) = ask("catalog_crosswalk", framework="g")
    assert (row["name_before"], row["name_after"]) == ("Tiêu chí 1", "Tiêu chí 2")
    assert ask("catalog_crosswalk", framework="h") == []


# units and lineage -------------------------------------------------------------------------


def the_reform(make_store: Make) -> Callable[..., list[Row]]:
    """Three communes become one, one gives a part, one splits, one is renamed."""
    names = ("a", "b", "c", "d", "e", "p", "q", "s", "t", "r")
    days = {"effective_on": "2025-07-01", "document": "Nghị quyết số 1"}
    steps = [
        *(("a", "p", "full"), ("b", "p", "full"), ("c", "p", "full")),
        *(("d", "q", "full"), ("a", "q", "partial")),
        *(("e", "s", "split"), ("e", "t", "split"), ("b", "r", "renamed")),
    ]
    return make_store(
        unit=[district(), *(unit(n, ordinal=place) for place, n in enumerate(names))],
        unit_alias=[
            {"unit_id": "a", "alias": "UBND xã Á", "folded_name": "ubnd xa a"},
            {"unit_id": "b", "alias": "Bê", "folded_name": "be"},
        ],
        lineage=[
            {"unit_id_before": old, "unit_id_after": new, "kind": kind, **days}
            for old, new, kind in steps
        ],
    )


def test_full_mergers_compare_with_a_note_and_parts_do_not(make_store: Make) -> None:
    answer = the_reform(make_store)("catalog_lineage")
    flags = {(row["unit_id_after"], row["flag"]) for row in answer}
    assert flags == {
        ("p", "comparable_with_note"),
        ("q", "not_comparable"),
        ("s", "not_comparable"),
        ("t", "not_comparable"),
        ("r", "comparable"),
    }
    assert {row["units_before"] for row in answer if row["unit_id_after"] == "p"} == {3}


def test_lineage_is_asked_by_the_old_unit_the_new_one_or_their_parent(make_store: Make) -> None:
    ask = the_reform(make_store)
    assert len(ask("catalog_lineage", unit="a")) == 2
    assert len(ask("catalog_lineage", unit="p")) == 3
    assert len(ask("catalog_lineage", unit="h")) == len(ask("catalog_lineage")) == 8


def test_units_are_found_by_name_alias_and_place(make_store: Make) -> None:
    ask = the_reform(make_store)
    assert column(ask("catalog_units", words="xã Bê"), "unit_id") == ["b"]
    assert column(ask("catalog_units", unit="a"), "unit_id") == ["a", "h"]
    assert len(ask("catalog_units", unit="h")) == 11
    assert column(ask("catalog_units", words="UBND"), "aliases") == ["UBND xã Á"]


@pytest.mark.parametrize(
    ("day", "in_force"),
    [("2025-06-30", True), ("2025-07-01", False), (None, None)],
)
def test_a_unit_is_in_force_until_its_last_day(
    make_store: Make, day: str | None, in_force: bool | None
) -> None:
    ask = make_store(unit=[unit("a", valid_to="2025-06-30")])
    as_of = date.fromisoformat(day) if day else None
    assert column(ask("catalog_units", as_of=as_of), "in_force") == [in_force]
