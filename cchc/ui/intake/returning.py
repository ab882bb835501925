"""Files that go back to their senders: the marked copy of each, all in a zip, the letter.

In: an inspection. Out: downloads that are made when they are clicked, a text to copy. It must not
open a workbook: `cchc.reports.annotated` does.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import PurePath

import streamlit as st

from cchc.catalogue import Catalogue
from cchc.importing import FileReport
from cchc.reports.annotated import (
    LIST_ENDING,
    MARKABLE,
    MARKED_ENDING,
    Annotated,
    annotated,
)
from cchc.templating import as_zip
from cchc.ui import words
from cchc.ui.intake import session
from cchc.ui.intake.sentences import letter, mend

ZIP = "ban-danh-dau.zip"
LIST_SAID = (
    "Tệp loại này không đánh dấu được vào ô: bản tải về là danh sách các điều cần sửa, kèm ô."
)
Contents = Mapping[str, bytes]


def show_last_returned() -> None:
    """After acceptance the files that were not accepted can still be sent back."""
    held = session.returned()
    if held is not None:
        show_returned(held.reports, held.known, held.contents)


def show_returned(reports: Sequence[FileReport], known: Catalogue, contents: Contents) -> None:
    """Each returned file with what to mend first, the letter and the marked copy."""
    if not reports:
        return
    st.subheader(f"Trả lại {len(reports)} tệp", anchor=False)
    for number, report in enumerate(reports):
        said, buttons = st.columns([11, 8], vertical_alignment="center")
        said.markdown(f"✕ {words.plain(mend(report))}")
        with buttons, st.container(horizontal=True, horizontal_alignment="right"):
            _offer_letter(report, known)
            download(report, contents, f"tra-lai-{number}")
    if len(reports) > 1:
        _download_all(reports, contents)


def _offer_letter(report: FileReport, known: Catalogue) -> None:
    with st.popover("Thư trả lại"):
        st.caption("Bấm biểu tượng ở góc phải để sao chép, rồi dán vào thư gửi đơn vị.")
        st.code(letter(report, known), language=None, wrap_lines=True, width=640)


def download(report: FileReport, contents: Contents, name: str) -> None:
    """The marked copy, made when it is asked for; what it could not hold is said after."""
    copies = session.marked_copies()
    content = contents[report.sha256]

    def make() -> bytes:
        copies[report.sha256] = _marked(report, content)
        return copies[report.sha256].content

    st.download_button(
        "Tải bản đánh dấu để gửi lại" if is_markable(report) else "Tải danh sách điều cần sửa",
        data=make,
        file_name=copy_name(report),
        key=session.key(f"danh-dau-{name}"),
        help=None if is_markable(report) else LIST_SAID,
    )
    done = copies.get(report.sha256)
    for sentence in done.warnings if done else ():
        st.caption(words.plain(sentence))


def _download_all(reports: Sequence[FileReport], contents: Contents) -> None:
    def make() -> bytes:
        copies = (_marked(report, contents[report.sha256]) for report in reports)
        names: dict[str, bytes] = {}
        for one in copies:  # two files of one name keep both
            names[one.name if one.name not in names else f"{len(names)}-{one.name}"] = one.content
        return as_zip(names.items())

    st.download_button(
        f"Tải cả {len(reports)} bản đánh dấu (.zip)",
        data=make,
        file_name=ZIP,
        on_click="ignore",
        key=session.key("danh-dau-tat-ca"),
    )


def _marked(report: FileReport, content: bytes) -> Annotated:
    return annotated(report.file, content, report.kind, report.findings)


def is_markable(report: FileReport) -> bool:
    """Whether the copy is the sender's own workbook; one that cannot be read is not."""
    return report.kind in MARKABLE and report.status != "unreadable"


def copy_name(report: FileReport) -> str:
    """What `annotated` calls the copy, known before it is made."""
    stem = PurePath(report.file.replace("\\", "/")).stem.removesuffix(MARKED_ENDING)
    if is_markable(report):
        return f"{stem}{MARKED_ENDING}.{report.kind}"
    return f"{stem}{LIST_ENDING}.xlsx"
