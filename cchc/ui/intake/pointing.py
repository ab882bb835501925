"""A header that a person points out: which row it is, which table, what each column means.

In: a file whose table was not recognised, or has columns that nobody knows. Out: a layout that is
remembered, for this file and the next ones alike. It must not judge the layout: the layouts' own
rules refuse what makes no table, in a sentence.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import streamlit as st

from cchc import forms, learned
from cchc.catalogue import Catalogue
from cchc.errors import WrongUse
from cchc.importing import FileReport
from cchc.model import Layout, Question, Sheet, TableRead, column_letter, place_of
from cchc.recognise.layouts import UNSAID, HeaderRow, form_columns, header_candidates, layout_from
from cchc.recognise.nearly import likeness
from cchc.text import fold
from cchc.ui import as_received, data, words
from cchc.ui.intake import session
from cchc.workbook import Reader

NOT_USED, NOT_USED_NAME = "", "Không dùng cột này"
SURE = 85
REFERENCE = forms.form.REFERENCE.name
SAMPLE_ROWS = 12
HEADER_ROWS = {1: "1 dòng", 2: "2 dòng", 3: "3 dòng"}


def is_asked(report: FileReport) -> bool:
    """Whether a returned file holds a table that may be ours and that nobody recognised."""
    return bool(_tables_asked(report))


def _tables_asked(report: FileReport) -> list[Question]:
    return [one for one in report.questions if one.kind == "no_table"]


@st.cache_data(max_entries=4, show_spinner="Đang mở tệp…")
def sheets_of(file: str, sha256: str, _content: bytes) -> tuple[Sheet, ...]:
    """The sheets of a dropped file that can be seen in it; its digest tells it from others."""
    with Reader() as reader:
        workbook = reader.read(file, _content)
    return tuple(one for one in workbook.sheets if not one.hidden and one.cells)


# a table that nobody recognised ------------------------------------------------------------


def ask_table(report: FileReport, content: bytes, by: str | None) -> None:
    """Which sheet, which row, which table, what each column means; shut until it is wanted."""
    box = st.expander(
        "Chỉ cho hệ thống dòng tiêu đề và ý nghĩa các cột",
        key=session.key(f"chi-bang-{report.sha256}"),
        on_change="rerun",
    )
    if not box.open:
        return
    with box:
        st.caption(
            "Dùng khi bảng đúng là loại hệ thống nhận nhưng trình bày khác. Điều chỉ ra được ghi "
            "nhớ cho mọi tệp có dòng tiêu đề giống như vậy."
        )
        sheet = _ask_sheet(report, content)
        header = _ask_header(report, sheet) if sheet else None
        if sheet is None or header is None:
            st.markdown("Không thấy dòng nào có thể là tiêu đề bảng trong tệp này.")
            return
        form = _ask_form(report)
        if form is not None:
            _ask_columns(_Pointed(report.sha256, sheet, header, form), by)


@dataclass(frozen=True, slots=True)
class _Pointed:
    sha256: str
    sheet: Sheet
    header_rows: tuple[int, ...]
    form: str

    def key(self, name: str) -> str:
        place = f"{self.sheet.name}-{self.header_rows}-{self.form}"
        return session.key(f"{name}-{self.sha256}-{place}")


def _ask_sheet(report: FileReport, content: bytes) -> Sheet | None:
    sheets = sheets_of(report.file, report.sha256, content)
    if len(sheets) < 2:
        return next(iter(sheets), None)
    asked = [one.sheet for one in _tables_asked(report)]
    names = {one.name: one for one in sheets}
    first = next((name for name in asked if name in names), sheets[0].name)
    chosen = st.selectbox(
        "Trang có bảng",
        list(names),
        index=list(names).index(first),
        key=session.key(f"chi-trang-{report.sha256}"),
    )
    return names[chosen]


def _ask_header(report: FileReport, sheet: Sheet) -> tuple[int, ...] | None:
    rows = {one.row: one for one in header_candidates(sheet)}
    if not rows:
        return None
    asked = [place_of(one.cell)[0] for one in _tables_asked(report) if one.cell]
    first = next((row for row in asked if row in rows), next(iter(rows)))
    left, right = st.columns([8, 2])
    with left:
        top = st.selectbox(
            "Dòng tiêu đề cột (dòng đầu)",
            list(rows),
            index=list(rows).index(first),
            format_func=lambda row: _row_shown(rows[row]),
            key=session.key(f"chi-dong-{report.sha256}-{sheet.name}"),
        )
    with right:
        count = st.selectbox(
            "Tiêu đề gồm",
            list(HEADER_ROWS),
            format_func=HEADER_ROWS.__getitem__,
            key=session.key(f"chi-so-dong-{report.sha256}-{sheet.name}"),
        )
    return tuple(range(top, top + count))


def _row_shown(row: HeaderRow) -> str:
    return f"Dòng {row.row}: {words.short(' | '.join(text for _, text in row.texts), 110)}"


def _ask_form(report: FileReport) -> str | None:
    offered: dict[str, str] = {}
    for question in _tables_asked(report):
        offered |= {name: title for name, title in question.choices if name not in offered}
    offered = _told_apart(offered)
    first = next(iter(offered), None) if any(q.cell for q in _tables_asked(report)) else None
    chosen: str | None = st.selectbox(
        "Bảng này là",
        list(offered),
        index=0 if first else None,
        format_func=offered.__getitem__,
        placeholder="Chọn loại bảng",
        key=session.key(f"chi-loai-{report.sha256}"),
    )
    return chosen


def _told_apart(offered: Mapping[str, str]) -> dict[str, str]:
    """Forms that are one table laid out several ways: "… (kiểu 2)"."""
    told: dict[str, str] = {}
    for name, title in offered.items():
        before = sum(one == title for one in list(offered.values())[: len(told)])
        told[name] = f"{title} (kiểu {before + 1})" if before else title
    return told


def _ask_columns(pointed: _Pointed, by: str | None) -> None:
    """A box for each column of the header, filled where its words are as good as the form's."""
    titles = {name: title for name, title, _ in form_columns(pointed.form) if name != REFERENCE}
    needed = [title for _, title, required in form_columns(pointed.form) if required]
    st.caption(f"Cần có cột: {', '.join(needed)}. Cột nào không dùng thì để “{NOT_USED_NAME}”.")
    heads = head_texts(pointed.sheet, pointed.header_rows)
    guesses = _guesses(pointed.form, heads)
    names = {NOT_USED: NOT_USED_NAME} | titles
    meanings: dict[int, str] = {}
    with st.form(pointed.key("chi-cot"), border=False):
        with st.grid(3, gap="small", min_column_width=300):
            for column, text in heads.items():
                meanings[column] = st.selectbox(
                    words.plain(_column_label(pointed, column, text)),
                    list(names),
                    index=list(names).index(guesses.get(column, NOT_USED)),
                    format_func=names.__getitem__,
                    key=pointed.key(f"cot-{column}"),
                )
        pressed = st.form_submit_button("Ghi nhớ cách đọc và đọc lại")
    if pressed:
        _learn(pointed.sheet, pointed.header_rows, pointed.form, meanings, by)


def head_texts(sheet: Sheet, rows: Sequence[int]) -> dict[int, str]:
    """Worksheet column -> its header as printed, parts from top to bottom."""
    columns = sorted({c for r, c in sheet.cells if r in rows})
    return {
        column: " · ".join(
            as_received.displayed(sheet.cells[row, column])
            for row in rows
            if (row, column) in sheet.cells
        )
        for column in columns
    }


def _column_label(pointed: _Pointed, column: int, text: str) -> str:
    """ "Cột B: Tên đơn vị (ví dụ: Xã A)"."""
    below = range(pointed.header_rows[-1] + 1, pointed.header_rows[-1] + SAMPLE_ROWS)
    found = (pointed.sheet.cells.get((row, column)) for row in below)
    sample = next((words.short(as_received.displayed(one), 24) for one in found if one), "")
    return f"Cột {column_letter(column)}: {words.short(text, 50)}" + (
        f" (ví dụ: {sample})" if sample else ""
    )


def _guesses(form: str, heads: Mapping[int, str]) -> dict[int, str]:
    """What each column is called by its own words; a person confirms it by the button."""
    scored = sorted(
        (
            (_likeness(one, text), column, one)
            for column, text in heads.items()
            for one in forms.BY_NAME[form].columns
            if one.name != REFERENCE
        ),
        key=lambda found: -found[0],
    )
    guesses: dict[int, str] = {}
    for score, column, one in scored:
        free = one.repeats or one.name not in guesses.values()
        if score >= SURE and column not in guesses and free:
            guesses[column] = one.name
    return guesses


def _likeness(column: forms.Column, text: str) -> float:
    parts = tuple(text.split(" · "))
    own = fold(parts[-1])
    exact = any(re.fullmatch(label, own) for label in column.labels)
    return 100 if exact else likeness(column, parts)


# columns that nobody knows -----------------------------------------------------------------


def columns_asked(report: FileReport, table: TableRead) -> list[Question]:
    """Columns of a recognised table that no label of its form fits."""
    return [
        one
        for one in report.questions
        if one.kind == "unknown_column"
        and (one.sheet, one.signature) == (table.sheet, table.signature)
        and one.cell
        and place_of(one.cell)[0] in table.header_rows  # a turned table has its header in a column
    ]


def ask_unknown_columns(
    report: FileReport, table: TableRead, known: Catalogue, content: bytes, by: str | None
) -> None:
    """What each means, or that it is not used: remembered for headers like this one."""
    asked = columns_asked(report, table)
    if not asked:
        return
    name = f"{report.sha256}-{table.sheet}-{table.area}"
    meanings: dict[int, str] = {}
    with st.form(session.key(f"cot-la-{name}")):
        st.markdown(f"**{len(asked)} cột chưa rõ nghĩa**")
        for question in asked:
            assert question.cell is not None
            choices = {NOT_USED: NOT_USED_NAME} | dict(question.choices)
            chosen = st.selectbox(
                words.plain(f"Ô {question.cell}: “{words.short(question.text, 80)}” là"),
                list(choices),
                index=None,
                format_func=choices.__getitem__,
                placeholder="Chưa chọn",
                key=session.key(f"cot-la-{name}-{question.cell}"),
            )
            if chosen is not None:
                meanings[place_of(question.cell)[1]] = chosen
        pressed = st.form_submit_button("Ghi nhớ cách đọc và đọc lại")
    if pressed and meanings:
        held = {place_of(one.cell)[1]: one.name for one in table.columns}
        sheet = next(
            one for one in sheets_of(report.file, report.sha256, content) if one.name == table.sheet
        )
        earlier = [one for one in known.layouts if one.signature == table.signature]
        _learn(sheet, table.header_rows, table.form, held | meanings, by, earlier)


# remembering -------------------------------------------------------------------------------


def _learn(
    sheet: Sheet,
    header_rows: Sequence[int],
    form: str,
    meanings: Mapping[int, str],
    by: str | None,
    earlier: Sequence[Layout] = (),
) -> None:
    try:
        layout = layout_from(sheet, header_rows, form, meanings)
    except WrongUse as wrong:
        st.warning(words.plain(str(wrong)))
        return
    learned.remember_layout(data.folder(), _with_earlier(layout, earlier), by)
    session.forget_looked()
    session.leave_message(
        f"Đã ghi nhớ cách đọc bảng “{forms.BY_NAME[form].title}” có dòng tiêu đề này. Bỏ được ở "
        "mục Điều đã học.",
        good=True,
    )
    st.rerun()


def _with_earlier(layout: Layout, earlier: Sequence[Layout]) -> Layout:
    """What was said before of columns that nothing is said of now."""
    said = {text: name for one in earlier for text, name in one.columns if name != UNSAID}
    columns = tuple(
        (text, said.get(text, name) if name == UNSAID else name) for text, name in layout.columns
    )
    return replace(layout, columns=columns)
