"""Figures found by words or by a number, for a reader without a link.

In: what was typed, rows of the query `figure_search`. Out: parameters of the query, a sentence, a
table of typed values.
"""

from __future__ import annotations

import re
from typing import Any

import pandas as pd

from cchc.rows import rows_of
from cchc.ui import words
from cchc.ui.facts_read import FACTS, value_of_round

LISTED = 50


def asked(typed: str) -> dict[str, str | None]:
    """ "82,13" and "100%" are looked for as numbers; anything else as words, codes ("1.10") too."""
    text = " ".join(typed.split())
    number = re.fullmatch(r"(\d+)(?:,(\d+))? ?(%?)", text, re.ASCII)
    if number and (number[2] or number[3]):
        return {"words": None, "value": f"{number[1]}.{number[2] or 0}"}
    return {"words": text or None, "value": None}


def said(rows: pd.DataFrame, typed: str) -> str:
    """How many figures fit, and that not all are listed."""
    if rows.empty:
        return f"Không thấy số liệu nào khớp với “{typed}”. Thử bớt từ, đổi đơn vị hoặc năm."
    count = int(rows["found"].iloc[0])
    if count > len(rows):
        return (
            f"{count} số liệu khớp; dưới đây là {len(rows)} số liệu đầu. Thêm từ, chọn đơn vị hoặc "
            "năm để thu hẹp."
        )
    return f"{count} số liệu khớp."


def table(rows: pd.DataFrame) -> pd.DataFrame:
    """What was found, a line each."""
    records: list[dict[str, Any]] = rows_of(rows)
    return pd.DataFrame(
        {
            "Loại": [FACTS[row["table_name"]] for row in records],
            "Nội dung": [_named(row) for row in records],
            "Giá trị": [value_of_round(row) for row in records],
            "Đơn vị": [_unit(row) for row in records],
            "Kỳ": [words.period(row["period_id"]) for row in records],
            "Tệp": [words.short(row["file"], 60) for row in records],
        }
    )


def _named(row: dict[str, Any]) -> str:
    name = words.short(row["item_name"], 120) or words.MISSING
    code = row["item_code"]
    return f"{code}. {name}" if words.known(code) and str(code)[:1].isdecimal() else name


def _unit(row: dict[str, Any]) -> str:
    if not words.known(row["unit_name"]):
        return words.MISSING
    return words.upper_first(str(row["unit_name"])) + (" (minh họa)" if row["illustrative"] else "")
