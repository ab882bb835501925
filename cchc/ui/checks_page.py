"""The rooms of Kiểm tra số liệu: asks what to look at, fetches it, shows it.

In: the scope. Out: Streamlit elements. What they say is made in `checks`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd
import streamlit as st

from cchc.rows import rows_of
from cchc.ui import blocks, checks, data, filters, words
from cchc.ui.filters import Scope

QUERY = "published_against_computed"
EVERYONE = "moi-don-vi"
CHOICE_WIDTH = 460
KINDS = {
    "index": ("Chỉ số và chỉ số thành phần", "Chỉ số công bố và tính lại", checks.index_table),
    "rank": ("Thứ hạng", "Hạng công bố và xếp lại", checks.rank_table),
}
ROOMS = ["Công bố và tính lại", "Điều tìm thấy", "Quy tắc kiểm tra"]


@dataclass(frozen=True, slots=True)
class Whom:
    """The unit of the bar with the units under it, or everyone (None)."""

    unit: str | None
    caption: str


def ask_whom(scope: Scope) -> Whom:
    """The bar's unit until the reader asks for all."""
    under = " và đơn vị trực thuộc" if scope.has_units_under else ""
    own = f"{words.upper_first(scope.unit_label)}{under}"
    names = {filters.FOLLOW_UNIT: own, EVERYONE: "Mọi đơn vị"}
    with filters.choices([1, 1])[0]:
        chosen = filters.ask("Phạm vi", "pham-vi", names)
    return Whom(None if chosen == EVERYONE else scope.unit_id, words.plain(names[chosen]))


def outcome(choice: Whom) -> checks.Outcome:
    """What the headline says; only the largest difference is fetched."""
    rows = data.fetch(QUERY, unit=choice.unit, differing=True, first=0, rows=1)
    if len(rows):
        count = int(rows["found"].iloc[0])
        return checks.Outcome(count, count, rows_of(rows)[0])
    elsewhere = _count(unit=None, differing=True) if choice.unit else 0
    return checks.Outcome(0, _count(unit=choice.unit), None, elsewhere)


def _count(**asked: object) -> int:
    rows = data.fetch(QUERY, **asked, first=0, rows=1)
    return int(rows["found"].iloc[0]) if len(rows) else 0


def marks(choice: Whom) -> Mapping[str, Any] | None:
    """Whether any and whether all of the figures compared are illustrative; None without any."""
    rows = data.fetch(QUERY, unit=choice.unit, first=0, rows=1)
    return rows_of(rows)[0] if len(rows) else None


def is_illustrative(choice: Whom) -> bool:
    """Whether any figure compared is illustrative: a workbook with one such row says so."""
    told = marks(choice)
    return told is not None and bool(told["any_illustrative"])


def show_pairs(choice: Whom) -> None:
    """The two tables: indexes, ranks; only what differs until all is asked for."""
    names = {"lech": "Chỉ chỗ lệch", "tat-ca": "Mọi số đối chiếu được"}
    every = filters.ask("Hiện", "doi-chieu", names, width=CHOICE_WIDTH) == "tat-ca"
    asked = {"unit": choice.unit} | ({} if every else {"differing": True})
    if not _count(**asked):  # asked for the headline already
        compared = every or not _count(unit=choice.unit)
        st.markdown(checks.no_pairs(every=compared))
    else:
        for kind in KINDS:
            _show_kind(choice, asked, kind)
    st.caption(
        "Hệ thống giữ cả hai số và không sửa số nào. Lệch từ 0,01 trở xuống là do làm tròn; lệch "
        "có lý do là phần do điểm thưởng, điểm trừ hoặc tiêu chí không áp dụng."
    )


def _show_kind(choice: Whom, asked: Mapping[str, object], kind: str) -> None:
    heading, alt, table = KINDS[kind]
    count = _count(**asked, kind=kind)
    if not count:
        return
    st.subheader(heading, anchor=False)

    def rows_from(first: int, rows: int) -> tuple[pd.DataFrame, dict[str, list[str]]]:
        pairs = data.fetch(QUERY, **asked, kind=kind, first=first, rows=rows)
        shown = table(pairs).drop(columns="Tệp")  # the links lead to it; the workbook names it
        return shown, checks.both_cells(pairs)

    blocks.long_table(
        count,
        rows_from,
        lambda: table(data.fetch(QUERY, **asked, kind=kind)),
        alt=alt,
        about=blocks.About(choice.caption, checks.no_files(), is_illustrative(choice)),
        per_page=checks.SHOWN,
    )


def show_findings(choice: Whom) -> None:
    """All findings of the files in use, filtered, a page at a time."""
    rules = data.rules()
    chosen, caption = _ask_which(choice, rules)
    asked = {"unit": choice.unit, **chosen}
    probe = data.fetch("finding_list", **asked, first=0, rows=1)
    count = int(probe["found"].iloc[0]) if len(probe) else 0
    st.markdown(checks.found_said(count, is_filtered=any(chosen.values())))
    if not count:
        return

    def rows_from(first: int, rows: int) -> tuple[pd.DataFrame, dict[str, list[str]]]:
        found = data.fetch("finding_list", **asked, first=first, rows=rows)
        shown = checks.finding_table(found, rules).drop(columns="Tệp")
        return shown, checks.finding_cells(found)

    blocks.long_table(
        count,
        rows_from,
        lambda: checks.finding_table(data.fetch("finding_list", **asked), rules),
        alt="Điều tìm thấy khi kiểm tra",
        about=blocks.About(caption, checks.no_files(), bool(probe["any_illustrative"].iloc[0])),
        per_page=checks.SHOWN,
    )


def _ask_which(choice: Whom, rules: Sequence[checks.Rule]) -> tuple[dict[str, object], str]:
    """What the list is narrowed to, as its query asks it, and the same in words."""
    counts = data.fetch("finding_counts", unit=choice.unit)
    files = checks.files_found(data.fetch("finding_files", unit=choice.unit))
    offered = {
        "level": ("Mức", "muc", checks.levels_found(counts)),
        "rule": ("Quy tắc", "quy-tac", checks.rules_found(counts, rules)),
        "period": ("Kỳ", "ky", checks.periods_found(counts)),
        "import": ("Tệp", "tep-kiem-tra", files),
    }
    chosen: dict[str, str] = {}
    places = [*st.columns([3, 5]), *st.columns([3, 5])]
    for place, (asked, (label, key, names)) in zip(places, offered.items(), strict=True):
        with place:
            chosen[asked] = filters.ask(label, key, names)
    told = [offered[asked][2][one] for asked, one in chosen.items() if one]
    asked_for: dict[str, object] = {key: one or None for key, one in chosen.items()}
    asked_for["import"] = int(chosen["import"]) if chosen["import"] else None
    return asked_for, " · ".join([choice.caption, *told])


def show_rules(choice: Whom) -> None:
    """Every rule, those that find something now first."""
    table = checks.rule_table(data.rules(), data.fetch("finding_counts", unit=choice.unit))
    st.markdown(checks.rules_said(table))
    blocks.table(
        table,
        alt="Quy tắc kiểm tra",
        about=blocks.About(choice.caption, checks.no_files(), False),
        per_page=checks.SHOWN,
    )
