"""A sheet as received: how a cell reads, and the rows around it.

In: a sheet cell by cell, an address. Out: texts as Excel shows them, a table of them. It must not
read a file, nor know what a figure means.
"""

from __future__ import annotations

import re
from datetime import date, datetime, time
from decimal import Decimal

import pandas as pd

from cchc.model import Area, Cell, Sheet, column_letter
from cchc.numbers import show
from cchc.ui import words

ROWS_ABOVE = 5
ROWS_SHOWN = 12
LONGEST_CELL = 140
GENERAL_PLACES = 10
LEFT, ABOVE = "←", "↑"
MARK = "▶"
ADDRESS = re.compile(r"([A-Za-z]{1,3})([1-9]\d{0,6})")


def displayed(cell: Cell | None) -> str:
    """A cell as Excel shows it: "70,52%", "05/09/2024", "#REF!"; empty for an empty cell."""
    if cell is None or cell.value is None:
        return ""
    value = cell.value
    if cell.state == "uncached":
        return f"{value} (công thức chưa có kết quả)"
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, (datetime, date, time)):
        return _displayed_time(value)
    if isinstance(value, (int, float, Decimal)):
        return _displayed_number(Decimal(format(value, ".15g")), cell.number_format)
    return str(value)


def _displayed_time(value: datetime | date | time) -> str:
    if isinstance(value, time):
        return f"{value:%H:%M}"
    if isinstance(value, datetime) and value.time() != time(0):
        return f"{value:%d/%m/%Y %H:%M}"
    return f"{value:%d/%m/%Y}"


def _displayed_number(value: Decimal, number_format: str) -> str:
    pattern = re.sub(r'"[^"]*"|\\.|\[[^\]]*\]', "", number_format.split(";", maxsplit=1)[0])
    if not re.search(r"[0#]", pattern):  # General, or text
        return _ungrouped(value, GENERAL_PLACES, trim=True)
    is_percent = "%" in pattern
    decimals = re.search(r"\.([0#?]+)", pattern)
    places = len(decimals[1]) if decimals else 0
    number = value * 100 if is_percent else value
    trim = bool(decimals and "0" not in decimals[1])
    text = (show if re.search(r"[#0],[#0]", pattern) else _ungrouped)(number, places, trim=trim)
    return text + ("%" if is_percent else "")


def _ungrouped(value: Decimal, places: int, *, trim: bool) -> str:
    return show(value, places, trim=trim).replace(".", "")


# the sheet around a cell --------------------------------------------------------------------


def row_and_column(address: str) -> tuple[int, int]:
    """(11, 4) for "D11"."""
    match = ADDRESS.fullmatch(address)
    assert match is not None
    column = 0
    for letter in match[1].upper():
        column = column * 26 + ord(letter) - 64
    return int(match[2]), column


def value_at(sheet: Sheet, address: str) -> str:
    """What stands at an address; a merged cell has the value of its first cell."""
    place = row_and_column(address)
    merge = _merge_of(sheet, place)
    return displayed(sheet.cells.get((merge.top, merge.left) if merge else place))


def merged_into(sheet: Sheet, address: str) -> str | None:
    """ "B3:D3" when the cell is part of a merged one."""
    merge = _merge_of(sheet, row_and_column(address))
    return str(merge) if merge else None


def _merge_of(sheet: Sheet, place: tuple[int, int]) -> Area | None:
    return next((area for area in sheet.merges if place in area), None)


def around(sheet: Sheet, address: str) -> pd.DataFrame:
    """The rows around a cell, all columns, as Markdown texts under Excel's letters and numbers."""
    row, column = row_and_column(address)
    last_row = max([row, *(place[0] for place in sheet.cells)])
    last_column = max([column, *(place[1] for place in sheet.cells)])
    top = max(1, min(row - ROWS_ABOVE, last_row - ROWS_SHOWN + 1))
    rows = range(top, min(last_row, top + ROWS_SHOWN - 1) + 1)
    columns = range(1, last_column + 1)
    texts = [[_text(sheet, (r, c), (row, column), top) for c in columns] for r in rows]
    return pd.DataFrame(
        texts,
        index=[_head(str(r), r in sheet.hidden_rows) for r in rows],
        columns=[_head(column_letter(c), c in sheet.hidden_columns) for c in columns],
    )


def _head(name: str, hidden: bool) -> str:
    return f"{name} (ẩn)" if hidden else name


def _text(sheet: Sheet, place: tuple[int, int], marked: tuple[int, int], top: int) -> str:
    text = _unmarked(sheet, place, top)
    if place == marked:
        return f":primary-background[**{MARK} {text or words.MISSING}**]"
    cell = sheet.cells.get(place)
    return f"**{text}**" if text and cell is not None and cell.bold else text


def _unmarked(sheet: Sheet, place: tuple[int, int], top: int) -> str:
    """A cell's text; parts of a merged cell point to where its text stands."""
    merge = _merge_of(sheet, place)
    if merge is None or place == (merge.top, merge.left):
        return _short(displayed(sheet.cells.get(place)))
    if place[1] > merge.left:
        return LEFT
    if place[0] == top:  # its first row is out of sight
        return f"{ABOVE} {_short(displayed(sheet.cells.get((merge.top, merge.left))))}"
    return ABOVE


def _short(text: str) -> str:
    return words.plain(words.short(text, LONGEST_CELL)) if text else ""
