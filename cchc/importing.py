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
from functools import partial
from pathlib import Path
from typing import Literal

from cchc import keeping, settings, store
from cchc.catalogue import Catalogue, is_catalogue, rank, rows_of
from cchc.errors import StoreUnavailable, UnreadableWorkbook, WrongUse
from cchc.ledger import Head, Ledger, Moved, Received
from cchc.model import Finding, Normalised, Question, TableRead, Workbook
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
FILES_KEPT_AT_ONCE = 8


@dataclass(frozen=True, slots=True)
class Upload:
    """A file as it came; `received_on` is the day the mail came, `sender` who sent it if known.

    unit, period: what a person says of this file in place of what it says itself ·
    as_framework: its score sheet is to be taken as the definition of a framework.
    """

    file: str
    content: bytes
    received_on: date | None = None
    sender: str | None = None
    unit: str | None = None
    period: str | None = None
    as_framework: bool = False

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
    questions: tuple[Question, ...] = ()
    kind: str = "xlsx"
    is_catalogue: bool = False


@dataclass(slots=True)
class Inspection:
    """Files looked at, and the candidate store that accepting them would publish."""

    reports: list[FileReport]
    parent: Head
    known: Catalogue
    candidate: str | None = None
    received: list[Received] = field(default_factory=list)
    contents: dict[int, bytes] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Read:
    """One upload after reading: what it says, or why it cannot be read."""

    upload: Upload
    hints: Hints
    said: Normalised | None
    refusal: UnreadableWorkbook | None = None
    kind: str = "xlsx"

    @property
    def is_refused(self) -> bool:
        return self.said is None or any(one.level == "error" for one in self.said.findings)

    @property
    def is_catalogue(self) -> bool:
        return self.said is not None and is_catalogue(self.said)


@dataclass(frozen=True, slots=True)
class _Run:
    """What stood when a batch was looked at, and where what is made of it goes."""

    folder: Path
    scratch: Path
    parent: Head
    active: list[Received]
    decided: int

    def known_to(self, received: Sequence[Received]) -> keeping.Knowledge:
        """What the accepted files and these new ones are read with."""
        return keeping.Knowledge(self.folder, [*self.active, *received])


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

    `unit` and `period` are said of every file that has none of its own. What is written
    (normalised files, the candidate) goes to `scratch`, else to `folder`, where it stays a
    candidate until accepted. A `reader` already started is used and closed. Raises WrongUse for an
    unknown unit or period.
    """
    ledger = Ledger(folder)
    run = _Run(folder, scratch or folder, ledger.head(), ledger.active(), ledger.last_decision())
    base = keeping.catalogue(folder)
    for_all = _hints(base, unit, period)
    hints = [
        _hints(base, one.unit, one.period, for_all, as_framework=one.as_framework)
        for one in uploads
    ]
    with reader or Reader() as open_reader:
        reads = _read_all(uploads, hints, base, progress, open_reader)
        left_out: set[int] = set()
        while True:
            reads, known = _taught(run, base, reads, left_out, open_reader)
            inspection, refused = _inspect_read(run, reads, known, open_reader)
            # Files read with a catalogue that the checks refuse are read again without it.
            refused_catalogues = {i for i in refused if reads[i].is_catalogue} - left_out
            if not refused_catalogues:
                return inspection
            left_out |= refused_catalogues


def _hints(
    base: Catalogue,
    unit: str | None,
    period: str | None,
    otherwise: Hints | None = None,
    *,
    as_framework: bool = False,
) -> Hints:
    otherwise = otherwise or Hints()
    return Hints(
        unit=base.resolve(unit) if unit else otherwise.unit,
        period_id=parse_period_id(period).period_id if period else otherwise.period_id,
        as_framework=as_framework,
    )


def _read_all(
    uploads: Sequence[Upload],
    hints: Sequence[Hints],
    base: Catalogue,
    progress: Progress | None,
    reader: Reader,
) -> list[_Read]:
    with ThreadPoolExecutor(1) as ahead:
        reads = []
        for position, (upload, reading) in enumerate(_reading_ahead(uploads, reader, ahead)):
            if progress:
                progress(position, len(uploads), upload.file)
            reads.append(_read(upload, hints[position], base, reading.result))
    return reads


def _read(upload: Upload, hints: Hints, known: Catalogue, reading: Callable[[], Workbook]) -> _Read:
    """One file read and normalised; whatever goes wrong is told of this file alone."""
    try:
        workbook = reading()
        return _Read(upload, hints, normalise(workbook, known, hints), kind=workbook.kind)
    except UnreadableWorkbook as refusal:
        return _Read(upload, hints, None, refusal)
    except Exception:
        # One file that our own code stumbles over must not hold up the others.
        if settings.debug():
            raise
        logging.getLogger(__name__).exception("%s could not be normalised", upload.file)
        return _Read(upload, hints, None, UnreadableWorkbook("cannot_read", CANNOT_READ))


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


def _taught(
    run: _Run, base: Catalogue, reads: list[_Read], left_out: set[int], reader: Reader
) -> tuple[list[_Read], Catalogue]:
    """The files of a batch, read with the catalogues that came in the same batch.

    A new framework and the score sheets that follow it may come together.
    """
    known_already = _unchanged(run, reads, base, reader)
    known, taken = base, -1
    # Units make a framework readable, and it the score sheets: as often as another file can be.
    while True:
        new = [
            read
            for i, read in enumerate(reads)
            if read.is_catalogue and not (read.is_refused or i in known_already or i in left_out)
        ]
        if len(new) <= taken or not (new or left_out):
            return reads, known
        taken, known = len(new), _with_all(base, new)
        reads = [_read_again(read, known, reader) for read in reads]


def _with_all(base: Catalogue, new: list[_Read]) -> Catalogue:
    in_order = sorted(new, key=_rank)
    rows = [row for i, one in enumerate(in_order) if one.said for row in rows_of(one.said.facts, i)]
    return base.merged(rows) if rows else base


def _rank(read: _Read) -> int:
    return rank(read.said) if read.said is not None else 0


def _read_again(read: _Read, known: Catalogue, reader: Reader) -> _Read:
    if read.said is None or (read.is_catalogue and not read.is_refused):
        return read
    reading = partial(reader.read, read.upload.file, read.upload.content)
    return _read(read.upload, read.hints, known, reading)


def _inspect_read(
    run: _Run, reads: list[_Read], known: Catalogue, reader: Reader
) -> tuple[Inspection, dict[int, tuple[Finding, ...]]]:
    """Build the candidate; a file that the checks refuse is left out and the rest built again."""
    unchanged = _unchanged(run, reads, known, reader)
    repeats = _repeats(reads)
    refused: dict[int, tuple[Finding, ...]] = {}
    while True:
        chosen = _in_order(
            reads,
            [
                i
                for i, read in enumerate(reads)
                if not (read.is_refused or i in unchanged or i in repeats or i in refused)
            ],
        )
        received = _received(run, [reads[i] for i in chosen])
        ids = dict(zip(chosen, received, strict=True))
        try:
            candidate = _candidate(run, received, [reads[i] for i in chosen])
        except StoreUnavailable:
            unfit = [i for i, one in ids.items() if not _can_be_stored(one, reads[i])]
            if not unfit:
                raise
            refused |= dict.fromkeys(unfit, (CANNOT_STORE,))
            continue
        findings = _findings_by_import(run.scratch, candidate, received)
        failing = {
            i: tuple(findings[one.import_id])
            for i, one in ids.items()
            if any(finding.level == "error" for finding in findings[one.import_id])
        }
        if not failing:
            break
        _forget_refused(run, candidate, received, [ids[i] for i in failing])
        refused |= failing
    # A second copy has the fate of the first: not accepted twice, and refused for the same reasons.
    unchanged |= {i: ids[first] for i, first in repeats.items() if first in ids}
    refused |= {i: refused[first] for i, first in repeats.items() if first in refused}
    reports = [
        _report(read, unchanged.get(i), ids.get(i), refused.get(i), findings)
        for i, read in enumerate(reads)
    ]
    contents = {one.import_id: reads[i].upload.content for i, one in ids.items()}
    return Inspection(reports, run.parent, known, candidate, received, contents), refused


def _in_order(reads: list[_Read], chosen: list[int]) -> list[int]:
    """Catalogues get their numbers first: they are known to the files that come after them."""
    return sorted(chosen, key=lambda i: _rank(reads[i]))


def _can_be_stored(received: Received, read: _Read) -> bool:
    """Whether a store of this file alone can be built."""
    with tempfile.TemporaryDirectory() as name:
        alone = _Run(Path(name), Path(name), Head(0, None), [], 0)
        try:
            _candidate(alone, [received], [read])
        except StoreUnavailable:
            return False
        finally:
            store.forget(Path(name))
    return True


def _unchanged(
    run: _Run, reads: list[_Read], base: Catalogue, reader: Reader
) -> dict[int, Received]:
    """Files whose content is accepted already for the same unit and period."""
    known: dict[tuple[object, ...], list[Received]] = {}
    for one in run.active:
        hinted = (one.sha256, one.unit_hint, one.period_hint, one.as_framework)
        known.setdefault(hinted, []).append(one)
    found: dict[int, Received] = {}
    for i, read in enumerate(reads):
        for one in known.get((read.upload.sha256, *_hinted(read.hints)), ()):
            if _says_the_same_as(one.file, read, base, reader) and not _no_longer_read(run, one):
                found[i] = one
    return found


def _no_longer_read(run: _Run, one: Received) -> bool:
    """Whether an accepted file has errors now: the catalogue that it rested on was withdrawn.

    Its catalogue may have come again since; then the file is accepted anew.
    """
    current = keeping.current_store(run.folder)
    if current is None:
        return False
    rows = store.records(store.run(run.folder, current, "findings", **{"import": one.import_id}))
    return any(row["level"] == "error" for row in rows)


def _hinted(hints: Hints) -> tuple[str | None, str | None, bool]:
    return (hints.unit.unit_id if hints.unit else None, hints.period_id, hints.as_framework)


def _says_the_same_as(file: str, read: _Read, base: Catalogue, reader: Reader) -> bool:
    """Whether the content speaks of the same units and periods under another name.

    The file's name is the last place where they are looked for.
    """
    if file == read.upload.file or read.said is None:
        return True
    workbook = reader.read(file, read.upload.content)
    return _scopes(normalise(workbook, base, read.hints)) == _scopes(read.said)


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


def _forget_refused(
    run: _Run, candidate: str | None, received: Sequence[Received], refused: Sequence[Received]
) -> None:
    """Nothing is kept of a file that the checks refuse, nor of the candidate it stood in."""
    known = run.known_to(received)
    if candidate is not None:
        store.remove(run.scratch, candidate)
    for one in refused:
        keeping.normalised_path(run.scratch, one, known).unlink(missing_ok=True)


def _received(run: _Run, reads: list[_Read]) -> list[Received]:
    first = Ledger(run.folder).next_import_id() if reads else 0
    return [_new_received(first + i, read, run.decided) for i, read in enumerate(reads)]


def _new_received(import_id: int, read: _Read, decided: int) -> Received:
    said = read.said
    unit_hint, period_hint, as_framework = _hinted(read.hints)
    return Received(
        import_id=import_id,
        sha256=read.upload.sha256,
        file=read.upload.file,
        unit_hint=unit_hint,
        period_hint=period_hint,
        sender=(said.sender if said else None) or read.upload.sender,
        received_on=read.upload.received_on or settings.today_vietnam(),
        accepted_at=settings.now_vietnam(),
        accepted_by=None,
        withdrawn_at=None,
        withdrawn_by=None,
        as_framework=as_framework,
        is_catalogue=read.is_catalogue,
        decided=decided,
    )


def _candidate(run: _Run, received: Sequence[Received], reads: Sequence[_Read]) -> str | None:
    if not received:
        return None
    known = run.known_to(received)
    new = [
        (keeping.normalised_path(run.scratch, one, known), read.said)
        for one, read in zip(received, reads, strict=True)
        if read.said is not None
    ]
    store.write_normalised(new)
    active = keeping.parts_of(run.folder, run.active, known)
    parts = active + keeping.parts_of(run.scratch, received, known)
    links = keeping.task_links(run.folder)
    return store.build(run.scratch, parts, links=links, parent=(run.folder, active))


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
    report = FileReport(
        file,
        sha256,
        "refused",
        tables=tuple(said.tables),
        findings=refusal or tuple(said.findings),
        questions=tuple(said.questions),
        kind=read.kind,
        is_catalogue=read.is_catalogue,
    )
    if same is not None:
        return replace(report, status="unchanged", import_id=same.import_id, findings=())
    if received is not None:
        found = tuple(findings[received.import_id])
        return replace(report, status="acceptable", import_id=received.import_id, findings=found)
    return report


# deciding ----------------------------------------------------------------------------------


def accept(folder: Path, inspection: Inspection, *, by: str | None = None) -> Inspection:
    """Publish an inspection's candidate. Raises Moved when another import came between."""
    if not inspection.received or inspection.candidate is None:
        return inspection
    contents = [inspection.contents[one.import_id] for one in inspection.received]
    # Each waits for the disk: together they wait once.
    with ThreadPoolExecutor(FILES_KEPT_AT_ONCE) as keepers:
        list(keepers.map(partial(keeping.keep, folder), inspection.received, contents))
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
    """Inspect and accept in one go; another import in between means looking anew."""
    keeping.current_store(folder)
    while True:
        inspection = inspect(
            folder, uploads, unit=unit, period=period, progress=progress, reader=reader
        )
        try:
            return accept(folder, inspection, by=by)
        except Moved:
            reader = None  # the one given was closed with the first look


def withdraw(folder: Path, import_id: int, *, by: str | None = None) -> str:
    """Take an import back; returns the name of the store without it."""
    return withdraw_all(folder, [import_id], by=by)


def withdraw_all(folder: Path, import_ids: Sequence[int], *, by: str | None = None) -> str:
    """Take imports back together: one store is built, however many they are."""
    while True:
        ledger = Ledger(folder)
        parent = ledger.head()
        active = ledger.active()
        missing = set(import_ids) - {one.import_id for one in active}
        if missing:
            raise WrongUse(
                f"Không có lần nhập số {min(missing)} đang dùng. Hãy xem lại số ở mục Lịch sử."
            )
        rest = [one for one in active if one.import_id not in import_ids]
        before = keeping.parts_of(folder, active, keeping.Knowledge(folder, active), make=False)
        parts = keeping.parts_of(folder, rest, keeping.Knowledge(folder, rest))
        links = keeping.task_links(folder)
        name = store.build(folder, parts, links=links, parent=(folder, before))
        try:
            ledger.withdraw_all(import_ids, name, parent, by)
        except Moved:
            continue
        keeping.discard_unneeded(folder)
        return name
