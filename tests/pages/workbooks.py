"""Small workbooks of a test's own figures, as an office would send them; never kept as samples."""

from __future__ import annotations

import io
from collections.abc import Sequence
from pathlib import Path

import openpyxl

from cchc import importing
from cchc.importing import Upload

Row = Sequence[object]


def sheet(title: str, head: Row, *rows: Row, name: str = "Trang 1") -> bytes:
    """A title, an empty row, the head, the rows."""
    book = openpyxl.Workbook()
    page = book.active
    assert page is not None
    page.title = name
    for row in ([title], [], head, *rows):
        page.append(list(row))
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def ranking(year: int, whom: str, *rows: Row) -> bytes:
    """A ranking table: unit, index in %, published rank."""
    title = f"KẾT QUẢ XẾP HẠNG CHỈ SỐ CẢI CÁCH HÀNH CHÍNH NĂM {year} {whom.upper()}"
    numbered = [(place, *row) for place, row in enumerate(rows, start=1)]
    return sheet(title, ("TT", "Đơn vị", "Chỉ số (%)", "Xếp hạng"), *numbered, name="Xếp hạng")


def accept(folder: Path, **files: bytes) -> Path:
    """The folder after an import of these files, all accepted."""
    uploads = [Upload(f"{name.replace('_', '-')}.xlsx", body) for name, body in files.items()]
    report = importing.import_files(folder, uploads)
    assert [(one.file, one.status) for one in report.reports if one.status != "accepted"] == []
    return folder
