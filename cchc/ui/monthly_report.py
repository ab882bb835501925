"""The draft of a unit's report as Word, offered under a page.

In: the scope. Out: a button. The document is drawn up when it is asked for, not with the page.
"""

from __future__ import annotations

import streamlit as st

from cchc.reports.monthly.given import file_name
from cchc.ui import data, words
from cchc.ui.filters import Scope

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
LABEL = "Tải dự thảo báo cáo (Word)"
NO_PERIOD = "Chưa có kỳ báo cáo nào của đơn vị nên chưa lập được dự thảo báo cáo."


def show(scope: Scope) -> None:
    """The button for the unit and the period chosen, and what it gives, in a line."""
    period = scope.as_of or scope.target or scope.baseline
    if period is None:
        st.caption(NO_PERIOD)
        return
    st.download_button(
        LABEL,
        data=lambda: draft(scope.unit_id, period, scope.baseline),
        file_name=file_name(scope.unit_name, period),
        mime=DOCX,
        on_click="ignore",
        key="du-thao-bao-cao",
    )
    name = words.plain(scope.unit_name)
    st.caption(
        f"Báo cáo kết quả cải cách hành chính {words.lower_first(words.period(period))} của {name},"
        " theo thể thức Nghị định 30/2020/NĐ-CP; số, ngày và chữ ký để trống."
    )


def draft(unit_id: str, period: str, baseline: str | None) -> bytes:
    """The document's bytes."""
    from cchc import monthly  # python-docx is slow to import and needed here alone

    return monthly.report_file(data.folder(), unit_id, period, baseline)[1]
