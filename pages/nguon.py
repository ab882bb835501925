"""Nguồn: một số liệu nằm ở tệp nào, trang nào, ô nào, và vùng quanh ô ấy như khi nhận."""

import streamlit as st

from cchc.errors import WrongUse
from cchc.ui import blocks, cells, filters, intake

received = intake.history()
if not received:
    st.title("Chưa có số liệu", anchor=False)
    st.markdown(filters.NO_DATA)
    st.stop()

place, facts = cells.ask_place(received)
sheet = None
wrong = place.wrong
try:
    sheet = cells.sheet_of(place)
except WrongUse as unknown:  # a sheet that the file has not
    wrong = str(unknown)

file = place.received
blocks.headline(
    place.headline,
    cells.about_file(file, intake.state(file), intake.unit_name(file.sender))
    if file
    else "Tệp được giữ nguyên như khi nhận; số liệu nào cũng ghi tệp, trang, ô",
    illustrative=bool(facts["illustrative"].any()),
)
if wrong:
    intake.warn(wrong)

if sheet and place.cell:
    cells.show_value(place, sheet)
    blocks.say(cells.said(place, cells.facts_at(facts, place)))
    cells.show_around(place, sheet)

if file:
    cells.show_download(file)
    if facts.empty:
        intake.warn(
            "Không có số liệu nào của tệp này đang được dùng: tệp đã thu hồi hoặc đã "
            "có bản sửa thay."
        )

on_sheet = facts[facts["sheet"] == place.sheet]
if not on_sheet.empty:
    st.header(f"Số liệu đọc từ trang này: {len(on_sheet)}", anchor=False)
    st.caption("Chọn một dòng để xem ô của dòng ấy.")
    cells.show_facts(on_sheet)
