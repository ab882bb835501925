"""Part III of the report: the plan's tasks, what was done in the period, what is overdue.

In: rows of report_task_counts, report_tasks and task_matrix. Out: parts of the document.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from cchc import wording
from cchc.reports.monthly.given import MonthlyReport, Row
from cchc.reports.official_parts import Annex, Column, Heading, Paragraph, Part, Table

STATES = ("total", "done", "in_progress", "not_started", "overdue", "not_reported")
STATE_NAMES = {"total": "Tổng số", **wording.TASK_STATES}
LONGEST_LIST = 12  # what is longer goes to an annex
SHORTENED_TASK = 250  # in a list of what was reported, where the plan has the whole wording
LONGEST_TASK = 1200  # a row is not split: it has to fit on a page
NOTHING_REPORTED = (
    "Chưa có báo cáo tiến độ nhiệm vụ nào nên chưa xác định được nhiệm vụ hoàn thành, quá hạn."
)


def tasks_parts(report: MonthlyReport) -> Iterator[Part]:
    """Counts, then what was completed in the period and what is overdue, task by task."""
    yield Heading(1, "Kết quả thực hiện nhiệm vụ cải cách hành chính")
    if not report.tasks and not report.own_progress:
        yield Paragraph(
            f"Chưa nhận được kế hoạch năm {report.period.year} của đơn vị hoặc của cấp trên giao "
            "đơn vị."
        )
    if report.tasks:
        yield from _plan_parts(report)
    if report.own_progress:
        yield from _own_parts(report)


def _period(report: MonthlyReport) -> str:
    return wording.lower_first(wording.period(report.period.period_id))


def _until(report: MonthlyReport) -> str:
    """ "hết tháng 9/2024"; of a year that is not over "hết ngày 21/11/2026"."""
    is_over = report.judged_on == report.period.ends_on
    return f"hết {_period(report) if is_over else f'ngày {wording.day(report.judged_on)}'}"


# the unit's plan ---------------------------------------------------------------------------


def _plan_parts(report: MonthlyReport) -> Iterator[Part]:
    total = next(row for row in report.task_counts if row["is_total"])
    yield Heading(2, f"Kế hoạch năm {report.period.year} của đơn vị")
    yield Paragraph(counts_sentence(total, report))
    if total["not_reported"] == total["total"]:
        yield Paragraph(NOTHING_REPORTED)
        return
    if len(report.task_counts) > 2:  # one area alone says what the sentence says
        yield counts_table(report.task_counts)
    done = [row for row in report.tasks if row["is_newly_done"]]
    yield Heading(2, f"Nhiệm vụ hoàn thành trong {_period(report)}")
    yield from _listed(
        report, done, "hoàn thành trong kỳ", "Không có nhiệm vụ mới hoàn thành trong kỳ."
    )
    late = overdue(report)
    yield Heading(2, "Nhiệm vụ quá hạn")
    yield from _listed(report, late, "quá hạn", f"Không có nhiệm vụ quá hạn đến {_until(report)}.")


def counts_sentence(total: Row, report: MonthlyReport) -> str:
    """ "Đến hết tháng 9/2024: 88 nhiệm vụ, hoàn thành 7, đang thực hiện 66, …"."""
    said = [
        f"{wording.lower_first(STATE_NAMES[state])} {wording.whole(total[state])}"
        for state in STATES[1:]
    ]
    start = f"Đến {_until(report)}, kế hoạch có {wording.whole(total['total'])} nhiệm vụ"
    return f"{start}: {', '.join(said)}."


def counts_table(rows: Sequence[Row]) -> Table:
    """Areas in rows, states in columns, the whole plan last."""
    columns = (
        Column("TT", 13, "center"),
        Column("Lĩnh vực", 62),
        *(Column(STATE_NAMES[state], 15, "right") for state in STATES),
    )
    lines = tuple(
        (
            "" if row["is_total"] else str(row["area_code"]),
            "Cộng" if row["is_total"] else _area(row),
            *(wording.whole(row[state]) for state in STATES),
        )
        for row in rows
    )
    return Table("Nhiệm vụ theo lĩnh vực và tình trạng", columns, lines, sum_rows=1)


def _area(row: Row) -> str:
    return wording.calm(str(row["area_name"])) if wording.known(row["area_name"]) else ""


def overdue(report: MonthlyReport) -> list[Row]:
    """Overdue tasks, the longest overdue first."""
    late = [row for row in report.tasks if row["state"] == "overdue"]
    return sorted(late, key=lambda row: str(row["due_on"]))


def coming_due(report: MonthlyReport) -> list[Row]:
    """Open tasks due in the 30 days after the period, the nearest first."""
    coming = [row for row in report.tasks if row["is_coming_due"]]
    return sorted(coming, key=lambda row: str(row["due_on"]))


def annex_name(report: MonthlyReport) -> str:
    """The annex of the long lists comes after that of the units, where there is one."""
    return "Phụ lục II" if any(not row["is_own"] for row in report.services) else "Phụ lục I"


def _listed(report: MonthlyReport, rows: Sequence[Row], what: str, none: str) -> Iterator[Part]:
    if not rows:
        yield Paragraph(none)
    elif len(rows) > LONGEST_LIST:
        yield Paragraph(f"{len(rows)} nhiệm vụ {what}, liệt kê tại {annex_name(report)}.")
    else:
        yield task_table(f"Nhiệm vụ {what}", rows, is_captioned=False)


def tasks_annex(report: MonthlyReport) -> Annex | None:
    """The lists that are too long for the text."""
    lists = {
        f"Nhiệm vụ hoàn thành trong {_period(report)}": [
            row for row in report.tasks if row["is_newly_done"]
        ],
        f"Nhiệm vụ quá hạn đến {_until(report)}": overdue(report),
        "Nhiệm vụ đến hạn trong 30 ngày tới": coming_due(report),
        f"Nhiệm vụ cấp trên giao đến {_until(report)}": list(report.own_progress),
    }
    parts = [
        progress_table(title, rows) if "result" in rows[0] else task_table(title, rows)
        for title, rows in lists.items()
        if len(rows) > LONGEST_LIST
    ]
    return Annex("Danh sách nhiệm vụ", tuple(parts)) if parts else None


def task_table(title: str, rows: Sequence[Row], *, is_captioned: bool = True) -> Table:
    """Which task, whose, until when."""
    columns = (
        Column("TT", 9, "center"),
        Column("Lĩnh vực", 16, "center"),
        Column("Nhiệm vụ", 75),
        Column("Chủ trì", 38),
        Column("Thời hạn", 27),
    )
    lines = (
        (str(place), _text(row["area_code"]), _task(row), _text(row["lead"]), deadline(row))
        for place, row in enumerate(rows, start=1)
    )
    return Table(title, columns, tuple(lines), is_captioned=is_captioned)


def _text(value: object) -> str:
    return str(value) if wording.known(value) else wording.MISSING


def _task(row: Row, longest: int = LONGEST_TASK) -> str:
    return wording.short(row["action"], longest) or wording.MISSING


def deadline(row: Row) -> str:
    """The plan's own words, and the last day they mean."""
    said = _text(row["deadline_text"])
    day = wording.day(row["due_on"])
    return said if day == wording.MISSING or day in said else f"{said} (đến {day})"


# tasks of the plan above -------------------------------------------------------------------


def _own_parts(report: MonthlyReport) -> Iterator[Part]:
    rows = report.own_progress
    plans = wording.joined(list(dict.fromkeys(str(row["plan_unit_name"]) for row in rows)))
    yield Heading(2, f"Nhiệm vụ trong kế hoạch của {plans}")
    said = [
        f"{wording.lower_first(name)} {sum(1 for row in rows if row['state'] == state)}"
        for state, name in wording.TASK_STATES.items()
        if any(row["state"] == state for row in rows)
    ]
    counted = f"Đến {_until(report)}, đơn vị được giao {len(rows)} nhiệm vụ: {', '.join(said)}"
    if len(rows) > LONGEST_LIST:
        yield Paragraph(f"{counted}; liệt kê tại {annex_name(report)}.")
    else:
        yield Paragraph(f"{counted}.")
        yield progress_table("Nhiệm vụ được giao", rows)


def progress_table(title: str, rows: Sequence[Row]) -> Table:
    columns = (
        Column("TT", 9, "center"),
        Column("Lĩnh vực", 16, "center"),
        Column("Nhiệm vụ", 65),
        Column("Thời hạn", 25),
        Column("Tình trạng", 24),
        Column("Kết quả", 26),
    )
    return Table(
        title,
        columns,
        tuple(
            (
                str(place),
                _text(row["area_code"]),
                _task(row, SHORTENED_TASK),
                deadline(row),
                _progress(row),
                _text(row["result"]),
            )
            for place, row in enumerate(rows, start=1)
        ),
    )


def _progress(row: Row) -> str:
    """ "Đang thực hiện, 60%"."""
    name = wording.TASK_STATES.get(str(row["state"]), wording.MISSING)
    known = wording.known(row["progress_percent"]) and row["state"] != "done"
    return f"{name}, {wording.percent(row['progress_percent'])}" if known else name
