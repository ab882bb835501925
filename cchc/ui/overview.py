"""The front page: tasks and reports in numbers, and what the last publication changed.

In: rows of the queries, and of the same queries asked of the store before. Out: numbers written
out and at most three sentences in Markdown. It computes no score and no rank.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pandas as pd
import streamlit as st

from cchc.changes import FigureChange
from cchc.ledger import Published
from cchc.rows import rows_of
from cchc.ui import blocks, data, filters, words
from cchc.ui.kept import kept

Row = Mapping[str, object]
NO_BEFORE = "Số liệu mới được nạp lần đầu, chưa có lần cập nhật trước để so."
FILES_NAMED = 2
NAMED = 3  # how many names the query gives
FIGURE_KINDS = {"new": "mới", "changed": "thay đổi", "gone": "không còn"}


# on the page -------------------------------------------------------------------------------


def show_work(tasks: pd.DataFrame, reports: Row | None) -> None:
    """Overdue tasks and punctual reports, a number each, with who is late."""
    numbers = task_numbers(tasks) | (report_numbers(reports) if reports else {})
    if numbers:
        blocks.counts(numbers)
    if reports:
        blocks.under(report_sentence(reports), illustrative=False)


def show_changed(scope: filters.Scope) -> None:
    """What the present publication says otherwise than the one before; and what it rests on."""
    asked = {"unit": scope.unit_id}
    files, years = (
        (data.fetch_previous(query, **asked), data.fetch(query, **asked))
        for query in ("unit_imports", "unit_years")
    )
    told = changed(data.previous(), files, years, data.changed_figures(scope.unit_id))
    st.markdown(" ".join(told))
    decisions = decided(years[1])
    if decisions:
        st.markdown(decisions)


@kept
def decided(years: pd.DataFrame) -> str:
    """ "Kết quả theo Quyết định số 12/QĐ-UBND (năm 2022), …", each leading to its cell."""
    cited = [
        f"{words.linked(row['decision'], words.source_link(row))} (năm {row['period_id']})"
        for row in rows_of(years)
        if words.known(row["decision"])
    ]
    return f"Kết quả công bố theo Quyết định số {', '.join(cited)}." if cited else ""


# tasks and reports -------------------------------------------------------------------------


@kept
def task_numbers(tasks: pd.DataFrame) -> dict[str, str]:
    """ "6/88" overdue; before anybody has reported, how many there are."""
    if tasks.empty:
        return {}
    if (tasks["state"] == "not_reported").all():
        return {"Nhiệm vụ chưa báo cáo": str(len(tasks))}
    return {"Nhiệm vụ quá hạn": f"{int((tasks['state'] == 'overdue').sum())}/{len(tasks)}"}


@kept
def latest_due(reports: pd.DataFrame) -> Row | None:
    """The last reports that were due by the day asked about; None while none was."""
    due = reports[(reports["not_due"] < reports["owing"]) & reports["due_on"].notna()]
    return due.iloc[-1].to_dict() if len(due) else None


def report_numbers(row: Row) -> dict[str, str]:
    """ "21/23" on time: of the last reports due, or of a single unit's reports of the year."""
    on_time, of = ("on_time", "owing") if row["own_plan"] else ("on_time_in_year", "due_in_year")
    return {"Báo cáo đúng hạn": f"{words.whole(row[on_time])}/{words.whole(row[of])}"}


def report_sentence(row: Row) -> str:
    """ "Báo cáo tháng 9/2024, hạn 18/09/2024. Trễ hạn: xã K; chưa gửi: xã Q.", or a unit's year.

    Under a number of the year stands what the number counts, not the last month alone.
    """
    if not row["own_plan"]:
        return _year_sentence(row)
    period = words.lower_first(words.period(row["for_period_id"]))
    said = f"Báo cáo {period}, hạn {words.day(row['due_on'])}."
    kinds = {"late": "trễ hạn", "missing": "chưa gửi"}
    named = [f"{what}: {_names(row, kind)}" for kind, what in kinds.items() if row[kind]]
    return f"{said} {words.upper_first('; '.join(named))}." if named else said


def _year_sentence(row: Row) -> str:
    """ "9 báo cáo đã đến hạn từ đầu năm: 7 đúng hạn, 1 trễ hạn, 1 chưa gửi."."""
    counts = {"đúng hạn": "on_time", "trễ hạn": "late", "chưa gửi": "missing"}
    parts = [f"{words.whole(row[f'{of}_in_year'])} {what}" for what, of in counts.items()]
    return f"{words.whole(row['due_in_year'])} báo cáo đã đến hạn từ đầu năm: {', '.join(parts)}."


def _names(row: Row, kind: str) -> str:
    names = str(row[f"{kind}_names"])
    more = int(float(str(row[kind]))) - NAMED  # a name may hold a comma itself
    return f"{names} và {more} đơn vị khác" if more > 0 else names


# what changed ------------------------------------------------------------------------------


@kept
def changed(
    before: Published | None,
    files: tuple[pd.DataFrame, pd.DataFrame],
    years: tuple[pd.DataFrame, pd.DataFrame],
    figures: Sequence[FigureChange],
) -> list[str]:
    """At most three sentences, in Markdown with links: files, figures, the index and the rank.

    files, years: the answers of `unit_imports` and `unit_years` before and now.
    """
    if before is None:
        return [NO_BEFORE]
    since = f"So với lần cập nhật số liệu lúc {before.at:%H:%M} ngày {before.at:%d/%m/%Y}"
    said = [_files_changed(*files), _figures_changed(figures), _standing_changed(*years)]
    told = [one for one in said if one]
    if not told:
        return [f"{since}: số liệu của đơn vị này và các đơn vị trực thuộc không thay đổi."]
    return [f"{since}: {told[0]}.", *(f"{words.upper_first(one)}." for one in told[1:])]


def _files_changed(before: pd.DataFrame, now: pd.DataFrame) -> str:
    """ "thêm 3 tệp: a.xlsx, b.xlsx và 1 tệp khác; thu hồi 1 tệp: c.xlsx"."""
    added = now[~now["import_id"].isin(before["import_id"])]
    gone = before[~before["import_id"].isin(now["import_id"])]
    parts = []
    if len(added):
        parts.append(f"thêm {len(added)} tệp: {_listed(added, linked=True)}")
    if len(gone):
        parts.append(f"thu hồi {len(gone)} tệp: {_listed(gone, linked=False)}")
    return "; ".join(parts)


def _listed(files: pd.DataFrame, *, linked: bool) -> str:
    """The first names; a file taken back is not in the store any more, so nothing leads to it."""
    names = [
        words.linked(row["file"], f"nguon?tep={int(row['import_id'])}" if linked else None)
        for row in rows_of(files.head(FILES_NAMED))
    ]
    rest = len(files) - len(names)
    return ", ".join(names) + (f" và {rest} tệp khác" if rest else "")


def _figures_changed(figures: Sequence[FigureChange]) -> str:
    """ "số liệu của chính đơn vị: 12 mới, 2 thay đổi (đầu tiên: ô C14)"."""
    counts = {kind: sum(one.kind == kind for one in figures) for kind in FIGURE_KINDS}
    parts = [f"{count} {FIGURE_KINDS[kind]}" for kind, count in counts.items() if count]
    if not parts:
        return ""
    return f"số liệu của chính đơn vị: {', '.join(parts)}{_first_change(figures)}"


def _first_change(figures: Sequence[FigureChange]) -> str:
    """Where to look first: a figure that has another number than before."""
    for one in figures:
        if one.difference and one.before and one.after:
            numbers = f"{words.number(one.before.number)} → {words.number(one.after.number)}"
            name = words.plain(words.short(one.after.item_name, 60))
            place = {"import_id": one.after.import_id, "sheet": one.after.sheet}
            link = words.source_link(place | {"cell": one.after.cell})
            return f"; đầu tiên: {name} {words.linked(numbers, link)}"
    return ""


def _standing_changed(before: pd.DataFrame, now: pd.DataFrame) -> str:
    """ "năm 2023: chỉ số 84,36% → 85,1%, hạng 7 → 5"; the latest year in which anything moved."""
    old = {row["period_id"]: row for row in rows_of(before)}
    for row in reversed(rows_of(now)):
        was = old.get(row["period_id"])
        parts = _moves(was, row) if was else [f"chỉ số {words.percent(row['percent'])} (mới có)"]
        if parts:
            year = words.lower_first(words.period(row["period_id"]))
            return f"{year}: {', '.join(parts)}"
    return ""


def _moves(was: Row, row: Row) -> list[str]:
    pairs = {
        "chỉ số": (words.percent(was["percent"]), words.percent(row["percent"])),
        "hạng": (words.whole(was["rank"]), words.whole(row["rank"])),
    }
    return [f"{what} {old} → {new}" for what, (old, new) in pairs.items() if old != new]
