"""The data folder: workbooks as received, their normalised files, and the current store.

In: the ledger's active imports. Out: the store to read, built again where it is missing, damaged
or made by older code; and any workbook or sheet as it came. Decides nothing about an import.
"""

from __future__ import annotations

import hashlib
import os
import tempfile
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import lru_cache
from pathlib import Path, PurePath

from cchc import catalogue as catalogues
from cchc import learned, links, settings, store
from cchc.errors import StoreUnavailable, WrongUse
from cchc.ledger import (
    Decision,
    Entry,
    Head,
    Ledger,
    Moved,
    Published,
    Received,
    made_after,
    standing,
)
from cchc.model import Normalised, Sheet, TaskLink
from cchc.normalise import normalise
from cchc.normalise.scope import Hints
from cchc.workbook import Reader

# What a kept workbook's name may end with; the ending decides nothing, it only helps a person.
SUFFIXES = (".xlsx", ".xlsm", ".xls", ".ods", ".csv", ".tsv", ".txt", ".docx")

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
    active = Ledger(folder).active()
    parts = parts_of(folder, active, Knowledge(folder, active), make=False)
    expected = store.store_name(parts, task_links(folder))
    if head.store == expected and store.exists(folder, expected):
        return expected
    return rebuild(folder)


def previous_publication(folder: Path) -> Published | None:
    """The store that was current before the present one, while its answers can be compared.

    None before a second publication, and when what stands before was made by other code: then the
    same query may not mean the same there.
    """
    ledger = Ledger(folder)
    published = ledger.published()
    if len(published) < 2:
        return None
    now, before = published[:2]
    then = ledger.in_use_before(now.sequence)
    parts = parts_of(folder, then, Knowledge(folder, then), make=False)
    # Links are no events of an import: what stood then is what gives the store its name.
    known = [0, *(one.sequence for one in ledger.decision_log() if one.kind == links.TASK_LINK)]
    linked = (links.of_decisions(ledger.decisions(upto)) for upto in reversed(known))
    is_ours = any(store.store_name(parts, some) == before.store for some in linked)
    return before if is_ours and store.exists(folder, before.store) else None


def forget_checked() -> None:
    """Look at every folder's store again: its files were replaced from outside."""
    _checked_store.cache_clear()


def rebuild(folder: Path) -> str | None:
    """Normalise the kept workbooks again where needed and build the store, a damaged one too."""
    while True:
        ledger = Ledger(folder)
        parent = ledger.head()
        active = ledger.active()
        if parent.store is None:
            return None
        name = _build_whole(folder, active, task_links(folder))
        if name == parent.store:
            return name
        try:
            ledger.set_store(name, parent)
        except Moved:
            continue
        discard_unneeded(folder)
        return name


def _build_whole(folder: Path, active: Sequence[Received], linked: Sequence[TaskLink]) -> str:
    """Build where the store is missing or damaged; damaged normalised files are made again too."""
    known = Knowledge(folder, active)
    try:
        parts = parts_of(folder, active, known)
        anew = not store.is_whole(folder, store.store_name(parts, linked))
        return store.build(folder, parts, anew=anew, links=linked)
    except StoreUnavailable:
        _normalise_kept(folder, active, known)
        return store.build(folder, parts_of(folder, active, known), anew=True, links=linked)


# what staff decided ------------------------------------------------------------------------


def task_links(folder: Path) -> list[TaskLink]:
    """Which task serves which criterion, as far as staff decided it."""
    return links.of_decisions(Ledger(folder).decisions())


def decide(folder: Path, entries: Sequence[Entry], by: str | None = None) -> str | None:
    """Record decisions and publish the store that they change, all or nothing; returns its name.

    Recorded in the transaction that makes that store current: killed before it, nothing is said.
    Whoever comes second builds again on what the first decided.
    """
    while True:
        ledger = Ledger(folder)
        parent = ledger.head()
        log = ledger.decision_log()
        made = made_after(log, entries, by)
        if not made:
            return current_store(folder)
        name = _build_decided(folder, standing(log), standing([*log, *made]))
        try:
            ledger.decide_all(made, name, parent)
        except Moved:
            continue
        discard_unneeded(folder)
        return name


def _build_decided(folder: Path, before: list[Decision], now: list[Decision]) -> str | None:
    """The store with what is now decided; None while nothing was imported."""
    if current_store(folder) is None:
        return None
    active = Ledger(folder).active()
    parts = parts_of(folder, active, Knowledge(folder, active))
    linked, linked_before = links.of_decisions(now), links.of_decisions(before)
    return store.build(
        folder, parts, links=linked, parent=(folder, parts), links_before=linked_before
    )


# what was known ----------------------------------------------------------------------------


class Knowledge:
    """The catalogue that each import was and is read with.

    It is what ships, then the catalogue workbooks accepted before it and still in use, then the
    names and layouts learned when it was accepted. So what arrives or is learned later never
    changes how an accepted file is read, and withdrawing a catalogue undoes what rested on it.
    """

    def __init__(
        self, folder: Path, received: Iterable[Received], ledger: Ledger | None = None
    ) -> None:
        self.folder = folder
        # Whatever else people decide (links, plans) changes nothing of how a file is read.
        self._log = learned.lessons((ledger or Ledger(folder)).decision_log())
        catalogue_imports = sorted(
            (one for one in received if one.is_catalogue), key=lambda one: one.import_id
        )
        self._catalogues = catalogue_imports
        self._numbers = [one.import_id for one in catalogue_imports]
        self._keys: dict[tuple[int, int], str] = {}
        self._made: dict[tuple[int, int], catalogues.Catalogue] = {}

    def key(self, one: Received) -> str:
        """The digest of all that a file is read with."""
        place = self._place(one)
        if place not in self._keys:
            before, decided = place
            stems = [normalised_path(self.folder, c, self).stem for c in self._catalogues[:before]]
            taught = [(d.kind, d.key, d.value) for d in standing(self._log, decided)]
            self._keys[place] = hashlib.sha256(repr((stems, taught)).encode()).hexdigest()
        return self._keys[place]

    def catalogue(self, one: Received) -> catalogues.Catalogue:
        """What was known of units, frameworks, names and layouts when a file was accepted."""
        place = self._place(one)
        if place not in self._made:
            before, decided = place
            earlier = self._catalogues[:before]
            paths = [(c.import_id, normalised_path(self.folder, c, self)) for c in earlier]
            base = catalogues.shipped()
            if paths:
                base = base.merged(store.catalogue_rows(paths))
            self._made[place] = learned.teach(base, standing(self._log, decided))
        return self._made[place]

    def _place(self, one: Received) -> tuple[int, int]:
        return bisect_left(self._numbers, one.import_id), one.decided


def catalogue(folder: Path) -> catalogues.Catalogue:
    """What is known now: shipped, accepted as workbooks, learned."""
    ledger = Ledger(folder)
    return _catalogue_now(folder, ledger.head(), ledger.last_decision())


@lru_cache(maxsize=8)
def _catalogue_now(folder: Path, head: Head, decided: int) -> catalogues.Catalogue:
    active = Ledger(folder).active()
    known = Knowledge(folder, active)
    parts_of(folder, [one for one in active if one.is_catalogue], known)
    return known.catalogue(next_received(active, decided))


def next_received(active: Sequence[Received], decided: int) -> Received:
    """A file that comes after all others, before anything is known of it."""
    number = max((one.import_id for one in active), default=0) + 1
    now = settings.now_vietnam()
    blank = Received(number, "", "", None, None, None, now.date(), now, None, None, None)
    return replace(blank, decided=decided)


# normalised files --------------------------------------------------------------------------


def parts_of(
    folder: Path, received: Iterable[Received], known: Knowledge, *, make: bool = True
) -> list[store.Part]:
    """Each import with its normalised file; missing ones are made from the kept workbooks."""
    received = list(received)
    paths = [normalised_path(folder, one, known) for one in received]
    if make:
        missing = [one for one, path in zip(received, paths, strict=True) if not path.exists()]
        if missing:
            _normalise_kept(folder, missing, known)
    return [store.Part(one, path) for one, path in zip(received, paths, strict=True)]


def _normalise_kept(folder: Path, received: Sequence[Received], known: Knowledge) -> None:
    """Catalogues first, one by one: those after them are read with what they say."""
    with Reader() as reader:
        first = [one for one in received if one.is_catalogue]
        for one in first:
            store.write_normalised([_again(folder, one, known, reader)])
        rest = [one for one in received if not one.is_catalogue]
        store.write_normalised([_again(folder, one, known, reader) for one in rest])


def _again(
    folder: Path, one: Received, known: Knowledge, reader: Reader
) -> tuple[Path, Normalised]:
    path = kept_path(folder, one)
    if not path.exists():
        raise StoreUnavailable(
            f"Thiếu tệp gốc của lần nhập số {one.import_id} ({one.file}) trong thư mục dữ "
            "liệu. Hãy khôi phục từ bản sao lưu."
        )
    workbook = reader.read(one.file, path.read_bytes())
    catalogue_then = known.catalogue(one)
    unit = catalogue_then.unit(one.unit_hint) if one.unit_hint else None
    hints = Hints(unit, one.period_hint, as_framework=one.as_framework)
    return normalised_path(folder, one, known), normalise(workbook, catalogue_then, hints)


def normalised_path(folder: Path, received: Received, known: Knowledge) -> Path:
    """Named by all that normalising depends on, so an older one is never taken for a newer."""
    hints = (
        f"{received.unit_hint}|{received.period_hint}|{received.as_framework}|{received.file}|"
        f"{known.key(received)}"
    )
    key = f"{received.sha256}|{hints}|{settings.code_version()}|{settings.catalog_version()}"
    return folder / "normalised" / f"{hashlib.sha256(key.encode()).hexdigest()[:32]}.parquet"


def kept_path(folder: Path, received: Received) -> Path:
    """Where a workbook is kept: under its digest, with the suffix that it came with."""
    return folder / "workbooks" / f"{received.sha256}{_suffix(received.file)}"


def _suffix(file: str) -> str:
    suffix = PurePath(file).suffix.lower()
    return suffix if suffix in SUFFIXES else ".xlsx"


def keep(folder: Path, received: Received, content: bytes) -> None:
    """Keep a workbook as it came, whole or not at all."""
    path = kept_path(folder, received)
    if path.exists():
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile(dir=path.parent, suffix=".part", delete=False) as part:
        part.write(content)
        part.flush()
        os.fsync(part.fileno())
    os.replace(part.name, path)


def discard_unneeded(folder: Path) -> None:
    ledger = Ledger(folder)
    active = ledger.active()
    known = Knowledge(folder, active)
    needed = {name for name in (ledger.head().store, ledger.previous_store()) if name}
    store.discard(folder, needed, {normalised_path(folder, one, known).name for one in active})


# the workbook as received ------------------------------------------------------------------


def kept_workbook(folder: Path, import_id: int) -> tuple[Received, bytes]:
    """The file of an import, byte for byte as it came."""
    for one in Ledger(folder).history():
        if one.import_id == import_id:
            path = kept_path(folder, one)
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


def history(folder: Path) -> list[Received]:
    """Every import ever accepted, the latest first."""
    return sorted(Ledger(folder).history(), key=lambda one: one.import_id, reverse=True)
