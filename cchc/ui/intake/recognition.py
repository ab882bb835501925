"""How each table was read: its form, which header cell means which column, unit and period.

In: the tables of a report. Out: tables of texts. It must not ask anything: `answers` does.
"""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd
import streamlit as st

from cchc.catalogue import Catalogue
from cchc.importing import FileReport
from cchc.model import ColumnRead, TableRead
from cchc.ui import words
from cchc.ui.intake import catalogs, showing
from cchc.ui.intake.sentences import form_title, period_name, unit_name

NOT_USED = "Không dùng"
LEARNED = "Do người nhập chỉ, đã ghi nhớ"
BY_HEADER = "Theo tiêu đề cột"


def show_recognition(reports: Sequence[FileReport], known: Catalogue) -> None:
    """Of several files a line for each table; of one file each table column by column."""
    if not any(report.tables for report in reports):
        st.markdown("Không nhận ra bảng nào. Xem phần “Điều cần sửa” để chỉ bảng cho hệ thống.")
        return
    if len(reports) > 1:
        showing.show(tables(reports, known), "Các bảng nhận ra được")
        return
    for table in reports[0].tables:
        _show_table(reports[0], table, known)


def tables(reports: Sequence[FileReport], known: Catalogue) -> pd.DataFrame:
    """Every table recognised."""
    read = [(report.file, one) for report in reports for one in report.tables]
    return pd.DataFrame(
        {
            "Tệp": [file for file, _ in read],
            "Trang": [one.sheet for _, one in read],
            "Vùng": [one.area for _, one in read],
            "Bảng": [form_title(one.form) for _, one in read],
            "Số dòng": [str(one.row_count) for _, one in read],
            "Đơn vị": [unit_name(one.unit_id, known) or words.MISSING for _, one in read],
            "Kỳ": [period_name(one.period_id) or words.MISSING for _, one in read],
        }
    )


def _show_table(report: FileReport, table: TableRead, known: Catalogue) -> None:
    st.markdown(f"**{words.plain(heading(table))}**")
    for sentence in (*scope_sentences(table, known), *_catalogue_sentences(report, known)):
        st.markdown(words.plain(sentence))
    rows = columns(table)
    if not rows.empty:
        showing.show(rows, f"Các cột của bảng ở trang {table.sheet}")


def heading(table: TableRead) -> str:
    """ "Trang “Mục tiêu 2024”, vùng A7:G21: Chỉ số thành phần và mục tiêu, 9 dòng"."""
    return (
        f"Trang “{table.sheet}”, vùng {table.area}: {form_title(table.form)}, "
        f"{table.row_count} dòng đọc được"
    )


def scope_sentences(table: TableRead, known: Catalogue) -> list[str]:
    """Whom and when the table speaks of, and where that was read."""
    unit, period = unit_name(table.unit_id, known), period_name(table.period_id)
    said = [("Đơn vị", unit, table.unit_from), ("Kỳ", period, table.period_from)]
    return [
        f"{what}: {value}" + (f" (đọc ở {source})" if source else "")
        for what, value, source in said
        if value
    ]


def columns(table: TableRead) -> pd.DataFrame:
    """Header cell → what it was taken for; those that are not used last."""
    read = [*table.columns, *table.unused]
    return pd.DataFrame(
        {
            "Ô tiêu đề": [one.cell for one in read],
            "Chữ trong tệp": [words.short(one.text, 120) or words.MISSING for one in read],
            "Được hiểu là": [one.title or NOT_USED for one in read],
            "Căn cứ": [_why(one) for one in read],
        }
    )


def _why(column: ColumnRead) -> str:
    if column.learned:
        return LEARNED
    return BY_HEADER if column.name else words.MISSING


def _catalogue_sentences(report: FileReport, known: Catalogue) -> list[str]:
    return catalogs.sentences(known) if report.is_catalogue else []
