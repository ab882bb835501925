"""The papers that tasks name, as a checklist: what reports say of each.

In: rows of the queries `tasks` and `task_results`. Out: a table of papers and a sentence. Which
words name a paper and which speak of it is `cchc.evidence`'s to say.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pandas as pd

from cchc import evidence
from cchc.evidence import Told
from cchc.rows import rows_of
from cchc.ui import tasks, words
from cchc.ui.kept import kept

Row = Mapping[str, object]
TOLD = {
    Told.NAMED: "● Đã nêu trong báo cáo",
    Told.MISSING: "▲ Báo cáo nói chưa có",
    Told.NOTHING: "○ Chưa có trong báo cáo",
}
UNREPORTED, WORDLESS = "– Việc chưa có báo cáo", "– Báo cáo không ghi kết quả"


@kept
def with_evidence(listed: pd.DataFrame) -> dict[str, list[str]]:
    """The tasks that name papers to keep, by their key, with the papers."""
    found = {
        task_key(row): evidence.named(_text(row["action"]), _text(row["product"]))
        for row in _records(listed)
    }
    return {key: papers for key, papers in found.items() if papers}


def _records(frame: pd.DataFrame) -> list[dict[str, object]]:
    return [{str(key): value for key, value in row.items()} for row in rows_of(frame)]


def _text(value: object) -> str | None:
    return str(value) if words.known(value) else None


def task_key(row: Row) -> str:
    """A task as the query `task_results` names it: "IV|maintain|3|1"."""
    return "|".join(str(row[part]) if words.known(row[part]) else "" for part in tasks.KEY)


@kept
def evidence_rows(
    listed: pd.DataFrame, papers: Mapping[str, Sequence[str]], results: pd.DataFrame
) -> pd.DataFrame:
    """A row per paper of each task: what the newest report that speaks of it says."""
    said: dict[str, list[Row]] = {}
    for report in _records(results):
        said.setdefault(task_key(report), []).append(report)
    rows = [
        _evidence_row(task, paper, said.get(task_key(task), []))
        for task in _records(listed)
        for paper in papers.get(task_key(task), [])
    ]
    return pd.DataFrame(rows)


def _evidence_row(task: Row, paper: str, reports: Sequence[Row]) -> dict[str, object]:
    told = [(evidence.told(paper, _text(one["result"])), one) for one in reports]
    state, report = next(
        ((state, one) for state, one in told if state is not Told.NOTHING), (Told.NOTHING, None)
    )
    return {
        "Việc": f"{tasks.place(task)} {words.short(task['title'], 70)}",
        "Hồ sơ, tài liệu kế hoạch nêu": words.upper_first(paper),
        "Trong báo cáo": TOLD[state] if told else _why_untold(task),
        "Báo cáo viết": report["result"] if report else None,
        "Ô": words.linked(_who_wrote(report), words.source_link(report))
        if report
        else words.linked(f"ô {task['cell']} của kế hoạch", words.source_link(task)),
    }


def _why_untold(task: Row) -> str:
    """No report, or reports that only tick a state: neither says that the paper is not there."""
    return UNREPORTED if task["status"] == "not_reported" else WORDLESS


def _who_wrote(report: Row) -> str:
    month = words.lower_first(words.period(report["report_period_id"]))
    return f"{report['reporter_name']}, {month}"


@kept
def evidence_sentence(rows: pd.DataFrame, *, too_early: bool = False) -> str:
    """ "6 hồ sơ, tài liệu của 3 việc; 2 đã nêu trong báo cáo, 4 còn phải hỏi."

    too_early: no report of the plan was due yet. Of a task without a report nothing is counted.
    """
    start = f"{len(rows)} hồ sơ, tài liệu của {rows['Việc'].nunique()} việc; "
    states = rows["Trong báo cáo"]
    silent = int((states == UNREPORTED).sum())
    if silent == len(rows):
        why = "chưa đến hạn báo cáo nào" if too_early else "các việc ấy chưa có báo cáo nào"
        return f"{start}{why}, chưa xét được."
    named = int((states == TOLD[Told.NAMED]).sum())
    known = f"{named} đã nêu trong báo cáo" if named else "chưa báo cáo nào nói là đã có"
    rest = f"; {silent} của việc chưa có báo cáo" if silent else ""
    return f"{start}{known}, {len(rows) - silent - named} còn phải hỏi{rest}."
