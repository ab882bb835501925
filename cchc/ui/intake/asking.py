"""What staff bring: the files, the day they came, who enters them, what the files do not say.

In: the widgets at the top of the page. Out: uploads ready to be looked at. It must not read a file.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import date

import streamlit as st

from cchc import keeping, settings
from cchc.catalogue import Catalogue
from cchc.importing import Upload
from cchc.ui import data, filters, words
from cchc.ui.intake import session
from cchc.workbook import MAX_BYTES

LIMIT_MB = MAX_BYTES // 2**20
# Streamlit words the uploader in English and lets nobody change it.
UPLOADER_IN_VIETNAMESE = """<style>
[data-testid=stFileUploaderDropzoneInstructions] { display: none }
[data-testid=stFileUploaderDropzone] button p { font-size: 0 }
[data-testid=stFileUploaderDropzone] button p::after { content: "Chọn tệp"; font-size: 0.875rem }
</style>"""


@dataclass(frozen=True, slots=True)
class Dropped:
    """What was dropped, and what staff say of all of it."""

    uploads: tuple[Upload, ...]
    by: str | None
    unit: str | None
    period: str | None

    @property
    def key(self) -> str:
        said = [
            (
                *(one.file, one.sha256, str(one.received_on)),
                *(one.sender, one.unit, one.period, one.as_framework),
            )
            for one in self.uploads
        ]
        return hashlib.sha256(repr((said, self.unit, self.period)).encode()).hexdigest()


def ask_files() -> Dropped:
    """The uploader and what is said of the files."""
    files, said = st.columns([7, 3], gap="large")
    with files:
        st.html(UPLOADER_IN_VIETNAMESE)
        # Of any type: what cannot be read is refused in a sentence of ours.
        dropped = st.file_uploader(
            f"Kéo thả hoặc chọn tệp Excel, .ods, .csv, Word (mỗi tệp không quá {LIMIT_MB} MB)",
            accept_multiple_files=True,
            key=session.key("tep"),
            help="Chọn được nhiều tệp một lần. Tệp chưa vào kho số liệu cho đến khi bấm Nhận.",
            on_change=session.begin_batch,
        )
        unit, period, sender = _ask_override()
    with said:
        received_on = _ask_day()
        by = filters.ask_person()
    uploads = tuple(_upload(one.name, one.getvalue(), received_on, sender) for one in dropped)
    return Dropped(uploads, by, unit, period)


def _upload(file: str, content: bytes, received_on: date, sender: str | None) -> Upload:
    """With what was said of this very file."""
    digest = hashlib.sha256(content).hexdigest()
    said = session.said_of(digest)
    return Upload(
        file,
        content,
        said.received_on or received_on,
        sender,
        said.unit,
        said.period,
        said.as_framework,
    )


def _ask_day() -> date:
    today = settings.today_vietnam()
    chosen = st.date_input(
        "Ngày nhận văn bản",
        today,
        max_value=today,
        format="DD/MM/YYYY",
        key=session.key("ngay"),
        help="Ngày tệp đến cơ quan; dùng để xét báo cáo đúng hạn hay trễ hạn. Tệp nào đến ngày "
        "khác thì sửa ở phần xem chi tiết của tệp đó.",
    )
    return chosen if isinstance(chosen, date) else today


def _ask_override() -> tuple[str | None, str | None, str | None]:
    """Unit, period and sender where files do not say them; a closed box says nothing."""
    box = st.expander(
        "Các tệp không ghi rõ đơn vị, kỳ hoặc nơi gửi", key=session.key("ghi-ro"), on_change="rerun"
    )
    if not box.open:
        return None, None, None
    known = keeping.catalogue(data.folder())
    with box:
        st.caption("Áp dụng cho mọi tệp vừa chọn, khi mục này đang mở.")
        left, middle, right = st.columns(3)
        with left:
            unit = ask_unit(known, "Đơn vị", "don-vi", "Theo tệp")
        with middle:
            period = st.text_input(
                "Kỳ",
                key=session.key("ky"),
                placeholder="Theo tệp",
                help="Ghi như 2024 (cả năm), 2024-06 (tháng 6), 2024-Q2 (quý II).",
            )
        with right:
            sender = ask_unit(known, "Nơi gửi", "noi-gui", "Theo tệp")
    return unit, (period or "").strip() or None, sender


def ask_unit(known: Catalogue, label: str, name: str, placeholder: str) -> str | None:
    """One unit of all that are known, by typing a part of its name."""
    units = {one.unit_id: one for one in known.units}

    def shown(unit_id: str) -> str:
        mark = " (minh họa)" if units[unit_id].illustrative else ""
        parent = units.get(units[unit_id].parent_id)
        where = f" · {parent.unit_name}" if parent else ""
        return f"{words.upper_first(units[unit_id].unit_name)}{mark}{where}"

    chosen: str | None = st.selectbox(
        label,
        list(units),
        index=None,
        format_func=shown,
        placeholder=placeholder,
        key=session.key(name),
    )
    return chosen
