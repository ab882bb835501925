"""What a later file replaces gives way as a whole, and how much of it changed is kept and told."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
import pytest

from cchc import store
from cchc.ledger import Received
from cchc.model import Fact, Normalised

UNIT = "minh-hoa.mh.xa-a"
SENDER = "UBND huyện Minh Họa"
GAVE_WAY = "select round, import_id, by_import_id, figures, changed from superseded order by all"
NOTHING: list[tuple[Any, ...]] = []


@pytest.fixture(autouse=True)
def closed(tmp_path: Path) -> Iterator[None]:
    yield
    store.forget(tmp_path)


def point(code: str, points: str | None, *, round: str = "final", **values: object) -> Fact:
    given = {
        "unit_id": UNIT,
        "period_id": "2023",
        "framework_id": "mh-xa-2022",
        "criterion_code": code,
        "criterion_name": f"Tiêu chí {code}",
        "level": "subcriterion",
        "round": round,
        "points": Decimal(points) if points is not None else None,
        "status": "scored" if points is not None else "not_applicable",
    }
    subject = f"score|{UNIT}|2023|{round}|mh-xa-2022|{code[0]}"
    figure = f"score|{UNIT}|2023|{round}|mh-xa-2022|{code}"
    return Fact("score", given | values, subject, figure, "Xã A", f"G{code[-1]}")


def online(numerator: int, denominator: int) -> Fact:
    place = f"service_indicator|{UNIT}|2024-08|truc-tuyen|in_period"
    values = {
        "unit_id": UNIT,
        "period_id": "2024-08",
        "indicator_code": "truc-tuyen",
        "indicator_name": "Hồ sơ nộp trực tuyến",
        "basis": "in_period",
        "numerator": Decimal(numerator),
        "denominator": Decimal(denominator),
    }
    return Fact("service_indicator", values, place, place, "Dịch vụ công", f"E{numerator}")


def part(folder: Path, import_id: int, *facts: Fact, sender: str | None = SENDER) -> store.Part:
    path = folder / "normalised" / f"part-{import_id}.parquet"
    store.write_normalised([(path, Normalised(facts=list(facts)))])
    day, moment = date(2024, 1, import_id), datetime(2024, 1, import_id, 8)
    file = f"tep-{import_id}.xlsx"
    given = (import_id, f"{import_id:064d}", file, None, None, sender, day, moment)
    return store.Part(Received(*given, None, None, None), path)


def ask(folder: Path, sql: str, *parts: store.Part) -> list[tuple[Any, ...]]:
    path = store.path_of(folder, store.build(folder, parts))
    with duckdb.connect(str(path), read_only=True) as connection:
        return connection.execute(sql).fetchall()


def findings(folder: Path, code: str, *parts: store.Part) -> list[tuple[Any, ...]]:
    sql = f"select import_id, level, sheet, cell, message from finding where code = '{code}'"
    return ask(folder, f"{sql} order by all", *parts)


def test_a_file_alone_replaces_nothing(tmp_path: Path) -> None:
    assert ask(tmp_path, GAVE_WAY, part(tmp_path, 1, point("1.1", "1"))) == NOTHING


def test_what_changed_and_what_is_gone_is_counted(tmp_path: Path) -> None:
    first = part(tmp_path, 1, *(point(f"1.{n}", "1") for n in range(1, 5)), point("2.1", "3"))
    later = part(tmp_path, 2, point("1.1", "1.00"), point("1.2", "0.5"), point("1.3", None))
    assert ask(tmp_path, GAVE_WAY, first, later) == [("final", 1, 2, 4, 3)]


def test_each_import_gives_way_to_the_next_one(tmp_path: Path) -> None:
    parts = [part(tmp_path, n, point("1.1", str(n))) for n in (1, 2, 3)]
    assert ask(tmp_path, GAVE_WAY, *parts) == [("final", 1, 2, 1, 1), ("final", 2, 3, 1, 1)]
    assert ask(tmp_path, "select points, import_id from score", *parts) == [(3, 3)]
    # Without the second, as when it is withdrawn, the first gave way to the third.
    assert ask(tmp_path, GAVE_WAY, parts[0], parts[2]) == [("final", 1, 3, 1, 1)]


def test_figures_give_way_to_another_sender_one_by_one(tmp_path: Path) -> None:
    first = part(tmp_path, 1, point("1.1", "1"), point("1.2", "2"))
    other = part(tmp_path, 2, point("1.2", "2"), sender="Phòng Nội vụ")
    assert ask(tmp_path, GAVE_WAY, first, other) == [("final", 1, 2, 1, 0)]
    stands = "select criterion_code, import_id from score order by all"
    assert ask(tmp_path, stands, first, other) == [("1.1", 1), ("1.2", 2)]


def test_a_final_result_sent_with_other_figures_names_the_import_that_stands(
    tmp_path: Path,
) -> None:
    first = part(tmp_path, 1, point("1.1", "1"), point("1.2", "2"))
    for number, sender in enumerate((SENDER, "Phòng Nội vụ"), start=2):
        later = part(tmp_path, number, point("1.1", "1"), point("1.2", "1.5"), sender=sender)
        ((import_id, level, sheet, cell, message),) = findings(
            tmp_path, "period_already_final", first, later
        )
        assert (import_id, level, sheet, cell) == (number, "warning", "Xã A", "G1")
        assert "xã A, năm 2023: kết quả chính thức đã có (lần nhập 1)" in message
        assert "thay 1 trong 2 số liệu" in message


def test_a_final_sheet_sent_again_with_equal_figures_is_a_note(tmp_path: Path) -> None:
    parts = [part(tmp_path, n, point("1.1", "1")) for n in (1, 2)]
    ((_, level, _, _, message),) = findings(tmp_path, "period_already_final", *parts)
    assert level == "note"
    assert "không số nào khác" in message


def test_a_plan_that_repeats_a_published_result_is_nothing_to_tell(tmp_path: Path) -> None:
    parts = [
        part(tmp_path, 1, point("1.1", "1", round="published")),
        part(tmp_path, 2, point("1.1", "1", round="published"), sender="Phòng Nội vụ"),
    ]
    assert findings(tmp_path, "period_already_final", *parts) == NOTHING


def test_a_row_printed_twice_alike_is_one_note_and_counts_once(tmp_path: Path) -> None:
    twice = part(tmp_path, 1, point("1.1", "1"), point("1.1", "1.0"))
    ((_, level, _, cell, message),) = findings(tmp_path, "row_repeated", twice)
    assert (level, cell) == ("note", "G1")
    assert "lặp lại 1 số liệu" in message
    assert findings(tmp_path, "one_figure_twice", twice) == NOTHING
    assert ask(tmp_path, "select count(*) from score", twice) == [(1,)]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (point("1.1", "1"), point("1.1", "1.5")),
        (point("1.1", "1"), point("1.1", None)),
        (point("1.1", "1", percent=Decimal(50)), point("1.1", "1", percent=Decimal(51))),
        (online(61, 90), online(62, 90)),
        (online(61, 90), online(61, 91)),
    ],
)
def test_a_row_printed_twice_otherwise_is_an_error_whatever_differs(
    tmp_path: Path, first: Fact, second: Fact
) -> None:
    twice = part(tmp_path, 1, first, second)
    ((_, level, _, _, message),) = findings(tmp_path, "one_figure_twice", twice)
    assert level == "error"
    assert "hai giá trị" in message
    assert findings(tmp_path, "row_repeated", twice) == NOTHING


def test_two_senders_of_counts_that_differ_are_told_the_counts(tmp_path: Path) -> None:
    first = part(tmp_path, 1, online(61, 90))
    other = part(tmp_path, 2, online(62, 90), sender="Phòng Nội vụ")
    messages = [row[4] for row in findings(tmp_path, "two_senders", first, other)]
    assert any("ghi 61/90" in one and "ghi 62/90" in one for one in messages)
