"""Any table comes back as it was written; any damage ends in cells or in a clear refusal."""

from __future__ import annotations

import csv
import io
import random
from collections.abc import Callable, Iterator
from datetime import date, datetime, time
from xml.sax.saxutils import escape

import openpyxl
import pytest
import xlwt
from hypothesis import given, settings
from hypothesis import strategies as st

from cchc.errors import UnreadableWorkbook
from cchc.model import LAST_COLUMN, LAST_ROW, Workbook
from cchc.workbook import REFUSALS, Limits, Reader
from tests.office_files import (
    docx,
    ods,
    ods_cell,
    ods_number,
    ods_row,
    ods_table,
    paragraph,
    unzipped,
    word_cell,
    word_row,
    word_table,
    xls,
    xlsx,
    zipped,
)

HEAD = ["STT", "Tiêu chí", "Điểm tối đa", "Tự chấm"]
ROWS: list[list[str | float]] = [
    [f"{row}.1", f"Tiêu chí số {row}", 2, row / 8] for row in range(1, 9)
]
CODES = {code for code, _ in REFUSALS.values()}
PLACES = 24
REPEATED = "table:number-columns-repeated"


@pytest.fixture(scope="module")
def reader() -> Iterator[Reader]:
    with Reader(Limits(max_seconds=5)) as warm:
        yield warm


def an_xlsx() -> bytes:
    book = openpyxl.Workbook()
    page = book.worksheets[0]
    page.merge_cells("A1:D1")
    for row in [["BẢNG ĐIỂM"], HEAD, *ROWS]:
        page.append(row)
    page["D3"].number_format = "0.00%"
    return xlsx(book)


def an_xls() -> bytes:
    book = xlwt.Workbook()
    page = book.add_sheet("Điểm")
    page.write_merge(0, 0, 0, 3, "BẢNG ĐIỂM")
    percent = xlwt.easyxf(num_format_str="0.00%")
    lines: list[list[str | float]] = [[*HEAD], *ROWS]
    for number, line in enumerate(lines, start=1):
        for column, value in enumerate(line):
            page.write(number, column, value, percent)
    return xls(book)


def an_ods() -> bytes:
    rows = [ods_row(*(ods_cell(text) for text in HEAD))]
    for number, name, most, points in ROWS:
        cells = (
            ods_cell(str(number)),
            ods_cell(str(name)),
            ods_number(most, attributes=f'{REPEATED}="2"'),
        )
        rows.append(ods_row(*cells, ods_number(points, "percentage")))
    return ods(ods_table(*rows))


def a_docx() -> bytes:
    rows = [word_row(*HEAD), *(word_row(*map(str, row)) for row in ROWS)]
    merged = word_row(word_cell("Cộng", properties='<w:gridSpan w:val="3"/>'), "1")
    return docx(paragraph("PHỤ LỤC"), word_table(*rows, merged))


def a_text() -> bytes:
    lines: list[list[str | float]] = [[*HEAD], *ROWS]
    return "\n".join(";".join(str(value) for value in line) for line in lines).encode("utf-8-sig")


MAKERS = [an_xlsx, an_xls, an_ods, a_docx, a_text]


def flipped(content: bytes, place: int, chance: random.Random) -> bytes:
    return content[:place] + bytes([chance.randrange(256)]) + content[place + 1 :]


def damaged_files(content: bytes, places: int) -> Iterator[bytes]:
    """Cut short, changed in a byte, changed in a run of bytes, and changed inside its parts."""
    chance = random.Random(len(content))
    for _ in range(places):
        yield content[: chance.randrange(len(content))]
        yield flipped(content, chance.randrange(len(content)), chance)
        place = chance.randrange(len(content))
        yield content[:place] + chance.randbytes(8) + content[place + 8 :]
    if content.startswith(b"PK"):
        parts = unzipped(content)
        names = [name for name in parts if parts[name]]
        for _ in range(2 * places):
            name = chance.choice(names)
            yield zipped(parts | {name: altered(parts[name], chance)})


def altered(part: bytes, chance: random.Random) -> bytes:
    """XML that is still XML, or nearly: a number blown up, a name changed, a piece doubled."""
    place = chance.randrange(len(part))
    piece = part[place : place + chance.randrange(1, 60)]
    return chance.choice(
        [
            flipped(part, place, chance),
            part[:place] + piece + part[place:],
            part[:place] + part[place + len(piece) :],
            part.replace(b'"1"', chance.choice([b'"99999999"', b'"-1"', b'"x"', b'""']), 1),
            part.replace(b"0", chance.choice([b"9999999999", b"-", b"NaN"]), 1),
        ]
    )


def outcome(reader: Reader, content: bytes) -> str:
    """'read', or the code of the refusal."""
    try:
        looked_at(reader.read("tệp", content))
    except UnreadableWorkbook as refusal:
        return refusal.code
    return "read"


def looked_at(book: Workbook) -> Workbook:
    """Every cell made: what a damaged file says must be a value of ours, in a place of a sheet."""
    for sheet in book.sheets:
        for (row, column), cell in sheet.cells.items():
            assert 0 < row <= LAST_ROW
            assert 0 < column <= LAST_COLUMN
            assert isinstance(cell.value, str | int | float | bool | date | time)
    return book


@pytest.mark.parametrize("maker", MAKERS, ids=lambda maker: maker.__name__)
def test_damage_ends_in_cells_or_a_refusal_and_never_kills_the_reader(
    reader: Reader, maker: Callable[[], bytes]
) -> None:
    content = maker()
    assert len(looked_at(reader.read("tệp", content)).sheets[0].cells) >= len(ROWS) * len(HEAD)
    before = reader.pid
    for changed in damaged_files(content, PLACES):
        assert outcome(reader, changed) in CODES | {"read"}
    assert reader.pid == before


LETTERS = "abcXYZ ăâđêôơưẢỘữ ñ;,|\"'=+-@\t\n0123456789.%<>&"
texts = st.text(LETTERS, min_size=1, max_size=12).filter(str.strip)
numbers = st.one_of(
    st.integers(-(10**15), 10**15),
    st.integers(-(10**9), 10**9).map(lambda thousandths: thousandths / 1000),
)
moments = st.datetimes(datetime(1950, 1, 1), datetime(2100, 1, 1)).map(
    lambda moment: moment.replace(microsecond=0)
)
cells = st.one_of(st.none(), texts, numbers, st.booleans(), moments)
grids = st.lists(st.lists(cells, min_size=2, max_size=6), min_size=1, max_size=6)
quickly = settings(max_examples=40, deadline=None, derandomize=True, database=None)


def expected(grid: list[list[object]]) -> dict[tuple[int, int], object]:
    return {
        (row, column): value
        for row, line in enumerate(grid, start=1)
        for column, value in enumerate(line, start=1)
        if value is not None
    }


def found(reader: Reader, content: bytes) -> dict[tuple[int, int], object]:
    (sheet,) = looked_at(reader.read("tệp", content)).sheets
    return {place: cell.value for place, cell in sheet.cells.items()}


@quickly
@given(grid=grids)
def test_any_xlsx_table_comes_back_as_it_was_written(
    reader: Reader, grid: list[list[object]]
) -> None:
    book = openpyxl.Workbook()
    for (row, column), value in expected(grid).items():
        cell = book.worksheets[0].cell(row, column, value)
        cell.data_type = "s" if isinstance(value, str) else cell.data_type
    assert found(reader, xlsx(book)) == expected(grid)


@quickly
@given(grid=grids)
def test_any_ods_table_comes_back_as_it_was_written(
    reader: Reader, grid: list[list[object]]
) -> None:
    rows = (ods_row(*(as_ods(value) for value in line)) for line in grid)
    assert found(reader, ods(ods_table(*rows))) == expected(grid)


def as_ods(value: object) -> str:
    if value is None:
        return ods_cell()
    if isinstance(value, bool):
        typed = f'office:value-type="boolean" office:boolean-value="{str(value).lower()}"'
        return ods_cell(str(value), typed)
    if isinstance(value, int | float):
        return ods_number(value)
    if isinstance(value, datetime):
        return ods_cell("x", f'office:value-type="date" office:date-value="{value.isoformat()}"')
    lines = (escape(line).replace("\t", "<text:tab/>") for line in str(value).split("\n"))
    inside = "".join(f"<text:p>{line}</text:p>" for line in lines)
    return f'<table:table-cell office:value-type="string">{inside}</table:table-cell>'


@quickly
@given(
    grid=st.lists(st.lists(texts, min_size=3, max_size=3), min_size=2, max_size=6),
    separator=st.sampled_from(";\t|,"),
    encoding=st.sampled_from(["utf-8", "utf-8-sig", "utf-16"]),
)
def test_any_text_table_comes_back_as_it_was_written(
    reader: Reader, grid: list[list[object]], separator: str, encoding: str
) -> None:
    target = io.StringIO(newline="")
    csv.writer(target, delimiter=separator, quoting=csv.QUOTE_ALL).writerows(grid)
    hint = f"sep={separator}\r\n"
    content = (hint + target.getvalue()).encode(encoding)
    assert found(reader, content) == expected(grid)


@quickly
@given(content=st.binary(max_size=300))
def test_any_bytes_end_in_cells_or_a_refusal(reader: Reader, content: bytes) -> None:
    before = reader.pid
    for start in (b"", b"PK\x03\x04", bytes.fromhex("d0cf11e0a1b11ae1"), b"\xff\xfe", b"a;b\n"):
        assert outcome(reader, start + content) in CODES | {"read"}
    assert reader.pid == before
