"""Verify, back up and restore a data folder.

In: a data folder, a file. Out: what does not agree, one zip of ledger and kept workbooks, or a
folder made of such a zip. Everything else in the folder can be built again from these two.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import tempfile
import zipfile
import zlib
from collections.abc import Sequence
from pathlib import Path

from cchc import keeping, settings, store
from cchc.errors import StoreUnavailable, WrongUse
from cchc.ledger import FILE_NAME, Ledger, Received


def verify(folder: Path) -> list[str]:
    """What does not agree: kept files against their digests, the store against one built anew.

    An empty list means that everything agrees.
    """
    problems = []
    active = Ledger(folder).active()
    for one in active:
        path = keeping.kept_path(folder, one)
        if not path.exists():
            problems.append(f"Lần nhập {one.import_id}: thiếu tệp gốc {one.file}.")
        elif hashlib.sha256(path.read_bytes()).hexdigest() != one.sha256:
            problems.append(f"Lần nhập {one.import_id}: tệp gốc {one.file} đã bị thay đổi.")
    if problems or not active:
        return problems
    return _verify_store(folder, active)


def _verify_store(folder: Path, active: Sequence[Received]) -> list[str]:
    current = keeping.current_store(folder)
    if current is None:
        return ["Chưa có kho số liệu hiện hành."]
    if not store.is_whole(folder, current):
        return ["Kho số liệu bị hỏng. Hãy chạy: python -m cchc rebuild"]
    with tempfile.TemporaryDirectory() as name:
        scratch = Path(name)
        shutil.copytree(folder / "workbooks", scratch / "workbooks")
        known = keeping.Knowledge(scratch, active, Ledger(folder))
        links = keeping.task_links(folder)
        again = store.build(scratch, keeping.parts_of(scratch, active, known), links=links)
        differing = store.differing_tables(folder, current, scratch, again)
        store.forget(scratch)
    return [f"Bảng {table} của kho khác với bản dựng lại từ tệp gốc." for table in differing]


def backup(folder: Path, target: Path) -> int:
    """Write ledger and kept workbooks into one zip; returns the number of workbooks."""
    if not (folder / FILE_NAME).exists():
        raise WrongUse("Chưa có số liệu để sao lưu.")
    part = target.with_name(target.name + ".part")
    with tempfile.TemporaryDirectory() as name:
        ledger_copy = Path(name) / FILE_NAME
        Ledger(folder).backup_to(ledger_copy)
        # After the ledger: a workbook is kept before it is recorded, so none recorded is missing.
        workbooks = sorted(
            path for path in (folder / "workbooks").glob("*.*") if path.suffix in keeping.SUFFIXES
        )
        try:
            with zipfile.ZipFile(part, "w", zipfile.ZIP_DEFLATED) as package:
                package.write(ledger_copy, FILE_NAME)
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
    keeping.forget_checked()
    return keeping.rebuild(folder)


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
            (fresh / FILE_NAME).write_bytes(package.read(FILE_NAME))
            for entry in package.namelist():
                if entry != FILE_NAME:
                    content = package.read(entry)
                    digest = hashlib.sha256(content).hexdigest()
                    if entry not in {f"workbooks/{digest}{one}" for one in keeping.SUFFIXES}:
                        raise WrongUse(f"Bản sao lưu có tệp lạ hoặc bị hỏng: {entry}.")
                    (fresh / entry).write_bytes(content)
    except (OSError, zipfile.BadZipFile, zlib.error, KeyError, RuntimeError) as error:
        raise WrongUse(f"Không đọc được bản sao lưu {source}. Hãy chọn tệp khác.") from error


def _check_restored(fresh: Path) -> None:
    for one in Ledger(fresh).history():
        if not keeping.kept_path(fresh, one).exists():
            raise WrongUse(f"Bản sao lưu thiếu tệp gốc {one.file} của lần nhập {one.import_id}.")
