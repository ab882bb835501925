"""Nguồn: một số liệu nằm ở tệp nào, trang nào, ô nào, và vùng quanh ô ấy như khi nhận."""

import streamlit as st

from cchc.ui import blocks, cells, filters, intake, parts, source_page
from cchc.ui.place import ask_place

received = intake.history()
if not received:
    st.title("Chưa có số liệu", anchor=False)
    st.markdown(filters.NO_DATA)
    st.stop()

top = st.container()
by_file, by_words, computed = filters.rooms(source_page.ROOMS, parts.ROOMS_KEY)
if by_file.open:
    with by_file:
        place, facts = ask_place(received)
        sheet, wrong = source_page.sheet_or_wrong(place)
        if wrong:
            intake.warn(wrong)
        source_page.show_cell(place, sheet, facts)
    file = place.received
    with top:
        blocks.headline(
            place.headline,
            cells.about_file(file, intake.state(file), intake.unit_name(file.sender))
            if file
            else "Tệp được giữ nguyên như khi nhận; số liệu nào cũng ghi tệp, trang, ô",
            illustrative=bool(facts["illustrative"].any()),
        )
if by_words.open:
    with top:
        caption = "Tìm theo đơn vị, năm, tên tiêu chí, chỉ tiêu, nhiệm vụ hoặc theo con số"
        blocks.headline("Tìm một số liệu và ô của nó", caption, illustrative=False)
    with by_words:
        source_page.show_search()
if computed.open:
    with top:
        caption = "Chỉ số và tổng điểm do hệ thống tính, với từng ô đã tính"
        blocks.headline("Một số tính lại gồm những ô nào", caption, illustrative=False)
    with computed:
        source_page.show_computed()
