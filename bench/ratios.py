"""Pairs of times and the ratio between them."""

from __future__ import annotations

import os
import statistics
import subprocess
import time
from collections.abc import Callable, Sequence

from cchc.settings import REPO


def seconds(work: Callable[[], object]) -> float:
    """Wall-clock seconds of one call."""
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def process_seconds(command: Sequence[str]) -> float:
    """Wall-clock seconds of a process, with compiled modules kept from run to run as in use."""
    kept = {"PYTHONPYCACHEPREFIX": str(REPO / "build" / "bench" / "pycache")}
    inherited = {name: one for name, one in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    quiet = subprocess.DEVNULL
    return seconds(
        lambda: subprocess.run(command, cwd=REPO, env=inherited | kept, check=True, stdout=quiet)
    )


def spread(values: Sequence[float]) -> str:
    """'1.92 (1.80–2.10)': median, minimum, maximum."""
    return f"{statistics.median(values):.2f} ({min(values):.2f}–{max(values):.2f})"


def told(name: str, aim: str, ratios: Sequence[float], detail: str) -> str:
    """One line for one measurement."""
    return f"{name}: × {spread(ratios)}, aim {aim}; n = {len(ratios)}; {detail}"
