"""A dropped file's sheet around a cell that something was found in, before it is accepted.

In: a report and the file's bytes. Out: the sheet's rows as the page Nguồn shows them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import streamlit as st

from cchc.errors import UnreadableWorkbook
from cchc.importing import FileReport
from cchc.model import Sheet
from cchc.ui import as_received, words
from cchc.ui.intake import session
from cchc.ui.intake.pointing import sheets_of

FIRST_CELL = "A1"


def show_sheet(reports: Sequence[FileReport], contents: Mapping[str, bytes]) -> None:
    """One file at a time; the first cell to mend stands in the middle."""
    if len(reports) != 1:
        st.markdown("Chọn một tệp ở trên để xem các trang của tệp.")
        return
    report = reports[0]
    try:
        sheets = sheets_of(report.file, report.sha256, contents[report.sha256])
    except UnreadableWorkbook as refusal:
        st.markdown(words.plain(str(refusal)))
        return
    if not sheets:
        st.markdown("Tệp không có trang nào xem được.")
        return
    _show_place(report, {one.name: one for one in sheets})


def _show_place(report: FileReport, sheets: Mapping[str, Sheet]) -> None:
    left, right = st.columns(2)
    first = next((one.sheet for one in report.findings if one.sheet in sheets), None)
    with left:
        name = st.selectbox(
            "Trang",
            list(sheets),
            index=list(sheets).index(first) if first else 0,
            key=session.key(f"xem-trang-{report.sha256}"),
        )
    places = {
        one.cell: words.upper_first(one.message)
        for one in report.findings
        if one.sheet == name and one.cell
    }
    options = {cell: f"Ô {cell}: {words.short(message, 70)}" for cell, message in places.items()}
    with right:
        cell = st.selectbox(
            "Ô có điều cần biết",
            list(options) or [FIRST_CELL],
            format_func=lambda one: options.get(one, "Đầu trang"),
            key=session.key(f"xem-o-{report.sha256}-{name}"),
        )
    if cell in places:
        st.markdown(words.plain(places[cell]))
    rows = as_received.around(sheets[name], cell)
    st.table(rows, hide_index=False, alt=f"Trang {name} quanh ô {cell}")
    st.caption(f"{as_received.MARK} ô {cell}")
