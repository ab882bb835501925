"""Rà soát thi đua: đơn vị nào cần rà soát trước khi đề xuất khen thưởng, vì sao; không kết luận."""

import streamlit as st

from cchc.figures.state_strip import state_strip
from cchc.ui import awards, blocks, data, filters

scope = filters.ask_scope()
unbounded = {"late_from": None, "late_percent_from": None}
if data.fetch("award_review", **unbounded, **scope.params).empty:
    blocks.headline(awards.NOBODY, scope.caption_until, illustrative=scope.illustrative)
    blocks.instead(awards.what_to_do(scope.has_units_under))
    st.caption(awards.RULE)
    st.stop()
top = st.container()
files = data.fetch("award_sources", **scope.params)
about = blocks.About(scope.caption_until, files, scope.illustrative)

st.header("Điều kiện", anchor=False)
st.caption(awards.RULE)
first, second = st.columns(2)
with first:
    late_from = filters.ask("Coi là nhiều hồ sơ trễ hạn khi có", "tre-han-tu", awards.LATE_FROM)
with second:
    late_percent_from = filters.ask(
        "hoặc khi tỷ lệ trễ hạn", "ty-le-tre-han-tu", awards.LATE_PERCENT_FROM
    )
reviewed = data.fetch(
    "award_review",
    late_from=awards.threshold(late_from),
    late_percent_from=awards.threshold(late_percent_from),
    **scope.params,
)

with top:
    blocks.headline(awards.headline(reviewed), scope.caption_until, illustrative=scope.illustrative)
    blocks.draw(state_strip, awards.parts(reviewed), alt="Số đơn vị cần rà soát", key="reviews")
    blocks.under(awards.years(reviewed), illustrative=scope.illustrative)
    blocks.say(awards.because(reviewed, scope.unit_name))
    blocks.say(awards.counted_apart(reviewed))

communes = awards.kind(reviewed, "xa")
if not communes.empty:
    st.header("Xã, phường, thị trấn", anchor=False)
    rows, links = awards.commune_table(communes), awards.links(communes)
    blocks.table(rows, "Rà soát các xã", about=about, links=links, per_page=15)

departments = awards.kind(reviewed, "phong")
if not departments.empty:
    st.header("Phòng, ban", anchor=False)
    rows, links = awards.department_table(departments, scope.unit_name), awards.links(departments)
    blocks.table(rows, "Rà soát các phòng, ban", about=about, links=links, per_page=15)

blocks.sources(about.files)
