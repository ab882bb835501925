"""Workbooks handed out, on the command line: forms to fill in, and files marked with findings."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Sequence
from pathlib import Path

from cchc import keeping
from cchc.errors import WrongUse
from cchc.importing import FileReport, Upload
from cchc.layout_kinds import EXPORT_KINDS, TEMPLATE_KINDS

Command = Callable[..., argparse.ArgumentParser]


def add(command: Command, folder_of: Callable[[argparse.Namespace], Path]) -> None:
    """The words `template` and `export`."""
    template = command(
        "template",
        lambda options: _template(folder_of(options), options),
        "lập mẫu để điền cho một đơn vị hoặc cả nhóm",
    )
    export = command(
        "export",
        lambda options: _export(folder_of(options), options),
        "xuất số liệu đã nhận theo mẫu, nạp lại được",
    )
    for one, kinds in ((template, TEMPLATE_KINDS), (export, EXPORT_KINDS)):
        whom = one.add_mutually_exclusive_group(required=True)
        whom.add_argument("--unit", metavar="NAME", help="một đơn vị")
        whom.add_argument("--group", metavar="CODE", help="một nhóm đơn vị, ví dụ minh-hoa.mh/xa")
        one.add_argument("--period", metavar="ID", required=True, help="2024, 2024-06, 2024-Q2 …")
        one.add_argument("--kind", action="append", choices=kinds, default=[])
        out = "tệp .xlsx, tệp .zip hoặc thư mục"
        one.add_argument("--out", metavar="PATH", type=Path, required=True, help=out)


def _template(folder: Path, options: argparse.Namespace) -> int:
    from cchc import templating  # openpyxl is slow to import and needed here alone

    files = templating.templates_for(
        folder,
        keeping.current_store(folder),
        period=options.period,
        unit=options.unit,
        group=options.group,
        kinds=options.kind,
    )
    print("\n".join(templating.write_files(files, options.out)))
    return 0


def _export(folder: Path, options: argparse.Namespace) -> int:
    from cchc import exporting  # openpyxl is slow to import and needed here alone

    files, left_out = exporting.exports_for(
        folder,
        keeping.current_store(folder),
        period=options.period,
        unit=options.unit,
        group=options.group,
        kinds=options.kind,
    )
    print("\n".join([*exporting.write_files(files, options.out), *left_out]))
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
