"""The only composer of stages: files in → report, acceptance, withdrawal, rebuilding.

In: files as received and what the sender or staff say of them. Out: a report by file; on
acceptance a new current store. Nothing is kept of a file that is refused. A person's words
(who, when) arrive as arguments: nothing here asks or prints.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import tempfile
import zipfile
import zlib
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Literal

from cchc import catalogue as catalogues
from cchc import settings, store
from cchc.errors import CchcError, StoreUnavailable, UnreadableWorkbook, WrongUse
from cchc.ledger import Head, Ledger, Moved, Received
from cchc.model import Finding, Normalised, Sheet, TableRead, Workbook
from cchc.normalise import normalise
from cchc.normalise.scope import Hints
from cchc.workbook import Reader

Status = Literal["accepted", "acceptable", "unchanged", "refused", "unreadable"]
Progress = Callable[[int, int, str], None]
LEDGER_NAME = "ledger.sqlite"
# Few, because a large workbook waits in memory as a whole.
FILES_AHEAD = 3


@dataclass(frozen=True, slots=True)
class Upload:
    """A file as it came; `received_on` is the day the mail came, `sender` who sent it if known."""

    file: str
    content: bytes
    received_on: date | None = None
    sender: str | None = None

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self.content).hexdigest()


@dataclass(frozen=True, slots=True)
class FileReport:
    """What is said of one file. `acceptable` becomes `accepted` when its store is published."""

    file: str
    sha256: str
    status: Status
    import_id: int | None = None
    tables: tuple[TableRead, ...] = ()
    findings: tuple[Finding, ...] = ()


@dataclass(slots=True)
class Inspection:
    """Files looked at, and the candidate store that accepting them would publish."""

    reports: list[FileReport]
    parent: Head
    candidate: str | None = None
    received: list[Received] = field(default_factory=list)
    contents: dict[str, bytes] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Read:
    """One upload after reading: what it says, or why it cannot be read."""

    upload: Upload
    said: Normalised | None
    refusal: UnreadableWorkbook | None = None

    @property
    def is_refused(self) -> bool:
        return self.said is None or any(one.level == "error" for one in self.said.findings)


# looking -----------------------------------------------------------------------------------


def inspect(  # noqa: PLR0913
    folder: Path,
    uploads: Sequence[Upload],
    *,
    unit: str | None = None,
    period: str | None = None,
    progress: Progress | None = None,
    scratch: Path | None = None,
    reader: Reader | None = None,
) -> Inspection:
    """Read, recognise, normalise and check files; change nothing that is current.

    What is written (normalised files, the candidate) goes to `scratch`, else to `folder`, where
    it stays a candidate until accepted. A `reader` already started is used and closed. Raises
    WrongUse for an unknown unit or period.
    """
    hints = _hints(unit, period)
    reads = _read_all(uploads, hints, progress, reader)
    return _inspect_read(folder, scratch or folder, reads, hints)


def _hints(unit: str | None, period: str | None) -> Hints:
    from cchc.periods import parse_period_id

    return Hints(
        unit=catalogues.shipped().resolve(unit) if unit else None,
        period_id=parse_period_id(period).period_id if period else None,
    )


def _read_all(
    uploads: Sequence[Upload], hints: Hints, progress: Progress | None, reader: Reader | None
) -> list[_Read]:
    with reader or Reader() as open_reader, ThreadPoolExecutor(1) as ahead:
        known = catalogues.shipped()
        reads = []
        for position, (upload, reading) in enumerate(_reading_ahead(uploads, open_reader, ahead)):
            if progress:
                progress(position, len(uploads), upload.file)
            try:
                reads.append(_Read(upload, normalise(reading.result(), known, hints)))
            except UnreadableWorkbook as refusal:
                reads.append(_Read(upload, None, refusal))
    return reads


def _reading_ahead(
    uploads: Sequence[Upload], reader: Reader, ahead: ThreadPoolExecutor
) -> Iterator[tuple[Upload, Future[Workbook]]]:
    """The child reads the next files while one is normalised here."""
    waiting: deque[tuple[Upload, Future[Workbook]]] = deque()
    for upload in uploads:
        waiting.append((upload, ahead.submit(reader.read, upload.file, upload.content)))
        if len(waiting) > FILES_AHEAD:
            yield waiting.popleft()
    yield from waiting


def _inspect_read(folder: Path, scratch: Path, reads: list[_Read], hints: Hints) -> Inspection:
    """Build the candidate; a file that the checks refuse is left out and the rest built again."""
    ledger = Ledger(folder)
    parent = ledger.head()
    active = ledger.active()
    unchanged = _unchanged(reads, active, hints)
    repeats = _repeats(reads)
    refused: dict[int, tuple[Finding, ...]] = {}
    while True:
        chosen = [
            i
            for i, read in enumerate(reads)
            if not (read.is_refused or i in unchanged or i in repeats or i in refused)
        ]
        received = _received(ledger, [reads[i] for i in chosen], hints)
        ids = dict(zip(chosen, received, strict=True))
        candidate = _candidate(folder, scratch, active, received, [reads[i] for i in chosen])
        findings = _findings_by_import(scratch, candidate, received)
        failing = {
            i: tuple(findings[one.import_id])
            for i, one in ids.items()
            if any(finding.level == "error" for finding in findings[one.import_id])
        }
        if not failing:
            break
        _forget_refused(scratch, candidate, [ids[i] for i in failing])
        refused |= failing
    # A second copy has the fate of the first: not accepted twice, and refused for the same reasons.
    unchanged |= {i: ids[first] for i, first in repeats.items() if first in ids}
    refused |= {i: refused[first] for i, first in repeats.items() if first in refused}
    reports = [
        _report(read, unchanged.get(i), ids.get(i), refused.get(i), findings)
        for i, read in enumerate(reads)
    ]
    contents = {reads[i].upload.sha256: reads[i].upload.content for i in chosen}
    return Inspection(reports, parent, candidate, received, contents)


def _unchanged(reads: list[_Read], active: Sequence[Received], hints: Hints) -> dict[int, Received]:
    """Files whose content is accepted already for the same unit and period."""
    hinted = (hints.unit.unit_id if hints.unit else None, hints.period_id)
    known: dict[str, list[Received]] = {}
    for one in active:
        if (one.unit_hint, one.period_hint) == hinted:
            known.setdefault(one.sha256, []).append(one)
    found: dict[int, Received] = {}
    for i, read in enumerate(reads):
        for one in known.get(read.upload.sha256, ()):
            if _says_the_same_as(one.file, read, hints):
                found[i] = one
    return found


def _says_the_same_as(file: str, read: _Read, hints: Hints) -> bool:
    """Whether the content speaks of the same units and periods under another name.

    The file's name is the last place where they are looked for.
    """
    if file == read.upload.file or read.said is None:
        return True
    with Reader() as reader:
        workbook = reader.read(file, read.upload.content)
    return _scopes(normalise(workbook, catalogues.shipped(), hints)) == _scopes(read.said)


def _scopes(said: Normalised | None) -> list[tuple[str | None, ...]]:
    tables = said.tables if said else []
    return [(one.sheet, one.area, one.unit_id, one.period_id) for one in tables]


def _repeats(reads: list[_Read]) -> dict[int, int]:
    """Files that come a second time in one run, each with the place of its first copy."""
    first: dict[str, int] = {}
    places = [
        first.setdefault(f"{read.upload.sha256} {_scopes(read.said)}", i)
        for i, read in enumerate(reads)
    ]
    return {i: place for i, place in enumerate(places) if place != i}


def _forget_refused(scratch: Path, candidate: str | None, refused: Sequence[Received]) -> None:
    """Nothing is kept of a file that the checks refuse, nor of the candidate it stood in."""
    if candidate is not None:
        store.remove(scratch, candidate)
    for one in refused:
        _normalised_path(scratch, one).unlink(missing_ok=True)


def _received(ledger: Ledger, reads: list[_Read], hints: Hints) -> list[Received]:
    first = ledger.next_import_id() if reads else 0
    return [_new_received(first + i, read, hints) for i, read in enumerate(reads)]


def _new_received(import_id: int, read: _Read, hints: Hints) -> Received:
    said = read.said
    return Received(
        import_id=import_id,
        sha256=read.upload.sha256,
        file=read.upload.file,
        unit_hint=hints.unit.unit_id if hints.unit else None,
        period_hint=hints.period_id,
        sender=(said.sender if said else None) or read.upload.sender,
        received_on=read.upload.received_on or settings.today_vietnam(),
        accepted_at=settings.now_vietnam(),
        accepted_by=None,
        withdrawn_at=None,
        withdrawn_by=None,
    )


def _candidate(
    folder: Path,
    scratch: Path,
    active: Sequence[Received],
    received: Sequence[Received],
    reads: Sequence[_Read],
) -> str | None:
    if not received:
        return None
    new = [
        (_normalised_path(scratch, one), read.said)
        for one, read in zip(received, reads, strict=True)
        if read.said is not None
    ]
    store.write_normalised(new)
    parts = [*_parts(folder, active), *(_part(scratch, one) for one in received)]
    return store.build(scratch, parts)


def _findings_by_import(
    scratch: Path, candidate: str | None, received: Sequence[Received]
) -> dict[int, list[Finding]]:
    found: dict[int, list[Finding]] = {one.import_id: [] for one in received}
    if candidate is None:
        return found
    for row in store.records(store.run(scratch, candidate, "findings")):
        if row["import_id"] in found:
            found[row["import_id"]].append(
                Finding(row["level"], row["code"], row["message"], row["sheet"], row["cell"])
            )
    return found


def _report(
    read: _Read,
    same: Received | None,
    received: Received | None,
    refusal: tuple[Finding, ...] | None,
    findings: dict[int, list[Finding]],
) -> FileReport:
    file, sha256 = read.upload.file, read.upload.sha256
    if read.refusal is not None:
        finding = Finding("error", read.refusal.code, str(read.refusal))
        return FileReport(file, sha256, "unreadable", findings=(finding,))
    said = read.said
    assert said is not None
    tables = tuple(said.tables)
    if same is not None:
        return FileReport(file, sha256, "unchanged", same.import_id, tables)
    if received is not None:
        found = tuple(findings[received.import_id])
        return FileReport(file, sha256, "acceptable", received.import_id, tables, found)
    return FileReport(file, sha256, "refused", None, tables, refusal or tuple(said.findings))


# deciding ----------------------------------------------------------------------------------


def accept(folder: Path, inspection: Inspection, *, by: str | None = None) -> Inspection:
    """Publish an inspection's candidate. Raises Moved when another import came between."""
    if not inspection.received or inspection.candidate is None:
        return inspection
    for sha256, content in inspection.contents.items():
        _keep(folder, sha256, content)
    received = [replace(one, accepted_by=by) for one in inspection.received]
    ledger = Ledger(folder)
    ledger.accept(received, inspection.candidate, inspection.parent, by)
    _discard(folder)
    reports = [
        replace(report, status="accepted") if report.status == "acceptable" else report
        for report in inspection.reports
    ]
    return replace(inspection, reports=reports, received=received, parent=ledger.head())


def import_files(  # noqa: PLR0913
    folder: Path,
    uploads: Sequence[Upload],
    *,
    unit: str | None = None,
    period: str | None = None,
    by: str | None = None,
    progress: Progress | None = None,
    reader: Reader | None = None,
) -> Inspection:
    """Inspect and accept in one go; another import in between means building on it anew."""
    current_store(folder)
    hints = _hints(unit, period)
    reads = _read_all(uploads, hints, progress, reader)
    while True:
        inspection = _inspect_read(folder, folder, reads, hints)
        try:
            return accept(folder, inspection, by=by)
        except Moved:
            continue


def withdraw(folder: Path, import_id: int, *, by: str | None = None) -> str:
    """Take an import back; returns the name of the store without it."""
    while True:
        ledger = Ledger(folder)
        parent = ledger.head()
        active = ledger.active()
        if import_id not in {one.import_id for one in active}:
            raise WrongUse(
                f"Không có lần nhập số {import_id} đang dùng. Hãy xem lại số ở mục Lịch sử."
            )
        rest = [one for one in active if one.import_id != import_id]
        name = store.build(folder, _parts(folder, rest))
        try:
            ledger.withdraw(import_id, name, parent, by)
        except Moved:
            continue
        _discard(folder)
        return name


def history(folder: Path) -> list[Received]:
    """Every import ever accepted, the latest first."""
    return sorted(Ledger(folder).history(), key=lambda one: one.import_id, reverse=True)


# the current store -------------------------------------------------------------------------


def current_store(folder: Path) -> str | None:
    """The name of the store to read; built again when missing or made by older code."""
    head = Ledger(folder).head()
    if head.store is None:
        return None
    return _checked_store(folder, head)


@lru_cache(maxsize=8)
def _checked_store(folder: Path, head: Head) -> str | None:
    """Looked at once for each publication: the name says all that a store was made of."""
    expected = store.store_name(_parts(folder, Ledger(folder).active(), make=False))
    if head.store == expected and store.exists(folder, expected):
        return expected
    return rebuild(folder)


def rebuild(folder: Path) -> str | None:
    """Normalise the kept workbooks again where needed and build the store, a damaged one too."""
    while True:
        ledger = Ledger(folder)
        parent = ledger.head()
        active = ledger.active()
        if parent.store is None:
            return None
        name = _build_whole(folder, active)
        if name == parent.store:
            return name
        try:
            ledger.set_store(name, parent)
        except Moved:
            continue
        _discard(folder)
        return name


def _build_whole(folder: Path, active: Sequence[Received]) -> str:
    """Build where the store is missing or damaged; damaged normalised files are made again too."""
    try:
        parts = _parts(folder, active)
        return store.build(folder, parts, anew=not store.is_whole(folder, store.store_name(parts)))
    except StoreUnavailable:
        _normalise_kept(folder, active)
        return store.build(folder, _parts(folder, active), anew=True)


def _parts(folder: Path, received: Iterable[Received], *, make: bool = True) -> list[store.Part]:
    received = list(received)
    if make:
        missing = [one for one in received if not _normalised_path(folder, one).exists()]
        if missing:
            _normalise_kept(folder, missing)
    return [_part(folder, one) for one in received]


def _part(folder: Path, received: Received) -> store.Part:
    return store.Part(received, _normalised_path(folder, received))


def _normalise_kept(folder: Path, received: Sequence[Received]) -> None:
    known = catalogues.shipped()
    made = []
    with Reader() as reader:
        for one in received:
            path = _kept_path(folder, one.sha256)
            if not path.exists():
                raise StoreUnavailable(
                    f"Thiếu tệp gốc của lần nhập số {one.import_id} ({one.file}) trong thư mục dữ "
                    "liệu. Hãy khôi phục từ bản sao lưu."
                )
            unit = known.unit(one.unit_hint) if one.unit_hint else None
            workbook = reader.read(one.file, path.read_bytes())
            said = normalise(workbook, known, Hints(unit, one.period_hint))
            made.append((_normalised_path(folder, one), said))
    store.write_normalised(made)


def _normalised_path(folder: Path, received: Received) -> Path:
    """Named by all that normalising depends on, so an older one is never taken for a newer."""
    hints = f"{received.unit_hint}|{received.period_hint}|{received.file}"
    key = f"{received.sha256}|{hints}|{settings.code_version()}|{settings.catalog_version()}"
    return folder / "normalised" / f"{hashlib.sha256(key.encode()).hexdigest()[:32]}.parquet"


def _kept_path(folder: Path, sha256: str) -> Path:
    return folder / "workbooks" / f"{sha256}.xlsx"


def _keep(folder: Path, sha256: str, content: bytes) -> None:
    """Keep a workbook as it came, whole or not at all."""
    path = _kept_path(folder, sha256)
    if path.exists():
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile(dir=path.parent, suffix=".part", delete=False) as part:
        part.write(content)
        part.flush()
        os.fsync(part.fileno())
    os.replace(part.name, path)


def _discard(folder: Path) -> None:
    ledger = Ledger(folder)
    keep = {name for name in (ledger.head().store, ledger.previous_store()) if name}
    store.discard(folder, keep, {_normalised_path(folder, one).name for one in ledger.active()})


# the workbook as received ------------------------------------------------------------------


def kept_workbook(folder: Path, import_id: int) -> tuple[Received, bytes]:
    """The file of an import, byte for byte as it came."""
    for one in Ledger(folder).history():
        if one.import_id == import_id:
            path = _kept_path(folder, one.sha256)
            if path.exists():
                return one, path.read_bytes()
    raise WrongUse(f"Không có tệp của lần nhập số {import_id}. Hãy xem lại số ở mục Lịch sử.")


def sheet_as_received(folder: Path, import_id: int, sheet: str) -> Sheet:
    """One sheet of a kept workbook, cell by cell."""
    received, content = kept_workbook(folder, import_id)
    with Reader() as reader:
        workbook = reader.read(received.file, content)
    for one in workbook.sheets:
        if one.name == sheet:
            return one
    raise WrongUse(f"Tệp {received.file} không có trang “{sheet}”.")


# verify, backup, restore -------------------------------------------------------------------


def verify(folder: Path) -> list[str]:
    """What does not agree: kept files against their digests, the store against one built anew.

    An empty list means that everything agrees.
    """
    problems = []
    active = Ledger(folder).active()
    for one in active:
        path = _kept_path(folder, one.sha256)
        if not path.exists():
            problems.append(f"Lần nhập {one.import_id}: thiếu tệp gốc {one.file}.")
        elif hashlib.sha256(path.read_bytes()).hexdigest() != one.sha256:
            problems.append(f"Lần nhập {one.import_id}: tệp gốc {one.file} đã bị thay đổi.")
    if problems or not active:
        return problems
    return _verify_store(folder, active)


def _verify_store(folder: Path, active: Sequence[Received]) -> list[str]:
    current = current_store(folder)
    if current is None:
        return ["Chưa có kho số liệu hiện hành."]
    if not store.is_whole(folder, current):
        return ["Kho số liệu bị hỏng. Hãy chạy: python -m cchc rebuild"]
    with tempfile.TemporaryDirectory() as name:
        scratch = Path(name)
        shutil.copytree(folder / "workbooks", scratch / "workbooks")
        again = store.build(scratch, _parts(scratch, active))
        differing = store.differing_tables(folder, current, scratch, again)
        store.forget(scratch)
    return [f"Bảng {table} của kho khác với bản dựng lại từ tệp gốc." for table in differing]


def backup(folder: Path, target: Path) -> int:
    """Write ledger and kept workbooks into one zip; returns the number of workbooks."""
    if not (folder / LEDGER_NAME).exists():
        raise WrongUse("Chưa có số liệu để sao lưu.")
    part = target.with_name(target.name + ".part")
    with tempfile.TemporaryDirectory() as name:
        ledger_copy = Path(name) / LEDGER_NAME
        Ledger(folder).backup_to(ledger_copy)
        # After the ledger: a workbook is kept before it is recorded, so none recorded is missing.
        workbooks = sorted((folder / "workbooks").glob("*.xlsx"))
        try:
            with zipfile.ZipFile(part, "w", zipfile.ZIP_DEFLATED) as package:
                package.write(ledger_copy, LEDGER_NAME)
                for path in workbooks:
                    package.write(path, f"workbooks/{path.name}")
            os.replace(part, target)
        except OSError as error:
            part.unlink(missing_ok=True)
            raise WrongUse(f"Không ghi được bản sao lưu vào {target}: {error.strerror}.") from error
    return len(workbooks)


def restore(folder: Path, source: Path) -> str | None:
    """Put a backup in place of the data folder; what was there is set aside, not deleted."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=folder.parent) as name:
        fresh = Path(name) / "restored"
        _unpack(source, fresh)
        _check_restored(fresh)
        _put_in_place(folder, fresh)
    _checked_store.cache_clear()
    return rebuild(folder)


def _put_in_place(folder: Path, fresh: Path) -> None:
    """What was there is set aside under its name and the time."""
    store.forget(folder)
    try:
        if folder.exists() and any(folder.iterdir()):
            stamp = settings.now_vietnam().strftime("%Y%m%d-%H%M%S")
            folder.rename(folder.with_name(f"{folder.name}-truoc-khoi-phuc-{stamp}"))
        elif folder.exists():
            folder.rmdir()
        fresh.rename(folder)
    except OSError as error:
        raise StoreUnavailable(
            f"Không thay được thư mục dữ liệu {folder} ({error.strerror}). Hãy đóng ứng dụng rồi "
            "khôi phục lại."
        ) from error


def _unpack(source: Path, fresh: Path) -> None:
    """Only a ledger and workbooks named by their digest come out of a backup."""
    try:
        with zipfile.ZipFile(source) as package:
            (fresh / "workbooks").mkdir(parents=True)
            (fresh / LEDGER_NAME).write_bytes(package.read(LEDGER_NAME))
            for entry in package.namelist():
                if entry != LEDGER_NAME:
                    content = package.read(entry)
                    digest = hashlib.sha256(content).hexdigest()
                    if entry != f"workbooks/{digest}.xlsx":
                        raise WrongUse(f"Bản sao lưu có tệp lạ hoặc bị hỏng: {entry}.")
                    _keep(fresh, digest, content)
    except (OSError, zipfile.BadZipFile, zlib.error, KeyError, RuntimeError) as error:
        raise WrongUse(f"Không đọc được bản sao lưu {source}. Hãy chọn tệp khác.") from error


def _check_restored(fresh: Path) -> None:
    for one in Ledger(fresh).history():
        if not _kept_path(fresh, one.sha256).exists():
            raise WrongUse(f"Bản sao lưu thiếu tệp gốc {one.file} của lần nhập {one.import_id}.")


__all__ = [
    "CchcError",
    "FileReport",
    "Inspection",
    "Moved",
    "Upload",
    "accept",
    "backup",
    "current_store",
    "history",
    "import_files",
    "inspect",
    "kept_workbook",
    "rebuild",
    "restore",
    "sheet_as_received",
    "verify",
    "withdraw",
]
