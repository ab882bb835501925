"""Danh mục: frameworks, units, lineage, indicators in words and typed tables.

In: rows of the queries `catalog_*`. Out: sentences, frames, columns of links. It must not fetch,
nor change anything: catalogues change by workbooks.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from cchc.rows import rows_of
from cchc.ui import words
from cchc.ui.kept import kept

Row = Mapping[str, Any]
ABOUT = {
    "par_index": "Bộ tiêu chí",
    "leaders_survey": "Khảo sát lãnh đạo",
    "plan_criteria": "Tiêu chí của kế hoạch",
}
SIZES = {
    "parts": "phần",
    "components": "lĩnh vực",
    "criteria": "tiêu chí",
    "subcriteria": "tiêu chí thành phần",
    "survey_items": "nội dung khảo sát",
}
LEVELS = {
    "part": "Phần",
    "component": "Lĩnh vực",
    "criterion": "Tiêu chí",
    "subcriterion": "Tiêu chí thành phần",
    "survey_item": "Nội dung khảo sát",
}
AGGREGATIONS = {
    "sum_points": "Cộng điểm, chia cho điểm tối đa áp dụng",
    "mean_percent": "Trung bình cộng % các thành phần",
}
MOVES = {
    "monthly": "Hằng tháng",
    "quarterly": "Hằng quý",
    "yearly": "Cuối năm",
    "survey": "Khi có kết quả khảo sát",
}
SCORED_BY = {
    "self": "Đơn vị tự chấm",
    "appraised": "Cơ quan thẩm định chấm",
    "survey": "Điều tra xã hội học",
}
RULES = {"steps": "Theo bậc", "proportional": "Theo tỷ lệ"}
CHANGES = {
    "added": "＋ Thêm",
    "removed": "✕ Bỏ",
    "renamed": "◆ Đổi tên",
    "renumbered": "◆ Đổi mã",
    "maximum": "▲ Đổi điểm tối đa",
    "same": "● Giữ nguyên",
}
LINEAGE = {
    "full": "Nhập toàn bộ",
    "partial": "Nhập một phần",
    "split": "Chia tách",
    "renamed": "Đổi tên",
    "kept": "Giữ nguyên",
}
FLAGS = {
    "comparable": "● So được",
    "comparable_with_note": "◆ So được, kèm lưu ý",
    "not_comparable": "✕ Không so được",
}
BETTER = {"higher": "Càng cao càng tốt", "lower": "Càng thấp càng tốt"}
# The house's own rules, as the pages follow them.
COMPARING = [
    ("Cùng đơn vị, cùng bộ tiêu chí, cùng cách đo", "comparable", "Nêu mức tăng, giảm"),
    ("Đổi tên hoặc giữ nguyên đơn vị", "comparable", "Nêu mức tăng, giảm"),
    ("Nhập toàn bộ các đơn vị cũ", "comparable_with_note", "Nêu tên các đơn vị cũ, không cộng số"),
    ("Nhập một phần, chia tách", "not_comparable", "Không nêu mức tăng, giảm; nêu lý do"),
    (
        "Hai bộ tiêu chí khác nhau, chỉ số chung",
        "comparable_with_note",
        "Nêu rõ một phần do bộ mới",
    ),
    ("Hai bộ tiêu chí khác nhau, từng tiêu chí", "not_comparable", "Trừ khi có dòng đối chiếu"),
    ("Cách đo thay đổi (SIPAS, PAPI)", "not_comparable", "Không nêu mức tăng, giảm; nêu lý do"),
]


SAID_OF_SOME = (
    "Điểm tối đa",
    "Điểm thay đổi",
    "Cách chấm",
    "Người chấm",
)  # shown where any row says it


# frameworks --------------------------------------------------------------------------------


@kept
def default_framework(frameworks: pd.DataFrame, unit_group: str, year: str | None) -> str | None:
    """The index's framework of the unit's peers in force in the year, else their latest."""
    own = frameworks[
        (frameworks["unit_group"] == unit_group) & (frameworks["about"] == "par_index")
    ]
    for row in rows_of(own):
        if year and _in_force(row, int(year)):
            return str(row["framework_id"])
    return str(own["framework_id"].iloc[0]) if len(own) else None


def _in_force(row: Row, year: int) -> bool:
    first, last = row["year_from"], row["year_to"]
    return (not words.known(first) or first <= year) and (not words.known(last) or year <= last)


def framework_label(row: Row) -> str:
    """ "Bộ tiêu chí cấp xã, 2022–2024 (Bộ tiêu chí Chỉ số …)"."""
    return f"{_kind(row)}, {_years(row)}: {words.short(words.calm(row['framework_name']), 80)}"


def _kind(row: Row) -> str:
    level = words.UNIT_LEVELS.get(str(row["unit_level"]), "")
    return f"{ABOUT.get(row['about'], ABOUT['par_index'])} {level}".strip()


def _years(row: Row) -> str:
    first, last = row["year_from"], row["year_to"]
    if not words.known(last):
        return f"từ năm {int(first)}" if words.known(first) else "không ghi năm"
    return str(int(last)) if first == last else f"{int(first)}–{int(last)}"


def headline(row: Row, year: str | None) -> str:
    """ "Bộ tiêu chí cấp xã năm 2024: 8 lĩnh vực, 36 tiêu chí, 78 tiêu chí thành phần"."""
    when = f"năm {year}" if year and _in_force(row, int(year)) else f"năm {_years(row)}"
    return f"{_kind(row)} {when}: {', '.join(_sizes(row)) or 'chưa có tiêu chí'}"


def _sizes(row: Row) -> list[str]:
    # Where the index is the mean of percents, its rows are called indexes.
    is_mean = row["aggregation"] == "mean_percent" and row["about"] == "par_index"
    names = SIZES | ({"components": "chỉ số thành phần"} if is_mean else {})
    counts = {key: int(row[key]) for key in SIZES} | {"components": _components(row)}
    told = {key: f"{counts[key]} {name}" for key, name in names.items() if counts[key]}
    if row["has_sipas"] and "components" in told:
        told["components"] += " và SIPAS"
    return list(told.values())


def _components(row: Row) -> int:
    """The areas: SIPAS stands beside them, in the tree as in every sentence."""
    return int(row["components"]) - bool(row["has_sipas"])


def points(row: Row) -> str:
    """The figure: "100 điểm"; a framework without points is read in percent."""
    return f"{words.number(row['max_points'])} điểm" if words.known(row["max_points"]) else "100%"


def said(row: Row) -> str:
    """How the index is made, in force when, from where."""
    how = AGGREGATIONS.get(str(row["aggregation"]), str(row["aggregation"]))
    parts = [f"Chỉ số chung: {words.lower_first(how)}"]
    if row["bands"]:
        parts.append(f"{int(row['bands'])} mức xếp loại")
    if words.known(row["source"]):
        parts.append(f"nguồn: {words.short(row['source'], 200)}")
    return "; ".join(parts) + "."


@kept
def framework_table(frameworks: pd.DataFrame) -> pd.DataFrame:
    """Every framework and its size."""
    rows = rows_of(frameworks)
    return pd.DataFrame(
        {
            "Loại": [_kind(row) for row in rows],
            "Tên": [words.short(words.calm(row["framework_name"]), 160) for row in rows],
            "Áp dụng cho": [words.upper_first(words.short(row["unit_group_name"])) for row in rows],
            "Năm": [_years(row) for row in rows],
            "Điểm tối đa": [row["max_points"] for row in rows],
            "Lĩnh vực": [_components(row) for row in rows],
            "Tiêu chí": [int(row["criteria"]) for row in rows],
            "Tiêu chí thành phần": [int(row["subcriteria"]) for row in rows],
        }
    )


@kept
def criteria_table(criteria: pd.DataFrame) -> pd.DataFrame:
    """The tree in its order; how deep a row stands is told by its level and its code."""
    rows = rows_of(criteria)
    table = pd.DataFrame(
        {
            "Mã": [str(row["criterion_code"]) for row in rows],
            "Cấp": [_level(row) for row in rows],
            "Tiêu chí": [words.short(row["criterion_name"], 220) for row in rows],
            "Điểm tối đa": [
                row["max_points"] if words.known(row["max_points"]) else row["leaf_points"]
                for row in rows
            ],
            "Điểm thay đổi": [MOVES.get(str(row["moves"]), words.MISSING) for row in rows],
            "Cách chấm": [RULES.get(str(row["rule"]), words.MISSING) for row in rows],
            "Người chấm": [SCORED_BY.get(str(row["scored_by"]), words.MISSING) for row in rows],
        }
    )
    unsaid = [name for name in SAID_OF_SOME if not table[name].map(_is_said).any()]
    return table.drop(columns=unsaid)


def _is_said(value: object) -> bool:
    return words.known(value) and value != words.MISSING


def _level(row: Row) -> str:
    return (
        "SIPAS" if row["criterion_code"] == "SIPAS" else LEVELS.get(row["level"], str(row["level"]))
    )


@kept
def within(criteria: pd.DataFrame, area: str) -> pd.DataFrame:
    """The rows of one area, or of all."""
    return criteria[criteria["area_code"] == area] if area else criteria


@kept
def areas(criteria: pd.DataFrame) -> dict[str, str]:
    """The areas to choose from, all first."""
    top = rows_of(criteria[criteria["level"] == "component"])
    named = {
        str(row["area_code"]): f"{row['criterion_code']}. {words.calm(row['criterion_name'])}"
        for row in top
        if words.known(row["area_code"])
    }
    return {"": "Mọi lĩnh vực"} | named


@kept
def band_table(bands: pd.DataFrame) -> pd.DataFrame:
    rows = rows_of(bands)
    return pd.DataFrame(
        {
            "Xếp loại": [str(row["band_name"]) for row in rows],
            "Từ (%)": [row["min_percent"] for row in rows],
            "Đến dưới (%)": [row["below_percent"] for row in rows],
        }
    )


@kept
def others_like(frameworks: pd.DataFrame, row: Row) -> dict[str, str]:
    """Versions to lay beside it, those of the same units first."""
    others = rows_of(frameworks[frameworks["framework_id"] != row["framework_id"]])
    others.sort(
        key=lambda one: (one["unit_group"] != row["unit_group"], one["about"] != row["about"])
    )
    return {"": "Không so"} | {str(one["framework_id"]): framework_label(one) for one in others}


@kept
def versions_said(changes: pd.DataFrame) -> str:
    """ "Thêm 3, bỏ 1, đổi điểm tối đa 12; giữ nguyên 62."."""
    counts = changes["change"].value_counts()
    told = [
        f"{CHANGES[change][2:].lower()} {int(counts[change])}"
        for change in ("added", "removed", "renamed", "renumbered", "maximum")
        if change in counts
    ]
    same = int(counts.get("same", 0))
    start = ", ".join(told) if told else "không có thay đổi"
    return words.upper_first(f"{start}; giữ nguyên {same}.")


@kept
def version_table(changes: pd.DataFrame) -> pd.DataFrame:
    """Only what changed, in the order of the later framework."""
    rows = rows_of(changes[changes["change"] != "same"])
    return pd.DataFrame(
        {
            "Thay đổi": [CHANGES[row["change"]] for row in rows],
            "Cấp": [LEVELS.get(row["level"], str(row["level"])) for row in rows],
            "Mã trước": [_known(row["code_before"]) for row in rows],
            "Mã sau": [_known(row["code_after"]) for row in rows],
            "Tên trước": [words.short(row["name_before"], 160) or words.MISSING for row in rows],
            "Tên sau": [_name_after(row) for row in rows],
            "Điểm tối đa trước": [row["max_before"] for row in rows],
            "Điểm tối đa sau": [row["max_after"] for row in rows],
        }
    )


def _name_after(row: Row) -> str:
    if words.known(row["name_before"]) and row["name_before"] == row["name_after"]:
        return "như trước"
    return words.short(row["name_after"], 160) or words.MISSING


def _known(value: object) -> str:
    return str(value) if words.known(value) else words.MISSING


# units -------------------------------------------------------------------------------------


@kept
def unit_table(units: pd.DataFrame) -> pd.DataFrame:
    """Units with their validity; days are left empty where nobody said them."""
    rows = rows_of(units)
    return pd.DataFrame(
        {
            "Đơn vị": [_unit(row["unit_name"], row["illustrative"]) for row in rows],
            "Loại": [words.upper_first(words.short(row["kind"])) for row in rows],
            "Cấp trên": [
                words.upper_first(words.short(row["parent_name"]) or words.MISSING) for row in rows
            ],
            "Hiệu lực từ": [_day(row["valid_from"]) for row in rows],
            "Hiệu lực đến": [_day(row["valid_to"]) for row in rows],
            "Tên khác": [words.short(row["aliases"], 200) or words.MISSING for row in rows],
        }
    )


@kept
def units_said(units: pd.DataFrame) -> str:
    """ "46 đơn vị; 12 đơn vị đã hết hiệu lực."."""
    ended = int(units["in_force"].eq(False).sum())
    told = f"; {ended} đơn vị không còn hiệu lực hôm nay" if ended else ""
    return f"{len(units)} đơn vị{told}."


@kept
def lineage_table(lineage: pd.DataFrame) -> pd.DataFrame:
    """Before → after, and whether two years can be set against each other."""
    rows = rows_of(lineage)
    return pd.DataFrame(
        {
            "Trước": [_of_parent(row, "before") for row in rows],
            "Sau": [_of_parent(row, "after") for row in rows],
            "Hình thức": [LINEAGE.get(row["kind"], str(row["kind"])) for row in rows],
            "Từ ngày": [_day(row["effective_on"]) for row in rows],
            "Văn bản": [words.short(row["document"], 160) or words.MISSING for row in rows],
            "So sánh số liệu": [FLAGS[row["flag"]] for row in rows],
            "Lý do": [words.upper_first(str(row["reason"])) for row in rows],
        }
    )


@kept
def lineage_said(lineage: pd.DataFrame) -> str:
    """ "Từ 01/07/2025: 10 đơn vị cũ thành 6 đơn vị mới."."""
    if lineage.empty:
        return "Danh mục chưa có sắp xếp nào của đơn vị này."
    day = _day(lineage["effective_on"].iloc[0])
    latest = lineage[lineage["effective_on"] == lineage["effective_on"].iloc[0]]
    before, after = (latest[f"unit_id_{side}"].nunique() for side in ("before", "after"))
    return f"Từ ngày {words.day(day)}: {before} đơn vị cũ thành {after} đơn vị mới."


def _of_parent(row: Row, side: str) -> str:
    name = words.upper_first(str(row[f"name_{side}"]))
    parent = row[f"parent_{side}"]
    return f"{name}, {parent}" if words.known(parent) else name


def _unit(name: object, illustrative: object) -> str:
    return words.upper_first(str(name)) + (" (minh họa)" if illustrative else "")


def _day(value: Any) -> Any:
    """A day as a date, or nothing: the store's days come as timestamps."""
    return value.date() if words.known(value) and hasattr(value, "date") else None


# indicators, method ------------------------------------------------------------------------


@kept
def indicator_table(indicators: pd.DataFrame, most: int | None = None) -> pd.DataFrame:
    """Indicators and how offices head them: of many ways the first `most`, else all."""
    rows = rows_of(indicators)
    return pd.DataFrame(
        {
            "Mã": [str(row["indicator_code"]) for row in rows],
            "Chỉ tiêu": [str(row["indicator_name"]) for row in rows],
            "Chiều đánh giá": [BETTER.get(str(row["better"]), words.MISSING) for row in rows],
            "Cách ghi trong tệp": [_list(row["labels"], most) for row in rows],
            "Cột tổng số": [_list(row["totals"], most) for row in rows],
            "Số đơn vị có số liệu": [int(row["units"]) for row in rows],
        }
    )


def _list(text: object, most: int | None = None) -> str:
    if not words.known(text):
        return words.MISSING
    ways = str(text).split(";")
    left = len(ways) - len(ways[:most])
    return "; ".join(ways[:most]) + (f" và {left} cách khác" if left else "")


def comparing_table() -> pd.DataFrame:
    """When two years can be set against each other, as the pages do it."""
    return pd.DataFrame(
        {
            "Trường hợp": [case for case, _, _ in COMPARING],
            "So sánh": [FLAGS[flag] for _, flag, _ in COMPARING],
            "Cách thể hiện": [how for _, _, how in COMPARING],
        }
    )


@kept
def break_table(breaks: pd.DataFrame) -> pd.DataFrame:
    """Since when an index is measured in another way, and why."""
    rows = rows_of(breaks)
    return pd.DataFrame(
        {
            "Chỉ số": [str(row["index_code"]).upper() for row in rows],
            "Từ năm": [str(int(row["from_year"])) for row in rows],
            "Lý do": [words.upper_first(str(row["reason"])) for row in rows],
        }
    )


@kept
def crosswalk_table(lines: pd.DataFrame) -> pd.DataFrame:
    """A criterion of the earlier framework beside one of the later."""
    rows = rows_of(lines)
    return pd.DataFrame(
        {
            "Bộ trước": [words.short(row["framework_before_name"], 80) for row in rows],
            "Tiêu chí trước": [_coded(row, "before") for row in rows],
            "Bộ sau": [words.short(row["framework_after_name"], 80) for row in rows],
            "Tiêu chí sau": [_coded(row, "after") for row in rows],
            "So sánh": [FLAGS.get(row["flag"], str(row["flag"])) for row in rows],
            "Lưu ý": [_known(row["note"]) for row in rows],
        }
    )


def _coded(row: Row, side: str) -> str:
    code = row[f"criterion_{side}"]
    if code == "total":
        return "Chỉ số chung"
    return f"{_known(code)}. {words.short(row[f'name_{side}'], 120)}"


def cells_where_known(rows: pd.DataFrame, links: Sequence[str | None]) -> dict[str, list[str]]:
    """A column of links, only where some row came by a workbook."""
    if not any(links):
        return {}
    return {"Nguồn": [words.linked("Mở ô", link) if link else words.MISSING for link in links]}
