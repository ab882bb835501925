"""Units and frameworks arrive as workbooks through the importer, and can be taken back."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from cchc import catalogue, importing, keeping, settings, store
from cchc.importing import Inspection, Upload
from tests.test_new_province import FRAMEWORK, HEADERS, TITLE, UNITS, book, scores

FILES = {
    "don-vi.xlsx": book(UNITS),
    "bo-tieu-chi.xlsx": book(FRAMEWORK),
    "xa-a.xlsx": book(scores("XÃ A", 12, 20, 38, 15)),
    "xa-b.xlsx": book(scores("XÃ B", 15, 25, 40, 18)),
}


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A data folder of a program that ships no units and no frameworks."""
    shipped = tmp_path / "catalog"
    shipped.mkdir()
    for name, header in HEADERS.items():
        (shipped / f"{name}.csv").write_text(header + "\n", "utf-8")
    monkeypatch.setattr(settings, "CATALOG", shipped)
    monkeypatch.setattr(catalogue, "shipped", lambda: catalogue.load(shipped))
    settings.catalog_version.cache_clear()
    yield tmp_path / "data"
    store.forget(tmp_path)
    settings.catalog_version.cache_clear()


def take(folder: Path, *names: str) -> Inspection:
    return importing.import_files(folder, [Upload(name, FILES[name]) for name in names])


def ranked(folder: Path) -> list[tuple[str, int | None]]:
    name = keeping.current_store(folder)
    assert name is not None
    rows = store.records(store.run(folder, name, "rank_units", period="2025"))
    return [(row["unit_name"], row["rank"]) for row in rows if row["percent"] is not None]


def numbers(done: Inspection) -> dict[str, int | None]:
    return {report.file: report.import_id for report in done.reports}


def test_one_batch_in_any_order_makes_a_ranked_index_from_nothing(folder: Path) -> None:
    done = take(folder, "xa-b.xlsx", "xa-a.xlsx", "bo-tieu-chi.xlsx", "don-vi.xlsx")
    assert {one.status for one in done.reports} == {"accepted"}
    assert ranked(folder) == [("xã B", 1), ("xã A", 2)]


def test_a_framework_accepted_later_and_withdrawn_leaves_the_store_as_it_was(folder: Path) -> None:
    take(folder, *FILES)
    before = keeping.current_store(folder)
    next_year = [FRAMEWORK[0], (TITLE.replace("2025", "2026"),), *FRAMEWORK[2:]]
    done = importing.import_files(folder, [Upload("nam-2026.xlsx", book(next_year))])
    (report,) = done.reports
    assert (report.status, report.is_catalogue) == ("accepted", True)
    assert keeping.current_store(folder) != before
    assert report.import_id is not None
    importing.withdraw(folder, report.import_id)
    assert keeping.current_store(folder) == before


def test_without_its_framework_a_score_sheet_gives_no_rank_and_says_why(folder: Path) -> None:
    framework = numbers(take(folder, *FILES))["bo-tieu-chi.xlsx"]
    assert framework is not None
    importing.withdraw(folder, framework)
    assert ranked(folder) == []
    name = keeping.current_store(folder)
    assert name is not None
    codes = {row["code"] for row in store.records(store.run(folder, name, "findings"))}
    assert "unknown_framework" in codes


def test_score_sheets_are_accepted_anew_once_their_framework_is_back(folder: Path) -> None:
    framework = numbers(take(folder, *FILES))["bo-tieu-chi.xlsx"]
    assert framework is not None
    importing.withdraw(folder, framework)
    done = take(folder, "bo-tieu-chi.xlsx", "xa-a.xlsx", "xa-b.xlsx")
    assert {one.status for one in done.reports} == {"accepted"}
    assert ranked(folder) == [("xã B", 1), ("xã A", 2)]
    again = take(folder, "xa-a.xlsx")
    assert [one.status for one in again.reports] == ["unchanged"]
