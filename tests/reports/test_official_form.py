"""A document in the decree's form is one that Word takes without a word of complaint."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from docx.enum.section import WD_ORIENT
from docx.oxml.ns import qn
from docx.shared import Length, Mm, Pt
from hypothesis import given, settings
from hypothesis import strategies as st

from cchc.reports.official_form import written
from cchc.reports.official_parts import (
    Annex,
    Column,
    Head,
    Heading,
    OfficialDocument,
    Paragraph,
    Part,
    Signature,
    Table,
)
from tests.reports.word_reading import everything, opened, paragraphs, parts, titled_tables

BLANK = "\u00a0"
# What the schema of WordprocessingML (ECMA-376, 17) asks of the order of an element's children.
ORDER = {
    "pPr": "pStyle keepNext keepLines pageBreakBefore framePr widowControl numPr pBdr shd tabs "
    "spacing ind contextualSpacing jc textAlignment outlineLvl rPr sectPr",
    "tblPr": "tblStyle tblW jc tblCellSpacing tblInd tblBorders shd tblLayout tblCellMar tblLook "
    "tblCaption tblDescription",
    "tcPr": "cnfStyle tcW gridSpan hMerge vMerge tcBorders shd noWrap tcMar textDirection vAlign",
    "sectPr": "headerReference footerReference footnotePr endnotePr type pgSz pgMar paperSrc "
    "pgBorders lnNumType pgNumType cols formProt vAlign noEndnote titlePg textDirection docGrid",
    "rPr": "rStyle rFonts b bCs i iCs caps smallCaps strike color spacing w kern position sz szCs "
    "highlight u lang",
}
NARROW = (Column("TT", 10, "center"), Column("Đơn vị", 60))
WIDE = (
    *NARROW,
    Column("Số hồ sơ", 30, "right", over="Trong kỳ"),
    Column("%", 20, "right", over="Trong kỳ"),
    Column("Ghi chú", 30),
)


def made(*body: Part, annexes: tuple[Annex, ...] = ()) -> OfficialDocument:
    return OfficialDocument(
        head=Head(
            "",
            ("ỦY BAN NHÂN DÂN", "HUYỆN A"),
            f"Số:{BLANK * 8}/BC-UBND",
            f"A, ngày{BLANK * 6}tháng{BLANK * 6}năm 2024",
        ),
        kind="BÁO CÁO",
        title="Kết quả tháng 9/2024",
        mark="Số liệu minh họa",
        parts=body or (Paragraph("Một câu."),),
        signature=Signature(("TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH"), ("Lưu: VT.",)),
        annexes=annexes,
        attached="(Kèm theo Báo cáo)",
    )


def full() -> OfficialDocument:
    """Every kind of part, a long table, an annex in either direction."""
    rows = tuple((str(n), f"xã {n}", "1.234", "56,70", "") for n in range(60))
    return made(
        Heading(1, "Kết quả"),
        Heading(2, "Chung"),
        Paragraph("Một câu."),
        Heading(2, "Riêng"),
        Heading(3, "Xã"),
        Paragraph("Một ý.", is_item=True),
        Heading(3, "Phòng"),
        Table("Bảng có hai hàng tiêu đề", WIDE, rows, sum_rows=1),
        Heading(1, "Phương hướng"),
        Heading(2, "Một mình"),
        Paragraph("Hết./."),
        annexes=(
            Annex("Ngang", (Table("Bảng ngang", WIDE, rows),), is_landscape=True),
            Annex("Đứng", (Table("Bảng đứng", NARROW, (("1", "xã"),)),)),
        ),
    )


@pytest.fixture(scope="module")
def content() -> bytes:
    return written(full())


@pytest.fixture(scope="module")
def body(content: bytes) -> Any:
    return parts(content)["word/document.xml"]


# structure ---------------------------------------------------------------------------------


@pytest.mark.parametrize("element", ORDER)
def test_children_stand_in_the_order_that_the_schema_asks(content: bytes, element: str) -> None:
    places = {qn(f"w:{name}"): place for place, name in enumerate(ORDER[element].split())}
    for name, part in parts(content).items():
        if name in ("word/document.xml", "word/header1.xml"):
            for found in part.iter(qn(f"w:{element}")):
                order = [places[child.tag] for child in found]
                assert order == sorted(order), [child.tag for child in found]


def test_no_id_is_given_twice(body: Any) -> None:
    for tag in ("w:bookmarkStart", "wp:docPr", "w:comment"):
        ids = [one.get(qn("w:id")) or one.get("id") for one in body.iter(qn(tag))]
        assert len(ids) == len(set(ids))


def test_every_part_that_is_referred_to_is_there(content: bytes) -> None:
    every = parts(content)
    for name, part in every.items():
        if name.endswith(".rels") and name.startswith("word/"):
            for one in part:
                assert one.get("TargetMode") != "External", "nothing is fetched from elsewhere"
                target = "word/" + one.get("Target").removeprefix("/word/")
                assert target in every or target.replace("word/../", "") in every


def test_every_table_has_its_grid_and_rows_that_fill_it(body: Any) -> None:
    tables = list(body.iter(qn("w:tbl")))
    assert len(tables) == 5, "head, signature, three of figures"
    for table in tables:
        grid = [int(column.get(qn("w:w"))) for column in table.find(qn("w:tblGrid"))]
        assert min(grid) > 0
        for row in table.iter(qn("w:tr")):
            assert sum(_span(cell) for cell in row.findall(qn("w:tc"))) == len(grid)
            assert all(cell[-1].tag == qn("w:p") for cell in row.findall(qn("w:tc")))


def _span(cell: Any) -> int:
    span = cell.find(f"{qn('w:tcPr')}/{qn('w:gridSpan')}")
    return 1 if span is None else int(span.get(qn("w:val")))


def test_heads_repeat_over_pages_and_rows_are_not_split(body: Any) -> None:
    for table in _figure_tables(body):
        rows = list(table.iter(qn("w:tr")))
        heads = [row for row in rows if row.find(f"{qn('w:trPr')}/{qn('w:tblHeader')}") is not None]
        assert heads == rows[: len(heads)]
        assert heads
        whole = [row.find(f"{qn('w:trPr')}/{qn('w:cantSplit')}") is not None for row in rows]
        assert all(whole)


def _figure_tables(body: Any) -> Iterator[Any]:
    for table in body.iter(qn("w:tbl")):
        if table.find(f"{qn('w:tblPr')}/{qn('w:tblCaption')}") is not None:
            yield table


def test_columns_that_share_a_heading_stand_under_it_once(content: bytes) -> None:
    table = opened(content).tables[1]
    first, second = ([cell.text for cell in row.cells] for row in table.rows[:2])
    assert first == ["TT", "Đơn vị", "Trong kỳ", "Trong kỳ", "Ghi chú"]
    assert second == ["TT", "Đơn vị", "Số hồ sơ", "%", "Ghi chú"]


def test_no_table_is_wider_than_its_page(content: bytes) -> None:
    for table in opened(content).tables:
        width = sum(column.width or 0 for column in table.columns)
        assert width <= Mm(252), "landscape"
    portrait = opened(written(made(Table("Bảng", WIDE, ())))).tables[1]
    assert sum(column.width or 0 for column in portrait.columns) <= Mm(165)


# the decree's form -------------------------------------------------------------------------


def test_the_page_is_a4_with_the_decrees_margins(content: bytes) -> None:
    for section in opened(content).sections:
        assert sorted((_mm(section.page_width), _mm(section.page_height))) == [210, 297]
        assert 20 <= _mm(section.top_margin) <= 25
        assert 20 <= _mm(section.bottom_margin) <= 25
        assert 30 <= _mm(section.left_margin) <= 35
        assert 15 <= _mm(section.right_margin) <= 20


def _mm(length: Length | None) -> int:
    assert length is not None
    return round(length.mm)


def test_only_the_annex_that_asks_lies_down(content: bytes) -> None:
    turned = [section.orientation for section in opened(content).sections]
    assert turned == [WD_ORIENT.PORTRAIT, WD_ORIENT.LANDSCAPE, WD_ORIENT.PORTRAIT]


def test_body_text_is_times_new_roman_14_justified_with_its_first_line_in(content: bytes) -> None:
    document = opened(content)
    assert (document.styles["Normal"].font.name, document.styles["Normal"].font.size) == (
        "Times New Roman",
        Pt(14),
    )
    line = next(line for line in document.paragraphs if line.text == "Một câu.")
    assert line.paragraph_format.first_line_indent == Mm(12.7)
    assert line.alignment is not None
    assert line.alignment.name == "JUSTIFY"


def test_the_page_number_stands_on_top_but_not_on_the_first_page(content: bytes) -> None:
    first, *annexes = opened(content).sections
    assert first.different_first_page_header_footer
    assert not any(section.different_first_page_header_footer for section in annexes)
    assert first.first_page_header.paragraphs[0].text == ""
    line = first.header.paragraphs[0]
    assert line.alignment is not None
    assert line.alignment.name == "CENTER"
    fields = [one.text for one in line._p.iter(qn("w:instrText"))]
    assert [field.strip() for field in fields] == ["PAGE"]


def test_head_and_signature_stand_in_columns_without_borders(content: bytes) -> None:
    document = opened(content)
    head, signature = document.tables[0], document.tables[2]
    for table in (head, signature):
        assert table.style is None or table.style.name != "Table Grid"
    assert head.cell(0, 0).text.split("\n")[:2] == ["ỦY BAN NHÂN DÂN", "HUYỆN A"]
    assert head.cell(0, 1).text.split("\n")[:2] == [
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "Độc lập - Tự do - Hạnh phúc",
    ]
    assert head.cell(1, 0).text == f"Số:{BLANK * 8}/BC-UBND"
    assert signature.cell(0, 0).text.startswith("Nơi nhận:\n- Lưu: VT.")
    assert signature.cell(0, 1).text.startswith("TM. ỦY BAN NHÂN DÂN\nCHỦ TỊCH")


def test_headings_are_numbered_and_one_alone_is_not(content: bytes) -> None:
    lines = opened(content).paragraphs
    said = [line.text for line in lines if str(line.style and line.style.name).startswith("Head")]
    assert said == [
        *("I. KẾT QUẢ", "1. Chung", "2. Riêng", "a) Xã", "b) Phòng"),
        *("II. PHƯƠNG HƯỚNG", "Một mình"),
    ]


def test_annexes_are_numbered_when_there_are_several(content: bytes) -> None:
    said = paragraphs(opened(content))
    assert [text for text in said if text.startswith("PHỤ LỤC")] == ["PHỤ LỤC I", "PHỤ LỤC II"]
    one = opened(written(made(annexes=(Annex("Nguồn", ()),))))
    assert [text for text in paragraphs(one) if text.startswith("PHỤ LỤC")] == ["PHỤ LỤC"]


def test_sums_are_bold_and_the_rest_is_not(content: bytes) -> None:
    rows = opened(content).tables[1].rows
    bold = [row.cells[1].paragraphs[0].runs[0].bold for row in rows[2:]]
    assert bold == [None] * 59 + [True]


# text --------------------------------------------------------------------------------------


@settings(max_examples=60, deadline=None)
@given(st.text(st.characters(exclude_categories=()), max_size=60))
def test_any_text_is_written_and_read_back_as_plain_text(text: str) -> None:
    content = written(made(Paragraph(text), Table("Bảng", NARROW, (("1", text),))))
    document = opened(content)
    assert list(parts(content)["word/document.xml"].iter(qn("w:instrText"))) == []
    assert titled_tables(document)["Bảng"][0][0] == "1"


def test_marks_of_markup_and_fields_stay_text() -> None:
    nasty = 'A & B <w:p/> {MERGEFIELD x} "q" =1+1'
    assert nasty in everything(opened(written(made(Paragraph(nasty)))))


def test_signs_that_xml_refuses_are_left_out() -> None:
    assert "ab" in everything(opened(written(made(Paragraph("a\x00\x0b\ud800b")))))
