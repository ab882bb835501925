"""Nhập số liệu: tệp nào nhận được, phải sửa gì ở ô nào; lịch sử, điều đã học, mẫu biểu."""

import streamlit as st

from cchc import keeping
from cchc.errors import WrongUse
from cchc.ui import blocks, data, intake, turn

turn.give_up()  # workbooks may be read here for minutes
received = intake.history()
top = st.container()
batch, history, learned, templates = st.tabs(
    ["Nhận tệp", "Lịch sử nhập", "Điều đã học", "Mẫu biểu"], key="nhap-muc", on_change="rerun"
)
with batch:
    dropped = intake.ask_files()
    try:
        looked = intake.look(dropped)
    except WrongUse as wrong:  # a period or a unit that staff typed
        looked = None
        intake.warn(str(wrong))

with top:
    if looked:
        reports = looked.inspection.reports
        returned = len(intake.returned(reports))
        blocks.headline(
            intake.headline(reports),
            "Các tệp vừa chọn, chưa vào kho số liệu",
            illustrative=intake.is_illustrative(reports, looked.inspection.known),
        )
        figure, sentence = st.columns([1, 6], vertical_alignment="center")
        figure.metric("Tệp trả lại", f"{returned} tệp")
        with sentence:
            blocks.say(intake.next_step(reports))
    else:
        blocks.headline(
            intake.standing(received),
            intake.kept(received),
            illustrative=False,  # rows say it of their own unit
        )
    intake.show_message(dropped.by)

with batch:
    if looked:
        intake.show_batch(looked, dropped)
    else:
        intake.show_last_returned()
if history.open:
    with history:
        intake.show_history(received, keeping.catalogue(data.folder()), dropped.by)
if learned.open:
    with learned:
        intake.show_learned(dropped.by)
if templates.open:
    with templates:
        intake.show_templates()
