"""One score sheet of 100,000 rows and 9 columns, against openpyxl's read-only reading of it."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from bench.ratios import seconds, spread, told
from cchc.settings import REPO

PAIRS = 5
ROWS = 100_000
FILE = REPO / "build" / "bench" / "long_sheet.xlsx"
MIB = 1 << 20

OURS = """
import pathlib, sys
from cchc.workbook import Reader
import psutil
with Reader() as reader:
    sheet, = reader.read("a.xlsx", pathlib.Path(sys.argv[1]).read_bytes()).sheets
    child = psutil.Process(reader.pid)
    held = getattr(child.memory_info(), "peak_wset", 0)
    status = pathlib.Path(f"/proc/{reader.pid}/status")
    if status.exists():
        held = int(status.read_text().split("VmHWM:")[1].split()[0]) * 1024
assert len(sheet.cells) > 800_000, len(sheet.cells)
print(held, psutil.Process().memory_info().rss)
"""
THEIRS = """
import sys, openpyxl
book = openpyxl.load_workbook(sys.argv[1], read_only=True)
for row in book.worksheets[0].iter_rows():
    for cell in row:
        cell.value
"""


def measure() -> str:
    """Process against process, in turn; the first pair warms the disk and is not counted."""
    if not FILE.exists():
        _write()
    memory: list[tuple[int, int]] = []
    pairs = [(_ours(memory), _theirs()) for _ in range(PAIRS + 1)][1:]
    ratios = [ours / plain for ours, plain in pairs]
    child, parent = (max(each) // MIB for each in zip(*memory, strict=True))
    detail = (
        f"ours {spread([p[0] for p in pairs])} s, openpyxl {spread([p[1] for p in pairs])} s; "
        f"child at most {child} MiB, parent {parent} MiB, aim ≤ 1024 MiB"
    )
    return told("100,000 × 9 score sheet / openpyxl read-only", "≤ 1.5", ratios, detail)


def _ours(memory: list[tuple[int, int]]) -> float:
    output: list[str] = []
    time = seconds(lambda: output.append(_run(OURS)))
    child, parent = map(int, output[0].split())
    memory.append((child, parent))
    return time


def _theirs() -> float:
    return seconds(lambda: _run(THEIRS))


def _run(script: str) -> str:
    environment = os.environ | {"PYTHONPATH": str(REPO)}
    command = [sys.executable, "-c", script, str(FILE)]
    run = subprocess.run(command, cwd=REPO, env=environment, check=True, capture_output=True)
    return run.stdout.decode()


def _write() -> None:
    """Texts that repeat and texts that do not, points, percentages by format, dates, gaps."""
    from openpyxl import Workbook
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.styles import Font

    book = Workbook(write_only=True)
    page = book.create_sheet("Điểm")
    page.append(["BẢNG ĐIỂM TỰ CHẤM NĂM 2024 - XÃ A (MINH HỌA)"])
    page.append(["STT", "Tiêu chí", "Tối đa", "Tự chấm", "Thẩm định", "Tỷ lệ", "Ngày", "Đơn vị"])
    bold, percent = WriteOnlyCell(page), WriteOnlyCell(page)
    bold.font, percent.number_format = Font(name="Times New Roman", bold=True), "0.00%"
    for number in range(1, ROWS + 1):
        name, share = WriteOnlyCell(page), WriteOnlyCell(page)
        name._style, share._style = bold._style, percent._style
        name.value, share.value = f"Tiêu chí thành phần số {number}", number % 997 / 997
        day = f"{number % 28 + 1:02}/06/2024"
        points = number % 7 / 4
        owner = f"Xã {number % 150} (minh họa)"
        note = None if number % 9 == 0 else "Đạt" if number % 3 else "Chưa có tài liệu kiểm chứng"
        page.append([number, name, 2, points, points - 0.25, share, day, owner, note])
    Path(FILE).parent.mkdir(parents=True, exist_ok=True)
    book.save(FILE)
