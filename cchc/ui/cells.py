"""A cell in its workbook as received, shown: its value, the sheet around it, what was read from it.

In: a place, the rows of the query `cell_facts`. Out: Streamlit elements and the sentences beside
them. It must not know what the figures mean on other pages.
"""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import streamlit as st

from cchc import keeping
from cchc.ledger import Received
from cchc.model import Sheet
from cchc.rows import rows_of
from cchc.ui import as_received, blocks, data, facts_read, words
from cchc.ui.place import Place, go_to

LONGEST_FIGURE = 24
NO_FILE = (
    "Chọn tệp ở trên để xem từng ô và số liệu đã đọc. Từ trang khác, bấm “Mở ô” của một dòng để "
    "tới đúng ô ấy. Chưa biết số liệu nằm ở tệp nào thì vào mục “Tìm số liệu”."
)
FACT_HEIGHT = 420


@st.cache_data(max_entries=16, show_spinner="Đang mở tệp gốc…")
def _sheet(folder: str, import_id: int, sha256: str, sheet: str) -> Sheet:
    """Kept workbooks never change; the digest tells one from another after a restore."""
    return keeping.sheet_as_received(Path(folder), import_id, sheet)


def sheet_of(place: Place) -> Sheet | None:
    """The sheet as received. Raises WrongUse for a sheet that the file has not."""
    if place.received is None or place.sheet is None:
        return None
    received = place.received
    return _sheet(str(data.folder()), received.import_id, received.sha256, place.sheet)


def facts_at(facts: pd.DataFrame, place: Place) -> pd.DataFrame:
    """The facts of the place: of its cell, or of its whole sheet while no cell is chosen."""
    at = facts[facts["sheet"] == place.sheet]
    return at[at["cell"] == place.cell] if place.cell else at


def said(place: Place, facts: pd.DataFrame) -> str:
    """The one sentence: what the store took from the cell, or why it holds nothing of it."""
    if place.received is None or place.cell is None:
        return ""
    if not facts.empty:
        lines = [facts_read.fact_sentence(row) for row in rows_of(facts)]
        more = f" Và {len(lines) - 3} số liệu khác, xem bảng dưới." if len(lines) > 3 else ""
        return "Đã đọc thành: " + "; ".join(lines[:3]) + "." + more
    if place.received.withdrawn_at is not None:
        return "Tệp đã thu hồi: không số liệu nào của tệp còn được dùng."
    return (
        "Không có số liệu đang dùng nào ghi nguồn ở riêng ô này: ô là tiêu đề, chữ giải thích, "
        "phần phụ của một số liệu cạnh đó, hoặc đã có bản sửa thay."
    )


def about_file(received: Received, state: str, sender: str | None) -> str:
    """Received when, from whom, its digest, accepted by whom, in use or withdrawn."""
    by = f" bởi {received.accepted_by}" if received.accepted_by else ""
    return " · ".join(
        [
            f"Nhận ngày {words.day(received.received_on)}",
            f"Nơi gửi: {sender or 'không ghi'}",
            f"Nhập lúc {received.accepted_at:%d/%m/%Y %H:%M}{by}",
            state,
            f"SHA-256 {received.sha256[:12]}…",
        ]
    )


# showing -----------------------------------------------------------------------------------


def show_value(place: Place, sheet: Sheet) -> None:
    """The figure: what stands in the cell."""
    assert place.cell is not None
    text = as_received.value_at(sheet, place.cell) or "(ô trống)"
    merge = as_received.merged_into(sheet, place.cell)
    label = f"Ô {place.cell}" + (f", thuộc ô gộp {merge}" if merge else "")
    if len(text) <= LONGEST_FIGURE:
        st.metric(label, words.plain(text))
    else:
        st.caption(label)
        st.markdown(words.plain(text))


def show_around(place: Place, sheet: Sheet) -> None:
    """The sheet around the cell, as received."""
    assert place.cell is not None
    rows = as_received.around(sheet, place.cell)
    st.table(rows, hide_index=False, alt=f"Trang {place.sheet} quanh ô {place.cell}")
    hidden = " · trang này bị ẩn trong tệp" if sheet.hidden else ""
    arrows = f"{as_received.LEFT} {as_received.ABOVE}"
    st.caption(
        f"{as_received.MARK} ô {place.cell} · {arrows} phần của ô gộp, chữ nằm ở ô bên trái hoặc "
        f"phía trên{hidden}"
    )


def show_facts(facts: pd.DataFrame, received: Received) -> None:
    """All that was read from the sheet; picking a row goes to its cell."""
    shown = facts_read.fact_table(facts)
    places = list(zip(facts["import_id"], facts["sheet"], facts["cell"], strict=True))
    key = "nguon-so-lieu-" + "-".join(str(part) for part in places[0])

    def pick() -> None:
        chosen = st.session_state[key].selection.rows
        if chosen:
            go_to(*places[chosen[0]])

    st.dataframe(
        shown,
        hide_index=True,
        alt="Số liệu đọc từ trang này",
        height=FACT_HEIGHT if len(shown) > 9 else "content",
        row_height=40,
        column_config={
            "Ô": st.column_config.TextColumn(width=60),
            "Loại": st.column_config.TextColumn(width=170),
            "Nội dung": st.column_config.TextColumn(width=330),
            "Giá trị": st.column_config.TextColumn(width=245),
            "Đơn vị": st.column_config.TextColumn(width=200),
            "Kỳ": st.column_config.TextColumn(width=110),
        },
        on_select=pick,
        selection_mode="single-row",
        key=key,
    )
    blocks.offer(shown, "Số liệu đọc từ trang này", about_export(facts, received))


def about_export(facts: pd.DataFrame, received: Received) -> blocks.About:
    """The file that the rows were read from."""
    row = {
        "import_id": received.import_id,
        "file": received.file,
        "received_on": received.received_on,
    }
    caption = f"Số liệu đọc từ tệp {received.file}"
    return blocks.About(caption, pd.DataFrame([row]), bool(facts["illustrative"].any()))


def show_download(received: Received) -> None:
    """The workbook byte for byte; read only when asked for."""
    folder = data.folder()
    st.download_button(
        "Tải tệp gốc",
        data=lambda: keeping.kept_workbook(folder, received.import_id)[1],
        file_name=received.file,
        mime="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        on_click="ignore",
        key=f"nguon-tai-{received.import_id}",
    )
