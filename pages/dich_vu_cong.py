"""Dịch vụ công: trong tháng, đơn vị nào chưa đạt chỉ tiêu, bao lâu rồi, ai phải giải trình."""

import streamlit as st

from cchc.ui import blocks, data, filters, service_views, services

scope = filters.ask_scope()
choice = services.ask(scope)
if choice is None:
    sentence, what_to_do = services.nothing(scope)
    blocks.headline(sentence, scope.caption_until, illustrative=scope.illustrative)
    blocks.say(what_to_do)
    st.stop()
units = data.fetch("service_units", **choice.params)
files = data.fetch("service_sources", **choice.params)
about = blocks.About(choice.caption, files, choice.illustrative)

blocks.headline(services.headline(choice), choice.caption, illustrative=choice.illustrative)
service_views.show_rate(choice)
blocks.say(services.who(units))

st.header(f"Xếp hạng {services.in_words(choice)}", anchor=False)
service_views.show_ranking(choice, units, scope.unit_id, about)

st.header("Mọi chỉ tiêu của từng đơn vị", anchor=False)
service_views.show_grid(choice, about)

service_views.show_tabs(choice, units, scope.unit_id, about)
blocks.many_sources(files, "của kỳ này", "nguon-dich-vu")
