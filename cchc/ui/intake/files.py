"""The files of one batch, a line each: unit, file, result; then what was found in them.

In: an inspection and what it would change. Out: tables of texts, and which file was picked. It
must not judge a file: that is done before.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

import pandas as pd
import streamlit as st

from cchc.catalogue import Catalogue
from cchc.changes import Changes, Lacking
from cchc.importing import FileReport
from cchc.ui import words
from cchc.ui.intake import session, showing
from cchc.ui.intake.sentences import (
    RETURNED,
    acceptable,
    asks,
    form_title,
    named,
    period_name,
    place,
    unit_name,
)
from cchc.ui.intake.session import EVERY_FILE, Looked

EVERY_FILE_NAME = "Tất cả tệp"
STATUSES = {
    "acceptable": "● Nhận được",
    "accepted": "● Đã nhận",
    "unchanged": "○ Đã có trong kho",
    "refused": "✕ Trả lại",
    "unreadable": "✕ Không đọc được",
}
TO_LOOK_AT, CORRECTS, NOT_SENT = "▲ Cần xem lại", "● Bản sửa thay bản trước", "○ Chưa gửi"
LEVELS = {"error": "✕ Phải sửa", "warning": "▲ Cần xem lại", "note": "○ Để biết"}
KINDS = {
    "score": "Điểm, chỉ số",
    "satisfaction": "Mức độ hài lòng",
    "service_indicator": "Chỉ tiêu dịch vụ công",
    "task_progress": "Tiến độ nhiệm vụ",
}


def is_illustrative(reports: Sequence[FileReport], known: Catalogue) -> bool:
    """Whether the files speak of illustrative units only; else each row says so of its own."""
    marks = {one.unit_id: one.illustrative for one in known.units}
    units = {one.unit_id for report in reports for one in report.tables if one.unit_id in marks}
    return bool(units) and all(marks[unit] for unit in units)


# a line each -------------------------------------------------------------------------------


def summary(reports: Sequence[FileReport], known: Catalogue, changes: Changes) -> pd.DataFrame:
    """A line for each file, then the units of the same group that sent none."""
    replaced = _replaced_by(changes)
    rows = [_line(one, known, replaced) for one in reports]
    back = {table.unit_id for one in reports if one.status in RETURNED for table in one.tables}
    silent = [
        replace(one, unit_ids=tuple(u for u in one.unit_ids if u not in back))
        for one in changes.lacking
    ]
    return pd.DataFrame(rows + _lines_of_missing(silent, known, len(acceptable(reports))))


def in_order(reports: Sequence[FileReport]) -> list[FileReport]:
    """What needs a person first; otherwise as they were dropped."""
    return sorted(reports, key=_urgency)


def _urgency(report: FileReport) -> int:
    if report.status in RETURNED:
        return 0
    if any(one.level == "warning" for one in report.findings):
        return 1
    return 3 if report.status == "unchanged" else 2


def _line(one: FileReport, known: Catalogue, replaced: Mapping[int, list[int]]) -> dict[str, str]:
    earlier = replaced.get(one.import_id or 0, [])
    return {
        "Đơn vị": named(unit_name(table.unit_id, known) for table in one.tables),
        "Tệp": one.file,
        "Kết quả": _result(one, bool(earlier)),
        "Việc cần làm": _to_do(one, earlier),
        "Kỳ": named(period_name(table.period_id) for table in one.tables),
        "Bảng": named(form_title(table.form) for table in one.tables),
    }


def _result(report: FileReport, corrects: bool) -> str:
    if report.status != "acceptable":
        return STATUSES[report.status]
    if any(one.level == "warning" for one in report.findings):
        return TO_LOOK_AT
    return CORRECTS if corrects else STATUSES[report.status]


def _to_do(report: FileReport, earlier: Sequence[int]) -> str:
    """What a person has to do with the file, the first cell by name."""
    said = []
    if asks(report):
        said.append(f"Trả lời câu hỏi ở dưới, hoặc {_first_cells(report, 'error', 'sửa')}")
    elif report.status in RETURNED:
        said.append(_first_cells(report, "error", "Sửa"))
    elif warned := _first_cells(report, "warning", "Xem lại"):
        said.append(warned)
    if earlier:
        numbers = ", ".join(str(one) for one in earlier)
        said.append(f"Thay lần nhập {numbers}")
    if report.status == "unchanged":
        said.append(f"Đã nhận ở lần nhập {report.import_id}")
    return "; ".join(one for one in said if one) or "Không"


def _first_cells(report: FileReport, level: str, verb: str) -> str:
    found = [one for one in report.findings if one.level == level]
    if not found:
        return ""
    cells = list(dict.fromkeys(one.cell for one in found if one.cell))
    if not cells:
        return words.short(found[0].message, 80)
    more = f" và {len(found) - 1} điều khác" if len(found) > 1 else ""
    return f"{verb} ô {cells[0]}{more}"


def _replaced_by(changes: Changes) -> dict[int, list[int]]:
    replaced: dict[int, list[int]] = {}
    for one in changes.replaced:
        replaced.setdefault(one.by_import_id, []).append(one.import_id)
    return replaced


def _lines_of_missing(
    lacking: Sequence[Lacking], known: Catalogue, sent: int
) -> list[dict[str, str]]:
    """Units whose peers sent; one line for all of them while most have not sent yet."""
    owed: dict[tuple[str, str], list[str]] = {}
    for one in lacking:
        for unit_id in one.unit_ids:
            kinds = owed.setdefault((unit_id, one.period_id), [])
            kinds.append(KINDS.get(one.table, one.table))
    if len(owed) > sent:
        units = named(unit_name(unit_id, known) for unit_id, _ in owed)
        periods = named(period_name(period) for _, period in owed)
        every = named(kind for found in owed.values() for kind in found)
        return [
            _missing_line(
                f"{len({unit_id for unit_id, _ in owed})} đơn vị: {units}", periods, every
            )
        ]
    return [
        _missing_line(named([unit_name(unit_id, known)]), words.period(period), ", ".join(kinds))
        for (unit_id, period), kinds in owed.items()
    ]


def _missing_line(unit: str, period: str, kinds: str) -> dict[str, str]:
    return {
        "Đơn vị": unit,
        "Tệp": words.MISSING,
        "Kết quả": NOT_SENT,
        "Việc cần làm": "Đôn đốc gửi",
        "Kỳ": period,
        "Bảng": kinds,
    }


def show_summary(looked: Looked) -> None:
    """The table; a click on a line shows that file below."""
    reports = in_order(looked.inspection.reports)
    rows = summary(reports, looked.inspection.known, looked.changes)
    widget = session.key("bang-tep")

    def pick() -> None:
        chosen = session.rows_chosen(widget)
        is_file = bool(chosen) and chosen[0] < len(reports)
        session.show_file(chosen[0] if is_file else EVERY_FILE)

    showing.pick(rows, "Đơn vị, tệp và kết quả", widget, pick)


# one file, or all --------------------------------------------------------------------------


def ask_file(reports: Sequence[FileReport]) -> list[FileReport]:
    """Those shown in detail: the one picked here or in the table, else all."""
    reports = in_order(reports)
    if len(reports) < 2:
        return reports
    names = {EVERY_FILE: EVERY_FILE_NAME} | {
        number: f"{number + 1}. {one.file}" for number, one in enumerate(reports)
    }
    chosen = st.selectbox(
        "Xem chi tiết (bấm vào một dòng của bảng trên hoặc chọn ở đây)",
        list(names),
        format_func=names.__getitem__,
        key=session.file_key(),
    )
    return reports if chosen == EVERY_FILE else [reports[chosen]]


def findings(reports: Iterable[FileReport]) -> pd.DataFrame:
    """Every finding with its cell, what must be mended first."""
    order = list(LEVELS)
    found = [(report.file, one) for report in reports for one in report.findings]
    found.sort(key=lambda pair: order.index(pair[1].level))
    return pd.DataFrame(
        {
            "Mức": [LEVELS[one.level] for _, one in found],
            "Tệp": [file for file, _ in found],
            "Ô": [place(one) for _, one in found],
            "Điều cần biết": [words.upper_first(one.message) for _, one in found],
        }
    )


def show_findings(reports: Sequence[FileReport]) -> None:
    found = findings(reports)
    if found.empty:
        st.markdown("Không có điều gì phải sửa hoặc cần xem lại.")
        return
    if len(reports) == 1:
        found = found.drop(columns="Tệp")
    showing.show(found, "Điều cần lưu ý, từng ô", row_height=showing.TALL_ROW)
