"""Tasks that bind every unit of a kind: the task × unit matrix, and what one unit is asked.

In: rows of the query `task_matrix`, which knows who is bound and how each unit stands. Out:
DataFrames for the grid and tables, Markdown lines of one cell, sentences. It knows no widget.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

import pandas as pd

from cchc.rows import rows_of
from cchc.ui import tasks, words
from cchc.ui.kept import kept

Row = Mapping[str, object]
MOST_NAMED = 3
KINDS = {"xa": "Các xã, phường, thị trấn", "phong": "Các phòng, ban", "huyen": "Các huyện"}


@kept
def kinds_bound(matrix: pd.DataFrame) -> dict[str, str]:
    """Which kinds of unit have tasks that bind all of them."""
    return {level: name for level, name in KINDS.items() if (matrix["unit_level"] == level).any()}


def nobody(bound: pd.DataFrame) -> str:
    """Why there is no matrix: the plan binds no kind of unit, or the catalogue has none of them.

    bound: rows of the query `task_bound`.
    """
    if bound.empty:
        return "Kế hoạch không có việc nào giao cho mọi đơn vị cùng loại."
    said = [
        f"{words.whole(row['tasks'])} việc cho {words.lower_first(KINDS[str(row['level'])])}"
        for row in rows_of(bound)
    ]
    return (
        f"Kế hoạch giao chung {words.joined(said)}, danh mục chưa có các đơn vị ấy: nạp danh mục "
        "đơn vị ở trang Nhập số liệu thì theo dõi được từng đơn vị."
    )


@kept
def of_kind(matrix: pd.DataFrame, level: str) -> pd.DataFrame:
    """The cells of one kind, tasks with overdue or missing cells first, then as in the annex."""
    rows = matrix[matrix["unit_level"] == level]
    rows = rows.assign(place=rows.groupby(list(tasks.KEY), sort=False, dropna=False).ngroup())
    pressing = rows["state"].isin(["overdue", "not_reported"])
    worst = pressing.groupby(rows["place"]).sum().sort_values(ascending=False, kind="stable")
    order = {place: rank for rank, place in enumerate(worst.index)}
    ordered = rows.assign(row=rows["place"].map(order))
    return ordered.sort_values("row", kind="stable").reset_index(drop=True)


@kept
def grid(cells: pd.DataFrame, unit_name: str) -> pd.DataFrame:
    """A row per task, a column per unit, the state in shape and word."""
    firsts = cells.drop_duplicates("row").set_index("row")
    wide = cells.assign(said=cells["state"].map(tasks.shown)).pivot(
        index="row", columns="unit_name", values="said"
    )
    names = _units_that_press_first(cells)
    done = (cells["state"] == "done").groupby(cells["row"]).sum()
    table = pd.DataFrame(
        {
            "Việc": [f"{tasks.place(row)} {row['action']}" for row in rows_of(firsts)],
            "Hoàn thành": [f"{number}/{len(names)}" for number in done],
        },
        index=firsts.index,
    )
    heads = {name: str(name).removesuffix(f" {unit_name}") for name in names}
    return table.join(wide[names].rename(columns=heads)).reset_index(drop=True)


def _pressing(cells: pd.DataFrame) -> pd.Series:
    """How many cells of each unit are overdue or not reported, the most first."""
    units = dict.fromkeys(cells.sort_values("row", kind="stable")["unit_name"])
    pressing = cells["state"].isin(["overdue", "not_reported"])
    counted = pressing.groupby(cells["unit_name"]).sum().reindex(list(units))
    return counted.sort_values(ascending=False, kind="stable")


def _units_that_press_first(cells: pd.DataFrame) -> list[str]:
    return [str(name) for name in _pressing(cells).index]


@kept
def most_pressing(cells: pd.DataFrame, unit_name: str) -> str:
    """ "Nhiều nhất: xã R (3)."; those that share the first place, nothing where no cell presses."""
    counted = _pressing(cells)
    most = int(counted.max()) if len(counted) else 0
    first = [str(name).removesuffix(f" {unit_name}") for name in counted[counted == most].index]
    if not most:
        return ""
    others = len(first) - MOST_NAMED
    more = f" và {others} đơn vị khác" if others > 0 else ""
    return f"Nhiều nhất: {', '.join(first[:MOST_NAMED])}{more} ({most})."


@kept
def matrix_sentence(cells: pd.DataFrame) -> str:
    """ "37 việc giao cho cả 15 đơn vị: 9 lượt quá hạn, không có lượt chưa báo cáo."""
    asked, units = cells["row"].nunique(), cells["unit_name"].nunique()
    late, silent = tasks.count(cells, "overdue"), tasks.count(cells, "not_reported")
    told = f"{late or 'không có'} lượt quá hạn, {silent or 'không có'} lượt chưa báo cáo"
    return f"{asked} việc giao cho cả {units} đơn vị: {told}."


@kept
def behind(cells: pd.DataFrame, unit_name: str) -> str:
    """ "Tình trạng theo báo cáo mới nhất: xã Q mới đến tháng 8/2024."; else empty."""
    told = cells.dropna(subset=["report_period_id"])
    latest = told.groupby("unit_name", sort=False)["report_period_id"].agg(
        lambda periods: max(map(str, periods), key=words.period_end)
    )
    ends = latest.map(words.period_end)
    late = latest[ends < ends.max()] if len(ends) else latest
    said = [
        f"{str(name).removesuffix(f' {unit_name}')} mới đến {words.lower_first(words.period(one))}"
        for name, one in late.items()
    ]
    return f"Tình trạng theo báo cáo mới nhất: {'; '.join(said)}." if said else ""


def picked(cells: pd.DataFrame, row: int, column: str, unit_name: str) -> Row | None:
    """The cell of the matrix under a reader's pick; None on the columns before the units."""
    heads = cells["unit_name"].str.removesuffix(f" {unit_name}")
    found = cells[(cells["row"] == row) & (heads == column)]
    return {str(k): v for k, v in found.iloc[0].to_dict().items()} if len(found) else None


def report_lines(cell: Row) -> list[str]:
    """What a unit reported of one task, as Markdown lines with links to both cells."""
    lines = [
        f"**{words.plain(cell['unit_name'])}** · {tasks.shown(cell['state'])}",
        f"Việc: {words.plain(cell['action'])}",
    ]
    plan = words.linked(f"ô {cell['plan_cell']} của kế hoạch", words.source_link(cell, "plan_"))
    if not words.known(cell["report_period_id"]):
        return [*lines, f"Chưa có báo cáo nào của đơn vị về việc này. {plan}"]
    said = words.plain(cell["result"]) if words.known(cell["result"]) else "không ghi kết quả"
    percent = words.percent(cell["progress_percent"])
    rate = f" ({percent})" if words.known(cell["progress_percent"]) else ""
    report = words.linked(f"ô {cell['cell']} của báo cáo", words.source_link(cell))
    return [*lines, f"{words.period(cell['report_period_id'])}: {said}{rate}. {report} · {plan}"]


@kept
def asked_headline(cells: pd.DataFrame, period: str | None) -> str:
    """ "1/35 việc kế hoạch cấp trên giao đã quá hạn"; of a unit without a plan of its own."""
    if cells.empty:
        return tasks.headline(cells, period)
    late = tasks.count(cells, "overdue")
    what = "việc kế hoạch cấp trên giao"
    if late:
        return f"{late}/{len(cells)} {what} đã quá hạn"
    unreported = (cells["state"] == "not_reported").all()
    known = "chưa có báo cáo tiến độ" if unreported else "không việc nào quá hạn"
    return f"{len(cells)} {what}, {known}"


@kept
def asked_sentence(cells: pd.DataFrame, judged_on: date | None) -> str:
    """ "Quá hạn lâu nhất: Xây dựng kế hoạch … (hạn 31/05/2024)"; else what comes next."""
    late = cells[cells["state"] == "overdue"].sort_values("due_on", kind="stable")
    if len(late):
        return f"Quá hạn lâu nhất: {_with_day(late.iloc[0])}."
    silent = tasks.count(cells, "not_reported")
    told = f"{silent} việc chưa báo cáo" if silent else "Việc nào cũng đã có báo cáo"
    ahead = _ahead(cells, judged_on)
    return f"{told}; hạn gần nhất: {_with_day(ahead.iloc[0])}." if len(ahead) else f"{told}."


def _ahead(cells: pd.DataFrame, judged_on: date | None) -> pd.DataFrame:
    """Open tasks with a day that is still to come, the nearest first."""
    if judged_on is None:
        return cells.iloc[0:0]
    coming = pd.to_datetime(cells["due_on"]) >= pd.Timestamp(judged_on)
    is_open = (cells["deadline_kind"] == "dated") & (cells["state"] != "done")
    return cells[coming & is_open].sort_values("due_on", kind="stable")


def _with_day(row: pd.Series) -> str:
    return f"{words.short(row['action'], 110)} (hạn {words.day(row['due_on'])})"


@kept
def asked_brief(cells: pd.DataFrame) -> pd.DataFrame:
    """The same rows as a page has room for: the place in one column, the report in one."""
    table = asked_table(cells)
    rows = rows_of(cells.loc[table.index])
    said = [
        ": ".join(str(one) for one in pair if words.known(one)) or None
        for pair in zip(table["Kỳ báo cáo"], table["Kết quả đã báo"], strict=True)
    ]
    brief = table.drop(columns=["Lĩnh vực", "Số", "Kỳ báo cáo"]).assign(**{"Kết quả đã báo": said})
    brief.insert(0, "Số", [tasks.place(row) for row in rows])
    return brief


@kept
def asked_cells(cells: pd.DataFrame) -> dict[str, list[str]]:
    """The columns of links beside that table: the plan's cell, the report's."""
    return tasks.cells_of_reports(cells.loc[asked_table(cells).index])


@kept
def asked_table(cells: pd.DataFrame) -> pd.DataFrame:
    """What the plan above asks of one unit, and what it reported: overdue and missing first."""
    order = {state: place for place, state in enumerate(tasks.STATE_ORDER)}
    rows = cells.assign(rank=cells["state"].map(order)).sort_values("rank", kind="stable")
    return pd.DataFrame(
        {
            "Lĩnh vực": rows["area_code"],
            "Số": rows["number"],
            "Việc phải làm": rows["action"],
            "Thời hạn": rows["deadline_text"],
            "Tình trạng": rows["state"].map(tasks.shown),
            "Kỳ báo cáo": [
                words.period(one) if words.known(one) else None for one in rows["report_period_id"]
            ],
            "Kết quả đã báo": rows["result"],
        }
    )
