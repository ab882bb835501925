"""Workbooks handed out, on the command line: forms to fill in, and files marked with findings."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Sequence
from pathlib import Path

from cchc import keeping
from cchc.errors import WrongUse
from cchc.importing import FileReport, Upload

Command = Callable[..., argparse.ArgumentParser]
KINDS = ("score", "services", "tasks", "satisfaction", "ranking")


def add(command: Command, folder_of: Callable[[argparse.Namespace], Path]) -> None:
    """The word `template`."""
    one = command("template", lambda o: _template(folder_of(o), o), "tạo biểu mẫu để điền")
    whom = one.add_mutually_exclusive_group(required=True)
    whom.add_argument("--unit", metavar="NAME", help="cho một đơn vị")
    whom.add_argument("--group", metavar="CODE", help="cho mọi đơn vị của một nhóm, thành tệp .zip")
    one.add_argument("--period", required=True, metavar="ID", help="2024, 2024-09 …")
    one.add_argument("--kind", action="append", choices=KINDS, help="loại biểu mẫu")
    one.add_argument("--out", required=True, type=Path, metavar="PATH")


def _template(folder: Path, options: argparse.Namespace) -> int:
    from cchc import templating  # writing workbooks is slow to import and needed here alone

    files = templating.templates_for(
        folder,
        keeping.current_store(folder),
        period=options.period,
        unit=options.unit,
        group=options.group,
        kinds=options.kind or (),
    )
    alone = len(files) == 1 and options.out.suffix.lower() != ".zip"
    _write(options.out, files[0][1] if alone else templating.as_zip(files))
    print(f"Đã ghi {len(files)} biểu mẫu vào {options.out}.")
    return 0


def write_marked(
    target: Path, uploads: Sequence[Upload], reports: Sequence[FileReport]
) -> list[Path]:
    """Each file that has findings, marked, into the folder `target`; returns what was written."""
    from cchc.reports.annotated import annotated  # slow to import and needed here alone

    target.mkdir(parents=True, exist_ok=True)
    written = []
    for upload, report in zip(uploads, reports, strict=False):
        if report.findings:
            made = annotated(upload.file, upload.content, report.kind, report.findings)
            _write(target / made.name, made.content)
            written.append(target / made.name)
    return written


def _write(path: Path, content: bytes) -> None:
    try:
        path.write_bytes(content)
    except OSError as error:
        raise WrongUse(f"Không ghi được tệp {path} ({error.strerror}).") from error
