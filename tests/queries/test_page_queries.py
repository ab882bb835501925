"""What the pages ask beside the contract: what is held, the grid, the peer above, the files."""

from __future__ import annotations

from collections.abc import Callable

from tests.queries.rows import (
    GROUP,
    Row,
    column,
    criterion,
    district,
    file,
    framework,
    progress,
    published,
    score,
    service,
    target,
    task,
    unit,
    units,
)

Make = Callable[..., Callable[..., list[Row]]]


def test_only_an_official_result_makes_a_year_of_results(make_store: Make) -> None:
    ask = make_store(
        unit=[unit("m", illustrative=True), district(), unit("a", ordinal=2)],
        framework=[framework()],
        criterion=[criterion("1", 10)],
        score=[
            published("a", "total", 80),
            score("a", "1", 8, period_id="2024", round="self"),
            score("m", "1", 8),
        ],
        target=[target("a", "total", 85)],
        task=[task()],
        task_progress=[progress("a", "2024-05", "done")],
    )

    def held(unit_id: str) -> list[tuple[object, ...]]:
        rows = ask("unit_periods", unit=unit_id)
        told = [(row["whose"], row["what"], row["period_id"]) for row in rows]
        return [row for row in told if row[0] != "around"]

    own = [("own", "result", "2023"), ("own", "sheet", "2024"), ("own", "target", "2024")]
    assert held("a") == own
    assert [row for row in held("h") if row[0] == "own"] == [
        ("own", "progress", "2024-05"),
        ("own", "task", "2024"),
    ]
    assert held("m") == [("own", "result", "2023")]
    assert {(below[0], *below[1:]) for below in held("h")} >= {("below", *row[1:]) for row in own}
    known = {row["unit_id"]: (row["has_result"], row["has_target"]) for row in ask("units_held")}
    assert known == {"h": (False, False), "a": (True, True), "m": (True, False)}
    assert list(known)[-1] == "m", "real units stand first"
    assert [(row["period_id"], row["units"]) for row in ask("groups_with_results")] == [("2023", 2)]


def test_a_silent_unit_is_looked_at_until_the_month_that_its_peers_have_sent(
    make_store: Make,
) -> None:
    ask = make_store(
        unit=[district(), *units("a", "b", "c")],
        task=[task()],
        task_progress=[progress("a", "2024-06", "done")],
        service_indicator=[
            service("a", "2024-05"),
            service("a", "2024-06"),
            service("b", "2024-05"),
            service("a", "2023-12"),
        ],
    )

    def around(unit_id: str) -> list[tuple[object, ...]]:
        rows = ask("unit_periods", unit=unit_id)
        return [(r["what"], r["period_id"], r["units"]) for r in rows if r["whose"] == "around"]

    sent = [("service", "2024-05", 2), ("service", "2024-06", 1)]
    above = [("progress", "2024-06", 1), ("task", "2024", 1)]
    assert around("c") == [*sent, *above]
    assert around("b") == [
        ("service", "2024-05", 1),
        ("service", "2024-06", 1),
        *above,
    ]
    assert around("h") == []


def test_the_grid_shows_components_and_parts_only_where_there_are_none(make_store: Make) -> None:
    ask = make_store(
        unit=units("a", "b"),
        framework=[framework()],
        criterion=[
            criterion("1", 60, level="part"),
            criterion("I", 20, parent_code="1", level="component", ordinal=2),
            criterion("II", 40, parent_code="1", level="component", ordinal=3),
        ],
        score=[
            published("a", "1", None, points=30, level="part"),
            published("a", "II", None, points=30),
            published("a", "I", None, points=5),
            published("b", "1", None, points=45, level="part"),
        ],
        decision=[{"unit_id": "a", "period_id": "2023", "number": "264/QĐ-UBND"}],
    )
    answer = ask("unit_components", unit_group=GROUP, period="2023")
    assert [(row["unit_name"], row["criterion_code"], row["percent"]) for row in answer] == [
        ("xã A", "I", 25),
        ("xã A", "II", 75),
        ("xã B", "1", 75),
    ]
    assert column(answer, "decision") == ["264/QĐ-UBND", "264/QĐ-UBND", None]


def test_the_one_above_is_the_next_better_never_an_equal(make_store: Make) -> None:
    ask = make_store(
        unit=units("a", "b", "c", "d"),
        framework=[framework()],
        score=[
            published(unit_id, "total", percent)
            for unit_id, percent in {"a": 90, "b": 84.78, "c": 84.36, "d": 84.36}.items()
        ],
    )

    def above(unit_id: str) -> list[tuple[str, float]]:
        answer = ask("next_above", unit=unit_id, unit_group=GROUP, period="2023")
        return [(row["unit_name"], row["behind"]) for row in answer]

    assert above("c") == above("d") == [("xã B", 0.42)]
    assert above("a") == []


def test_the_sources_of_a_unit_are_its_results_and_plans_of_the_years_asked(
    make_store: Make,
) -> None:
    ask = make_store(
        unit=units("a", "b"),
        imported_file=[file(n) for n in (1, 2, 3, 4)],
        score=[
            published("a", "total", 80, import_id=1),
            published("a", "total", 70, import_id=2, period_id="2022"),
            published("b", "total", 90, import_id=3),
        ],
        target=[target("a", "total", 85, import_id=4)],
    )
    assert column(ask("unit_sources", unit="a", baseline="2023", target="2024"), "import_id") == [
        1,
        4,
    ]
    assert column(ask("unit_sources", unit_group=GROUP, period="2023"), "import_id") == [1, 3]


def test_the_sources_of_tasks_are_the_plan_and_the_latest_report_on_each_task(
    make_store: Make,
) -> None:
    ask = make_store(
        unit=[district(), *units("a", "b")],
        imported_file=[file(n) for n in range(1, 8)],
        task=[task("1", import_id=1), task("2", import_id=1)],
        target=[target("h", "total", 85, import_id=7)],
        task_progress=[
            progress("a", "2024-04", "in_progress", import_id=2),  # a later one speaks of it
            progress("a", "2024-05", "in_progress", import_id=3),
            progress("a", "2024-05", "in_progress", "2", import_id=3),
            progress("b", "2024-04", "in_progress", "2", import_id=4),  # the later does not
            progress("b", "2024-05", "done", import_id=5),
            progress("b", "2024-08", "done", import_id=6),  # after the day
        ],
    )
    asked = {"period": "2024", "as_of": "2024-06-30"}
    assert column(ask("task_sources", unit="h", **asked), "import_id") == [1, 3, 4, 5]
    assert column(ask("task_sources", bound="a", **asked), "import_id") == [1, 3]
    assert column(ask("task_sources", unit="a", **asked), "import_id") == []
    told = {row["report_import_id"] for row in ask("tasks", unit="h", **asked)}
    assert told <= set(column(ask("task_sources", unit="h", **asked), "import_id"))


def test_a_cell_leads_to_the_figures_read_from_it(make_store: Make) -> None:
    ask = make_store(
        unit=[unit("a")],
        score=[published("a", "total", 82.13, cell="D11"), published("a", "1", 80, cell="D8")],
        target=[target("a", "total", 85, cell="D11", sheet="Mục tiêu")],
    )
    answer = ask("cell_facts", **{"import": 1, "sheet": "Trang 1", "cell": "D11"})
    assert [(row["table_name"], row["percent"]) for row in answer] == [("score", 82.13)]
    assert len(ask("cell_facts", **{"import": 1})) == 3


def test_a_figure_since_january_is_told_from_that_of_the_month(make_store: Make) -> None:
    ask = make_store(
        unit=[unit("a")],
        service_indicator=[
            service("a", "2024-09", sheet="Dịch vụ công", cell="H9"),
            service("a", "2024-09", sheet="Dịch vụ công", cell="H15", basis="cumulative"),
        ],
    )
    assert [(row["cell"], row["item_name"]) for row in ask("cell_facts")] == [
        ("H9", "Hồ sơ nộp trực tuyến"),
        ("H15", "Hồ sơ nộp trực tuyến, lũy kế"),
    ]


def test_survey_items_stand_beside_their_target(make_store: Make) -> None:
    items = {"1": 73.18, "2": 67.19}
    ask = make_store(
        unit=[unit("a")],
        framework=[framework("s", about="leaders_survey")],
        criterion=[
            criterion(code, framework_id="s", level="survey_item", ordinal=int(code))
            for code in items
        ],
        score=[
            published("a", code, percent, framework_id="s", level="survey_item")
            for code, percent in items.items()
        ],
        target=[
            target("a", code, 80, framework_id="s", level="survey_item") for code in ("1", "2")
        ],
    )
    answer = ask("target_items", unit="a", baseline="2023", target="2024")
    assert [(row["baseline_percent"], round(row["gap_to_target"], 2)) for row in answer] == [
        (73.18, 6.82),
        (67.19, 12.81),
    ]
    assert set(column(answer, "must_rise")) == {True}


def test_an_import_is_told_by_what_it_speaks_of_and_by_what_gave_way(make_store: Make) -> None:
    gave_way = {
        "table_name": "score",
        "unit_id": "a",
        "period_id": "2023",
        "round": "published",
        "framework_id": "f",
        "import_id": 1,
        "by_import_id": 2,
        "figures": 3,
        "changed": 1,
    }
    ask = make_store(
        unit=[district(), unit("a", ordinal=2)],
        score=[published("a", "total", 80, import_id=2)],
        target=[target("a", "total", 85, import_id=2)],
        superseded=[gave_way, gave_way | {"unit_id": "h", "figures": 2, "changed": 0}],
    )
    said = [(row["import_id"], row["table_name"], row["unit_id"]) for row in ask("import_contents")]
    assert said == [(1, "score", "h"), (1, "score", "a"), (2, "score", "a"), (2, "target", "a")]
    (pair,) = ask("superseded_imports")
    assert (pair["import_id"], pair["by_import_id"]) == (1, 2)
    assert (pair["figures"], pair["changed"]) == (5, 1)
    assert ask("superseded_imports", imports=[1]) == []


def test_the_sources_of_a_units_page_are_all_files_that_its_tables_are_read_from(
    make_store: Make,
) -> None:
    every = {"lead": "UBND các xã", "deadline_kind": "periodic", "due_on": None}
    ask = make_store(
        unit=[district(), *units("a", "b")],
        framework=[framework()],
        imported_file=[file(n) for n in range(1, 14)],
        score=[
            published("a", "total", 80, import_id=1),
            published("a", "total", 70, import_id=2, period_id="2022"),
            score("a", "1", 3, import_id=3),
            score("a", "1", 2, import_id=12, round="self"),  # the final one stands in its place
        ],
        criterion=[criterion("1", 5)],
        target=[target("a", "total", 85, import_id=4)],
        task=[task("1", import_id=5), task("2", import_id=6, **every), task("3", import_id=13)],
        task_progress=[
            progress("a", "2024-04", "in_progress", import_id=7),  # a later one speaks of it
            progress("a", "2024-05", "done", import_id=8),
            progress("b", "2024-05", "done", import_id=9),  # of another unit
        ],
        service_indicator=[
            service("a", "2024-05", import_id=10),
            service("a", "2024-04", import_id=11),
        ],
    )
    asked = {"target": "2024", "period": "2024", "month": "2024-05", "as_of": "2024-05-31"}
    found = column(ask("unit_page_sources", unit="a", **asked), "import_id")
    assert found == [1, 2, 3, 4, 5, 6, 8, 10]
    assert column(ask("unit_page_sources", unit="h", **asked), "import_id") == [5, 6, 8, 9, 13]
