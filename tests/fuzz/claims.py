"""What must hold of anything said of any file, whatever is in it.

The reading of numbers here is its own: openpyxl's values, and every number that the text of a cell
could state. It is wider than the strict one, so a stored number outside of it was invented.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal, InvalidOperation
from functools import cache
from io import BytesIO
from typing import Any

import openpyxl

from cchc import settings
from cchc.marks import LEVEL_ORDER
from cchc.model import Fact, Finding, place_of
from cchc.workbook import REFUSALS

# What a fact states in one row (or, turned, one column), and what may stand in a row of targets.
FIGURES = {
    "score": ("points", "max_points", "percent", "published_rank", "published_rank_of"),
    "target": ("percent", "rank", "count"),
    "task_progress": ("progress_percent",),
    "service_indicator": ("numerator", "denominator", "percent"),
    "satisfaction": ("percent", "respondents"),
    "catalog_criterion": ("max_points",),
    "catalog_band": ("min_percent",),
}
TARGETS = {"service_indicator": ("target_percent", "target_count")}
CODE = re.compile(r"[\"']([a-z]+(?:_[a-z0-9]+)*)[\"']")
PYTHON = re.compile(
    r"\bNone\b|\bnan\b|<class|Traceback|Decimal\(|datetime\.|\bTrue\b|\bFalse\b|\{\}|\binf\b"
)
QUOTED = re.compile(r"“[^”]*”?", re.DOTALL)
LETTERS = re.compile(r"[à-ỹđ]", re.IGNORECASE)
NUMBER = re.compile(r"[+-]?\d[\d.,  ]*")


@cache
def known_codes() -> frozenset[str]:
    """Every quoted word of the code and the checks: a finding's code must be one of them."""
    found = {code for code, _ in REFUSALS.values()}
    for path in (*settings.REPO.glob("cchc/**/*.py"), *settings.QUERIES.glob("checks/*.sql")):
        found |= set(CODE.findall(path.read_text("utf-8")))
    return frozenset(found)


def check_findings(findings: Iterable[Finding], sheets: Iterable[str]) -> None:
    """Each has a level, a known code, a sentence of plain words, and a place that exists."""
    names = set(sheets)
    for one in findings:
        assert one.level in LEVEL_ORDER
        assert one.code in known_codes(), one
        own = QUOTED.sub("", one.message)
        assert LETTERS.search(own), one
        assert not PYTHON.search(own), one
        assert len(one.message) < 2000, one
        if one.sheet is not None:
            assert one.sheet in names, one
        if one.cell is not None:
            assert one.sheet is not None
            row, column = place_of(one.cell)
            assert row > 0
            assert column > 0


def check_facts(facts: Iterable[Fact], content: bytes) -> None:
    """Each fact's cell exists, and each of its numbers stands in that cell's row or column."""
    book = openpyxl.load_workbook(BytesIO(content), data_only=True)
    stated = {page.title: _stated(page) for page in book.worksheets}
    for fact in facts:
        assert fact.sheet in stated, fact
        row, column = place_of(fact.cell)
        cells = stated[fact.sheet]
        assert book[fact.sheet].cell(row, column).value is not None, fact
        lines = [_line(cells, 0, row), _line(cells, 1, column)]
        figures = _numbers(fact, FIGURES)
        assert any(figures <= line for line in lines), (figures, fact)
        targets = _numbers(fact, TARGETS)
        assert targets <= lines[0] | lines[1], (targets, fact)


def _numbers(fact: Fact, names: Mapping[str, tuple[str, ...]]) -> set[Decimal]:
    values = [fact.values.get(name) for name in names.get(fact.table, ())]
    return {Decimal(str(value)) for value in values if value is not None}


def _line(cells: dict[tuple[int, int], set[Decimal]], side: int, number: int) -> set[Decimal]:
    """All numbers of a row (side 0) or a column (side 1)."""
    return set().union(*(read for place, read in cells.items() if place[side] == number))


def _stated(page: Any) -> dict[tuple[int, int], set[Decimal]]:
    return {
        (cell.row, cell.column): numbers_of(cell.value, cell.number_format)
        for row in page.iter_rows()
        for cell in row
        if cell.value is not None
    }


def numbers_of(value: object, number_format: str) -> set[Decimal]:
    """Every number that a cell could be read as."""
    if isinstance(value, bool):
        return set()
    if isinstance(value, int | float):
        try:
            number = Decimal(format(value, ".15g"))
        except InvalidOperation:
            return set()
        return {number, number * 100} if "%" in number_format else {number}
    if isinstance(value, str):
        return set(_in_text(value))
    # A rank that a spreadsheet made a date: 04/11 is the 4th of November.
    return {Decimal(getattr(value, name)) for name in ("day", "month", "year")
            if hasattr(value, name)}  # fmt: skip


def _in_text(text: str) -> Iterator[Decimal]:
    plain = unicodedata.normalize("NFKC", text).replace("−", "-").replace("–", "-")
    for found in NUMBER.findall(plain):
        for piece in {found, *re.split(r"[ \s]", found)}:
            bare = re.sub(r"\s", "", piece).rstrip(".,")
            for candidate in (
                bare.replace(",", "."),
                bare.replace(".", "").replace(",", "."),
                bare.replace(",", ""),
                bare.replace(",", "").replace(".", ""),
            ):
                try:
                    yield Decimal(candidate)
                    yield -Decimal(candidate)
                except InvalidOperation:
                    continue


def check_inert(content: bytes) -> None:
    """No cell of a file that we made is a formula, and it opens."""
    book = openpyxl.load_workbook(BytesIO(content))
    kinds = {cell.data_type for page in book for row in page.iter_rows() for cell in row}
    assert "f" not in kinds
