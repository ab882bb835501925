"""The last annex of the report: which files and sheets its figures were read from.

In: the files, each with what it gave. Out: an annex.
"""

from __future__ import annotations

from itertools import groupby

from cchc import wording
from cchc.reports.monthly.given import MonthlyReport, SourceFile
from cchc.reports.official_parts import Annex, Column, Paragraph, Table

COLUMNS = (
    Column("TT", 9, "center"),
    Column("Số liệu", 38),
    Column("Tệp (trang tính)", 88),
    Column("Ngày nhận", 30, "center"),
)


def sources_annex(report: MonthlyReport) -> Annex | None:
    """One line for each kind of figures, with all its files; those of one sheet name together."""
    if not report.sources:
        return None
    by_what = [(what, list(held)) for what, held in groupby(report.sources, lambda one: one.what)]
    lines = tuple(
        (str(place), what, _files(files), _received(files))
        for place, (what, files) in enumerate(by_what, start=1)
    )
    number = len({source.file for source in report.sources})
    intro = f"Số liệu của báo cáo lấy từ {number} tệp đã nhận."
    table = Table("Các tệp nguồn", COLUMNS, lines)
    return Annex("Nguồn số liệu", (Paragraph(intro), table))


def _files(files: list[SourceFile]) -> str:
    """ "a.xlsx; b.xlsx (trang “Dịch vụ công”)"."""
    said = []
    for sheet, held in groupby(files, lambda one: one.sheet):
        names = "; ".join(one.file for one in held)
        said.append(f"{names} (trang “{sheet}”)" if sheet else names)
    return "; ".join(said)


def _received(files: list[SourceFile]) -> str:
    days = sorted(one.received_on for one in files if one.received_on is not None)
    if not days:
        return wording.MISSING
    first, last = wording.day(days[0]), wording.day(days[-1])
    return first if first == last else f"{first} – {last}"
