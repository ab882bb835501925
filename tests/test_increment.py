"""An incremental build gives the store that a whole build gives, whatever came and went before."""

from __future__ import annotations

import os
import random
import shutil
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

import duckdb
import pytest

from cchc import store
from cchc.ledger import Received
from cchc.model import Fact, Finding, Normalised, TableRead
from cchc.normalise.rows import key
from cchc.store import Part, increment

UNITS = ("minh-hoa.mh.xa-a", "minh-hoa.mh.xa-b", "minh-hoa.mh.xa-c")
PLAN = ("minh-hoa.mh", "2024")
FRAMEWORK = "mh-xa-2022"
CRITERIA = (
    ("1", "component", "14"),
    ("1.1", "criterion", "3"),
    ("1.1.1", "subcriterion", "1"),
    ("1.1.2", "subcriterion", "2"),
    ("1.2", "criterion", "2"),
    ("2", "component", "10"),
)
SENDERS = (None, "UBND xã A (minh họa)", "Phòng Nội vụ (minh họa)")


# files as they might come ------------------------------------------------------------------


def scores(chance: random.Random) -> list[Fact]:
    """Areas of a score sheet: parents that may not add up, points that may be too high."""
    unit, period = chance.choice(UNITS), chance.choice(("2023", "2024"))
    place = (unit, period, chance.choice(("self", "appraised", "final")), FRAMEWORK)
    areas = chance.choice((("1",), ("2",), ("1", "2")))
    lines = [line for line in CRITERIA if line[0][0] in areas]
    if chance.random() < 0.5:
        lines.append(("total", "total", "100"))
    return [
        score(place, code, level, chance.choice(("0.5", "1", "2", "3.25")), maximum)
        for code, level, maximum in lines
    ]


def score(place: tuple[str, ...], code: str, level: str, points: str, maximum: str) -> Fact:
    names = ("unit_id", "period_id", "round", "framework_id")
    values: dict[str, object] = dict(zip(names, place, strict=True))
    values |= {"criterion_code": code, "criterion_name": f"Tiêu chí {code}", "level": level}
    values |= {"points": points, "max_points": maximum, "status": "scored"}
    area = code.partition(".")[0]
    subject, figure = key("score", *place, area), key("score", *place, code)
    return Fact("score", values, subject, figure, "Bảng điểm", f"E{len(code)}")


def published(chance: random.Random) -> list[Fact]:
    """A ranking of all units: its subjects are theirs, one by one."""
    period = chance.choice(("2023", "2024"))
    ranks = chance.sample(range(1, 4), 3)
    facts = []
    for unit, rank in zip(UNITS, ranks, strict=True):
        place = (unit, period, "published", FRAMEWORK)
        one = score(place, "total", "total", chance.choice(("3.25", "70", "71.5")), "100")
        one.values.update({"published_rank": rank, "published_rank_of": 3, "percent": Decimal(70)})
        facts.append(one)
    return facts


def services(chance: random.Random) -> list[Fact]:
    """A unit's month: so few values that months are alike, and more done than there was."""
    place = (chance.choice(UNITS), f"2024-{chance.randint(1, 5):02d}")
    basis = chance.choice(("in_period", "cumulative"))
    facts = []
    for code in ("dung-han", "truc-tuyen"):
        done = chance.choice((5, 20, 90, 110))
        values: dict[str, object] = {"unit_id": place[0], "period_id": place[1], "basis": basis}
        values |= {"indicator_code": code, "indicator_name": code, "numerator": done}
        values |= {"denominator": 100, "percent": chance.choice((done, 50))}
        subject, figure = key("service", *place, basis), key("service", *place, basis, code)
        facts.append(Fact("service_indicator", values, subject, figure, "DVC", "C7"))
    return facts


def satisfaction(chance: random.Random) -> list[Fact]:
    """One subject over several units and periods: what replaces it, replaces it in all of them."""
    facts = []
    for unit in chance.sample(UNITS, 2):
        period = chance.choice(("2023", "2024"))
        values: dict[str, object] = {"unit_id": unit, "period_id": period, "respondents": 20}
        values |= {"factor_code": "chung"}
        values |= {"factor_name": "Hài lòng chung", "percent": chance.choice((60, 80, 120))}
        figure = key("satisfaction", unit, period, "chung")
        facts.append(
            Fact("satisfaction", dict(values), "satisfaction|khảo sát", figure, "SH", "C7")
        )
    return facts


def plan(chance: random.Random) -> list[Fact]:
    return [
        Fact(
            "task",
            {
                **dict(zip(("unit_id", "period_id"), PLAN, strict=True)),
                **{"area_code": "I", "number": str(number), "action_number": 1},
                **{"title": f"Nội dung {number}", "ordinal": number, "deadline_kind": "none"},
                "action": chance.choice(("Rà soát thủ tục", "Công khai kết quả")) + f" {number}",
                "lead": chance.choice((None, "Phòng Nội vụ")),
            },
            key("task", *PLAN),
            key("task", *PLAN, "I", number),
            "Kế hoạch",
            f"B{number}",
        )
        for number in range(1, chance.randint(2, 4))
    ]


def progress(chance: random.Random) -> list[Fact]:
    """Reports on the plan, which is of another unit and period, and on tasks that it lacks."""
    place = (chance.choice(UNITS), f"2024-{chance.randint(1, 5):02d}")
    return [
        Fact(
            "task_progress",
            {
                **dict(zip(("unit_id", "period_id"), place, strict=True)),
                **dict(zip(("plan_unit_id", "plan_period_id"), PLAN, strict=True)),
                **{"area_code": "I", "number": str(number), "action_number": 1},
                "status": chance.choice(("done", "in_progress")),
            },
            key("task_progress", *place),
            key("task_progress", *place, number),
            "Tiến độ",
            f"D{number}",
        )
        for number in range(1, 4)
    ]


KINDS = (scores, published, services, satisfaction, plan, progress)


def said(chance: random.Random) -> Normalised:
    facts = [fact for kind in chance.sample(KINDS, chance.randint(1, 2)) for fact in kind(chance)]
    facts += facts[:1] if chance.random() < 0.2 else []
    facts = [replace(fact, cell=f"C{row}") for row, fact in enumerate(facts, 7)]
    tables = {
        (fact.sheet, fact.values["unit_id"], fact.values["period_id"]): TableRead(
            fact.sheet, "A1:F9", "service_indicators", 3, str(fact.values["unit_id"]), None
        )
        for fact in facts
    }
    read = [replace(table, period_id=str(where[2])) for where, table in tables.items()]
    note = Finding("note", "rows_left_blank", "Dòng để trống.", "Trang 1", "A1")
    return Normalised(facts, [note] * chance.randint(0, 2), read)


def received(import_id: int, chance: random.Random) -> Received:
    day = date(2024, chance.randint(1, 6), 5)
    moment, sender = datetime(2024, 6, 1), chance.choice(SENDERS)
    file = f"tep-{import_id}.xlsx"
    return Received(
        import_id, f"{import_id:064d}", file, None, None, sender, day, moment, None, None, None
    )


def part(folder: Path, import_id: int, chance: random.Random) -> Part:
    path = folder / "normalised" / f"part-{import_id}.parquet"
    store.write_normalised([(path, said(chance))])
    return Part(received(import_id, chance), path)


# the claim ---------------------------------------------------------------------------------


@pytest.fixture(autouse=True)
def small_stores_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Nothing is too small or too much changed for an incremental build."""
    monkeypatch.setattr(store, "LARGE", 0)
    monkeypatch.setattr(store, "MOST_FREE", 1)
    monkeypatch.setattr(store, "MOST_ROWS", 1000)
    monkeypatch.setattr(increment, "MOST_CHANGED", 1000)
    yield
    store.forget(tmp_path)


@pytest.fixture
def increments(monkeypatch: pytest.MonkeyPatch) -> list[bool]:
    """Whether each incremental build that was tried was one."""
    tried = []
    change = increment.change

    def noting(
        connection: duckdb.DuckDBPyConnection, before: Sequence[Part], after: Sequence[Part]
    ) -> bool:
        tried.append(change(connection, before, after))
        return tried[-1]

    monkeypatch.setattr(increment, "change", noting)
    return tried


def assert_as_built_whole(folder: Path, whole: Path, parts: Sequence[Part]) -> None:
    name = store.store_name(parts)
    assert store.build(whole, parts) == name
    assert store.differing_tables(folder, name, whole, name) == []


def assert_same_answers(folder: Path, whole: Path, parts: Sequence[Part]) -> None:
    name = store.store_name(parts)
    for query in store.queries():
        assert store.run(folder, name, query) == store.run(whole, name, query), query


@pytest.mark.parametrize("seed", range(int(os.environ.get("CCHC_SEEDS", "2"))))
def test_whatever_comes_and_goes_the_store_is_the_one_built_whole(
    tmp_path: Path, seed: int, increments: list[bool]
) -> None:
    chance = random.Random(seed)
    parts = [part(tmp_path, number, chance) for number in range(1, 9)]
    store.build(tmp_path, parts)
    for step in range(7):
        gone = chance.sample(parts, chance.choice((0, 1, 1, 2)))
        come = [
            part(tmp_path, 10 * (step + 1) + number, chance)
            for number in range(chance.choice((0, 1, 2)) if gone else 2)
        ]
        after = [one for one in parts if one not in gone] + come
        store.build(tmp_path, after, parent=(tmp_path, parts))
        assert_as_built_whole(tmp_path, tmp_path / "whole", after)
        parts = after
    assert_same_answers(tmp_path, tmp_path / "whole", parts)
    assert increments == [True] * 7


def test_a_withdrawn_import_brings_back_what_it_had_replaced(
    tmp_path: Path, increments: list[bool]
) -> None:
    chance = random.Random(1)
    parts = [part(tmp_path, number, chance) for number in range(1, 12)]
    before = store.build(tmp_path, parts)
    more = [*parts, part(tmp_path, 12, chance), part(tmp_path, 13, chance)]
    store.build(tmp_path, more, parent=(tmp_path, parts))
    store.forget(tmp_path)
    shutil.move(store.path_of(tmp_path, before), tmp_path / "before.duckdb")
    assert store.build(tmp_path, parts, parent=(tmp_path, more)) == before
    (tmp_path / "kept" / "stores").mkdir(parents=True)
    shutil.move(tmp_path / "before.duckdb", store.path_of(tmp_path / "kept", before))
    assert store.differing_tables(tmp_path, before, tmp_path / "kept", before) == []
    assert increments == [True, True]
