"""Files in, a new store out: what is accepted, refused, taken back, mended and carried over."""

from __future__ import annotations

import os
import random
import shutil
import subprocess
import sys
import time
import zipfile
from collections.abc import Callable, Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from cchc import backup, importing, keeping, settings, store
from cchc.errors import StoreUnavailable, WrongUse
from cchc.importing import FileReport, Inspection, Upload
from cchc.ledger import Ledger, Moved
from cchc.model import Workbook
from cchc.normalise import normalise
from tests.workbooks import (
    TRUNCATED,
    protected_book,
    sample,
    score_book,
    tree,
    unknown_book,
)

BAD_FILES = {
    "empty": (b"", "unreadable", "empty_file"),
    "renamed text": ("Kính gửi: Xã A\n".encode(), "unreadable", "not_a_workbook"),
    "truncated": (score_book()[:TRUNCATED], "unreadable", "damaged"),
    "protected": (protected_book(), "unreadable", "password_protected"),
    "too large": (b"PK\x03\x04" + bytes(20 * 2**20), "unreadable", "too_large"),
    "no table": (unknown_book(), "refused", "no_known_table"),
    "no unit": (score_book(unit="", agency=None), "refused", "no_unit"),
    "no period": (score_book(year=""), "refused", "no_period"),
    "above the maximum": (score_book(2), "refused", "points_above_maximum"),
}
ENVIRONMENT = os.environ | {"PYTHONPATH": str(settings.REPO), "PYTHONIOENCODING": "utf-8"}


@pytest.fixture(scope="module")
def accepted_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with one import; copied, never used itself."""
    folder = tmp_path_factory.mktemp("once") / "data"
    accept(folder, Upload("diem-xa-a.xlsx", score_book()))
    return folder


@pytest.fixture
def folder(accepted_once: Path, tmp_path: Path) -> Iterator[Path]:
    copy = tmp_path / "data"
    shutil.copytree(accepted_once, copy)
    yield copy
    store.forget(tmp_path)


def accept(folder: Path, *uploads: Upload, **said: Any) -> Inspection:
    return importing.import_files(folder, uploads, **said)


def only(inspection: Inspection) -> FileReport:
    (report,) = inspection.reports
    return report


def statuses(inspection: Inspection) -> list[str]:
    return [report.status for report in inspection.reports]


def codes(report: FileReport) -> set[str]:
    return {finding.code for finding in report.findings}


def ask(folder: Path, query: str, **params: object) -> list[dict[str, Any]]:
    name = keeping.current_store(folder)
    assert name is not None
    return store.records(store.run(folder, name, query, **params))


def points(folder: Path, unit: str = "minh-hoa.mh.xa-a") -> list[float]:
    return [row["points"] for row in ask(folder, "facts", unit=unit)]


def restart() -> None:
    """What a new process does not remember."""
    keeping.forget_checked()


# accepting ---------------------------------------------------------------------------------


def test_an_accepted_file_is_kept_as_it_came_and_answers(folder: Path) -> None:
    assert points(folder) == [0.75]
    received, content = keeping.kept_workbook(folder, 1)
    assert received.file == "diem-xa-a.xlsx"
    assert content == score_book_kept(folder)
    assert keeping.sheet_as_received(folder, 1, "Điểm").cells[6, 4].value == 0.75


def score_book_kept(folder: Path) -> bytes:
    (path,) = (folder / "workbooks").iterdir()
    return path.read_bytes()


def test_decimals_of_a_published_result_are_exact(tmp_path: Path) -> None:
    accept(tmp_path, sample("tuy-phuoc-2023-ket-qua.xlsx"))
    name = keeping.current_store(tmp_path)
    assert name is not None
    rows = store.run(tmp_path, name, "facts", unit="binh-dinh.tuy-phuoc").rows
    parts = [row[7] for row in rows if row[5] == "part"]
    assert sorted(parts) == [Decimal("6.7100"), Decimal("23.2700"), Decimal("51.1500")]
    assert sum(parts) == Decimal("81.13")


def test_a_file_accepted_already_is_unchanged_and_nothing_is_written(folder: Path) -> None:
    before = tree(folder)
    again = only(accept(folder, Upload("diem-xa-a.xlsx", score_book_kept(folder))))
    assert (again.status, again.import_id) == ("unchanged", 1)
    assert tree(folder) == before


def test_a_content_under_another_name_is_unchanged_while_it_speaks_of_the_same(
    folder: Path,
) -> None:
    again = only(accept(folder, Upload("ban-sao-xa-b.xlsx", score_book_kept(folder))))
    assert (again.status, again.import_id) == ("unchanged", 1)


def test_a_content_whose_name_alone_says_another_unit_is_accepted(tmp_path: Path) -> None:
    book = score_book(unit="", agency=None)
    accept(tmp_path, Upload("diem xã A.xlsx", book))
    later = accept(tmp_path, Upload("diem xã B.xlsx", book), Upload("diem xã C.xlsx", book))
    assert statuses(later) == ["accepted", "accepted"]
    for unit in ("a", "b", "c"):
        assert points(tmp_path, f"minh-hoa.mh.xa-{unit}") == [0.75]


def test_of_a_file_sent_twice_in_one_run_the_second_is_unchanged(tmp_path: Path) -> None:
    upload = Upload("diem.xlsx", score_book())
    first, second = accept(tmp_path, upload, upload).reports
    assert (first.status, second.status) == ("accepted", "unchanged")
    assert first.import_id == second.import_id == 1
    assert len(keeping.history(tmp_path)) == 1


@pytest.mark.parametrize("kind", ["no table", "above the maximum"])
def test_the_second_copy_of_a_refused_file_is_refused_too(tmp_path: Path, kind: str) -> None:
    content, _, code = BAD_FILES[kind]
    reports = accept(tmp_path, Upload("a.xlsx", content), Upload("b.xlsx", content)).reports
    assert [report.status for report in reports] == ["refused", "refused"]
    assert all(code in codes(report) for report in reports)


def test_the_same_content_said_to_be_of_another_unit_or_period_is_another_import(
    folder: Path,
) -> None:
    upload = Upload("diem-xa-a.xlsx", score_book_kept(folder))
    assert only(accept(folder, upload, unit="xã B")).status == "accepted"
    assert only(accept(folder, upload, period="2023")).status == "accepted"
    assert only(accept(folder, upload, unit="xã B")).status == "unchanged"
    said = {(row["unit_name"], row["period_id"]) for row in ask(folder, "facts")}
    assert said == {("xã A", "2024"), ("xã B", "2024"), ("xã A", "2023")}


def test_a_withdrawn_file_can_be_accepted_again_under_a_new_number(folder: Path) -> None:
    upload = Upload("diem-xa-a.xlsx", score_book_kept(folder))
    importing.withdraw(folder, 1)
    again = only(accept(folder, upload))
    assert (again.status, again.import_id) == ("accepted", 2)
    assert points(folder) == [0.75]


def test_a_later_file_of_the_same_sender_supersedes_and_both_stay_in_the_history(
    folder: Path,
) -> None:
    report = only(accept(folder, Upload("diem-xa-a-sua.xlsx", score_book(0.5))))
    assert points(folder) == [0.5]
    assert "two_senders" not in codes(report)
    assert [one.import_id for one in keeping.history(folder)] == [2, 1]


def test_of_two_senders_with_one_figure_the_warning_says_whose_stands(folder: Path) -> None:
    other = score_book(0.25, agency="UBND XÃ A")
    report = only(accept(folder, Upload("xa-a.xlsx", other)))
    assert points(folder) == [0.25]
    assert report.status == "accepted"
    warnings = [row for row in ask(folder, "findings") if row["code"] == "two_senders"]
    assert {row["import_id"] for row in warnings} == {1, 2}
    told = next(row["message"] for row in warnings if row["import_id"] == 1)
    assert "huyện Minh Họa ghi 0,75" in told
    assert "Đang dùng số của xã A (lần nhập 2)" in told


def test_the_sender_is_the_agency_of_the_sheet_else_whom_the_caller_names(tmp_path: Path) -> None:
    named = Upload("a.xlsx", score_book(), sender="UBND xã B")
    papi = "duc-hop-2023-papi.xlsx"
    unnamed = Upload(papi, sample(papi).content, sender="UBND huyện Kim Động")
    inspection = accept(tmp_path, named, unnamed)
    assert [one.sender for one in inspection.received] == ["huyện Minh Họa", "UBND huyện Kim Động"]


def test_who_accepted_when_and_the_day_the_mail_came_are_in_the_history(tmp_path: Path) -> None:
    upload = Upload("a.xlsx", score_book(), received_on=date(2024, 10, 2))
    accept(tmp_path, upload, by="Văn thư")
    (one,) = keeping.history(tmp_path)
    assert (one.received_on, one.accepted_by) == (date(2024, 10, 2), "Văn thư")


# refusing ----------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", BAD_FILES)
def test_nothing_is_kept_of_a_file_that_is_refused(folder: Path, kind: str) -> None:
    content, status, code = BAD_FILES[kind]
    current, before = keeping.current_store(folder), tree(folder)
    report = only(accept(folder, Upload("bao-cao.xlsx", content)))
    assert report.status == status
    assert report.import_id is None
    assert code in codes(report)
    assert all("Hãy" in one.message for one in report.findings if one.code == code)
    assert tree(folder) == before
    assert keeping.current_store(folder) == current


def test_a_first_file_that_is_refused_leaves_an_empty_folder_empty(tmp_path: Path) -> None:
    accept(tmp_path / "data", Upload("a.xlsx", unknown_book()))
    assert keeping.current_store(tmp_path / "data") is None
    assert tree(tmp_path) == {}


def test_good_files_are_accepted_beside_bad_ones_in_one_new_store(folder: Path) -> None:
    uploads = [
        Upload("b.xlsx", score_book(unit="XÃ B")),
        *(Upload(f"{kind}.xlsx", content) for kind, (content, _, _) in BAD_FILES.items()),
        Upload("c.xlsx", score_book(0.5, unit="XÃ C")),
    ]
    events_before = Ledger(folder).head().sequence
    inspection = accept(folder, *uploads)
    assert statuses(inspection) == ["accepted", *(bad[1] for bad in BAD_FILES.values()), "accepted"]
    assert [one.import_id for one in inspection.received] == [2, 3]
    for report, (_, _, code) in zip(inspection.reports[1:-1], BAD_FILES.values(), strict=True):
        assert code in codes(report)
    assert points(folder, "minh-hoa.mh.xa-b") == [0.75]
    assert points(folder, "minh-hoa.mh.xa-c") == [0.5]
    assert Ledger(folder).head().sequence == events_before + 2
    # The candidate that held the refused file is gone: what was current, and what is.
    assert len(list((folder / "stores").iterdir())) == 2
    assert len(list((folder / "normalised").iterdir())) == 3
    assert backup.verify(folder) == []


def test_looking_keeps_nothing_and_tells_what_accepting_would(folder: Path, tmp_path: Path) -> None:
    upload = Upload("xa-a.xlsx", score_book(0.25, agency="UBND XÃ A"))
    before = tree(folder)
    looked = only(importing.inspect(folder, [upload], scratch=tmp_path / "scratch"))
    assert tree(folder) == before
    accepted = only(accept(folder, upload))
    assert looked.status == "acceptable"
    assert (looked.tables, looked.findings) == (accepted.tables, accepted.findings)


@pytest.mark.parametrize(("said", "word"), [({"unit": "xã Z"}, "xã Z"), ({"period": "13"}, "13")])
def test_an_unknown_unit_or_period_is_wrong_use(
    folder: Path, said: dict[str, str], word: str
) -> None:
    before = tree(folder)
    with pytest.raises(WrongUse, match=word):
        accept(folder, Upload("b.xlsx", score_book(unit="XÃ B")), **said)
    assert tree(folder) == before


# taking back -------------------------------------------------------------------------------


def test_taking_back_gives_every_figure_back(folder: Path) -> None:
    upload = sample("tuy-phuoc-2023-ket-qua.xlsx")
    before = keeping.current_store(folder)
    assert before is not None
    kept_apart = folder.parent / "before"
    shutil.copytree(folder / "stores", kept_apart / "stores")
    accept(folder, upload, Upload("xa-a.xlsx", score_book(0.25, agency="UBND XÃ A")))
    assert store.differing_tables(folder, str(keeping.current_store(folder)), kept_apart, before)
    importing.withdraw(folder, 2)
    importing.withdraw(folder, 3)
    after = keeping.current_store(folder)
    assert after == before
    assert store.differing_tables(folder, after, kept_apart, before) == []
    store.forget(folder)
    store.path_of(folder, after).unlink()
    restart()
    assert keeping.current_store(folder) == before
    assert store.differing_tables(folder, after, kept_apart, before) == []


def test_taking_back_the_later_file_lets_the_earlier_stand_again(folder: Path) -> None:
    accept(folder, Upload("sua.xlsx", score_book(0.5)))
    importing.withdraw(folder, 2, by="anh Nam")
    assert points(folder) == [0.75]
    withdrawn = keeping.history(folder)[0]
    assert (withdrawn.import_id, withdrawn.withdrawn_by) == (2, "anh Nam")


def test_all_taken_back_is_an_empty_store_that_answers(folder: Path) -> None:
    importing.withdraw(folder, 1)
    assert ask(folder, "facts") == []
    assert backup.verify(folder) == []


@pytest.mark.parametrize("number", [0, 2, 99])
def test_what_is_not_in_use_cannot_be_taken_back(folder: Path, number: int) -> None:
    before = tree(folder)
    with pytest.raises(WrongUse, match=str(number)):
        importing.withdraw(folder, number)
    assert tree(folder) == before


# two at once -------------------------------------------------------------------------------


def test_a_look_that_another_import_overtook_must_be_taken_again(folder: Path) -> None:
    upload = Upload("b.xlsx", score_book(unit="XÃ B"))
    looked = importing.inspect(folder, [upload])
    accept(folder, Upload("c.xlsx", score_book(unit="XÃ C")))
    before = tree(folder)
    with pytest.raises(Moved):
        importing.accept(folder, looked)
    assert {name: d for name, d in tree(folder).items() if "workbooks/" not in name} == {
        name: d for name, d in before.items() if "workbooks/" not in name
    }
    again = importing.accept(folder, importing.inspect(folder, [upload]))
    assert only(again).import_id == 3
    assert points(folder, "minh-hoa.mh.xa-b") == points(folder, "minh-hoa.mh.xa-c") == [0.75]


IMPORT = """
import sys
from pathlib import Path
from cchc import importing
folder, files = Path(sys.argv[1]), [Path(name) for name in sys.argv[2:]]
uploads = [importing.Upload(path.name, path.read_bytes()) for path in files]
print("ready", flush=True)
sys.stdin.readline()
inspection = importing.import_files(folder, uploads)
print(*(f"{report.status}:{report.import_id}" for report in inspection.reports))
"""


def importer(folder: Path, *files: Path) -> subprocess.Popen[str]:
    """A process that is ready to import and does so when told."""
    process = subprocess.Popen(
        [sys.executable, "-c", IMPORT, str(folder), *map(str, files)],
        env=ENVIRONMENT,
        text=True,
        encoding="utf-8",
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "ready\n"
    return process


def let_go(process: subprocess.Popen[str]) -> None:
    assert process.stdin is not None
    process.stdin.write("\n")
    process.stdin.flush()


def test_processes_importing_at_once_are_all_accepted_with_numbers_of_their_own(
    folder: Path, tmp_path: Path
) -> None:
    files = []
    for unit in ("B", "C", "D"):
        files.append(tmp_path / f"{unit}.xlsx")
        files[-1].write_bytes(score_book(unit=f"XÃ {unit}"))
    processes = [importer(folder, file) for file in files]
    for process in processes:
        let_go(process)
    answers = [process.communicate(timeout=60) for process in processes]
    assert sorted(out.strip() for out, _ in answers) == ["accepted:2", "accepted:3", "accepted:4"]
    for unit in ("a", "b", "c", "d"):
        assert points(folder, f"minh-hoa.mh.xa-{unit}") == [0.75]
    assert backup.verify(folder) == []


def test_one_file_imported_by_two_processes_at_once_is_accepted_once(
    folder: Path, tmp_path: Path
) -> None:
    file = tmp_path / "b.xlsx"
    file.write_bytes(score_book(unit="XÃ B"))
    processes = [importer(folder, file) for _ in range(2)]
    for process in processes:
        let_go(process)
    answers = sorted(process.communicate(timeout=60)[0].strip() for process in processes)
    assert answers == ["accepted:2", "unchanged:2"]


def test_a_reader_goes_on_through_an_import_by_another_process_and_then_sees_it(
    folder: Path, tmp_path: Path
) -> None:
    file = tmp_path / "b.xlsx"
    file.write_bytes(score_book(unit="XÃ B"))
    old = keeping.current_store(folder)
    assert old is not None
    process = importer(folder, file)
    let_go(process)
    seen = []
    while process.poll() is None:
        seen.append(len(store.run(folder, old, "facts").rows))
    process.communicate()
    assert set(seen) == {1}
    assert len(ask(folder, "facts")) == 2
    assert len(store.run(folder, old, "facts").rows) == 1


# killed ------------------------------------------------------------------------------------


def test_an_import_killed_at_any_moment_leaves_what_was_current(
    folder: Path, tmp_path: Path
) -> None:
    files = [tmp_path / "b.xlsx", settings.SAMPLES / "tuy-phuoc-2023-ket-qua.xlsx"]
    files[0].write_bytes(score_book(unit="XÃ B"))
    whole, seconds = imported_and_timed(tmp_path / "whole", files)
    moments = random.Random(2024)
    killed_before_the_end = 0
    for attempt in range(12):
        data = tmp_path / f"killed-{attempt}"
        shutil.copytree(folder, data)
        old = keeping.current_store(data)
        process = importer(data, *files)
        let_go(process)
        time.sleep(1.1 * seconds * (attempt + moments.random()) / 12)
        process.kill()
        process.communicate()
        restart()
        current = keeping.current_store(data)
        assert current is not None
        if current == old:
            killed_before_the_end += 1
            assert points(data) == [0.75]
            assert [one.import_id for one in keeping.history(data)] == [1]
        else:
            assert [one.import_id for one in keeping.history(data)] == [3, 2, 1]
        assert all(store.is_whole(data, path.stem) for path in stores(data))
        if attempt % 4 == 3:
            later = accept(data, *(Upload(file.name, file.read_bytes()) for file in files))
            assert set(statuses(later)) <= {"accepted", "unchanged"}
            assert len(ask(data, "facts")) == len(ask(whole, "facts")) + 1
            assert backup.verify(data) == []
        store.forget(data)
    assert killed_before_the_end >= 3


def stores(folder: Path) -> list[Path]:
    return sorted((folder / "stores").glob("*.duckdb"))


def imported_and_timed(folder: Path, files: list[Path]) -> tuple[Path, float]:
    process = importer(folder, *files)
    start = time.monotonic()
    let_go(process)
    process.communicate(timeout=60)
    return folder, time.monotonic() - start


def test_what_killed_writers_left_harms_nothing_and_goes_after_a_day(folder: Path) -> None:
    left = [
        folder / "stores" / "0123.4-ab.part",
        folder / "stores" / "0123.4-ab.part.wal",
        folder / "normalised" / "0123.parquet",
        folder / "normalised" / "0123.parquet.ab.part",
        folder / "workbooks" / "tmp0123.part",
    ]
    for path in left:
        path.write_bytes(b"half")
    accept(folder, Upload("b.xlsx", score_book(unit="XÃ B")))
    assert backup.verify(folder) == []
    assert all(path.exists() for path in left)
    long_ago = time.time() - 2 * 24 * 3600
    for path in folder.rglob("*"):
        if path.is_file():
            os.utime(path, (long_ago, long_ago))
    accept(folder, Upload("c.xlsx", score_book(unit="XÃ C")))
    assert not any(path.exists() for path in left)
    assert len(list((folder / "normalised").iterdir())) == 3
    assert len(list((folder / "workbooks").iterdir())) == 3
    assert backup.verify(folder) == []


# missing, damaged, older -------------------------------------------------------------------


def test_newer_code_builds_a_store_of_another_name_with_the_same_figures(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    old = keeping.current_store(folder)
    assert old is not None
    monkeypatch.setattr(settings, "code_version", lambda: "newer")
    restart()
    new = keeping.current_store(folder)
    assert new is not None
    assert new != old
    assert store.differing_tables(folder, old, folder, new) == []
    assert Ledger(folder).head().store == new
    assert [one.import_id for one in Ledger(folder).active()] == [1]
    monkeypatch.undo()
    restart()
    assert keeping.current_store(folder) == old


@pytest.mark.parametrize("folders", [("stores",), ("normalised",), ("stores", "normalised")])
def test_what_can_be_made_again_from_the_workbooks_is(
    folder: Path, folders: tuple[str, ...]
) -> None:
    name = keeping.current_store(folder)
    store.forget(folder)
    for one in folders:
        shutil.rmtree(folder / one)
    restart()
    assert keeping.current_store(folder) == name
    assert points(folder) == [0.75]
    accept(folder, Upload("b.xlsx", score_book(unit="XÃ B")))
    assert points(folder) == points(folder, "minh-hoa.mh.xa-b") == [0.75]


@pytest.mark.parametrize("damage", ["empty", "truncated", "overwritten", "in the middle"])
def test_a_damaged_store_is_said_in_a_sentence_and_mended_by_rebuild(
    folder: Path, damage: str
) -> None:
    name = keeping.current_store(folder)
    assert name is not None
    whole = store.path_of(folder, name).read_bytes()
    # Everything past the headers: whichever block a query reads, it meets the damage.
    middle = whole[:12288] + bytes(len(whole) - 12288)
    damaged = {
        "empty": b"",
        "truncated": whole[: len(whole) // 2],
        "overwritten": b"not a store " * 5000,
        "in the middle": middle,
    }[damage]
    store.forget(folder)
    store.path_of(folder, name).write_bytes(damaged)
    with pytest.raises(StoreUnavailable, match="rebuild"):
        store.run(folder, name, "facts")
    assert backup.verify(folder) == ["Kho số liệu bị hỏng. Hãy chạy: python -m cchc rebuild"]
    assert keeping.rebuild(folder) == name
    assert points(folder) == [0.75]
    assert backup.verify(folder) == []


def test_a_store_with_one_changed_block_is_not_whole(tmp_path: Path) -> None:
    accept(tmp_path, sample("tuy-phuoc-2023-ket-qua.xlsx"))
    (path,) = stores(tmp_path)
    whole = path.read_bytes()
    found = []
    for place in range(20_000, len(whole), len(whole) // 12):
        store.forget(tmp_path)
        path.write_bytes(whole[:place] + bytes([whole[place] ^ 255]) + whole[place + 1 :])
        found.append(not store.is_whole(tmp_path, path.stem))
    # A block that is free, or that only views are read from, may say nothing.
    assert sum(found) >= 9


def test_a_damaged_normalised_file_is_mended_by_rebuild(folder: Path) -> None:
    (normalised,) = (folder / "normalised").iterdir()
    normalised.write_bytes(b"PAR1 half")
    with pytest.raises(StoreUnavailable):
        accept(folder, Upload("b.xlsx", score_book(unit="XÃ B")))
    store.forget(folder)
    store.path_of(folder, str(Ledger(folder).head().store)).unlink()
    assert keeping.rebuild(folder) is not None
    assert points(folder) == [0.75]
    accept(folder, Upload("b.xlsx", score_book(unit="XÃ B")))
    assert points(folder, "minh-hoa.mh.xa-b") == [0.75]


def test_a_missing_kept_workbook_is_named_where_it_is_needed(folder: Path) -> None:
    (kept,) = (folder / "workbooks").iterdir()
    kept.unlink()
    assert points(folder) == [0.75]
    assert backup.verify(folder) == ["Lần nhập 1: thiếu tệp gốc diem-xa-a.xlsx."]
    with pytest.raises(WrongUse, match="1"):
        keeping.kept_workbook(folder, 1)
    shutil.rmtree(folder / "normalised")
    with pytest.raises(StoreUnavailable, match=r"diem-xa-a\.xlsx"):
        keeping.rebuild(folder)


def test_verify_finds_a_kept_workbook_that_was_changed(folder: Path) -> None:
    assert backup.verify(folder) == []
    (kept,) = (folder / "workbooks").iterdir()
    kept.write_bytes(score_book(1))
    assert backup.verify(folder) == ["Lần nhập 1: tệp gốc diem-xa-a.xlsx đã bị thay đổi."]


def test_verify_finds_a_store_that_says_other_than_the_workbooks(folder: Path) -> None:
    """A store of this name with a figure changed in its normalised file."""
    name = keeping.current_store(folder)
    assert name is not None
    other = folder.parent / "other"
    accept(other, Upload("diem-xa-a.xlsx", score_book(0.5)))
    (changed,), (normalised,) = (other / "normalised").iterdir(), (folder / "normalised").iterdir()
    shutil.copy(changed, normalised)
    store.forget(folder)
    store.path_of(folder, name).unlink()
    restart()
    assert points(folder) == [0.5]
    told = backup.verify(folder)
    assert "Bảng score của kho khác với bản dựng lại từ tệp gốc." in told
    assert not any("imported_file" in one for one in told)


# backup and restore ------------------------------------------------------------------------


def test_a_backup_brings_figures_history_and_workbooks_to_another_machine(
    folder: Path, tmp_path: Path
) -> None:
    accept(folder, Upload("b.xlsx", score_book(unit="XÃ B")))
    importing.withdraw(folder, 1)
    package, elsewhere = tmp_path / "sao-luu.zip", tmp_path / "elsewhere" / "data"
    assert backup.backup(folder, package) == 2
    name = backup.restore(elsewhere, package)
    assert name == keeping.current_store(folder)
    assert store.differing_tables(folder, str(name), elsewhere, str(name)) == []
    assert keeping.history(elsewhere) == keeping.history(folder)
    assert backup.verify(elsewhere) == []
    assert keeping.kept_workbook(elsewhere, 1) == keeping.kept_workbook(folder, 1)


def test_restoring_sets_aside_what_was_there(folder: Path, tmp_path: Path) -> None:
    package = tmp_path / "sao-luu.zip"
    backup.backup(folder, package)
    accept(folder, Upload("b.xlsx", score_book(unit="XÃ B")))
    assert len(ask(folder, "facts")) == 2
    before = tree(folder)
    backup.restore(folder, package)
    assert len(ask(folder, "facts")) == 1
    (aside,) = tmp_path.glob("data-truoc-khoi-phuc-*")
    assert tree(aside) == before


Entries = dict[str, bytes]


def with_ledger(content: bytes) -> Callable[[Entries], Entries]:
    return lambda entries: entries | {"ledger.sqlite": content}


def with_workbook(content: bytes | None) -> Callable[[Entries], Entries]:
    """The only workbook left out, or changed under its old name."""

    def edit(entries: Entries) -> Entries:
        (name,) = (name for name in entries if name.endswith(".xlsx"))
        others = {key: value for key, value in entries.items() if key != name}
        return others if content is None else others | {name: content}

    return edit


# What a person might choose by mistake, or find damaged.
NO_BACKUPS: dict[str, Callable[[Entries], Entries]] = {
    "no ledger": lambda entries: {k: v for k, v in entries.items() if k != "ledger.sqlite"},
    "damaged ledger": with_ledger(b"not a database" * 400),
    "empty ledger of another program": with_ledger(b"SQLite format 3\0" + bytes(84)),
    "a workbook missing": with_workbook(None),
    "a workbook changed": with_workbook(score_book(1)),
    "a foreign name": lambda entries: entries | {"../evil.txt": b"x"},
    "a workbook outside its folder": lambda entries: entries | {"workbooks/../a.xlsx": b"x"},
}


def edited(package: Path, edit: Callable[[Entries], Entries]) -> None:
    with zipfile.ZipFile(package) as whole:
        entries = {name: whole.read(name) for name in whole.namelist()}
    with zipfile.ZipFile(package, "w") as made:
        for name, content in edit(entries).items():
            made.writestr(name, content)


@pytest.mark.parametrize("kind", NO_BACKUPS)
def test_what_is_no_backup_is_refused_and_nothing_changes(
    folder: Path, tmp_path: Path, kind: str
) -> None:
    package = tmp_path / "sao-luu.zip"
    backup.backup(folder, package)
    edited(package, NO_BACKUPS[kind])
    before = tree(tmp_path)
    with pytest.raises((WrongUse, StoreUnavailable)):
        backup.restore(folder, package)
    assert tree(tmp_path) == before
    assert points(folder) == [0.75]


@pytest.mark.parametrize("content", [None, b"", b"%PDF-1.7", b"cut short"])
def test_what_is_no_zip_is_refused_and_nothing_changes(
    folder: Path, tmp_path: Path, content: bytes | None
) -> None:
    package = tmp_path / "sao-luu.zip"
    if content == b"cut short":
        backup.backup(folder, package)
        content = package.read_bytes()[:-200]
    if content is not None:
        package.write_bytes(content)
    before = tree(tmp_path)
    with pytest.raises(WrongUse, match=r"sao-luu\.zip"):
        backup.restore(folder, package)
    assert tree(tmp_path) == before


def test_an_import_accepted_while_a_backup_is_made_is_in_it_whole_or_not_at_all(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    copy_ledger = Ledger.backup_to

    def accept_then_copy(ledger: Ledger, path: Path) -> None:
        accept(folder, Upload("b.xlsx", score_book(unit="XÃ B")))
        copy_ledger(ledger, path)

    monkeypatch.setattr(Ledger, "backup_to", accept_then_copy)
    assert backup.backup(folder, tmp_path / "sao-luu.zip") == 2
    backup.restore(tmp_path / "elsewhere", tmp_path / "sao-luu.zip")
    assert points(tmp_path / "elsewhere", "minh-hoa.mh.xa-b") == [0.75]


def test_a_backup_needs_something_to_keep_and_somewhere_to_go(folder: Path, tmp_path: Path) -> None:
    with pytest.raises(WrongUse, match="Chưa có số liệu"):
        backup.backup(tmp_path / "nothing", tmp_path / "a.zip")
    with pytest.raises(WrongUse, match="Không ghi được"):
        backup.backup(folder, tmp_path / "nowhere" / "a.zip")
    assert not (tmp_path / "nowhere").exists()


def test_a_file_that_our_own_code_stumbles_over_holds_up_nobody(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = normalise

    def stumbling(workbook: Workbook, *rest: Any) -> Any:
        if workbook.file == "la.xlsx":
            raise IndexError("a bug of ours")
        return real(workbook, *rest)

    monkeypatch.delenv("CCHC_DEBUG", raising=False)
    monkeypatch.setattr(importing, "normalise", stumbling)
    files = [Upload("la.xlsx", score_book(0.25)), Upload("tot.xlsx", score_book(0.5))]
    reports = importing.import_files(folder, files).reports
    assert [report.status for report in reports] == ["unreadable", "accepted"]
    assert reports[0].findings[0].code == "cannot_read"


def test_figures_that_no_store_can_hold_refuse_only_their_file(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("cchc.normalise.rows.LARGEST", Decimal(10) ** 40)
    files = [Upload("lon.xlsx", score_book(10.0**30)), Upload("tot.xlsx", score_book(0.5))]
    reports = importing.import_files(folder, files).reports
    assert [report.status for report in reports] == ["refused", "accepted"]
    assert [finding.code for finding in reports[0].findings] == ["cannot_store"]
