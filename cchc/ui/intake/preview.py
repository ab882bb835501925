"""What accepting would change: a line for each unit, cell by cell on demand.

In: changes between two stores. Out: sentences and tables of texts. It must not compare anything
itself: `cchc.changes` does.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

import pandas as pd
import streamlit as st

from cchc.changes import Changes, Figure, FigureChange, RankChange
from cchc.importing import FileReport
from cchc.ui import words
from cchc.ui.intake import session, showing

PLACES = 4
COUNTED = {
    "score": "tiêu chí",
    "target": "mục tiêu",
    "task": "nhiệm vụ",
    "task_progress": "tiến độ nhiệm vụ",
    "service_indicator": "chỉ tiêu dịch vụ công",
    "satisfaction": "yếu tố hài lòng",
    "reporting_rule": "chế độ báo cáo",
    "decision": "quyết định",
}
STATES = {
    "done": "hoàn thành",
    "in_progress": "đang thực hiện",
    "not_started": "chưa thực hiện",
    "not_applicable": "không áp dụng",
    "not_scored": "chưa chấm",
}
BASES = {"in_period": "trong kỳ", "cumulative": "lũy kế"}
NOTHING = "Số liệu đang dùng không thay đổi."


@dataclass(slots=True)
class UnitLine:
    """All that changes for one unit in one period."""

    unit_name: str
    period_id: str
    rank: RankChange | None = None
    figures: list[FigureChange] = field(default_factory=list)


def of_files(changes: Changes, reports: Sequence[FileReport]) -> Changes:
    """Only what these files bring: their figures, and the ranks of the units they speak of."""
    imports = {one.import_id for one in reports if one.import_id is not None}
    replaced = {one.import_id for one in changes.replaced if one.by_import_id in imports}
    figures = tuple(
        one
        for one in changes.figures
        if (one.after and one.after.import_id in imports)
        or (one.after is None and one.before and one.before.import_id in replaced)
    )
    units = {one.figure.unit_id for one in figures}
    ranks = tuple(one for one in changes.ranks if one.unit_id in units)
    return Changes(figures, ranks, changes.lacking, changes.replaced)


def unit_lines(changes: Changes) -> list[UnitLine]:
    """In the order of the figures; units whose rank alone moves come after them."""
    lines: dict[tuple[str, str], UnitLine] = {}
    for change in changes.figures:
        figure = change.figure
        place = (figure.unit_id, figure.period_id)
        line = lines.setdefault(place, UnitLine(figure.unit_name, figure.period_id))
        line.figures.append(change)
    for rank in changes.ranks:
        place = (rank.unit_id, rank.period_id)
        lines.setdefault(place, UnitLine(rank.unit_name, rank.period_id)).rank = rank
    return list(lines.values())


# words -------------------------------------------------------------------------------------


def unit_sentence(line: UnitLine) -> str:
    """ "hạng 7 → 4; chỉ số 71,2% → 73,5%; 3 tiêu chí giảm; 12 tiêu chí mới"."""
    parts = _rank_parts(line.rank) if line.rank else []
    for table, what in COUNTED.items():
        own = [one for one in line.figures if one.figure.table == table]
        parts += [f"{count} {what} {how}" for how, count in _counts(own).items() if count]
    return "; ".join(parts) or "không thay đổi"


def _rank_parts(rank: RankChange) -> list[str]:
    parts = []
    if rank.before_rank != rank.after_rank:
        parts.append(f"hạng {_arrow(words.whole(rank.before_rank), words.whole(rank.after_rank))}")
    before, after = (words.percent(one) for one in (rank.before_percent, rank.after_percent))
    if before != after:
        parts.append(f"chỉ số {_arrow(before, after)}")
    return parts


def _arrow(before: str, after: str) -> str:
    return after if before == words.MISSING else f"{before} → {after}"


def _counts(changes: Iterable[FigureChange]) -> dict[str, int]:
    counts = {"giảm": 0, "tăng": 0, "thay đổi": 0, "mới": 0, "không còn": 0}
    for one in changes:
        counts[_how(one)] += 1
    return counts


def _how(change: FigureChange) -> str:
    if change.kind != "changed":
        return {"new": "mới", "gone": "không còn"}[change.kind]
    if change.difference:
        return "giảm" if change.difference < 0 else "tăng"
    return "thay đổi"


def headline(changes: Changes) -> str:
    """ "3 đơn vị đổi hạng; 12 số liệu mới; 2 số liệu thay đổi"."""
    kinds = [one.kind for one in changes.figures]
    moved = sum(one.before_rank not in (None, one.after_rank) for one in changes.ranks)
    said = [
        (moved, "đơn vị đổi hạng"),
        (kinds.count("new"), "số liệu mới"),
        (kinds.count("changed"), "số liệu thay đổi"),
        (kinds.count("gone"), "số liệu không còn"),
    ]
    parts = [f"{words.whole(count)} {what}" for count, what in said if count]
    return f"{'; '.join(parts)}." if parts else NOTHING


# tables ------------------------------------------------------------------------------------


def units_table(changes: Changes) -> pd.DataFrame:
    lines = unit_lines(changes)
    return pd.DataFrame(
        {
            "Đơn vị": [words.upper_first(one.unit_name) for one in lines],
            "Kỳ": [words.period(one.period_id) for one in lines],
            "Thay đổi": [unit_sentence(one) for one in lines],
        }
    )


def cells_table(changes: Sequence[FigureChange]) -> pd.DataFrame:
    """Cell by cell: before, after, difference, and the cell of the file that says it."""
    return pd.DataFrame(
        {
            "Đơn vị": [words.upper_first(one.figure.unit_name) for one in changes],
            "Kỳ": [words.period(one.figure.period_id) for one in changes],
            "Số liệu": [_figure_name(one.figure) for one in changes],
            "Vòng": [_round(one.figure) for one in changes],
            "Trước": [_value(one.before) for one in changes],
            "Sau": [_value(one.after) for one in changes],
            "Chênh lệch": [_difference(one) for one in changes],
            "Ô": [f"{one.figure.sheet}!{one.figure.cell}" for one in changes],
            "Tệp": [one.figure.file for one in changes],
        }
    )


def _figure_name(figure: Figure) -> str:
    parts = [figure.item_code if figure.item_code != "total" else "", figure.item_name]
    return words.short(". ".join(one for one in parts if one), 120) or COUNTED[figure.table]


def _round(figure: Figure) -> str:
    name = figure.round or ""
    return words.ROUNDS.get(name) or BASES.get(name) or words.MISSING


def _value(figure: Figure | None) -> str:
    """Points or percent; the words of what carries no number."""
    if figure is None:
        return words.MISSING
    said = [_number(figure.number, figure.is_percent)] if figure.number is not None else []
    if figure.text:
        said.append(STATES.get(figure.text, words.short(figure.text, 60)))
    return "; ".join(said) or words.MISSING


def _number(value: Decimal, is_percent: bool) -> str:
    number = words.number(value, PLACES)
    return f"{number}%" if is_percent else number


def _difference(change: FigureChange) -> str:
    if change.difference is None:
        return words.MISSING
    sign = "+" if change.difference > 0 else ""
    unit = " điểm %" if change.figure.is_percent else ""
    return f"{sign}{words.number(change.difference, PLACES)}{unit}"


# showing -----------------------------------------------------------------------------------


def show_changes(changes: Changes, name: str) -> None:
    """The sentence, a line for each unit, and cell by cell when it is asked for."""
    st.markdown(words.plain(headline(changes)))
    if not (changes.figures or changes.ranks):
        return
    showing.show(units_table(changes), "Thay đổi của từng đơn vị")
    if not changes.figures:
        return
    box = st.expander(
        f"Xem từng ô ({len(changes.figures)} số liệu)",
        key=session.key(f"tung-o-{name}"),
        on_change="rerun",
    )
    if box.open:
        with box:
            _show_cells(changes.figures, name)


def _show_cells(figures: Sequence[FigureChange], name: str) -> None:
    units = list(dict.fromkeys(one.figure.unit_name for one in figures))
    chosen = None
    if len(units) > 1:
        chosen = st.selectbox(
            "Đơn vị",
            units,
            index=None,
            format_func=words.upper_first,
            placeholder="Tất cả đơn vị",
            key=session.key(f"tung-o-don-vi-{name}"),
        )
    shown = [one for one in figures if chosen in (None, one.figure.unit_name)]
    showing.scroll(cells_table(shown), "Từng số liệu trước và sau khi nhận")
