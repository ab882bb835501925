"""Blocks that pages are built of: the headline, a figure, a table, a note, the sources.

In: frames and words ready to read. Out: Streamlit elements. It must not fetch, and it decides
nothing about the figures; colours come from the figures' palette and the app's theme.
"""

from __future__ import annotations

import pickle
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

import pandas as pd
import plotly.graph_objects as go
import streamlit as st

from cchc import settings
from cchc.figures import template
from cchc.reports.xlsx import SheetOut, Value, table_workbook
from cchc.rows import rows_of
from cchc.text import fold
from cchc.ui import tables, words
from cchc.ui.kept import kept

PAGE = 10
MOST_UNITS = 30  # a page of a ranking: more than a district has communes
KEPT = 3000  # tables and figures that were shown lately
ROW_HEIGHT = 38
NAME_WIDTH = 190
SOURCE = "Nguồn"
CELL = ["import_id", "sheet", "cell"]
OPEN_CELL = "Mở ô"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
LONGEST_FILE_NAME = 60
FEW_FILES = 4  # listed at once
NOT_IN_FILE_NAMES = re.compile(r"[^a-z0-9]+")


@dataclass(frozen=True, slots=True)
class About:
    """What goes along with a table that leaves the page: what it counts, and from which files.

    files: import_id, file, received_on, as the query `unit_sources` has them.
    """

    caption: str
    files: pd.DataFrame = field(repr=False, compare=False)
    illustrative: bool

    @property
    def lines(self) -> tuple[str, ...]:
        """The second sheet of a workbook: a line each."""
        now = settings.now_vietnam()
        marked = (words.ILLUSTRATIVE,) if self.illustrative else ()
        files = [
            f"Tệp {row['file']}, nhận ngày {words.day(row['received_on'])}"
            for row in rows_of(self.files)
        ]
        return (self.caption, *marked, *files, f"Lấy ra lúc {now:%H:%M} ngày {now:%d/%m/%Y}")


def palette() -> template.Palette:
    """The figures' colours for the appearance that the reader chose."""
    return template.DARK if st.context.theme.type == "dark" else template.LIGHT


def headline(sentence: str, caption: str, *, illustrative: bool) -> None:
    """The page's sentence, what it counts, and a calm badge when its figures are illustrative."""
    st.title(words.plain(sentence), anchor=False)
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        if illustrative:
            st.badge(words.ILLUSTRATIVE, color="orange")
        st.caption(caption, width="content")


def say(sentence: str) -> None:
    """The one sentence under the figure: whom or what to look at."""
    if sentence:
        st.markdown(words.plain(sentence))


def draw(figure: Callable[..., go.Figure], *args: Any, alt: str, key: str, **options: Any) -> None:
    """Draw one of the figures in the reader's colours, with a description for screen readers."""
    _once(_draw, figure, args, options | {"palette": palette()}, alt, key)


def _draw(
    figure: Callable[..., go.Figure],
    args: tuple[Any, ...],
    options: Mapping[str, Any],
    alt: str,
    key: str,
) -> None:
    drawn = _drawn(figure, args, options)
    st.plotly_chart(drawn, theme=None, config=template.CONFIG, alt=alt, key=key)


@kept
def _drawn(
    figure: Callable[..., go.Figure],
    args: tuple[Any, ...],
    options: Mapping[str, Any],
    *,
    is_picked: bool = False,
) -> go.Figure:
    drawn = template.written_out(figure(*args, **options))
    # Streamlit sets these once it has drawn a figure whose rows are picked, and draws it again.
    return drawn.update_layout(clickmode="event+select", dragmode="pan") if is_picked else drawn


def pick_row(
    figure: Callable[..., go.Figure],
    *args: Any,
    alt: str,
    key: str,
    on_pick: Callable[[int], None],
    **options: Any,
) -> int | None:
    """The same with rows to click on: which one is picked, from 0.

    `on_pick` is called once for each click, before the page runs again; a click beside all rows
    picks none and calls nothing. Drawn anew in every run: a widget cannot be sent again.
    """

    def tell() -> None:
        place = _picked_row(st.session_state[key])
        if place is not None:
            on_pick(place)

    shown = st.plotly_chart(
        _drawn(figure, args, options | {"palette": palette()}, is_picked=True),
        theme=None,
        config=template.CONFIG,
        alt=alt,
        key=key,
        on_select=tell,
        selection_mode="points",
    )
    return _picked_row(shown)


def _picked_row(shown: Any) -> int | None:
    points = shown["selection"]["points"]
    return int(points[0]["point_index"]) if points else None


def _once(show: Callable[..., None], *given: Any) -> None:
    """Show something without widgets; what was made of the same values before is sent again.

    Streamlit keeps what a cached function drew. The key is the values themselves, so nothing that
    is shown can be out of date; to style a table or build a figure takes most of a page's time.
    """
    _shown(pickle.dumps((show, given)), show, given)


@st.cache_data(max_entries=KEPT, show_spinner=False)
def _shown(values: bytes, _show: Callable[..., None], _given: tuple[Any, ...]) -> None:
    _show(*_given)


def draw_wide(
    figure: Callable[..., go.Figure],
    *args: Any,
    alt: str,
    key: str,
    names: Iterable[str] = (),
    **options: Any,
) -> None:
    """The same for a figure with many things side by side: on a telephone it is moved sideways.

    With long `names` in it, it needs the width of a laptop.
    """
    is_long = any(len(name) > tables.SHORT_NAME for name in names)
    with st.container(key=f"rong-{'dai-' if is_long else ''}{key}"):
        draw(figure, *args, alt=alt, key=key, **options)


def table(
    rows: pd.DataFrame,
    alt: str,
    *,
    about: About,
    links: Mapping[str, Sequence[str]] | None = None,
    per_page: int = PAGE,
    whole: pd.DataFrame | None = None,
) -> None:
    """A table of typed values, every line of them, long ones page by page; and the same as XLSX.

    `whole` has the columns that the page has no room for; then the workbook has those.

    Numbers under a heading with "%" or "điểm" show two decimals, whole numbers none, days are
    dd/mm/yyyy. `links` holds further columns of Markdown links, one link a row.
    """
    _show_pages(rows, links or {}, alt, per_page)
    offer(rows if whole is None else whole, alt, about)


def ranking_table(
    rows: pd.DataFrame,
    own: Sequence[bool],
    links: Mapping[str, Sequence[str]],
    *,
    about: About,
) -> None:
    """The units' numbers of both years, the line of the reader's own in bold; and as XLSX.

    A table of text, not a grid of cells: that one shows names that stay in sight in grey, and on a
    telephone nothing but them.
    """
    alt = "Kết quả và thứ hạng từng đơn vị"
    _show_pages(rows, links, alt, MOST_UNITS, own)
    offer(rows, alt, about)


def _show_pages(
    rows: pd.DataFrame,
    links: Mapping[str, Sequence[str]],
    alt: str,
    per_page: int,
    own: Sequence[bool] = (),
) -> None:
    """Typed rows as texts with their columns of links, a page at a time."""
    below = st.container()
    first = _ask_page(len(rows), per_page, alt) * per_page
    below.html(tables.rows_html(rows, links, alt, first, per_page))
    _stand_out(alt, list(own)[first : first + per_page])


def _stand_out(alt: str, own: Sequence[bool]) -> None:
    """Tell the rows of a table that are the reader's own."""
    if any(own):
        st.html(tables.stand_out(alt, [row for row, is_own in enumerate(own) if is_own]))


def long_table(
    count: int,
    rows_from: Callable[[int, int], tuple[pd.DataFrame, Mapping[str, Sequence[str]]]],
    all_rows: Callable[[], pd.DataFrame],
    alt: str,
    *,
    about: About,
    per_page: int = PAGE,
) -> None:
    """A table of any length: only the rows of the page looked at are asked for.

    rows_from: the first row and how many → typed rows and their columns of links.
    """
    below = st.container()
    first = _ask_page(count, per_page, alt) * per_page
    rows, links = rows_from(first, per_page)
    below.html(tables.rows_html(rows, links, alt))
    offer(all_rows, alt, about)


def offer(rows: pd.DataFrame | Callable[[], pd.DataFrame], alt: str, about: About) -> None:
    """A quiet button under a table: the same rows as a workbook, made when it is asked for."""
    st.download_button(
        "Tải bảng (XLSX)",
        data=lambda: workbook(rows() if callable(rows) else rows, alt, about),
        file_name=f"{NOT_IN_FILE_NAMES.sub('-', fold(alt))[:LONGEST_FILE_NAME].strip('-')}.xlsx",
        mime=XLSX,
        type="tertiary",
        on_click="ignore",
        key=f"tai-{alt}",
    )


def workbook(rows: pd.DataFrame, alt: str, about: About) -> bytes:
    """The rows with typed cells, and where they come from on a second sheet."""
    values = [[_plain_value(value) for value in row] for row in rows.itertuples(index=False)]
    headings = tuple(str(name) for name in rows.columns)
    whole = tuple((str(n), "0") for n in rows.columns if _is_whole(rows[n]))
    return table_workbook([SheetOut(alt, headings, values, about.lines, whole)])


def _is_whole(column: pd.Series) -> bool:
    """Ranks and counts that pandas holds as floats because one of them is missing."""
    if not pd.api.types.is_float_dtype(column) or tables.MEASURES.search(str(column.name)):
        return False
    return bool((column.dropna() % 1 == 0).all())


def _plain_value(value: Any) -> Value:
    if not words.known(value) or value == words.MISSING:
        return None  # a dash that stands for nothing on the page is an empty cell
    if isinstance(value, pd.Timestamp):
        return value.date() if value == value.normalize() else value.to_pydatetime()
    if isinstance(value, (str, bool, int, float, Decimal, date)):
        return value
    return value.item() if hasattr(value, "item") else str(value)


def pick_grid(
    rows: pd.DataFrame, alt: str, *, about: About, key: str, decimals: int = 2
) -> tuple[int, str] | None:
    """A table of numbers whose cells can be picked: the row's position and the column's name.

    Columns of text come first and stay in sight; an empty cell is "–". One hue, the darker the
    higher within the whole grid. Many units stand page by page: the browser takes half a second to
    draw a hundred and fifty.
    """
    numeric = [str(name) for name in rows.select_dtypes("number").columns]
    top = float(rows[numeric].max(axis=None)) if numeric and len(rows) else 0.0
    below = st.container()
    first = _ask_page(len(rows), MOST_UNITS, alt) * MOST_UNITS
    here = slice(first, first + MOST_UNITS)
    behind = _behind_all(rows, top, palette()).iloc[here]
    style = (
        rows.iloc[here]
        .style.format(
            {name: lambda value: words.number(value, decimals, trim=False) for name in numeric},
            na_rep=words.MISSING,
        )
        .apply(lambda _: behind, axis=None)
    )
    shown = below.dataframe(
        style,
        hide_index=True,
        alt=alt,
        row_height=ROW_HEIGHT,
        height="content",
        placeholder=words.MISSING,
        column_config={
            str(name): st.column_config.TextColumn(pinned=True, width=NAME_WIDTH)
            for name in rows.columns
            if name not in numeric
        },
        on_select="rerun",
        selection_mode="single-cell",
        key=f"{key}-{first}" if first else key,
    )
    offer(rows, alt, about)
    return picked_cell(shown, first)


def picked_cell(shown: Any, first: int) -> tuple[int, str] | None:
    """The cell picked in a grid that begins with row `first`: its row among all, its column."""
    cells = shown["selection"].get("cells") or []
    return (first + int(cells[0][0]), str(cells[0][1])) if cells else None


def _ask_page(count: int, per_page: int, alt: str) -> int:
    """Which page of a long table, from 0; a table of another length begins at its first page."""
    if count <= per_page:
        return 0
    return st.pagination(-(-count // per_page), key=f"trang-{alt}-{count}") - 1


def under(*parts: str, illustrative: bool) -> None:
    """The small line under a figure; it says of illustrative figures that they are."""
    said = [part for part in (*parts, words.ILLUSTRATIVE if illustrative else "") if part]
    if said:
        st.caption("  ·  ".join(said))


def legend(marks: pd.DataFrame, baseline: str | None, latest: str, *, illustrative: bool) -> None:
    """What the marks of the dumbbell mean, once, in words; only of those drawn."""
    drawn = {
        "baseline_percent": f"○ kết quả năm {baseline}",
        "latest_percent": f"● {latest}",
        "target_percent": "| mục tiêu",
    }
    parts = [meaning for column, meaning in drawn.items() if marks[column].notna().any()]
    if marks["rank_text"].any():
        parts.append("bên phải: hạng → hạng mục tiêu")
    under(*parts, illustrative=illustrative)


def counts(numbers: Mapping[str, str]) -> None:
    """A few whole numbers side by side, already written out."""
    with st.grid(2, gap="small", min_column_width=120):
        for label, value in numbers.items():
            st.metric(label, value)


def unit_grid(
    rows: pd.DataFrame, links: pd.DataFrame, own: Sequence[bool], *, about: About
) -> None:
    """Units × components: the number in the cell, the darker the higher, a link to its source.

    `links` has the columns of `rows` but the units' names. A table of text, because its heads
    take as many lines as the components' names need.
    """
    alt = "Kết quả của từng đơn vị theo chỉ số thành phần"
    st.html(tables.grid_html(rows, links, palette(), alt))
    _stand_out(alt, own)
    offer(rows, alt, about)


@kept
def _behind_all(rows: pd.DataFrame, top: float, colors: template.Palette) -> pd.DataFrame:
    """The style of every cell; none for the columns of text."""
    return rows.map(lambda value: _behind(tables.shade(value, colors, top)))


def _behind(color: str) -> str:
    return f"background-color: {color}; text-align: right !important" if color else ""


@kept
def source_links(rows: pd.DataFrame) -> list[str | None]:
    """The page Nguồn at the cell of every row."""
    return [words.source_link(row) for row in rows_of(rows.filter(CELL))]


@kept
def cells_of(rows: pd.DataFrame) -> dict[str, list[str]]:
    """The column of links to every row's cell."""
    links = source_links(rows)
    return {SOURCE: [words.linked(OPEN_CELL, link) if link else words.MISSING for link in links]}


@kept
def cells_of_goals(rows: pd.DataFrame) -> dict[str, list[str]]:
    """Narrow columns: the cells of a goal's result, of its target, of its latest result."""
    columns = {"Ô kết quả": "baseline_", "Ô mục tiêu": "target_"}
    if rows["latest_cell"].notna().any():
        columns["Ô mới nhất"] = "latest_"
    records = rows_of(rows)
    return {
        head: [words.linked(row[f"{of}cell"], words.source_link(row, of)) for row in records]
        for head, of in columns.items()
    }


def sources(files: pd.DataFrame) -> None:
    """What the page is drawn from: the workbooks, and the day each was received."""
    if files.empty:
        return
    names = [
        f"[{words.plain(row['file'])}](nguon?tep={int(row['import_id'])})"
        f" (nhận ngày {words.day(row['received_on'])})"
        for row in rows_of(files)
    ]
    st.caption("Nguồn số liệu: " + "; ".join(names) + ".")


def many_sources(files: pd.DataFrame, of: str, key: str) -> None:
    """The same; more than a few stand behind a line that counts them: "14 tệp của kỳ này"."""
    if len(files) <= FEW_FILES:
        sources(files)
        return
    listed = st.expander(f"Nguồn số liệu: {len(files)} tệp {of}", on_change="rerun", key=key)
    with listed:
        if listed.open:
            sources(files)


def instead(sentence: str) -> None:
    """Said where a figure would stand: silence is never read as zero."""
    st.subheader(words.plain(sentence), anchor=False)
