"""Scoring rules, classes and owners that the year's outlook is read with."""

from __future__ import annotations

from collections.abc import Callable

from tests.queries.rows import Row, column, criterion, district, target, task, unit

Make = Callable[..., Callable[..., list[Row]]]
AREAS = [
    criterion("I", 10, area_code="I", criterion_name="Công tác chỉ đạo, điều hành"),
    criterion("II", 5, area_code="II", criterion_name="Cải cách thể chế", ordinal=2),
]
ASKED = {"target": "2024", "framework": "f"}


def test_the_owner_named_with_the_target_goes_before_the_lead_of_tasks(make_store: Make) -> None:
    ask = make_store(
        unit=[district()],
        criterion=AREAS,
        target=[target("h", "I", 80, owner="Văn phòng", level="component")],
        task=[
            task(),
            task("2", area_code="II", area_name="Cải cách thể chế", lead="Phòng Tư pháp"),
        ],
    )
    answer = ask("year_owners", unit="h", **ASKED)
    assert column(answer, "owner") == ["Văn phòng", "Phòng Tư pháp"]
    assert column(answer, "owner_basis") == ["target", "plan"]
    assert column(answer, "task_count") == [1, 1]


def test_the_lead_of_most_tasks_of_an_area_owns_it(make_store: Make) -> None:
    tasks = [task(), task("2", lead="Văn phòng"), task("3", lead="Văn phòng", action="Rà soát")]
    (first, second) = make_store(unit=[district()], criterion=AREAS, task=tasks)(
        "year_owners", unit="h", **ASKED
    )
    assert (first["owner"], first["task_count"]) == ("Văn phòng", 3)
    assert first["action"] == "Gửi báo cáo đúng hạn"  # its own first, in the plan's order
    assert (second["owner"], second["task_count"]) == (None, 0)


def test_a_communes_area_follows_the_districts_plan_by_the_areas_name(make_store: Make) -> None:
    named = [
        criterion("1", 10, area_code="1", criterion_name="Công tác chỉ đạo, điều hành CCHC"),
        criterion("2", 5, area_code="2", criterion_name="Tài chính công", ordinal=2),
    ]
    plan = [task(area_name="CÔNG TÁC CHỈ ĐẠO ĐIỀU HÀNH")]
    ask = make_store(unit=[unit("a"), district()], criterion=named, task=plan)
    answer = ask("year_owners", unit="a", **ASKED)
    assert column(answer, "owner") == ["Phòng Nội vụ", None]
    assert column(answer, "owner_basis") == ["above", None]


def test_steps_come_in_the_frameworks_order_the_least_first(make_store: Make) -> None:
    steps = [
        {"framework_id": "f", "criterion_code": code, "at_percent": at, "points": points}
        for code, at, points in [("II", 80, 1), ("I", 90, 2), ("I", 80, 1)]
    ]
    ask = make_store(criterion=AREAS, scoring_rule=steps)
    assert [(row["criterion_code"], row["points"]) for row in ask("year_steps", framework="f")] == [
        ("I", 1),
        ("I", 2),
        ("II", 1),
    ]


def test_classes_come_from_the_highest(make_store: Make) -> None:
    bands = [
        {"framework_id": "f", "band_name": name, "min_percent": least}
        for name, least in [("Khá", 70), ("Tốt", 80)]
    ]
    ask = make_store(framework_band=bands)
    assert column(ask("year_bands", framework="f"), "band_name") == ["Tốt", "Khá"]
