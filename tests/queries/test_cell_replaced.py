"""A cell tells what took its place, and which sums its points are part of."""

from __future__ import annotations

from collections.abc import Callable

from tests.queries.rows import Row, criterion, district, file, framework, published, score, unit

Make = Callable[..., Callable[..., list[Row]]]


def test_a_figure_that_gave_way_leads_to_the_cell_that_stands(make_store: Make) -> None:
    ask = make_store(
        unit=[unit("a")],
        imported_file=[file(1), file(2)],
        score=[score("a", "1", 9, import_id=2, cell="D7", figure="f1")],
        displaced=[
            {
                "table_name": "score",
                "figure": "f1",
                "value": "8",
                "standing_value": "9",
                "standing_import_id": 2,
                "import_id": 1,
                "sheet": "Trang 1",
                "cell": "C5",
            }
        ],
    )
    (row,) = ask("cell_replaced", **{"import": 1, "sheet": "Trang 1", "cell": "C5"})
    assert (row["kind"], row["value"], row["standing_value"]) == ("cell", "8", "9")
    assert (row["by_import_id"], row["by_cell"], row["by_file"]) == (2, "D7", "tep-2.xlsx")
    assert ask("cell_replaced", **{"import": 1, "cell": "C6"}) == []
    assert ask("cell_replaced") == []


def test_a_correction_is_told_for_the_sheet_it_replaced_and_no_other(make_store: Make) -> None:
    sheets = {"Tháng 8": "2024-08", "Tháng 9": "2024-09"}
    ask = make_store(
        unit=[unit("a")],
        imported_file=[file(1), file(2)],
        sheet_read=[
            {"import_id": 1, "sheet": name, "area": "A1:B2", "unit_id": "a", "period_id": period}
            for name, period in sheets.items()
        ],
        superseded=[
            {
                "table_name": "service_indicator",
                "unit_id": "a",
                "period_id": "2024-09",
                "import_id": 1,
                "by_import_id": 2,
                "figures": figures,
                "changed": 1,
                "round": name,
            }
            for name, figures in (("x", 3), ("y", 4))
        ],
    )
    (row,) = ask("cell_replaced", **{"import": 1, "sheet": "Tháng 9", "cell": "C5"})
    assert (row["kind"], row["by_import_id"], row["figures"], row["changed"]) == ("sheet", 2, 7, 2)
    assert ask("cell_replaced", **{"import": 1, "sheet": "Tháng 8"}) == []


def test_a_leaf_is_part_of_every_sum_above_it(make_store: Make) -> None:
    ask = make_store(
        unit=[district(), unit("a")],
        framework=[framework()],
        criterion=[
            criterion("1", 10, ordinal=1),
            criterion("1.1", 10, parent_code="1", level="criterion", ordinal=2),
            criterion("1.1.1", 4, parent_code="1.1", ordinal=3),
            criterion("1.1.2", 6, parent_code="1.1", ordinal=4),
            criterion("2", 90, ordinal=5),
        ],
        score=[score("a", "1.1.1", 3), score("a", "2", 60)],
    )
    above = ask("figures_computed", unit="a", period="2023", round="final", part="1.1.1")
    assert [(r["criterion_code"], r["points"]) for r in above] == [
        ("total", 63.0),
        ("1", 3.0),
        ("1.1", 3.0),
    ]
    assert [r["criterion_code"] for r in ask("figures_computed", unit="a", part="2")] == ["total"]


def test_a_published_part_is_part_of_the_published_index(make_store: Make) -> None:
    ask = make_store(
        unit=[unit("a")],
        framework=[framework()],
        criterion=[criterion("1", 60, level="part"), criterion("2", 40, level="part")],
        score=[
            published("a", code, None, points=points, level="part")
            for code, points in (("1", 51.15), ("2", 6.71))
        ],
    )
    (row,) = ask("figures_computed", unit="a", part="1")
    assert (row["round"], row["criterion_code"], row["points"]) == ("published", "total", 57.86)
    assert ask("figures_computed", unit="a", part="9") == []
    assert ask("figures_computed") == []
