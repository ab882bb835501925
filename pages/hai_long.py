"""Mức độ hài lòng: người dân, lãnh đạo đánh giá thế nào, số ấy chắc chắn đến đâu."""

import streamlit as st

from cchc.figures.dumbbell import dumbbell
from cchc.figures.intervals import intervals
from cchc.ui import blocks, data, filters, goals, satisfaction

scope = filters.ask_scope()
years = data.fetch("satisfaction_years", unit=scope.unit_id)
groups = data.fetch("satisfaction_groups", unit=scope.unit_id)
choice = satisfaction.ask(scope, years, groups)
asked = {"unit": scope.unit_id, "period": choice.period, "unit_group": choice.unit_group}
leaders = data.fetch("satisfaction_leaders", **asked)
factors = data.fetch("satisfaction", **asked)
units = data.fetch("satisfaction_units", **asked)
papi = data.fetch("papi_tasks", unit=scope.unit_id)
files = data.fetch("satisfaction_sources", **asked)
aims = goals.goals(
    data.fetch("compare_components", **scope.params), data.fetch("target_items", **scope.params)
)
about = blocks.About(scope.caption, files, scope.illustrative)
own = satisfaction.of_period(years, choice.period)

said = satisfaction.headline(own, units, leaders, choice)
blocks.headline(said, scope.caption, illustrative=scope.illustrative)
if figure := satisfaction.figure(own):
    st.subheader(figure, anchor=False)
nothing = satisfaction.nothing(own, units, leaders)
if nothing:
    st.markdown(satisfaction.what_to_do(choice, papi))
blocks.say(satisfaction.aimed_at(aims, choice, scope.target))
blocks.say(satisfaction.lowest(leaders, factors, units))
blocks.say(satisfaction.since_last_year(own))

if not leaders.empty:
    st.header("Khảo sát cán bộ lãnh đạo, quản lý", anchor=False)
    blocks.say(satisfaction.items_below(leaders))
    shown = satisfaction.leader_marks(leaders)
    blocks.draw(dumbbell, shown, alt="Nội dung khảo sát lãnh đạo so với 80%", key="leaders")
    blocks.under("● kết quả", "| mức 80%", illustrative=scope.illustrative)
    links = blocks.cells_of(leaders)
    rows = satisfaction.leader_table(leaders)
    blocks.table(rows, alt="Khảo sát lãnh đạo", about=about, links=links)

if len(units) > 1:
    st.header(f"Hài lòng chung, {choice.unit_group_name}", anchor=False)
    blocks.say(satisfaction.told_apart(units))
    shown = satisfaction.unit_marks(units, scope.unit_name)
    blocks.draw(intervals, shown, alt="Mức độ hài lòng và sai số mẫu từng đơn vị", key="units")
    blocks.under(satisfaction.MARGIN, illustrative=scope.illustrative)
    links = blocks.cells_of(units)
    rows = satisfaction.unit_table(units)
    blocks.table(rows, alt="Mức độ hài lòng từng đơn vị", about=about, links=links)

if not factors.empty:
    st.header("Các yếu tố", anchor=False)
    links = blocks.cells_of(factors)
    rows = satisfaction.factor_table(factors)
    blocks.table(rows, alt="Yếu tố hài lòng", about=about, links=links)

satisfaction.show_years(years, about)
satisfaction.show_papi(papi, scope, about)
if not nothing:
    blocks.sources(files)
