"""The report on administrative reform as a Word file, on the command line."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from pathlib import Path

from cchc.errors import WrongUse

Command = Callable[..., argparse.ArgumentParser]


def add(command: Command, folder_of: Callable[[argparse.Namespace], Path]) -> None:
    """The word `report`."""
    one = command(
        "report",
        lambda options: _report(folder_of(options), options),
        "lập dự thảo báo cáo cải cách hành chính (Word)",
    )
    one.add_argument("--unit", metavar="NAME", required=True, help="đơn vị báo cáo")
    one.add_argument(
        "--period", metavar="ID", required=True, help="2024-09, 2024-Q3, 2024-H1, 2024-M09, 2024"
    )
    one.add_argument("--out", metavar="FILE", type=Path, required=True, help="tệp .docx")


def _report(folder: Path, options: argparse.Namespace) -> int:
    from cchc import monthly  # python-docx is slow to import and needed here alone

    out: Path = options.out
    if out.suffix.lower() != ".docx":
        raise WrongUse(f"Tệp báo cáo phải có đuôi .docx, không phải “{out.name}”.")
    _, content = monthly.report_file(folder, options.unit, options.period)
    try:
        out.parent.mkdir(parents=True, exist_ok=True)
        out.write_bytes(content)
    except OSError as error:
        raise WrongUse(f"Không ghi được tệp {out} ({error.strerror}).") from error
    print(f"Đã lập dự thảo báo cáo: {out}")
    return 0
