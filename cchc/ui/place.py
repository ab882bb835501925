"""The place that the page Nguồn is asked for: a file, a sheet, a cell; kept in the URL.

In: the URL and the history of imports. Out: a `Place`, pickers that change it, links to it. This
module alone reads and writes the address of the page Nguồn.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pandas as pd
import streamlit as st

from cchc.ledger import Received
from cchc.ui import data, words
from cchc.ui.as_received import ADDRESS

FILE, SHEET, CELL = "tep", "trang", "o"
ONE_LINE = 76  # letters of a headline at 1366 px


@dataclass(frozen=True, slots=True)
class Place:
    """A file, and as far as known its sheet and cell; `wrong` says what cannot be shown."""

    received: Received | None = None
    sheet: str | None = None
    cell: str | None = None
    wrong: str | None = None

    @property
    def headline(self) -> str:
        """ "Tệp X, trang Y, ô D11"; where a line has no room, only the box below names the file."""
        if self.received is None:
            return "Chọn tệp để xem nguồn số liệu"
        parts = [("Tệp", self.received.file), ("trang", self.sheet), ("ô", self.cell)]
        known = [f"{what} {name}" for what, name in parts if name]
        whole = ", ".join(known)
        return whole if len(whole) <= ONE_LINE else words.upper_first(", ".join(known[1:]) or whole)


def ask_place(history: Sequence[Received]) -> tuple[Place, pd.DataFrame]:
    """The place of the URL or of the pickers, with all that was read from its file."""
    files = {one.import_id: one for one in history}
    asked = {key: st.query_params.get(key, "") for key in (FILE, SHEET, CELL)}
    left, middle, right = st.columns([6, 4, 2])
    with left:
        _ask_file(files, asked[FILE])
    received = files.get(_number(asked[FILE]))
    facts = data.fetch("cell_facts", **{"import": received.import_id if received else 0})
    sheets = list(dict.fromkeys(facts["sheet"].astype(str)))
    sheet = asked[SHEET] or next(iter(sheets), "")
    with middle:
        _ask_sheet(sheets, sheet)
    with right:
        _ask_cell(asked)
    return _place(received, asked, sheet), facts


def _place(received: Received | None, asked: Mapping[str, str], sheet: str) -> Place:
    if received is None:
        wrong = f"Không có lần nhập số “{asked[FILE]}”. Hãy chọn tệp ở ô trên."
        return Place(wrong=wrong if asked[FILE] else None)
    cell = asked[CELL].strip()
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
        on_change=lambda: _go(**{FILE: str(st.session_state[key] or "")}),
    )


def _file_label(one: Received) -> str:
    withdrawn = " (đã thu hồi)" if one.withdrawn_at else ""
    return f"Số {one.import_id} · {one.file}{withdrawn}"


def _ask_sheet(sheets: Sequence[str], asked: str) -> None:
    options = list(sheets) if asked in sheets or not asked else [*sheets, asked]
    key = f"nguon-trang-{st.query_params.get(FILE, '')}-{asked}"
    if not options:  # greyed out, its label could not be read
        st.selectbox("Trang", ["Chọn tệp trước"], key=f"{key}-chua-co")
        return
    st.selectbox(
        "Trang",
        options,
        index=options.index(asked) if asked else None,
        placeholder="Chọn trang",
        key=key,
        on_change=lambda: _go_within(**{SHEET: str(st.session_state[key] or "")}),
    )


def _ask_cell(asked: Mapping[str, str]) -> None:
    if not asked[FILE]:
        return
    key = f"nguon-o-{asked[FILE]}-{asked[SHEET]}-{asked[CELL]}"
    st.text_input(
        "Ô",
        asked[CELL],
        placeholder="Ví dụ D11",
        key=key,
        on_change=lambda: _go_within(
            **{SHEET: st.query_params.get(SHEET, ""), CELL: st.session_state[key]}
        ),
    )


def go_to(import_id: int, sheet: str, cell: str) -> None:
    """Another place, as if its link had been followed."""
    _go(**{FILE: str(import_id), SHEET: str(sheet), CELL: str(cell)})


def _go(**place: str) -> None:
    st.query_params.from_dict({key: value for key, value in place.items() if value})


def _go_within(**place: str) -> None:
    _go(**{FILE: st.query_params.get(FILE, "")}, **place)
