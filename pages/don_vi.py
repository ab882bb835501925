"""Kết quả theo đơn vị: một đơn vị trên một trang, in vừa một tờ A4."""

import streamlit as st

from cchc.figures.ranking_bars import ranking_bars
from cchc.ui import blocks, data, filters, next_steps, sentences, unit_page

scope = filters.ask_scope()
years = data.fetch("unit_years", unit=scope.unit_id)
year = unit_page.official(years, scope.baseline)
period = str(year["period_id"]) if year else scope.baseline
components = data.fetch("unit_among_peers", unit=scope.unit_id, period=period)
points = data.fetch("unit_missing_points", unit=scope.unit_id, period=period)
tasks = data.fetch("unit_tasks", **scope.params)
reports = data.fetch("unit_reports", **scope.params)
goals = data.fetch("targets", unit=scope.unit_id, period=scope.target)
services = data.fetch("service_indicators", unit=scope.unit_id, period=scope.month)
files = data.fetch("unit_page_sources", month=scope.month, **scope.params)
about = blocks.About(scope.caption_until, files, scope.illustrative)

blocks.headline(
    unit_page.headline(scope.unit_name, year, len(goals), len(tasks)),
    scope.caption_until,
    illustrative=scope.illustrative,
)
unit_page.printable()
blocks.say(unit_page.strong_and_weak(components))
blocks.say(sentences.ranks_apart(years, period))

if years.empty:
    st.markdown(next_steps.to_load(scope, "bảng kết quả hoặc bảng điểm của đơn vị"))
else:
    with st.container(width=unit_page.FIGURE_WIDTH):
        shown = unit_page.bars(years, year)
        blocks.draw(ranking_bars, shown, alt="Chỉ số và hạng qua các năm", key="years")
    notes = unit_page.not_official(years), unit_page.framework_breaks(years)
    cells = unit_page.cells_of_years(years, scope.unit_id)
    blocks.under(*notes, cells, illustrative=scope.illustrative)

unit_page.show_components(components, scope.unit_group_name, about)
left, right = unit_page.halves(points, reports)
with left:
    unit_page.show_missing(points, about)
    if points.empty:
        unit_page.show_reports(reports, about)
with right:
    unit_page.show_services(services, scope, about)
    unit_page.show_tasks(tasks, about)
    if not points.empty:
        unit_page.show_reports(reports, about)
blocks.many_sources(files, "của trang này", "nguon-don-vi")
