"""Nhiệm vụ: việc nào quá hạn, của ai, khi nào đến hạn; từng đơn vị, từng kỳ, hồ sơ."""

import streamlit as st

from cchc.figures.due_months import due_months
from cchc.figures.state_strip import state_strip
from cchc.ui import blocks, data, filters, task_blocks, tasks, words

scope = filters.ask_scope()
listed = tasks.judged(data.fetch("tasks", **scope.params))
files = data.fetch("unit_sources", **scope.params)
about = blocks.About(scope.caption_until, files, scope.illustrative)

if listed.empty:
    task_blocks.asked_of(scope)
    st.stop()
ahead_of = scope.judged_on if scope.looks_ahead else None
coming = tasks.coming_due(listed, ahead_of)

blocks.headline(
    tasks.headline(listed, scope.target), scope.caption_until, illustrative=scope.illustrative
)
blocks.draw(state_strip, tasks.states(listed), alt="Số nhiệm vụ theo tình trạng", key="states")
blocks.under(illustrative=scope.illustrative)
blocks.say(tasks.to_look_at(listed, coming))

st.header("Hạn theo tháng trong năm", anchor=False)
due = tasks.due_rows(listed, scope.target)
if not due.empty:
    blocks.draw(
        due_months,
        due,
        alt="Số việc đến hạn từng tháng, theo tình trạng",
        key="due",
        judged=tasks.place_in_year(scope.judged_on),
        judged_text=f"hết ngày {words.day(scope.judged_on)}",
    )
    blocks.under(illustrative=scope.illustrative)
blocks.say(tasks.due_sentence(listed, scope.target))

if not coming.empty:
    st.header("Sắp đến hạn trong 30 ngày", anchor=False)
    blocks.table(tasks.task_table(coming), "Sắp đến hạn", about=about, links=tasks.cells(coming))

st.header("Danh sách nhiệm vụ", anchor=False)
chosen = tasks.urgent_first(tasks.narrowed(listed, task_blocks.ask_choices(listed)), ahead_of)
st.caption(tasks.order_of_tasks(len(chosen), len(listed), scope.looks_ahead))
blocks.table(tasks.task_table(chosen), "Danh sách nhiệm vụ", about=about, links=tasks.cells(chosen))

by_unit, by_occurrence, papers = st.tabs(
    ["Từng đơn vị", "Việc định kỳ", "Hồ sơ, tài liệu"], on_change="rerun", key="phan-nhiem-vu"
)
with by_unit:
    if by_unit.open:
        task_blocks.matrix(scope, about)
with by_occurrence:
    if by_occurrence.open:
        task_blocks.occurrences(scope, about)
with papers:
    if papers.open:
        task_blocks.papers(listed, scope, about)

st.header("Rõ người, rõ việc, rõ thời gian, rõ kết quả", anchor=False)
task_blocks.lacking(listed, about)

blocks.sources(about.files)
