"""What was read from a cell, in words: as a sentence, as a value, as a line of a table.

In: rows of the queries `cell_facts` and `figure_search`. Out: plain Vietnamese. It must not know
where on a page they stand.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from cchc.rows import rows_of
from cchc.ui import words

FACTS = {
    "score": "Điểm, chỉ số",
    "target": "Mục tiêu",
    "task": "Nhiệm vụ",
    "task_progress": "Tiến độ nhiệm vụ",
    "service_indicator": "Chỉ tiêu dịch vụ công",
    "satisfaction": "Mức độ hài lòng",
    "reporting_rule": "Chế độ báo cáo",
    "decision": "Quyết định",
}
LONGEST_VALUE = 120
PROGRESS = {
    "done": "hoàn thành",
    "in_progress": "đang thực hiện",
    "not_started": "chưa thực hiện",
}


def fact_sentence(row: Mapping[str, Any]) -> str:
    """ "Điểm, chỉ số – Cải cách thể chế, huyện Tam Đường, năm 2023: 100%, hạng 1"."""
    scope = [words.short(row["item_name"], 120) or FACTS[row["table_name"]]]
    if words.known(row["unit_name"]):
        scope.append(str(row["unit_name"]))
    if words.known(row["period_id"]):
        scope.append(words.lower_first(words.period(row["period_id"])))
    if words.known(row["round"]):
        scope.append(words.ROUNDS[str(row["round"])])
    return f"{FACTS[row['table_name']]} – {', '.join(scope)}: {fact_value(row)}"


def fact_value(row: Mapping[str, Any]) -> str:
    """A fact's figures in words: "6,71/10 điểm", "trên 75%, hạng 3", "Phòng Nội vụ; Quý I"."""
    parts = [_points(row), _percent(row), _rank(row)]
    if row["table_name"] == "task_progress":
        parts.append(PROGRESS.get(str(row["text"]), ""))
    elif row["table_name"] == "service_indicator" and words.known(row["text"]):
        parts.insert(0, str(row["text"]))
    elif words.known(row["text"]) and (row["table_name"] != "score" or not any(parts)):
        parts.append(f"“{words.short(row['text'], 120)}”")
    return ", ".join(part for part in parts if part) or words.MISSING


def value_of_round(row: Mapping[str, Any]) -> str:
    """The same with the round that gave it: "13/18 điểm (tự chấm)"."""
    round_name = words.ROUNDS.get(str(row["round"]))
    value = words.short(fact_value(row), LONGEST_VALUE)
    return f"{value} ({round_name})" if round_name else value


def _points(row: Mapping[str, Any]) -> str:
    if not words.known(row["points"]):
        return ""
    of = f"/{words.number(row['max_points'])}" if words.known(row["max_points"]) else ""
    unit = " điểm" if row["table_name"] == "score" else ""
    return f"{words.number(row['points'])}{of}{unit}"


def _percent(row: Mapping[str, Any]) -> str:
    if not words.known(row["percent"]):
        return ""
    if row["table_name"] == "target":
        return words.target_phrase(row["comparator"], row["percent"])
    return words.percent(row["percent"])


def _rank(row: Mapping[str, Any]) -> str:
    return f"hạng {words.rank_of(row['rank'], row['rank_of'])}" if words.known(row["rank"]) else ""


def fact_table(facts: pd.DataFrame) -> pd.DataFrame:
    """All that was read from a sheet, in the order of its cells."""
    rows = rows_of(facts)
    return pd.DataFrame(
        {
            "Ô": [str(row["cell"]) for row in rows],
            "Loại": [FACTS[row["table_name"]] for row in rows],
            "Nội dung": [words.short(row["item_name"], 200) or words.MISSING for row in rows],
            "Giá trị": [value_of_round(row) for row in rows],
            "Đơn vị": [words.upper_first(words.short(row["unit_name"])) for row in rows],
            "Kỳ": [words.period(row["period_id"]) for row in rows],
        }
    )
