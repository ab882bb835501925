"""Workbooks made for tests that hand whole files over, and what a data folder holds."""

from __future__ import annotations

import hashlib
from io import BytesIO
from pathlib import Path

import openpyxl

from cchc.importing import Upload
from cchc.settings import SAMPLES

COMPOUND = bytes.fromhex("d0cf11e0a1b11ae1").ljust(512, b"\0")
PLAN_POINTS = "1.1.1"
PLAN_NAME = "Ban hành kế hoạch cải cách hành chính năm kịp thời, đủ nội dung"
TRUNCATED = 3000


def score_book(
    points: object = 0.75,
    *,
    unit: str = "XÃ A",
    year: str = "NĂM 2024",
    agency: str | None = "UBND HUYỆN MINH HỌA",
) -> bytes:
    """A score sheet with one row: the points of criterion 1.1.1, whose maximum is 1."""
    book = openpyxl.Workbook()
    page = book.worksheets[0]
    page.title = "Điểm"
    page["A1"] = agency
    page["A2"] = "SỐ LIỆU MINH HỌA"  # the units are fictitious ones
    page["A3"] = " ".join(["BẢNG ĐIỂM TỰ CHẤM", year, "-" if unit else "", unit]).strip()
    page["A5"], page["B5"] = "STT", "Lĩnh vực/Tiêu chí/Tiêu chí thành phần"
    page["C5"], page["D5"] = "Điểm tối đa", "Tự đánh giá"
    page["A6"], page["B6"], page["C6"], page["D6"] = PLAN_POINTS, PLAN_NAME, 1, points
    return _saved(book)


def unknown_book() -> bytes:
    """A workbook without any table that the forms know."""
    book = openpyxl.Workbook()
    book.worksheets[0]["A1"] = "Danh bạ điện thoại"
    return _saved(book)


def protected_book() -> bytes:
    """What Excel writes under a password: a compound file that holds an encrypted package."""
    root = "Root Entry".encode("utf-16-le").ljust(128, b"\0")
    return COMPOUND + root + "EncryptedPackage".encode("utf-16-le")


def _saved(book: openpyxl.Workbook) -> bytes:
    target = BytesIO()
    book.save(target)
    return target.getvalue()


def sample(name: str) -> Upload:
    """A workbook of data/samples as it came."""
    return Upload(Path(name).name, (SAMPLES / name).read_bytes())


def tree(folder: Path) -> dict[str, str]:
    """Every file under a folder with the digest of its bytes."""
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }
