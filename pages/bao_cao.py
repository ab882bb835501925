"""Chế độ báo cáo: ai gửi đúng hạn, ai trễ, ai chưa gửi; nhắc ai, theo lịch của từng kế hoạch."""

import streamlit as st

from cchc.ui import blocks, data, filters, monthly_report, reporting

scope = filters.ask_scope()
rules = data.fetch("reporting_rules", **scope.params)
if rules.empty:
    sentence, what_to_do = reporting.nothing(scope)
    blocks.headline(sentence, scope.caption_until, illustrative=scope.illustrative)
    blocks.say(what_to_do)
    st.header("Dự thảo báo cáo", anchor=False)
    monthly_report.show(scope)
    st.stop()
choice = reporting.ask(scope, rules)
asked = {**scope.params, "rule": int(choice.rule["rule_id"])}
units = data.fetch("reporting_units", **asked)
files = data.fetch("reporting_sources", **asked)
is_illustrative = bool(choice.rule["illustrative"])
about = blocks.About(choice.caption, files, is_illustrative)

blocks.headline(reporting.headline(choice), choice.caption, illustrative=is_illustrative)
st.metric(*reporting.figure(choice))
blocks.say(reporting.who(choice, units))

if choice.followed:
    st.header("Từng đơn vị, từng kỳ", anchor=False)
    grid = reporting.grid(reporting.due_only(units, choice))
    reporting.show_grid(grid, "Báo cáo của từng đơn vị theo kỳ", about)

st.header("Nội dung nhắc, sao chép để gửi", anchor=False)
period = reporting.ask_reminder(choice)
if period is None:
    blocks.say("Không có kỳ nào cần nhắc: mọi đơn vị đã gửi đúng hạn.")
else:
    st.code(reporting.reminder(choice, period, units), language=None, wrap_lines=True)

st.header("Lịch báo cáo", anchor=False)
blocks.table(
    reporting.rules_table(rules),
    "Chế độ báo cáo của các kế hoạch",
    about=about,
    links=blocks.cells_of(rules),
)
calendar = reporting.calendar(choice)
if len(calendar.columns) > 1:
    blocks.table(calendar, "Lịch từng kỳ báo cáo", about=about, per_page=12)
    blocks.under(reporting.calendar_legend(calendar), illustrative=False)

st.header("Dự thảo báo cáo", anchor=False)
monthly_report.show(scope)
blocks.many_sources(files, "của lịch và các báo cáo đã nhận", "nguon-bao-cao")
