"""Tasks of a plan made ready to read: their state, when they are due, what they lack.

In: rows of the query `tasks`. Out: DataFrames for tables and figures, and sentences made only from
them. It knows no page and no widget.
"""

from __future__ import annotations

import calendar
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

import pandas as pd

from cchc.figures.state_strip import Part
from cchc.rows import rows_of
from cchc.ui import words
from cchc.ui.kept import kept

Row = Mapping[str, object]
DAYS_AHEAD = 30
FILES = "kế hoạch và báo cáo tiến độ"
LONGEST_WHO = 24
ALL, NO_DAY = "Tất cả", "khong"
KEY = ("area_code", "task_group", "number", "action_number")
STATE_ORDER = ("overdue", "not_reported", "not_started", "in_progress", "done")
# What the plans ask of every task (Tam Đường's four); Kông Chro's plan adds its fifth.
PARTS = {"lead": "người", "action": "việc", "deadline_text": "thời gian", "title": "kết quả"}
RESPONSIBLE = "trách nhiệm"
UNDATED = {
    "periodic": "định kỳ",
    "continuous": "thường xuyên",
    "event": "khi phát sinh",
    "reference": "theo văn bản hoặc yêu cầu khác",
    "none": "không ghi thời hạn",
    "dated": "không đọc được ngày hạn",
}


def count(tasks: pd.DataFrame, state: str) -> int:
    return int((tasks["state"] == state).sum())


@kept
def judged(told: pd.DataFrame) -> pd.DataFrame:
    """The plan's tasks with their state as shown (overdue apart) and what they lack."""
    overdue = told["is_overdue"].fillna(False).astype(bool)
    lacks = [", ".join(_lacks(row)) for row in rows_of(told)]
    days = pd.to_datetime(told["due_on"])
    return told.assign(
        state=told["status"].mask(overdue, "overdue"),
        lacks=lacks,
        due_month=days.dt.strftime("%Y-%m").fillna(NO_DAY).astype(object),
    )


def _lacks(row: Mapping[str, object]) -> list[str]:
    """Người, việc, thời gian, kết quả; trách nhiệm where the plan has a column for it."""
    lacking = [word for column, word in PARTS.items() if not words.known(row[column])]
    assigned = words.known(row["lead"]) or words.known(row["cooperating"])
    if row.get("names_responsibility") is True and not assigned:
        lacking.append(RESPONSIBLE)
    return lacking


# What stands ----------------------------------------------------------------------------------


@kept
def headline(listed: pd.DataFrame, period: str | None) -> str:
    """ "6/88 nhiệm vụ quá hạn"; with none overdue, how many there are and what is known of them."""
    year = f" {words.lower_first(words.period(period))}" if period else ""
    if listed.empty:
        return f"Chưa có nhiệm vụ{year} của đơn vị này"
    overdue = count(listed, "overdue")
    if overdue:
        return f"{overdue}/{len(listed)} nhiệm vụ quá hạn"
    unreported = (listed["state"] == "not_reported").all()
    known = "chưa có báo cáo tiến độ" if unreported else "không có nhiệm vụ quá hạn"
    return f"{len(listed)} nhiệm vụ{year}, {known}"


def most_overdue(listed: pd.DataFrame) -> str:
    """ "Quá hạn nhiều nhất: Phòng X (3)."; where nobody has more than one, the longest overdue."""
    late = listed[listed["state"] == "overdue"]
    counts = late["lead"].dropna().value_counts()
    if late.empty or counts.empty:
        return ""
    if counts.iloc[0] == 1:
        first = late.dropna(subset=["lead"]).sort_values("due_on", kind="stable").iloc[0]
        return f"Quá hạn lâu nhất: {_lead(first)} (hạn {words.day(first['due_on'])})."
    most = counts[counts == counts.iloc[0]].index[:2]
    named = [words.short(lead, 60) for lead in most]
    return f"Quá hạn nhiều nhất: {words.joined(named)} ({int(counts.iloc[0])})."


@kept
def to_look_at(listed: pd.DataFrame, coming: pd.DataFrame) -> str:
    """Whom or what to look at: the lead with most overdue, else what is missing or comes next."""
    if named := most_overdue(listed):
        return named
    if (listed["state"] == "not_reported").all():
        return "Nạp báo cáo tiến độ của các đơn vị ở trang Nhập số liệu thì biết việc nào quá hạn."
    if coming.empty:
        return "Không việc nào đến hạn trong 30 ngày tới."
    first = coming.iloc[0]
    until = words.day(first["due_on"])
    return f"{len(coming)} việc đến hạn trong 30 ngày; gần nhất ngày {until}: {_lead(first)}."


def _lead(row: pd.Series) -> str:
    return words.short(row["lead"], 60) if words.known(row["lead"]) else "chưa rõ chủ trì"


@kept
def states(tasks: pd.DataFrame) -> list[Part]:
    """How many tasks stand in each state, the pressing ones first."""
    return [
        Part(state, words.TASK_STATES[state], count(tasks, state), words.TASK_SHAPES[state])
        for state in STATE_ORDER
    ]


def task_counts(tasks: pd.DataFrame) -> dict[str, str]:
    """Total, overdue, not reported: the front page's three numbers."""
    return {
        "Tổng số": str(len(tasks)),
        "Quá hạn": str(count(tasks, "overdue")),
        "Chưa báo cáo": str(count(tasks, "not_reported")),
        "Hoàn thành": str(count(tasks, "done")),
    }


# When they are due ----------------------------------------------------------------------------


@kept
def due_rows(listed: pd.DataFrame, year: str | None) -> pd.DataFrame:
    """How many tasks of each state are due in each month of the plan's year."""
    due = listed[listed["due_month"].str.startswith(f"{year}-")]
    counted = due.groupby(["state", "due_month"]).size().to_dict()
    rows = [
        (int(str(month)[-2:]), state, shown(state), number)
        for state in STATE_ORDER
        for (of, month), number in counted.items()
        if of == state
    ]
    return pd.DataFrame(rows, columns=["month", "state", "word", "count"])


def place_in_year(day: date | None) -> float | None:
    """Where a day falls among the months: 9.5 is the end of September."""
    if day is None:
        return None
    return round(day.month - 0.5 + day.day / calendar.monthrange(day.year, day.month)[1], 3)


@kept
def due_sentence(listed: pd.DataFrame, year: str | None) -> str:
    """ "21 việc có ngày hạn; 67 việc khác không có: 33 thường xuyên, …": never put on a date."""
    in_year = listed["due_month"].str.startswith(f"{year}-")
    undated = listed["due_month"] == NO_DAY
    others = listed.loc[undated, "deadline_kind"].value_counts().to_dict()
    parts = [f"{others[kind]} {word}" for kind, word in UNDATED.items() if kind in others]
    known = ", ".join(parts)
    if undated.all() and parts:
        return f"Không việc nào có ngày hạn: {known}."
    said = [f"{int(in_year.sum())} việc có ngày hạn trong năm"]
    if elsewhere := int((~in_year & ~undated).sum()):
        said.append(f"{elsewhere} việc có ngày hạn ngoài năm")
    if parts:
        said.append(f"{int(undated.sum())} việc không có ngày hạn: {known}")
    return "; ".join(said) + "."


@kept
def coming_due(listed: pd.DataFrame, judged_on: date | None) -> pd.DataFrame:
    """Open tasks whose last punctual day falls within the next 30 days, the nearest first."""
    if judged_on is None:
        return listed.iloc[0:0]
    first = pd.Timestamp(judged_on)
    due = pd.to_datetime(listed["due_on"])
    near = due.between(first, first + pd.Timedelta(days=DAYS_AHEAD))
    return listed[near & (listed["state"] != "done")].sort_values("due_on", kind="stable")


@kept
def urgent_first(tasks: pd.DataFrame, judged_on: date | None) -> pd.DataFrame:
    """Overdue tasks, the longest overdue first; those coming due; the others as the annex has them.

    Without a day to judge from, nothing is coming due.
    """
    overdue = tasks[tasks["state"] == "overdue"].sort_values("due_on", kind="stable")
    coming = coming_due(tasks.drop(index=overdue.index), judged_on)
    first = [*overdue.index, *coming.index]
    return pd.concat([tasks.loc[first], tasks.drop(index=first)])


@kept
def order_of_tasks(shown: pd.DataFrame, of: int, judged_on: date | None) -> str:
    """ "88/88 nhiệm vụ; quá hạn xếp trước, rồi …"; only what the list has."""
    late = ["quá hạn"] if count(shown, "overdue") else []
    near = ["sắp đến hạn trong 30 ngày"] if len(coming_due(shown, judged_on)) else []
    counted = f"{len(shown)}/{of} nhiệm vụ"
    if not (late or near):
        return f"{counted}, theo thứ tự của phụ lục"
    first, *then = late + near
    after = "".join(f"rồi {what}, " for what in then)
    return f"{counted}; {first} xếp trước, {after}còn lại theo thứ tự của phụ lục"


# The list -------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Choice:
    """One way to narrow the list: its label, its key in the URL, the column, what may be chosen."""

    label: str
    key: str
    column: str
    names: dict[str, str] = field(repr=False)


@kept
def choices(tasks: pd.DataFrame) -> list[Choice]:
    """By area, lead, remedy or maintain, month due, state; only what the list has."""
    areas = tasks.dropna(subset=["area_code"]).drop_duplicates("area_code")
    area_names = {
        str(code): _coded(code, name)
        for code, name in zip(areas["area_code"], areas["area_name"], strict=True)
    }
    leads = {lead: words.short(lead, 60) for lead in sorted(map(str, tasks["lead"].dropna()))}
    months = sorted(map(str, set(tasks["due_month"])))
    month_names = {
        one: "Không có ngày hạn" if one == NO_DAY else words.period(one) for one in months
    }
    return [
        Choice("Lĩnh vực", "linh-vuc", "area_code", area_names),
        Choice("Chủ trì", "chu-tri", "lead", leads),
        Choice(
            "Nhóm", "nhom-noi-dung", "task_group", _held(words.TASK_GROUPS, tasks, "task_group")
        ),
        Choice("Tháng đến hạn", "thang-den-han", "due_month", month_names),
        Choice("Tình trạng", "tinh-trang", "state", _held(words.TASK_STATES, tasks, "state")),
    ]


def worth_asking(asked: list[Choice]) -> list[Choice]:
    """Choices with something to choose between."""
    return [choice for choice in asked if len(choice.names) > 1]


def _held(names: Mapping[str, str], tasks: pd.DataFrame, column: str) -> dict[str, str]:
    return {one: name for one, name in names.items() if (tasks[column] == one).any()}


def _coded(code: object, name: object) -> str:
    return f"{code}. {words.calm(str(name))}" if words.known(name) else str(code)


@kept
def narrowed(tasks: pd.DataFrame, chosen: Mapping[str, str]) -> pd.DataFrame:
    """The rows that fit every choice made."""
    for column, wanted in chosen.items():
        if wanted != ALL:
            tasks = tasks[tasks[column] == wanted]
    return tasks


@kept
def task_table(tasks: pd.DataFrame) -> pd.DataFrame:
    """The plan's rows: where, what, who (with whom), until when, how it stands."""
    table = pd.DataFrame(
        {
            "Lĩnh vực": tasks["area_code"],
            "Nhóm": tasks["task_group"].map(words.TASK_GROUPS),
            "Số": tasks["number"],
            "Nội dung": tasks["title"],
            "Việc phải làm": tasks["action"],
            "Chủ trì": [_who(row) for row in rows_of(tasks)],
            "Thời hạn": tasks["deadline_text"],
            "Tình trạng": [shown(state) for state in tasks["state"]],
        }
    )
    optional = ["Lĩnh vực", "Nhóm", "Nội dung"]
    unsaid = [name for name in optional if table[name].isna().all()]
    # Some plans have one column for both: then it is shown once.
    if (table["Nội dung"] == table["Việc phải làm"]).all():
        unsaid.append("Nội dung")
    return table.drop(columns=unsaid)


@kept
def brief_table(tasks: pd.DataFrame) -> pd.DataFrame:
    """The same rows as a page has room for: the place in the annex is one narrow column."""
    table = task_table(tasks).drop(columns=["Lĩnh vực", "Nhóm", "Số"], errors="ignore")
    table.insert(0, "Số", [place(row) for row in rows_of(tasks)])
    return table


def _who(row: Row) -> str:
    """ "Phòng Nội vụ (phối hợp: các phòng có liên quan)"."""
    lead = str(row["lead"]).strip() if words.known(row["lead"]) else words.MISSING
    if not words.known(row["cooperating"]):
        return lead
    return f"{lead} (phối hợp: {str(row['cooperating']).strip()})"


def shown(state: object) -> str:
    """ "▲ Quá hạn": shape and word together."""
    name = str(state)
    return f"{words.TASK_SHAPES.get(name, '')} {words.TASK_STATES.get(name, name)}".strip()


@kept
def cells(tasks: pd.DataFrame) -> dict[str, list[str]]:
    """A task's cell in the plan, and the cell of the report behind its status, in one column.

    Where several units report, the report is that of the one farthest behind.
    """
    return {"Nguồn": [" · ".join(_cells(row)) for row in rows_of(tasks)]}


def _cells(row: Mapping[str, object]) -> list[str]:
    named = {str(key): value for key, value in row.items()}
    plan = words.linked(f"kế hoạch {named['cell']}", words.source_link(named))
    report = _report_cell(named)
    return [plan, report] if report else [plan]


def cells_of_reports(told: pd.DataFrame) -> dict[str, list[str]]:
    """The same two columns for cells of the matrix: the plan's, and the unit's own report's."""
    records = [{str(k): v for k, v in row.items()} for row in rows_of(told)]
    plan = [words.linked(row["plan_cell"], words.source_link(row, "plan_")) for row in records]
    reports = [words.linked(row["cell"], words.source_link(row)) for row in records]
    return {"Kế hoạch": plan, "Báo cáo": reports}


def _report_cell(row: Row) -> str:
    """ "xã Q H12", or nothing while no unit has reported."""
    link = words.source_link(row, "report_")
    if link is None:
        return ""
    who = str(row["report_unit"]).removesuffix(f" {row['unit_name']}")
    return words.linked(f"{words.short(who, LONGEST_WHO)} {row['report_cell']}", link)


@kept
def lacking(listed: pd.DataFrame) -> pd.DataFrame:
    """Tasks that name no owner, no work, no deadline or no result."""
    return listed[listed["lacks"] != ""]


def lacking_table(listed: pd.DataFrame) -> pd.DataFrame:
    """What each of them lacks, in the plans' own words."""
    table = task_table(listed).drop(columns=["Tình trạng"])
    table.insert(0, "Còn thiếu", listed["lacks"])
    return table


@kept
def lacking_sentence(listed: pd.DataFrame) -> str:
    """ "1/28 việc còn thiếu: người, trách nhiệm."""
    some = lacking(listed)
    if some.empty:
        return "Việc nào cũng rõ người, rõ việc, rõ thời gian, rõ kết quả."
    kinds = list(dict.fromkeys(word for said in some["lacks"] for word in said.split(", ")))
    return f"{len(some)}/{len(listed)} việc còn thiếu: {', '.join(kinds)}."


def place(row: Row) -> str:
    """ "I.5": where a task stands in the annex."""
    area, number = f"{row['area_code']}.", str(row["number"])
    return number if not words.known(row["area_code"]) or number.startswith(area) else area + number
