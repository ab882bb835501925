"""Tiêu chí chưa đạt điểm tối đa: điểm thiếu ở đâu, từ bao giờ, ai đạt, nhiệm vụ nào phục vụ."""

import streamlit as st

from cchc.ui import blocks, criteria, criteria_views, data, filters

scope = filters.ask_scope()
choice = criteria_views.ask_choice(scope)
if choice is None:
    blocks.headline("Chưa có điểm của tiêu chí nào", scope.caption, illustrative=scope.illustrative)
    st.markdown(
        "Nạp bảng điểm hoặc bảng kết quả của đơn vị ở trang [Nhập số liệu](nhap-so-lieu) để xem "
        "điểm chưa đạt."
    )
    st.stop()
rows = data.fetch("criteria_missing", **choice.params)
about = blocks.About(
    choice.caption, data.fetch("criteria_sources", **choice.params), choice.illustrative
)

blocks.headline(criteria.headline(rows, choice), choice.caption, illustrative=choice.illustrative)
if criteria.total(rows, choice):
    criteria_views.total(rows, choice)
    first = criteria.lacking(criteria.leaves(rows)).iloc[0].to_dict()
    leads = criteria_views.who_leads(scope, choice, first)
    blocks.say(criteria.largest(rows, choice, *leads))
    criteria_views.pareto(scope, rows, choice)
    criteria_views.all_rows(rows, choice, about)

criteria_views.part(scope, choice, rows, about)
blocks.sources(about.files)
