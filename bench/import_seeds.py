"""Importing the six seed workbooks against a fresh process that merely loads them with openpyxl."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from bench.ratios import process_seconds, spread, told
from cchc.settings import SAMPLES

PAIRS = 9
LOAD = "import sys, openpyxl\nfor name in sys.argv[1:]: openpyxl.load_workbook(name)"


def measure() -> str:
    """Process against process, in turn; the first pair warms the disk and is not counted."""
    files = [str(path) for path in sorted(SAMPLES.glob("*.xlsx"))]
    pairs = [(_import(files), _load(files)) for _ in range(PAIRS + 1)][1:]
    ratios = [ours / plain for ours, plain in pairs]
    detail = f"import {spread([p[0] for p in pairs])} s, loading {spread([p[1] for p in pairs])} s"
    return told("import of the six seed workbooks / openpyxl loading them", "≤ 2", ratios, detail)


def _import(files: list[str]) -> float:
    with tempfile.TemporaryDirectory() as folder:
        data = str(Path(folder) / "data")
        return process_seconds([sys.executable, "-m", "cchc", "--data", data, "import", *files])


def _load(files: list[str]) -> float:
    return process_seconds([sys.executable, "-c", LOAD, *files])
