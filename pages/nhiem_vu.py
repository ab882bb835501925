"""Nhiệm vụ: việc nào quá hạn, của ai, việc nào còn thiếu người, việc, thời gian, kết quả."""

import streamlit as st

from cchc.figures.state_strip import state_strip
from cchc.ui import blocks, data, filters, frames, sentences

scope = filters.ask_scope()
tasks = frames.tasks(data.fetch("tasks", **scope.params))
about = blocks.About(
    scope.caption_until, data.fetch("unit_sources", **scope.params), scope.illustrative
)

blocks.headline(
    sentences.tasks(tasks, scope.target),
    scope.caption_until,
    illustrative=scope.illustrative,
)
if tasks.empty:
    st.stop()

blocks.draw(state_strip, frames.states(tasks), alt="Số nhiệm vụ theo tình trạng", key="states")
blocks.under(illustrative=scope.illustrative)
blocks.say(sentences.most_overdue(tasks))

st.header("Danh sách nhiệm vụ", anchor=False)
ahead_of = scope.judged_on if scope.looks_ahead else None
chosen = frames.urgent_first(filters.ask_tasks(tasks).apply(tasks), ahead_of)
st.caption(sentences.order_of_tasks(len(chosen), len(tasks), scope.looks_ahead))
blocks.table(
    frames.task_table(chosen), "Danh sách nhiệm vụ", about=about, links=blocks.cells_of(chosen)
)

coming = frames.coming_due(tasks, ahead_of)
if not coming.empty:
    st.header("Sắp đến hạn trong 30 ngày", anchor=False)
    blocks.table(
        frames.task_table(coming), "Sắp đến hạn", about=about, links=blocks.cells_of(coming)
    )

lacking = frames.lacking(tasks)
if not lacking.empty:
    st.header("Còn thiếu người, việc, thời gian hoặc kết quả", anchor=False)
    blocks.table(
        frames.lacking_table(lacking),
        "Nhiệm vụ còn thiếu",
        about=about,
        links=blocks.cells_of(lacking),
    )

blocks.sources(about.files)
