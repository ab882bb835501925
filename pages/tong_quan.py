"""Tổng quan: đang ở đâu, muốn tới đâu, việc gì cần chỉ đạo, có gì mới."""

import streamlit as st

from cchc.figures.dumbbell import dumbbell
from cchc.figures.gap_strip import gap_strip
from cchc.ui import (
    attention,
    blocks,
    data,
    filters,
    frames,
    goals,
    next_steps,
    overview,
    sentences,
)
from cchc.ui import parts as figure_parts

scope = filters.ask_scope()
aims = goals.goals(
    data.fetch("compare_components", **scope.params), data.fetch("target_items", **scope.params)
)
published = data.fetch("facts", unit=scope.unit_id, period=scope.baseline, criterion="total")
total = frames.total_row(aims, published if scope.baseline else published.iloc[0:0])
parts, tasks = goals.parts(aims), data.fetch("unit_tasks", **scope.params)
reports = overview.latest_due(data.fetch("unit_reports", **scope.params))
found = data.fetch("attention", **scope.params)
files = data.fetch("unit_sources", **scope.params)

planned = int(tasks["own_plan"].sum())
blocks.headline(
    sentences.overview(total, scope.target, len(goals.with_targets(aims)), planned),
    scope.caption_until,
    illustrative=scope.illustrative,
)

if total:
    gap, work = st.columns([3, 2], gap="large")
    with gap:
        blocks.draw(gap_strip, frames.gap(total), alt="Khoảng cách tới mục tiêu chung", key="gap")
        computed = data.fetch("figures_computed", unit=scope.unit_id)
        latest = figure_parts.latest_said(total, scope.unit_id, computed)
        cells = (*sentences.cells_of_total(total), latest)
        blocks.under(*cells, illustrative=scope.illustrative)
else:
    tables = "bảng kết quả" if scope.has_target else "bảng kết quả, bảng mục tiêu"
    st.markdown(next_steps.to_load(scope, f"{tables} của đơn vị"))
    work = st.container()
with work:
    overview.show_work(tasks, reports)
blocks.say(sentences.farthest(parts) or sentences.lowest(parts))
blocks.say(sentences.disagreement(total))
blocks.say(sentences.ranks_apart(data.fetch("unit_years", unit=scope.unit_id), scope.baseline))

st.header("Nội dung cần chỉ đạo", anchor=False)
if found.empty:
    blocks.say(attention.nothing(scope.as_of))
else:
    about = blocks.About(scope.caption_until, files, scope.illustrative)
    told, links = attention.table(found), attention.links(found, scope)
    blocks.table(told, "Nội dung cần chỉ đạo", about=about, links=links)

shown = goals.marks(parts)
if not shown.empty:
    st.header("Từng chỉ số", anchor=False)
    blocks.draw(dumbbell, shown, alt="Kết quả, mục tiêu từng chỉ số", key="parts")
    blocks.legend(shown, scope.baseline, goals.latest_said(parts), illustrative=scope.illustrative)

st.header("Có gì mới", anchor=False)
overview.show_changed(scope)
blocks.sources(files)
