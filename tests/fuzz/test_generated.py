"""Whatever stands in a workbook of a known form, what is read is what stands there, or is found."""

from __future__ import annotations

from dataclasses import asdict

import pytest
from hypothesis import HealthCheck, given, settings

from cchc.errors import UnreadableWorkbook
from cchc.normalise import normalise
from cchc.reports.marking import child
from cchc.workbook import Limits, Reader
from tests.fuzz.claims import check_facts, check_findings
from tests.fuzz.tables import KNOWN, TABLES, Drawn, Table, drawn, plain

STEADY = settings(
    derandomize=True,
    database=None,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)


@pytest.mark.parametrize("table", TABLES, ids=[one.name for one in TABLES])
def test_each_layout_reads_without_an_error_before_it_is_damaged(
    warm: Reader, table: Table
) -> None:
    said = normalise(warm.read("tep.xlsx", plain(table).content()), KNOWN)
    assert said.facts
    assert [one for one in said.findings if one.level == "error"] == []


@settings(STEADY, max_examples=200)
@given(one=drawn())
def test_a_drawn_workbook_is_read_as_it_stands_or_found(warm: Reader, one: Drawn) -> None:
    content = one.content()
    try:
        book = warm.read(one.file, content)
    except UnreadableWorkbook as refusal:
        pytest.fail(f"{refusal.code}: every drawn workbook can be read")
    said = normalise(book, KNOWN)
    names = [sheet.name for sheet in book.sheets]
    check_findings(said.findings, names)
    check_facts(said.facts, content)
    assert said.facts or any(found.level == "error" for found in said.findings)
    again = normalise(warm.read(one.file, content), KNOWN)
    assert (again.facts, again.findings) == (said.facts, said.findings)


@settings(STEADY, max_examples=40)
@given(one=drawn())
def test_the_marked_copy_opens_and_says_the_same(warm: Reader, one: Drawn) -> None:
    content = one.content()
    said = normalise(warm.read(one.file, content), KNOWN)
    marks = [child.Said(f.level, f.sheet, f.cell, f.message) for f in said.findings]
    copy = child.marked(content, marks, ["Tệp"], asdict(Limits()))[0]
    again = normalise(warm.read(one.file, copy), KNOWN)
    assert again.facts == said.facts
    assert [f for f in again.findings if f.level != "note"] == [
        f for f in said.findings if f.level != "note"
    ]
