"""The plans that concern a unit: who owes which report, period by period, judged on a day."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from datetime import date, timedelta

import pytest

from tests.queries.rows import Row, column, district, file, unit, units

Make = Callable[..., Callable[..., list[Row]]]
STATES = ("on_time", "late", "missing", "not_due")


def rule(**values: object) -> Row:
    """Communes report to Nội vụ every month, on the 18th at the latest."""
    return {
        "unit_id": "h",
        "period_id": "2024",
        "reporters": "UBND các xã",
        "reporters_level": "xa",
        "recipient": "Phòng Nội vụ",
        "frequency": "monthly",
        "due_day": 18,
        "window_from_day": 15,
        "window_to_day": 14,
        "import_id": 1,
        "sheet": "Lịch báo cáo",
        "cell": "D6",
        **values,
    }


OWN = {"reporters": "Công chức xã", "reporters_level": None, "recipient": "Văn phòng UBND xã"}
NAMES = "abcdefgk"


def sent_on(place: int, month: int) -> date | None:
    """Some in time, some late, one into the next month, some never."""
    kind = (place * 5 + month * 3) % 7
    days = {0: 10, 1: 18, 2: 19, 3: 25, 4: 17, 5: 35}
    return date(2024, month, 1) + timedelta(days[kind] - 1) if kind in days else None


def year(make_store: Make) -> Callable[..., list[Row]]:
    sent = {
        (u, month): sent_on(place, month) for place, u in enumerate(NAMES) for month in range(1, 10)
    }
    received = {key: day for key, day in sent.items() if day}
    files = [file(n, str(day)) for n, day in enumerate(received.values(), 2)]
    sheets = [
        {"import_id": n, "form": "service_rows", "unit_id": u, "period_id": f"2024-{month:02}"}
        for n, (u, month) in enumerate(received, 2)
    ]
    return make_store(
        unit=[district(), *units(*NAMES)],
        reporting_rule=[rule()],
        imported_file=[file(), *files],
        sheet_read=sheets,
    )


def state_by_hand(received: date | None, due: date, day: date) -> str:
    if received and received <= day:
        return "on_time" if received <= due else "late"
    return "missing" if due < day else "not_due"


@pytest.mark.parametrize("day", [date(2024, 9, 30), date(2024, 9, 18), date(2024, 5, 19)])
def test_each_periods_reports_are_counted_as_of_the_day(make_store: Make, day: date) -> None:
    ask = year(make_store)
    by_hand = {
        (u, f"2024-{month:02}"): state_by_hand(
            sent_on(place, month) if month < 10 else None, date(2024, month, 18), day
        )
        for place, u in enumerate(NAMES)
        for month in range(1, 13)
    }
    grid = ask("reporting_units", unit="h", period="2024", as_of=day)
    assert {(r["unit_id"], r["period_id"]): r["state"] for r in grid} == by_hand
    for row in ask("reporting_summary", unit="h", period="2024", as_of=day):
        counts = Counter(s for (_, month), s in by_hand.items() if month == row["period_id"])
        assert {s: row[s] for s in STATES} == {s: counts[s] for s in STATES}
        assert row["owed"] == len(NAMES)
        assert row["is_past"] == (date.fromisoformat(row["due_on"]) <= day)


def test_days_late_are_counted_from_the_due_day(make_store: Make) -> None:
    rows = year(make_store)("reporting_units", unit="h", period="2024", as_of="2024-12-31")
    late = [row for row in rows if row["state"] == "late"]
    assert late
    for row in late:
        received, due = (date.fromisoformat(row[k]) for k in ("received_on", "due_on"))
        assert row["days_late"] == (received - due).days > 0
    assert {row["days_late"] for row in rows if row["state"] != "late"} == {None}


def test_both_queries_of_reports_agree(make_store: Make) -> None:
    ask = year(make_store)
    status = ask("reporting_status", as_of="2024-09-30")
    grid = ask("reporting_units", unit="h", period="2024", as_of="2024-09-30")
    assert Counter((r["unit_id"], r["period_id"], r["state"]) for r in status) == Counter(
        (r["unit_id"], r["period_id"], r["state"]) for r in grid
    )


def test_a_unit_sees_its_own_plan_first_then_what_it_owes_the_district(make_store: Make) -> None:
    offices = {"reporters": "Các phòng", "reporters_level": "phong"}
    ask = make_store(
        unit=[district(), *units("a", "b"), unit("p", unit_level="phong")],
        reporting_rule=[
            rule(),
            rule(**offices),
            rule(unit_id="a", **OWN),
            rule(unit_id="b", **OWN),
        ],
    )
    rules = ask("reporting_rules", unit="a", period="2024")
    assert [(r["plan_unit_name"], r["units"], r["followed"]) for r in rules] == [
        ("xã A", 0, False),
        ("huyện H", 2, True),
    ]
    assert column(ask("reporting_rules", unit="h"), "reporters") == ["UBND các xã", "Các phòng"]
    assert ask("reporting_rules", unit="a", period="2023") == []


def test_where_the_plan_names_no_unit_nobody_is_called_late(make_store: Make) -> None:
    ask = make_store(unit=[unit("a")], reporting_rule=[rule(unit_id="a", **OWN)])
    asked = {"unit": "a", "period": "2024", "as_of": "2024-06-30"}
    assert ask("reporting_units", **asked) == []
    (june,) = [r for r in ask("reporting_summary", **asked) if r["period_id"] == "2024-06"]
    assert (june["owed"], june["missing"], june["followed"], june["is_past"]) == (0, 0, False, True)
    assert (june["due_on"], june["days_left"]) == ("2024-06-18", -12)


def test_a_data_window_of_its_own_is_kept(make_store: Make) -> None:
    half = {
        "frequency": "half_year",
        "report_period_id": "2023-H1",
        "due_day": None,
        "due_on": "2023-06-02",
        "window_starts_on": "2022-11-01",
        "window_ends_on": "2023-05-31",
    }
    ask = make_store(
        unit=[unit("a")], reporting_rule=[rule(unit_id="a", period_id="2023", **OWN, **half)]
    )
    (row,) = ask("reporting_summary", unit="a")
    assert (row["period_id"], row["due_on"]) == ("2023-H1", "2023-06-02")
    assert (row["window_starts_on"], row["window_ends_on"]) == ("2022-11-01", "2023-05-31")


def test_a_unit_that_is_no_more_owes_nothing(make_store: Make) -> None:
    gone = unit("b", valid_to="2024-06-30", ordinal=2)
    ask = make_store(unit=[district(), unit("a"), gone], reporting_rule=[rule()])
    owed = {r["period_id"]: r["owed"] for r in ask("reporting_summary", unit="h", period="2024")}
    assert (owed["2024-06"], owed["2024-07"]) == (2, 1)


def test_the_sources_of_reports_are_the_calendar_and_the_first_files_received_by_the_day(
    make_store: Make,
) -> None:
    offices = rule(reporters="Các phòng", reporters_level="phong", import_id=2, cell="D7")
    received = {3: ("a", "2024-05", "05-10"), 4: ("a", "2024-05", "05-25")}
    received |= {5: ("b", "2024-05", "07-01"), 6: ("p", "2024-05", "05-12")}
    ask = make_store(
        unit=[district(), *units("a", "b"), unit("p", unit_level="phong")],
        reporting_rule=[rule(), offices],
        imported_file=[
            file(1),
            file(2),
            *(file(n, f"2024-{d}") for n, (*_, d) in received.items()),
        ],
        sheet_read=[
            {"import_id": n, "form": "service_rows", "unit_id": u, "period_id": period}
            for n, (u, period, _) in received.items()
        ],
    )
    asked = {"unit": "h", "period": "2024", "as_of": "2024-06-30"}
    assert column(ask("reporting_sources", **asked, rule=1), "import_id") == [1, 2, 3]
    assert column(ask("reporting_sources", **asked), "import_id") == [1, 2, 3, 6]
    # A commune's page judges its own reports by the same files.
    own = ask("unit_page_sources", **asked | {"unit": "a"})
    assert column(own, "import_id") == [1, 3]
