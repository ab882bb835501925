"""What rests on a cell: the pages and sums that show its figure, and what took its place.

In: rows of the queries `cell_facts`, `figures_computed`, `cell_replaced`. Out: lines of Markdown,
each with its links.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import pandas as pd

from cchc.rows import rows_of
from cchc.ui import filters, parts, words

Row = Mapping[str, Any]
FEW = 4
# Title and address of the pages that show a kind of figure, the nearest first.
PAGES = {
    "total": [("Tổng quan", ""), ("Kết quả xếp hạng", "xep-hang"), ("Mục tiêu", "muc-tieu")],
    "score": [
        ("Tiêu chí chưa đạt điểm tối đa", "tieu-chi"),
        ("Mục tiêu", "muc-tieu"),
        ("Kết quả theo đơn vị", "don-vi"),
    ],
    "target": [("Mục tiêu", "muc-tieu"), ("Tổng quan", "")],
    "task": [("Nhiệm vụ", "nhiem-vu")],
    "task_progress": [("Nhiệm vụ", "nhiem-vu"), ("Chế độ báo cáo", "bao-cao")],
    "service_indicator": [("Dịch vụ công", "dich-vu-cong"), ("Kết quả theo đơn vị", "don-vi")],
    "satisfaction": [("Mức độ hài lòng", "hai-long")],
    "reporting_rule": [("Chế độ báo cáo", "bao-cao")],
    "decision": [("Kết quả xếp hạng", "xep-hang")],
}


def pages(facts: pd.DataFrame) -> str:
    """ "Hiện trên các trang: [Mục tiêu](…), …"; with the unit of the figure in the address."""
    labels = filters.unit_labels()
    links: dict[str, str] = {}
    for row in rows_of(facts):
        for title, page in PAGES.get(_kind(row), []):
            links.setdefault(title, _address(page, labels.get(str(row["unit_id"]))))
    if not links:
        return ""
    return "Hiện trên các trang: " + ", ".join(words.linked(*pair) for pair in links.items()) + "."


def _kind(row: Row) -> str:
    return "total" if row["item_code"] == "total" else str(row["table_name"])


def _address(page: str, unit: str | None) -> str:
    return filters.address(page, {filters.UNIT: unit} if unit else {})


def scores(facts: pd.DataFrame) -> list[Row]:
    """The cell's points that sums may rest on."""
    return [row for row in rows_of(facts) if row["table_name"] == "score"]


def sums(row: Row, above: pd.DataFrame) -> str:
    """ "Được cộng vào: [1.2 …](…), [Chỉ số chung](…)": sums that this score is part of."""
    links = [
        words.linked(parts.figure_name(one), parts.link({**one, "unit_id": row["unit_id"]}))
        for one in rows_of(above)
    ]
    return f"Được tính vào: {', '.join(links)}." if links else ""


def replaced(rows: pd.DataFrame) -> list[str]:
    """ "Đã có bản sửa thay: lần nhập số 12 (…)": a line each, a few at most."""
    lines = [_replaced(row) for row in rows_of(rows.head(FEW))]
    more = len(rows) - FEW
    return [*lines, *([f"Và {more} lần nhập khác."] if more > 0 else [])]


def _replaced(row: Row) -> str:
    number = int(row["by_import_id"])
    file = words.linked(f"lần nhập số {number} ({row['by_file']})", f"nguon?tep={number}")
    if row["kind"] == "sheet":
        changed = int(row["changed"])
        what = (
            f"{changed} trong {int(row['figures'])} số liệu khác đi" if changed else "số không đổi"
        )
        return f"Đã có bản sửa thay: {file}; {what}."
    stands = _standing(row)
    if not row["changed"]:
        return f"Số ở ô này ghi lại số đã có ở {stands}, {file}."
    return (
        f"Số ở ô này ({words.plain(row['value'])}) nhường chỗ cho "
        f"{words.plain(row['standing_value'])} ở {stands}, {file}."
    )


def _standing(row: Row) -> str:
    place = {
        "import_id": row["by_import_id"],
        "sheet": row["by_sheet"],
        "cell": row["by_cell"],
    }
    name = f"ô {row['by_cell']}" if words.known(row["by_cell"]) else "bản ấy"
    return words.linked(name, words.source_link(place))


def joined(lines: Iterable[str]) -> str:
    """Lines one under the other, as Markdown."""
    return "\n\n".join(line for line in lines if line)
