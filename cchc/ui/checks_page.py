"""The rooms of Kiểm tra số liệu: asks what to look at, fetches it, shows it.

In: the scope. Out: Streamlit elements. What they say is made in `checks`.
"""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd
import streamlit as st

from cchc.ui import blocks, checks, data, filters, words
from cchc.ui.filters import Scope

EVERYONE = "moi-don-vi"
ALL = 10_000_000
ROOMS = ["Công bố và tính lại", "Điều tìm thấy", "Quy tắc kiểm tra"]


@dataclass(frozen=True, slots=True)
class Whom:
    """The unit of the bar with the units under it, or everyone (None)."""

    unit: str | None
    caption: str


def ask_whom(scope: Scope) -> Whom:
    """The bar's unit until the reader asks for all."""
    own = f"{words.upper_first(scope.unit_label)} và đơn vị trực thuộc"
    names = {filters.FOLLOW_UNIT: own, EVERYONE: "Mọi đơn vị"}
    chosen = filters.ask("Phạm vi", "pham-vi", names)
    return Whom(None if chosen == EVERYONE else scope.unit_id, words.plain(names[chosen]))


def differing_elsewhere(choice: Whom) -> int:
    """How many differ among all units, when only one unit is looked at."""
    if choice.unit is None:
        return 0
    return len(data.fetch("published_against_computed", differing=True))


def show_pairs(pairs: pd.DataFrame, about: blocks.About) -> None:
    """The two tables: indexes, ranks; only what differs until all is asked for."""
    if pairs.empty:
        st.markdown("Chưa có chỉ số hoặc hạng nào vừa công bố vừa tính lại được.")
        return
    names = {"lech": "Chỉ chỗ lệch", "tat-ca": "Mọi số đối chiếu được"}
    shown = (
        pairs if filters.ask("Hiện", "doi-chieu", names) == "tat-ca" else checks.differing(pairs)
    )
    indexes, ranks = shown[shown["what"] != "rank"], shown[shown["what"] == "rank"]
    if shown.empty:
        st.markdown("Không có chỗ nào lệch.")
    if len(indexes):
        st.subheader("Chỉ số và chỉ số thành phần", anchor=False)
        blocks.table(
            checks.index_table(indexes),
            alt="Chỉ số công bố và tính lại",
            about=about,
            links=checks.both_cells(indexes),
            per_page=checks.SHOWN,
        )
    if len(ranks):
        st.subheader("Thứ hạng", anchor=False)
        blocks.table(
            checks.rank_table(ranks),
            alt="Hạng công bố và xếp lại",
            about=about,
            links={"Ô công bố": checks.both_cells(ranks)["Ô công bố"]},
            per_page=checks.SHOWN,
        )
    st.caption(
        "Hệ thống giữ cả hai số và không sửa số nào. Lệch từ 0,01 trở xuống là do làm tròn; lệch "
        "có lý do là phần do điểm thưởng, điểm trừ hoặc tiêu chí không áp dụng."
    )
    blocks.sources(about.files)


def show_findings(choice: Whom) -> None:
    """All findings of the files in use, filtered, a page at a time."""
    counts = data.fetch("finding_counts", unit=choice.unit)
    rules = data.rules()
    first, second, third = st.columns([3, 5, 3])
    with first:
        level = filters.ask("Mức", "muc", checks.levels_found(counts))
    with second:
        rule = filters.ask("Quy tắc", "quy-tac", checks.rules_found(counts, rules))
    with third:
        period = filters.ask("Kỳ", "ky", checks.periods_found(counts))
    asked = {"unit": choice.unit, "level": level or None, "rule": rule or None}
    asked["period"] = period or None
    probe = data.fetch("finding_list", **asked, first=0, rows=1)
    count = int(probe["found"].iloc[0]) if len(probe) else 0
    st.markdown(checks.found_said(count))
    if not count:
        return

    def rows_from(first_row: int, rows: int) -> tuple[pd.DataFrame, dict[str, list[str]]]:
        found = data.fetch("finding_list", **asked, first=first_row, rows=rows)
        return checks.finding_table(found, rules), checks.finding_cells(found)

    blocks.long_table(
        count,
        rows_from,
        lambda: rows_from(0, ALL)[0],
        alt="Điều tìm thấy khi kiểm tra",
        about=blocks.About(choice.caption, checks.no_files(), False),
        per_page=checks.SHOWN,
    )


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
