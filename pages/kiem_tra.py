"""Kiểm tra số liệu: công bố có khớp với tính lại không, còn điều gì cần xem, ở ô nào."""

import streamlit as st

from cchc.ui import blocks, checks, checks_page, data, filters

scope = filters.ask_scope()
choice = checks_page.ask_whom(scope)
pairs = data.fetch("published_against_computed", unit=choice.unit)
about = checks.about(choice.caption, pairs)

blocks.headline(checks.headline(pairs), choice.caption, illustrative=about.illustrative)
figure, sentence = st.columns([1, 5], vertical_alignment="center")
figure.metric("Chênh lệch lớn nhất", checks.largest(pairs))
with sentence:
    blocks.say(checks.largest_said(pairs, elsewhere=checks_page.differing_elsewhere(choice)))

compared, found, rules = filters.rooms(checks_page.ROOMS, "kiem-tra-muc")
if compared.open:
    with compared:
        checks_page.show_pairs(pairs, about)
if found.open:
    with found:
        checks_page.show_findings(choice)
if rules.open:
    with rules:
        checks_page.show_rules(choice)
