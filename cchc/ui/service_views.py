"""The parts of the page Dịch vụ công that are drawn one under another or behind a tab.

In: the page's choice and rows of the queries `service_*`. Out: Streamlit elements. What is said and
shown in them comes from `cchc.ui.services`; nothing is computed here.
"""

from __future__ import annotations

import pandas as pd
import streamlit as st

from cchc.figures.month_panels import month_panels
from cchc.figures.target_bars import target_bars
from cchc.ui import blocks, data, services, words
from cchc.ui.kept import kept
from cchc.ui.services import Choice

PER_PAGE = 15
LAPTOP, LETTER, AROUND, LONGEST_UNIT = 1150, 8, 30, 340  # pixels of the grid
UNIT = "Đơn vị"
TABS = ("Từng tháng", "Đạt và chưa đạt", "Hồ sơ trễ hạn", "Lũy kế và các tháng")


def show_rate(choice: Choice) -> None:
    """The group's rate, what it is made of, and its target."""
    label, rate, made_of = services.rate(choice)
    with st.container(horizontal=True, vertical_alignment="bottom", gap="medium"):
        st.metric(label, rate, width="content")
        st.caption(made_of, width="content")


def show_ranking(choice: Choice, units: pd.DataFrame, own: str, about: blocks.About) -> None:
    """The month's ranking of the chosen indicator as bars; a long group as a table."""
    alt = f"Xếp hạng {words.lower_first(choice.when)} theo {choice.row['indicator_name']}"
    if len(units) > services.DRAWN:
        ranked = services.ranked(units)
        links = blocks.cells_of(ranked)
        table = services.ranking_table(ranked)
        blocks.table(table, alt, about=about, links=links, per_page=PER_PAGE)
        return
    blocks.draw(target_bars, services.bars(units, own), alt=alt, key="bars")
    blocks.under(services.bars_legend(choice), illustrative=choice.illustrative)


def show_grid(choice: Choice, about: blocks.About) -> None:
    """Units × indicators against target, and the picked cell with its numbers and its source."""
    asked = {**choice.params, "indicator": None}
    units = data.fetch("service_units", **asked)
    texts, numbers = services.grid(units)
    picked = _pick(texts, f"Kết quả theo đơn vị và chỉ tiêu, {choice.when}")
    blocks.offer(numbers, f"Tỷ lệ (%) theo đơn vị và chỉ tiêu, {choice.when}", about)
    st.caption(services.GRID_LEGEND)
    if picked:
        both = {
            basis: data.fetch("service_units", **{**asked, "basis": basis})
            for basis in services.BASES
        }
        name = str(numbers[UNIT].iloc[picked[0]])
        rows = services.cell_rows(both, name, picked[1])
        st.subheader(words.plain(f"{name} · {picked[1]}"), anchor=False)
        alt = f"Số liệu của {name}, {picked[1]}"
        blocks.table(services.cell_table(rows), alt, about=about, links=blocks.cells_of(rows))


def _pick(texts: pd.DataFrame, alt: str) -> tuple[int, str] | None:
    """The grid, its cells to be picked: the row's position and the indicator's name."""
    full = {services.HEADS.get(str(name), str(name)): str(name) for name in texts.columns}
    texts = _shortened(texts)
    widths = _widths(texts)
    # Streamlit writes columns that stay in sight in a pale colour: only where they are needed.
    is_wide = sum(widths.values()) > LAPTOP
    shown = st.dataframe(
        texts,
        hide_index=True,
        alt=alt,
        row_height=blocks.ROW_HEIGHT,
        height="content" if len(texts) <= services.DRAWN else PER_PAGE * blocks.ROW_HEIGHT,
        column_config={
            name: st.column_config.TextColumn(
                help=full[name], pinned=is_wide and name == UNIT, width=widths[name]
            )
            for name in texts.columns
        },
        on_select="rerun",
        selection_mode="single-cell",
        key=f"luoi-{alt}",
    )
    cells = shown["selection"].get("cells") or []
    if not cells or cells[0][1] == UNIT:
        return None
    return int(cells[0][0]), full[str(cells[0][1])]


@kept
def _shortened(texts: pd.DataFrame) -> pd.DataFrame:
    """Units and heads by their short names."""
    short = services.short_names(list(texts[UNIT]))
    return texts.assign(**{UNIT: texts[UNIT].map(short)}).rename(columns=services.HEADS)


@kept
def _widths(texts: pd.DataFrame) -> dict[str, int]:
    """All columns side by side on a small laptop while they are few; a head is never cut."""
    longest = int(texts[UNIT].str.len().max())
    own = min(LETTER * longest + AROUND, LONGEST_UNIT)
    share = (LAPTOP - own) // (len(texts.columns) - 1)
    heads = [str(name) for name in texts.columns]
    return {name: max(share, LETTER * len(name) + AROUND) for name in heads} | {UNIT: own}


def show_tabs(choice: Choice, units: pd.DataFrame, own: str, about: blocks.About) -> None:
    """Months, who met, late files, since January: only the open one is asked for and drawn."""
    months, names, late, since = st.tabs(list(TABS), on_change="rerun", key="dich-vu-xem")
    with months:
        if months.open:
            _show_months(choice, units, own, about)
    with names:
        if names.open:
            _show_names(choice, units, about)
    with late:
        if late.open:
            _show_late(choice, about)
    with since:
        if since.open:
            _show_since(choice, about)


def _show_months(choice: Choice, units: pd.DataFrame, own: str, about: blocks.About) -> None:
    months = data.fetch("service_months", **choice.params)
    drawn = services.drawn(months, units)
    panels = services.panels(drawn, own)
    blocks.draw_wide(
        month_panels,
        panels,
        alt=f"{choice.row['indicator_name']} từng {choice.step} của từng đơn vị",
        key="months",
        names=panels["name"],
    )
    blocks.under(services.months_legend(drawn, units), illustrative=choice.illustrative)
    table = st.expander("Bảng số liệu", on_change="rerun", key="bang-tung-thang")
    with table:
        if table.open:
            alt = f"Tỷ lệ từng {choice.step}, {choice.row['indicator_name']}"
            blocks.table(services.months_table(months), alt, about=about, per_page=PER_PAGE)


def _show_names(choice: Choice, units: pd.DataFrame, about: blocks.About) -> None:
    for line in services.by_name(units):
        blocks.say(line)
    runs = data.fetch("service_below", **choice.params)
    st.subheader(f"Chưa đạt mấy {choice.step} liền", anchor=False)
    blocks.say(services.below(choice, runs))
    if len(runs):
        alt = f"Số {choice.step} liền chưa đạt"
        blocks.table(services.below_table(choice, runs), alt, about=about, per_page=PER_PAGE)


def _show_late(choice: Choice, about: blocks.About) -> None:
    files = data.fetch("service_late_files", **choice.params)
    blocks.say(services.late(choice, files))
    owing = services.late_rows(files)
    if len(owing):
        alt = "Đơn vị phải giải trình và có thư xin lỗi"
        links = blocks.cells_of(owing)
        table = services.late_table(owing)
        blocks.table(table, alt, about=about, links=links, per_page=PER_PAGE)


def _show_since(choice: Choice, about: blocks.About) -> None:
    rows = data.fetch("service_since_january", **choice.params)
    blocks.say(services.against_months(rows))
    alt = "Lũy kế đã gửi và tổng các tháng"
    links = blocks.cells_of(rows)
    blocks.table(services.since_table(rows), alt, about=about, links=links, per_page=PER_PAGE)
