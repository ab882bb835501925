"""What may be set against what: units that merged, frameworks that changed, surveys done anew.

The July 2025 reform is the catalogue's own; every figure here is the test's.
"""

from __future__ import annotations

import csv
import random
from collections.abc import Callable
from itertools import product
from typing import Any

import pytest

from cchc import settings
from tests.queries.rows import Row, criterion, framework, published, target, unit, units

Make = Callable[..., Callable[..., list[Row]]]
YES, NOTE, NO = "comparable", "comparable_with_note", "not_comparable"
FLAGS = (YES, NOTE, NO)
SEEDS = {
    "gia-lai-2025.hoai-nhon-bac": ["xã Hoài Châu Bắc"],
    "gia-lai-2025.kong-chro": ["thị trấn Kông Chro", "xã Yang Trung", "xã Yang Nam"],
    "hung-yen-2025.duc-hop": ["xã Đức Hợp", "xã Phú Thọ", "xã Mai Động"],
}


def shipped(name: str) -> list[Row]:
    with (settings.CATALOG / f"{name}.csv").open(encoding="utf-8", newline="") as lines:
        return [{k: v or None for k, v in row.items()} for row in csv.DictReader(lines)]


def catalogue() -> dict[str, list[Row]]:
    """Units as they ship, in their groups, and what became of them."""
    listed = [
        row | {"unit_group": f"{row['parent_id']}/{row['unit_level']}", "ordinal": place}
        for place, row in enumerate(shipped("units"))
    ]
    return {"unit": listed, "lineage": shipped("lineage")}


def became(kind: str, *before: str, after: str = "z", on: str = "2025-07-01") -> list[Row]:
    return [
        {"unit_id_before": one, "unit_id_after": after, "kind": kind, "effective_on": on}
        for one in before
    ]


def flag_of(answer: list[Row], what: str = "index") -> Any:
    return next(row["flag"] for row in answer if row["what"] == what)


def test_what_became_of_the_seeds_communes_in_july_2025(make_store: Make) -> None:
    ask = make_store(**catalogue())
    for unit_id, names in SEEDS.items():
        across = ask("comparability", unit=unit_id, baseline="2024", target="2025")
        assert {row["what"]: row["flag"] for row in across} == {
            "index": NOTE, "rank": NO, "sipas": NOTE, "papi": NOTE
        }  # fmt: skip
        assert all("01/07/2025" in row["reason"] for row in across)
        after = ask("comparability", unit=unit_id, baseline="2025", target="2026")
        assert {row["flag"] for row in after} == {YES}
        former = ask("predecessors", unit=unit_id, baseline="2024", target="2025")
        assert [row["former_name"] for row in former] == names


def test_a_merger_names_its_predecessors_with_their_results_and_makes_no_sum(
    make_store: Make,
) -> None:
    new = "hung-yen-2025.duc-hop"
    percents = {"duc-hop": 81.5, "phu-tho": 84.25, "mai-dong": 79}
    ask = make_store(
        **catalogue(),
        framework=[framework(applies_to="hung-yen.kim-dong/xa")],
        score=[
            *(
                published(f"hung-yen.kim-dong.{name}", "total", percent, period_id="2024")
                for name, percent in percents.items()
            ),
            published(new, "total", 83, period_id="2025"),
        ],
    )
    (row,) = ask("rank_units", period="2025")
    assert (row["previous_percent"], row["change_percent"], row["previous_rank"]) == (None,) * 3
    assert row["comparability"] == NOTE
    assert row["predecessors"] == "xã Đức Hợp cũ, xã Phú Thọ, xã Mai Động"
    former = ask("predecessors", unit=new, baseline="2024", target="2025")
    assert [(r["former_name"], r["percent"], r["cell"]) for r in former] == [
        ("xã Đức Hợp", 81.5, "C5"), ("xã Phú Thọ", 84.25, "C5"), ("xã Mai Động", 79, "C5")
    ]  # fmt: skip


def test_the_only_listed_predecessor_of_a_merger_was_not_alone(make_store: Make) -> None:
    ask = make_store(**catalogue())
    answer = ask("comparability", unit="gia-lai-2025.hoai-nhon-bac", baseline="2024", target="2025")
    assert answer[0]["reason"] == (
        "từ ngày 01/07/2025, phường Hoài Nhơn Bắc do xã Hoài Châu Bắc và đơn vị khác nhập toàn bộ "
        "thành (Nghị quyết số 1664/NQ-UBTVQH15)"
    )


@pytest.mark.parametrize(
    ("lineage", "expected"),
    [
        ([], YES),
        (became("kept", "a"), YES),
        (became("renamed", "a"), YES),
        (became("full", "a"), NOTE),
        (became("full", "a", "b"), NOTE),
        (became("full", "a") + became("partial", "b"), NO),
        (became("partial", "a"), NO),
        (became("split", "a"), NO),
        (became("partial", "z", after="a"), NO),
        (became("full", "z", after="a"), YES),
        (became("full", "a", on="2023-12-31"), YES),
        (became("full", "a", on="2024-01-01"), NOTE),
        (became("full", "a", on="2025-12-31"), NOTE),
        (became("full", "a", on="2026-01-01"), YES),
        (became("renamed", "a") + became("full", "b", after="a", on="2024-06-01"), NOTE),
        (became("renamed", "a") + became("partial", "b", after="a", on="2024-06-01"), NO),
        (became("renamed", "a") + became("partial", "b", after="a", on="2020-01-01"), YES),
        (became("renamed", "a") + became("partial", "a", after="b", on="2024-06-01"), NO),
        (became("full", "a", "b") + became("split", "a", after="c"), NO),
        (became("renamed", "a") + became("partial", "a", after="b", on="2020-01-01"), YES),
    ],
)
def test_the_unit_side_follows_the_lineage(
    make_store: Make, lineage: list[Row], expected: str
) -> None:
    ask = make_store(unit=units("a", "b", "c", "z"), lineage=lineage)
    answer = ask("comparability", unit="z", baseline="2023", target="2025", what="index")
    assert flag_of(answer) == expected


def oracle(lineage: list[Row], unit_id: str, since: str, until: str) -> str:
    """Walk back from the unit, step by step, through what happened after `since`.

    What gave a part away on the way, or the day it ended, is not what it was.
    """
    worst, front = 0, [(unit_id, until)]
    weights = {"kept": 0, "renamed": 0, "full": 1, "partial": 2, "split": 2}
    singles = 0
    while front:
        name, before = front.pop()
        lately = [one for one in lineage if since < one["effective_on"] <= before]
        steps = [one for one in lately if one["unit_id_after"] == name]
        gave = [one for one in lately if one["unit_id_before"] == name]
        singles += not steps and name != unit_id
        worst = max([worst, *(weights[one["kind"]] for one in steps)])
        worst = max([worst, *(weights[one["kind"]] for one in gave if weights[one["kind"]] == 2)])
        front += [(one["unit_id_before"], one["effective_on"]) for one in steps]
    return FLAGS[max(worst, 1 if singles > 1 else 0)]


@pytest.mark.parametrize("seed", range(12))
def test_chains_of_reforms_agree_with_a_walk_in_plain_python(make_store: Make, seed: int) -> None:
    chance = random.Random(seed)
    layers = ["ab", "cde", "fgh"]
    days = ["2023-03-01", "2024-03-01", "2025-03-01"]
    kinds = ["kept", "renamed", "full", "full", "partial", "split"]
    lineage = [
        row
        for (before, after), on in zip(
            [(layers[0], layers[1]), (layers[1], layers[2])], days[1:], strict=True
        )
        for new in after
        for row in became(
            chance.choice(kinds), *chance.sample(before, chance.randint(1, 2)), after=new, on=on
        )
    ]
    ask = make_store(unit=units(*"abcdefgh"), lineage=lineage)
    for unit_id, (first, last) in product("fgh", [("2023", "2025"), ("2024", "2025")]):
        answer = ask("comparability", unit=unit_id, baseline=first, target=last, what="index")
        expected = oracle(lineage, unit_id, f"{first}-12-31", f"{last}-12-31")
        assert flag_of(answer) == expected, (unit_id, first, lineage)


# frameworks --------------------------------------------------------------------------------

TWO = [framework("f"), framework("g")]


def two_years(*walks: Row, frameworks: list[Row] | None = None) -> dict[str, list[Row]]:
    """Units a, b under framework f in 2023, under g in 2024; component 1 and the whole."""
    return {
        "unit": units("a", "b"),
        "framework": frameworks or TWO,
        "criterion": [criterion(code, framework_id=one) for code in "12" for one in "fg"],
        "crosswalk": list(walks),
        "score": [
            published(
                name, code, percent + 5 * (year == "2024"), period_id=year, framework_id=version
            )
            for year, version in (("2023", "f"), ("2024", "g"))
            for name, percent in (("a", 60), ("b", 70))
            for code in ("1", "total")
        ]
        + [published("a", "2", 10), published("b", "2", 20)],
    }


def walk(before: str, after: str, flag: str, note: str | None = None) -> Row:
    return {
        "framework_before": "f", "criterion_before": before, "framework_after": "g",
        "criterion_after": after, "flag": flag, "note": note,
    }  # fmt: skip


def test_an_index_across_two_frameworks_is_partly_an_artefact_and_says_so(
    make_store: Make,
) -> None:
    ask = make_store(**two_years())
    rows = ask("rank_units", period="2024")
    assert {(row["comparability"], row["change_percent"]) for row in rows} == {(NOTE, 5)}
    assert all(
        "một phần chênh lệch là do bộ tiêu chí" in row["comparability_reason"] for row in rows
    )


def test_a_criterion_without_a_crosswalk_row_gets_no_change_but_the_reason(
    make_store: Make,
) -> None:
    ask = make_store(**two_years())
    rows = ask("rank_units", period="2024", criterion="1")
    told = {(row["comparability"], row["change_percent"], row["change_rank"]) for row in rows}
    assert told == {(NO, None, None)}
    assert all("chưa có dòng đối chiếu" in row["comparability_reason"] for row in rows)


@pytest.mark.parametrize("flag", FLAGS)
def test_the_crosswalk_says_what_a_criterion_was_before(make_store: Make, flag: str) -> None:
    ask = make_store(**two_years(walk("2", "1", flag, "tiêu chí 2 cũ")))
    rows = {row["unit_id"]: row for row in ask("rank_units", period="2024", criterion="1")}
    assert {row["comparability"] for row in rows.values()} == {flag}
    assert [rows[name]["previous_percent"] for name in "ab"] == [10, 20], "of 2, not of 1"
    assert [rows[name]["previous_rank"] for name in "ab"] == [2, 1]
    assert [rows[name]["change_percent"] for name in "ab"] == (
        [None, None] if flag == NO else [55, 55]
    )
    assert rows["a"]["comparability_reason"] == "tiêu chí 2 cũ"
    answer = ask("comparability", unit="a", baseline="2023", target="2024", criterion="1")
    assert flag_of(answer) == flag


def test_sums_of_points_and_means_of_percents_are_two_things(make_store: Make) -> None:
    mixed = [framework("f"), framework("g", aggregation="mean_percent")]
    ask = make_store(**two_years(frameworks=mixed))
    assert {row["comparability"] for row in ask("rank_units", period="2024")} == {NO}


def test_goals_carry_the_flag_of_their_two_years(make_store: Make) -> None:
    tables = two_years(walk("1", "1", NOTE, "đổi điểm tối đa"))
    goals = [target("a", code, 80, framework_id="g") for code in ("1", "2", "total")]
    ask = make_store(**tables, target=goals)
    rows = {
        row["criterion_code"]: row
        for row in ask("compare_components", unit="a", baseline="2023", target="2024")
    }
    told = {code: (row["comparability"], row["change_percent"]) for code, row in rows.items()}
    assert told == {"1": (NOTE, 5), "2": (NO, None), "total": (NOTE, 5)}
    assert (rows["1"]["latest_sheet"], rows["1"]["latest_cell"]) == ("Trang 1", "C5")


# surveys -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("what", "before", "after", "expected"),
    [
        ("sipas", "2021", "2022", NO),
        ("sipas", "2020", "2023", NO),
        ("sipas", "2022", "2023", YES),
        ("sipas", "2020", "2021", YES),
        ("papi", "2017", "2018", NO),
        ("papi", "2018", "2019", YES),
        ("index", "2021", "2022", YES),
    ],
)
def test_a_survey_done_another_way_is_not_compared(
    make_store: Make, what: str, before: str, after: str, expected: str
) -> None:
    breaks = shipped("method_break")
    ask = make_store(unit=[unit("a")], method_break=breaks)
    (row,) = ask("comparability", unit="a", baseline=before, target=after, what=what)
    assert row["flag"] == expected
    assert bool(row["reason"]) == (expected == NO)


def test_the_sipas_row_of_an_index_breaks_with_the_survey(make_store: Make) -> None:
    ask = make_store(
        unit=[unit("a")],
        framework=[framework()],
        method_break=shipped("method_break"),
        score=[
            published("a", code, percent, period_id=year)
            for code in ("SIPAS", "total")
            for year, percent in (("2021", 90.3), ("2022", 82.18))
        ],
    )
    (sipas,) = ask("rank_units", period="2022", criterion="SIPAS")
    (total,) = ask("rank_units", period="2022")
    assert (sipas["comparability"], sipas["change_percent"]) == (NO, None)
    assert "SIPAS đo hai nội dung" in sipas["comparability_reason"]
    assert total["comparability"] == YES
