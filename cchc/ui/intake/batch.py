"""The batch just dropped: its table, what to accept, what goes back, one file in detail.

In: what was looked at, and what was dropped. Out: the first room of the page.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import streamlit as st

from cchc.importing import FileReport
from cchc.ui import words
from cchc.ui.intake import (
    accepting,
    answers,
    catalogs,
    files,
    pointing,
    preview,
    recognition,
    returning,
    session,
    sheet_view,
)
from cchc.ui.intake.asking import Dropped
from cchc.ui.intake.sentences import RETURNED, returned
from cchc.ui.intake.session import Looked

TO_MEND, READ, CHANGES, SHEET = (
    "Điều cần sửa",
    "Cách hệ thống đọc",
    "Thay đổi nếu nhận",
    "Xem tệp",
)


def show_batch(looked: Looked, dropped: Dropped) -> None:
    """From the whole to one file."""
    inspection = looked.inspection
    contents = {one.sha256: one.content for one in dropped.uploads}
    files.show_summary(looked)
    accepting.ask_acceptance(looked, contents, dropped.by)
    answers.show_questions(inspection, contents, dropped.by)
    returning.show_returned(returned(inspection.reports), inspection.known, contents)
    st.subheader("Chi tiết", anchor=False)
    chosen = files.ask_file(inspection.reports)
    view = st.segmented_control(
        "Xem",
        [TO_MEND, READ, CHANGES, SHEET],
        default=TO_MEND,
        required=True,
        label_visibility="collapsed",
        key=session.key("phan-xem"),
    )
    _show_view(view or TO_MEND, looked, chosen, contents, dropped.by)


def _show_view(
    view: str,
    looked: Looked,
    chosen: Sequence[FileReport],
    contents: Mapping[str, bytes],
    by: str | None,
) -> None:
    if view == TO_MEND:
        files.show_findings(chosen)
        _offer_marked(chosen, contents)
    elif view == READ:
        _show_reading(looked, chosen, contents, by)
    elif view == CHANGES:
        shown = looked.changes
        if len(chosen) < len(looked.inspection.reports):
            shown = preview.of_files(shown, chosen)
        if any(one.is_catalogue for one in chosen):
            for sentence in catalogs.sentences(looked.inspection.known):
                st.markdown(words.plain(sentence))
        preview.show_changes(shown, "nhan")
    else:
        sheet_view.show_sheet(chosen, contents)


def _offer_marked(chosen: Sequence[FileReport], contents: Mapping[str, bytes]) -> None:
    """Also of a file that is accepted with warnings: its sender may mend it for the next time."""
    if len(chosen) == 1 and chosen[0].findings:
        returning.download(chosen[0], contents, "chi-tiet")
    answers.ask_day(chosen)


def _show_reading(
    looked: Looked,
    chosen: Sequence[FileReport],
    contents: Mapping[str, bytes],
    by: str | None,
) -> None:
    known = looked.inspection.known
    recognition.show_recognition(chosen, known)
    if len(chosen) != 1:
        return
    (report,) = chosen
    content = contents[report.sha256]
    for table in report.tables:
        pointing.ask_unknown_columns(report, table, known, content, by)
    if pointing.is_asked(report) and report.status not in RETURNED:  # those are asked above
        pointing.ask_table(report, content, by)
