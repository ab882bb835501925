"""Drawn workbooks from bytes to exports: inspected, accepted, asked for, handed back, withdrawn."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from cchc import importing, keeping, store
from cchc.importing import FileReport, Inspection, Upload
from cchc.model import LAST_COLUMN, LAST_ROW, place_of
from cchc.reports.annotated import annotated
from cchc.reports.xlsx import SheetOut, table_workbook
from tests.fuzz.claims import check_findings, check_inert
from tests.fuzz.tables import Drawn, drawn
from tests.fuzz.test_generated import STEADY

# A store is built for each try: what fails is shown as drawn, not searched for a smaller one.
AS_DRAWN = settings(STEADY, phases=[Phase.generate])
RECEIVED = date(2025, 8, 1)
BROKEN = Upload("hong.xlsx", b"PK\x03\x04 is no workbook")
ENDS = ("acceptable", "refused", "unreadable", "unchanged")


def uploads_of(books: Sequence[Drawn]) -> list[Upload]:
    return [
        Upload(f"{place}-{one.file}", one.content(), received_on=RECEIVED)
        for place, one in enumerate(books)
    ]


def said(inspection: Inspection) -> dict[str, tuple[object, ...]]:
    """What is said of each file, without the numbers that depend on who came first."""
    return {one.file: (one.status, one.findings, one.tables) for one in inspection.reports}


def look(folder: Path, uploads: Sequence[Upload]) -> Inspection:
    with tempfile.TemporaryDirectory() as name:
        scratch = Path(name)
        inspection = importing.inspect(folder, uploads, scratch=scratch)
        store.forget(scratch)
    return inspection


def check_report(one: FileReport, sheets: Sequence[str]) -> None:
    assert one.status in ENDS
    if one.status not in ("acceptable", "unchanged"):
        assert any(found.level == "error" for found in one.findings)
    check_findings(one.findings, sheets)
    for found in one.findings:
        if found.cell is not None:
            row, column = place_of(found.cell)
            assert row <= LAST_ROW
            assert column <= LAST_COLUMN


@settings(AS_DRAWN, max_examples=5)
@given(books=st.lists(drawn(damage=2), min_size=2, max_size=3))
def test_a_batch_is_looked_at_accepted_exported_and_taken_back(books: list[Drawn]) -> None:
    uploads = uploads_of(books)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        inspection = importing.import_files(folder, uploads)
        for one, book in zip(inspection.reports, books, strict=True):
            check_report(
                FileReport(one.file, one.sha256, "acceptable", findings=one.findings)
                if one.status == "accepted"
                else one,
                [book.sheet, "Trang 2", "Trang trống"],
            )
        current = keeping.current_store(folder)
        if current is not None:
            check_exports(folder, current)
            for number in sorted(one.import_id for one in inspection.received):
                current = importing.withdraw(folder, number)
            with tempfile.TemporaryDirectory() as other:
                empty = store.build(Path(other), [])
                assert store.differing_tables(folder, current, Path(other), empty) == []
                store.forget(Path(other))
        store.forget(folder)


def check_exports(folder: Path, current: str) -> None:
    rows = store.records(store.run(folder, current, "findings"))
    headings = tuple(rows[0]) if rows else ("trống",)
    table = [tuple(row.values()) for row in rows]
    check_inert(table_workbook([SheetOut("=Kết quả", headings, table, ("=1+1",))]))


@settings(AS_DRAWN, max_examples=3)
@given(books=st.lists(drawn(damage=2), min_size=1, max_size=3))
def test_order_and_a_broken_file_change_nothing_of_what_is_said(books: list[Drawn]) -> None:
    uploads = uploads_of(books)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        first = said(look(folder, uploads))
        assert said(look(folder, uploads)) == first
        with_broken = said(look(folder, [BROKEN, *uploads]))
        assert with_broken.pop(BROKEN.file)[0] == "unreadable"
        assert with_broken == first
        store.forget(folder)


@settings(AS_DRAWN, max_examples=2)
@given(one=drawn())
def test_a_marked_copy_made_by_the_child_opens_and_is_inert(one: Drawn) -> None:
    content = one.content()
    with tempfile.TemporaryDirectory() as name:
        (report,) = look(Path(name), [Upload(one.file, content)]).reports
    copy = annotated(one.file, content, report.kind, report.findings)
    check_inert(copy.content)
