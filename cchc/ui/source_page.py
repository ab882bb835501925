"""The rooms of the page Nguồn: a cell of a file, a figure looked for, a figure computed.

In: the address, what is typed and chosen. Out: Streamlit elements. What they say is made in
`cells`, `resting`, `found` and `parts`.
"""

from __future__ import annotations

import pandas as pd
import streamlit as st

from cchc.errors import WrongUse
from cchc.model import Sheet
from cchc.rows import rows_of
from cchc.ui import blocks, cells, data, filters, found, intake, parts, resting, words
from cchc.ui.place import Place

ANY_UNIT = ""
SHOWN = 15
BY_FILE, BY_WORDS = "Theo tệp, trang, ô", "Tìm số liệu"
ROOMS = [BY_FILE, BY_WORDS, parts.ROOM]


def sheet_or_wrong(place: Place) -> tuple[Sheet | None, str | None]:
    """The sheet as received, or the sentence that says why it cannot be shown."""
    try:
        return cells.sheet_of(place), place.wrong
    except WrongUse as unknown:  # a sheet that the file has not
        return None, str(unknown)


def show_cell(place: Place, sheet: Sheet | None, facts: pd.DataFrame) -> None:
    """The cell, what was read from it, what rests on it, what replaced it; the sheet around it."""
    if place.received is None:
        blocks.say(cells.NO_FILE)
    at = cells.facts_at(facts, place)
    if sheet and place.cell:
        cells.show_value(place, sheet)
        blocks.say(cells.said(place, at))
        _show_resting(place, at)
        cells.show_around(place, sheet)
    if place.received:
        cells.show_download(place.received)
        if facts.empty:
            intake.warn(
                "Không có số liệu nào của tệp này đang được dùng: tệp đã thu hồi hoặc đã "
                "có bản sửa thay."
            )
    _show_sheet_facts(place, facts)


def _show_resting(place: Place, at: pd.DataFrame) -> None:
    assert place.received is not None
    asked = {"import": place.received.import_id, "sheet": place.sheet, "cell": place.cell}
    lines = [resting.pages(at)]
    for row in resting.scores(at)[:1]:
        scope = {"unit": row["unit_id"], "period": row["period_id"], "round": row["round"]}
        lines.append(
            resting.sums(row, data.fetch("figures_computed", **scope, part=row["item_code"]))
        )
    lines += resting.replaced(data.fetch("cell_replaced", **asked))
    if any(lines):
        st.markdown(resting.joined(lines))


def _show_sheet_facts(place: Place, facts: pd.DataFrame) -> None:
    on_sheet = facts[facts["sheet"] == place.sheet]
    if on_sheet.empty or place.received is None:
        return
    st.header(f"Số liệu đọc từ trang này: {len(on_sheet)}", anchor=False)
    st.caption("Chọn một dòng để xem ô của dòng ấy.")
    cells.show_facts(on_sheet, place.received)


def show_search() -> None:
    """A figure without a link: by words of its name, or by its number."""
    what, unit, period = st.columns([5, 4, 2])
    labels = {ANY_UNIT: "Mọi đơn vị"} | filters.unit_labels()
    with what:
        typed = filters.ask_text(
            "Từ trong tên tiêu chí, chỉ tiêu, nhiệm vụ; hoặc con số",
            "tim",
            placeholder="Ví dụ: thể chế; 82,13",
        )
    with unit:
        unit_id = filters.ask("Đơn vị của số liệu", "tim-don-vi", labels)
    with period:
        year = filters.ask("Năm của số liệu", "tim-ky", _years())
    if not typed and not unit_id:
        st.markdown("Gõ vài từ hoặc một con số, hoặc chọn đơn vị.")
        return
    rows = data.fetch(
        "figure_search", **found.asked(typed), unit=unit_id or None, period=year or None
    )
    st.markdown(words.plain(found.said(rows, typed)))
    if rows.empty:
        return
    blocks.table(
        found.table(rows),
        alt="Số liệu tìm thấy",
        about=blocks.About(f"Tìm “{typed}”", _no_files(), bool(rows["illustrative"].any())),
        links=blocks.cells_of(rows),
        per_page=SHOWN,
    )


def _years() -> dict[str, str]:
    held = data.fetch("years_held")
    return {"": "Mọi năm"} | {str(year): str(year) for year in held["year"]}


def show_computed() -> None:
    """A computed figure: whose, when, which; then its cells."""
    unit_id = filters.ask("Đơn vị được tính", parts.UNIT, filters.unit_labels(), width=460)
    every = data.fetch("figures_computed", unit=unit_id)
    if every.empty:
        st.markdown("Đơn vị này chưa có chỉ số hoặc tổng điểm nào tính từ nhiều ô.")
        return
    when, which, what = st.columns([2, 3, 6])
    with when:
        periods = {str(one): words.period(one) for one in every["period_id"].unique()}
        period = filters.ask("Kỳ được tính", parts.PERIOD, periods)
    of_period = every[every["period_id"] == period]
    with which:
        rounds = {str(one): parts.round_name(str(one)) for one in of_period["round"].unique()}
        chosen = filters.ask("Vòng chấm", parts.ROUND, rounds)
    figures = rows_of(of_period[of_period["round"] == chosen])
    with what:
        names = {str(row["criterion_code"]): parts.figure_name(row) for row in figures}
        code = filters.ask("Số cần xem", parts.FIGURE, names)
    rows = data.fetch("figure_parts", unit=unit_id, period=period, round=chosen, criterion=code)
    blocks.say(parts.said(rows))
    if rows.empty:
        return
    caption = (
        f"{filters.unit_labels()[unit_id]} · {periods[period]} · {rounds[chosen]} · {names[code]}"
    )
    blocks.table(
        parts.table(rows),
        alt="Các ô đã tính nên số này",
        about=blocks.About(caption, _no_files(), bool(rows["illustrative"].any())),
        links=blocks.cells_of(rows),
        per_page=SHOWN,
    )


def _no_files() -> pd.DataFrame:
    """Rows that lead to their own cell need no list of files beside them."""
    return pd.DataFrame(columns=["import_id", "file", "received_on"])
