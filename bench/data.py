"""The illustrative data, imported once into build/bench and used again."""

from __future__ import annotations

from pathlib import Path

from cchc.__main__ import main as command_line
from cchc.settings import REPO


def illustrative_data() -> Path:
    """A data folder with all samples; made on the first call, kept for the next run."""
    folder = REPO / "build" / "bench" / "data"
    if not (folder / "ledger.sqlite").exists():
        print("Importing the samples once …", flush=True)
        command_line(["--data", str(folder), "sample"])
    return folder
