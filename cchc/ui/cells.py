"""A cell in its workbook as received: where it stands, how it reads, what was read from it.

In: the address in the URL, a sheet cell by cell, the rows of the query `cell_facts`. Out: a place,
tables of texts, sentences. The section "the place asked for" is the only one that touches the URL.
It must not read a file itself, nor know what the figures mean on other pages.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from pathlib import Path
from typing import Any

import pandas as pd
import streamlit as st

from cchc import keeping
from cchc.ledger import Received
from cchc.model import Area, Cell, Sheet, column_letter
from cchc.numbers import show
from cchc.ui import data, words

ROWS_ABOVE = 5
ROWS_SHOWN = 12
LONGEST_CELL = 140
LONGEST_FIGURE = 24
GENERAL_PLACES = 10
FACT_HEIGHT = 420
LEFT, ABOVE = "←", "↑"
MARK = "▶"
ADDRESS = re.compile(r"([A-Za-z]{1,3})([1-9]\d{0,6})")
FACTS = {
    "score": "Điểm, chỉ số",
    "target": "Mục tiêu",
    "task": "Nhiệm vụ",
    "task_progress": "Tiến độ nhiệm vụ",
    "service_indicator": "Chỉ tiêu dịch vụ công",
    "satisfaction": "Mức độ hài lòng",
    "reporting_rule": "Chế độ báo cáo",
    "decision": "Quyết định",
}
PROGRESS = {
    "done": "hoàn thành",
    "in_progress": "đang thực hiện",
    "not_started": "chưa thực hiện",
}


@dataclass(frozen=True, slots=True)
class Place:
    """A file, and as far as known its sheet and cell; `wrong` says what cannot be shown."""

    received: Received | None = None
    sheet: str | None = None
    cell: str | None = None
    wrong: str | None = None

    @property
    def headline(self) -> str:
        """ "Tệp X, trang Y, ô D11"."""
        if self.received is None:
            return "Chọn tệp để xem nguồn số liệu"
        parts = [("Tệp", self.received.file), ("trang", self.sheet), ("ô", self.cell)]
        return ", ".join(f"{what} {name}" for what, name in parts if name)


# the place asked for -----------------------------------------------------------------------

_FILE, _SHEET, _CELL = "tep", "trang", "o"


def ask_place(history: Sequence[Received]) -> tuple[Place, pd.DataFrame]:
    """The place of the URL or of the pickers, with all that was read from its file."""
    files = {one.import_id: one for one in history}
    asked = {key: st.query_params.get(key, "") for key in (_FILE, _SHEET, _CELL)}
    left, middle, right = st.columns([6, 4, 2])
    with left:
        _ask_file(files, asked[_FILE])
    received = files.get(_number(asked[_FILE]))
    facts = data.fetch("cell_facts", **{"import": received.import_id if received else 0})
    sheets = list(dict.fromkeys(facts["sheet"].astype(str)))
    sheet = asked[_SHEET] or next(iter(sheets), "")
    with middle:
        _ask_sheet(sheets, sheet)
    with right:
        _ask_cell(asked)
    return _place(received, asked, sheet), facts


def _place(received: Received | None, asked: Mapping[str, str], sheet: str) -> Place:
    if received is None:
        wrong = f"Không có lần nhập số “{asked[_FILE]}”. Hãy chọn tệp ở ô trên."
        return Place(wrong=wrong if asked[_FILE] else None)
    cell = asked[_CELL].strip()
    if not cell:
        return Place(received, sheet or None)
    if not ADDRESS.fullmatch(cell):
        wrong = f"“{cell}” không phải là địa chỉ ô. Hãy ghi như D11."
        return Place(received, sheet or None, wrong=wrong)
    return Place(received, sheet or None, cell.upper())


def _number(text: str) -> int:
    """The number of an import; 0, which no import has, for anything else."""
    return int(text) if re.fullmatch(r"[0-9]{1,9}", text) else 0


def _ask_file(files: Mapping[int, Received], asked: str) -> None:
    ids = list(files)
    # The key carries what the URL asks, so that a new link is never overruled by an old choice.
    key = f"nguon-tep-{asked}"
    st.selectbox(
        "Tệp",
        ids,
        index=ids.index(_number(asked)) if _number(asked) in files else None,
        format_func=lambda number: _file_label(files[number]),
        placeholder="Chọn tệp",
        key=key,
        on_change=lambda: _go(**{_FILE: str(st.session_state[key] or "")}),
    )


def _file_label(one: Received) -> str:
    withdrawn = " (đã thu hồi)" if one.withdrawn_at else ""
    return f"Số {one.import_id} · {one.file}{withdrawn}"


def _ask_sheet(sheets: Sequence[str], asked: str) -> None:
    options = list(sheets) if asked in sheets or not asked else [*sheets, asked]
    key = f"nguon-trang-{st.query_params.get(_FILE, '')}-{asked}"
    st.selectbox(
        "Trang",
        options,
        index=options.index(asked) if asked else None,
        placeholder="Chọn trang",
        disabled=not options,
        key=key,
        on_change=lambda: _go_within(**{_SHEET: str(st.session_state[key] or "")}),
    )


def _ask_cell(asked: Mapping[str, str]) -> None:
    key = f"nguon-o-{asked[_FILE]}-{asked[_SHEET]}-{asked[_CELL]}"
    st.text_input(
        "Ô",
        asked[_CELL],
        placeholder="Ví dụ D11",
        disabled=not asked[_FILE],
        key=key,
        on_change=lambda: _go_within(
            **{_SHEET: st.query_params.get(_SHEET, ""), _CELL: st.session_state[key]}
        ),
    )


def _go(**place: str) -> None:
    st.query_params.from_dict({key: value for key, value in place.items() if value})


def _go_within(**place: str) -> None:
    _go(**{_FILE: st.query_params.get(_FILE, "")}, **place)


# how a cell reads --------------------------------------------------------------------------


def displayed(cell: Cell | None) -> str:
    """A cell as Excel shows it: "70,52%", "05/09/2024", "#REF!"; empty for an empty cell."""
    if cell is None or cell.value is None:
        return ""
    value = cell.value
    if cell.state == "uncached":
        return f"{value} (công thức chưa có kết quả)"
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, (datetime, date, time)):
        return _displayed_time(value)
    if isinstance(value, (int, float, Decimal)):
        return _displayed_number(Decimal(format(value, ".15g")), cell.number_format)
    return str(value)


def _displayed_time(value: datetime | date | time) -> str:
    if isinstance(value, time):
        return f"{value:%H:%M}"
    if isinstance(value, datetime) and value.time() != time(0):
        return f"{value:%d/%m/%Y %H:%M}"
    return f"{value:%d/%m/%Y}"


def _displayed_number(value: Decimal, number_format: str) -> str:
    pattern = re.sub(r'"[^"]*"|\\.|\[[^\]]*\]', "", number_format.split(";", maxsplit=1)[0])
    if not re.search(r"[0#]", pattern):  # General, or text
        return _ungrouped(value, GENERAL_PLACES, trim=True)
    is_percent = "%" in pattern
    decimals = re.search(r"\.([0#?]+)", pattern)
    places = len(decimals[1]) if decimals else 0
    number = value * 100 if is_percent else value
    trim = bool(decimals and "0" not in decimals[1])
    text = (show if re.search(r"[#0],[#0]", pattern) else _ungrouped)(number, places, trim=trim)
    return text + ("%" if is_percent else "")


def _ungrouped(value: Decimal, places: int, *, trim: bool) -> str:
    return show(value, places, trim=trim).replace(".", "")


# the sheet around the cell -----------------------------------------------------------------


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


def row_and_column(address: str) -> tuple[int, int]:
    """(11, 4) for "D11"."""
    match = ADDRESS.fullmatch(address)
    assert match is not None
    column = 0
    for letter in match[1].upper():
        column = column * 26 + ord(letter) - 64
    return int(match[2]), column


def value_at(sheet: Sheet, address: str) -> str:
    """What stands at an address; a merged cell has the value of its first cell."""
    place = row_and_column(address)
    merge = _merge_of(sheet, place)
    return displayed(sheet.cells.get((merge.top, merge.left) if merge else place))


def merged_into(sheet: Sheet, address: str) -> str | None:
    """ "B3:D3" when the cell is part of a merged one."""
    merge = _merge_of(sheet, row_and_column(address))
    return str(merge) if merge else None


def _merge_of(sheet: Sheet, place: tuple[int, int]) -> Area | None:
    return next((area for area in sheet.merges if place in area), None)


def around(sheet: Sheet, address: str) -> pd.DataFrame:
    """The rows around a cell, all columns, as Markdown texts under Excel's letters and numbers."""
    row, column = row_and_column(address)
    last_row = max([row, *(place[0] for place in sheet.cells)])
    last_column = max([column, *(place[1] for place in sheet.cells)])
    top = max(1, min(row - ROWS_ABOVE, last_row - ROWS_SHOWN + 1))
    rows = range(top, min(last_row, top + ROWS_SHOWN - 1) + 1)
    columns = range(1, last_column + 1)
    texts = [[_text(sheet, (r, c), (row, column), top) for c in columns] for r in rows]
    return pd.DataFrame(
        texts,
        index=[_head(str(r), r in sheet.hidden_rows) for r in rows],
        columns=[_head(column_letter(c), c in sheet.hidden_columns) for c in columns],
    )


def _head(name: str, hidden: bool) -> str:
    return f"{name} (ẩn)" if hidden else name


def _text(sheet: Sheet, place: tuple[int, int], marked: tuple[int, int], top: int) -> str:
    text = _unmarked(sheet, place, top)
    if place == marked:
        return f":primary-background[**{MARK} {text or words.MISSING}**]"
    cell = sheet.cells.get(place)
    return f"**{text}**" if text and cell is not None and cell.bold else text


def _unmarked(sheet: Sheet, place: tuple[int, int], top: int) -> str:
    """A cell's text; parts of a merged cell point to where its text stands."""
    merge = _merge_of(sheet, place)
    if merge is None or place == (merge.top, merge.left):
        return _short(displayed(sheet.cells.get(place)))
    if place[1] > merge.left:
        return LEFT
    if place[0] == top:  # its first row is out of sight
        return f"{ABOVE} {_short(displayed(sheet.cells.get((merge.top, merge.left))))}"
    return ABOVE


def _short(text: str) -> str:
    return words.plain(words.short(text, LONGEST_CELL)) if text else ""


# what was read from it ---------------------------------------------------------------------


def facts_at(facts: pd.DataFrame, place: Place) -> pd.DataFrame:
    """The facts of the place: of its cell, or of its whole sheet while no cell is chosen."""
    at = facts[facts["sheet"] == place.sheet]
    return at[at["cell"] == place.cell] if place.cell else at


def said(place: Place, facts: pd.DataFrame) -> str:
    """The one sentence: what the store took from the cell, or why it holds nothing of it."""
    if place.received is None or place.cell is None:
        return ""
    if not facts.empty:
        lines = [fact_sentence(row) for row in facts.to_dict("records")]
        more = f" Và {len(lines) - 3} số liệu khác, xem bảng dưới." if len(lines) > 3 else ""
        return "Đã đọc thành: " + "; ".join(lines[:3]) + "." + more
    if place.received.withdrawn_at is not None:
        return "Tệp đã thu hồi: không số liệu nào của tệp còn được dùng."
    return (
        "Không có số liệu đang dùng nào ghi nguồn ở riêng ô này: ô là tiêu đề, chữ giải thích, "
        "phần phụ của một số liệu cạnh đó, hoặc đã có bản sửa thay."
    )


def fact_sentence(row: Mapping[str, Any]) -> str:
    """ "Điểm, chỉ số – Cải cách thể chế, huyện Tam Đường, năm 2023: 100%, hạng 1"."""
    scope = [words.short(row["item_name"], 120) or FACTS[row["table_name"]]]
    if words.known(row["unit_name"]):
        scope.append(str(row["unit_name"]))
    if words.known(row["period_id"]):
        scope.append(words.lower_first(words.period(row["period_id"])))
    if words.known(row["round"]):
        scope.append(words.ROUNDS[str(row["round"])])
    return f"{FACTS[row['table_name']]} – {', '.join(scope)}: {fact_value(row)}"


def fact_value(row: Mapping[str, Any]) -> str:
    """A fact's figures in words: "6,71/10 điểm", "trên 75%, hạng 3", "Phòng Nội vụ; Quý I"."""
    parts = [_points(row), _percent(row), _rank(row)]
    if row["table_name"] == "task_progress":
        parts.append(PROGRESS.get(str(row["text"]), ""))
    elif row["table_name"] == "service_indicator" and words.known(row["text"]):
        parts.insert(0, str(row["text"]))
    elif words.known(row["text"]) and (row["table_name"] != "score" or not any(parts)):
        parts.append(f"“{words.short(row['text'], 120)}”")
    return ", ".join(part for part in parts if part) or words.MISSING


def _points(row: Mapping[str, Any]) -> str:
    if not words.known(row["points"]):
        return ""
    of = f"/{words.number(row['max_points'])}" if words.known(row["max_points"]) else ""
    unit = " điểm" if row["table_name"] == "score" else ""
    return f"{words.number(row['points'])}{of}{unit}"


def _percent(row: Mapping[str, Any]) -> str:
    if not words.known(row["percent"]):
        return ""
    if row["table_name"] == "target":
        return words.target_phrase(row["comparator"], row["percent"])
    return words.percent(row["percent"])


def _rank(row: Mapping[str, Any]) -> str:
    return f"hạng {words.rank_of(row['rank'], row['rank_of'])}" if words.known(row["rank"]) else ""


def fact_table(facts: pd.DataFrame) -> pd.DataFrame:
    """All that was read from a sheet, in the order of its cells."""
    rows = facts.to_dict("records")
    return pd.DataFrame(
        {
            "Ô": [str(row["cell"]) for row in rows],
            "Loại": [FACTS[row["table_name"]] for row in rows],
            "Nội dung": [words.short(row["item_name"], 200) or words.MISSING for row in rows],
            "Giá trị": [fact_value(row) for row in rows],
            "Đơn vị": [words.upper_first(words.short(row["unit_name"])) for row in rows],
            "Kỳ": [words.period(row["period_id"]) for row in rows],
        }
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
    text = value_at(sheet, place.cell) or "(ô trống)"
    merge = merged_into(sheet, place.cell)
    label = f"Ô {place.cell}" + (f", thuộc ô gộp {merge}" if merge else "")
    if len(text) <= LONGEST_FIGURE:
        st.metric(label, words.plain(text))
    else:
        st.caption(label)
        st.markdown(words.plain(text))


def show_around(place: Place, sheet: Sheet) -> None:
    """The sheet around the cell, as received."""
    assert place.cell is not None
    rows = around(sheet, place.cell)
    st.table(rows, hide_index=False, alt=f"Trang {place.sheet} quanh ô {place.cell}")
    hidden = " · trang này bị ẩn trong tệp" if sheet.hidden else ""
    st.caption(
        f"{MARK} ô {place.cell} · {LEFT} {ABOVE} phần của ô gộp, chữ nằm ở ô bên trái hoặc "
        f"phía trên{hidden}"
    )


def show_facts(facts: pd.DataFrame) -> None:
    """All that was read from the sheet; picking a row goes to its cell."""
    shown = fact_table(facts)
    places = list(zip(facts["import_id"], facts["sheet"], facts["cell"], strict=True))
    key = "nguon-so-lieu-" + "-".join(str(part) for part in places[0])

    def pick() -> None:
        chosen = st.session_state[key].selection.rows
        if chosen:
            import_id, sheet, cell = places[chosen[0]]
            _go(**{_FILE: str(import_id), _SHEET: str(sheet), _CELL: str(cell)})

    st.dataframe(
        shown,
        hide_index=True,
        alt="Số liệu đọc từ trang này",
        height=FACT_HEIGHT if len(shown) > 9 else "content",
        row_height=40,
        column_config={
            "Ô": st.column_config.TextColumn(width=80),
            "Loại": st.column_config.TextColumn(width=150),
            "Nội dung": st.column_config.TextColumn(width=390),
            "Giá trị": st.column_config.TextColumn(width=240),
        },
        on_select=pick,
        selection_mode="single-row",
        key=key,
    )


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
