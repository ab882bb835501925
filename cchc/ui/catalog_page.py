"""The rooms of Danh mục: asks what to look at, fetches it, shows it.

In: the scope. Out: Streamlit elements. What they say is made in `catalog`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import pandas as pd
import streamlit as st

from cchc import keeping, learned, settings
from cchc.rows import rows_of
from cchc.ui import blocks, catalog, data, filters, words
from cchc.ui.filters import Scope
from cchc.ui.intake import learnt
from cchc.ui.kept import kept

Row = Mapping[str, Any]
ROOMS = [
    "Bộ tiêu chí",
    "Đơn vị",
    "Sắp xếp đơn vị",
    "Chỉ tiêu dịch vụ công",
    "Điều đã học",
    "Cách tính, so sánh",
]
SHOWN = 15
FEW_WAYS = 3  # of heading a column that the page has room for
CHOICE_WIDTH, PLACE_WIDTH = 900, 520
EVERYONE = "moi-don-vi"


def ask_framework(scope: Scope, frameworks: pd.DataFrame) -> Row | None:
    """The framework of the unit's kind and year until the reader picks another."""
    rows = {str(row["framework_id"]): row for row in rows_of(frameworks)}
    year = scope.target or scope.baseline
    default = catalog.default_framework(frameworks, scope.unit_group, year)
    if default is None and not rows:
        return None
    default = default or next(iter(rows))
    names = {filters.FOLLOW_UNIT: f"{catalog.framework_label(rows[default])} (theo đơn vị)"}
    names |= {one: catalog.framework_label(row) for one, row in rows.items() if one != default}
    with filters.choices([1])[0]:
        chosen = filters.ask("Bộ tiêu chí", "bo-tieu-chi", names)
    return rows[default if chosen == filters.FOLLOW_UNIT else chosen]


def rooms(scope: Scope, row: Row, frameworks: pd.DataFrame) -> Sequence[Callable[[], None]]:
    """What each of ROOMS shows, when it is open."""
    return (
        lambda: show_framework(row, frameworks),
        lambda: show_units(scope),
        lambda: show_lineage(scope),
        show_indicators,
        show_learned,
        show_method,
    )


@kept
def about(caption: str, rows: pd.DataFrame) -> blocks.About:
    """Catalogue rows lead to their own cells where they came by a workbook."""
    files = pd.DataFrame(columns=["import_id", "file", "received_on"])
    marked = "illustrative" in rows.columns and bool(rows["illustrative"].astype(bool).any())
    return blocks.About(caption, files, marked)


def _table(shown: pd.DataFrame, rows: pd.DataFrame, alt: str, caption: str) -> None:
    blocks.table(
        shown,
        alt=alt,
        about=about(caption, rows),
        links=catalog.cells_where_known(rows, blocks.source_links(rows)),
        per_page=SHOWN,
    )


def show_framework(row: Row, frameworks: pd.DataFrame) -> None:
    """Its tree, its bands, another version beside it, and all frameworks."""
    name, framework_id = catalog.framework_label(row), str(row["framework_id"])
    criteria = data.fetch("catalog_criteria", framework=framework_id)
    areas = catalog.areas(criteria)
    area = (
        filters.ask("Lĩnh vực", "linh-vuc-bo", areas, width=CHOICE_WIDTH) if len(areas) > 2 else ""
    )
    part = catalog.within(criteria, area)
    _table(catalog.criteria_table(part), part, "Bộ tiêu chí", f"{name} · {areas[area]}")
    bands = data.fetch("catalog_bands", framework=framework_id)
    if len(bands):
        st.subheader("Mức xếp loại", anchor=False)
        _table(catalog.band_table(bands), bands, "Mức xếp loại", name)
    _show_versions(row, frameworks)
    st.subheader("Mọi bộ tiêu chí trong danh mục", anchor=False)
    _table(catalog.framework_table(frameworks), frameworks, "Các bộ tiêu chí", "Mọi bộ tiêu chí")


def _show_versions(row: Row, frameworks: pd.DataFrame) -> None:
    if len(frameworks) < 2:
        return
    st.subheader("Hai phiên bản cạnh nhau", anchor=False)
    others = catalog.others_like(frameworks, row)
    before = filters.ask("So với bộ trước đó", "so-voi-bo", others, width=CHOICE_WIDTH)
    if not before:
        return
    changes = data.fetch("catalog_versions", before=before, after=str(row["framework_id"]))
    st.markdown(catalog.versions_said(changes))
    table = catalog.version_table(changes)
    if len(table):
        caption = f"{others[before]} → {catalog.framework_label(row)}"
        blocks.table(
            table,
            alt="Thay đổi giữa hai bộ tiêu chí",
            about=about(caption, changes),
            per_page=SHOWN,
        )


def show_units(scope: Scope) -> None:
    """The bar's unit with those above and below, or any by name."""
    whom, typed = st.columns([3, 4])
    with whom:
        unit = _ask_whom(scope, "dm-pham-vi")
    with typed:
        wanted = filters.ask_text("Tìm theo tên", "dm-ten", placeholder="Ví dụ: Hoài Nhơn")
    units = data.fetch(
        "catalog_units",
        unit=None if wanted else unit,
        words=wanted or None,
        as_of=settings.today_vietnam(),
    )
    if units.empty:
        st.markdown(words.plain(f"Không có đơn vị nào tên “{wanted}”."))
        return
    st.markdown(catalog.units_said(units))
    _table(catalog.unit_table(units), units, "Đơn vị trong danh mục", "Đơn vị trong danh mục")


def show_lineage(scope: Scope) -> None:
    """Which old units became which new ones, and what may be compared."""
    unit = _ask_whom(scope, "sx-pham-vi", first_all=True)
    lineage = data.fetch("catalog_lineage", unit=unit)
    st.markdown(catalog.lineage_said(lineage))
    if len(lineage):
        _table(catalog.lineage_table(lineage), lineage, "Sắp xếp đơn vị", "Sắp xếp đơn vị")


def _ask_whom(scope: Scope, key: str, *, first_all: bool = False) -> str | None:
    own = {scope.unit_id: f"{words.upper_first(scope.unit_label)}, cấp trên và trực thuộc"}
    everyone = {EVERYONE: "Mọi đơn vị"}
    # The unit's own choice must not outlive a change of unit: its value is the same for all.
    names = (
        everyone | {"": own[scope.unit_id]} if first_all else {"": own[scope.unit_id]} | everyone
    )
    return scope.unit_id if filters.ask("Phạm vi", key, names, width=PLACE_WIDTH) == "" else None


def show_indicators() -> None:
    indicators = data.fetch("catalog_indicators")
    st.markdown(
        f"{len(indicators)} chỉ tiêu dịch vụ công. Bảng tải về có đủ các cách ghi mà hệ thống nhận "
        "ra ở tiêu đề cột."
    )
    caption = "Chỉ tiêu dịch vụ công"
    blocks.table(
        catalog.indicator_table(indicators, FEW_WAYS),
        alt=caption,
        about=about(caption, indicators),
        links=catalog.cells_where_known(indicators, blocks.source_links(indicators)),
        per_page=SHOWN,
        whole=catalog.indicator_table(indicators),
    )


def show_learned() -> None:
    """Names and layouts that staff taught; forgetting stands where files come in."""
    decisions = learned.known(data.folder())
    if not decisions:
        st.markdown(
            "Hệ thống chưa học tên đơn vị hoặc tiêu đề bảng nào. Khi một tệp ghi tên lạ, câu trả "
            "lời của người nhập được ghi nhớ và liệt kê ở đây."
        )
        return
    table = learnt.table(decisions, keeping.catalogue(data.folder()))
    blocks.table(table, alt="Điều đã học", about=about("Điều đã học", table), per_page=SHOWN)
    st.markdown("Muốn bỏ một điều: vào [Nhập số liệu](nhap-so-lieu), mục **Điều đã học**.")


def show_method() -> None:
    """When two years can be compared."""
    st.subheader("Khi nào hai năm so được với nhau", anchor=False)
    table = catalog.comparing_table()
    caption = "Quy ước so sánh"
    blocks.table(table, alt="Quy ước so sánh", about=about(caption, table), per_page=SHOWN)
    breaks = data.fetch("catalog_breaks")
    if len(breaks):
        st.subheader("Những lần đổi cách đo", anchor=False)
        _table(catalog.break_table(breaks), breaks, "Đổi cách đo", "Đổi cách đo")
    st.subheader("Đối chiếu tiêu chí giữa hai bộ", anchor=False)
    lines = data.fetch("catalog_crosswalk")
    if lines.empty:
        st.markdown(
            "Danh mục chưa có dòng đối chiếu nào, nên từng tiêu chí của hai bộ khác nhau không "
            "được so với nhau."
        )
    else:
        _table(catalog.crosswalk_table(lines), lines, "Đối chiếu tiêu chí", "Đối chiếu tiêu chí")
