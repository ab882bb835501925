"""An incremental build gives the store that a whole build gives, whatever came and went before."""

from __future__ import annotations

import os
import pickle
import random
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

import duckdb
import pytest

from cchc import importing, settings, store
from cchc.ledger import Received
from cchc.model import Fact, Finding, Normalised, TableRead, TaskLink
from cchc.normalise.rows import key
from cchc.store import Part, increment
from cchc.store.building import made_tables

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
    monkeypatch.setattr(store, "WORTH_CHANGING", 0)
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


def test_what_is_beside_a_damaged_store_is_not_built_on_it(
    tmp_path: Path, increments: list[bool]
) -> None:
    chance = random.Random(2)
    parts = [part(tmp_path, number, chance) for number in range(1, 5)]
    path = store.path_of(tmp_path, store.build(tmp_path, parts))
    content = path.read_bytes()
    place = len(content) // 2
    path.write_bytes(content[:place] + bytes([content[place] ^ 255]) + content[place + 1 :])
    after = [*parts, part(tmp_path, 5, chance)]
    store.build(tmp_path, after, parent=(tmp_path, parts))
    assert_as_built_whole(tmp_path, tmp_path / "whole", after)
    assert increments == []


@pytest.mark.parametrize("gone", ["store", "digest"])
def test_without_the_store_before_all_is_built(
    tmp_path: Path, gone: str, increments: list[bool]
) -> None:
    chance = random.Random(3)
    parts = [part(tmp_path, 1, chance)]
    path = store.path_of(tmp_path, store.build(tmp_path, parts))
    (path if gone == "store" else path.with_suffix(".sha256")).unlink()
    after = [*parts, part(tmp_path, 2, chance)]
    store.build(tmp_path, after, parent=(tmp_path, parts))
    assert_as_built_whole(tmp_path, tmp_path / "whole", after)
    assert increments == []


def test_a_catalogue_workbook_changes_everything_so_all_is_built(
    tmp_path: Path, increments: list[bool]
) -> None:
    chance = random.Random(4)
    parts = [part(tmp_path, number, chance) for number in range(1, 4)]
    store.build(tmp_path, parts)
    values: dict[str, object] = {"unit_id": "minh-hoa.mh.xa-x", "unit_name": "xã X (minh họa)"}
    values |= {"kind": "xã", "unit_level": "xa", "parent_id": "minh-hoa.mh", "ordinal": 1}
    unit = Fact("catalog_unit", values, "catalog|đơn vị", "catalog|x", "Danh mục", "A2")
    path = tmp_path / "normalised" / "catalogue.parquet"
    store.write_normalised([(path, Normalised([unit]))])
    more = [*parts, Part(received(4, chance), path)]
    store.build(tmp_path, more, parent=(tmp_path, parts))
    assert_as_built_whole(tmp_path, tmp_path / "whole", more)
    store.path_of(tmp_path, store.store_name(parts)).unlink()
    store.build(tmp_path, parts, parent=(tmp_path, more))
    assert_as_built_whole(tmp_path, tmp_path / "whole", parts)
    assert increments == [False, False]


def test_a_store_full_of_what_was_deleted_is_built_whole(
    tmp_path: Path, increments: list[bool], monkeypatch: pytest.MonkeyPatch
) -> None:
    chance = random.Random(5)
    parts = [part(tmp_path, number, chance) for number in range(1, 4)]
    store.build(tmp_path, parts)
    monkeypatch.setattr(store, "MOST_FREE", -1)
    after = [*parts, part(tmp_path, 4, chance)]
    store.build(tmp_path, after, parent=(tmp_path, parts))
    assert_as_built_whole(tmp_path, tmp_path / "whole", after)
    assert increments == []


def test_every_table_is_known_to_the_incremental_build() -> None:
    """A new table says how it is divided, or nothing is ever built incrementally again."""
    assert increment._knows_all_tables()
    text = (settings.QUERIES / "schema" / "views.sql").read_text("utf-8")
    assert text.count("\ncreate table ") == len(made_tables())


KILLED = """
import pickle, sys
from pathlib import Path
from cchc import store
from cchc.store import increment
store.WORTH_CHANGING, increment.MOST_CHANGED = 0, 1000
folder, parts, after = pickle.loads(sys.stdin.buffer.read())
print("building", flush=True)
store.build(folder, after, parent=(folder, parts))
"""


def test_an_incremental_build_killed_at_any_moment_leaves_no_store(tmp_path: Path) -> None:
    chance = random.Random(6)
    parts = [part(tmp_path, number, chance) for number in range(1, 4)]
    after = [*parts, part(tmp_path, 4, chance)]
    before = store.build(tmp_path, parts)
    for attempt in range(5):
        child = subprocess.Popen(
            [sys.executable, "-c", KILLED],
            cwd=settings.REPO,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
        )
        assert child.stdin is not None
        assert child.stdout is not None
        child.stdin.write(pickle.dumps((tmp_path, parts, after)))
        child.stdin.close()
        assert child.stdout.readline().strip() == b"building"
        time.sleep(attempt * 0.07)
        child.kill()
        child.wait()
        child.stdout.close()
        assert store.is_whole(tmp_path, before)
        name = store.store_name(after)
        if store.exists(tmp_path, name):  # it was faster: then it is whole
            assert_as_built_whole(tmp_path, tmp_path / "whole", after)
            store.forget(tmp_path)
            store.path_of(tmp_path, name).unlink()
    store.build(tmp_path, after, parent=(tmp_path, parts))
    assert_as_built_whole(tmp_path, tmp_path / "whole", after)


def test_a_figure_and_its_subject_are_of_one_unit_and_period(tmp_path: Path) -> None:
    """What the incremental build rests on, held against all that the samples say."""
    files = [settings.SAMPLES / "tam-duong-2024-muc-tieu-va-nhiem-vu.xlsx"]
    files += sorted((settings.SAMPLES / "minh-hoa").glob("*2024-0[16]*.xlsx"))
    importing.import_files(
        tmp_path, [importing.Upload(file.name, file.read_bytes()) for file in files]
    )
    rows = duckdb.sql(
        "select record, figure from read_parquet("
        f"'{tmp_path.as_posix()}/normalised/*.parquet', union_by_name = true) "
        "where figure is not null group by all having count(distinct (unit_id, period_id)) > 1"
    )
    assert rows.fetchall() == []
    store.forget(tmp_path)


def test_links_go_along_and_are_replaced_whole(tmp_path: Path, increments: list[bool]) -> None:
    """New links alone, and new links with a file that comes: as a whole build makes them."""
    chance = random.Random(3)
    parts = [part(tmp_path, number, chance) for number in range(1, 9)]
    start = (tmp_path, parts)
    first, second = link("1.1.1"), link("1.1.2")
    store.build(tmp_path, parts, links=[first])
    grown = store.build(tmp_path, parts, links=[first, second], parent=start, links_before=[first])
    assert_linked(tmp_path, parts, grown, first, second)
    more = [*parts, part(tmp_path, 9, chance)]
    name = store.build(tmp_path, more, links=[second], parent=start, links_before=[first, second])
    assert_linked(tmp_path, more, name, second)
    assert increments == [True, True]
    assert name != store.store_name(more)


def link(code: str) -> TaskLink:
    task = (*PLAN, "I", None, "1", 1)
    return TaskLink(
        *task, FRAMEWORK, code, True, "Rà soát", "Tiêu chí", None, "2024-06-01T08:00:00"
    )


def assert_linked(folder: Path, parts: Sequence[Part], name: str, *links: TaskLink) -> None:
    assert store.build(folder / "whole", parts, links=links) == name
    assert store.differing_tables(folder, name, folder / "whole", name) == []
    asked = store.run(folder, name, "task_links")
    assert [row[7] for row in asked.rows] == [one.criterion_code for one in links]
