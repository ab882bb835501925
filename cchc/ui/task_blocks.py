"""The parts of the page Nhiệm vụ that are shown when a reader opens them.

In: the scope, the plan's tasks, what the tables are about. Out: Streamlit elements. Each part asks
only for its own rows, so that what is closed costs nothing.
"""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd
import streamlit as st

from cchc.figures.due_months import due_months
from cchc.figures.state_strip import state_strip
from cchc.ui import blocks, data, filters, task_matrix, task_occurrences, task_papers, tasks, words
from cchc.ui.filters import Scope

UNIT_WIDTH, TASK_WIDTH, DONE_WIDTH = 150, 420, 105
LONGEST_TASK = 50  # letters that TASK_WIDTH holds
GRID_HEIGHT = 520
PER_PAGE = 8
FILES_KEY = "nguon-nhiem-vu"


def ask_choices(listed: pd.DataFrame) -> dict[str, str]:
    """By area, lead, group, month due, state; kept in the URL."""
    asked = tasks.worth_asking(tasks.choices(listed))
    chosen = {}
    for place, choice in zip(st.columns(max(len(asked), 1)), asked, strict=False):
        with place:
            names = {tasks.ALL: tasks.ALL} | choice.names
            chosen[choice.column] = filters.ask(choice.label, choice.key, names)
    return chosen


def listed(some: pd.DataFrame, alt: str, about: blocks.About) -> None:
    """Tasks as a table that a laptop holds; the workbook has the area and the group besides."""
    blocks.table(
        tasks.brief_table(some),
        alt,
        about=about,
        links=tasks.cells(some),
        per_page=PER_PAGE,
        whole=tasks.task_table(some),
    )


def months(listed: pd.DataFrame, scope: Scope) -> None:
    """How many are due in each month, and in words those without a day."""
    due = tasks.due_rows(listed, scope.target)
    if not due.empty:
        blocks.draw_wide(
            due_months,
            due,
            alt="Số việc đến hạn từng tháng, theo tình trạng",
            key="due",
            judged=tasks.place_in_year(scope.judged_on),
            judged_text=f"hết ngày {words.day(scope.judged_on)}",
        )
        blocks.under(illustrative=scope.illustrative)
    blocks.say(tasks.due_sentence(listed, scope.target))


def parts(listed: pd.DataFrame, scope: Scope, about: blocks.About) -> None:
    """By unit, by occurrence, evidence: only the one that is open is asked for."""
    by_unit, by_occurrence, named = st.tabs(
        ["Từng đơn vị", "Việc định kỳ", "Hồ sơ, tài liệu"], on_change="rerun", key="phan-nhiem-vu"
    )
    with by_unit:
        if by_unit.open:
            matrix(scope, about)
    with by_occurrence:
        if by_occurrence.open:
            occurrences(scope, about)
    with named:
        if named.open:
            papers(listed, scope, about)


def matrix(scope: Scope, about: blocks.About) -> None:
    """Task × unit: who has done, who is late, who has not reported; a cell opens its report."""
    whole = data.fetch("task_matrix", **scope.params)
    kinds = task_matrix.kinds_bound(whole)
    if not kinds:
        bound = data.fetch("task_bound", **scope.params)
        blocks.instead(task_matrix.nobody(bound))
        return
    level = filters.ask("Loại đơn vị", "loai-don-vi", kinds)
    cells = task_matrix.of_kind(whole, level)
    blocks.say(task_matrix.matrix_sentence(cells))
    blocks.say(task_matrix.most_pressing(cells, scope.unit_name))
    blocks.say(task_matrix.behind(cells, scope.unit_name))
    st.caption(
        "Chọn một ô để xem đơn vị đã báo cáo gì. Việc và đơn vị có lượt quá hạn, chưa báo cáo xếp "
        "trước."
    )
    at = _pick(task_matrix.grid(cells, scope.unit_name), f"o-{level}", about)
    cell = task_matrix.picked(cells, *at, scope.unit_name) if at else None
    for line in task_matrix.report_lines(cell) if cell else ():
        st.markdown(line)


def _pick(rows: pd.DataFrame, key: str, about: blocks.About) -> tuple[int, str] | None:
    alt = "Từng việc, từng đơn vị đã làm tới đâu"
    config = {
        name: st.column_config.TextColumn(name, width=UNIT_WIDTH) for name in rows.columns[2:]
    }
    config["Việc"] = st.column_config.TextColumn("Việc", width=TASK_WIDTH, pinned=True)
    config["Hoàn thành"] = st.column_config.TextColumn("Hoàn thành", width=DONE_WIDTH)
    cut = rows.assign(**{"Việc": [words.short(text, LONGEST_TASK) for text in rows["Việc"]]})
    shown = st.dataframe(
        cut,
        hide_index=True,
        alt=alt,
        row_height=blocks.ROW_HEIGHT,
        height=min(GRID_HEIGHT, blocks.ROW_HEIGHT * (len(rows) + 1) + 2),
        placeholder=words.MISSING,
        column_config=config,
        on_select="rerun",
        selection_mode="single-cell",
        key=key,
    )
    blocks.offer(rows, alt, about)
    cells = shown["selection"].get("cells") or []
    return (int(cells[0][0]), str(cells[0][1])) if cells else None


def occurrences(scope: Scope, about: blocks.About) -> None:
    """Periodic tasks: which of the occurrences that have passed were reported."""
    told = data.fetch("task_occurrences", **scope.params)
    blocks.say(task_occurrences.occurrence_sentence(told))
    if told.empty:
        return
    rows = task_occurrences.occurrence_table(told)
    links = task_occurrences.occurrence_cells(told, rows)
    blocks.table(rows, "Việc định kỳ theo từng kỳ", about=about, links=links)


def papers(listed: pd.DataFrame, scope: Scope, about: blocks.About) -> None:
    """The papers that the plan names, and what reports say of them."""
    named = task_papers.with_evidence(listed)
    if not named:
        blocks.instead("Kế hoạch không nêu tên hồ sơ, tài liệu kiểm chứng nào.")
        return
    results = data.fetch("task_results", tasks=";".join(named), **scope.params)
    rows = task_papers.evidence_rows(listed, named, results)
    due = data.fetch("reporting_summary", **scope.params)["is_past"].astype(bool)
    too_early = bool(len(due)) and not due.any()
    blocks.say(task_papers.evidence_sentence(rows, too_early=too_early))
    blocks.table(
        rows.drop(columns="Ô"), "Hồ sơ, tài liệu", about=about, links={"Ô": list(rows["Ô"])}
    )


def lacking(listed: pd.DataFrame, about: blocks.About) -> None:
    """Tasks that do not say who, what, until when, with what result."""
    blocks.say(tasks.lacking_sentence(listed))
    some = tasks.lacking(listed)
    if not some.empty:
        rows = tasks.lacking_table(some)
        blocks.table(rows, "Nhiệm vụ còn thiếu", about=about, links=blocks.cells_of(some))


def asked_of(scope: Scope) -> None:
    """For a unit without a plan of its own: what the plan above asks of every unit of its kind."""
    params: Mapping[str, object] = scope.params | {"unit": None, "bound": scope.unit_id}
    cells = data.fetch("task_matrix", **params)
    blocks.headline(
        task_matrix.asked_headline(cells, scope.target),
        scope.caption_until,
        illustrative=scope.illustrative,
    )
    if cells.empty:
        blocks.instead("Nạp phụ lục nhiệm vụ của kế hoạch ở trang Nhập số liệu.")
        return
    strip = tasks.states(cells)
    blocks.draw(state_strip, strip, alt="Số việc được giao theo tình trạng", key="states")
    blocks.under(illustrative=scope.illustrative)
    blocks.say(task_matrix.asked_sentence(cells, scope.judged_on))
    files = data.fetch("task_sources", **params)
    about = blocks.About(scope.caption_until, files, scope.illustrative)
    table = task_matrix.asked_table(cells)
    links = task_matrix.asked_cells(cells)
    brief = task_matrix.asked_brief(cells)
    blocks.table(brief, "Việc cấp trên giao", about=about, links=links, whole=table)
    blocks.many_sources(files, tasks.FILES, FILES_KEY)
