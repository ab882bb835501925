"""What people taught the importer: listed with who and when, and forgotten on request.

In: the decisions kept in the ledger. Out: a table, and the box to forget one. It must not say what
accepted files were read with: they keep it.
"""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd
import streamlit as st

from cchc import forms, keeping, learned
from cchc.catalogue import Catalogue
from cchc.ledger import Decision
from cchc.ui import data, words
from cchc.ui.intake import session, showing
from cchc.ui.intake.sentences import unit_name

STAYS = (
    "Bỏ một điều chỉ có tác dụng với tệp nhận từ nay; tệp đã nhận vẫn được đọc như khi nhận và số "
    "liệu của tệp ấy không đổi."
)


def show_learned(by: str | None) -> None:
    """The table and the box to forget."""
    decisions = learned.known(data.folder())
    if not decisions:
        st.markdown(
            "Hệ thống chưa học điều gì. Khi một tệp ghi tên đơn vị lạ hoặc cột lạ, câu trả lời của "
            "người nhập được ghi nhớ ở đây."
        )
        return
    known = keeping.catalogue(data.folder())
    showing.show(table(decisions, known), "Điều đã học", row_height=showing.TALL_ROW)
    _ask_forgetting(decisions, known, by)


def table(decisions: Sequence[Decision], known: Catalogue) -> pd.DataFrame:
    """The latest first."""
    ordered = list(reversed(decisions))
    return pd.DataFrame(
        {
            "Loại": [_kind(one) for one in ordered],
            "Chữ trong tệp": [_text(one) for one in ordered],
            "Được hiểu là": [_meaning(one, known) for one in ordered],
            "Lúc": [f"{one.at:%d/%m/%Y %H:%M}" for one in ordered],
            "Người chỉ": [one.by or words.MISSING for one in ordered],
        }
    )


def _kind(one: Decision) -> str:
    return "Tên đơn vị" if one.kind == learned.NAME else "Tiêu đề bảng"


def _text(one: Decision) -> str:
    if one.kind == learned.NAME:
        return learned.name_of(one)[0]
    texts = [text for text, _ in learned.layout_of(one).columns if text]
    return words.short(" | ".join(texts), 160)


def _meaning(one: Decision, known: Catalogue) -> str:
    if one.kind == learned.NAME:
        return unit_name(learned.name_of(one)[1], known) or words.MISSING
    form = forms.BY_NAME.get(learned.layout_of(one).form)
    return form.title if form else words.MISSING


def _ask_forgetting(decisions: Sequence[Decision], known: Catalogue, by: str | None) -> None:
    places = {one.sequence: one for one in reversed(decisions)}
    left, right = st.columns([8, 2], vertical_alignment="bottom")
    with left:
        chosen = st.selectbox(
            "Điều cần bỏ",
            list(places),
            index=None,
            format_func=lambda number: (
                f"{words.short(_text(places[number]), 60)} → {_meaning(places[number], known)}"
            ),
            placeholder="Chọn một điều đã học",
            key=session.key("bo-hoc"),
        )
    with right:
        pressed = st.button(
            "Bỏ điều đã học", disabled=chosen is None, key=session.key("bam-bo-hoc")
        )
    st.caption(STAYS)
    if pressed and chosen is not None:
        _forget(places[chosen], by)


def _forget(one: Decision, by: str | None) -> None:
    learned.forget(data.folder(), one.kind, one.key, by)
    session.next_turn()
    session.leave_message(
        f"Đã bỏ: “{words.short(_text(one), 80)}”. Tệp đã nhận vẫn giữ nguyên.", good=True
    )
    st.rerun()
