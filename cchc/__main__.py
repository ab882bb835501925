"""The command line: what scripts, schedulers and acceptance checks rely on.

In: words of a shell. Out: sentences or JSON on stdout, and an exit code (0 nothing refused,
1 something refused or unreadable, 2 wrong use or a store that cannot be opened).
"""

from __future__ import annotations

import argparse
import csv
import glob
import io
import json
import logging
import os
import sys
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from pathlib import Path

from cchc.workbook import Reader

# The child that reads workbooks starts before the heavy imports below, so that both load side by
# side; it ends by itself when nobody asks it for anything.
EARLY = Reader() if __name__ == "__main__" and {"import", "check"} & set(sys.argv[1:]) else None

from cchc import forms, importing, keeping, settings, store  # noqa: E402
from cchc.catalogue import Catalogue  # noqa: E402
from cchc.commands import handing_out, reporting, teaching  # noqa: E402
from cchc.errors import CchcError, WrongUse  # noqa: E402
from cchc.importing import FileReport, Inspection, Upload  # noqa: E402
from cchc.model import ColumnRead, Finding, TableRead  # noqa: E402
from cchc.periods import parse_period_id  # noqa: E402

STATUS_WORDS = {
    "accepted": "Nhận",
    "acceptable": "Nhận được",
    "unchanged": "Đã có, không đổi",
    "refused": "Trả lại",
    "unreadable": "Không đọc được",
}
LEVEL_WORDS = {"error": "Lỗi", "warning": "Cảnh báo", "note": "Lưu ý"}


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; returns its exit code."""
    _speak_utf8()
    options = _parser().parse_args(arguments)
    logging.basicConfig(level=logging.ERROR)
    try:
        code = int(options.run(options))
        sys.stdout.flush()
        return code
    except CchcError as error:
        print(str(error), file=sys.stderr)
        return 2
    except BrokenPipeError:
        # Whoever read the answer has had enough; the interpreter would complain when it ends.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except KeyboardInterrupt:
        print("Đã dừng.", file=sys.stderr)
        return 2
    except Exception:
        # The one boundary of the command line: contract.md promises a sentence, never a traceback.
        if settings.debug():
            raise
        logging.getLogger(__name__).debug("unexpected", exc_info=True)
        print(_unexpected(), file=sys.stderr)
        return 2


def _unexpected() -> str:
    kind = type(sys.exc_info()[1]).__name__
    return f"Có lỗi ngoài dự kiến ({kind}). Chạy lại với CCHC_DEBUG=1 để xem chi tiết."


def _speak_utf8() -> None:
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", newline="\n")


# the commands' words -----------------------------------------------------------------------


Run = Callable[[argparse.Namespace], int]
Command = Callable[[str, Run, str], argparse.ArgumentParser]


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m cchc", description="Số liệu cải cách hành chính"
    )
    parser.add_argument("--data", metavar="DIR", help="thư mục dữ liệu (mặc định data/var)")
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")

    def command(name: str, run: Run, text: str) -> argparse.ArgumentParser:
        one = commands.add_parser(name, help=text, description=text)
        # Accepted after the command too; SUPPRESS keeps the value given before it.
        one.add_argument("--data", metavar="DIR", default=argparse.SUPPRESS, help=argparse.SUPPRESS)
        one.set_defaults(run=run)
        return one

    for add in (_add_files_in, _add_care, _add_questions):
        add(command)
    for more in (teaching, handing_out, reporting):
        more.add(command, _folder)
    return parser


def _add_files_in(command: Command) -> None:
    """The words `check` and `import`."""
    check = command("check", _check, "đọc, nhận dạng, kiểm tra; không giữ gì")
    take = command("import", _import, "đọc, kiểm tra và nhận tệp")
    for one in (check, take):
        one.add_argument("files", nargs="+", metavar="FILE")
        one.add_argument("--period", metavar="ID", help="kỳ số liệu: 2023, 2024-06, 2024-Q2 …")
        one.add_argument("--unit", metavar="NAME", help="đơn vị, thay cho tên ghi trong tệp")
        one.add_argument("--json", action="store_true")
        framework = "lấy bảng điểm làm bộ tiêu chí"
        one.add_argument("--as-framework", action="store_true", help=framework)
        one.add_argument("--marked", type=Path, metavar="DIR", help="ghi bản đánh dấu của tệp")
    take.add_argument("--sender", metavar="NAME", help="nơi gửi, khi tệp không ghi")
    take.add_argument("--received", metavar="DATE", type=_date, help="ngày nhận, YYYY-MM-DD")
    take.add_argument("--by", metavar="WHO", help="người nhập")


def _add_care(command: Command) -> None:
    """The words `withdraw`, `history`, `rebuild`, `verify`, `backup` and `restore`."""
    withdraw = command("withdraw", _withdraw, "thu hồi một lần nhập")
    withdraw.add_argument("import_id", type=int, metavar="IMPORT_ID")
    withdraw.add_argument("--by", metavar="WHO")
    command("history", _history, "lịch sử nhập").add_argument("--json", action="store_true")
    command("rebuild", _rebuild, "dựng lại kho số liệu từ tệp gốc")
    command("verify", _verify, "đối chiếu kho số liệu với tệp gốc")
    save = command("backup", _backup, "sao lưu ra một tệp")
    load = command("restore", _restore, "khôi phục từ bản sao lưu")
    for one in (save, load):
        one.add_argument("file", type=Path, metavar="FILE")


def _add_questions(command: Command) -> None:
    """The words `query`, `queries` and `sample`."""
    query = command("query", _query, "hỏi số liệu")
    query.add_argument("name", metavar="NAME")
    query.add_argument("values", nargs="*", metavar="key=value")
    query.add_argument("--format", choices=("table", "csv", "json"), default="table")
    command("queries", _queries, "danh sách câu hỏi và ý nghĩa")
    command("sample", _sample, "nạp data/samples")


def _date(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(f"{text}: ngày phải ghi dạng YYYY-MM-DD") from error


def _folder(options: argparse.Namespace) -> Path:
    return settings.data_folder(options.data)


# files in ----------------------------------------------------------------------------------


def _uploads(options: argparse.Namespace) -> tuple[list[Upload], list[FileReport]]:
    """The files named, and a report on each that cannot be opened."""
    uploads, missing = [], []
    for path in (path for name in options.files for path in _matching(name)):
        try:
            uploads.append(_upload(path, options))
        except OSError as error:
            missing.append(_cannot_open(path, error))
    return uploads, missing


def _matching(name: str) -> list[Path]:
    """A shell that does not expand patterns (Windows) is helped; a file so named is no pattern."""
    matches = [] if os.path.exists(name) else sorted(glob.glob(name))
    return [Path(match) for match in matches or [name]]


def _upload(path: Path, options: argparse.Namespace) -> Upload:
    received = getattr(options, "received", None)
    return Upload(
        path.name,
        path.read_bytes(),
        received,
        getattr(options, "sender", None),
        as_framework=options.as_framework,
    )


def _cannot_open(path: Path, error: OSError) -> FileReport:
    if isinstance(error, FileNotFoundError):
        code, message = "not_found", f"Không có tệp {path}. Hãy kiểm tra lại đường dẫn."
    else:
        code = "cannot_open"
        message = f"Không mở được tệp {path} ({error.strerror}). Hãy kiểm tra quyền đọc tệp."
    return FileReport(path.name, "", "unreadable", findings=(Finding("error", code, message),))


def _check(options: argparse.Namespace) -> int:
    folder = _folder(options)
    keeping.current_store(folder)
    uploads, missing = _uploads(options)
    with tempfile.TemporaryDirectory() as scratch:
        inspection = importing.inspect(
            folder,
            uploads,
            unit=options.unit,
            period=options.period,
            scratch=Path(scratch),
            reader=EARLY,
        )
        store.forget(Path(scratch))
    _write_marked(options, uploads, inspection)
    inspection.reports.extend(missing)
    return _tell(inspection, keeping.current_store(folder), options.json)


def _import(options: argparse.Namespace) -> int:
    folder = _folder(options)
    uploads, missing = _uploads(options)
    inspection = importing.import_files(
        folder,
        uploads,
        unit=options.unit,
        period=options.period,
        by=options.by,
        reader=EARLY,
    )
    _write_marked(options, uploads, inspection)
    inspection.reports.extend(missing)
    return _tell(inspection, keeping.current_store(folder), options.json)


def _write_marked(
    options: argparse.Namespace, uploads: Sequence[Upload], inspection: Inspection
) -> None:
    if options.marked is not None:
        handing_out.write_marked(options.marked, uploads, inspection.reports)


def _sample(options: argparse.Namespace) -> int:
    folder = _folder(options)
    uploads = sample_uploads()
    last_said = time.monotonic()

    def progress(position: int, total: int, file: str) -> None:
        nonlocal last_said
        if time.monotonic() - last_said > 2:
            last_said = time.monotonic()
            print(f"Đã đọc {position}/{total} tệp …", flush=True)

    inspection = importing.import_files(folder, uploads, progress=progress)
    refused = _tell_briefly(inspection)
    return 1 if refused else 0


def sample_uploads() -> list[Upload]:
    """The workbooks of data/samples; a folder's manifest gives each its day of receipt."""
    uploads = [Upload(p.name, p.read_bytes()) for p in sorted(settings.SAMPLES.glob("*.xlsx"))]
    for manifest in sorted(settings.SAMPLES.glob("*/manifest.csv")):
        with manifest.open(encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file):
                content = (manifest.parent / row["file"]).read_bytes()
                received = date.fromisoformat(row["received"]) if row["received"] else None
                uploads.append(Upload(row["file"], content, received, row["sender"] or None))
    return uploads


def _tell_briefly(inspection: Inspection) -> int:
    refused = [r for r in inspection.reports if r.status in ("refused", "unreadable")]
    for report in refused:
        print(_lines_of(report, inspection.known))
    accepted = sum(1 for report in inspection.reports if report.status == "accepted")
    unchanged = sum(1 for report in inspection.reports if report.status == "unchanged")
    print(
        f"Nhận {accepted}/{len(inspection.reports)} tệp, {unchanged} tệp đã có, "
        f"{len(refused)} tệp trả lại."
    )
    return len(refused)


def _tell(inspection: Inspection, current: str | None, as_json: bool) -> int:
    if as_json:
        files = [_as_json(report, inspection.known) for report in inspection.reports]
        print(json.dumps({"store": current, "files": files}, ensure_ascii=False, indent=2))
    else:
        for report in inspection.reports:
            print(_lines_of(report, inspection.known))
    refused = any(report.status in ("refused", "unreadable") for report in inspection.reports)
    return 1 if refused else 0


def _as_json(report: FileReport, known: Catalogue) -> dict[str, object]:
    return {
        "file": report.file,
        "sha256": report.sha256 or None,
        # A check keeps nothing, yet says what an import would answer.
        "status": "accepted" if report.status == "acceptable" else report.status,
        "import_id": report.import_id if report.status in ("accepted", "unchanged") else None,
        "tables": [
            {
                "sheet": one.sheet,
                "range": one.area,
                "form": one.form,
                "rows": one.row_count,
                "unit_name": _unit_name(one, known),
                "unit_from": one.unit_from,
                "period_id": one.period_id,
                "period_from": one.period_from,
                "columns": [_column_as_json(column) for column in one.columns],
                "unused": [_column_as_json(column) for column in one.unused],
            }
            for one in report.tables
        ],
        "findings": [
            {
                "level": one.level,
                "code": one.code,
                "sheet": one.sheet,
                "cell": one.cell,
                "message": one.message,
            }
            for one in report.findings
        ],
        "questions": [
            {
                "kind": one.kind,
                "sheet": one.sheet,
                "cell": one.cell,
                "text": one.text,
                "choices": [{"id": choice, "label": label} for choice, label in one.choices],
            }
            for one in report.questions
        ],
    }


def _column_as_json(column: ColumnRead) -> dict[str, object]:
    return {
        "name": column.name,
        "title": column.title,
        "cell": column.cell,
        "text": column.text,
        "learned": column.learned,
    }


def _unit_name(table: TableRead, known: Catalogue) -> str | None:
    return known.unit(table.unit_id).unit_name if table.unit_id else None


def _lines_of(report: FileReport, known: Catalogue) -> str:
    number = f" (lần nhập {report.import_id})" if report.status == "accepted" else ""
    lines = [f"{STATUS_WORDS[report.status]}: {report.file}{number}"]
    for table in report.tables:
        whose = ", ".join(word for word in (_unit_name(table, known), table.period_id) if word)
        lines.append(
            f"  {forms.BY_NAME[table.form].title} ở trang “{table.sheet}” {table.area}: "
            f"{table.row_count} dòng" + (f" ({whose})" if whose else "")
        )
    for one in report.findings:
        place = f"{one.sheet or ''}!{one.cell}" if one.cell else (one.sheet or "cả tệp")
        lines.append(f"  {LEVEL_WORDS[one.level]} {place}: {one.message}")
    return "\n".join(lines)


# undo and care -----------------------------------------------------------------------------


def _withdraw(options: argparse.Namespace) -> int:
    importing.withdraw(_folder(options), options.import_id, by=options.by)
    print(f"Đã thu hồi lần nhập {options.import_id}.")
    return 0


def _history(options: argparse.Namespace) -> int:
    rows: list[dict[str, object]] = [
        {
            "import_id": one.import_id,
            "file": one.file,
            "sha256": one.sha256,
            "sender": one.sender,
            "received_on": one.received_on.isoformat(),
            "accepted_at": one.accepted_at.isoformat(timespec="seconds"),
            "accepted_by": one.accepted_by,
            "withdrawn_at": one.withdrawn_at and one.withdrawn_at.isoformat(timespec="seconds"),
            "withdrawn_by": one.withdrawn_by,
            "status": "withdrawn" if one.withdrawn_at else "accepted",
        }
        for one in keeping.history(_folder(options))
    ]
    if options.json:
        print(json.dumps(rows, ensure_ascii=False, indent=2))
    else:
        print(_as_table(rows, ("import_id", "file", "received_on", "accepted_by", "status")))
    return 0


def _rebuild(options: argparse.Namespace) -> int:
    name = keeping.rebuild(_folder(options))
    print(f"Kho số liệu hiện hành: {name}" if name else "Chưa có số liệu.")
    return 0


def _verify(options: argparse.Namespace) -> int:
    from cchc import backup  # zip and copying are slow to import and needed here alone

    problems = backup.verify(_folder(options))
    print("\n".join(problems) if problems else "Kho số liệu khớp với tệp gốc.")
    return 1 if problems else 0


def _backup(options: argparse.Namespace) -> int:
    from cchc import backup  # zip and copying are slow to import and needed here alone

    count = backup.backup(_folder(options), options.file)
    print(f"Đã sao lưu {count} tệp gốc và lịch sử nhập vào {options.file}.")
    return 0


def _restore(options: argparse.Namespace) -> int:
    from cchc import backup  # zip and copying are slow to import and needed here alone

    backup.restore(_folder(options), options.file)
    print(f"Đã khôi phục số liệu từ {options.file}.")
    return 0


# questions ---------------------------------------------------------------------------------


def _query(options: argparse.Namespace) -> int:
    queries = store.queries()
    if options.name not in queries:
        raise WrongUse(f"Không có câu hỏi “{options.name}”. Xem danh sách: python -m cchc queries")
    folder = _folder(options)
    known = keeping.catalogue(folder)
    params = _params(options.values, queries[options.name].params, known)
    current = keeping.current_store(folder)
    if current is None:
        columns, rows = list(queries[options.name].columns), []
    else:
        answer = store.run(folder, current, options.name, **params)
        columns, rows = list(answer.columns), store.records(answer)
        if not rows:
            _say_unknown(folder, current, params)
    _print_rows(columns, rows, options.format)
    return 0


ASKED = {"criterion": "tiêu chí", "round": "vòng chấm", "indicator": "chỉ tiêu"}


def _say_unknown(folder: Path, current: str, params: Mapping[str, object]) -> None:
    """An empty answer may come of a name that nothing has: said beside it, never instead of it."""
    for key, what in ASKED.items():
        name = params.get(key)
        if name and not store.run(folder, current, "names_known", what=key, called=name).rows:
            sentence = f"Không có {what} nào mang mã hoặc tên “{name}”. "
            print(sentence + _how_to_name(folder, current, key), file=sys.stderr)


def _how_to_name(folder: Path, current: str, key: str) -> str:
    if key == "criterion":
        return "Ghi mã như trong bộ tiêu chí (ví dụ 1.10), hoặc đủ tên."
    known = store.records(store.run(folder, current, "names_known", what=key))
    return f"Ghi một trong các mã: {', '.join(str(row['code']) for row in known)}."


def _params(words: Sequence[str], names: Sequence[str], known: Catalogue) -> dict[str, object]:
    params: dict[str, object] = {}
    for word in words:
        key, equals, value = word.partition("=")
        if not equals or key not in names:
            raise WrongUse(f"Tham số “{word}” không dùng được. Các tham số: {', '.join(names)}.")
        params[key] = _value(key, value, known)
    return params


def _value(key: str, value: str, known: Catalogue) -> object:
    """Names of units become codes, days become dates; what cannot be is wrong use."""
    if key == "unit":
        return known.resolve(value).unit_id
    if key == "unit_group":
        return known.resolve_group(value)
    if key == "as_of":
        try:
            return date.fromisoformat(value)
        except ValueError as error:
            raise WrongUse(f"Ngày “{value}” phải ghi dạng YYYY-MM-DD.") from error
    if key in ("period", "baseline", "target"):
        return parse_period_id(value).period_id
    if key == "import":
        if not value.isdigit():
            raise WrongUse(f"Số lần nhập “{value}” phải là một số.")
        return int(value)
    return value


def _print_rows(columns: list[str], rows: list[dict[str, object]], form: str) -> None:
    if form == "json":
        print(json.dumps(rows, ensure_ascii=False, indent=2))
    elif form == "csv":
        writer = csv.DictWriter(sys.stdout, columns, lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
    else:
        print(_as_table(rows, columns))


def _as_table(rows: Sequence[Mapping[str, object]], columns: Sequence[str]) -> str:
    lines = [list(columns), *([_short(row[column]) for column in columns] for row in rows)]
    widths = [max(len(line[i]) for line in lines) for i in range(len(columns))]
    return "\n".join(
        "  ".join(text.ljust(width) for text, width in zip(line, widths, strict=True)).rstrip()
        for line in lines
    )


def _short(value: object) -> str:
    text = "" if value is None else str(value).replace("\n", " ")
    return text if len(text) <= 60 else text[:59] + "…"


def _queries(options: argparse.Namespace) -> int:
    for name, query in store.queries().items():
        print(f"{name}: {query.purpose}")
        print(f"  tham số: {', '.join(query.params) or 'không'}")
        print(f"  cột:     {', '.join(query.columns)}")
        print(f"  dòng:    {query.grain}")
        print(f"  thứ tự:  {query.order}")
        print(f"  lưu ý:   {query.caveats}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
