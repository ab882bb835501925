"""The only composer of stages: files in → report, acceptance, withdrawal.

In: files as received and what the sender or staff say of them. Out: a report by file; on
acceptance a new current store. Nothing is kept of a file that is refused. A person's words
(who, when) arrive as arguments: nothing here asks or prints.
"""

from __future__ import annotations

import hashlib
import logging
import tempfile
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Literal

from cchc import catalogue as catalogues
from cchc import keeping, settings, store
from cchc.errors import StoreUnavailable, UnreadableWorkbook, WrongUse
from cchc.ledger import Head, Ledger, Moved, Received
from cchc.model import Finding, Normalised, TableRead, Workbook
from cchc.normalise import normalise
from cchc.normalise.scope import Hints
from cchc.periods import parse_period_id
from cchc.workbook import Reader

Status = Literal["accepted", "acceptable", "unchanged", "refused", "unreadable"]
Progress = Callable[[int, int, str], None]
CANNOT_STORE = Finding(
    "error",
    "cannot_store",
    "Số liệu của tệp không ghi được vào kho: có số quá lớn hoặc sai kiểu. Hãy kiểm tra các số "
    "trong tệp rồi gửi lại.",
)
CANNOT_READ = (
    "Tệp có chỗ mà hệ thống chưa hiểu được nên chưa nhận. Hãy báo người quản trị kèm tệp này; các "
    "tệp khác vẫn nhận được."
)
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
            except Exception:
                # One file that our own code stumbles over must not hold up the others.
                if settings.debug():
                    raise
                logging.getLogger(__name__).exception("%s could not be normalised", upload.file)
                unread = UnreadableWorkbook("cannot_read", CANNOT_READ)
                reads.append(_Read(upload, None, unread))
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
        try:
            candidate = _candidate(folder, scratch, active, received, [reads[i] for i in chosen])
        except StoreUnavailable:
            unfit = [i for i, one in ids.items() if not _can_be_stored(one, reads[i])]
            if not unfit:
                raise
            refused |= dict.fromkeys(unfit, (CANNOT_STORE,))
            continue
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


def _can_be_stored(received: Received, read: _Read) -> bool:
    """Whether a store of this file alone can be built."""
    with tempfile.TemporaryDirectory() as name:
        try:
            _candidate(Path(name), Path(name), [], [received], [read])
        except StoreUnavailable:
            return False
        finally:
            store.forget(Path(name))
    return True


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
        keeping.normalised_path(scratch, one).unlink(missing_ok=True)


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
        (keeping.normalised_path(scratch, one), read.said)
        for one, read in zip(received, reads, strict=True)
        if read.said is not None
    ]
    store.write_normalised(new)
    parts = keeping.parts_of(folder, active) + keeping.parts_of(scratch, received)
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
        keeping.keep(folder, sha256, content)
    received = [replace(one, accepted_by=by) for one in inspection.received]
    ledger = Ledger(folder)
    ledger.accept(received, inspection.candidate, inspection.parent, by)
    keeping.discard_unneeded(folder)
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
    keeping.current_store(folder)
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
        name = store.build(folder, keeping.parts_of(folder, rest))
        try:
            ledger.withdraw(import_id, name, parent, by)
        except Moved:
            continue
        keeping.discard_unneeded(folder)
        return name
