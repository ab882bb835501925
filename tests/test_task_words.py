"""Tasks in words and tables: counts against plain Python, and what is said of them."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta
from itertools import product

import pandas as pd
import pytest

from cchc.ui import task_matrix, task_occurrences, task_papers, tasks

KINDS = ("dated", "periodic", "continuous", "event", "reference", "none")
STATUSES = ("done", "in_progress", "not_started", "not_reported")
DAYS = (date(2024, 1, 31), date(2024, 6, 30), date(2024, 10, 20), date(2025, 2, 28), None)


def plan() -> pd.DataFrame:
    """Every kind of deadline in every status, on every day that its kind can have."""
    rows = []
    for place, (kind, status, day) in enumerate(product(KINDS, STATUSES, DAYS)):
        due = day if kind == "dated" else None
        late = bool(due and due < date(2024, 9, 30) and status in ("in_progress", "not_started"))
        rows.append(
            {
                "area_code": "I",
                "area_name": "CHỈ ĐẠO ĐIỀU HÀNH",
                "task_group": "remedy",
                "number": str(place),
                "action_number": 1,
                "title": "Nội dung",
                "action": f"Việc {place}",
                "lead": "Phòng Nội vụ" if place % 3 else "Phòng Tư pháp",
                "cooperating": None,
                "deadline_text": "…",
                "deadline_kind": kind,
                "due_on": pd.Timestamp(due) if due else pd.NaT,
                "status": status,
                "is_overdue": late,
                "product": None,
                "names_responsibility": False,
            }
        )
    return tasks.judged(pd.DataFrame(rows))


def day_of(row: dict[str, object]) -> date | None:
    due = row["due_on"]
    return due.date() if isinstance(due, pd.Timestamp) and not pd.isna(due) else None


def test_months_hold_just_the_dated_tasks_of_the_year() -> None:
    expected: Counter[tuple[int, str]] = Counter()
    for row in plan().to_dict("records"):
        day = day_of({str(k): v for k, v in row.items()})
        if day and day.year == 2024:
            expected[day.month, str(row["state"])] += 1
    drawn = tasks.due_rows(plan(), "2024")
    got = {(row["month"], row["state"]): row["count"] for row in drawn.to_dict("records")}
    assert got == dict(expected)


def test_tasks_without_a_day_are_told_by_kind_and_add_up() -> None:
    said = tasks.due_sentence(plan(), "2024")
    assert said == (
        "12 việc có ngày hạn trong năm; 4 việc có ngày hạn ngoài năm; 104 việc không có ngày hạn: "
        "20 định kỳ, 20 thường xuyên, 20 khi phát sinh, 20 theo văn bản hoặc yêu cầu khác, "
        "20 không ghi thời hạn, 4 không đọc được ngày hạn."
    )
    assert len(plan()) == 12 + 4 + 104


@pytest.mark.parametrize(
    "judged_on", [date(2024, 9, 30), date(2024, 9, 20), date(2024, 9, 19), date(2024, 6, 1)]
)
def test_coming_due_is_open_and_within_thirty_days(judged_on: date) -> None:
    expected = [
        str(row["number"])
        for row in plan().to_dict("records")
        if (day := day_of({str(k): v for k, v in row.items()}))
        and judged_on <= day <= judged_on + timedelta(days=30)
        and row["status"] != "done"
    ]
    assert sorted(tasks.coming_due(plan(), judged_on)["number"]) == sorted(expected)


def test_a_day_falls_where_its_month_stands() -> None:
    assert tasks.place_in_year(date(2024, 9, 30)) == 9.5
    assert tasks.place_in_year(date(2024, 12, 31)) == 12.5
    assert tasks.place_in_year(date(2024, 6, 15)) == 6.0
    assert tasks.place_in_year(None) is None


def test_where_nobody_has_more_than_one_the_longest_overdue_is_named() -> None:
    late = pd.DataFrame(
        {
            "state": ["overdue", "overdue", "done"],
            "lead": ["Phòng Nội vụ", "Phòng Tư pháp; UBND các xã", "Phòng Y tế"],
            "due_on": [date(2024, 6, 30), date(2024, 5, 31), date(2024, 1, 31)],
        }
    )
    assert tasks.most_overdue(late) == (
        "Quá hạn lâu nhất: Phòng Tư pháp; UBND các xã (hạn 31/05/2024)."
    )
    assert tasks.most_overdue(late.iloc[[0, 0, 1]]) == "Quá hạn nhiều nhất: Phòng Nội vụ (2)."


def test_the_pointer_names_who_is_late_else_what_comes_else_what_is_missing() -> None:
    listed = plan()
    assert tasks.to_look_at(listed, listed.iloc[0:0]).startswith("Quá hạn nhiều nhất: Phòng")
    calm = listed[listed["state"] == "done"]
    assert tasks.to_look_at(calm, calm.iloc[0:0]) == "Không việc nào đến hạn trong 30 ngày tới."
    silent = listed[listed["state"] == "not_reported"]
    assert "Nạp báo cáo tiến độ" in tasks.to_look_at(silent, silent.iloc[0:0])
    near = tasks.coming_due(listed[listed["state"] == "in_progress"], date(2024, 10, 1))
    still = listed[listed["state"].isin(["in_progress", "done"])]
    assert tasks.to_look_at(still, near).startswith("1 việc đến hạn trong 30 ngày; gần nhất")


def test_every_choice_narrows_to_its_rows_and_empty_choices_are_not_asked() -> None:
    listed = plan()
    asked = {choice.key: choice for choice in tasks.choices(listed)}
    assert list(asked["thang-den-han"].names) == [
        "2024-01",
        "2024-06",
        "2024-10",
        "2025-02",
        "khong",
    ]
    assert [one.key for one in tasks.worth_asking(list(asked.values()))] == [
        *("chu-tri", "thang-den-han", "tinh-trang"),
    ]
    june = tasks.narrowed(listed, {"due_month": "2024-06", "state": tasks.ALL})
    assert len(june) == 4


def matrix() -> pd.DataFrame:
    """Three tasks of three communes; the second has the most that presses."""
    states = {
        ("1", "xã A"): "done", ("1", "xã B"): "in_progress", ("1", "xã C huyện H"): "done",
        ("2", "xã A"): "overdue", ("2", "xã B"): "not_reported", ("2", "xã C huyện H"): "done",
        ("3", "xã A"): "not_started", ("3", "xã B"): "overdue", ("3", "xã C huyện H"): "done",
    }  # fmt: skip
    return pd.DataFrame(
        [
            {
                "area_code": "I",
                "task_group": None,
                "number": number,
                "action_number": 1,
                "action": f"Việc {number}",
                "unit_name": unit,
                "unit_level": "xa",
                "state": state,
                "due_on": pd.Timestamp("2024-05-31"),
                "deadline_text": "Tháng 5/2024",
                "report_period_id": None if state == "not_reported" else "2024-09",
                "result": "Đã *xong*",
                "progress_percent": 40.0,
                "import_id": 2,
                "sheet": "T",
                "cell": "F5",
                "plan_import_id": 1,
                "plan_sheet": "P",
                "plan_cell": "C5",
            }
            for (number, unit), state in states.items()
        ]
    )


def test_the_grid_puts_tasks_that_press_first_and_counts_who_is_done() -> None:
    cells = task_matrix.of_kind(matrix(), "xa")
    grid = task_matrix.grid(cells, "huyện H")
    assert list(grid["Việc"]) == ["I.2 Việc 2", "I.3 Việc 3", "I.1 Việc 1"]
    assert list(grid["Hoàn thành"]) == ["1/3", "1/3", "2/3"]
    assert list(grid.columns[2:]) == ["xã B", "xã A", "xã C"], "xã B owes two, xã A one"
    assert task_matrix.most_pressing(cells, "huyện H") == "Nhiều nhất: xã B (2)."
    late = cells.assign(state="overdue")
    assert task_matrix.most_pressing(late, "huyện H") == "Nhiều nhất: xã A, xã B, xã C (3)."
    done = cells.assign(state="done")
    assert task_matrix.most_pressing(done, "huyện H") == ""
    assert list(grid["xã B"]) == ["○ Chưa báo cáo", "▲ Quá hạn", "◆ Đang thực hiện"]
    assert task_matrix.matrix_sentence(cells) == (
        "3 việc giao cho cả 3 đơn vị: 2 lượt quá hạn, 1 lượt chưa báo cáo."
    )


def test_a_pick_finds_the_cell_that_was_shown_there() -> None:
    cells = task_matrix.of_kind(matrix(), "xa")
    grid = task_matrix.grid(cells, "huyện H")
    for row, column in product(range(3), ["xã A", "xã B", "xã C"]):
        cell = task_matrix.picked(cells, row, column, "huyện H")
        assert cell
        assert tasks.shown(cell["state"]) == grid.loc[row, column]
    assert task_matrix.picked(cells, 0, "Việc", "huyện H") is None


def test_a_picked_cell_says_what_was_reported_and_where_and_escapes_it() -> None:
    cells = task_matrix.of_kind(matrix(), "xa")
    told = task_matrix.picked(cells, 1, "xã B", "huyện H")
    silent = task_matrix.picked(cells, 0, "xã B", "huyện H")
    assert told
    assert silent
    said = "\n".join(task_matrix.report_lines(told))
    assert "Tháng 9/2024: Đã \\*xong\\* (40%)" in said
    assert "](nguon?tep=2&trang=T&o=F5)" in said
    assert "](nguon?tep=1&trang=P&o=C5)" in said
    assert "Chưa có báo cáo nào" in "\n".join(task_matrix.report_lines(silent))


def test_occurrences_not_reported_are_named_and_their_tasks_stand_first() -> None:
    base = {"area_code": "I", "task_group": None, "action_number": 1, "action": "Việc"}
    base |= {"lead": "Phòng Nội vụ", "deadline_text": "Hàng tháng", "units_bound": 3}
    base |= {"import_id": 1, "sheet": "P"}
    states = [
        ("1", "2024-01", "reported", 3), ("1", "2024-02", "reported", 3),
        ("2", "2024-01", "missing", 0), ("2", "2024-02", "partial", 2),
    ]  # fmt: skip
    told = pd.DataFrame(
        [
            base
            | {"number": n, "occurrence_id": o, "state": s, "units_reporting": u, "cell": f"C{n}"}
            for n, o, s, u in states
        ]
    )
    assert task_occurrences.occurrence_sentence(told) == (
        "1/2 việc định kỳ chưa có đủ báo cáo của các kỳ đã qua."
    )
    table = task_occurrences.occurrence_table(told)
    assert list(table["Số"]) == ["2", "1"]
    assert list(table["Kỳ đã báo"]) == ["1/2", "2/2"]
    assert table["Chưa báo cáo kỳ"].iloc[0] == "tháng 1"
    assert table["Mới một số đơn vị báo"].iloc[0] == "tháng 2 (2/3)"
    links = task_occurrences.occurrence_cells(told, table)["Kế hoạch"]
    assert [link.split("]")[0] for link in links] == ["[C2", "[C1"]


def test_papers_stand_beside_the_newest_report_that_speaks_of_them() -> None:
    listed = plan().iloc[:1].assign(
        action="Kiểm tra (hồ sơ gồm: kế hoạch, biên bản, báo cáo)",
        cell="C5", sheet="P", import_id=1, title="Kiểm tra",
    )  # fmt: skip
    named = task_papers.with_evidence(listed)
    assert named == {"I|remedy|0|1": ["kế hoạch", "biên bản", "báo cáo"]}
    reports = pd.DataFrame(
        [
            {
                "area_code": "I", "task_group": "remedy", "number": "0", "action_number": 1,
                "result": result, "reporter_name": "xã A", "report_period_id": month,
                "import_id": 2, "sheet": "T", "cell": cell,
            }
            for month, result, cell in [
                ("2024-09", "Chưa có biên bản", "F9"),
                ("2024-08", "Đã có kế hoạch, biên bản", "F8"),
            ]
        ]
    )  # fmt: skip
    rows = task_papers.evidence_rows(listed, named, reports)
    assert list(rows["Trong báo cáo"]) == [
        "● Đã nêu trong báo cáo",
        "▲ Báo cáo nói chưa có",
        "○ Chưa có trong báo cáo",
    ]
    assert [cell.split("]")[0] for cell in rows["Ô"]] == [
        "[xã A, tháng 8/2024",
        "[xã A, tháng 9/2024",
        "[ô C5 của kế hoạch",
    ]
    assert task_papers.evidence_sentence(rows) == (
        "3 hồ sơ, tài liệu của 1 việc; 1 đã nêu trong báo cáo, 2 còn phải hỏi."
    )


def papers_of(*tasks: tuple[str, str | None]) -> pd.DataFrame:
    """Two papers of each task: its state, and what its one report writes of the result."""
    listed = pd.concat([plan().iloc[:1]] * len(tasks), ignore_index=True).assign(
        action="Kiểm tra (hồ sơ gồm: kế hoạch, biên bản)", title="Kiểm tra", cell="C5", sheet="P",
        import_id=1, number=[str(place) for place in range(len(tasks))],
        status=[status for status, _ in tasks],
    )  # fmt: skip
    reports = pd.DataFrame(
        [
            {
                "area_code": "I", "task_group": "remedy", "number": str(place), "action_number": 1,
                "result": result, "reporter_name": "xã A", "report_period_id": "2024-09",
                "import_id": 2, "sheet": "T", "cell": "F9",
            }
            for place, (_, result) in enumerate(tasks)
            if result
        ]
    )  # fmt: skip
    return task_papers.evidence_rows(listed, task_papers.with_evidence(listed), reports)


def test_papers_of_a_task_without_a_report_are_not_counted_as_missing_from_reports() -> None:
    silent = papers_of(("not_reported", None))
    assert set(silent["Trong báo cáo"]) == {"– Việc chưa có báo cáo"}
    start = "2 hồ sơ, tài liệu của 1 việc; "
    said = task_papers.evidence_sentence
    assert said(silent) == f"{start}các việc ấy chưa có báo cáo nào, chưa xét được."
    assert said(silent, too_early=True) == f"{start}chưa đến hạn báo cáo nào, chưa xét được."
    ticked = papers_of(("done", None))
    assert set(ticked["Trong báo cáo"]) == {"– Báo cáo không ghi kết quả"}
    assert said(ticked) == f"{start}chưa báo cáo nào nói là đã có, 2 còn phải hỏi."
    both = papers_of(("done", "Đã có kế hoạch"), ("not_reported", None))
    assert said(both) == (
        "4 hồ sơ, tài liệu của 2 việc; 1 đã nêu trong báo cáo, 1 còn phải hỏi; 2 của việc chưa có "
        "báo cáo."
    )
