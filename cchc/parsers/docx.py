"""Reads the tables of a .docx: each becomes a sheet "Bảng 1", "Bảng 2" …

In: a package that passed its checks. Out: a Book, or `Refused` where the document has no table. The
lines just above a table (its title, what it belongs to) stand as rows above it, so that captions,
units and periods are found where a workbook has them. Printed list numbers and bullets are part of
a text, though Word keeps them elsewhere. Deleted text is left out, inserted text counts.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from xml.etree.ElementTree import Element, fromstring

from cchc.cell_columns import Look
from cchc.model import LAST_COLUMN
from cchc.parsers import Limits, Refused
from cchc.parsers.book import Book, Corners, SheetCells
from cchc.parsers.docx_numbering import Numbering
from cchc.parsers.docx_styles import W, WordStyles, child_value
from cchc.parsers.package import Package

DOCUMENT = "word/document.xml"
STRICT_WORD = b"http://purl.oclc.org/ooxml/wordprocessingml/main"
TRANSITIONAL_WORD = b"http://schemas.openxmlformats.org/wordprocessingml/2006/main"
MOST_LINES_ABOVE = 12
# What text may stand in, besides a paragraph itself; deletions, fields' codes and drawings are not.
TRANSPARENT = frozenset(
    W + name
    for name in (
        *("ins", "moveTo", "hyperlink", "smartTag", "fldSimple", "sdt", "sdtContent"),
        *("customXml", "dir", "bdo", "r"),
    )
)
SIGNS = {W + "tab": "\t", W + "br": "\n", W + "cr": "\n", W + "noBreakHyphen": "-"}
PARAGRAPH, TABLE, ROW, CELL = (W + name for name in ("p", "tbl", "tr", "tc"))


def is_document(package: Package) -> bool:
    return DOCUMENT in package


def read(package: Package, limits: Limits) -> Book:
    """All tables of the document's body. Raises Refused, or what damage makes the parser raise."""
    book = Book("docx", int(limits["max_items"]))
    if package.has(r"word/vbaproject\.bin"):
        book.remarks.add("macros")
    if package.has(r"word/(media|charts|embeddings)/.*"):
        book.remarks.add("drawings")
    body = _part(package, DOCUMENT).find(W + "body")
    if body is not None:
        numbering = Numbering(_part(package, "word/numbering.xml"))
        Document(book, WordStyles(_part(package, "word/styles.xml")), numbering).read(body)
    if not book.sheets:
        raise Refused("no_table_in_word")
    return book


def _part(package: Package, name: str) -> Element:
    """A part's root, in the namespace that most documents use; an empty one where it is missing."""
    if name not in package:
        return Element("none")
    text = package.read(name)
    return fromstring(text.replace(STRICT_WORD, TRANSITIONAL_WORD))


class Document:
    """Goes through a document from top to bottom, since its list numbers count that way."""

    def __init__(self, book: Book, styles: WordStyles, numbering: Numbering) -> None:
        self.book = book
        self.styles = styles
        self.numbering = numbering

    def read(self, body: Element) -> None:
        above: deque[tuple[str, Look]] = deque(maxlen=MOST_LINES_ABOVE)
        for block in _blocks(body):
            if block.tag == TABLE:
                self._table(block, list(above))
                above.clear()
            else:
                above.extend(self._lines(block))

    def _lines(self, paragraph: Element) -> list[tuple[str, Look]]:
        text, look = self._paragraph(paragraph)
        return [(line, look) for line in text.split("\n") if line.strip()]

    def _table(self, table: Element, above: list[tuple[str, Look]]) -> None:
        """One sheet; the tables inside its cells become sheets of their own, after it."""
        sheet = self.book.sheet(f"Bảng {len(self.book.sheets) + 1}")
        for row, (line, look) in enumerate(above, start=1):
            sheet.add_decoded(row, 1, line, look)
        inner: list[Element] = []
        reading = TableReading(sheet, len(above))
        for row_element in _rows(table):
            reading.start_row(row_element)
            for cell in _cells(row_element):
                texts, look = self._cell(cell, inner)
                reading.add_cell(cell, texts, look)
        reading.finish()
        for one in inner:
            self._table(one, [])

    def _cell(self, cell: Element, inner: list[Element]) -> tuple[str, Look]:
        texts: list[str] = []
        looks: list[Look] = []
        for block in _blocks(cell):
            if block.tag == TABLE:
                inner.append(block)
            else:
                text, look = self._paragraph(block)
                texts.append(text)
                looks += [look] if text.strip() else []
        return "\n".join(texts).strip("\n"), (looks or [("General", "", False)])[0]

    def _paragraph(self, paragraph: Element) -> tuple[str, Look]:
        """Its number or bullet and its text, and the look of its first letters."""
        properties = paragraph.find(W + "pPr")
        style = child_value(properties, "pStyle")
        runs = [run for run in _runs(paragraph) if run.tag == W + "r"]
        pieces = [(_run_text(run), *self.styles.font(run, style)) for run in runs]
        look = next(
            (("General", font, bold) for text, font, bold in pieces if text.strip()),
            ("General", "", False),
        )
        text = "".join(self.book.decoded(text, font) for text, font, _ in pieces)
        return self.numbering.label(properties, self.styles.numbering(style), text) + text, look


class TableReading:
    """Places a table's cells on a sheet: Word counts columns by spans and merges by row."""

    def __init__(self, sheet: SheetCells, above: int) -> None:
        self.sheet = sheet
        self.row = above
        self.column = 1
        self.open: dict[int, Corners] = {}  # by left column, what its last cell covers so far

    def start_row(self, row: Element) -> None:
        self.sheet.count()
        self.row += 1
        properties = row.find(W + "trPr")
        self.column = 1 + _count(properties, "gridBefore", 0)
        if properties is not None and child_value(properties, "hidden", "0") == "1":
            self.sheet.hide_rows(self.row, self.row)

    def add_cell(self, cell: Element, text: str, look: Look) -> None:
        properties = cell.find(W + "tcPr")
        left = self.column
        self.column += _count(properties, "gridSpan", 1)
        right = self.column - 1
        if self._goes_on(left, properties):
            top, _, _, right = self.open[left]
            self.open[left] = top, left, self.row, right
            return  # What stands in a continued cell is not shown.
        self._close(left)
        self.open[left] = self.row, left, self.row, right
        self.sheet.add_decoded(self.row, left, text, look)

    def finish(self) -> None:
        for left in list(self.open):
            self._close(left)
        self.sheet.count()

    def _goes_on(self, left: int, properties: Element | None) -> bool:
        merge = None if properties is None else properties.find(W + "vMerge")
        if merge is None or merge.get(W + "val", "continue") == "restart":
            return False
        return left in self.open and self.open[left][2] == self.row - 1

    def _close(self, left: int) -> None:
        if left in self.open:
            self.sheet.merge(*self.open.pop(left))


def _count(properties: Element | None, name: str, default: int) -> int:
    value = child_value(properties, name)
    return min(max(int(value), default), LAST_COLUMN) if value else default


def _blocks(parent: Element) -> Iterator[Element]:
    """Paragraphs and tables, whatever content controls and insertions they are wrapped in."""
    for element in parent:
        if element.tag in (PARAGRAPH, TABLE):
            yield element
        elif element.tag in TRANSPARENT:
            yield from _blocks(element)


def _rows(table: Element) -> Iterator[Element]:
    return _inside(table, ROW)


def _cells(row: Element) -> Iterator[Element]:
    return _inside(row, CELL)


def _inside(parent: Element, tag: str) -> Iterator[Element]:
    for element in parent:
        if element.tag == tag:
            yield element
        elif element.tag in TRANSPARENT:
            yield from _inside(element, tag)


def _runs(parent: Element) -> Iterator[Element]:
    for element in parent:
        if element.tag == W + "r":
            yield element
        elif element.tag in TRANSPARENT:
            yield from _runs(element)


def _run_text(run: Element) -> str:
    return "".join(
        (element.text or "") if element.tag == W + "t" else SIGNS.get(element.tag, "")
        for element in run
    )
