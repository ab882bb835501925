"""Tổng quan: đang ở đâu, muốn tới đâu, xa nhất chỗ nào, việc gì chậm."""

import streamlit as st

from cchc.figures.dumbbell import dumbbell
from cchc.figures.gap_strip import gap_strip
from cchc.ui import blocks, data, filters, frames, sentences

scope = filters.ask_scope()
goals = frames.goals(
    data.fetch("compare_components", **scope.params), data.fetch("target_items", **scope.params)
)
listed = frames.tasks(data.fetch("tasks", **scope.params))
published = data.fetch("facts", unit=scope.unit_id, period=scope.baseline, criterion="total")
total = frames.total_row(goals, published if scope.baseline else published.iloc[0:0])
parts = frames.parts(goals)

blocks.headline(
    sentences.overview(total, scope.target, len(frames.with_targets(goals)), len(listed)),
    scope.caption,
    illustrative=scope.illustrative,
)

if total:
    blocks.draw(gap_strip, frames.gap(total), alt="Khoảng cách tới mục tiêu chung", key="gap")
    blocks.under(*sentences.cells_of_total(total), illustrative=scope.illustrative)
blocks.say(sentences.farthest(parts) or sentences.lowest(parts))
blocks.say(sentences.disagreement(total))

components, work = st.columns([7, 3], gap="large")
shown = frames.marks(parts)
if not shown.empty:
    with components:
        st.header("Từng chỉ số", anchor=False)
        blocks.draw(dumbbell, shown, alt="Kết quả, mục tiêu từng chỉ số", key="parts", narrow=True)
        blocks.legend(shown, scope.baseline, illustrative=scope.illustrative)

if not listed.empty:
    with work:
        st.header("Nhiệm vụ", anchor=False)
        blocks.counts(frames.task_counts(listed))
        blocks.say(sentences.most_overdue(listed))

blocks.sources(data.fetch("unit_sources", **scope.params))
