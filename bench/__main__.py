"""Run every measurement and print it: `python3 -m bench [NAME …]`.

Each measurement is a ratio taken in one run on one machine, pair by pair, and printed with its
median, minimum and maximum beside the aim. Nothing here passes or fails: a machine's load decides
too much of it.
"""

from __future__ import annotations

import importlib
import importlib.util
import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
MEASUREMENTS = (
    "import_seeds",
    "long_sheet",
    "illustrative_month",
    "publish_month",
    "ranking_page",
    "cold_start",
    "interaction",
    "sixty_users",
)


def main(names: list[str]) -> int:
    """Run the measurements named, or all; returns an exit code."""
    unknown = set(names) - set(MEASUREMENTS)
    if unknown:
        print(f"Unknown: {', '.join(sorted(unknown))}. Known: {', '.join(MEASUREMENTS)}")
        return 2
    for name in names or MEASUREMENTS:
        print(importlib.import_module(f"bench.{name}").measure(), flush=True)
    return 0


def in_project_python() -> int:
    """Start again in the project's own Python, which has the packages (made by run.py)."""
    folder = "Scripts" if os.name == "nt" else "bin"
    python = ROOT / ".venv" / folder / ("python.exe" if os.name == "nt" else "python")
    if not python.exists():
        print("Run `python3 run.py test` once: it makes .venv with what the measurements need.")
        return 2
    return subprocess.run([python, "-m", "bench", *sys.argv[1:]], cwd=ROOT, check=False).returncode


if __name__ == "__main__":
    # A plain `python3 -m bench` has no packages: the project's own Python is asked instead.
    has_packages = importlib.util.find_spec("streamlit") is not None
    sys.exit(main(sys.argv[1:]) if has_packages else in_project_python())
