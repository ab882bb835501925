"""What offices send besides .xlsx: old Excel, LibreOffice, texts, Word. Cells and refusals."""

from __future__ import annotations

import codecs
import unicodedata
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import date, datetime, time

import openpyxl
import pytest
import xlwt
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.styles import Font

from cchc.errors import UnreadableWorkbook
from cchc.model import Area, Cell, Sheet
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

TABLE = "Đơn vị;Điểm;Xếp loại\nXã Ân Tường;87,45;Tốt\nXã Bình Định;80,1;Khá\n"
OLE = bytes.fromhex("d0cf11e0a1b11ae1")


@pytest.fixture(scope="module")
def reader() -> Iterator[Reader]:
    with Reader() as warm:
        yield warm


def only_sheet(reader: Reader, content: bytes) -> Sheet:
    (sheet,) = reader.read("tệp", content).sheets
    return sheet


def values(sheet: Sheet) -> dict[str, object]:
    return {cell.address: cell.value for cell in sheet.cells.values()}


def refused(reader: Reader, content: bytes) -> UnreadableWorkbook:
    with pytest.raises(UnreadableWorkbook) as caught:
        reader.read("tệp", content)
    return caught.value


def test_there_are_at_most_fifteen_kinds_of_refusal() -> None:
    assert len({code for code, _ in REFUSALS.values()}) <= 15


# --- the cells' mapping -----------------------------------------------------------------------


def test_the_cells_of_a_sheet_are_a_mapping_by_place(reader: Reader) -> None:
    cells = only_sheet(reader, b"a;b\nc;d\n").cells
    assert list(cells) == [(1, 1), (1, 2), (2, 1), (2, 2)]
    assert cells[2, 1] == Cell(2, 1, "c")
    assert cells.get((2, 3)) is None
    assert (1, 32_768 + 1) not in cells
    assert (0, 1) not in cells
    assert (3, 1) not in cells


# --- .xlsx and .xlsm --------------------------------------------------------------------------


def test_macros_are_ignored_and_remarked(reader: Reader) -> None:
    content = xlsx(openpyxl.Workbook())
    parts = unzipped(content)
    book = reader.read("tệp.xlsm", zipped(parts | {"xl/vbaProject.bin": b"\xcc\x61"}))
    assert (book.kind, book.remarks) == ("xlsm", ("macros",))
    assert reader.read("tệp.xlsm", content).kind == "xlsx"


def test_links_charts_and_pictures_are_remarked_but_not_notes(reader: Reader) -> None:
    parts = unzipped(xlsx(openpyxl.Workbook()))
    noted = parts | {"xl/drawings/vmlDrawing1.vml": b"<xml/>", "xl/comments1.xml": b"<c/>"}
    assert reader.read("a", zipped(noted)).remarks == ()
    linked = parts | {"xl/externalLinks/externalLink1.xml": b"<e/>", "xl/media/image1.png": b"x"}
    assert reader.read("a", zipped(linked)).remarks == ("drawings", "external_links")


def test_tcvn3_and_vni_cells_come_in_unicode_with_the_font_they_had(reader: Reader) -> None:
    book = openpyxl.Workbook()
    page = book.worksheets[0]
    page["A1"], page["A1"].font = "ChØ sè c¶i c¸ch", Font(name=".VnTime")
    page["A2"], page["A2"].font = "ñy ban nh©n d©n", Font(name=".VnTimeH")
    page["A3"], page["A3"].font = "Ñieåm toái ña", Font(name="VNI-Times")
    page["A4"], page["A4"].font = "Chỉ số", Font(name=".VnTime")
    page["A5"] = "ChØ sè c¶i c¸ch"
    read = reader.read("a", xlsx(book))
    assert values(read.sheets[0]) == {
        "A1": "Chỉ số cải cách",
        "A2": "ỦY BAN NHÂN DÂN",
        "A3": "Điểm tối đa",
        "A4": "Chỉ số",
        "A5": "ChØ sè c¶i c¸ch",
    }
    assert read.sheets[0].cells[1, 1].font == ".VnTime"
    assert read.remarks == ("tcvn3", "vni")


def test_a_piece_of_a_cell_is_read_by_its_own_font(reader: Reader) -> None:
    book = openpyxl.Workbook()
    old = TextBlock(InlineFont(rFont=".VnTime"), "c¶i c¸ch ")
    new = TextBlock(InlineFont(rFont="Times New Roman"), "hành chính")
    book.worksheets[0]["A1"] = CellRichText(old, new)
    assert values(only_sheet(reader, xlsx(book))) == {"A1": "cải cách hành chính"}


def test_columns_without_width_and_rows_without_height_are_hidden(reader: Reader) -> None:
    parts = unzipped(xlsx(openpyxl.Workbook()))
    parts["xl/worksheets/sheet1.xml"] = (
        b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><cols>'
        b'<col min="1" max="1" width="9"/><col min="2" max="2" width="0"/></cols><sheetData>'
        b'<row r="3" ht="15,5"/><row r="4" ht="0" customHeight="1"/></sheetData></worksheet>'
    )
    sheet = only_sheet(reader, zipped(parts))
    assert sheet.hidden_columns == {2}
    assert sheet.hidden_rows == {4}


# --- .xls -------------------------------------------------------------------------------------


def old_book() -> tuple[xlwt.Workbook, xlwt.Worksheet]:
    book = xlwt.Workbook()
    return book, book.add_sheet("Điểm")


def test_an_old_workbook_keeps_values_formats_and_fonts(reader: Reader) -> None:
    book, page = old_book()
    page.write(0, 0, "Tỷ lệ", xlwt.easyxf("font: name Arial, bold on"))
    page.write(1, 0, 0.7318, xlwt.easyxf("font: name Arial", "0.00%"))
    page.write(2, 0, 7)
    page.write(3, 0, datetime(2024, 6, 30), xlwt.easyxf(num_format_str="dd/mm/yyyy"))
    page.write(4, 0, time(8, 30), xlwt.easyxf(num_format_str="hh:mm"))
    page.write(5, 0, True)
    read = reader.read("a", xls(book))
    (sheet,) = read.sheets
    assert (read.kind, sheet.name) == ("xls", "Điểm")
    assert sheet.cells[1, 1] == Cell(1, 1, "Tỷ lệ", "General", "Arial", bold=True)
    assert sheet.cells[2, 1] == Cell(2, 1, 0.7318, "0.00%", "Arial")
    rest = [cell.value for place, cell in sheet.cells.items() if place[0] > 2]
    assert rest == [7, datetime(2024, 6, 30), time(8, 30), True]
    assert [type(value) for value in rest] == [int, datetime, time, bool]


def test_an_old_workbook_keeps_merges_and_what_is_hidden(reader: Reader) -> None:
    book, page = old_book()
    page.write_merge(0, 1, 0, 2, "Tên")
    page.write(3, 0, 1)
    page.row(3).hidden = True
    page.col(1).hidden = True
    page.col(2).width = 0
    book.add_sheet("Ẩn").visibility = 1
    shown, hidden = reader.read("a", xls(book)).sheets
    assert shown.merges == (Area(1, 1, 2, 3),)
    assert shown.hidden_rows == {4}
    assert shown.hidden_columns == {2, 3}
    assert (shown.hidden, hidden.hidden) == (False, True)


def test_an_old_workbook_of_1904_gives_the_day_that_was_meant(reader: Reader) -> None:
    book, page = old_book()
    book.dates_1904 = True
    page.write(0, 0, 44_011, xlwt.easyxf(num_format_str="dd/mm/yyyy"))
    assert values(only_sheet(reader, xls(book))) == {"A1": datetime(2024, 6, 30)}


def test_an_old_workbook_has_error_cells_that_are_no_text(reader: Reader) -> None:
    book, page = old_book()
    page.row(0).set_cell_error(0, "#DIV/0!")
    cell = only_sheet(reader, xls(book)).cells[1, 1]
    assert (cell.value, cell.state) == ("#DIV/0!", "error")


def test_an_old_workbook_in_tcvn3_comes_in_unicode_piece_by_piece(reader: Reader) -> None:
    book, page = old_book()
    page.write(0, 0, "c¶i c¸ch", xlwt.easyxf("font: name .VnTime"))
    old, new = xlwt.easyfont("name .VnTime"), xlwt.easyfont("name Arial")
    page.write_rich_text(1, 0, [("thñ tôc ", old), ("hành chính", new)])
    read = reader.read("a", xls(book))
    assert values(read.sheets[0]) == {"A1": "cải cách", "A2": "thủ tục hành chính"}
    assert read.remarks == ("tcvn3",)


def test_an_old_workbook_under_a_password_says_so(reader: Reader) -> None:
    book, page = old_book()
    page.write(0, 0, 1)
    content = xls(book)
    # A FILEPASS record where the window's settings stood is how encryption announces itself.
    window = content.index(bytes.fromhex("3d001200"))
    content = content[:window] + bytes.fromhex("2f00") + content[window + 2 :]
    assert refused(reader, content).code == "password_protected"


def test_a_million_rows_of_an_old_workbook_cannot_be_claimed_for_nothing() -> None:
    book, page = old_book()
    for row in range(100):
        page.write(row, 0, row)
    with Reader(Limits(max_items=99)) as reader:
        assert refused(reader, xls(book)).code == "too_large"


# --- texts ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "content",
    [
        TABLE.encode(),
        codecs.BOM_UTF8 + TABLE.encode(),
        TABLE.encode("utf-16"),
        codecs.BOM_UTF16_BE + TABLE.encode("utf-16-be"),
        TABLE.encode("utf-16-le"),
        TABLE.encode("utf-16-be"),
        TABLE.replace(";", "\t").encode(),
        TABLE.replace(";", "|").replace("\n", "\r\n").encode(),
        ("sep=;\r\n" + TABLE).encode(),
        b"",
    ],
    ids=["utf8", "bom", "utf16", "be", "le bare", "be bare", "tab", "bar", "hint", "1258"],
)
def test_a_text_table_is_read_in_every_encoding_and_separator(
    reader: Reader, content: bytes
) -> None:
    book = reader.read("a.csv", content or in_windows_1258(TABLE))
    assert book.kind == "csv"
    assert [cell.value for cell in book.sheets[0].cells.values()] == [
        *("Đơn vị", "Điểm", "Xếp loại"),
        *("Xã Ân Tường", "87,45", "Tốt"),
        *("Xã Bình Định", "80,1", "Khá"),
    ]


def in_windows_1258(text: str) -> bytes:
    """A letter with its vowel sign, then its tone: as Vietnamese Windows writes texts."""
    written = b""
    for letter in text:
        try:
            written += letter.encode("cp1258")
        except UnicodeEncodeError:
            marks = unicodedata.normalize("NFD", letter)
            tone = next(mark for mark in marks if mark in "\u0300\u0301\u0303\u0309\u0323")
            whole = unicodedata.normalize("NFC", marks.replace(tone, ""))
            written += (whole + tone).encode("cp1258")
    return written


def test_a_quoted_cell_keeps_its_lines_and_separators(reader: Reader) -> None:
    content = 'STT,Nội dung\n1,"- Ban hành; công khai,\n- Báo cáo ""quý"""\n2,Khác\n'
    found = values(only_sheet(reader, content.encode()))
    assert found["B2"] == '- Ban hành; công khai,\n- Báo cáo "quý"'
    assert found["B3"] == "Khác"


def test_a_decimal_comma_is_no_separator_where_semicolons_part_the_cells(reader: Reader) -> None:
    assert values(only_sheet(reader, b"Xa A;1,5\nXa B;2,5\n")) == {
        "A1": "Xa A",
        "B1": "1,5",
        "A2": "Xa B",
        "B2": "2,5",
    }


def test_lines_above_a_text_table_stay_rows(reader: Reader) -> None:
    content = "BẢNG ĐIỂM\n\nSTT;Đơn vị\n1;Xã A\n2;Xã B\n"
    assert values(only_sheet(reader, content.encode()))["A3"] == "STT"


@pytest.mark.parametrize(
    ("content", "code", "words"),
    [
        ("Kính gửi Ủy ban nhân dân,\ntheo kế hoạch\n".encode(), "not_a_workbook", "cách cột"),
        (b"a;b\n" + bytes(range(1, 9)), "not_a_workbook", "văn bản"),
        (b"\xff\xfea;b\n\x00\xd8", "not_a_workbook", "văn bản"),
        (b"x;\xcc\xcc\xcc\ny;\xd2\xd2", "not_a_workbook", "văn bản"),
        (b'a;"b\nc;d\n', "damaged", "ngoặc kép"),
        ("<bảng>".encode("utf-16"), "not_a_workbook", "trang web"),
    ],
    ids=["prose", "binary", "half a pair", "stray tones", "open quote", "markup"],
)
def test_a_text_that_is_no_table_is_refused(
    reader: Reader, content: bytes, code: str, words: str
) -> None:
    error = refused(reader, content)
    assert (error.code, words in str(error)) == (code, True)


def test_a_text_of_too_many_cells_is_too_large() -> None:
    with Reader(Limits(max_items=5)) as reader:
        assert refused(reader, b"a;b\nc;d\ne;f\n").code == "too_large"


# --- .ods -------------------------------------------------------------------------------------

PERCENT = (
    '<number:percentage-style style:name="N1"><number:number number:decimal-places="2"/>'
    "<number:text>%</number:text></number:percentage-style>"
    '<style:style style:name="c1" style:family="table-cell" style:data-style-name="N1">'
    '<style:text-properties style:font-name=".VnTime" fo:font-weight="bold"/></style:style>'
)


def test_an_ods_keeps_types_and_the_percent_format(reader: Reader) -> None:
    row = ods_row(
        ods_number(0.7052, "percentage", 'table:style-name="c1"'),
        ods_number(7),
        ods_number(7.5, "currency"),
        ods_cell("30/06/2024", 'office:value-type="date" office:date-value="2024-06-30"'),
        ods_cell("x", 'office:value-type="date" office:date-value="2024-06-30T08:30:00"'),
        ods_cell("08:30", 'office:value-type="time" office:time-value="PT08H30M00S"'),
        ods_cell("36:00", 'office:value-type="time" office:time-value="PT36H00M00S"'),
        ods_cell("TRUE", 'office:value-type="boolean" office:boolean-value="true"'),
        ods_cell("Xã A", 'office:value-type="string"'),
    )
    book = reader.read("a", ods(ods_table(row, name="Điểm"), styles=PERCENT))
    (sheet,) = book.sheets
    assert (book.kind, sheet.name) == ("ods", "Điểm")
    assert sheet.cells[1, 1] == Cell(1, 1, 0.7052, "0.00%", ".VnTime", bold=True)
    assert [cell.value for cell in sheet.cells.values()][1:] == [
        *(7, 7.5, date(2024, 6, 30), datetime(2024, 6, 30, 8, 30)),
        *(time(8, 30), 1.5, True, "Xã A"),
    ]


def test_an_ods_percentage_without_a_format_is_still_one(reader: Reader) -> None:
    content = ods(ods_table(ods_row(ods_number(0.5, "percentage"))))
    assert only_sheet(reader, content).cells[1, 1].number_format == "0%"


def test_an_ods_cell_keeps_its_lines_and_blanks_but_not_its_note(reader: Reader) -> None:
    inside = (
        "<office:annotation><text:p>ghi chú</text:p></office:annotation>"
        '<text:p>- Một<text:s text:c="2"/>việc</text:p>'
        "<text:p>- Hai<text:line-break/>dòng</text:p>"
    )
    content = ods(ods_table(ods_row(f"<table:table-cell>{inside}</table:table-cell>")))
    assert values(only_sheet(reader, content)) == {"A1": "- Một  việc\n- Hai\ndòng"}


def test_ods_merges_and_what_is_hidden_are_told(reader: Reader) -> None:
    spans = 'table:number-columns-spanned="2" table:number-rows-spanned="2"'
    style = (
        '<style:style style:name="t" style:family="table">'
        '<style:table-properties table:display="false"/></style:style>'
        '<style:style style:name="w" style:family="table-column">'
        '<style:table-column-properties style:column-width="0cm"/></style:style>'
    )
    columns = (
        '<table:table-column table:number-columns-repeated="2"/>'
        '<table:table-column table:visibility="collapse"/>'
        '<table:table-column table:style-name="w" table:number-columns-repeated="2"/>'
    )
    group = '<table:table-row-group table:display="false">'
    rows = (
        ods_row(ods_cell("Tên", spans), "<table:covered-table-cell/>", ods_number(1)),
        ods_row("<table:covered-table-cell><text:p>dưới</text:p></table:covered-table-cell>"),
        ods_row(ods_number(2), attributes='table:visibility="filter"'),
        f"{group}{ods_row(ods_number(3))}</table:table-row-group>",
    )
    shown, hidden = reader.read(
        "a", ods(ods_table(*rows, columns=columns), ods_table(style="t", name="Ẩn"), styles=style)
    ).sheets
    assert values(shown) == {"A1": "Tên", "C1": 1, "A3": 2, "A4": 3}
    assert shown.merges == (Area(1, 1, 2, 2),)
    assert shown.hidden_rows == {3, 4}
    assert shown.hidden_columns == {3, 4, 5}
    assert (shown.hidden, hidden.hidden) == (False, True)


def test_repeated_ods_rows_and_cells_stand_as_often_as_they_are_shown(reader: Reader) -> None:
    content = ods(
        ods_table(
            ods_row(
                ods_cell("", 'table:number-columns-repeated="3"'),
                ods_number(1, attributes='table:number-columns-repeated="2"'),
                attributes='table:number-rows-repeated="2"',
            ),
            ods_row(ods_cell(), attributes='table:number-rows-repeated="1048000"'),
            ods_row(ods_number(9)),
        )
    )
    assert values(only_sheet(reader, content)) == {
        **dict.fromkeys(("D1", "E1", "D2", "E2"), 1),
        "A1048003": 9,
    }


def test_what_an_ods_repeats_is_counted_before_it_is_written_down(reader: Reader) -> None:
    cell = ods_number(1, attributes='table:number-columns-repeated="16384"')
    row = ods_row(cell, attributes='table:number-rows-repeated="1048576"')
    assert refused(reader, ods(ods_table(row))).code == "too_large"


def test_an_ods_error_is_no_text_and_a_formula_without_a_result_is_uncached(
    reader: Reader,
) -> None:
    row = ods_row(
        ods_cell("#DIV/0!", 'office:value-type="string" calcext:value-type="error"'),
        ods_cell("Err:502", 'table:formula="of:=A1" office:value-type="string"'),
        ods_cell("", 'table:formula="of:=SUM([.A1])"'),
        ods_number(0, attributes='table:formula="of:=0"'),
        ods_cell("#1", 'office:value-type="string"'),
    )
    cells = only_sheet(reader, ods(ods_table(row))).cells.values()
    assert [(cell.value, cell.state) for cell in cells] == [
        ("#DIV/0!", "error"),
        ("Err:502", "error"),
        ("=SUM([.A1])", "uncached"),
        (0, "value"),
        ("#1", "value"),
    ]


def test_an_ods_in_tcvn3_comes_in_unicode_span_by_span(reader: Reader) -> None:
    style = PERCENT + (
        '<style:style style:name="T1" style:family="text">'
        '<style:text-properties style:font-name="Arial"/></style:style>'
    )
    inside = 'thñ tôc <text:span text:style-name="T1">hành chính</text:span> c«ng'
    content = ods(ods_table(ods_row(ods_cell(inside, 'table:style-name="c1"'))), styles=style)
    book = reader.read("a", content)
    assert values(book.sheets[0]) == {"A1": "thủ tục hành chính công"}
    assert book.remarks == ("tcvn3",)


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (ods(more={"META-INF/manifest.xml": b"<m:encryption-data/>"}), "password_protected"),
        (zipped({"encrypted-package": b"x", "mimetype": b"a"}), "password_protected"),
        (ods(more={"mimetype": b"application/vnd.oasis.opendocument.text"}), "not_a_workbook"),
        (ods("<!DOCTYPE a>"), "unsafe"),
        (ods(more={"content.xml": b"<a"}), "damaged"),
        (ods(more={"Pictures/a.bmp": bytes(9_000_000)}), "too_large"),
    ],
)
def test_an_ods_is_held_to_the_same_guards(reader: Reader, content: bytes, code: str) -> None:
    assert refused(reader, content).code == code


# --- .docx ------------------------------------------------------------------------------------


def test_every_table_of_a_document_is_a_sheet_with_the_lines_above_it(reader: Reader) -> None:
    content = docx(
        paragraph("PHỤ LỤC I"),
        paragraph(),
        paragraph("Nhiệm vụ năm 2024"),
        word_table(word_row("STT", "Nội dung"), word_row("1", "Ban hành")),
        paragraph("PHỤ LỤC II"),
        word_table(word_row("TT", "Đơn vị")),
    )
    book = reader.read("a", content)
    first, second = book.sheets
    assert (book.kind, first.name, second.name) == ("docx", "Bảng 1", "Bảng 2")
    assert values(first) == {
        "A1": "PHỤ LỤC I",
        "A2": "Nhiệm vụ năm 2024",
        "A3": "STT",
        "B3": "Nội dung",
        "A4": "1",
        "B4": "Ban hành",
    }
    assert values(second) == {"A1": "PHỤ LỤC II", "A2": "TT", "B2": "Đơn vị"}


def test_only_the_nearest_lines_stand_above_a_table(reader: Reader) -> None:
    lines = [paragraph(f"Dòng {number}") for number in range(30)]
    found = values(only_sheet(reader, docx(*lines, word_table(word_row("STT", "Tên")))))
    assert (found["A1"], found["A12"], found["A13"]) == ("Dòng 18", "Dòng 29", "STT")


def test_word_merges_become_merges_and_what_they_cover_is_gone(reader: Reader) -> None:
    wide, begin, goes_on = '<w:gridSpan w:val="2"/>', '<w:vMerge w:val="restart"/>', "<w:vMerge/>"
    content = docx(
        word_table(
            word_row(word_cell("Năm 2024", properties=wide), "Ghi chú"),
            word_row(word_cell("Điểm", properties=begin), "1", "a"),
            word_row(word_cell("ẩn", properties=goes_on), "2", "b"),
            word_row("Cộng", "3", "c"),
            word_row("x", properties='<w:gridBefore w:val="2"/>'),
        )
    )
    sheet = only_sheet(reader, content)
    assert set(sheet.merges) == {Area(1, 1, 1, 2), Area(2, 1, 3, 1)}
    assert values(sheet) == {
        **{"A1": "Năm 2024", "C1": "Ghi chú", "A2": "Điểm", "B2": "1", "C2": "a"},
        **{"B3": "2", "C3": "b", "A4": "Cộng", "B4": "3", "C4": "c", "C5": "x"},
    }


def test_a_word_cell_keeps_its_paragraphs_as_lines(reader: Reader) -> None:
    inside = "<w:p><w:r><w:t>- Một</w:t><w:br/><w:t>- Hai</w:t></w:r></w:p>"
    content = docx(word_table(word_row(word_cell(inside, "- Ba"), "x")))
    assert values(only_sheet(reader, content))["A1"] == "- Một\n- Hai\n- Ba"


def test_list_numbers_and_bullets_that_word_prints_are_part_of_the_text(reader: Reader) -> None:
    def level(depth: int, style: str, text: str) -> str:
        return (
            f'<w:lvl w:ilvl="{depth}"><w:start w:val="1"/><w:numFmt w:val="{style}"/>'
            f'<w:lvlText w:val="{text}"/></w:lvl>'
        )

    def listed(number: int, depth: int = 0) -> str:
        return f'<w:numPr><w:ilvl w:val="{depth}"/><w:numId w:val="{number}"/></w:numPr>'

    numbering = (
        f'<w:abstractNum w:abstractNumId="0">{level(0, "upperRoman", "%1.")}'
        f"{level(1, 'decimal', '%2')}</w:abstractNum>"
        f'<w:abstractNum w:abstractNumId="1">{level(0, "bullet", "*")}</w:abstractNum>'
        '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
        '<w:num w:numId="2"><w:abstractNumId w:val="1"/></w:num>'
        '<w:num w:numId="3"><w:abstractNumId w:val="0"/>'
        '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride></w:num>'
    )
    rows = (
        word_row(word_cell(paragraph("", listed(1))), "Cải cách thể chế"),
        word_row(word_cell(paragraph("", listed(1, 1))), word_cell(paragraph("a", listed(2)))),
        word_row(word_cell(paragraph("", listed(1, 1))), "b"),
        word_row(word_cell(paragraph("", listed(1))), "c"),
        word_row(word_cell(paragraph("", listed(1, 1))), "d"),
        word_row(word_cell(paragraph("Bắt đầu lại", listed(3))), "e"),
    )
    found = values(only_sheet(reader, docx(word_table(*rows), numbering=numbering)))
    assert [found[f"A{row}"] for row in range(1, 7)] == [
        "I.",
        "1",
        "2",
        "II.",
        "1",
        "I. Bắt đầu lại",
    ]
    assert found["B2"] == "- a"


def test_deleted_text_is_gone_and_inserted_text_counts(reader: Reader) -> None:
    inside = (
        "<w:p><w:del><w:r><w:delText>6</w:delText></w:r></w:del>"
        "<w:ins><w:r><w:t>7</w:t></w:r></w:ins><w:hyperlink><w:r><w:t>,5</w:t></w:r></w:hyperlink></w:p>"
    )
    assert (
        values(only_sheet(reader, docx(word_table(word_row(word_cell(inside), "x")))))["A1"]
        == "7,5"
    )


def test_a_word_table_in_tcvn3_comes_in_unicode_by_run_or_style(reader: Reader) -> None:
    style = (
        '<w:style w:type="paragraph" w:styleId="cu"><w:rPr><w:rFonts w:ascii=".VnTime"/><w:b/>'
        '</w:rPr></w:style><w:style w:type="paragraph" w:styleId="con"><w:basedOn w:val="cu"/>'
        "</w:style>"
    )
    own = paragraph("c¶i c¸ch", font=".VnTime")
    by_style = paragraph("thñ tôc", '<w:pStyle w:val="con"/>')
    content = docx(word_table(word_row(word_cell(own), word_cell(by_style))), styles=style)
    sheet = only_sheet(reader, content)
    assert values(sheet) == {"A1": "cải cách", "B1": "thủ tục"}
    assert sheet.cells[1, 2].bold


def test_a_table_inside_a_cell_is_a_sheet_of_its_own(reader: Reader) -> None:
    inner = word_table(word_row("trong", "bảng"))
    content = docx(word_table(word_row(word_cell("ngoài", inner), "x")))
    outer, inside = reader.read("a", content).sheets
    assert values(outer) == {"A1": "ngoài", "B1": "x"}
    assert values(inside) == {"A1": "trong", "B1": "bảng"}


def test_a_strict_document_is_read_like_any_other(reader: Reader) -> None:
    transitional = b"http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    strict = {
        name: part.replace(transitional, b"http://purl.oclc.org/ooxml/wordprocessingml/main")
        for name, part in unzipped(docx(word_table(word_row("a", "b")))).items()
    }
    assert values(only_sheet(reader, zipped(strict))) == {"A1": "a", "B1": "b"}


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (docx(paragraph("Kính gửi")), "not_a_workbook"),
        (docx("<!DOCTYPE a>"), "unsafe"),
        (docx("<w:p>"), "damaged"),
        (docx(word_table("<w:sdt>" * 5000 + "</w:sdt>" * 5000)), "damaged"),
        (docx(more={"word/media/a.bmp": bytes(9_000_000)}), "too_large"),
        (docx(more={"../a.xml": b""}), "unsafe"),
    ],
)
def test_a_document_is_held_to_the_same_guards(reader: Reader, content: bytes, code: str) -> None:
    assert refused(reader, content).code == code


def test_a_compound_file_that_is_no_workbook_is_refused(reader: Reader) -> None:
    assert refused(reader, OLE + bytes(504)).code == "damaged"


DEEP = 150_000


def _deep_excel() -> bytes:
    book = openpyxl.Workbook()
    book.worksheets[0]["A1"] = "Đơn vị"
    parts = unzipped(xlsx(book))
    name = "xl/worksheets/sheet1.xml"
    inside = b"<row r='2'><c r='A2' t='inlineStr'><is>" + b"<r>" * DEEP
    inside += b"</r>" * DEEP + b"</is></c></row></sheetData>"
    # Stored, not deflated: what is tried here is the depth, not the ratio.
    return zipped({**parts, name: parts[name].replace(b"</sheetData>", inside)}, packed=False)


def _deep_ods() -> bytes:
    row, end = "<table:table-row><table:table-cell>", "</table:table-cell></table:table-row>"
    deep = unzipped(ods(f'<table:table table:name="A">{row * DEEP}{end * DEEP}</table:table>'))
    return zipped(deep, packed=False)


def _deep_word() -> bytes:
    begin, end = "<w:tbl><w:tr><w:tc>", "</w:tc></w:tr></w:tbl>"
    return zipped(unzipped(docx(begin * (DEEP // 3) + end * (DEEP // 3))), packed=False)


@pytest.mark.parametrize("make", [_deep_excel, _deep_ods, _deep_word])
def test_elements_nested_without_end_take_neither_the_reader_nor_long(
    reader: Reader, make: Callable[[], bytes]
) -> None:
    pid = reader.pid
    with suppress(UnreadableWorkbook):
        reader.read("sâu.xlsx", make())
    assert reader.pid == pid
    assert reader.read("sau.ods", ods(ods_table(ods_row(ods_cell("A"))))).sheets
