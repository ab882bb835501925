"""What needs a leader's word: the six rules against plain Python, and each at its edge.

The oracle reads the contract's queries and follows the rules as docs/decisions.md words them.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from cchc import keeping, settings, store
from tests.queries.rows import (
    Row,
    criterion,
    district,
    framework,
    progress,
    published,
    score,
    target,
    task,
    unit,
    units,
)

Make = Callable[..., Callable[..., list[Row]]]
Ask = Callable[..., list[Row]]
Finding = tuple[object, ...]
MH = "minh-hoa.mh"
SEVERITY = {
    rule: place
    for place, rule in enumerate(
        ("out_of_reach", "overdue", "service", "gap", "fall", "report"), start=1
    )
}
SEPTEMBER = date(2024, 9, 30)


@pytest.fixture(scope="module")
def ask(illustrative: Path) -> Ask:
    """Ask the store of all illustrative workbooks."""
    name = keeping.current_store(illustrative)
    assert name

    @cache  # the oracle asks the same of every unit
    def asked(query: str, **params: Any) -> list[Row]:
        return store.records(store.run(illustrative, name, query, **params))

    return asked


# the oracle --------------------------------------------------------------------------------


class Oracle:
    """The rules in plain Python over the answers of the contract's queries."""

    def __init__(self, ask: Ask, unit_id: str, as_of: date) -> None:
        self.ask, self.unit_id, self.as_of = ask, unit_id, as_of
        held = ask("units_held")
        self.names = {row["unit_id"]: row["unit_name"] for row in held}
        self.groups = {row["unit_id"]: row["unit_group"] for row in held}
        below = [one for one in self.names if one.rpartition(".")[0] == unit_id]
        self.scope = [unit_id, *below]

    def chosen(self) -> list[Finding]:
        found = [
            (place, SEVERITY[rule], (rule, *finding))
            for rule, findings in self.all().items()
            for place, finding in enumerate(findings[:2], start=1)
        ]
        five = sorted(found, key=lambda one: one[:2])[:5]
        return [one[2] for one in sorted(five, key=lambda one: (one[1], one[0]))]

    def all(self) -> dict[str, list[Finding]]:
        return {
            "out_of_reach": self.out_of_reach(),
            "overdue": self.overdue(),
            "service": self.service(),
            "gap": self.gap(),
            "fall": self.fall(),
            "report": self.report(),
        }

    def goals(self, unit_id: str) -> list[Row]:
        asked: dict[str, Any] = {"unit": unit_id, "baseline": "2023", "target": "2024"}
        return [*self.ask("compare_components", **asked), *self.ask("target_items", **asked)]

    def out_of_reach(self) -> list[Finding]:
        lost = [
            (one != self.unit_id, row["level"] != "total", place, row)
            for place, one in enumerate(self.scope)
            for row in self.goals(one)
            if row["status"] == "impossible"
        ]
        # All that is scored is lost or won in this data: the best still possible is the latest.
        lost.sort(key=lambda one: (*one[:2], -one[3]["gap_to_target"], one[2]))
        return [(row["unit_id"], row["criterion_code"]) for *_, row in lost]

    def gap(self) -> list[Finding]:
        short = [
            row
            for row in self.goals(self.unit_id)
            if row["level"] != "total"
            and (row["gap_to_target"] or 0) > 0
            and row["status"] != "impossible"
        ]
        short.sort(key=lambda row: -row["gap_to_target"])
        return [(row["criterion_code"], row["gap_to_target"], row["owner"]) for row in short]

    def fall(self) -> list[Finding]:
        def results(year: str) -> dict[str, tuple[float, str]]:
            rows = self.ask("unit_components", unit_group=self.groups[self.unit_id], period=year)
            facts = self.ask("facts", unit=self.unit_id, period=year)
            sets = {row["criterion_code"]: row["framework_id"] for row in facts}
            return {
                row["criterion_code"]: (row["percent"], sets[row["criterion_code"]])
                for row in rows
                if row["unit_name"] == self.names[self.unit_id]
            }

        before, now = results("2022"), results("2023")
        falls = [
            (code, before[code][0] - percent)
            for code, (percent, framework_id) in now.items()
            if code in before and before[code][1] == framework_id
        ]
        falls = [one for one in falls if one[1] >= 1]
        falls.sort(key=lambda one: -one[1])
        return [(code, round(fallen, 9)) for code, fallen in falls]

    def overdue(self) -> list[Finding]:
        late = self._late_of_plan() or self._late_as_reported()
        leads: dict[str | None, list[Row]] = defaultdict(list)
        for row in late:
            leads[row["who"]].append(row)
        found = [
            (len(rows), min(row["due_on"] for row in rows), lead) for lead, rows in leads.items()
        ]
        found.sort(key=lambda one: (-one[0], one[1], one[2] or "~"))
        return [(lead, count, len(late), first) for count, first, lead in found]

    def _late_of_plan(self) -> list[Row]:
        rows = self.ask("tasks", unit=self.unit_id, period="2024", as_of=self.as_of)
        return [
            row | {"who": (row["lead"] or "").rstrip(". ") or None}
            for row in rows
            if row["is_overdue"]
        ]

    def _late_as_reported(self) -> list[Row]:
        keys = ("area_code", "task_group", "number", "action_number")
        said: dict[tuple[object, ...], str] = {}
        for row in self.ask("task_reports", unit=self.unit_id):  # in the order of their months
            if row["period_id"] <= f"{self.as_of:%Y-%m}":
                said[tuple(row[key] for key in keys)] = row["status"]
        plan = self.ask("tasks", unit=MH, period="2024")
        return [
            row | {"who": self.names[self.unit_id]}
            for row in plan
            if said.get(tuple(row[key] for key in keys)) in ("in_progress", "not_started")
            and row["deadline_kind"] == "dated"
            and row["due_on"] < self.as_of.isoformat()
        ]

    def service(self) -> list[Finding]:
        rows = [
            row
            for row in self.ask("service_indicators")
            if row["unit_id"] in self.scope and row["period_id"] <= f"{self.as_of:%Y-%m}"
        ]
        told: dict[tuple[str, str, str], Row] = {}
        for row in sorted(rows, key=lambda row: row["basis"] == "in_period"):
            told[row["unit_id"], row["indicator_code"], row["period_id"]] = row
        ordinals = list(dict.fromkeys(row["indicator_code"] for row in rows))
        groups: dict[tuple[str, str], list[str]] = defaultdict(list)
        for unit_id, code, _ in told:
            place = (self.groups[unit_id], code)
            if unit_id not in groups[place]:
                groups[place].append(unit_id)
        found = []
        for (group, code), members in groups.items():
            months = [p for (u, _, p) in told if self.groups[u] == group]
            last = max(months)
            met = {u: told[u, code, last]["met"] for u in members if (u, code, last) in told}
            runs = {u: self._run(told, u, code, last) for u, ok in met.items() if ok is not None}
            missed = sum(run > 0 for run in runs.values())
            lasting = sum(run >= 3 for run in runs.values())
            own = group == self.groups[self.unit_id] and members == [self.unit_id]
            if lasting or (not own and 2 * missed > len(runs)):
                key = (not own, -lasting, -missed / len(runs), -max(runs.values()))
                asked = sum(self.groups[one] == group for one in self.scope)
                numbers = (code, missed, asked, lasting, max(runs.values()))
                found.append(((*key, ordinals.index(code), group), numbers))
        return [numbers for _, numbers in sorted(found)]

    @staticmethod
    def _run(told: dict[tuple[str, str, str], Row], unit_id: str, code: str, last: str) -> int:
        year, month, run = int(last[:4]), int(last[5:]), 0
        while (row := told.get((unit_id, code, f"{year}-{month:02}"))) and row["met"] is False:
            run, month = run + 1, month - 1
        return run

    def report(self) -> list[Finding]:
        plan = self.names.get(self.unit_id)
        due: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
        for row in self.ask("reporting_status", as_of=self.as_of):
            concerned = row["unit_id"] == self.unit_id or row["plan_unit_name"] == plan
            named = row["unit_name"] != row["plan_unit_name"]
            if concerned and named and row["due_on"] and row["due_on"] < self.as_of.isoformat():
                due[row["due_on"], row["period_id"]][row["state"]] += 1
        latest_first = sorted(due, reverse=True)
        return [
            (period, due[day, period]["missing"], due[day, period].total())
            for day, period in latest_first
            if due[day, period]["missing"]
        ]


def as_told(row: Row) -> Finding:
    """An answer's row in the oracle's words."""
    match row["rule"]:
        case "out_of_reach":
            return "out_of_reach", row["unit_id"], row["item_code"]
        case "overdue":
            return "overdue", row["owner"], row["counted"], row["counted_of"], row["due_on"]
        case "service":
            numbers = (row["counted"], row["counted_of"], row["lasting"], row["months"])
            return "service", row["item_code"], *numbers
        case "gap":
            return "gap", row["item_code"], row["difference"], row["owner"]
        case "fall":
            return "fall", row["item_code"], round(row["difference"], 9)
        case rule:
            return rule, row["period_id"], row["counted"], row["counted_of"]


def illustrative_units() -> Iterator[str]:
    for line in (settings.CATALOG / "units.csv").read_text("utf-8").splitlines():
        unit_id = line.split(",")[0]
        if unit_id == MH or unit_id.startswith(f"{MH}."):
            yield unit_id


def test_what_is_chosen_for_every_illustrative_unit_agrees_with_plain_python(ask: Ask) -> None:
    rules = Counter[object]()
    asked = [(unit_id, SEPTEMBER) for unit_id in illustrative_units()]
    for unit_id, as_of in [*asked, (MH, date(2024, 3, 31)), (f"{MH}.xa-k", date(2024, 6, 30))]:
        scope = {"unit": unit_id, "baseline": "2023", "target": "2024", "as_of": as_of}
        told = [as_told(row) for row in ask("attention", **scope)]
        assert told == Oracle(ask, unit_id, as_of).chosen(), unit_id
        assert len(told) <= 5
        rules.update(finding[0] for finding in told)
    assert set(rules) == set(SEVERITY), "every rule has something to say somewhere"


# each rule at its edge ---------------------------------------------------------------------

SCOPE: dict[str, Any] = {"unit": "h", "baseline": "2023", "target": "2024"}


def findings(ask: Ask, rule: str, **asked: Any) -> list[Row]:
    return [row for row in ask("attention", **{**SCOPE, **asked}) if row["rule"] == rule]


def index(unit_id: str, code: str, percent: float, year: str, **values: Any) -> Row:
    return published(unit_id, code, percent, period_id=year, **values)


@pytest.mark.parametrize(
    ("before", "now", "fallen"), [(80, 79.01, []), (80, 79, [1.0]), (80, 81, []), (80, 70, [10.0])]
)
def test_a_component_has_fallen_from_one_point_of_percent_on(
    make_store: Make, before: float, now: float, fallen: list[float]
) -> None:
    ask = make_store(
        unit=[district()],
        framework=[framework()],
        score=[index("h", "I", before, "2022"), index("h", "I", now, "2023")],
    )
    assert [row["difference"] for row in findings(ask, "fall")] == fallen


def test_a_fall_across_two_frameworks_is_not_told(make_store: Make) -> None:
    ask = make_store(
        unit=[district()],
        framework=[framework(), framework("f2")],
        score=[index("h", "I", 90, "2022"), index("h", "I", 50, "2023", framework_id="f2")],
    )
    assert findings(ask, "fall") == []


def test_a_fall_of_sipas_by_another_method_is_not_told(make_store: Make) -> None:
    rows = [index("h", "SIPAS", 90, "2021"), index("h", "SIPAS", 82, "2022")]
    years: dict[str, Any] = {"baseline": "2022", "target": "2023"}
    same = make_store(unit=[district()], framework=[framework()], score=rows)
    assert [row["difference"] for row in findings(same, "fall", **years)] == [8]
    other_way = {"index_code": "sipas", "from_year": 2022, "reason": "hai khối yếu tố"}
    broken = make_store(
        unit=[district()], framework=[framework()], score=rows, method_break=[other_way]
    )
    assert findings(broken, "fall", **years) == []


def test_two_gaps_the_larger_first_and_never_the_whole_index(make_store: Make) -> None:
    codes = {"total": 50, "I": 70, "II": 60, "III": 79, "IV": 90}
    ask = make_store(
        unit=[district()],
        framework=[framework()],
        criterion=[criterion(code) for code in codes],
        score=[index("h", code, percent, "2023") for code, percent in codes.items()],
        target=[target("h", code, 80, owner=f"Phòng {code}") for code in codes],
    )
    told = [(row["item_code"], row["difference"], row["owner"]) for row in findings(ask, "gap")]
    assert told == [("II", 20, "Phòng II"), ("I", 10, "Phòng I")]


# Results of 2023, the target's year without one: how far it is from the baseline.
CHANGED_ON = "2024-07-01"


def gaps(make_store: Make, *results: Row, **tables: list[Row]) -> list[tuple[Any, ...]]:
    """What rule 4 says of the targets of h for criterion I of framework f, 80% and more."""
    ask = make_store(
        unit=[district(), unit("b", ordinal=9)],
        framework=[framework(), framework("g")],
        criterion=[criterion(code, framework_id=one) for code in ("I", "II") for one in "fg"],
        score=list(results),
        target=tables.pop("target", [target("h", "I", 80)]),
        **tables,
    )
    return [(row["item_code"], row["difference"], row["note"]) for row in findings(ask, "gap")]


def joined(kind: str, before: str, after: str, on: str = CHANGED_ON) -> Row:
    return {"unit_id_before": before, "unit_id_after": after, "kind": kind, "effective_on": on}


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ([], [("I", 30, None)]),
        ([joined("partial", "b", "h")], []),
        ([joined("split", "h", "b")], []),
        ([joined("partial", "b", "h", "2023-07-01")], [("I", 30, None)]),
        (
            [joined("full", "b", "h")],
            [("I", 30, "từ ngày 01/07/2024, huyện H do xã B và đơn vị khác nhập toàn bộ thành")],
        ),
    ],
    ids=["none", "got a part", "gave a part", "before the baseline", "full merger"],
)
def test_a_gap_from_a_baseline_of_another_territory_is_noted_or_not_told(
    make_store: Make, change: list[Row], told: list[tuple[Any, ...]]
) -> None:
    assert gaps(make_store, index("h", "I", 50, "2023"), lineage=change) == told


@pytest.mark.parametrize("kind", ["full", "partial"])
def test_a_result_of_the_targets_own_year_needs_no_baseline(make_store: Make, kind: str) -> None:
    results = [index("h", "I", 50, "2023"), index("h", "I", 70, "2024")]
    assert gaps(make_store, *results, lineage=[joined(kind, "b", "h")]) == [("I", 10, None)]


def to_f(before: str, after: str, flag: str, note: str | None = None) -> Row:
    """What a criterion of the framework g is in f."""
    return {
        "framework_before": "g",
        "criterion_before": before,
        "framework_after": "f",
        "criterion_after": after,
        "flag": flag,
        "note": note,
    }


@pytest.mark.parametrize(
    ("walks", "told"),
    [
        ([], []),
        ([to_f("I", "I", "comparable")], [("I", 30, None)]),
        ([to_f("I", "I", "comparable_with_note", "đổi thang")], [("I", 30, "đổi thang")]),
        ([to_f("I", "I", "not_comparable")], []),
        ([to_f("II", "I", "comparable")], [("I", 45, None)]),
    ],
    ids=["no row", "same", "with a note", "another thing", "II became I"],
)
def test_a_gap_across_two_frameworks_follows_the_crosswalk(
    make_store: Make, walks: list[Row], told: list[tuple[Any, ...]]
) -> None:
    earlier: Row = {"framework_id": "g"}
    results = [index("h", "I", 50, "2023", **earlier), index("h", "II", 35, "2023", **earlier)]
    assert gaps(make_store, *results, crosswalk=walks) == told


def test_a_gap_of_sipas_measured_another_way_is_not_told(make_store: Make) -> None:
    results, aim = [index("h", "SIPAS", 60, "2023")], [target("h", "SIPAS", 80)]
    assert gaps(make_store, *results, target=aim) == [("SIPAS", 20, None)]
    other_way = [{"index_code": "sipas", "from_year": 2024, "reason": "hai khối yếu tố"}]
    assert gaps(make_store, *results, target=aim, method_break=other_way) == []


def test_a_target_to_keep_a_baseline_that_does_not_compare_is_judged_by_no_rule(
    make_store: Make,
) -> None:
    keep = [target("h", "I", None, comparator=">=", kind="keep", framework_id="f")]
    now = score("h", "I", 4, period_id="2024", round="appraised", level="component", max_points=10)
    rules = []
    for walks in ([to_f("I", "I", "comparable")], []):
        ask = make_store(
            unit=[district()],
            framework=[framework(), framework("g")],
            criterion=[criterion("I", 10), criterion("I", 10, framework_id="g")],
            score=[index("h", "I", 50, "2023", framework_id="g"), now],
            target=keep,
            crosswalk=walks,
        )
        rules.append([row["rule"] for row in ask("attention", **SCOPE)])
    assert rules == [["out_of_reach"], []]


@pytest.mark.parametrize(
    ("comparator", "lost", "impossible"), [(">", 2, True), (">=", 2, False), (">=", 2.5, True)]
)
def test_a_target_is_out_of_reach_when_what_is_lost_leaves_no_room(
    make_store: Make, comparator: str, lost: float, impossible: bool
) -> None:
    appraised = {"period_id": "2024", "round": "appraised", "level": "component"}
    ask = make_store(
        unit=[district(), unit("a")],
        framework=[framework(max_points=10)],
        criterion=[criterion("I", 10)],
        score=[score("a", "I", 10 - lost, **appraised)],
        target=[target("a", "I", 80, comparator=comparator)],
    )
    assert [row["unit_id"] for row in findings(ask, "out_of_reach")] == ["a"] * impossible


def test_the_lead_with_most_overdue_tasks_comes_first_with_its_oldest(make_store: Make) -> None:
    leads = {"1": "Phòng A", "2": "Phòng B", "3": "Phòng B.", "4": "Phòng C"}
    ask = make_store(
        unit=[district(), unit("a")],
        task=[
            task(number, lead=lead, action=f"Việc {number}", due_on=f"2024-0{number}-28")
            for number, lead in leads.items()
        ],
        task_progress=[progress("a", "2024-06", "in_progress", number) for number in leads],
    )
    told = findings(ask, "overdue", as_of="2024-06-30")
    assert [
        (row["owner"], row["counted"], row["counted_of"], row["item_name"]) for row in told
    ] == [
        ("Phòng B", 2, 4, "Việc 2"),
        ("Phòng A", 1, 4, "Việc 1"),
    ]
    (own,) = findings(ask, "overdue", unit="a", as_of="2024-06-30")
    assert (own["owner"], own["counted"]) == ("xã A", 4)


def rate(unit_id: str, month: int, percent: float, **values: Any) -> Row:
    return {
        "unit_id": unit_id,
        "period_id": f"2024-{month:02}",
        "indicator_code": "truc-tuyen",
        "indicator_name": "Hồ sơ trực tuyến",
        "percent": percent,
        "basis": "in_period",
        "comparator": ">=",
        "target_percent": 80,
        **values,
    }


@pytest.mark.parametrize(
    ("months", "run"),
    [
        ({4: 7, 5: 7, 6: 79.9}, 3),
        ({4: 7, 5: 80, 6: 7}, None),
        ({4: 7, 6: 7}, None),
        ({5: 7, 6: 7}, None),
    ],
    ids=["three in a row", "met in between", "silent in between", "two only"],
)
def test_a_unit_is_named_from_its_third_month_in_a_row_below_target(
    make_store: Make, months: dict[int, float], run: int | None
) -> None:
    ask = make_store(
        unit=[district(), unit("a")],
        service_indicator=[rate("a", month, percent) for month, percent in months.items()],
    )
    told = findings(ask, "service", unit="a", as_of="2024-06-30")
    assert [row["months"] for row in told] == ([run] if run else [])


def test_most_of_a_group_below_target_is_told_at_once_and_half_is_not(make_store: Make) -> None:
    def below(*low: str) -> Ask:
        figures = [rate(one, 6, 70 if one in low else 90) for one in "abcd"]
        return make_store(unit=[district(), *units(*"abcd")], service_indicator=figures)

    assert findings(below("a", "b"), "service", as_of="2024-06-30") == []
    (told,) = findings(below("a", "b", "d"), "service", as_of="2024-06-30")
    assert (told["counted"], told["counted_of"], told["named"]) == (3, 4, "xã A, xã B, xã D")


def test_a_unit_that_sent_nothing_is_one_of_its_group_and_neither_met_nor_missed(
    make_store: Make,
) -> None:
    figures = [rate(one, 6, 70) for one in "ab"]
    ask = make_store(unit=[district(), *units(*"abcde")], service_indicator=figures)
    (told,) = findings(ask, "service", as_of="2024-06-30")
    assert (told["counted"], told["counted_of"]) == (2, 5)


def calendar(**values: Any) -> Row:
    return {
        "unit_id": "h",
        "period_id": "2024",
        "reporters": "UBND các xã",
        "reporters_level": "xa",
        "recipient": "Phòng Nội vụ",
        "frequency": "monthly",
        "due_day": 14,
        **values,
    }


def test_a_report_is_missing_only_after_its_day_and_only_of_units_that_are_named(
    make_store: Make,
) -> None:
    ask = make_store(unit=[district(), *units("a", "b")], reporting_rule=[calendar()])
    told = findings(ask, "report", as_of="2024-02-15")
    assert [(row["period_id"], row["counted"], row["named"]) for row in told] == [
        ("2024-02", 2, "xã A, xã B"),
        ("2024-01", 2, "xã A, xã B"),
    ]
    assert [row["counted"] for row in findings(ask, "report", unit="a", as_of="2024-02-14")] == [1]
    unnamed = make_store(unit=[district()], reporting_rule=[calendar(reporters_level=None)])
    assert findings(unnamed, "report", as_of="2024-12-31") == []


def test_every_rule_speaks_once_before_any_speaks_twice(make_store: Make) -> None:
    codes = {"I": 70, "II": 60, "III": 50}
    low = [index("h", code, percent, "2023") for code, percent in codes.items()]
    high = [index("h", code, 95, "2022") for code in codes]
    ask = make_store(
        unit=[district(), *units("a", "b")],
        framework=[framework()],
        score=[*low, *high],
        target=[target("h", code, 80) for code in codes],
        reporting_rule=[calendar()],
        service_indicator=[rate(one, month, 7) for one in "ab" for month in (4, 5, 6)],
    )
    told = [(row["rule"], row["place"]) for row in ask("attention", **SCOPE, as_of="2024-06-30")]
    assert told == [("service", 1), ("gap", 1), ("gap", 2), ("fall", 1), ("report", 1)]
