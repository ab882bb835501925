"""Kiểm tra số liệu: công bố có khớp với tính lại không, còn điều gì cần xem, ở ô nào."""

import streamlit as st

from cchc.ui import blocks, checks, checks_page, filters

scope = filters.ask_scope()
choice = checks_page.ask_whom(scope)
outcome = checks_page.outcome(choice)

caption, illustrative = checks.whose(choice.caption, checks_page.marks(choice))
blocks.headline(outcome.headline, caption, illustrative=illustrative)
figure, sentence = st.columns([1, 5], vertical_alignment="center")
figure.metric(outcome.label, outcome.figure)
with sentence:
    blocks.say(outcome.said)

compared, found, rules = filters.rooms(checks_page.ROOMS, "kiem-tra-muc")
if compared.open:
    with compared:
        checks_page.show_pairs(choice)
if found.open:
    with found:
        checks_page.show_findings(choice)
if rules.open:
    with rules:
        checks_page.show_rules(choice)
