"""Published beside computed, and the list of findings: against plain Python over made-up rows."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest

from tests.queries.rows import Row, criterion, district, file, framework, published, score, unit

Make = Callable[..., Callable[..., list[Row]]]
TOLERANCE = Decimal("0.01")


def pairs(answer: list[Row]) -> list[tuple[Any, ...]]:
    return [(r["unit_id"], r["what"], r["source"], r["published"], r["computed"]) for r in answer]


# published against computed ----------------------------------------------------------------


def tuy_phuoc(total: float) -> dict[str, list[Row]]:
    parts = {"1": (51.15, 60), "2": (6.71, 10), "3": (23.27, 30)}
    return {
        "unit": [district(), unit("a")],
        "framework": [framework()],
        "criterion": [criterion(code, most, level="part") for code, (_, most) in parts.items()],
        "score": [
            *(published("a", c, None, points=p, level="part") for c, (p, _) in parts.items()),
            published("a", "total", total, cell="D11"),
        ],
    }


def test_parts_that_do_not_add_up_stand_beside_the_published_index(make_store: Make) -> None:
    (row,) = make_store(**tuy_phuoc(82.13))("published_against_computed")
    assert (row["published"], row["computed"], row["difference"]) == (82.13, 81.13, 1.0)
    assert (row["what"], row["source"], row["differs"], row["cell"]) == (
        *("points", "parts", True, "D11"),
    )


@pytest.mark.parametrize("total", [81.12, 81.13, 81.14])
def test_a_hundredth_is_rounding_and_no_difference(make_store: Make, total: float) -> None:
    ask = make_store(**tuy_phuoc(total))
    assert [row["differs"] for row in ask("published_against_computed")] == [False]
    assert ask("published_against_computed", differing=True) == []


def ranking(chance: random.Random) -> tuple[dict[str, Decimal], dict[str, tuple[Decimal, int]]]:
    """Points of 200 from the score sheets; what was published, wrong here and there."""
    points = {name: Decimal(chance.randint(12000, 12030)) / 100 for name in "abcdefgh"}
    told = {}
    for name, value in points.items():
        off = chance.choice(("0", "0", "0.005", "0.01", "0.02", "1", "-0.5"))
        told[name] = (value / 2 + Decimal(off), chance.randint(1, 8))
    return points, told


def differences_by_hand(
    points: dict[str, Decimal], told: dict[str, tuple[Decimal, int]]
) -> Counter[tuple[Any, ...]]:
    """Every pair, with whether it differs: indexes beyond a hundredth, ranks at all."""
    computed = {name: value / 2 for name, value in points.items()}
    near = {name for name, (index, _) in told.items() if abs(index - computed[name]) <= TOLERANCE}
    exact = {name: computed[name] if name in near else told[name][0] for name in told}
    found: Counter[tuple[Any, ...]] = Counter()
    for name, (index, printed_rank) in told.items():
        rank = 1 + sum(other > exact[name] for other in exact.values())
        found[name, "percent", float(index), float(computed[name]), name not in near] += 1
        found[name, "rank", float(printed_rank), float(rank), printed_rank != rank] += 1
    return found


@pytest.mark.parametrize("seed", range(8))
def test_indexes_and_ranks_are_compared_as_by_hand(make_store: Make, seed: int) -> None:
    points, told = ranking(random.Random(seed))
    rows = [score(name, "1", float(value)) for name, value in points.items()]
    rows += [
        published(name, "total", float(index), published_rank=rank, published_rank_of=8)
        for name, (index, rank) in told.items()
    ]
    ask = make_store(
        unit=[unit(name, ordinal=place) for place, name in enumerate(points)],
        framework=[framework(max_points=200)],
        criterion=[criterion("1", 200)],
        score=rows,
    )
    answer = ask("published_against_computed")
    columns = ("unit_id", "what", "published", "computed", "differs")
    assert Counter(tuple(r[c] for c in columns) for r in answer) == differences_by_hand(
        points, told
    )
    assert [r["differs"] for r in answer] == sorted((r["differs"] for r in answer), reverse=True)
    indexes = [abs(r["difference"]) for r in answer if r["differs"] and r["what"] == "percent"]
    assert indexes == sorted(indexes, reverse=True)


def test_a_rank_is_not_computed_where_units_of_the_group_are_missing(make_store: Make) -> None:
    ask = make_store(
        unit=[unit("a"), unit("b")],
        framework=[framework()],
        score=[
            published("a", "total", 80, published_rank=4, published_rank_of=11),
            published("b", "total", 70, published_rank=5, published_rank_of=11),
        ],
    )
    assert ask("published_against_computed") == []


def test_bonus_points_explain_a_difference(make_store: Make) -> None:
    ask = make_store(
        unit=[unit("a")],
        framework=[framework()],
        criterion=[criterion("1", 100)],
        score=[
            score("a", "1", 80),
            score("a", "thuong", 2, level="bonus"),
            published("a", "total", 82),
        ],
    )
    (row,) = ask("published_against_computed")
    assert (row["difference"], row["differs"]) == (2.0, False)


def test_a_component_is_compared_too_and_a_district_asks_for_its_communes(make_store: Make) -> None:
    ask = make_store(
        unit=[district(), unit("a"), unit("x", parent_id="k", unit_group="k/xa")],
        framework=[framework()],
        criterion=[
            criterion("1", 40),
            criterion("2", 60),
        ],
        score=[
            row
            for name in "ax"
            for row in (
                score(name, "1", 30),
                score(name, "2", 30),
                published(name, "1", 80),
                published(name, "2", 50),
            )
        ],
    )
    assert pairs(ask("published_against_computed", unit="h", differing=True)) == [
        ("a", "percent", "score_sheet", 80.0, 75.0)
    ]
    assert len(ask("published_against_computed")) == 4


# findings ----------------------------------------------------------------------------------


def finding(level: str, cell: str | None, **values: Any) -> Row:
    return {
        "import_id": 1,
        "level": level,
        "code": "percent_out_of_range",
        "sheet": "Trang 1",
        "cell": cell,
        "message": f"Ô {cell}",
        "rule": "percent_out_of_range",
        **values,
    }


def spoken(import_id: int, unit_id: str, period_id: str) -> Row:
    return {
        "table_name": "score",
        "subject": f"{import_id}{unit_id}{period_id}",
        "unit_id": unit_id,
        "period_id": period_id,
        "import_id": import_id,
    }


def store_of_findings(make_store: Make) -> Callable[..., list[Row]]:
    """File 1 is a table of two communes, file 2 one commune's month, file 3 a catalogue."""
    return make_store(
        unit=[district(), unit("a"), unit("x", parent_id="k", unit_group="k/xa")],
        imported_file=[file(1), file(2), file(3)],
        score=[score("a", "1", 1), score("x", "1", 1, cell="C6")],
        spoken_of=[
            spoken(1, "a", "2023"),
            spoken(1, "x", "2023"),
            spoken(2, "a", "2024-09"),
        ],
        finding=[
            finding("note", "C6"),
            finding("error", "C5"),
            finding("warning", None, import_id=2, sheet=None, rule=None, code="late"),
            finding("warning", "B2", import_id=3, rule=None, code="odd_unit"),
        ],
    )


def test_a_finding_is_of_the_unit_and_period_of_its_cell_else_of_its_file(make_store: Make) -> None:
    answer = store_of_findings(make_store)("finding_list")
    assert [(r["level"], r["rule"], r["unit_name"], r["period_id"]) for r in answer] == [
        ("error", "percent_out_of_range", "xã A", "2023"),
        ("warning", "late", "xã A", "2024-09"),
        ("warning", "odd_unit", None, None),
        ("note", "percent_out_of_range", "xã X", "2023"),
    ]


@pytest.mark.parametrize(
    ("asked", "cells"),
    [
        ({"unit": "h"}, ["C5", None]),
        ({"unit": "x"}, ["C6"]),
        ({"period": "2024"}, [None]),
        ({"period": "2024-09"}, [None]),
        ({"level": "warning"}, [None, "B2"]),
        ({"rule": "percent_out_of_range"}, ["C5", "C6"]),
        ({"import": 3}, ["B2"]),
        ({"first": 1, "rows": 2}, [None, "B2"]),
    ],
)
def test_findings_are_filtered_and_read_page_by_page(
    make_store: Make, asked: dict[str, Any], cells: list[str | None]
) -> None:
    answer = store_of_findings(make_store)("finding_list", **asked)
    assert [row["cell"] for row in answer] == cells
    assert {row["found"] for row in answer} == {4 if "rows" in asked else len(cells)}


def test_the_counts_of_the_rules_are_those_of_the_list(make_store: Make) -> None:
    ask = store_of_findings(make_store)
    for unit_id in (None, "h", "x"):
        listed = Counter((r["rule"], r["level"]) for r in ask("finding_list", unit=unit_id))
        counted: Counter[tuple[str, str]] = Counter()
        for row in ask("finding_counts", unit=unit_id):
            counted[row["rule"], row["level"]] += row["findings"]
        assert counted == listed
        totals = Counter(row["rule"] for row in ask("finding_list", unit=unit_id))
        assert {
            row["rule"]: row["of_rule"] for row in ask("finding_counts", unit=unit_id)
        } == totals


def test_the_files_are_those_of_the_list_the_latest_first(make_store: Make) -> None:
    ask = store_of_findings(make_store)
    for unit_id in (None, "h", "x"):
        listed = Counter((r["import_id"], r["file"]) for r in ask("finding_list", unit=unit_id))
        counted = ask("finding_files", unit=unit_id)
        assert {(r["import_id"], r["file"]): r["findings"] for r in counted} == listed
        assert [r["import_id"] for r in counted] == sorted({one for one, _ in listed}, reverse=True)


def test_a_list_tells_of_its_illustrative_rows_whichever_comes_first(make_store: Make) -> None:
    ask = make_store(
        unit=[unit("a"), unit("b", illustrative=True)],
        imported_file=[file(1)],
        score=[score("a", "1", 1), score("b", "1", 1, cell="C6")],
        finding=[finding("error", "C5"), finding("note", "C6")],
    )
    assert [(r["illustrative"], r["any_illustrative"]) for r in ask("finding_list")] == [
        (False, True),
        (True, True),
    ]
    assert not ask("finding_list", unit="a")[0]["any_illustrative"]
