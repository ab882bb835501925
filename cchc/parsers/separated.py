"""Reads texts whose lines are rows: .csv, .tsv, .txt, in the encodings that offices have.

In: bytes without any magic. Out: a Book of one sheet, all cells text, since a file of this kind has
no types. Refuses what cannot be decoded without guessing and what is no table: a separator must
part at least half of the lines into the same number of cells.
"""

from __future__ import annotations

import codecs
import csv
import io
import re
import unicodedata
from collections import Counter

from cchc.model import LAST_COLUMN, LAST_ROW
from cchc.parsers import Limits, Refused
from cchc.parsers.book import Book

SHEET = "Bảng 1"
SEPARATORS = "\t;|,"  # The comma last: it is the decimal sign of the country.
ENOUGH_ROWS, STEADY = 2, 0.5
BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
BINARY = re.compile("[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f\ufffe\uffff]")
# In Windows-1258 a tone stands after its letter; where it follows anything else, the text is none.
STRAY_TONE = re.compile("(?:^|[^A-Za-zÂâÊêÔôĂăƠơƯư])[\u0300\u0301\u0303\u0309\u0323]")
EXCEL_HINT = re.compile(r"sep=(.)\r?\n")


def read(content: bytes, limits: Limits) -> Book:
    """The one sheet of a text. Raises Refused."""
    text = decoded(content)
    if text.startswith("<"):
        raise Refused("markup")
    rows = _rows(text)
    book = Book("csv", int(limits["max_items"]))
    sheet = book.sheet(SHEET)
    if len(rows) > LAST_ROW or max(map(len, rows), default=0) > LAST_COLUMN:
        raise Refused("too_many_cells")
    for row, cells in enumerate(rows, start=1):
        for column, cell in enumerate(cells, start=1):
            sheet.add_text(row, column, cell)
        sheet.count()
    return book


def decoded(content: bytes) -> str:
    """The text of the bytes. Raises Refused where they are no text in any known encoding."""
    for mark, encoding in BYTE_ORDER_MARKS:
        if content.startswith(mark):
            return _checked(_strictly(content, encoding))
    if b"\x00" in content[:1024]:
        return _checked(_strictly(content, _wide_encoding(content)))
    try:
        return _checked(content.decode("utf-8"))
    except UnicodeDecodeError:
        text = _strictly(content, "cp1258")
    if STRAY_TONE.search(text):
        raise Refused("not_text")
    return _checked(unicodedata.normalize("NFC", text))


def _wide_encoding(content: bytes) -> str:
    """UTF-16 without a mark: the zero halves of plain letters tell the order."""
    start = content[:1024]
    return "utf-16-be" if start[::2].count(0) > start[1::2].count(0) else "utf-16-le"


def _strictly(content: bytes, encoding: str) -> str:
    try:
        return content.decode(encoding)
    except UnicodeDecodeError:
        raise Refused("not_text") from None


def _checked(text: str) -> str:
    if BINARY.search(text):
        raise Refused("not_text")
    return text


def _rows(text: str) -> list[list[str]]:
    hint = EXCEL_HINT.match(text)
    if hint is not None:
        return _parted(text[hint.end() :], hint[1])
    found = [(_steadiness(rows), rows) for rows in _ways(text)]
    best = max((share for share, _ in found), default=0.0)
    if best < STEADY:
        raise Refused("no_table_in_text")
    return next(rows for share, rows in found if share == best)


def _ways(text: str) -> list[list[list[str]]]:
    """The rows that each separator gives, where it occurs and leaves no quote open."""
    ways: list[list[list[str]]] = []
    faults: list[Refused] = []
    for separator in filter(text.__contains__, SEPARATORS):
        try:
            ways.append(_parted(text, separator))
        except Refused as fault:  # A cell in quotes before another separator looks like this too.
            faults.append(fault)
    if faults and not ways:
        raise faults[0]
    return ways


def _parted(text: str, separator: str) -> list[list[str]]:
    csv.field_size_limit(max(len(text), 1))
    lines = io.StringIO(text, newline="")
    try:
        return list(csv.reader(lines, delimiter=separator, strict=True))
    except csv.Error:
        raise Refused("open_quote") from None


def _steadiness(rows: list[list[str]]) -> float:
    """The share of rows that have the most common number of cells, if that makes a table."""
    widths = Counter(len(row) for row in rows if any(cell.strip() for cell in row))
    tables = [(count, width) for width, count in widths.items() if width > 1]
    count, _ = max(tables, default=(0, 0))
    return count / widths.total() if count >= ENOUGH_ROWS else 0.0
