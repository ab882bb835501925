"""The illustrative month imported, against a fresh process that merely reads its files.

A month's reports, all units: read, recognised, normalised, checked, stored and published by the
command line; into an empty folder, and into one that holds all other samples. Against openpyxl's
read-only reading of the same files, process against process.
"""

from __future__ import annotations

import shutil
import sys
import tempfile
from pathlib import Path

from bench.ratios import process_seconds, spread, told
from cchc.__main__ import main as command_line
from cchc.settings import REPO, SAMPLES

PAIRS = 9
MONTH = "2024-06"
READ = """
import sys, openpyxl
for name in sys.argv[1:]:
    for sheet in openpyxl.load_workbook(name, read_only=True, data_only=True):
        for row in sheet.iter_rows():
            for cell in row:
                cell.value
"""


def measure() -> str:
    """Process against process, in turn; the first round warms the disk and is not counted."""
    files = [str(path) for path in sorted((SAMPLES / "minh-hoa").glob(f"bao-cao-{MONTH}-*.xlsx"))]
    others = _others()
    rounds = [
        (_import(files, None), _import(files, others), _read(files)) for _ in range(PAIRS + 1)
    ]
    rounds = rounds[1:]
    read = [one[2] for one in rounds]
    lines = [
        told(
            f"the illustrative month ({len(files)} files) into {where} / openpyxl read-only",
            "≤ 2",
            [one[place] / one[2] for one in rounds],
            f"import {spread([one[place] for one in rounds])} s, reading {spread(read)} s",
        )
        for place, where in enumerate(("an empty folder", "a folder with all other samples"))
    ]
    return "\n".join(lines)


def _round(files: list[str], others: Path) -> tuple[float, float, float]:
    return _import(files, None), _import(files, others), _read(files)


def _others() -> Path:
    """A data folder with every sample but the month's, made once for this code."""
    folder = REPO / "build" / "bench" / f"without-{MONTH}"
    if not (folder / "ledger.sqlite").exists():
        print(f"Importing all samples but {MONTH} once …", flush=True)
        paths = sorted(SAMPLES.rglob("*.xlsx"))
        rest = [str(path) for path in paths if f"bao-cao-{MONTH}-" not in path.name]
        command_line(["--data", str(folder), "import", *rest])
    else:
        command_line(["--data", str(folder), "query", "findings", "--format", "json"])
    return folder


def _import(files: list[str], holding: Path | None) -> float:
    with tempfile.TemporaryDirectory() as name:
        data = Path(name) / "data"
        if holding is not None:
            shutil.copytree(holding, data)
        return process_seconds(
            [sys.executable, "-m", "cchc", "--data", str(data), "import", *files]
        )


def _read(files: list[str]) -> float:
    return process_seconds([sys.executable, "-c", READ, *files])
