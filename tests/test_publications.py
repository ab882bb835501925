"""The publication before the present one, and what the two say otherwise."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from pathlib import Path

import pytest

from cchc import changes, importing, keeping, store
from cchc.ledger import Head, Ledger
from tests.test_ledger import received
from tests.workbooks import sample


def test_stores_are_told_the_latest_first_each_once_from_its_first_event(tmp_path: Path) -> None:
    ledger = Ledger(tmp_path)
    head = ledger.accept([received(1), received(2)], "A", Head(0, None))
    head = ledger.accept([received(3)], "B", head)
    ledger.withdraw(3, "A", head)
    told = ledger.published()
    assert [one.store for one in told] == ["A", "B", "A"]
    assert all(isinstance(one.at, datetime) for one in told)
    assert told[0].at >= told[1].at >= told[2].at


def test_before_a_second_publication_there_is_none(tmp_path: Path) -> None:
    assert keeping.previous_publication(tmp_path) is None
    importing.import_files(tmp_path, [sample("tuy-phuoc-2023-ket-qua.xlsx")])
    assert keeping.previous_publication(tmp_path) is None


def test_the_store_before_is_found_after_an_import_and_after_a_withdrawal(tmp_path: Path) -> None:
    importing.import_files(tmp_path, [sample("tuy-phuoc-2023-ket-qua.xlsx")])
    first = keeping.current_store(tmp_path)
    done = importing.import_files(tmp_path, [sample("tam-duong-2024-muc-tieu-va-nhiem-vu.xlsx")])
    second = keeping.current_store(tmp_path)
    before = keeping.previous_publication(tmp_path)
    assert before is not None
    assert before.store == first != second
    assert done.reports[0].import_id is not None
    importing.withdraw(tmp_path, done.reports[0].import_id)
    again = keeping.previous_publication(tmp_path)
    assert again is not None
    assert again.store == second


def test_a_store_made_by_other_code_is_not_compared(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for file in ("tuy-phuoc-2023-ket-qua.xlsx", "tam-duong-2024-muc-tieu-va-nhiem-vu.xlsx"):
        importing.import_files(tmp_path, [sample(file)])
    assert keeping.previous_publication(tmp_path)
    monkeypatch.setattr("cchc.settings.schema_version", lambda: "another")
    assert keeping.previous_publication(tmp_path) is None


def test_figures_of_a_unit_that_are_new_other_or_gone_are_told(tmp_path: Path) -> None:
    importing.import_files(tmp_path, [sample("tuy-phuoc-2023-ket-qua.xlsx")])
    first = keeping.current_store(tmp_path)
    importing.import_files(tmp_path, [sample("tam-duong-2024-muc-tieu-va-nhiem-vu.xlsx")])
    second = keeping.current_store(tmp_path)
    assert first
    assert second
    assert changes.since(tmp_path, first, second, ["binh-dinh.tuy-phuoc"]) == []
    new = changes.since(tmp_path, first, second, ["lai-chau.tam-duong"])
    held = store.run(tmp_path, second, "figures_of", units=["lai-chau.tam-duong"]).rows
    assert {one.kind for one in new} == {"new"}
    assert len(new) == len(held)
    gone = changes.since(tmp_path, second, first, ["lai-chau.tam-duong"])
    assert {one.kind for one in gone} == {"gone"}
    total = [one.figure.number for one in new if one.figure.item_code == "total"]
    assert Decimal("76.17") in total
