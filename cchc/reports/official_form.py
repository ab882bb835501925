"""The form of Nghị định 30/2020/NĐ-CP as a Word file: parts in, the bytes of a `.docx` out.

A4, margins 20/20/30/15 mm, Times New Roman; body 14 justified, first line 1,27 cm; a head of two
columns without borders; page number centred on top, not on page 1; tables whose heads repeat and
whose rows are not split; annexes on pages of their own, landscape only where asked. It must not
know what the document is about. Every text is one line of plain text: no field, no link.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from io import BytesIO
from itertools import groupby

import docx
from docx.document import Document
from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.enum.table import WD_ALIGN_VERTICAL, WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.section import Section
from docx.shared import Length, Mm, Pt, RGBColor
from docx.table import Table as WordTable
from docx.table import _Cell as Cell
from docx.table import _Row as WordRow
from docx.text.paragraph import Paragraph as WordParagraph
from docx.text.run import Run

from cchc.reports.inert import one_line, writable
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

FONT = "Times New Roman"
BODY, HEAD, SMALL, IN_TABLE = Pt(14), Pt(13), Pt(11), Pt(11)
FIRST_LINE = Mm(12.7)
PAGE = (Mm(210), Mm(297))
TOP, BOTTOM, LEFT, RIGHT = Mm(20), Mm(20), Mm(30), Mm(15)
HEAD_COLUMNS = (68.0, 97.0)
SIGNATURE_COLUMNS = (75.0, 90.0)
MOTTO = ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc")
MOTTO_RULE, AGENCY_RULE, TITLE_RULE = 62.0, 26.0, 40.0
TEXT_WIDTH = 165.0
_BLANKS = re.compile(r"[ \t\n\v\f\x85\u2028\u2029]+")
ROMAN = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X")
ALIGN = {
    "left": WD_ALIGN_PARAGRAPH.LEFT,
    "center": WD_ALIGN_PARAGRAPH.CENTER,
    "right": WD_ALIGN_PARAGRAPH.RIGHT,
}


def written(document: OfficialDocument) -> bytes:
    """The whole document as a Word file."""
    word = docx.Document()
    _set_styles(word)
    _set_page(word.sections[0])
    _number_pages(word.sections[0])
    _write_head(word, document.head)
    _write_title(word, document)
    _write_parts(word, document.parts)
    _write_signature(word, document.signature)
    for number, annex in enumerate(document.annexes, start=1):
        only = len(document.annexes) == 1
        _write_annex(word, annex, "" if only else ROMAN[number - 1], document.attached)
    _describe(word, document)
    target = BytesIO()
    word.save(target)
    return target.getvalue()


# page and styles ---------------------------------------------------------------------------


def _set_styles(word: Document) -> None:
    normal = word.styles["Normal"]
    normal.font.name, normal.font.size = FONT, BODY
    fonts = normal.element.get_or_add_rPr().get_or_add_rFonts()
    for script in ("w:ascii", "w:hAnsi", "w:eastAsia", "w:cs"):
        fonts.set(qn(script), FONT)
    _set_language(word)
    spacing = normal.paragraph_format
    spacing.space_before, spacing.space_after = Pt(0), Pt(6)
    spacing.line_spacing_rule = WD_LINE_SPACING.SINGLE
    for level in (1, 2, 3):
        _set_heading_style(word, level)


def _set_language(word: Document) -> None:
    """Spelling is checked as Vietnamese; without it Word underlines every word in red."""
    for language in word.styles.element.iter(qn("w:lang")):
        for script in ("w:val", "w:eastAsia"):
            language.set(qn(script), "vi-VN")


def _set_heading_style(word: Document, level: int) -> None:
    """Real headings, for the navigation pane and screen readers, in the decree's dress."""
    style = word.styles[f"Heading {level}"]
    style.font.name, style.font.size = FONT, BODY
    style.font.bold, style.font.italic = level < 3, False
    style.font.color.rgb = RGBColor(0, 0, 0)
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for theme in ("w:asciiTheme", "w:hAnsiTheme", "w:eastAsiaTheme", "w:cstheme"):
        fonts.attrib.pop(qn(theme), None)
    for script in ("w:ascii", "w:hAnsi", "w:eastAsia", "w:cs"):
        fonts.set(qn(script), FONT)
    form = style.paragraph_format
    form.space_before, form.space_after = Pt(6), Pt(6)
    form.first_line_indent, form.alignment = FIRST_LINE, WD_ALIGN_PARAGRAPH.LEFT
    form.keep_with_next = True


def _set_page(section: Section, *, is_landscape: bool = False) -> None:
    width, height = reversed(PAGE) if is_landscape else PAGE
    section.orientation = WD_ORIENT.LANDSCAPE if is_landscape else WD_ORIENT.PORTRAIT
    section.page_width, section.page_height = width, height
    section.top_margin, section.bottom_margin = TOP, BOTTOM
    section.left_margin, section.right_margin = LEFT, RIGHT
    section.header_distance = section.footer_distance = Mm(10)


def _number_pages(section: Section) -> None:
    """The number of the page, centred on top; the first page has none."""
    section.different_first_page_header_footer = True
    line = section.header.paragraphs[0]
    line.alignment = WD_ALIGN_PARAGRAPH.CENTER
    for kind, instruction in (
        ("begin", ""),
        ("", " PAGE "),
        ("separate", ""),
        ("", ""),
        ("end", ""),
    ):
        _add_field_part(line.add_run(), kind, instruction)


def _add_field_part(run: Run, kind: str, instruction: str) -> None:
    run.font.size = HEAD
    if kind:
        mark = OxmlElement("w:fldChar")
        mark.set(qn("w:fldCharType"), kind)
        run._r.append(mark)
    elif instruction:
        text = OxmlElement("w:instrText")
        text.set(qn("xml:space"), "preserve")
        text.text = instruction
        run._r.append(text)
    else:
        run.text = "2"  # what is shown until Word counts the pages


def _describe(word: Document, document: OfficialDocument) -> None:
    about = word.core_properties
    about.title = one_line(f"{document.kind.capitalize()} {document.title}", 200)
    about.author = one_line(" ".join(document.head.agency), 200)
    about.language, about.comments = "vi-VN", ""


# head and title ----------------------------------------------------------------------------


def _write_head(word: Document, head: Head) -> None:
    """Agency and number on the left; the country's name, the motto, place and day on the right."""
    table = _plain_table(word, HEAD_COLUMNS, rows=2)
    left, right = table.rows[0].cells
    if head.above:
        _centred(left, head.above, HEAD)
    for line in head.agency:
        _centred(left, line, HEAD, bold=True)
    _add_rule(left, HEAD_COLUMNS[0], AGENCY_RULE)
    _centred(right, MOTTO[0], HEAD, bold=True)
    _centred(right, MOTTO[1], BODY, bold=True)
    _add_rule(right, HEAD_COLUMNS[1], MOTTO_RULE)
    number, place = table.rows[1].cells
    _centred(number, head.number, HEAD)
    _centred(place, head.place_and_day, HEAD, italic=True)


def _write_title(word: Document, document: OfficialDocument) -> None:
    kind = _centred(word, document.kind, BODY, bold=True)
    kind.paragraph_format.space_before = Pt(14)
    _centred(word, document.title, BODY, bold=True)
    if document.mark:
        _centred(word, f"({document.mark})", BODY, italic=True)
    _add_rule(word, TEXT_WIDTH, TITLE_RULE).paragraph_format.space_after = Pt(12)


def _centred(
    place: Document | Cell, text: str, size: Length, *, bold: bool = False, italic: bool = False
) -> WordParagraph:
    line = _next_line(place)
    line.alignment = WD_ALIGN_PARAGRAPH.CENTER
    line.paragraph_format.space_after = Pt(0)
    _say(line, text, size, bold=bold, italic=italic)
    return line


def _next_line(place: Document | Cell) -> WordParagraph:
    """A new paragraph; a cell is born with an empty one, which is taken first."""
    if isinstance(place, Cell) and len(place.paragraphs) == 1 and not place.paragraphs[0].runs:
        return place.paragraphs[0]
    return place.add_paragraph()


def _say(
    line: WordParagraph, text: str, size: Length, *, bold: bool = False, italic: bool = False
) -> Run:
    run = line.add_run(_in_one_line(text))
    run.font.size, run.bold, run.italic = size, bold or None, italic or None
    return run


def _in_one_line(text: str) -> str:
    """Blanks left for a number or a day are no-break spaces, which stay as many as they are."""
    return _BLANKS.sub(" ", writable(text)).strip(" ")


def _add_rule(place: Document | Cell, width: float, length: float) -> WordParagraph:
    """A rule of `length` mm in the middle of `width` mm, as the upper border of a thin line."""
    line = place.add_paragraph()
    form = line.paragraph_format
    form.left_indent = form.right_indent = Mm((width - length) / 2)
    form.space_before, form.space_after = Pt(2), Pt(0)
    form.line_spacing_rule, form.line_spacing = WD_LINE_SPACING.EXACTLY, Pt(4)
    borders = OxmlElement("w:pBdr")
    top = OxmlElement("w:top")
    for name, value in (("val", "single"), ("sz", "6"), ("space", "1"), ("color", "000000")):
        top.set(qn(f"w:{name}"), value)
    borders.append(top)
    properties = line._p.get_or_add_pPr()
    properties.insert_element_before(
        borders, "w:shd", "w:tabs", "w:spacing", "w:ind", "w:jc", "w:rPr"
    )
    return line


def _plain_table(word: Document, widths: Sequence[float], rows: int) -> WordTable:
    """Columns without borders, as head and signature stand in."""
    table = word.add_table(rows=rows, cols=len(widths))
    _set_widths(table, widths)
    _keep_inside(table, Mm(0))
    for row in table.rows:
        _keep_whole(row)
    return table


# parts -------------------------------------------------------------------------------------


def _write_parts(word: Document, parts: Iterable[Part]) -> None:
    written_out = list(parts)
    numbers = _numbers([part for part in written_out if isinstance(part, Heading)])
    for part in written_out:
        if isinstance(part, Heading):
            _write_heading(word, part, next(numbers))
        elif isinstance(part, Table):
            _write_table(word, part)
        else:
            _write_paragraph(word, part)


def _numbers(headings: Sequence[Heading]) -> Iterator[str]:
    """ "I. ", "1. ", "a) " of each heading; none for one that has no sibling."""
    counts = [0, 0, 0]
    for place, heading in enumerate(headings):
        level = heading.level
        counts[level - 1] += 1
        counts[level:] = [0] * (3 - level)
        count = counts[level - 1]
        is_alone = count == 1 and not _has_sibling(headings[place + 1 :], level)
        number = {1: f"{_roman(count)}. ", 2: f"{count}. ", 3: f"{_letter(count)}) "}[level]
        yield "" if is_alone and level > 1 else number


def _has_sibling(following: Sequence[Heading], level: int) -> bool:
    later = next((heading for heading in following if heading.level <= level), None)
    return later is not None and later.level == level


def _write_heading(word: Document, part: Heading, number: str) -> None:
    text = part.text.upper() if part.level == 1 else part.text
    line = word.add_paragraph(style=f"Heading {part.level}")
    line.add_run(one_line(f"{number} {text}"))


def _roman(count: int) -> str:
    return ROMAN[count - 1] if count <= len(ROMAN) else str(count)


def _letter(count: int) -> str:
    """The order of Vietnamese letters: a, b, c, d, đ, e …"""
    letters = "abcdđeghiklmnopqrstuvxy"
    return letters[(count - 1) % len(letters)]


def _write_paragraph(word: Document, part: Paragraph) -> None:
    line = word.add_paragraph()
    line.alignment = WD_ALIGN_PARAGRAPH.JUSTIFY
    line.paragraph_format.first_line_indent = FIRST_LINE
    text = f"- {part.text}" if part.is_item else part.text
    _say(line, text, HEAD if part.is_note else BODY, italic=part.is_note)


def _write_table(word: Document, part: Table) -> None:
    if part.is_captioned:
        caption = _centred(word, part.title, HEAD, italic=True)
        caption.paragraph_format.space_before = caption.paragraph_format.space_after = Pt(4)
        caption.paragraph_format.keep_with_next = True
    has_groups = any(column.over for column in part.columns)
    head_rows = 2 if has_groups else 1
    table = word.add_table(rows=head_rows + len(part.rows), cols=len(part.columns))
    table.style = word.styles["Table Grid"]
    table.alignment = WD_TABLE_ALIGNMENT.CENTER
    _set_widths(table, [column.width for column in part.columns])
    _keep_inside(table, Mm(1.2))
    _name_table(table, part.title)
    rows = list(table.rows)
    _write_table_head(rows[:head_rows], part.columns)
    _write_table_rows(rows[head_rows:], part)
    after = word.add_paragraph()
    after.paragraph_format.space_after = Pt(0)
    after.paragraph_format.line_spacing_rule = WD_LINE_SPACING.EXACTLY
    after.paragraph_format.line_spacing = Pt(8)


def _write_table_head(rows: Sequence[WordRow], columns: Sequence[Column]) -> None:
    """One row of headings, or two where columns share a heading; Word repeats them."""
    for row in rows:
        _keep_whole(row)
        row._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))
    grid = [list(row.cells) for row in rows]
    for over, held in groupby(range(len(columns)), lambda place: columns[place].over):
        places = list(held)
        if over:
            shared = grid[0][places[0]].merge(grid[0][places[-1]])
            _head_text(shared, over)
        for place in places:
            cell = grid[-1][place] if over else grid[0][place].merge(grid[-1][place])
            _head_text(cell, columns[place].title)
    # A head never stands alone at the foot of a page.
    for row in rows:
        _keep_with_next(row)


def _head_text(cell: Cell, text: str) -> None:
    cell.vertical_alignment = WD_ALIGN_VERTICAL.CENTER
    _cell_text(cell, text, "center", bold=True)


def _write_table_rows(rows: Sequence[WordRow], part: Table) -> None:
    first_sum = len(part.rows) - part.sum_rows
    for place, (row, texts) in enumerate(zip(rows, part.rows, strict=True)):
        _keep_whole(row)
        for cell, column, text in zip(row.cells, part.columns, texts, strict=True):
            _cell_text(cell, text, column.align, bold=place >= first_sum)


def _cell_text(cell: Cell, text: str, align: str, *, bold: bool = False) -> None:
    line = cell.paragraphs[0]
    line.alignment = ALIGN[align]
    line.paragraph_format.space_before = line.paragraph_format.space_after = Pt(2)
    _say(line, text, IN_TABLE, bold=bold)


def _set_widths(table: WordTable, widths: Sequence[float]) -> None:
    """Fixed widths, in the grid and in every cell: Word reads one, LibreOffice the other."""
    table.autofit = False
    for column, width in zip(table.columns, widths, strict=True):
        column.width = Mm(width)
    for row in table.rows:
        for cell, width in zip(row.cells, widths, strict=True):
            cell.width = Mm(width)


def _keep_inside(table: WordTable, side: Length) -> None:
    """The room between a cell's text and its sides."""
    margins = OxmlElement("w:tblCellMar")
    for name in ("left", "right"):
        margin = OxmlElement(f"w:{name}")
        margin.set(qn("w:w"), str(side.twips))
        margin.set(qn("w:type"), "dxa")
        margins.append(margin)
    properties = table._tbl.tblPr
    look = properties.find(qn("w:tblLook"))
    if look is None:
        properties.append(margins)
    else:
        look.addprevious(margins)


def _name_table(table: WordTable, title: str) -> None:
    """What a screen reader says when it comes to the table."""
    name = OxmlElement("w:tblCaption")
    name.set(qn("w:val"), one_line(title, 200))
    table._tbl.tblPr.append(name)


def _keep_whole(row: WordRow) -> None:
    """A row is not split over two pages."""
    row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))


def _keep_with_next(row: WordRow) -> None:
    for cell in row.cells:
        for line in cell.paragraphs:
            line.paragraph_format.keep_with_next = True


# signature and annexes ---------------------------------------------------------------------


def _write_signature(word: Document, signature: Signature) -> None:
    """Receivers on the left, whoever signs on the right, never alone on a page."""
    if word.paragraphs:
        word.paragraphs[-1].paragraph_format.keep_with_next = True
    table = _plain_table(word, SIGNATURE_COLUMNS, rows=1)
    left, right = table.rows[0].cells
    start = left.paragraphs[0]
    start.paragraph_format.space_before, start.paragraph_format.space_after = Pt(8), Pt(0)
    _say(start, "Nơi nhận:", Pt(12), bold=True, italic=True)
    for receiver in signature.receivers:
        line = left.add_paragraph()
        line.paragraph_format.space_after = Pt(0)
        _say(line, f"- {receiver}", SMALL)
    for place, text in enumerate(signature.lines):
        line = _centred(right, text, BODY, bold=True)
        line.paragraph_format.space_before = Pt(8 * (place == 0))
    for _ in range(4):  # room for the signature and the seal
        right.add_paragraph().paragraph_format.space_after = Pt(0)


def _write_annex(word: Document, annex: Annex, number: str, attached: str) -> None:
    section = word.add_section(WD_SECTION.NEW_PAGE)
    _set_page(section, is_landscape=annex.is_landscape)
    section.different_first_page_header_footer = False
    _centred(word, f"PHỤ LỤC {number}".strip(), BODY, bold=True)
    _centred(word, annex.title.upper(), BODY, bold=True)
    if attached:
        _centred(word, attached, BODY, italic=True).paragraph_format.space_after = Pt(8)
    _write_parts(word, annex.parts)
