"""The data folder: workbooks as received, their normalised files, and the current store.

In: the ledger's active imports. Out: the store to read, built again where it is missing, damaged
or made by older code; and any workbook or sheet as it came. Decides nothing about an import.
"""

from __future__ import annotations

import hashlib
import os
import tempfile
from collections.abc import Iterable, Sequence
from functools import lru_cache
from pathlib import Path

from cchc import catalogue as catalogues
from cchc import settings, store
from cchc.errors import StoreUnavailable, WrongUse
from cchc.ledger import Head, Ledger, Moved, Received
from cchc.model import Sheet
from cchc.normalise import normalise
from cchc.normalise.scope import Hints
from cchc.workbook import Reader

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
    expected = store.store_name(parts_of(folder, Ledger(folder).active(), make=False))
    if head.store == expected and store.exists(folder, expected):
        return expected
    return rebuild(folder)


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
        name = _build_whole(folder, active)
        if name == parent.store:
            return name
        try:
            ledger.set_store(name, parent)
        except Moved:
            continue
        discard_unneeded(folder)
        return name


def _build_whole(folder: Path, active: Sequence[Received]) -> str:
    """Build where the store is missing or damaged; damaged normalised files are made again too."""
    try:
        parts = parts_of(folder, active)
        return store.build(folder, parts, anew=not store.is_whole(folder, store.store_name(parts)))
    except StoreUnavailable:
        _normalise_kept(folder, active)
        return store.build(folder, parts_of(folder, active), anew=True)


def parts_of(folder: Path, received: Iterable[Received], *, make: bool = True) -> list[store.Part]:
    received = list(received)
    if make:
        missing = [one for one in received if not normalised_path(folder, one).exists()]
        if missing:
            _normalise_kept(folder, missing)
    return [store.Part(one, normalised_path(folder, one)) for one in received]


def _normalise_kept(folder: Path, received: Sequence[Received]) -> None:
    known = catalogues.shipped()
    made = []
    with Reader() as reader:
        for one in received:
            path = kept_path(folder, one.sha256)
            if not path.exists():
                raise StoreUnavailable(
                    f"Thiếu tệp gốc của lần nhập số {one.import_id} ({one.file}) trong thư mục dữ "
                    "liệu. Hãy khôi phục từ bản sao lưu."
                )
            unit = known.unit(one.unit_hint) if one.unit_hint else None
            workbook = reader.read(one.file, path.read_bytes())
            said = normalise(workbook, known, Hints(unit, one.period_hint))
            made.append((normalised_path(folder, one), said))
    store.write_normalised(made)


def normalised_path(folder: Path, received: Received) -> Path:
    """Named by all that normalising depends on, so an older one is never taken for a newer."""
    hints = f"{received.unit_hint}|{received.period_hint}|{received.file}"
    key = f"{received.sha256}|{hints}|{settings.code_version()}|{settings.catalog_version()}"
    return folder / "normalised" / f"{hashlib.sha256(key.encode()).hexdigest()[:32]}.parquet"


def kept_path(folder: Path, sha256: str) -> Path:
    return folder / "workbooks" / f"{sha256}.xlsx"


def keep(folder: Path, sha256: str, content: bytes) -> None:
    """Keep a workbook as it came, whole or not at all."""
    path = kept_path(folder, sha256)
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
    needed = {name for name in (ledger.head().store, ledger.previous_store()) if name}
    store.discard(folder, needed, {normalised_path(folder, one).name for one in ledger.active()})


# the workbook as received ------------------------------------------------------------------


def kept_workbook(folder: Path, import_id: int) -> tuple[Received, bytes]:
    """The file of an import, byte for byte as it came."""
    for one in Ledger(folder).history():
        if one.import_id == import_id:
            path = kept_path(folder, one.sha256)
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
