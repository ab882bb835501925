"""A computed figure and the cells it was computed from.

In: rows of the queries `figures_computed` and `figure_parts`. Out: links to the room that shows
them, a sentence, a table of typed values. The sums are the queries'.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

import pandas as pd

from cchc.rows import rows_of
from cchc.ui import blocks, filters, words
from cchc.ui.kept import kept

Row = Mapping[str, Any]
ROOM, ROOMS_KEY = "Số được tính", "nguon-muc"
UNIT, PERIOD, ROUND, FIGURE = "tinh-don-vi", "tinh-ky", "tinh-vong", "tinh-so"
STATUS = {"scored": "Đã chấm", "not_applicable": "Không áp dụng", "not_scored": "Chưa chấm"}
MEAN = "mean_percent"
OPEN_PARTS = "Xem các ô"


def round_name(round_id: str) -> str:
    return words.upper_first(words.ROUNDS.get(round_id, round_id))


def figure_name(row: Row) -> str:
    """ "1.2. Thực hiện kế hoạch", "Chỉ số chung"."""
    if row["criterion_code"] == "total":
        return filters.TOTAL
    return f"{row['criterion_code']}. {words.short(row['criterion_name'], 90)}"


def link(row: Row) -> str | None:
    """The page Nguồn at the cells of a computed figure: unit_id, period_id, round, criterion_*."""
    return _link(row, filters.unit_labels())


@kept
def sources(rows: pd.DataFrame) -> list[str | None]:
    """Where every figure comes from: its cell, else the cells that it was computed from.

    rows: as `link` takes them, with percent, import_id, sheet, cell.
    """
    labels = filters.unit_labels()
    return [
        words.source_link(row) or (_link(row, labels) if words.known(row["percent"]) else None)
        for row in rows_of(rows)
    ]


@kept
def cells_of(rows: pd.DataFrame) -> dict[str, list[str]]:
    """The column of those links."""
    shown = [blocks.OPEN_CELL if words.known(cell) else OPEN_PARTS for cell in rows["cell"]]
    links = zip(shown, sources(rows), strict=True)
    return {blocks.SOURCE: [words.linked(text, at) if at else words.MISSING for text, at in links]}


@kept
def latest(goals: pd.DataFrame, unit_id: str, computed: pd.DataFrame) -> pd.DataFrame:
    """The latest results beside a unit's goals, as `sources` takes them.

    computed: `figures_computed` of the unit, which names them as the page Nguồn does; a plan may
    have its own names.
    """
    keys = ["period_id", "round", "criterion_code"]
    own = ["import_id", "sheet", "cell", *keys[:2]]
    told = pd.DataFrame({column: goals[f"latest_{column}"] for column in own})
    named = computed[[*keys, "criterion_name", "percent"]].drop_duplicates(keys)
    rows = told.assign(criterion_code=goals["criterion_code"], unit_id=unit_id)
    # Without any latest result the keys are no texts.
    return rows.astype(object).merge(named.astype(object), how="left", on=keys)


@kept
def latest_said(total: Row, unit_id: str, computed: pd.DataFrame) -> str:
    """ "89,06%: các ô của bảng điểm", as a Markdown link; empty without a latest result."""
    rows = latest(pd.DataFrame([total]), unit_id, computed)
    (row,), (link,) = rows_of(rows), sources(rows)
    percent = words.percent(total["latest_percent"])
    return f"{percent}: {words.linked(where(row), link)}" if link else ""


def where(row: Row) -> str:
    """ "ô C14", or what a figure was added up from."""
    return f"ô\u00a0{row['cell']}" if words.known(row["cell"]) else "các ô của bảng điểm"


def _link(row: Row, labels: Mapping[str, str]) -> str | None:
    unit = labels.get(str(row["unit_id"]))
    if unit is None:
        return None
    asked = {
        ROOMS_KEY: ROOM,
        UNIT: unit,
        PERIOD: words.period(row["period_id"]),
        ROUND: round_name(str(row["round"])),
        FIGURE: figure_name(row),
    }
    return "nguon?" + urlencode(asked)


def said(parts: pd.DataFrame) -> str:
    """ "Chỉ số chung: 51,15 + … = 81,13/100 điểm (81,13%)"."""
    if parts.empty:
        return "Không có ô nào: đơn vị chưa có số liệu để tính số này."
    row = parts.iloc[0]
    name = filters.TOTAL if row["figure_code"] == "total" else f"Tiêu chí {row['figure_code']}"
    counted = parts[parts["status"] == "scored"]
    if row["aggregation"] == MEAN:
        percent = words.percent(row["figure_percent"])
        return f"{name}: trung bình cộng của {_counted(counted)} là {percent}."
    left_out = _left_out(parts)
    if not words.known(row["sum_points"]):
        return f"{name}: chưa có tiêu chí nào được chấm{left_out}."
    return (
        f"{name}: cộng {len(counted)} ô được {words.number(row['sum_points'])}"
        f"/{words.number(row['sum_max'])} điểm ({words.percent(row['figure_percent'])}){left_out}."
    )


def _counted(parts: pd.DataFrame) -> str:
    """ "8 chỉ số thành phần và SIPAS"."""
    beside = int((parts["criterion_code"] == "SIPAS").sum())
    return f"{len(parts) - beside} chỉ số thành phần" + (" và SIPAS" if beside else "")


def _left_out(parts: pd.DataFrame) -> str:
    counts = parts["status"].value_counts()
    told = [
        f"{int(counts[status])} tiêu chí {name}"
        for status, name in (("not_applicable", "không áp dụng"), ("not_scored", "chưa chấm"))
        if status in counts
    ]
    return f"; không tính {words.joined(told)}" if told else ""


def table(parts: pd.DataFrame) -> pd.DataFrame:
    """Every part in the framework's order, those without a number too."""
    is_mean = bool(len(parts)) and parts["aggregation"].iloc[0] == MEAN
    columns: dict[str, list[Any]] = {
        "Mã": [str(code) for code in parts["criterion_code"]],
        "Tiêu chí": [words.short(name, 200) for name in parts["criterion_name"]],
    }
    if is_mean:
        columns["Chỉ số (%)"] = list(parts["percent"])
    else:
        columns["Điểm"] = list(parts["points"])
        columns["Điểm tối đa"] = list(parts["max_points"])
        columns["Tình trạng"] = [STATUS.get(status, status) for status in parts["status"]]
    return pd.DataFrame(columns)
