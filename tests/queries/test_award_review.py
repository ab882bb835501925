"""Who is to be looked at before an award is proposed, against plain Python."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from itertools import product
from typing import Any

import pytest

from tests.queries.rows import (
    Row,
    column,
    district,
    framework,
    published,
    score,
    target,
    task,
    unit,
    units,
)

Make = Callable[..., Callable[..., list[Row]]]
BANDS = {"Xuất sắc": 90, "Tốt": 80, "Khá": 70, "Trung bình": 60, "Yếu": 0}


def office(unit_id: str, name: str, **values: Any) -> Row:
    own = {"unit_level": "phong", "kind": "phòng", "unit_group": "h/phong", "unit_name": name}
    return unit(unit_id, **(own | values))


def late(unit_id: str, period: str, files: int | None, of: int | None, **values: Any) -> Row:
    """Late files, since January unless said otherwise."""
    return {
        "unit_id": unit_id,
        "period_id": period,
        "indicator_code": "tre-han",
        "numerator": files,
        "denominator": of,
        "basis": "cumulative",
        "import_id": 3,
        "sheet": "Dịch vụ công",
        "cell": "E9",
        **values,
    }


def on_time(unit_id: str, period: str, files: int, of: int, **values: Any) -> Row:
    return late(unit_id, period, files, of, indicator_code="dung-han", **values)


def bands(**values: Any) -> list[Row]:
    rows = [
        {"framework_id": "f", "band_name": name, "min_percent": low} for name, low in BANDS.items()
    ]
    return [row | values for row in rows]


# communes ------------------------------------------------------------------------------------

FILES = ((0, 100), (3, 400), (40, 200), None)
INDICES = (92.5, 70.0, 69.99, 41.0, None)
CASES = dict(zip("abcdefghijklmnopqrst", product(FILES, INDICES), strict=True))


def communes(make_store: Make) -> Callable[..., list[Row]]:
    return make_store(
        unit=[district(), *units(*CASES)],
        framework=[framework()],
        framework_band=bands(),
        service_indicator=[
            late(who, "2024-09", *files) for who, (files, _) in CASES.items() if files
        ],
        score=[
            published(who, "total", index) for who, (_, index) in CASES.items() if index is not None
        ],
    )


def commune_by_hand(
    files: tuple[int, int] | None, index: float | None, least: int | None, rate: float | None
) -> str:
    """Both conditions: many late files, and an index class of "trung bình" or lower."""
    many: bool | None = None
    if files:
        share = Fraction(*files) * 100
        reached = (least is not None and files[0] >= least) or (
            rate is not None and share >= Fraction(str(rate))
        )
        many = files[0] > 0 and (reached or (least is None and rate is None))
    low = None if index is None else index < 70
    if many is False or low is False:
        return "clear"
    return "not_enough" if many is None or low is None else "review"


@pytest.mark.parametrize("least", [None, 1, 3, 10])
@pytest.mark.parametrize("rate", [None, 0.75, 20.0, 50.0])
def test_a_commune_is_reviewed_when_both_conditions_hold(
    make_store: Make, least: int | None, rate: float | None
) -> None:
    answer = communes(make_store)(
        "award_review", unit="h", period="2024", late_from=least, late_percent_from=rate
    )
    got = {row["unit_id"]: row["review"] for row in answer}
    assert got == {who: commune_by_hand(*case, least, rate) for who, case in CASES.items()}


def test_without_a_threshold_late_files_are_to_be_looked_at_not_judged(make_store: Make) -> None:
    ask = communes(make_store)
    states = {row["unit_id"]: row["late_state"] for row in ask("award_review", unit="h")}
    assert {states["a"], states["f"], states["k"], states["p"]} == {"not_met", "see", "no_data"}
    judged = ask("award_review", unit="h", period="2024", late_from=10)
    assert {row["late_state"] for row in judged} == {"met", "not_met", "no_data"}


def test_those_to_review_stand_first_the_most_late_files_first(make_store: Make) -> None:
    answer = communes(make_store)("award_review", unit="h", period="2024")
    kinds = column(answer, "review")
    assert kinds == sorted(kinds, key=["review", "not_enough", "clear"].index)
    files = [row["late_files"] for row in answer if row["review"] == "review"]
    assert files == sorted(files, reverse=True)


@pytest.mark.parametrize(
    ("name", "state"),
    [
        ("Trung bình", "met"),
        ("loại Trung bình", "met"),
        ("Yếu", "met"),
        ("Khá", "not_met"),
        ("Trung bình khá", "not_met"),
    ],
)
def test_a_published_class_is_read_by_its_words(make_store: Make, name: str, state: str) -> None:
    ask = make_store(
        unit=[district(), *units("a")],
        framework=[framework()],
        score=[published("a", "total", 65, published_class=name)],
        service_indicator=[late("a", "2024-09", 5, 10)],
    )
    assert column(ask("award_review", unit="h", period="2024"), "class_state") == [state]


def test_the_class_is_of_the_latest_year_with_a_result_and_says_which(make_store: Make) -> None:
    ask = make_store(
        unit=[district(), *units("a")],
        framework=[framework()],
        framework_band=bands(),
        score=[
            published("a", "total", 65),
            published("a", "total", 85, period_id="2024"),
            published("a", "total", 20, period_id="2025"),
        ],
    )
    (row,) = ask("award_review", unit="h", period="2024")
    assert (row["class"], row["index_period_id"]) == ("Tốt", "2024")
    (row,) = ask("award_review", unit="h", period="2023")
    assert (row["class"], row["index_period_id"]) == ("Trung bình", "2023")


# late files ----------------------------------------------------------------------------------


def figures(make_store: Make, *rows: Row, as_of: str = "2024-09-30") -> tuple[Any, ...]:
    ask = make_store(unit=[district(), *units("a")], service_indicator=list(rows))
    (row,) = ask("award_review", unit="h", period="2024", as_of=as_of)
    keys = ("late_files", "files_settled", "late_percent", "late_period_id", "late_months")
    return tuple(row[key] for key in keys)


def test_late_files_are_those_since_january_of_the_latest_month(make_store: Make) -> None:
    rows = [
        late("a", "2024-08", 8, 100),
        late("a", "2024-09", 9, 120),
        late("a", "2024-10", 20, 130),
    ]
    assert figures(make_store, *rows) == (9, 120, 7.5, "2024-09", None)


def test_months_are_added_where_nobody_gives_a_sum(make_store: Make) -> None:
    months = [late("a", f"2024-{m:02}", m, 10 * m, basis="in_period") for m in (1, 2, 4)]
    assert figures(make_store, *months) == (7, 70, 10.0, "2024-04", 3)


def test_files_that_were_not_in_time_are_late(make_store: Make) -> None:
    assert figures(make_store, on_time("a", "2024-09", 90, 120))[:3] == (30, 120, 25.0)


def test_a_count_of_late_files_goes_before_what_is_left_of_those_in_time(make_store: Make) -> None:
    rows = [on_time("a", "2024-09", 90, 120), late("a", "2024-09", 12, 120)]
    assert figures(make_store, *rows)[:3] == (12, 120, 10.0)


def test_last_years_files_are_not_this_years(make_store: Make) -> None:
    assert figures(make_store, late("a", "2023-12", 5, 10))[0] is None


# departments -----------------------------------------------------------------------------------

OFFICES = {
    "nv": "Phòng Nội vụ",
    "tp": "Phòng Tư pháp",
    "tc": "Phòng Tài chính - Kế hoạch",
    "vp": "Văn phòng HĐND và UBND",
    "kt": "Phòng Kinh tế",
}
PERCENTS = {"I": 81.25, "II": 80.0, "III": 79.99, "IV": 60.0, "V": None, "SIPAS": 10.0}
OWNERS = {
    "I": "Các Phòng: Nội vụ, Tư pháp",
    "II": "Phòng Tư pháp",
    "III": "Phòng Tài chính – Kế hoạch cùng với Văn phòng HĐND và UBND huyện",
    "V": "Văn phòng HĐND và UBND",
    "SIPAS": "Các phòng chuyên môn (Phòng Nội vụ theo dõi)",
}


def alias(unit_id: str, name: str) -> Row:
    folded = {
        "Phòng Nội vụ": "phong noi vu",
        "Phòng Tư pháp": "phong tu phap",
        "Phòng Tài chính - Kế hoạch": "phong tai chinh ke hoach",
        "Văn phòng HĐND và UBND": "van phong hdnd va ubnd",
        "Phòng Kinh tế": "phong kinh te",
    }
    return {"unit_id": unit_id, "alias": name, "folded_name": folded[name]}


def departments(make_store: Make, **tables: list[Row]) -> Callable[..., list[Row]]:
    shown = [code for code, percent in PERCENTS.items() if percent is not None]
    return make_store(
        **{
            "unit": [district(), *(office(key, name) for key, name in OFFICES.items())],
            "unit_alias": [alias(key, name) for key, name in OFFICES.items()],
            "framework": [framework(applies_to="t/huyen")],
            "score": [
                published("h", code, PERCENTS[code], criterion_name=f"Lĩnh vực {code}")
                for code in shown
            ],
            "target": [target("h", code, 90, owner=owner) for code, owner in OWNERS.items()],
            **tables,
        }
    )


def advised_by_hand() -> dict[str, tuple[str | None, str]]:
    """The lowest component that a department's name stands beside, and what follows from it."""
    beside = {"nv": ["I"], "tp": ["I", "II"], "tc": ["III"], "vp": ["III", "V"], "kt": []}
    answer: dict[str, tuple[str | None, str]] = {}
    for who, codes in beside.items():
        known = [(PERCENTS[code] or 0.0, code) for code in codes if PERCENTS[code] is not None]
        lowest = min(known, default=None)
        if lowest is None:
            answer[who] = (None, "no_link" if not codes else "no_data")
        elif lowest[0] < 80:
            answer[who] = (lowest[1], "met")
        else:
            answer[who] = (lowest[1], "no_data" if len(known) < len(codes) else "not_met")
    return answer


def test_a_departments_component_is_the_lowest_it_is_named_owner_of(make_store: Make) -> None:
    answer = departments(make_store)("award_review", unit="h", period="2024")
    got = {row["unit_id"]: (row["component_code"], row["component_state"]) for row in answer}
    assert got == advised_by_hand()
    reviews = {row["unit_id"]: row["review"] for row in answer}
    assert reviews == {
        "nv": "clear",
        "tp": "clear",
        "tc": "review",
        "vp": "review",
        "kt": "not_enough",
    }


def test_a_component_nobody_owns_is_that_of_the_department_leading_most_of_its_tasks(
    make_store: Make,
) -> None:
    led = {"area_code": "IV", "area_name": "Lĩnh vực IV"}
    answer = departments(
        make_store,
        task=[
            task("1", lead="Phòng Kinh tế.", **led),
            task("2", lead="Phòng Kinh tế", **led),
            task("3", lead="Phòng Nội vụ", **led),
            task("4", lead="Phòng Tư pháp", area_code="III", area_name="Lĩnh vực III"),
        ],
    )("award_review", unit="h", period="2024")
    linked = {row["unit_id"]: (row["component_code"], row["linked_by"]) for row in answer}
    assert linked["kt"] == ("IV", "tasks")
    assert linked["nv"] == ("I", "owner")
    assert linked["tp"] == ("II", "owner"), "III has owners: who leads a task of it is not asked"


def test_late_files_of_a_department_are_shown_and_do_not_decide(make_store: Make) -> None:
    answer = departments(
        make_store,
        service_indicator=[late("tc", "2024-09", 0, 50), late("tp", "2024-09", 40, 50)],
    )("award_review", unit="h", period="2024")
    told = {row["unit_id"]: (row["late_state"], row["review"]) for row in answer}
    assert told["tc"] == ("not_met", "review")
    assert told["tp"] == ("see", "clear")
    assert {row["class_state"] for row in answer} == {None}


def test_every_figure_names_its_cell(make_store: Make) -> None:
    ask = make_store(
        unit=[district(), *units("a")],
        framework=[framework()],
        framework_band=bands(),
        score=[score("a", "total", percent=65, round="published", cell="L9")],
        service_indicator=[late("a", "2024-09", 5, 10)],
    )
    (row,) = ask("award_review", unit="h", period="2024")
    assert (row["late_cell"], row["index_cell"], row["component_cell"]) == ("E9", "L9", None)


def test_units_of_another_parent_are_not_reviewed(make_store: Make) -> None:
    ask = make_store(unit=[district(), *units("a"), unit("z", parent_id="other")])
    assert column(ask("award_review", unit="h", period="2024"), "unit_id") == ["a"]
