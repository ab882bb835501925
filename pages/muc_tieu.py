"""Mục tiêu: từng chỉ số phải tăng bao nhiêu, ai chịu trách nhiệm."""

import streamlit as st

from cchc.figures.dumbbell import dumbbell
from cchc.ui import (
    blocks,
    comparability,
    data,
    filters,
    goals,
    next_steps,
    ranking,
    sentences,
    tasks,
)

scope = filters.ask_scope()
every = goals.goals(
    data.fetch("compare_components", **scope.params), data.fetch("target_items", **scope.params)
)
aims = goals.with_targets(every)
served = data.fetch("goal_tasks", **scope.params)
former = data.fetch("predecessors", **scope.params)
work = tasks.judged(data.fetch("tasks", **scope.params))
about = blocks.About(scope.caption, data.fetch("unit_sources", **scope.params), scope.illustrative)

blocks.headline(goals.targets(aims, scope.target), scope.caption, illustrative=scope.illustrative)
blocks.say(goals.farthest_from_to(aims) or goals.stands(aims))
if aims.empty:
    st.markdown(next_steps.to_load(scope, "bảng mục tiêu của đơn vị"))

shown = goals.marks(goals.by_gap(goals.parts(aims)))
if not shown.empty:
    blocks.draw(dumbbell, shown, alt="Kết quả, mục tiêu và khoảng cách từng chỉ số", key="goals")
    blocks.legend(shown, scope.baseline, goals.latest_said(aims), illustrative=scope.illustrative)
blocks.say(goals.states(aims))
blocks.say(goals.ranks(aims))

if not aims.empty:
    st.header("Bảng mục tiêu", anchor=False)
    computed = data.fetch("figures_computed", unit=scope.unit_id)
    if goals.nothing_assessable(aims):
        st.caption(goals.not_assessable(scope.target))
    for alt, own in goals.tables(aims):
        if alt != goals.TABLE:
            st.subheader(alt, anchor=False)
        table = goals.target_table(own, scope.baseline, scope.target, served)
        links = goals.cells(own, scope.unit_id, computed)
        blocks.table(table, alt=alt, about=about, links=links, per_page=30)
    for note in (
        goals.without_number(aims),
        sentences.ranks_apart(data.fetch("unit_years", unit=scope.unit_id), scope.baseline),
        *comparability.notes(aims, scope.baseline, "criterion_name"),
    ):
        blocks.under(note, illustrative=False)

if not former.empty:
    st.header("Kết quả của các đơn vị cũ, đặt cạnh nhau", anchor=False)
    links = blocks.cells_of(former)
    blocks.table(ranking.former_table(former), alt="Kết quả đơn vị cũ", about=about, links=links)

if not work.empty:
    goals.show_tasks(work, data.fetch("task_links"), about)

blocks.sources(about.files)
