"""Awkward workbooks: made cell by cell, saved as a file, read as a sender's file is read.

A test writes the rows as an office would have typed them; nothing of it is kept on disk.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from io import BytesIO

import openpyxl

from cchc import catalogue
from cchc.model import Fact, Normalised
from cchc.normalise import normalise
from cchc.workbook import Reader

Row = Sequence[object]
Read = Callable[..., Normalised]
KNOWN = catalogue.shipped()
HEAD: tuple[Row, ...] = (("UBND HUYỆN MINH HỌA",), ("SỐ LIỆU MINH HỌA",))


def book(
    *rows: Row,
    merges: Sequence[str] = (),
    formats: dict[str, str] | None = None,
    sheet: str = "Bảng",
) -> openpyxl.Workbook:
    """A workbook of one sheet whose rows stand below the district's head, from row 3 on."""
    made = openpyxl.Workbook()
    fill(made, *rows, merges=merges, formats=formats, sheet=sheet)
    del made[made.sheetnames[0]]
    return made


def fill(
    made: openpyxl.Workbook,
    *rows: Row,
    merges: Sequence[str] = (),
    formats: dict[str, str] | None = None,
    sheet: str,
) -> None:
    """One more sheet."""
    page = made.create_sheet(sheet)
    for row in (*HEAD, *rows):
        page.append(list(row))
    for cell, code in (formats or {}).items():
        page[cell].number_format = code
    for area in merges:
        page.merge_cells(area)


def saved(made: openpyxl.Workbook) -> bytes:
    target = BytesIO()
    made.save(target)
    return target.getvalue()


def read_with(reader: Reader) -> Read:
    """`read(*rows, …)` → what the workbook of these rows says."""

    def read(*rows: Row, file: str = "tep.xlsx", **layout: object) -> Normalised:
        made = book(*rows, **layout)  # type: ignore[arg-type]
        return normalise(reader.read(file, saved(made)), KNOWN)

    return read


def found(said: Normalised) -> list[tuple[str, str, str | None]]:
    return [(one.level, one.code, one.cell) for one in said.findings]


def facts(said: Normalised, table: str) -> list[Fact]:
    return [fact for fact in said.facts if fact.table == table]


def told(said: Normalised, table: str, *names: str) -> list[tuple[object, ...]]:
    """The named columns of a table's facts, in their order."""
    return [tuple(fact.values.get(name) for name in names) for fact in facts(said, table)]
