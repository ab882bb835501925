"""One unit on one page: its years, its place among peers, what to mend; and how the page prints.

In: rows of the queries `unit_*` and `service_indicators`. Out: sentences, tables of typed values,
and the style that makes a browser print the page on one A4 sheet. Rows are chosen and worded here;
ranks, medians, points and counts come as the queries computed them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import pandas as pd
import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from cchc.rows import rows_of
from cchc.ui import blocks, filters, parts, words
from cchc.ui.kept import kept

Row = Mapping[str, object]
OFFICIAL = ("final", "published")
LONGEST_NAME = 100
LONGEST_IN_SENTENCE = 110
# What fits one sheet with everything else on it.
MOST_COMPONENTS, MOST_POINTS, MOST_OVERDUE, MOST_REPORTS = 10, 8, 4, 4
# Pixels, the same on every screen, because paper only scales a figure.
FIGURE_WIDTH = 560
HINT = "In trang này: Ctrl+P, khổ A4 dọc; vừa một tờ."


# the headline and its sentences --------------------------------------------------------------


@kept
def official(years: pd.DataFrame, asked: str | None) -> Row | None:
    """The official result of the year asked for, else of the latest year that has one."""
    rows = years[years["round"].isin(OFFICIAL)]
    of_year = rows[rows["period_id"] == asked]
    best = of_year if len(of_year) else rows
    return best.iloc[-1].to_dict() if len(best) else None


def headline(unit_name: str, year: Row | None, goals: int, tasks: int) -> str:
    """ "Xã A năm 2023: hạng 5/15, 86,32%"; without a result, what the unit has sent."""
    name = words.upper_first(unit_name)
    if year is None:
        parts = [f"{goals} mục tiêu"] * bool(goals) + [f"{tasks} nhiệm vụ"] * bool(tasks)
        sent = f"{words.joined(parts)}; " if parts else ""
        return f"{name}: {sent}chưa có kết quả"
    rank = rank_said(year)
    place = f"hạng {rank}, " if rank else ""
    when = words.lower_first(words.period(year["period_id"]))
    return f"{name} {when}: {place}{words.percent(year['percent'], trim=False)}"


def rank_said(year: Row) -> str:
    """ "5/15": as computed among its peers, else as published; empty when nobody ranked it."""
    if words.known(year["rank"]):
        return words.rank_of(year["rank"], year["rank_of"])
    if words.known(year["published_rank"]):
        return words.rank_of(year["published_rank"], year["published_rank_of"])
    return ""


@kept
def strong_and_weak(components: pd.DataFrame) -> str:
    """ "Mạnh: cải cách thể chế (hạng 3/15); cần khắc phục: …".

    Among peers: up to two components in the upper half, the best ranks first (then the higher
    percent), and up to two in the lower half, the last ranks first (then the lower percent); an
    empty half is said to be empty. A unit without peers is told its highest and its lowest.
    """
    rows = rows_of(components)
    if len(rows) < 2:
        return ""
    if components["rank"].isna().all():
        by_percent = sorted(rows, key=lambda row: -_float(row["percent"]))
        return f"Cao nhất: {_named(by_percent[:1])}; thấp nhất: {_named(by_percent[-1:])}."
    strong = sorted((r for r in rows if _half(r) == "upper"), key=_best_first)[:2]
    weak = sorted((r for r in rows if _half(r) == "lower"), key=_last_first)[:2]
    best = f"Mạnh: {_named(strong)}" if strong else "Không có chỉ số nào ở nửa trên của nhóm"
    to_mend = (
        f"cần khắc phục: {_named(weak)}" if weak else "không có chỉ số nào ở nửa dưới của nhóm"
    )
    return f"{best}; {to_mend}."


def _half(row: Row) -> str:
    if not words.known(row["rank"]):
        return ""
    twice, count = 2 * _float(row["rank"]), _float(row["rank_of"])
    if twice <= count:
        return "upper"
    return "lower" if twice > count + 1 else ""  # of an odd number one stands in the middle


def _best_first(row: Row) -> tuple[float, float]:
    return _float(row["rank"]), -_float(row["percent"])


def _last_first(row: Row) -> tuple[float, float]:
    return -_float(row["rank"]), _float(row["percent"])


def _float(value: object) -> float:
    return float(str(value))


def _named(rows: Sequence[Row]) -> str:
    return words.joined([_with_rank(row) for row in rows])


def _with_rank(row: Row) -> str:
    name = words.lower_first(words.short(row["criterion_name"], LONGEST_IN_SENTENCE))
    place = (
        f"hạng {words.rank_of(row['rank'], row['rank_of'])}"
        if words.known(row["rank"])
        else words.percent(row["percent"])
    )
    return f"{name} ({place})"


@kept
def bars(years: pd.DataFrame, shown: Row | None) -> pd.DataFrame:
    """A bar a year, value and rank at its end; the year of the headline dark."""
    rows = rows_of(years)
    chosen = shown["period_id"] if shown else None
    return pd.DataFrame(
        {
            "name": [words.period(row["period_id"]) for row in rows],
            "value": years["percent"].astype(float),
            "end_text": [_at_end(row) for row in rows],
            "chosen": years["period_id"] == chosen,
            "target": pd.Series([None] * len(rows), index=years.index, dtype=float),
        }
    )


def _at_end(row: Row) -> str:
    rank = rank_said(row)
    return words.percent(row["percent"], trim=False) + (f" · hạng {rank}" if rank else "")


@kept
def cells_of_years(years: pd.DataFrame, unit_id: str) -> str:
    """ "Nguồn: năm 2023 ô L13, năm 2024 các ô của bảng điểm", as Markdown links."""
    total = {"criterion_code": "total", "unit_id": unit_id}
    links = parts.sources(years.assign(**total))
    named = [
        f"{words.lower_first(words.period(row['period_id']))} "
        + words.linked(parts.where(row), link)
        for row, link in zip(rows_of(years), links, strict=True)
        if link
    ]
    return f"Nguồn: {', '.join(named)}" if named else ""


@kept
def not_official(years: pd.DataFrame) -> str:
    """ "Năm 2024: điểm thẩm định lần 1, chưa phải kết quả chính thức."."""
    open_years = rows_of(years[~years["round"].isin(OFFICIAL)])
    named = [
        f"{words.period(r['period_id'])}: điểm {words.ROUNDS[str(r['round'])]}" for r in open_years
    ]
    return f"{'; '.join(named)}, chưa phải kết quả chính thức." if named else ""


@kept
def framework_breaks(years: pd.DataFrame) -> str:
    """Said where two years in a row were scored by different sets of criteria."""
    other = years[years["same_framework"].eq(False)]
    if other.empty:
        return ""
    named = words.joined([f"năm {period}" for period in other["period_id"]])
    return f"Từ {named} chấm theo bộ tiêu chí khác, không so trực tiếp với năm liền trước."


# tables --------------------------------------------------------------------------------------


@kept
def component_table(components: pd.DataFrame) -> pd.DataFrame:
    """The unit's value, its rank, and the lowest, middle and highest of its peers."""
    table = pd.DataFrame(
        {
            "Chỉ số": [_coded(row) for row in rows_of(components)],
            "Đạt (%)": components["percent"],
            "Hạng": [
                words.rank_of(row["rank"], row["rank_of"]) if words.known(row["rank"]) else None
                for row in rows_of(components)
            ],
            "Thấp nhất (%)": components["lowest"],
            "Trung vị (%)": components["middle"],
            "Cao nhất (%)": components["highest"],
        }
    ).head(MOST_COMPONENTS)
    return table.iloc[:, :2] if _alone(components) else table


@kept
def _alone(components: pd.DataFrame) -> bool:
    """Whether nobody is there to be ranked against."""
    return bool(components["rank"].isna().all())


@kept
def _first(rows: pd.DataFrame, most: int) -> pd.DataFrame:
    """As many as the sheet has room for."""
    return rows.head(most)


def _coded(row: Row) -> str:
    return words.coded({**row, "criterion_name": words.short(row["criterion_name"], LONGEST_NAME)})


@kept
def missing_table(points: pd.DataFrame) -> pd.DataFrame:
    """The sub-criteria that lack most points, the largest first."""
    top = points.head(MOST_POINTS)
    return pd.DataFrame(
        {
            "Tiêu chí thành phần": [_coded(row) for row in rows_of(top)],
            "Tối đa (điểm)": top["max_points"],
            "Chưa đạt (điểm)": top["points_lost"],
        }
    )


@kept
def missing_sentence(points: pd.DataFrame) -> str:
    """ "13,68 điểm chưa đạt ở 31 tiêu chí thành phần, năm 2023; thiếu nhiều nhất: 8 …"."""
    if points.empty:
        return ""
    row = points.iloc[0]
    lost = words.number(row["lost_in_all"])
    year = words.lower_first(words.period(row["period_id"]))
    more = f"; dưới đây là {MOST_POINTS} tiêu chí thiếu nhiều nhất" * (len(points) > MOST_POINTS)
    return f"{lost} điểm chưa đạt ở {len(points)} tiêu chí thành phần, {year}{more}."


@kept
def in_period_first(services: pd.DataFrame) -> pd.DataFrame:
    """One row an indicator: of the month itself, else since January."""
    ordered = services.assign(later=services["basis"] != "in_period").sort_values(
        "later", kind="stable"
    )
    return ordered.drop_duplicates("indicator_code").sort_index()


@kept
def service_table(services: pd.DataFrame) -> pd.DataFrame:
    """Each indicator of the month: reached, asked, met or not."""
    rows = in_period_first(services)
    return pd.DataFrame(
        {
            "Chỉ tiêu": rows["indicator_name"],
            "Đạt (%)": rows["percent"],
            "Mục tiêu": [_asked(row) for row in rows_of(rows)],
            "Trạng thái": [_met(value) for value in rows["met"]],
        }
    )


def _asked(row: Row) -> str:
    if words.known(row["target_percent"]):
        return words.target_sign(row["comparator"], row["target_percent"])
    if words.known(row["target_count"]):
        return f"{row['comparator']} {words.whole(row['target_count'])} hồ sơ"
    return words.MISSING


def _met(value: object) -> str:
    if not words.known(value):
        return words.TARGET_STATES["not_assessable"]
    return "● Đạt" if value else words.TARGET_STATES["not_met"]


@kept
def task_sentence(tasks: pd.DataFrame) -> str:
    """ "37 nhiệm vụ: 1 quá hạn, 9 đang thực hiện, 27 hoàn thành."; "7 nhiệm vụ, đều chưa báo cáo".

    Where the table under it has no room for all that are overdue, it says so.
    """
    states = tasks["state"].value_counts()
    order = ("overdue", "not_reported", "not_started", "in_progress", "done")
    parts = [
        f"{states[state]} {words.TASK_STATES[state].lower()}" for state in order if state in states
    ]
    given = "" if tasks["own_plan"].any() else " kế hoạch cấp trên giao"
    if len(parts) == 1 < len(tasks):
        return f"{len(tasks)} nhiệm vụ{given}, đều {words.TASK_STATES[states.index[0]].lower()}."
    late = int(states.get("overdue", 0))
    rest = f"; dưới đây là {MOST_OVERDUE} nhiệm vụ quá hạn lâu nhất" * (late > MOST_OVERDUE)
    return f"{len(tasks)} nhiệm vụ{given}: {', '.join(parts)}{rest}."


@kept
def overdue_table(tasks: pd.DataFrame) -> pd.DataFrame:
    """Overdue tasks, the longest first, as many as the sheet has room for."""
    late = overdue(tasks)
    return pd.DataFrame(
        {
            "Nhiệm vụ quá hạn": [
                words.short(row["action"] if words.known(row["action"]) else row["title"], 70)
                for row in rows_of(late)
            ],
            "Chủ trì": [words.short(lead, 50) or None for lead in late["lead"]],
            "Hạn": late["due_on"],
        }
    )


@kept
def overdue(tasks: pd.DataFrame) -> pd.DataFrame:
    late = tasks[tasks["state"] == "overdue"].sort_values("due_on", kind="stable")
    return late.head(MOST_OVERDUE)


@kept
def report_sentence(reports: pd.DataFrame) -> str:
    """ "9 báo cáo đã đến hạn: 7 đúng hạn, 1 trễ hạn, 1 chưa gửi."; empty before any was due."""
    due = reports[reports["due_in_year"] > 0]
    if due.empty:
        return ""
    row = due.iloc[0]
    counts = {"đúng hạn": "on_time", "trễ hạn": "late", "chưa gửi": "missing"}
    parts = [f"{words.whole(row[f'{of}_in_year'])} {what}" for what, of in counts.items()]
    whose = " của các đơn vị" if row["own_plan"] else ""
    rest = f"; dưới đây là {MOST_REPORTS} kỳ gần nhất còn trễ hạn hoặc chưa gửi"
    told = f"{words.whole(row['due_in_year'])} báo cáo{whose} đã đến hạn từ đầu năm"
    return f"{told}: {', '.join(parts)}{rest * (len(_amiss(reports)) > MOST_REPORTS)}."


@kept
def report_table(reports: pd.DataFrame) -> pd.DataFrame:
    """The reports that came late or not at all, the latest first."""
    rows = rows_of(_amiss(reports).iloc[::-1].head(MOST_REPORTS))
    return pd.DataFrame(
        {
            "Kỳ": [words.period(row["for_period_id"]) for row in rows],
            "Hạn": [row["due_on"] for row in rows],
            "Trễ hạn": [_who(row, "late") for row in rows],
            "Chưa gửi": [_who(row, "missing") for row in rows],
        }
    )


def _amiss(reports: pd.DataFrame) -> pd.DataFrame:
    return reports[(reports["late"] > 0) | (reports["missing"] > 0)]


def _who(row: Row, kind: str) -> str | None:
    """Names of the units; of a single unit, the day it came."""
    if not _float(row[kind]):
        return None
    if row["own_plan"]:
        return f"{row[f'{kind}_names']}" + ("…" if _float(row[kind]) > 3 else "")
    return f"nhận {words.day(row['received_on'])}" if kind == "late" else "Chưa gửi"


# printing ------------------------------------------------------------------------------------

# Streamlit takes a style sheet by its path.
PRINT = Path(__file__).with_name("print.css")


def printable() -> None:
    """The style of the printed page, and how to print it."""
    st.html(PRINT)
    with st.container(key="hint"):
        st.caption(HINT)


# on the page ---------------------------------------------------------------------------------


def show_components(components: pd.DataFrame, group: str, about: blocks.About) -> None:
    """The components among the peers."""
    if components.empty:
        return
    among = "" if _alone(components) else f" giữa {words.plain(group)}"
    st.header(f"Chỉ số thành phần{among}", anchor=False)
    alt = "Chỉ số thành phần giữa các đơn vị cùng nhóm"
    links = blocks.cells_of(_first(components, MOST_COMPONENTS))
    blocks.table(component_table(components), alt, about=about, links=links)


def halves(points: pd.DataFrame, reports: pd.DataFrame) -> Sequence[DeltaGenerator]:
    """Two columns; one below the other where the left one would stay empty."""
    if points.empty and reports.empty:
        return st.container(), st.container()
    return st.columns(2, gap="large")


def show_missing(points: pd.DataFrame, about: blocks.About) -> None:
    """The points that are missing, where the sheet of points was received."""
    if points.empty:
        return
    st.header("Điểm chưa đạt", anchor=False)
    blocks.say(missing_sentence(points))
    links = blocks.cells_of(_first(points, MOST_POINTS))
    blocks.table(missing_table(points), "Điểm chưa đạt", about=about, links=links)


def show_services(services: pd.DataFrame, scope: filters.Scope, about: blocks.About) -> None:
    """The month's indicators against their targets; a month not reported is said to be."""
    if scope.month is None or (services.empty and not scope.reports_services):
        return
    month = words.lower_first(words.period(scope.month))
    st.header(f"Dịch vụ công {month}", anchor=False)
    if services.empty:
        blocks.say(f"Chưa có báo cáo {month} của đơn vị.")
        return
    links = blocks.cells_of(in_period_first(services))
    alt = "Chỉ tiêu dịch vụ công trong tháng"
    blocks.table(service_table(services), alt, about=about, links=links)


def show_tasks(tasks: pd.DataFrame, about: blocks.About) -> None:
    """Tasks by state, and those overdue."""
    if tasks.empty:
        return
    st.header("Nhiệm vụ", anchor=False)
    blocks.say(task_sentence(tasks))
    late = overdue(tasks)
    if not late.empty:
        links = blocks.cells_of(late)
        blocks.table(overdue_table(tasks), "Nhiệm vụ quá hạn", about=about, links=links)


def show_reports(reports: pd.DataFrame, about: blocks.About) -> None:
    """Reports on time, late and missing."""
    said = report_sentence(reports)
    if not said:
        return
    st.header("Chế độ báo cáo", anchor=False)
    blocks.say(said)
    amiss = report_table(reports)
    if not amiss.empty:
        blocks.table(amiss, "Báo cáo trễ hạn, chưa gửi", about=about)
