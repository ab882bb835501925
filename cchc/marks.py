"""What makes our own marks in a workbook recognisable: words that marking writes and reading skips.

A workbook that was sent back marked comes in again, mended, with the old marks in it. Its comments
and colours are no content of a cell; the sheet that lists the findings is told by its first cell.
"""

from __future__ import annotations

import unicodedata

from cchc.model import Level, Sheet

AUTHOR = "Kiểm tra số liệu CCHC"
SHEET_NAME = "Kết quả kiểm tra"
# The sheet may be renamed, moved or copied by whoever mends the file; this text goes along.
SHEET_TITLE = "KẾT QUẢ KIỂM TRA SỐ LIỆU (phần mềm tự ghi, mỗi lần kiểm tra được thay mới)"
# Every line of ours in a comment begins so; a message holds no line break.
LINE_START = "— Kiểm tra số liệu: "

LEVEL_WORDS: dict[Level, str] = {"error": "Lỗi", "warning": "Cảnh báo", "note": "Ghi chú"}
LEVEL_ORDER: tuple[Level, ...] = ("error", "warning", "note")


def is_own_title(text: object) -> bool:
    """Whether this is what stands in A1 of a sheet that lists findings."""
    return isinstance(text, str) and unicodedata.normalize("NFC", text).strip() == SHEET_TITLE


def is_own_sheet(sheet: Sheet) -> bool:
    """A sheet that `cchc.reports.annotated` added: it says what was found and holds no data."""
    first = sheet.cells.get((1, 1))
    return first is not None and is_own_title(first.value)
