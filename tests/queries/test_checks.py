"""Each rule finds the fault planted for it, says it in numbers, and is silent otherwise."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.queries.rows import (
    Row,
    column,
    criterion,
    district,
    framework,
    published,
    score,
    task,
    unit,
    units,
)

Make = Callable[..., Callable[..., list[Row]]]
TREE = [
    criterion("1", 10),
    criterion("1.1", 4, parent_code="1"),
    criterion("1.2", 6, parent_code="1"),
]


def found(make_store: Make, **tables: list[Row]) -> list[tuple[str, str, str, str]]:
    """Level, code, cell and message of all findings."""
    given = {"unit": units("a", "b", "c"), "framework": [framework()]} | tables
    answer = make_store(**given)("findings")
    return [(row["level"], row["code"], row["cell"], row["message"]) for row in answer]


def codes(make_store: Make, **tables: list[Row]) -> list[str]:
    return [code for _, code, _, _ in found(make_store, **tables)]


# published results -------------------------------------------------------------------------


def tuy_phuoc(total: float) -> dict[str, list[Row]]:
    parts = {"1": (51.15, 60), "2": (6.71, 10), "3": (23.27, 30)}
    return {
        "criterion": [criterion(code, most, level="part") for code, (_, most) in parts.items()],
        "score": [
            *(published("a", c, None, points=p, level="part") for c, (p, _) in parts.items()),
            published("a", "total", total, cell="D11"),
        ],
    }


def test_parts_that_do_not_add_up_to_the_published_index_are_found_once(make_store: Make) -> None:
    ((level, code, cell, message),) = found(make_store, **tuy_phuoc(82.13))
    assert (level, code, cell) == ("warning", "parts_against_published_total", "D11")
    assert "81,13 điểm" in message
    assert "công bố 82,13%: lệch 1,00." in message


@pytest.mark.parametrize("total", [81.13, 81.12, 81.14])
def test_a_hundredth_is_rounding_or_truncation(make_store: Make, total: float) -> None:
    assert codes(make_store, **tuy_phuoc(total)) == []


def test_a_published_mean_is_held_against_the_mean_of_its_rows(make_store: Make) -> None:
    def summary(total: float) -> list[str]:
        return codes(
            make_store,
            framework=[framework(aggregation="mean_percent", max_points=None)],
            criterion=[criterion("1"), criterion("SIPAS")],
            score=[
                published("a", "1", 70),
                published("a", "SIPAS", 80.011),
                published("a", "total", total),
            ],
        )

    assert summary(75) == []
    assert summary(75.5) == ["published_index_against_computed"]


def ranking(points: float | None, percent: float, *, final: float | None = None) -> Row:
    """A ranking table's row: two areas of 50 points, 80,25 in sum."""
    sheet = [] if final is None else [score("a", "1", final), score("a", "2", 40)]
    return {
        "criterion": [criterion("1", 50), criterion("2", 50)],
        "score": [
            published("a", "1", None, points=40.25),
            published("a", "2", None, points=40),
            published("a", "total", percent, points=points, cell="L8"),
            *sheet,
        ],
    }


def test_areas_that_do_not_add_up_to_the_published_index_are_found_once(make_store: Make) -> None:
    assert codes(make_store, **ranking(80.25, 80.25)) == []
    ((level, code, cell, message),) = found(make_store, **ranking(81.25, 81.25))
    assert (level, code, cell) == ("warning", "published_index_against_computed", "L8")
    assert "công bố 81,25%" in message
    assert "80,25%: lệch 1,00" in message
    assert codes(make_store, **ranking(None, 81.25)) == ["published_index_against_computed"]


def test_a_smaller_applicable_maximum_explains_a_higher_percent(make_store: Make) -> None:
    assert codes(make_store, **ranking(80.25, 84.47)) == []


def test_with_a_score_sheet_the_published_index_is_held_against_it_alone(make_store: Make) -> None:
    assert codes(make_store, **ranking(80.25, 80.25, final=40.25)) == []
    assert codes(make_store, **ranking(81.25, 81.25, final=40.25)) == [
        "published_index_against_computed"
    ]


def ranks(*published_ranks: int | None, rank_of: int | None = None) -> list[Row]:
    return [
        published(unit_id, "total", percent, published_rank=rank, published_rank_of=rank_of)
        for unit_id, percent, rank in zip("abc", (90, 80, 80), published_ranks, strict=True)
    ]


def test_a_published_rank_that_is_not_the_order_of_the_figures_is_found(make_store: Make) -> None:
    assert codes(make_store, score=ranks(1, 2, 2)) == []
    ((level, code, _, message),) = found(make_store, score=ranks(1, 2, 3))
    assert (level, code) == ("warning", "published_rank_against_computed")
    assert "xã C năm 2023: công bố hạng 3, xếp lại theo chỉ số được hạng 2/3" in message


def test_ranks_are_not_judged_while_some_of_the_group_are_missing(make_store: Make) -> None:
    assert codes(make_store, score=ranks(4, 5, 6)) == []
    assert codes(make_store, score=ranks(1, 3, 2, rank_of=11)) == []


# score sheets ------------------------------------------------------------------------------


def test_a_parent_that_is_not_the_sum_of_its_children_is_found(make_store: Make) -> None:
    def sheet(parent: float) -> list[tuple[str, str, str, str]]:
        rows = [
            score("a", "1", parent, cell="D6"),
            score("a", "1.1", 3.5),
            score("a", "1.2", status="not_scored"),
        ]
        return found(make_store, criterion=TREE, score=rows)

    assert sheet(3.5) == []
    ((level, code, cell, message),) = sheet(4)
    assert (level, code, cell) == ("warning", "child_sum_against_parent", "D6")
    assert "ghi 4,00 điểm, cộng các tiêu chí con được 3,50: lệch 0,50" in message


def test_a_total_that_is_not_the_sum_of_its_sheet_is_found(make_store: Make) -> None:
    rows = [score("a", "1.1", 3), score("a", "1.2", 5), score("a", "total", 9)]
    ((level, code, _, message),) = found(make_store, criterion=TREE, score=rows)
    assert (level, code) == ("warning", "total_against_score_sheet")
    assert "Tổng cộng ghi 9,00 điểm, cộng các tiêu chí được 8,00: lệch 1,00" in message


@pytest.mark.parametrize(
    ("points", "values", "code"),
    [
        (4.5, {}, "points_above_maximum"),
        (2.5, {"max_points": 2}, "points_above_maximum"),
        # A maximum printed too high does not make room: 4,5 of the framework's 4.
        (4.5, {"max_points": 5}, "points_above_maximum"),
        (-1, {}, "points_below_zero"),
        (None, {"percent": 100.5}, "percent_out_of_range"),
    ],
)
def test_points_that_cannot_be_refuse_the_file(
    make_store: Make, points: float | None, values: Row, code: str
) -> None:
    findings = found(make_store, criterion=TREE, score=[score("a", "1.1", points, **values)])
    assert ("error", code) in [(level, found_code) for level, found_code, _, _ in findings]


def test_full_marks_and_none_are_in_order(make_store: Make) -> None:
    rows = [score("a", "1.1", 4), score("a", "1.2", 0)]
    assert codes(make_store, criterion=TREE, score=rows) == []


def test_a_maximum_that_is_not_the_frameworks_is_told(make_store: Make) -> None:
    rows = [score("a", "1.1", 2, max_points=5)]
    assert codes(make_store, criterion=TREE, score=rows) == ["maximum_against_framework"]


def test_a_percent_that_is_not_its_points_is_found(make_store: Make) -> None:
    def row(percent: float) -> list[str]:
        rows = [score("a", "1.1", 1, max_points=4, percent=percent)]
        return codes(make_store, criterion=TREE, score=rows)

    assert row(25) == []
    assert row(26) == ["percent_against_points"]


# services, tasks, senders ------------------------------------------------------------------


def rate(percent: float, numerator: int, denominator: int) -> Row:
    return {
        "unit_id": "a",
        "period_id": "2024-09",
        "indicator_name": "Hồ sơ đúng hạn",
        "percent": percent,
        "numerator": numerator,
        "denominator": denominator,
        "basis": "in_period",
        "import_id": 1,
        "sheet": "Dịch vụ công",
        "cell": "E8",
    }


@pytest.mark.parametrize(
    ("told", "expected"),
    [
        ((95.52, 128, 134), []),
        ((95.53, 128, 134), []),
        ((96, 128, 134), ["percent_against_points"]),
        ((100, 135, 134), ["numerator_above_denominator", "percent_against_points"]),
        ((0, 0, 0), []),
    ],
)
def test_a_rate_is_held_against_its_numerator_and_denominator(
    make_store: Make, told: tuple[float, int, int], expected: list[str]
) -> None:
    assert codes(make_store, service_indicator=[rate(*told)]) == expected


def test_a_content_that_names_nobody_is_found_once(make_store: Make) -> None:
    actions = [task("3", lead=None, action_number=n, cell=f"C{n}") for n in (1, 2)]
    ((level, code, cell, message),) = found(make_store, unit=[district()], task=[*actions, task()])
    assert (level, code, cell) == ("warning", "task_lacks_owner", "C1")
    assert message.startswith("Nội dung 3 (“Chế độ báo cáo”)")


def test_a_content_without_a_deadline_is_found(make_store: Make) -> None:
    rows = [task(deadline_text=None, deadline_kind="none", due_on=None), task("2")]
    assert codes(make_store, unit=[district()], task=rows) == ["task_lacks_deadline"]


def displaced(**values: object) -> Row:
    return {
        "table_name": "score",
        "figure": "score|a|2023",
        "value": "80",
        "standing_value": "81",
        "sender": "UBND xã A",
        "standing_sender": "Phòng Nội vụ",
        "import_id": 1,
        "standing_import_id": 2,
        "sheet": "Trang 1",
        "cell": "C5",
        **values,
    }


def test_two_senders_of_one_figure_are_named_in_both_files(make_store: Make) -> None:
    ask = make_store(displaced=[displaced()])
    answer = sorted(ask("findings"), key=lambda row: row["import_id"])
    assert column(answer, "import_id") == [1, 2]
    assert set(column(answer, "code")) == {"two_senders"}
    assert (
        "UBND xã A ghi 80, Phòng Nội vụ ghi 81. Đang dùng số của Phòng Nội vụ"
        in (answer[0]["message"])
    )


def test_one_figure_with_two_values_in_one_file_refuses_it(make_store: Make) -> None:
    ((level, code, cell, _),) = found(make_store, displaced=[displaced(standing_import_id=1)])
    assert (level, code, cell) == ("error", "one_figure_twice", "C5")


def test_nothing_is_found_where_nothing_is_wrong(make_store: Make) -> None:
    assert codes(make_store, unit=[unit("a"), district()], task=[task()]) == []
