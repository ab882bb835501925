"""The sums and ranks that matter, against plain Python over a dozen rows made by a rule.

Each oracle is written from the words of the contract, not from the SQL, and compared exactly.
"""

from __future__ import annotations

import operator
from collections import defaultdict
from collections.abc import Callable, Iterator
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from itertools import product

import duckdb
import pytest

from cchc import store
from tests.queries.rows import (
    Row,
    criterion,
    district,
    file,
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
TWELVE = "abcdefghijkm"


ROUNDING = Decimal("0.01")


def exact(value: Decimal, places: int = 12) -> float:
    return float(value.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP))


def as_told(value: Decimal | None) -> float | None:
    return None if value is None else exact(value)


# ranks -------------------------------------------------------------------------------------

# Points of 1000, and the index published with them; None: nothing said.
RANKING: dict[str, tuple[str | None, str | None]] = {
    "a": ("874.44", "87.44"),  # 87,444 · 87,436 · 87,435: published alike, and no tie
    "b": ("874.36", "87.44"),
    "c": ("874.35", "87.43"),  # truncated
    "d": ("800", None),
    "e": ("800", "80"),
    "f": (None, "80"),
    "g": ("915.2", "92.52"),  # published 1,00 above what its points make
    "h": (None, None),
    "i": (None, "86.9"),
    "j": ("0", None),
    "k": (None, None),
    "m": ("800.1", "80"),  # 80,01, truncated to 80
}


def ranks_by_hand() -> dict[str, tuple[float | None, float | None, int | None]]:
    """Shown, computed and rank: 1 + how many stand above on the exact values."""
    computed = {u: Decimal(p) / 10 for u, (p, _) in RANKING.items() if p}
    printed = {u: Decimal(q) for u, (_, q) in RANKING.items() if q}
    near = {u for u in computed.keys() & printed if abs(computed[u] - printed[u]) <= ROUNDING}
    ranked = computed | {u: value for u, value in printed.items() if u not in near}
    return {
        u: (
            as_told(printed.get(u, computed.get(u))),
            as_told(computed.get(u)),
            1 + sum(other > ranked[u] for other in ranked.values()) if u in ranked else None,
        )
        for u in RANKING
    }


def test_ranks_of_a_dozen_with_ties_and_silence_agree_with_plain_python(make_store: Make) -> None:
    ask = make_store(
        unit=units(*RANKING),
        framework=[framework(max_points=1000)],
        criterion=[criterion("1", 1000)],
        score=[
            *(score(u, "1", float(p)) for u, (p, _) in RANKING.items() if p),
            score("h", "1", status="not_scored"),
            *(published(u, "total", float(q)) for u, (_, q) in RANKING.items() if q),
        ],
    )
    answer = ask("rank_units", period="2023", unit_group="h/xa")
    got = {r["unit_id"]: (r["percent"], r["computed_percent"], r["rank"]) for r in answer}
    assert got == ranks_by_hand()
    assert [got[u][2] for u in "abcmdef"] == [2, 3, 4, 6, 7, 7, 7]
    assert {row["rank_of"] for row in answer} == {10}
    assert [row["unit_id"] for row in answer][-2:] == ["h", "k"], "silence is told apart, unranked"


# points of a score sheet -------------------------------------------------------------------

LEAVES = {"1.1": 4, "1.2": 6, "2.1": 5, "2.2": 3, "2.3": 2}
SHEET = [
    criterion("1", 10),
    criterion("2", 10, ordinal=4),
    *(
        criterion(code, most, parent_code=code[0], ordinal=place)
        for place, (code, most) in enumerate(LEAVES.items(), 2)
    ),
]
NOTHINGS = {0: "not_scored", 1: "not_applicable", 2: None}


def points_of(place: int, leaf: int, most: int) -> Decimal | str | None:
    """Points in quarters, or one of the nothings; None: the row is not on the sheet at all."""
    turn = (5 * place * place + 3 * leaf + place * leaf) % 11
    return NOTHINGS[turn] if turn in NOTHINGS else Decimal((turn * 7 + place) % (4 * most + 1)) / 4


def sheets() -> dict[str, dict[str, Decimal | str | None]]:
    return {
        u: {code: points_of(place, leaf, most) for leaf, (code, most) in enumerate(LEAVES.items())}
        for place, u in enumerate(TWELVE)
    }


def score_rows() -> Iterator[Row]:
    for unit_id, told in sheets().items():
        for code, said in told.items():
            if isinstance(said, Decimal):
                yield score(unit_id, code, float(said), level="subcriterion")
            elif said is not None:
                yield score(unit_id, code, None, status=said, level="subcriterion")


Sums = tuple[Decimal | None, int | None, int | None, int, int, float | None]


def roll_up(told: dict[str, Decimal | str | None], above: str) -> Sums:
    """Points and maximum of the scored, maximum of what applies, counts of the two nothings."""
    under = {c: s for c, s in told.items() if above == "total" or f"{c}.".startswith(f"{above}.")}
    scored = {code: said for code, said in under.items() if isinstance(said, Decimal)}
    off = [code for code, said in under.items() if said == "not_applicable"]
    room = sum(LEAVES[code] for code in under if code not in off)
    if not scored:
        return None, None, room or None, len(under) - len(off), len(off), None
    points, most = sum(scored.values(), Decimal(0)), sum(LEAVES[code] for code in scored)
    percent = exact(points / most * 100)
    return points, most, room, len(under) - len(scored) - len(off), len(off), percent


def test_every_level_of_a_score_sheet_agrees_with_plain_python() -> None:
    with duckdb.connect(":memory:", config=dict(store.MAKE_CONFIG)) as connection:
        store.create_schema(connection)
        for table, rows in {"criterion": SHEET, "score": [*score_rows()]}.items():
            for row in rows:
                names, values = ", ".join(row), ", ".join(f"${name}" for name in row)
                connection.execute(f"insert into {table} ({names}) values ({values})", row)
        store.create_views(connection)
        columns = "points, scored_max, room_max, not_scored, not_applicable, percent"
        found = connection.execute(
            f"select unit_id, criterion_code, {columns} from index_score"
        ).fetchall()
    got = {
        (unit_id, code): (*row[:5], None if row[5] is None else float(row[5]))
        for unit_id, code, *row in found
    }
    levels = [*LEAVES, "1", "2", "total"]
    assert got == {
        (unit_id, above): roll_up(told, above)
        for unit_id, told in sheets().items()
        for above in levels
    }
    assert {kind for told in sheets().values() for kind in told.values()} >= {
        "not_scored", "not_applicable", None, Decimal(0)
    }, "all nothings, and zero, are among the rows"  # fmt: skip


def test_points_lost_by_a_dozen_agree_with_plain_python(make_store: Make) -> None:
    ask = make_store(
        unit=units(*TWELVE), framework=[framework()], criterion=SHEET, score=[*score_rows()]
    )
    wanted = {}
    for above in [*LEAVES, "1", "2"]:
        rows = [roll_up(told, above) for told in sheets().values()]
        lost = [most - points for points, most, *_ in rows if points is not None and most]
        if sum(lost):
            wanted[above] = exact(sum(lost, Decimal(0)) / len(lost), 4), len(lost)
    answer = ask("lagging_criteria", period="2023")
    got = {r["criterion_code"]: (r["points_lost"], r["unit_count"]) for r in answer}
    assert got == wanted
    assert [row["points_lost"] for row in answer] == sorted(
        (lost for lost, _ in wanted.values()), reverse=True
    )


# baseline and target -----------------------------------------------------------------------

COMPARATORS = {
    ">": operator.gt,
    ">=": operator.ge,
    "=": operator.eq,
    "<": operator.lt,
    "<=": operator.le,
}
ROUNDS = ("published", "final", "appraised", "self", "trial", None)
REACHED = (79, 80, 81)  # against a target of 80 %
PLANS = {f"{place + 1}": plan for place, plan in enumerate(product(COMPARATORS, ROUNDS, REACHED))}


def judge(comparator: str, round_: str | None, reached: int) -> tuple[float, str]:
    """Gap to 80 % from the latest, else from the baseline of 70, and the target's state."""
    stands_at = 70 if round_ is None else reached
    gap = max(stands_at - 80 if comparator in ("<", "<=") else 80 - stands_at, 0)
    if round_ is None:
        return gap, "not_assessable"
    reaches = COMPARATORS[comparator](reached, 80)
    if round_ in ("published", "final"):
        return gap, "met" if reaches else "not_met"
    if reaches:
        return gap, "not_assessable"
    can_only_fall = comparator in (">", ">=", "=") and reached <= 80
    return gap, "impossible" if round_ == "appraised" and can_only_fall else "at_risk"


def test_gaps_and_states_of_all_comparators_and_rounds_agree_with_plain_python(
    make_store: Make,
) -> None:
    latest = [
        published("a", code, reached, period_id="2024")
        if round_ == "published"
        else score("a", code, reached, period_id="2024", round=round_)
        for code, (_, round_, reached) in PLANS.items()
        if round_ is not None
    ]
    ask = make_store(
        unit=[unit("a")],
        framework=[framework()],
        criterion=[criterion(code, 100, ordinal=int(code)) for code in PLANS],
        score=[*(published("a", code, 70) for code in PLANS), *latest],
        target=[target("a", code, 80, comparator=c) for code, (c, *_) in PLANS.items()],
    )
    answer = ask("compare_components", unit="a", baseline="2023", target="2024")
    got = {
        row["criterion_code"]: (row["gap_to_target"], row["status"])
        for row in answer
        if row["criterion_code"] != "total"
    }
    assert got == {code: judge(*plan) for code, plan in PLANS.items()}


# tasks -------------------------------------------------------------------------------------

DEADLINES = [
    ("dated", "2024-03-31"),
    ("dated", "2024-06-30"),
    ("dated", "2024-12-31"),
    ("periodic", None),
]
LEADS = ("Phòng Nội vụ", "Phòng Tư pháp.", None)
STEPS = (None, "not_started", "in_progress", "done")
MONTH_ENDS = {"2024-03": "2024-03-31", "2024-05": "2024-05-31", "2024-08": "2024-08-31"}


def step(number: int, reporter: int, month: int) -> str | None:
    """Silence, then ever further; some never get there."""
    return STEPS[min((number * 5 + reporter * 2) % 4 + month, 3) if number % 3 else month % 2]


def reports() -> Iterator[tuple[int, str, str, str]]:
    """Number, reporter, month and status of every report."""
    for number, (who, reporter), (when, month) in product(
        range(1, 13), enumerate("ab"), enumerate(MONTH_ENDS)
    ):
        status = step(number, who, when)
        if status is not None and number != 8:
            yield number, reporter, month, status


def deadline(number: int) -> tuple[str, str | None]:
    return DEADLINES[number % 4]


def lead(number: int) -> str | None:
    return LEADS[number % 3]


def state(number: int, day: str) -> str:
    """All done is done, none begun is not started, anything between is in progress."""
    latest = {
        reporter: status
        for n, reporter, month, status in reports()
        if n == number and MONTH_ENDS[month] <= day
    }
    kind, due_on = deadline(number)
    if not latest:
        return "not_reported"
    if set(latest.values()) == {"done"}:
        return "done"
    if kind == "dated" and due_on is not None and due_on < day:
        return "overdue"
    return "not_started" if set(latest.values()) == {"not_started"} else "in_progress"


@pytest.mark.parametrize("day", ["2024-03-30", "2024-03-31", "2024-06-30", "2024-07-01", None])
def test_counts_of_actions_agree_with_plain_python(make_store: Make, day: str | None) -> None:
    ask = make_store(
        unit=[district(), *units("a", "b")],
        task=[
            task(str(n), deadline_kind=deadline(n)[0], due_on=deadline(n)[1], lead=lead(n))
            for n in range(1, 13)
        ],
        task_progress=[progress(u, month, told, str(n)) for n, u, month, told in reports()],
    )
    names = ("done", "in_progress", "overdue", "not_reported", "not_started")
    wanted: dict[str | None, dict[str, int]] = defaultdict(lambda: dict.fromkeys(names, 0))
    for number in range(1, 13):
        who = lead(number)
        wanted[who and who.rstrip(".")][state(number, day or "2024-12-31")] += 1
    as_of = None if day is None else date.fromisoformat(day)
    answer = ask("task_summary", unit="h", period="2024", as_of=as_of)
    assert {row["lead"]: {name: row[name] for name in names} for row in answer} == wanted
    assert [row["total"] for row in answer] == [sum(wanted[r["lead"]].values()) for r in answer]
    assert [row["incomplete"] for row in answer] == [0 if row["lead"] else 4 for row in answer]


# reports -----------------------------------------------------------------------------------

# Days of September on which a unit's report came; the first one counts.
SENT = {
    "a": [13], "b": [14], "c": [], "d": [1], "e": [30, 12], "f": [12, 30],
    "g": [29], "h1": [], "i": [13, 14], "j": [15], "k": [2], "m": [14],
}  # fmt: skip


def report_state(days: list[int], as_of: int | None) -> tuple[str | None, str]:
    """On time through the 13th; what came after the day asked for has not come yet."""
    come = [day for day in days if as_of is None or day <= as_of]
    if come:
        return f"2024-09-{min(come):02d}", "on_time" if min(come) <= 13 else "late"
    return None, "missing" if (as_of or 30) > 13 else "not_due"


@pytest.mark.parametrize("as_of", [None, 1, 12, 13, 14, 29])
def test_reports_of_a_dozen_agree_with_plain_python(make_store: Make, as_of: int | None) -> None:
    mails = [(u, day) for u, days in SENT.items() for day in days]
    ask = make_store(
        unit=[district(), *units(*SENT)],
        reporting_rule=[
            {
                "unit_id": "h", "period_id": "2024", "reporters": "UBND các xã", "due_day": 13,
                "reporters_level": "xa", "recipient": "Phòng Nội vụ", "frequency": "monthly",
            }
        ],
        imported_file=[file(n, f"2024-09-{day:02d}") for n, (_, day) in enumerate(mails)],
        sheet_read=[
            {"import_id": n, "form": "task_progress", "unit_id": u, "period_id": "2024-09"}
            for n, (u, _) in enumerate(mails)
        ],
    )  # fmt: skip
    day = None if as_of is None else date(2024, 9, as_of)
    answer = ask("reporting_status", period="2024-09", as_of=day)
    assert {row["unit_id"]: (row["received_on"], row["state"]) for row in answer} == {
        u: report_state(days, as_of) for u, days in SENT.items()
    }
    assert {row["due_on"] for row in answer} == {"2024-09-13"}
