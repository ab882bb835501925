"""The sender's workbook back: marked where something was found, and otherwise as it came."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import warnings
from collections.abc import Callable, Iterator
from dataclasses import asdict
from difflib import ndiff
from io import BytesIO
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import canonicalize
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl.chart import BarChart, Reference
from openpyxl.comments import Comment
from openpyxl.formatting.rule import CellIsRule
from openpyxl.styles import Border, Font, GradientFill, PatternFill, Side
from openpyxl.styles.colors import Color
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.table import Table

from cchc import marks
from cchc.model import Finding, Level
from cchc.reports.annotated import Annotated, annotated
from cchc.reports.inert import FORMULA_STARTS
from cchc.reports.marking import child
from cchc.workbook import MIB, Limits, read
from tests.workbooks import protected_book, score_book

SHEET = "Điểm 'A' & B"
Edit = Callable[[openpyxl.Workbook], object]


def saved(book: openpyxl.Workbook) -> bytes:
    target = BytesIO()
    book.save(target)
    return target.getvalue()


def made(*edits: Edit) -> bytes:
    book = openpyxl.Workbook()
    book.worksheets[0].title = SHEET
    book.worksheets[0]["A1"] = "Bảng điểm"
    for edit in edits:
        edit(book)
    return saved(book)


def opened(content: bytes, *, values: bool = False) -> openpyxl.Workbook:
    with warnings.catch_warnings():
        # openpyxl says that it would lose what we are here to keep.
        warnings.filterwarnings("ignore", "Data Validation extension", UserWarning)
        return openpyxl.load_workbook(BytesIO(content), data_only=values)


def parts_of(content: bytes) -> dict[str, bytes]:
    with ZipFile(BytesIO(content)) as package:
        assert len(set(package.namelist())) == len(package.namelist())
        return {name: package.read(name) for name in package.namelist()}


def packed(parts: dict[str, bytes]) -> bytes:
    target = BytesIO()
    with ZipFile(target, "w", ZIP_DEFLATED) as package:
        for name, content in parts.items():
            package.writestr(name, content)
    return target.getvalue()


def with_parts(content: bytes, *changes: tuple[str, str, str], **added: bytes) -> bytes:
    """A package with texts of parts replaced, and parts added (`__` in a name stands for `/`)."""
    parts = parts_of(content)
    for name, old, new in changes:
        assert old.encode() in parts[name]
        parts[name] = parts[name].replace(old.encode(), new.encode(), 1)
    return packed(parts | {name.replace("__", "/"): part for name, part in added.items()})


def finding(cell: str | None, level: Level = "error", message: str = "Sửa ô này.") -> Finding:
    return Finding(level, "thử", message, SHEET if cell else None, cell)


def mark(content: bytes, *findings: Finding, file: str = "xã a.xlsx") -> Annotated:
    """Marks in the child process, as the app does."""
    return annotated(file, content, file.rpartition(".")[2], findings)


def marked(content: bytes, *findings: Finding) -> bytes:
    """Marks in this process: the same code, without a start for each try."""
    said = [child.Said(one.level, one.sheet, one.cell, one.message) for one in findings]
    return child.marked(content, said, ["Tệp: xã a.xlsx"], asdict(Limits()))[0]


def unmarked(content: bytes) -> bytes:
    return child.unmarked(content, asdict(Limits()))


def looks(book: openpyxl.Workbook) -> dict[tuple[str, str], tuple[object, ...]]:
    """All that a person sees of each cell: value, style and comment."""
    return {
        (page.title, cell.coordinate): look_of(cell)
        for page in book
        for row in page.iter_rows()
        for cell in row
        if look_of(cell) != (None, *look_of(page.cell(900, 900))[1:])
    }


def look_of(cell: Any) -> tuple[object, ...]:
    styles = ("font", "fill", "border", "number_format", "alignment", "protection")
    comment = (cell.comment.text, cell.comment.author) if cell.comment else None
    return (cell.value, comment, *(repr(getattr(cell, style)) for style in styles))


def list_rows(content: bytes) -> list[tuple[object, ...]]:
    rows = list(opened(content)[marks.SHEET_NAME].values)
    head = next(place for place, row in enumerate(rows) if row[0] == "Mức")
    return rows[head + 1 :]


def links_in(book: openpyxl.Workbook) -> list[str]:
    cells = [cell for row in book[marks.SHEET_NAME].iter_rows() for cell in row]
    return [cell.hyperlink.location for cell in cells if cell.hyperlink]


# --- what is marked -----------------------------------------------------------------------


def test_a_finding_is_a_comment_a_colour_and_a_line_with_a_link() -> None:
    result = mark(
        made(),
        finding(None, "note", "Tệp chưa ghi kỳ."),
        finding("B3", "warning", "Xem lại."),
        finding("A1", "error", "Điểm quá lớn.\nHãy sửa."),
    )
    assert (result.name, result.warnings) == ("xã a-da-kiem-tra.xlsx", ())
    book = opened(result.content)
    assert book.sheetnames == [marks.SHEET_NAME, SHEET]
    page = book[SHEET]
    assert page["A1"].comment.text == "— Kiểm tra số liệu: Lỗi. Điểm quá lớn. Hãy sửa."
    assert page["A1"].comment.author == marks.AUTHOR
    assert page["A1"].value == "Bảng điểm"
    assert "Cảnh báo" in page["B3"].comment.text
    assert page["A1"].fill.fgColor.rgb != page["B3"].fill.fgColor.rgb
    assert list_rows(result.content) == [
        ("Lỗi", SHEET, "A1", "Điểm quá lớn.\nHãy sửa."),
        ("Cảnh báo", SHEET, "B3", "Xem lại."),
        ("Ghi chú", "Cả tệp", None, "Tệp chưa ghi kỳ."),
    ]
    assert links_in(book) == ["'Điểm ''A'' & B'!A1", "'Điểm ''A'' & B'!B3"]


def test_the_list_says_which_file_when_and_how_many() -> None:
    content = made()
    values = opened(mark(content, finding("A1")).content)[marks.SHEET_NAME].values
    text = "\n".join(str(row[0]) for row in values)
    assert "xã a.xlsx" in text
    assert re.search(r"Kiểm tra lúc \d\d:\d\d ngày \d+/\d+/\d{4}, giờ Việt Nam", text)
    assert "1 lỗi" in text


def test_a_cell_with_several_findings_has_the_gravest_colour_and_all_the_lines() -> None:
    one = opened(marked(made(), finding("A1", "error")))[SHEET]["A1"]
    both = opened(marked(made(), finding("A1", "note", "b"), finding("A1", "error", "a")))
    cell = both[SHEET]["A1"]
    assert cell.fill.fgColor.rgb == one.fill.fgColor.rgb
    assert [line[len(marks.LINE_START) :] for line in cell.comment.text.split("\n")] == [
        "Lỗi. a",
        "Ghi chú. b",
    ]


def test_a_merged_cell_is_marked_where_it_shows() -> None:
    content = made(lambda book: book.worksheets[0].merge_cells("B2:D4"))
    page = opened(marked(content, finding("C3")))[SHEET]
    assert page["B2"].comment is not None
    assert page["B2"].fill.fill_type == "solid"


def test_cells_and_rows_that_are_not_there_are_made_in_order() -> None:
    content = with_parts(
        made(),
        ("xl/worksheets/sheet1.xml", '<row r="1">', '<row r="1" spans="1:1">'),
    )
    sheet = parts_of(marked(content, *map(finding, ("C9", "A3", "C1", "AB3", "B3"))))
    xml = sheet["xl/worksheets/sheet1.xml"].decode()
    assert re.findall(r'<row r="(\d+)"', xml) == ["1", "3", "9"]
    assert re.findall(r'<c r="(\w+)"', xml) == ["A1", "C1", "A3", "B3", "AB3", "C9"]
    assert "spans" not in xml


def test_rows_and_cells_that_leave_their_addresses_out_keep_their_places() -> None:
    rows = "<row><c><v>1</v></c><c><v>2</v></c></row><row><c><v>3</v></c></row>"
    parts = parts_of(made())
    parts["xl/worksheets/sheet1.xml"] = re.sub(
        b"<sheetData>.*</sheetData>",
        f"<sheetData>{rows}</sheetData>".encode(),
        parts["xl/worksheets/sheet1.xml"],
    )
    page = opened(marked(packed(parts), finding("B1"), finding("C1"), finding("A3")))[SHEET]
    assert [[cell.value for cell in row] for row in page["A1:B2"]] == [[1, 2], [3, None]]
    assert page["B1"].comment is not None


def test_a_workbook_without_styles_gets_them_and_only_the_marked_cell_changes() -> None:
    parts = parts_of(made())
    del parts["xl/styles.xml"]
    for name in ("xl/_rels/workbook.xml.rels", "[Content_Types].xml"):
        parts[name] = re.sub(rb"<(Relationship|Override) [^>]*styles[^>]*>", b"", parts[name])
    sheet = "xl/worksheets/sheet1.xml"
    parts[sheet] = parts[sheet].replace(b'<c r="A1"', b'<c r="A1" s="7"')
    page = opened(marked(packed(parts), finding("B1")))[SHEET]
    assert page["B1"].fill.fill_type == "solid"
    assert page["A1"].fill.fill_type is None


def test_an_empty_cell_takes_the_look_of_its_column() -> None:
    def edit(book: openpyxl.Workbook) -> None:
        book.worksheets[0].column_dimensions["B"].font = Font(italic=True)

    content = made(edit)
    cell = opened(marked(content, finding("B7")))[SHEET]["B7"]
    assert cell.font.italic
    assert cell.fill.fill_type == "solid"


def test_a_finding_on_a_sheet_that_is_not_there_is_listed_without_a_link() -> None:
    content = marked(made(), Finding("note", "thử", "Trang lạ.", "Không có", "A1"))
    assert list_rows(content) == [("Ghi chú", "Không có", "A1", "Trang lạ.")]
    assert links_in(opened(content)) == []


def test_a_hidden_sheet_is_marked_but_not_linked() -> None:
    def edit(book: openpyxl.Workbook) -> None:
        book.create_sheet("Nháp").sheet_state = "hidden"

    content = marked(made(edit), Finding("warning", "thử", "Trang ẩn.", "Nháp", "B2"))
    book = opened(content)
    assert book["Nháp"]["B2"].comment is not None
    assert links_in(book) == []


# --- what stays -----------------------------------------------------------------------------

EXTENSION = (
    '<extLst><ext uri="{CCE6A557-97BC-4b89-ADB6-D9C93CAAB3DF}" xmlns:x14="http://schemas.microsoft'
    '.com/office/spreadsheetml/2009/9/main"><x14:dataValidations count="1" xmlns:xm="http://'
    'schemas.microsoft.com/office/excel/2006/main"><x14:dataValidation type="list"><x14:formula1>'
    "<xm:f>Nháp!$A$1:$A$3</xm:f></x14:formula1><xm:sqref>F2:F9</xm:sqref></x14:dataValidation>"
    "</x14:dataValidations></ext></extLst>"
)


def furnish(book: openpyxl.Workbook) -> None:
    """One of everything that a sender's workbook may hold."""
    page = book.worksheets[0]
    for row in range(2, 6):
        page.cell(row, 1, f"Tiêu chí {row}")
        page.cell(row, 2, row / 3).number_format = "0.00"
    page["B6"] = "=SUM(B2:B5)"
    page["B2"].fill = PatternFill("solid", fgColor="FF00FF00")
    page["B3"].fill = PatternFill("solid", fgColor=Color(theme=4, tint=0.4))
    page["B4"].fill = PatternFill("gray125", fgColor="FF112233", bgColor="FFAABBCC")
    page["B5"].fill = GradientFill(stop=("FFFFFFFF", "FF0000FF"))
    page["B5"].border = Border(top=Side("thin"))
    page["B2"].comment = Comment("Số này lấy từ báo cáo quý.\n— Người lập", "Người lập", 120, 300)
    page["A2"].comment = Comment("Lời riêng", "Người duyệt")
    validation = DataValidation("list", '"Đạt,Không đạt"')
    validation.add("C2:C5")
    page.add_data_validation(validation)
    rule = CellIsRule("greaterThan", ["1"], fill=PatternFill(bgColor="FFFF0000"))
    page.conditional_formatting.add("B2:B5", rule)
    page.protection.sheet = True
    page.print_title_rows = "1:1"
    page.print_area = "A1:C6"
    page.page_setup.orientation = "landscape"
    page.oddHeader.center.text = "Tiêu đề trang"
    page.freeze_panes = "B2"
    page["H1"], page["H2"] = "Cột", 1
    page.add_table(Table(displayName="Bang1", ref="H1:H2"))
    chart = BarChart()
    chart.add_data(Reference(page, min_col=2, min_row=2, max_row=5))
    page.add_chart(chart, "J2")
    other = book.create_sheet("Nháp")
    other["A1"], other["A2"] = "x", "=1+1"
    other["A2"].comment = Comment("Trang không có gì", "Người lập")
    book.defined_names["Tong"] = DefinedName(
        "Tong", attr_text=f"'{SHEET.replace(chr(39), chr(39) * 2)}'!$B$6"
    )
    other.defined_names["Rieng"] = DefinedName("Rieng", attr_text="Nháp!$A$1")
    book.active = 1
    page.sheet_view.tabSelected, other.sheet_view.tabSelected = False, True


@pytest.fixture(scope="module")
def furnished() -> bytes:
    """Also with what openpyxl cannot write: a cached result and a newer kind of drop-down."""
    content = made(furnish)
    return with_parts(
        content,
        ("xl/worksheets/sheet1.xml", "<f>SUM(B2:B5)</f><v></v>", "<f>SUM(B2:B5)</f><v>4.67</v>")
        if b"<f>SUM(B2:B5)</f><v></v>" in parts_of(content)["xl/worksheets/sheet1.xml"]
        else ("xl/worksheets/sheet1.xml", "<f>SUM(B2:B5)</f><v/>", "<f>SUM(B2:B5)</f><v>4.67</v>"),
        ("xl/worksheets/sheet1.xml", "</worksheet>", EXTENSION + "</worksheet>"),
    )


ALL_B = [finding(f"B{row}") for row in range(2, 8)]
MAY_CHANGE = {
    "[Content_Types].xml",
    "xl/workbook.xml",
    "xl/_rels/workbook.xml.rels",
    "xl/styles.xml",
    "xl/worksheets/sheet1.xml",
    "xl/worksheets/_rels/sheet1.xml.rels",
    "xl/comments/comment1.xml",
    "xl/drawings/commentsDrawing1.vml",
}


def test_every_part_that_is_not_marked_keeps_its_bytes(furnished: bytes) -> None:
    before, after = parts_of(furnished), parts_of(marked(furnished, *ALL_B))
    assert set(before) <= set(after)
    changed = {name for name in before if before[name] != after[name]}
    # The other sheet was on top: it no longer is, and nothing else in it changed.
    assert changed - MAY_CHANGE == {"xl/worksheets/sheet2.xml"}
    unselected = before["xl/worksheets/sheet2.xml"].replace(b' tabSelected="1"', b"")
    assert after["xl/worksheets/sheet2.xml"] == unselected
    assert set(after) - set(before) == {"xl/worksheets/sheet3.xml"}


def test_the_marked_sheet_changes_in_the_marked_cells_alone(furnished: bytes) -> None:
    def pieces(content: bytes) -> list[str]:
        xml = canonicalize(parts_of(content)["xl/worksheets/sheet1.xml"].decode())
        return re.sub(r"><", ">\n<", xml).split("\n")

    lines = ndiff(pieces(furnished), pieces(marked(furnished, *ALL_B)))
    changes = [line for line in lines if line[0] in "+-"]
    kept = [line for line in changes if not re.search(r'<c r="B[2-7]"|r="7"|</(row|c)>', line)]
    assert kept == []


def test_values_formulas_and_everything_around_them_stay(furnished: bytes) -> None:
    before, after = opened(furnished), opened(marked(furnished, *ALL_B))
    old, new = before[SHEET], after[SHEET]
    assert {place: look[0] for place, look in looks(before).items() if look[0] is not None} == {
        place: look[0]
        for place, look in looks(after).items()
        if look[0] is not None and place[0] != marks.SHEET_NAME
    }
    assert cached(marked(furnished, *ALL_B)) == cached(furnished) == 4.67
    assert repr(new.data_validations) == repr(old.data_validations)
    assert rules(new) == rules(old) != []
    assert (new.print_area, new.print_title_rows) == (old.print_area, old.print_title_rows)
    assert new.protection.sheet
    assert len(new._charts) == 1
    assert after.defined_names["Tong"].attr_text == before.defined_names["Tong"].attr_text
    assert list(after["Nháp"].defined_names) == ["Rieng"]
    assert "x14:dataValidation" in parts_of(marked(furnished, *ALL_B))[
        "xl/worksheets/sheet1.xml"
    ].decode("utf-8")


def rules(page: Any) -> list[tuple[str, str]]:
    return [
        (str(area.sqref), repr(rule)) for area in page.conditional_formatting for rule in area.rules
    ]


def cached(content: bytes) -> object:
    return opened(content, values=True)[SHEET]["B6"].value


def test_a_comment_of_the_sender_keeps_its_words_above_ours(furnished: bytes) -> None:
    comment = opened(marked(furnished, *ALL_B))[SHEET]["B2"].comment
    assert comment.author == "Người lập"
    assert comment.text == (
        "Số này lấy từ báo cáo quý.\n— Người lập\n— Kiểm tra số liệu: Lỗi. Sửa ô này."
    )


def test_the_list_is_on_top_and_selected_alone(furnished: bytes) -> None:
    book = opened(marked(furnished, *ALL_B))
    assert book.active.title == marks.SHEET_NAME
    assert [bool(page.sheet_view.tabSelected) for page in book] == [True, False, False]


def test_macros_and_pictures_of_an_xlsm_stay() -> None:
    types = '<Default Extension="bin" ContentType="application/vnd.ms-office.vbaProject"/>'
    content = with_parts(
        made(),
        ("[Content_Types].xml", "spreadsheetml.sheet.main+xml", "sheet.macroEnabled.main+xml"),
        ("[Content_Types].xml", "</Types>", types + "</Types>"),
        xl__vbaProject_bin=b"macro",
    )
    parts = parts_of(content)
    parts["xl/vbaProject.bin"] = parts.pop("xl/vbaProject_bin")
    result = mark(packed(parts), finding("A1"), file="xã a.xlsm")
    assert result.name == "xã a-da-kiem-tra.xlsm"
    assert parts_of(result.content)["xl/vbaProject.bin"] == b"macro"
    assert b"macroEnabled" in parts_of(result.content)["[Content_Types].xml"]


def test_a_part_that_is_stored_unpacked_stays_so() -> None:
    target = BytesIO(made())
    with ZipFile(target, "a") as package:
        package.writestr("xl/media/image1.png", b"\x89PNG", ZIP_STORED)
    with ZipFile(BytesIO(marked(target.getvalue(), finding("A1")))) as package:
        assert package.getinfo("xl/media/image1.png").compress_type == ZIP_STORED


def test_a_conversation_is_not_touched_and_that_is_said() -> None:
    def edit(book: openpyxl.Workbook) -> None:
        text = "[Threaded comment]\n\nComment:\n    Sao lại thế?"
        book.worksheets[0]["A1"].comment = Comment(
            text, "tc={3B2F1C00-0000-0000-0000-000000000000}"
        )

    result = mark(made(edit), finding("A1"))
    cell = opened(result.content)[SHEET]["A1"]
    assert cell.comment.text == "[Threaded comment]\n\nComment:\n    Sao lại thế?"
    assert cell.fill.fill_type == "solid"
    assert "1 ô không ghi chú được" in result.warnings[0]


def test_a_signed_file_is_marked_with_a_warning() -> None:
    content = with_parts(made(), _xmlsignatures__origin=b"")
    parts = parts_of(content)
    assert "_xmlsignatures/origin" in parts
    (warning,) = mark(content, finding("A1")).warnings
    assert "chữ ký" in warning


# --- the order that Excel insists on --------------------------------------------------------


def test_a_comments_drawing_stands_after_drawings_and_before_tables(furnished: bytes) -> None:
    def edit(book: openpyxl.Workbook) -> None:
        furnish(book)
        for page in book:
            for row in page.iter_rows():
                for cell in row:
                    cell.comment = None

    content = marked(made(edit), *ALL_B)
    tags = re.findall(r"<(\w+)", parts_of(content)["xl/worksheets/sheet1.xml"].decode())
    order = [tag for tag in tags if tag in ("drawing", "legacyDrawing", "tableParts", "pageSetup")]
    assert order == ["pageSetup", "drawing", "legacyDrawing", "tableParts"]


def test_shapes_have_numbers_of_their_own_over_the_whole_workbook() -> None:
    def edit(book: openpyxl.Workbook) -> None:
        book.create_sheet("Hai")

    findings = [
        Finding("note", "thử", "x", name, f"A{n}") for name in (SHEET, "Hai") for n in (1, 2)
    ]
    parts = parts_of(marked(made(edit), *findings))
    drawings = [part.decode() for name, part in parts.items() if name.endswith(".vml")]
    numbers = [number for part in drawings for number in re.findall(r'_s(\d+)"', part)]
    blocks = [block for part in drawings for block in re.findall(r'data="(\d+)"', part)]
    assert len(set(numbers)) == len(numbers) == 4
    assert len(set(blocks)) == len(blocks) == 2
    assert {int(number) // 1024 for number in numbers} == {int(block) for block in blocks}


def test_more_comments_than_a_block_of_numbers_holds() -> None:
    findings = [finding(f"A{row}") for row in range(1, 1101)]
    content = marked(made(), *findings)
    drawing = next(part for name, part in parts_of(content).items() if name.endswith(".vml"))
    numbers = re.findall(rb'<v:shape [^>]*id="_x0000_s(\d+)"', drawing)
    assert len(set(numbers)) == len(numbers) == 1100
    assert b'data="1,2"' in drawing


def test_every_part_has_a_content_type_and_every_link_a_part(furnished: bytes) -> None:
    for content in (marked(furnished, *ALL_B), marked(marked(furnished, *ALL_B), finding("A1"))):
        parts = parts_of(content)
        types = parts["[Content_Types].xml"].decode()
        declared = set(re.findall(r'PartName="/([^"]+)"', types))
        endings = set(re.findall(r'Extension="([^"]+)"', types))
        assert declared <= set(parts)
        assert all(name in declared or name.rpartition(".")[2] in endings for name in parts)
        assert [link for link in links_of(parts) if link not in parts] == []


def links_of(parts: dict[str, bytes]) -> Iterator[str]:
    for name, content in parts.items():
        folder, _, file = name.rpartition("_rels/")
        if file.endswith(".rels"):
            for target in re.findall(rb' Target="([^"]+)"', content):
                path = Path("/", folder, target.decode())
                yield str(path.resolve()).lstrip("/") if ".." in path.parts else str(path)[1:]


@pytest.mark.parametrize(
    "rows",
    [
        '<!-- <row r="1"> --><row r="1"><c r="A1"><v>5</v></c></row>',
        '<row r="1"><c r="A1" t="inlineStr"><is><t><![CDATA[<row r="9">]]></t></is></c></row>',
    ],
    ids=["comment", "cdata"],
)
def test_rows_are_told_from_what_only_looks_like_rows(rows: str) -> None:
    parts = parts_of(made())
    sheet = "xl/worksheets/sheet1.xml"
    data = f"<sheetData>{rows}</sheetData>".encode()
    parts[sheet] = re.sub(b"<sheetData>.*</sheetData>", lambda _: data, parts[sheet])
    content = packed(parts)
    after = opened(marked(content, finding("B1"), finding("A9")))[SHEET]
    assert after["A1"].value == opened(content)[SHEET]["A1"].value != None  # noqa: E711
    assert after["B1"].comment is not None
    assert after["A9"].comment is not None


@pytest.mark.parametrize("encoding", ["utf-16", "iso-8859-1"])
def test_a_sheet_in_another_encoding_is_marked(encoding: str) -> None:
    parts = parts_of(made())
    sheet = "xl/worksheets/sheet1.xml"
    text = parts[sheet].decode()
    parts[sheet] = (f'<?xml version="1.0" encoding="{encoding}"?>' + text).encode(encoding)
    page = opened(marked(packed(parts), finding("B1")))[SHEET]
    assert page["A1"].value == "Bảng điểm"
    assert page["B1"].comment is not None


# --- old marks --------------------------------------------------------------------------------


def test_taking_marks_away_gives_the_senders_styles_and_comments(furnished: bytes) -> None:
    every = [finding(f"{column}{row}", "warning") for column in "ABC" for row in range(1, 8)]
    clean = unmarked(marked(furnished, *every))
    assert looks(opened(clean)) == looks(opened(furnished))
    before, after = parts_of(furnished), parts_of(clean)
    assert set(after) == set(before)
    assert after["xl/worksheets/sheet2.xml"].count(b'tabSelected="1"') == 1
    assert opened(clean).active.title == "Nháp"
    assert not re.search(rb"cchc|Ki\xe1\xbb\x83m tra", b"".join(after.values()))


def test_a_second_round_leaves_only_the_new_marks(furnished: bytes) -> None:
    first = marked(furnished, finding("B2"), finding("B4"), finding("C9", "note"))
    second = marked(first, finding("A3", "warning", "Mới."))
    fresh = marked(furnished, finding("A3", "warning", "Mới."))
    assert opened(second).sheetnames == opened(fresh).sheetnames
    assert looks(opened(second)) == looks(opened(fresh))
    assert set(parts_of(second)) == set(parts_of(fresh))


def test_marks_go_away_after_excel_or_another_program_saved_the_file() -> None:
    """openpyxl numbers styles anew, names parts its own way and keeps texts in one table."""

    def edit(book: openpyxl.Workbook) -> None:
        page = book.worksheets[0]
        page["B2"].fill = PatternFill("solid", fgColor="FF00FF00")
        page["B4"].fill = PatternFill("gray125", fgColor="FF112233", bgColor="FFAABBCC")
        page["B2"].comment = Comment("Lời người gửi", "Người lập")

    content = made(edit)
    resaved = opened(marked(content, *ALL_B))
    resaved[SHEET].insert_rows(1)  # the marks move down with their cells
    clean = opened(unmarked(saved(resaved)))
    page = clean[SHEET]
    assert clean.sheetnames == [SHEET]
    assert page["B3"].fill.fgColor.rgb == "FF00FF00"
    assert (page["B5"].fill.fill_type, page["B5"].fill.bgColor.rgb) == ("gray125", "FFAABBCC")
    assert page["B4"].fill.fill_type is None
    assert [cell.comment.text for row in page.iter_rows() for cell in row if cell.comment] == [
        "Lời người gửi"
    ]


def test_words_that_a_person_added_to_our_comment_stay() -> None:
    book = opened(marked(made(), finding("A1")))
    comment = book[SHEET]["A1"].comment
    book[SHEET]["A1"].comment = Comment(f"{comment.text}\nĐã sửa ngày 5/7", marks.AUTHOR)
    cell = opened(unmarked(saved(book)))[SHEET]["A1"]
    assert cell.comment.text.strip() == "Đã sửa ngày 5/7"


def test_a_colour_of_the_sender_close_to_ours_stays() -> None:
    def edit(book: openpyxl.Workbook) -> None:
        book.worksheets[0]["B2"].fill = PatternFill("solid", fgColor="FFF8A8A3")

    content = made(edit)
    assert opened(unmarked(content))[SHEET]["B2"].fill.fgColor.rgb == "FFF8A8A3"
    again = unmarked(marked(marked(content, finding("B2")), finding("B2")))
    assert opened(again)[SHEET]["B2"].fill.fgColor.rgb == "FFF8A8A3"


def test_many_fills_are_all_remembered_and_too_many_are_said() -> None:
    def edit(book: openpyxl.Workbook) -> None:
        for row in range(1, 521):
            colour = f"FF00{row // 256:02X}{row % 256:02X}"
            book.worksheets[0].cell(row, 1).fill = PatternFill("solid", fgColor=colour)

    content = made(edit)
    said = [child.Said("error", SHEET, f"A{row}", "x") for row in range(1, 521)]
    after, remarks = child.marked(content, said, [], asdict(Limits()))
    assert remarks["not_coloured"] == 520 - 511
    before, clean = opened(content)[SHEET], opened(unmarked(after))[SHEET]
    colours = [[cell.fill.fgColor.rgb for cell in page["A"]] for page in (before, clean)]
    assert colours[0] == colours[1]


def test_a_sheet_of_the_sender_with_our_name_is_kept_beside_ours() -> None:
    def edit(book: openpyxl.Workbook) -> None:
        book.create_sheet(marks.SHEET_NAME)["A1"] = "Kết quả kiểm tra của huyện"

    content = made(edit)
    once = opened(marked(content, finding("A1")))
    twice = opened(marked(marked(content, finding("A1")), finding("A1")))
    assert (
        once.sheetnames
        == twice.sheetnames
        == [
            f"{marks.SHEET_NAME} (2)",
            SHEET,
            marks.SHEET_NAME,
        ]
    )


def test_our_sheet_is_recognised_as_read_even_renamed() -> None:
    book = opened(marked(made(), finding("A1")))
    book[marks.SHEET_NAME].title = "Đổi tên"
    sheets = read("a.xlsx", saved(book)).sheets
    assert [marks.is_own_sheet(sheet) for sheet in sheets] == [True, False]
    assert opened(unmarked(saved(book))).sheetnames == [SHEET]


def test_a_formula_on_our_sheet_does_not_outlive_it() -> None:
    """Excel finds a file damaged whose calculation chain names a cell without a formula."""
    content = marked(made(), finding("A1"))
    own = next(name for name in parts_of(content) if name.endswith("sheet2.xml"))
    chain = b'<calcChain xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"/>'
    changed = with_parts(
        content,
        (own, "</sheetData>", '<row r="99"><c r="A99"><f>1+1</f></c></row></sheetData>'),
        (
            "xl/_rels/workbook.xml.rels",
            "</Relationships>",
            '<Relationship Id="rId99" Type="http://schemas.openxmlformats.org/officeDocument/2006/'
            'relationships/calcChain" Target="calcChain.xml"/></Relationships>',
        ),
        xl__calcChain=chain,
    )
    parts = parts_of(changed)
    parts["xl/calcChain.xml"] = parts.pop("xl/calcChain")
    assert "xl/calcChain.xml" not in parts_of(unmarked(packed(parts)))


# --- texts ------------------------------------------------------------------------------------

ANY_TEXT = st.text(st.characters(exclude_categories=()), max_size=60)
DANGEROUS = st.builds(
    "".join, st.tuples(st.sampled_from((*FORMULA_STARTS, "", "_x003D_")), ANY_TEXT)
)


@given(DANGEROUS, DANGEROUS, ANY_TEXT, st.lists(DANGEROUS, max_size=2))
@settings(max_examples=40, deadline=None)
def test_no_text_ever_becomes_a_formula_or_spoils_the_file(
    message: str, cell: str, sheet: str, intro: list[str]
) -> None:
    said = [
        child.Said("error", SHEET, "B2", message),
        child.Said("note", sheet, cell, message),
        child.Said("note", SHEET, cell, message),
    ]
    content, _ = child.marked(made(), said, intro, asdict(Limits()))
    book = opened(content)
    own = [cell for row in book[marks.SHEET_NAME].iter_rows() for cell in row]
    assert {cell.data_type for cell in own if cell.value is not None} == {"s"}
    assert not any(b"<f" in part for name, part in parts_of(content).items() if "sheet" in name)
    assert "\n" not in book[SHEET]["B2"].comment.text
    assert looks(opened(unmarked(content))) == looks(opened(made()))


def test_a_comment_holds_no_more_than_excel_takes() -> None:
    def edit(book: openpyxl.Workbook) -> None:
        book.worksheets[0]["A1"].comment = Comment("x" * 32_000, "Người lập")

    content = marked(made(edit), *[finding("A1", message="dài " * 2000) for _ in range(3)])
    text = opened(content)[SHEET]["A1"].comment.text
    assert 32_000 < len(text) <= 32_767
    assert opened(unmarked(content))[SHEET]["A1"].comment.text == "x" * 32_000


def test_marks_are_bounded_and_what_is_left_out_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(child, "MAX_MARKS", 3)
    said = [child.Said("note", SHEET, f"A{row}", "x") for row in range(1, 6)]
    content, remarks = child.marked(made(), said, [], asdict(Limits()))
    assert remarks["too_many"] == 2
    assert sum(bool(row[0].comment) for row in opened(content)[SHEET]["A1:A5"]) == 3


# --- what cannot be marked ----------------------------------------------------------------------


@pytest.mark.parametrize("kind", ["xls", "ods", "csv", "docx"])
def test_another_kind_of_file_gets_the_list_as_a_workbook(kind: str) -> None:
    result = annotated(f"xã a.{kind}", b"...", kind, [finding("A1", message="=cmd")])
    assert result.name == "xã a-ket-qua-kiem-tra.xlsx"
    cell = opened(result.content)[marks.SHEET_NAME]["D2"]
    assert (cell.value, cell.data_type) == ("=cmd", "s")
    assert len(result.warnings) == 1


def bomb() -> bytes:
    return packed(parts_of(made()) | {"xl/media/image1.bin": bytes(8 * MIB)})


def entities() -> bytes:
    return with_parts(
        made(),
        (
            "xl/workbook.xml",
            "<workbook",
            '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><workbook',
        ),
    )


@pytest.mark.parametrize(
    ("content", "limits", "says"),
    [
        (protected_book(), Limits(), "mật khẩu"),
        (made()[:2000], Limits(), "hỏng"),
        (b"PK\x03\x04" + b"x" * 99, Limits(), "hỏng"),
        (packed({"[Content_Types].xml": b"<a", "_rels/.rels": b"<b"}), Limits(), "hỏng"),
        (bomb(), Limits(max_unzipped=4 * MIB), "quá lớn"),
        (made(), Limits(max_bytes=100), "quá lớn"),
        (made(), Limits(max_seconds=0.0), "quá lớn"),
        (entities(), Limits(), "không an toàn"),
        (with_parts(made(), xl__revisions__revisionHeaders=b""), Limits(), "dùng chung"),
    ],
    ids=["password", "cut", "junk", "no xml", "bomb", "large", "slow", "entities", "shared"],
)
def test_a_file_that_cannot_be_marked_gets_the_list_and_a_reason(
    content: bytes, limits: Limits, says: str
) -> None:
    result = annotated("xã a.xlsx", content, "xlsx", [finding("A1")], limits)
    assert result.name == "xã a-ket-qua-kiem-tra.xlsx"
    assert says in result.warnings[0]
    assert opened(result.content).sheetnames[0] == marks.SHEET_NAME


def test_a_file_larger_than_a_pipe_is_marked() -> None:
    """A child that starts slowly must not leave the rest of a large file unsent."""
    content = packed(parts_of(score_book()) | {"xl/media/noise.bin": noise(3 * MIB)})
    result = annotated("xã a.xlsx", content, "xlsx", [Finding("note", "x", "y", "Điểm", "D6")])
    assert result.warnings == ()
    assert opened(result.content)["Điểm"]["D6"].comment is not None


def noise(size: int) -> bytes:
    import random

    return random.Random(1).randbytes(size)


# --- other programs -------------------------------------------------------------------------------


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
@pytest.mark.skipif(sys.platform == "win32", reason="soffice has no console there")
def test_libreoffice_opens_a_marked_file_and_its_copy_can_be_cleaned(
    furnished: bytes, tmp_path: Path
) -> None:
    source = tmp_path / "marked.xlsx"
    content = furnished
    source.write_bytes(marked(content, *ALL_B))
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    command = ["soffice", "--headless", profile, "--convert-to", "xlsx:Calc MS Excel 2007 XML"]
    subprocess.run(
        [*command, "--outdir", str(tmp_path / "out"), str(source)],
        check=True,
        capture_output=True,
        timeout=120,
    )
    resaved = (tmp_path / "out" / "marked.xlsx").read_bytes()
    page = opened(resaved)[SHEET]
    assert marks.LINE_START in page["B2"].comment.text
    cleaned = opened(unmarked(resaved))
    assert marks.SHEET_NAME not in cleaned.sheetnames
    assert cleaned[SHEET]["B2"].fill.fgColor.rgb == "FF00FF00"
    assert cleaned[SHEET]["B6"].fill.fill_type is None
    assert cleaned[SHEET]["B6"].comment is None
    assert cleaned[SHEET]["B2"].comment.text.endswith("— Người lập")
