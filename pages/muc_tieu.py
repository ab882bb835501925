"""Mục tiêu: từng chỉ số phải tăng bao nhiêu, ai chịu trách nhiệm."""

import streamlit as st

from cchc.figures.dumbbell import dumbbell
from cchc.ui import blocks, data, filters, frames, sentences

scope = filters.ask_scope()
goals = frames.with_targets(
    frames.goals(
        data.fetch("compare_components", **scope.params), data.fetch("target_items", **scope.params)
    )
)
tasks = frames.tasks(data.fetch("tasks", **scope.params))
about = blocks.About(scope.caption, data.fetch("unit_sources", **scope.params), scope.illustrative)

blocks.headline(
    sentences.targets(goals, scope.target), scope.caption, illustrative=scope.illustrative
)

shown = frames.marks(frames.by_gap(frames.parts(goals)))
if not shown.empty:
    blocks.draw(dumbbell, shown, alt="Kết quả, mục tiêu và khoảng cách từng chỉ số", key="goals")
    blocks.legend(shown, scope.baseline, illustrative=scope.illustrative)
blocks.say(sentences.farthest_from_to(goals))

if not goals.empty:
    st.header("Bảng mục tiêu", anchor=False)
    if frames.nothing_assessable(goals):
        st.caption(sentences.not_assessable(scope.target))
    blocks.table(
        frames.target_table(goals, scope.baseline, scope.target),
        alt="Bảng mục tiêu như trong kế hoạch",
        about=about,
        links=blocks.cells_of_goals(goals),
        per_page=30,
    )

if not tasks.empty:
    st.header("Nhiệm vụ phục vụ mục tiêu", anchor=False)
    blocks.table(
        frames.task_table(tasks),
        alt="Nhiệm vụ trong kế hoạch của đơn vị",
        about=about,
        links=blocks.cells_of(tasks),
    )

blocks.sources(about.files)
