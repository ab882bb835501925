"""Nhập số liệu: tệp nào nhận được, phải sửa gì ở ô nào; lịch sử nhập và thu hồi."""

import streamlit as st

from cchc.errors import WrongUse
from cchc.ui import blocks, intake

received = intake.history()
top = st.container()
dropped = intake.ask_files()
intake.show_message()
try:
    inspection = intake.look(dropped)
except WrongUse as wrong:  # a period or a unit that staff typed
    inspection = None
    intake.warn(str(wrong))

with top:
    if inspection:
        reports = inspection.reports
        returned = len(intake.returned(reports))
        blocks.headline(
            intake.headline(reports),
            "Các tệp vừa chọn, chưa vào kho số liệu",
            illustrative=intake.is_illustrative(reports),
        )
        st.metric("Tệp trả lại", f"{returned} tệp")
        blocks.say(intake.next_step(reports))
    else:
        blocks.headline(
            intake.standing(received),
            "Tệp đã nhận và chưa thu hồi; mỗi tệp được giữ nguyên như khi nhận",
            illustrative=False,  # rows say it of their own unit
        )

if inspection:
    intake.show_reports(inspection.reports)
    intake.ask_acceptance(inspection, dropped.by)

if received:
    st.header("Lịch sử nhập", anchor=False)
    blocks.say(intake.withdrawn(received))
    intake.show(intake.history_table(received), "Lịch sử nhập")
    intake.ask_withdrawal(received, dropped.by)
