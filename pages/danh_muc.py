"""Danh mục: bộ tiêu chí, đơn vị, sắp xếp đơn vị, chỉ tiêu, điều đã học, cách tính và so sánh."""

import streamlit as st

from cchc.ui import blocks, catalog, catalog_page, data, filters

scope = filters.ask_scope()
frameworks = data.fetch("catalog_frameworks")
row = catalog_page.ask_framework(scope, frameworks)
if row is None:
    blocks.headline("Chưa có bộ tiêu chí nào", scope.caption, illustrative=scope.illustrative)
    blocks.say("Vào trang Nhập số liệu, nạp bộ tiêu chí do cấp trên ban hành.")
    st.stop()

year = scope.target or scope.baseline
blocks.headline(
    catalog.headline(row, year),
    str(row["framework_name"]),
    illustrative=bool(row["illustrative"]),
)
figure, sentence = st.columns([1, 5], vertical_alignment="center")
figure.metric("Điểm tối đa", catalog.points(row))
with sentence:
    blocks.say(catalog.said(row))

rooms = filters.rooms(catalog_page.ROOMS, "danh-muc-muc")
for room, show in zip(rooms, catalog_page.rooms(scope, row, frameworks), strict=True):
    if room.open:
        with room:
            show()
