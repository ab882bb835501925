"""Nhiệm vụ: việc nào quá hạn, của ai, khi nào đến hạn; từng đơn vị, từng kỳ, hồ sơ."""

import streamlit as st

from cchc.figures.state_strip import state_strip
from cchc.ui import blocks, data, filters, task_blocks, tasks

scope = filters.ask_scope()
listed = tasks.judged(data.fetch("tasks", **scope.params))
files = data.fetch("task_sources", **scope.params)
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
task_blocks.months(listed, scope)

if not coming.empty:
    st.header("Sắp đến hạn trong 30 ngày", anchor=False)
    task_blocks.listed(coming, "Sắp đến hạn", about)

st.header("Danh sách nhiệm vụ", anchor=False)
chosen = tasks.urgent_first(tasks.narrowed(listed, task_blocks.ask_choices(listed)), ahead_of)
st.caption(tasks.order_of_tasks(chosen, len(listed), ahead_of))
task_blocks.listed(chosen, "Danh sách nhiệm vụ", about)

task_blocks.parts(listed, scope, about)

st.header("Rõ người, rõ việc, rõ thời gian, rõ kết quả", anchor=False)
task_blocks.lacking(listed, about)

blocks.many_sources(files, tasks.FILES, task_blocks.FILES_KEY)
