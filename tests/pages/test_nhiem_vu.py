"""Nhiệm vụ: what its figures, tables and parts say, with the seeds and with illustrative units."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta
from pathlib import Path

import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from cchc import importing, settings, store
from cchc.importing import Upload
from cchc.keeping import current_store
from cchc.ui import task_matrix, tasks
from tests.pages.reading import Open, opener, tables_of, texts, title

TAM_DUONG = "lai-chau.tam-duong"
TUY_PHUOC = "binh-dinh.tuy-phuoc"
KONG_CHRO = "gia-lai.kong-chro.tt-kong-chro"
DUC_HOP = "hung-yen.kim-dong.duc-hop"
HOAI_CHAU_BAC = "binh-dinh.hoai-nhon.hoai-chau-bac"
MINH_HOA = "minh-hoa.mh"
XA_A = "minh-hoa.mh.xa-a"
PART = "phan-nhiem-vu"


def opened(open_page: Open, unit: str, part: str | None = None) -> AppTest:
    page = open_page("nhiem_vu.py", unit)
    if part:
        page.session_state[PART] = part
        page = page.run()
        assert not page.exception
    return page


def table_with(page: AppTest, name: str) -> pd.DataFrame:
    frames: list[pd.DataFrame] = [one.value for one in [*tables_of(page), *page.dataframe]]
    return next(frame for frame in frames if name in frame.columns)


@pytest.mark.parametrize("part", ["Từng đơn vị", "Việc định kỳ", "Hồ sơ, tài liệu"])
@pytest.mark.parametrize("unit", [TAM_DUONG, TUY_PHUOC, KONG_CHRO, DUC_HOP, MINH_HOA, XA_A])
def test_every_part_opens_for_every_kind_of_unit(open_page: Open, unit: str, part: str) -> None:
    assert len(opened(open_page, unit, part).title) == 1


def test_tasks_without_a_day_are_counted_in_words_by_what_their_deadline_is(
    open_page: Open,
) -> None:
    said = texts(opened(open_page, TUY_PHUOC))
    assert "20 việc có ngày hạn trong năm; 68 việc không có ngày hạn: 12 định kỳ" in said
    assert "Không việc nào có ngày hạn: 7 thường xuyên." in texts(opened(open_page, TAM_DUONG))


def test_a_plan_that_binds_no_kind_of_unit_says_so(open_page: Open) -> None:
    assert "không có việc nào giao cho mọi đơn vị cùng loại" in texts(opened(open_page, TAM_DUONG))


def test_a_plan_that_binds_units_unknown_to_the_catalogue_does_not_pass_for_one_that_binds_none(
    open_page: Open,
) -> None:
    said = texts(opened(open_page, TUY_PHUOC))
    assert "không có việc nào giao" not in said
    assert "Kế hoạch giao chung 35 việc cho các xã, phường, thị trấn và " in said
    assert "danh mục chưa có các đơn vị ấy" in said


def test_the_matrix_has_a_column_for_every_commune_and_says_what_is_late(open_page: Open) -> None:
    page = opened(open_page, MINH_HOA)
    grid = table_with(page, "Hoàn thành")
    assert len(grid.columns) == 2 + 15
    assert len(grid) == 35
    cells = Counter(grid.drop(columns=["Việc", "Hoàn thành"]).to_numpy().ravel())
    assert set(cells) <= {
        *("▲ Quá hạn", "○ Chưa báo cáo", "□ Chưa thực hiện", "◆ Đang thực hiện", "● Hoàn thành"),
    }
    late, silent = cells["▲ Quá hạn"], cells["○ Chưa báo cáo"]
    assert f"35 việc giao cho cả 15 đơn vị: {late} lượt quá hạn, {silent} lượt chưa" in texts(page)
    finished = [f"{list(row).count('● Hoàn thành')}/15" for row in grid.iloc[:, 2:].to_numpy()]
    assert list(grid["Hoàn thành"]) == finished


def test_occurrences_of_a_plan_nobody_reported_on_are_named_one_by_one(open_page: Open) -> None:
    page = opened(open_page, DUC_HOP, "Việc định kỳ")
    assert "8/8 việc định kỳ chưa có đủ báo cáo của các kỳ đã qua." in texts(page)
    rows = table_with(page, "Chưa báo cáo kỳ")
    assert set(rows["Kỳ đã báo"]) == {"0/2"}
    assert title(page) == "8 nhiệm vụ năm 2023, chưa có báo cáo tiến độ"


def test_named_papers_are_listed_with_what_reports_say(open_page: Open) -> None:
    page = opened(open_page, TUY_PHUOC, "Hồ sơ, tài liệu")
    rows = table_with(page, "Trong báo cáo")
    assert list(rows["Hồ sơ, tài liệu kế hoạch nêu"])[:3] == [
        "Văn bản xin lỗi",
        "Kế hoạch",
        "Biên bản",
    ]
    assert set(rows["Trong báo cáo"]) == {"– Việc chưa có báo cáo"}
    assert "6 hồ sơ, tài liệu của 3 việc; các việc ấy chưa có báo cáo nào, chưa xét được." in (
        texts(page)
    )


def test_a_plan_without_named_papers_says_so(open_page: Open) -> None:
    page = opened(open_page, KONG_CHRO, "Hồ sơ, tài liệu")
    assert "không nêu tên hồ sơ, tài liệu" in texts(page)


def test_kong_chro_lacks_a_person_and_the_responsibility_that_its_table_asks_for(
    open_page: Open,
) -> None:
    page = opened(open_page, KONG_CHRO)
    rows = table_with(page, "Còn thiếu")
    assert list(rows["Còn thiếu"]) == ["người, trách nhiệm"]
    assert list(rows["Số"]) == ["1.3"]
    assert "1/28 việc còn thiếu: người, trách nhiệm." in texts(page)
    assert "Việc nào cũng rõ người" in texts(opened(open_page, TUY_PHUOC))


def test_a_status_leads_to_the_plans_cell_and_to_the_reports(open_page: Open) -> None:
    page = opened(open_page, MINH_HOA)
    rows = table_with(page, "Tình trạng")
    reported = rows[rows["Tình trạng"] != "○ Chưa báo cáo"]
    assert all(link.startswith("[kế hoạch ") for link in rows["Nguồn"])
    assert all(link.count("nguon?tep=") == 2 for link in reported["Nguồn"])
    assert " · [Phòng Nội vụ F" in reported["Nguồn"].iloc[0]


def test_the_list_is_as_narrow_as_a_laptop_and_its_workbook_whole(open_page: Open) -> None:
    rows = table_with(opened(open_page, TUY_PHUOC), "Tình trạng")
    assert list(rows.columns) == [
        *("Số", "Nội dung", "Việc phải làm", "Chủ trì", "Thời hạn", "Tình trạng", "Nguồn")
    ]
    assert rows["Số"].iloc[0] == "I.1"


def test_the_list_narrows_to_a_month(open_page: Open) -> None:
    page = open_page("nhiem_vu.py", TUY_PHUOC, **{"Tháng đến hạn": "2024-06"})
    assert "4/88 nhiệm vụ" in texts(page)


def test_a_commune_without_a_plan_sees_what_the_plan_above_asks_of_it(open_page: Open) -> None:
    page = open_page("nhiem_vu.py", "minh-hoa.mh.xa-h")
    rows = table_with(page, "Kết quả đã báo")
    late = list(rows["Tình trạng"]).count("▲ Quá hạn")
    assert title(page) == f"{late}/37 việc kế hoạch cấp trên giao đã quá hạn"
    assert "Quá hạn lâu nhất: " in texts(page)
    assert "minh-hoa-2024-nhiem-vu.xlsx" in texts(page)
    assert all("nguon?tep=" in link for link in rows["Báo cáo"])
    assert rows["Tình trạng"].iloc[0] == "▲ Quá hạn"


def test_counts_on_the_page_are_those_of_a_plain_count(imported: Path, open_page: Open) -> None:
    """Overdue and coming due, counted by hand from what the query tells of every task."""
    judged_on = date(2024, 9, 30)
    name = current_store(imported)
    assert name
    told = store.frame(
        imported, name, "tasks", unit=MINH_HOA, period="2024", as_of=judged_on
    ).to_dict("records")
    dated = [(row["due_on"], row["status"]) for row in told if row["deadline_kind"] == "dated"]
    days = [(pd.Timestamp(day).date(), status) for day, status in dated]
    late = [d for d, status in days if d < judged_on and status in ("in_progress", "not_started")]
    last = judged_on + timedelta(days=30)
    near = [d for d, status in days if judged_on <= d <= last and status != "done"]
    page = open_page("nhiem_vu.py", MINH_HOA, **{"Tính đến hết": "2024-09"})
    assert title(page) == f"{len(late)}/{len(told)} nhiệm vụ quá hạn"
    coming = next(one.value for one in tables_of(page) if "Tình trạng" in one.value.columns)
    assert len(coming) == len(near) > 0


def test_the_sources_are_the_plan_and_the_reports_and_nothing_else(open_page: Open) -> None:
    page = opened(open_page, TUY_PHUOC)
    (said,) = [line for line in texts(page).splitlines() if line.startswith("Nguồn số liệu")]
    assert said.count("nguon?tep=") == 1
    assert "tuy-phuoc-2024-nhiem-vu-tu-pdf.xlsx" in said
    below = texts(open_page("nhiem_vu.py", "minh-hoa.mh.xa-h"))
    (said,) = [line for line in below.splitlines() if line.startswith("Nguồn số liệu")]
    assert "minh-hoa-2024-nhiem-vu.xlsx" in said
    assert "bao-cao-2024-09-xa-h.xlsx" in said
    assert said.count("nguon?tep=") == 2
    many = texts(opened(open_page, MINH_HOA))
    assert "ket-qua-2023" not in many
    assert "muc-tieu-2024" not in many


def asked(**values: object) -> dict[str, object]:
    return {
        "unit_name": "xã Q huyện H",
        "action": "Tổ chức đánh giá",
        "state": "in_progress",
        "deadline_kind": "dated",
        "due_on": date(2024, 12, 14),
        "report_period_id": "2024-09",
        **values,
    }


def test_with_nothing_overdue_the_next_deadline_is_named() -> None:
    cells = pd.DataFrame(
        [
            asked(action="Việc đã xong", state="done", due_on=date(2024, 10, 31)),
            asked(action="Việc định kỳ", deadline_kind="periodic", due_on=None),
            asked(action="Việc cuối năm", due_on=date(2024, 12, 31)),
            asked(),
        ]
    )
    day = date(2024, 9, 30)
    assert task_matrix.asked_sentence(cells, day) == (
        "Việc nào cũng đã có báo cáo; hạn gần nhất: Tổ chức đánh giá (hạn 14/12/2024)."
    )
    assert task_matrix.asked_sentence(cells, date(2025, 1, 1)) == "Việc nào cũng đã có báo cáo."
    late = pd.DataFrame([asked(state="overdue", due_on=date(2024, 5, 31)), asked()])
    assert task_matrix.asked_sentence(late, day) == (
        "Quá hạn lâu nhất: Tổ chức đánh giá (hạn 31/05/2024)."
    )


def test_who_has_not_sent_the_latest_report_is_named() -> None:
    cells = pd.DataFrame(
        [
            asked(unit_name="xã A"),
            asked(unit_name="xã A", report_period_id="2024-08"),  # this task was not spoken of
            asked(report_period_id="2024-08"),
            asked(unit_name="xã B", report_period_id=None),
        ]
    )
    assert task_matrix.behind(cells, "huyện H") == (
        "Tình trạng theo báo cáo mới nhất: xã Q mới đến tháng 8/2024."
    )
    assert task_matrix.behind(cells.head(2), "huyện H") == ""
    assert task_matrix.behind(cells.tail(1), "huyện H") == ""


def test_the_order_of_the_list_names_only_what_it_has() -> None:
    day = date(2024, 9, 30)
    none = pd.DataFrame([asked()])
    assert tasks.order_of_tasks(none, 7, day) == "1/7 nhiệm vụ, theo thứ tự của phụ lục"
    near = pd.DataFrame([asked(due_on=date(2024, 10, 1)), asked(state="overdue")])
    assert tasks.order_of_tasks(near, 88, day) == (
        "2/88 nhiệm vụ; quá hạn xếp trước, rồi sắp đến hạn trong 30 ngày, còn lại theo thứ tự "
        "của phụ lục"
    )


def test_nothing_is_drawn_for_a_unit_without_dated_tasks(open_page: Open) -> None:
    assert len(opened(open_page, TAM_DUONG).get("plotly_chart")) == 1
    assert len(opened(open_page, TUY_PHUOC).get("plotly_chart")) == 2


def test_a_unit_nobody_asks_anything_of_is_told_what_to_do(open_page: Open) -> None:
    said = texts(open_page("nhiem_vu.py", "minh-hoa.mh.xa-h", **{"Kỳ mục tiêu": "2024"}))
    assert "việc kế hoạch cấp trên giao" in said
    assert "Nạp báo cáo tiến độ" in texts(opened(open_page, TUY_PHUOC))


@pytest.mark.parametrize("file", ["nhiem_vu.py", "thi_dua.py"])
def test_a_store_of_one_unit_alone_is_enough(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, file: str
) -> None:
    path = settings.SAMPLES / "kong-chro-2021-tieu-chi.xlsx"
    importing.import_files(tmp_path / "data", [Upload(path.name, path.read_bytes())])
    page = opener(tmp_path / "data", monkeypatch)(file)
    assert title(page) in (
        "28 nhiệm vụ năm 2021, chưa có báo cáo tiến độ",
        "Chưa có đơn vị trực thuộc để rà soát thi đua",
    )


def test_without_any_import_the_page_says_what_to_do(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = opener(tmp_path / "data", monkeypatch)("nhiem_vu.py")
    assert title(page) == "Chưa có số liệu"


def test_a_unit_with_a_reporting_calendar_alone_is_told_what_to_send(open_page: Open) -> None:
    page = opened(open_page, HOAI_CHAU_BAC)
    assert title(page).startswith("Chưa có nhiệm vụ")
    assert "Nạp phụ lục nhiệm vụ" in texts(page)
