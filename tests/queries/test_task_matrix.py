"""Which tasks bind every unit of a kind, and how each of those units stands."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from itertools import product
from typing import Any

import pytest

from cchc import catalogue
from cchc.normalise import normalise
from cchc.settings import SAMPLES
from cchc.workbook import read
from tests.queries.rows import Row, column, district, file, progress, task, unit, units

Make = Callable[..., Callable[..., list[Row]]]
Key = tuple[str, str | None, str, int]

DEPARTMENT = {"unit_level": "phong", "kind": "phòng", "unit_group": "h/phong"}


def office(unit_id: str, **values: Any) -> Row:
    return unit(unit_id, unit_name=f"Phòng {unit_id.upper()}", **(DEPARTMENT | values))


def bound_levels(make_store: Make, **wording: Any) -> list[str]:
    """The levels of unit that a task of this wording binds."""
    ask = make_store(unit=[district(), unit("a"), office("p")], task=[task("1", **wording)])
    return column(ask("task_matrix", unit="h"), "unit_level")


@pytest.mark.parametrize(
    ("lead", "levels"),
    [
        ("UBND các xã, thị trấn", ["xa"]),
        ("UBND các xã, phường", ["xa"]),
        ("UBND cấp xã", ["xa"]),
        ("Các phòng chuyên môn huyện; UBND các xã, thị trấn.", ["phong", "xa"]),
        ("Các phòng, ban chuyên môn huyện, UBND các xã, thị trấn.", ["phong", "xa"]),
        ("Các cơ quan, đơn vị thuộc huyện.", ["phong"]),
        ("Các cơ quan, đơn vị, địa phương", ["phong", "xa"]),
        ("UBND các xã, thị trấn; các đơn vị trường học.", ["xa"]),
        ("Phòng Tư pháp và các cơ quan có liên quan; UBND các xã, thị trấn.", ["xa"]),
        # Narrowed, or a single unit: not every unit of a kind.
        ("Các cơ quan, đơn vị có liên quan; Phòng Nội vụ", []),
        ("Các cơ quan, đơn vị được kiểm tra", []),
        ("Phòng Nội vụ", []),
        ("Văn phòng HĐND và UBND huyện; Bộ phận Một cửa huyện", []),
        ("Cán bộ, công chức thị trấn", []),
        ("Cán bộ, công chức UBND xã", []),
        (None, []),
    ],
)
def test_the_wording_of_the_lead_says_whom_a_task_binds(
    make_store: Make, lead: str | None, levels: list[str]
) -> None:
    assert bound_levels(make_store, lead=lead) == levels


def test_each_unit_in_the_action_binds_all_even_of_a_narrowed_lead(make_store: Make) -> None:
    each = "Mỗi đơn vị phải đăng ký ít nhất 01 sáng kiến"
    assert bound_levels(make_store, lead="Các phòng có liên quan", action=each) == ["phong"]
    assert bound_levels(make_store, lead=None, action=each) == ["phong", "xa"]
    assert bound_levels(make_store, lead="Phòng Nội vụ", action=each) == []


def test_what_a_plan_binds_is_counted_though_the_catalogue_has_none_of_those_units(
    make_store: Make,
) -> None:
    communes = {"lead": "UBND các xã, thị trấn"}
    ask = make_store(
        unit=[district(), unit("a"), unit("b", valid_to="2023-12-31")],
        task=[
            task("1", **communes),
            task("2", **communes),
            task("3", lead="Các phòng chuyên môn huyện"),
            task("4", lead="Phòng Nội vụ"),
            task("5", period_id="2023", **communes),
        ],
    )
    told = ask("task_bound", unit="h", period="2024")
    assert [(row["level"], row["tasks"], row["units"]) for row in told] == [
        ("xa", 2, 1),
        ("phong", 1, 0),
    ]
    assert ask("task_bound", unit="a") == []


# Read off the annex by hand: what binds communes alone, departments alone, and what narrows.
COMMUNES_ONLY: set[Key] = {
    ("I", "maintain", "2", 1),
    ("II", "maintain", "1", 2),
    ("III", "remedy", "2", 3),
    ("V", "remedy", "2", 1),
    ("V", "maintain", "5", 3),
    ("VI", "remedy", "1", 2),
    ("VII", "remedy", "1", 2),
    ("VII", "remedy", "2", 1),
    ("VII", "remedy", "4", 2),
    ("VII", "remedy", "6", 1),
    ("VII", "maintain", "1", 1),
    ("VII", "maintain", "2", 2),
    ("VIII", "remedy", "2", 1),
}
DEPARTMENTS_ONLY: set[Key] = {
    ("I", "remedy", "1", 1),
    ("III", "maintain", "1", 1),
    ("IV", "maintain", "1", 1),
    ("V", "maintain", "5", 2),
}
BOTH: set[Key] = {
    ("I", "maintain", "1", 1),
    ("I", "maintain", "3", 2),
    ("I", "maintain", "5", 1),
    ("III", "remedy", "1", 1),
    ("III", "remedy", "2", 1),
    ("III", "maintain", "2", 1),
    ("III", "maintain", "3", 1),
    ("III", "maintain", "4", 1),
    ("IV", "maintain", "4", 1),
    ("V", "remedy", "1", 1),
    ("V", "remedy", "1", 2),
    ("VI", "maintain", "1", 1),
    ("VI", "maintain", "2", 1),
    ("VII", "remedy", "3", 1),
    ("VII", "remedy", "4", 1),
    ("VII", "remedy", "5", 1),
    ("VII", "remedy", "7", 1),
    ("VII", "maintain", "3", 1),
    ("VII", "maintain", "4", 1),
    ("VII", "maintain", "5", 1),
    ("VIII", "remedy", "1", 1),
    ("IX", None, "2", 1),
}


def test_the_tuy_phuoc_annex_binds_whom_a_reader_says(make_store: Make) -> None:
    annex = SAMPLES / "tuy-phuoc-2024-nhiem-vu-tu-pdf.xlsx"
    said = normalise(read(annex.name, annex.read_bytes()), catalogue.shipped())
    keys = ("area_code", "task_group", "number", "action_number", "title", "action", "lead")
    rows = [
        task() | {key: fact.values[key] for key in keys} | {"ordinal": place}
        for place, fact in enumerate(said.facts)
    ]
    ask = make_store(unit=[district(), unit("a"), office("p")], task=rows)
    bound: dict[Key, set[str]] = {}
    for row in ask("task_matrix", unit="h"):
        key = (row["area_code"], row["task_group"], row["number"], row["action_number"])
        bound.setdefault(key, set()).add(row["unit_level"])
    assert {key for key, levels in bound.items() if levels == {"xa"}} == COMMUNES_ONLY
    assert {key for key, levels in bound.items() if levels == {"phong"}} == DEPARTMENTS_ONLY
    assert {key for key, levels in bound.items() if levels == {"phong", "xa"}} == BOTH


MONTHS = ("2024-05", "2024-06", "2024-07")
STATUSES = ("not_started", "in_progress", "done", None)
SEVEN = "abcdefg"


def reports() -> list[tuple[str, str, str, str | None]]:
    """Number of the task, unit, month, status; None where the unit did not report."""
    cells = product("12", SEVEN, MONTHS)
    return [
        (number, who, month, STATUSES[(place * 5 + place // 4) % 4])
        for place, (number, who, month) in enumerate(cells)
    ]


def states_by_hand(as_of: date) -> dict[tuple[str, str], str]:
    """The latest report decides; task 1 was due at the end of June, task 2 is continuous."""
    ends = dict(zip(MONTHS, (date(2024, 5, 31), date(2024, 6, 30), date(2024, 7, 31)), strict=True))
    states = {(number, who): "not_reported" for number in "12" for who in SEVEN}
    for number, who, month, status in reports():
        if status and ends[month] <= as_of:
            states[number, who] = status
    late = date(2024, 6, 30) < as_of
    open_ones = ("not_started", "in_progress")
    return {
        key: "overdue" if late and key[0] == "1" and state in open_ones else state
        for key, state in states.items()
    }


@pytest.mark.parametrize("as_of", ["2024-04-30", "2024-06-30", "2024-07-31", "2024-12-31"])
def test_every_cell_of_the_matrix_is_the_units_latest_report(make_store: Make, as_of: str) -> None:
    everyone: dict[str, Any] = {"lead": "UBND các xã, thị trấn"}
    ask = make_store(
        unit=[district(), *units(*SEVEN)],
        task=[
            task("1", **everyone),
            task("2", **everyone, deadline_kind="continuous", due_on=None),
            task("3"),
        ],
        task_progress=[
            progress(who, month, status, number)
            for number, who, month, status in reports()
            if status
        ],
    )
    answer = ask("task_matrix", unit="h", period="2024", as_of=as_of)
    got = {(row["number"], row["unit_id"]): row["state"] for row in answer}
    assert got == states_by_hand(date.fromisoformat(as_of))


def test_a_cell_names_its_report_and_a_missing_one_names_none(make_store: Make) -> None:
    ask = make_store(
        unit=[district(), *units("a", "b")],
        task=[task("1", lead="UBND các xã")],
        task_progress=[progress("a", "2024-05", "done", result="Đã ban hành", cell="F9")],
        imported_file=[file(2)],
    )
    told, missing = ask("task_matrix", unit="h")
    assert (told["result"], told["report_period_id"]) == ("Đã ban hành", "2024-05")
    assert (told["file"], told["cell"], told["import_id"]) == ("tep-2.xlsx", "F9", 2)
    assert (missing["state"], missing["file"], missing["cell"]) == ("not_reported", None, None)


def test_units_dissolved_before_the_plans_year_are_not_asked(make_store: Make) -> None:
    ask = make_store(
        unit=[district(), unit("a", valid_to="2023-12-31"), unit("b", valid_to="2024-06-30")],
        task=[task("1", lead="UBND các xã")],
    )
    assert column(ask("task_matrix", unit="h"), "unit_id") == ["b"]
