"""Periodic tasks by occurrence: which have passed, which were reported.

In: rows of the query `task_occurrences`. Out: a table, its links, a sentence. An occurrence without
a report is "chưa báo cáo", never overdue by date.
"""

from __future__ import annotations

import pandas as pd

from cchc.rows import rows_of
from cchc.ui import tasks, words
from cchc.ui.kept import kept


@kept
def occurrence_sentence(told: pd.DataFrame) -> str:
    """ "2 việc định kỳ chưa báo cáo đủ các kỳ đã qua." An unreported occurrence is not overdue."""
    periodic = told.groupby(list(tasks.KEY), dropna=False).ngroups
    if not periodic:
        return "Chưa có kỳ nào của việc định kỳ đã qua."
    open_ones = told[told["state"] != "reported"]
    short = open_ones.groupby(list(tasks.KEY), dropna=False).ngroups
    if not short:
        return f"{periodic} việc định kỳ đã đến kỳ báo cáo, kỳ nào cũng đã có báo cáo."
    return f"{short}/{periodic} việc định kỳ chưa có đủ báo cáo của các kỳ đã qua."


@kept
def occurrence_table(told: pd.DataFrame) -> pd.DataFrame:
    """A row per periodic task: its occurrences that have passed, those not reported by name."""
    rows = []
    for _, of_task in told.groupby(list(tasks.KEY), sort=False, dropna=False):
        first = of_task.iloc[0].to_dict()
        silent = of_task[of_task["state"] == "missing"]
        some = of_task[of_task["state"] == "partial"]
        rows.append(
            {
                "Lĩnh vực": first["area_code"],
                "Số": first["number"],
                "Việc phải làm": first["action"],
                "Chủ trì": first["lead"],
                "Thời hạn": first["deadline_text"],
                "Kỳ đã báo": f"{len(of_task) - len(silent)}/{len(of_task)}",
                "Chưa báo cáo kỳ": _periods(silent["occurrence_id"]),
                "Mới một số đơn vị báo": "; ".join(
                    f"{_short_period(one['occurrence_id'])} ({one['units_reporting']}"
                    f"/{words.whole(one['units_bound'])})"
                    for one in rows_of(some)
                ),
            }
        )
    table = pd.DataFrame(rows).replace("", None)
    late = table["Chưa báo cáo kỳ"].notna() | table["Mới một số đơn vị báo"].notna()
    table = pd.concat([table[late], table[~late]])
    return table.dropna(axis="columns", how="all")


@kept
def occurrence_cells(told: pd.DataFrame, table: pd.DataFrame) -> dict[str, list[str]]:
    """The plan's cell of every row of that table."""
    firsts = told.drop_duplicates(list(tasks.KEY)).reset_index(drop=True).loc[table.index]
    return {
        "Kế hoạch": [words.linked(row["cell"], words.source_link(row)) for row in rows_of(firsts)]
    }


def _periods(ids: pd.Series) -> str:
    return "; ".join(_short_period(one) for one in ids)


def _short_period(period: object) -> str:
    """ "tháng 9", "quý III", "6 tháng đầu năm": the year is the plan's."""
    return words.lower_first(words.period(period)).split("/")[0]
