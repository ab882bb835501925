"""Awkward workbooks the whole way: accepted or refused, stored, and asked for."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

from cchc import importing, keeping, store
from cchc.importing import Upload
from tests.awkward.books import Row, book, saved

ANNEX: tuple[Row, ...] = (
    ("PHỤ LỤC NHIỆM VỤ CẢI CÁCH HÀNH CHÍNH HUYỆN MINH HỌA NĂM 2024",),
    ("STT", "Nội dung", "Nhiệm vụ, giải pháp", "Đơn vị chủ trì", "Thời gian hoàn thành"),
    ("I", "CHỈ ĐẠO ĐIỀU HÀNH"),
    (1, "Kế hoạch", "Ban hành kế hoạch cải cách hành chính", "Phòng Nội vụ", "Tháng 3/2024"),
    (2, "Kiểm tra", "Kiểm tra công tác cải cách hành chính", "Phòng Nội vụ", "Quý III/2024"),
)
TITLE: tuple[Row, ...] = (
    ("TIẾN ĐỘ THỰC HIỆN NHIỆM VỤ CCHC THÁNG 9/2024 - XÃ A",),
    ("Theo Kế hoạch của UBND huyện Minh Họa năm 2024",),
    ("STT", "Nhiệm vụ", "Trạng thái"),
)
RECEIVED = date(2024, 10, 2)


def upload(name: str, *rows: Row) -> Upload:
    return Upload(name, saved(book(*rows)), received_on=RECEIVED)


def ask(folder: Path, query: str, **params: object) -> list[dict[str, Any]]:
    name = keeping.current_store(folder)
    assert name is not None
    return store.records(store.run(folder, name, query, **params))


def test_progress_whose_number_moved_joins_the_plan_by_its_wording(tmp_path: Path) -> None:
    report = upload(
        "xa-a.xlsx",
        *TITLE,
        (1, "Kiểm tra công tác cải cách hành chính", "Đã hoàn thành"),
        (2, "Ban hành KẾ HOẠCH cải cách hành chính.", "Quá hạn"),
    )
    inspection = importing.import_files(tmp_path, [upload("phu-luc.xlsx", *ANNEX), report])
    assert [one.status for one in inspection.reports] == ["accepted", "accepted"]
    tasks = ask(tmp_path, "tasks", unit="minh-hoa.mh", period="2024")
    assert [(row["number"], row["status"]) for row in tasks] == [
        ("1", "in_progress"),
        ("2", "done"),
    ]
    codes = sorted(row["code"] for row in ask(tmp_path, "findings"))
    assert codes == ["overdue_said", "progress_by_wording", "progress_by_wording"]
    store.forget(tmp_path)


def test_one_work_with_two_states_in_one_file_is_refused(tmp_path: Path) -> None:
    work = "Ban hành kế hoạch cải cách hành chính"
    report = upload("xa-a.xlsx", *TITLE, (1, work, "Hoàn thành"), (1, work, "Chưa thực hiện"))
    (said,) = importing.import_files(tmp_path, [report]).reports
    assert said.status == "refused"
    assert [one.code for one in said.findings] == ["one_figure_twice"]


def test_late_files_without_a_total_stay_a_number_of_files(tmp_path: Path) -> None:
    rows: tuple[Row, ...] = (
        ("KẾT QUẢ GIẢI QUYẾT TTHC HUYỆN MINH HỌA THÁNG 9/2024",),
        ("TT", "Đơn vị", "Số hồ sơ trễ hạn", "Tỷ lệ hồ sơ trực tuyến (%)"),
        (None, "Chỉ tiêu", "Không phát sinh", "Từ 80%"),
        (1, "Xã A", 2, 91.5),
        (2, "Xã B", 0, 75),
    )
    (said,) = importing.import_files(tmp_path, [upload("dvc.xlsx", *rows)]).reports
    assert said.status == "accepted"
    assert {one.code for one in said.findings} == {"unit_not_reported"}
    rates = ask(tmp_path, "service_indicators", period="2024-09")
    told = [
        (r["unit_name"], r["indicator_code"], r["numerator"], r["percent"], r["met"]) for r in rates
    ]
    assert told == [
        ("xã A", "truc-tuyen", None, 91.5, True),
        ("xã B", "truc-tuyen", None, 75, False),
        ("xã A", "tre-han", 2, None, False),
        ("xã B", "tre-han", 0, None, True),
    ]
    store.forget(tmp_path)
