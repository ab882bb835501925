"""Acceptance, and taking back what was just accepted.

In: an inspection and a person's click. Out: a new current store, a sentence for the next rerun.
Nothing is drawn while something is written: a click elsewhere could stop the script in between.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import streamlit as st

from cchc import importing
from cchc.errors import WrongUse
from cchc.importing import Inspection
from cchc.ledger import Moved
from cchc.ui import data, words
from cchc.ui.intake import catalogs, preview, session
from cchc.ui.intake.sentences import acceptable, accepted_sentence, count_of, returned
from cchc.ui.intake.session import Looked

MOVED = (
    "Vừa có người nhận tệp khác. Các tệp dưới đây đã được đối chiếu lại với số liệu mới: xem lại "
    "phần “Thay đổi nếu nhận” rồi bấm Nhận lần nữa."
)
SEE_TOP = "Xem kết quả ở đầu trang."
SCORES_AGAIN = "Tệp được dùng làm bộ tiêu chí chưa được lấy điểm: thả lại tệp đó để nhận điểm."


def ask_acceptance(looked: Looked, contents: Mapping[str, bytes], by: str | None) -> None:
    """What it would change, and the button; files with warnings ask for a tick first."""
    reports = looked.inspection.reports
    count = len(acceptable(reports))
    if not count:
        return
    would = "; ".join(words.lower_first(one).rstrip(".") for one in _would(looked))
    st.markdown(f"Nếu nhận: {words.plain(would)}.")
    warned = count_of(reports, "warning")
    with st.container(horizontal=True, vertical_alignment="center"):
        agreed = not warned or st.checkbox(
            f"Tôi đã xem {warned} điều cần xem lại và vẫn nhận", key=session.key("dong-y")
        )
        pressed = st.button(
            f"Nhận {count} tệp", type="primary", disabled=not agreed, key=session.key("nhan-tep")
        )
    if pressed:
        with st.spinner("Đang nhận vào kho số liệu…"):
            _accept(looked.inspection, contents, by)
        st.rerun()


def _would(looked: Looked) -> list[str]:
    """What accepting changes: in the catalogue, in the figures, or nothing at all."""
    if not any(one.is_catalogue for one in acceptable(looked.inspection.reports)):
        return [preview.headline(looked.changes)]
    said = catalogs.sentences(looked.inspection.known)
    return said + ([preview.headline(looked.changes)] if looked.changes.figures else [])


def _accept(inspection: Inspection, contents: Mapping[str, bytes], by: str | None) -> None:
    try:
        done = importing.accept(data.folder(), inspection, by=by)
    except Moved:
        session.forget_looked()
        session.leave_message(MOVED, good=False)
        return
    back = tuple(returned(done.reports))
    kept = {one.sha256: contents[one.sha256] for one in back}
    session.next_turn()
    session.keep_returned(session.Returned(back, done.known, kept))
    numbers = tuple(one.import_id for one in done.received)
    said = accepted_sentence(done.reports)
    if any(one.as_framework for one in done.received):
        said = f"{said} {SCORES_AGAIN}"
    session.leave_message(said, good=True, imports=numbers)


def show_message(by: str | None) -> None:
    """What the last action did, with the way back where there is one."""
    left = session.message()
    if left is None:
        return
    if session.is_new_message():
        st.toast(SEE_TOP)  # the click may have been far below
    (st.success if left.good else st.warning)(words.plain(left.sentence))
    if left.imports and st.button(
        f"Thu hồi {len(left.imports)} tệp vừa nhận",
        key=session.key("hoan-tac"),
        help="Các trang trở lại đúng như trước khi nhận. Tệp gốc và lịch sử vẫn được giữ.",
    ):
        with st.spinner("Đang thu hồi…"):
            _take_back(left.imports, by)
        st.rerun()


def _take_back(imports: Sequence[int], by: str | None) -> None:
    try:
        importing.withdraw_all(data.folder(), imports, by=by)
    except WrongUse as wrong:  # somebody else took one back in the meantime
        session.leave_message(str(wrong), good=False)
        return
    session.next_turn()
    session.leave_message(
        f"Đã thu hồi {len(imports)} tệp vừa nhận. Các trang trở lại như trước khi nhận.", good=True
    )
