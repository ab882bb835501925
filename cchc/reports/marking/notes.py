"""The comments of one worksheet: our lines added to them, and taken away again.

A comment is an entry in the sheet's comments part and a shape, at the same cell, in its drawing in
VML. What the sender wrote stays, above our lines; a comment that is left without words goes. A
conversation (threaded comment) is not touched: Excel shows it instead of the entry.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence

from lxml import etree

from cchc.marks import AUTHOR, LINE_START
from cchc.model import Level, cell_address
from cchc.reports.inert import CELL_LIMIT, escaped, writable
from cchc.reports.marking.book import Book
from cchc.reports.marking.cells import LAST_COLUMN, LAST_ROW, Place, insert_in_order, place_of
from cchc.reports.marking.package import Element, local, parsed

COMMENTS_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.comments+xml"
VML_TYPE = "application/vnd.openxmlformats-officedocument.vmlDrawing"
THREAD_AUTHOR = "tc="  # Excel's author of the entry that stands for a conversation
BLOCK = 1024  # shapes are numbered in blocks that no two drawings of a workbook share
WIDTH, LEAST_HEIGHT, MOST_HEIGHT = 320, 60, 400
LINE_HEIGHT, LINE_LETTERS = 17, 50
BLOCKS = re.compile(rb"""<o:idmap\b[^>]*\bdata=["']([\d,\s]+)["']""")
SHAPE_NUMBER = re.compile(r"_s(\d+)$")

V = "{urn:schemas-microsoft-com:vml}"
O = "{urn:schemas-microsoft-com:office:office}"  # noqa: E741
X = "{urn:schemas-microsoft-com:office:excel}"
NAMESPACES = (
    'xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office" '
    'xmlns:x="urn:schemas-microsoft-com:office:excel"'
)
EMPTY_DRAWING = (
    f'<xml {NAMESPACES}><o:shapelayout v:ext="edit"><o:idmap v:ext="edit" data="{{}}"/>'
    "</o:shapelayout></xml>"
)
SHAPE_TYPE = (
    f'<v:shapetype {NAMESPACES} id="_x0000_t202" coordsize="21600,21600" o:spt="202" '
    'path="m,l,21600r21600,l21600,xe"><v:stroke joinstyle="miter"/>'
    '<v:path gradientshapeok="t" o:connecttype="rect"/></v:shapetype>'
)
SHAPE = (
    f'<v:shape {NAMESPACES} id="_x0000_s{{number}}" type="#_x0000_t202" '
    'style="position:absolute;margin-left:60pt;margin-top:2pt;width:240pt;height:{points}pt;'
    'z-index:1;visibility:hidden" fillcolor="#ffffe1" o:insetmode="auto">'
    '<v:fill color2="#ffffe1"/><v:shadow on="t" color="black" obscured="t"/>'
    '<v:path o:connecttype="none"/><v:textbox style="mso-direction-alt:auto">'
    '<div style="text-align:left"/></v:textbox><x:ClientData ObjectType="Note">'
    "<x:MoveWithCells/><x:SizeWithCells/><x:Anchor>{anchor}</x:Anchor>"
    "<x:AutoFill>False</x:AutoFill><x:Row>{row}</x:Row><x:Column>{column}</x:Column>"
    "</x:ClientData></v:shape>"
)
TEXT_COLOURS: dict[Level, str] = {"error": "FF9C0006", "warning": "FF7F4F00", "note": "FF1F4E79"}
Size = Callable[[int], int]


class Notes:
    """The comments of one worksheet part. `width` and `height` tell its columns and rows."""

    def __init__(self, book: Book, sheet_part: str) -> None:
        self.book, self.package, self.sheet_part = book, book.package, sheet_part
        self.part = self.package.related(sheet_part, "comments")
        self.drawing = self._drawing_part()
        self._entries: dict[Place, Element] = dict(self._read_entries())
        self._shapes: dict[Place, list[Element]] | None = None  # read when first needed
        self._numbers: Iterator[int] | None = None

    def _drawing_part(self) -> str | None:
        """Not just any VML drawing of the sheet: a header's picture has one too."""
        relations = self.package.relations(self.sheet_part)
        if not any(one.kind == "vmlDrawing" for one in relations):
            return None
        root = self.package.look(self.sheet_part)
        element = root.find(self.book.tag("legacyDrawing"))
        wanted = None if element is None else element.get(f"{self.book.rel}id")
        return next((one.target for one in relations if one.id == wanted), None)

    def _read_entries(self) -> Iterator[tuple[Place, Element]]:
        if self.part is not None:
            for entry in self.package.look(self.part).iter(self.book.tag("comment")):
                place = place_of(entry.get("ref", ""))
                if place is not None:
                    yield place, entry

    # marking ----------------------------------------------------------------------------

    def can_mark(self, place: Place) -> bool:
        """Whether a comment can be written here: not into a conversation, nor over a drawing
        that does not follow XML."""
        entry = self._entries.get(place)
        if entry is not None and self._author(entry).startswith(THREAD_AUTHOR):
            return False
        return self._has_readable_drawing()

    def _has_readable_drawing(self) -> bool:
        if self.drawing is None:
            return True
        try:
            self.package.look(self.drawing)
        except etree.XMLSyntaxError:
            return False
        return True

    def mark(
        self, place: Place, lines: Sequence[tuple[Level, str]], width: Size, height: Size
    ) -> None:
        """Adds lines below what the cell's comment says; without one, makes one."""
        entry = self._entries.get(place)
        if entry is None:
            entry = self._make_entry(place)
        text = entry.find(self.book.tag("text"))
        if text is None:
            text = etree.SubElement(entry, self.book.tag("text"))
            entry.insert(0, text)
        self._add_lines(text, lines)
        if place not in self._shapes_by_place():
            self._add_shape(place, len(_text(text)), width, height)

    def _make_entry(self, place: Place) -> Element:
        if self.part is None:
            self.part = self._make_part()
        listed = self.package.edit(self.part).find(self.book.tag("commentList"))
        attributes = {"ref": cell_address(*place), "authorId": str(self._own_author())}
        entry = etree.SubElement(listed, self.book.tag("comment"), attributes)
        etree.SubElement(entry, self.book.tag("text"))
        self._entries[place] = entry
        return entry

    def _make_part(self) -> str:
        part = self.package.free_name("xl/comments{}.xml")
        xml = f'<comments xmlns="{self.book.main}"><authors/><commentList/></comments>'
        self.package.write(part, xml.encode())
        self.package.declare(part, COMMENTS_TYPE)
        self.package.relate(self.sheet_part, "comments", part)
        return part

    def _add_lines(self, text: Element, lines: Sequence[tuple[Level, str]]) -> None:
        assert self.part is not None
        self.package.edit(self.part)
        before = _text(text)
        _plain_to_run(text, self.book)
        room = CELL_LIMIT - _units(before)
        for level, line in lines:
            shown = writable(("\n" if before else "") + line, max(room, 1))
            room -= _units(shown)
            if room <= 0:
                return
            text.append(_run(shown, level, self.book))
            before = shown

    # authors ----------------------------------------------------------------------------

    def _authors(self) -> list[Element]:
        assert self.part is not None
        tag = self.book.tag("authors")
        listed = self.package.look(self.part).find(tag)
        return list(listed.iterchildren(self.book.tag("author")))

    def _author(self, entry: Element) -> str:
        authors, place = self._authors(), entry.get("authorId", "")
        known = place.isdecimal() and int(place) < len(authors)
        return (authors[int(place)].text or "") if known else ""

    def _own_author(self) -> int:
        assert self.part is not None
        authors = self._authors()
        for place, author in enumerate(authors):
            if author.text == AUTHOR:
                return place
        listed = self.package.edit(self.part).find(self.book.tag("authors"))
        etree.SubElement(listed, self.book.tag("author")).text = AUTHOR
        return len(authors)

    # shapes -----------------------------------------------------------------------------

    def _shapes_by_place(self) -> dict[Place, list[Element]]:
        if self._shapes is None:
            self._shapes = {}
            root = () if self.drawing is None else self.package.look(self.drawing)
            for shape in root:
                place = _note_place(shape)
                if place is not None:
                    self._shapes.setdefault(place, []).append(shape)
        return self._shapes

    def _add_shape(self, place: Place, letters: int, width: Size, height: Size) -> None:
        drawing = self.drawing = self.drawing or self._make_drawing()
        number = self._next_number()
        lines = letters // LINE_LETTERS + 2
        tall = min(max(lines * LINE_HEIGHT, LEAST_HEIGHT), MOST_HEIGHT)
        row, column = place
        left = _reach(min(column + 1, LAST_COLUMN), 12, width, LAST_COLUMN)
        right = _reach(left[0], left[1] + WIDTH, width, LAST_COLUMN)
        top = _reach(max(row - 1, 1), 4, height, LAST_ROW)
        bottom = _reach(top[0], top[1] + tall, height, LAST_ROW)
        corners = (left, top, right, bottom)
        shape = SHAPE.format(
            number=number,
            points=tall * 3 // 4,
            anchor=", ".join(f"{index - 1}, {offset}" for index, offset in corners),
            row=row - 1,
            column=column - 1,
        )
        element = parsed(shape.encode())
        self.package.edit(drawing).append(element)
        self._shapes_by_place().setdefault(place, []).append(element)

    def _make_drawing(self) -> str:
        part = self.package.free_name("xl/drawings/vmlDrawing{}.vml")
        self.package.write(part, EMPTY_DRAWING.format(self._free_block()).encode())
        self.package.declare_extension("vml", VML_TYPE)
        relation = self.package.relate(self.sheet_part, "vmlDrawing", part)
        element = etree.Element(self.book.tag("legacyDrawing"))
        element.set(f"{self.book.rel}id", relation)
        insert_in_order(self.package.edit(self.sheet_part), element)
        return part

    def _free_block(self) -> int:
        drawings = (name for name in self.package if name.casefold().endswith(".vml"))
        found = (BLOCKS.search(self.package.content(name)) for name in drawings)
        used = [int(one) for match in found if match for one in match[1].split(b",") if one.strip()]
        return max(used, default=0) + 1

    def _next_number(self) -> int:
        if self._numbers is None:
            self._numbers = self._free_numbers()
        return next(self._numbers)

    def _free_numbers(self) -> Iterator[int]:
        """Numbers of this drawing's blocks that no shape has; then of a new block, and so on."""
        assert self.drawing is not None
        root = self.package.edit(self.drawing)
        if not any(one.get("id") == "_x0000_t202" for one in root.iter(f"{V}shapetype")):
            root.append(parsed(SHAPE_TYPE.encode()))
        matches = (SHAPE_NUMBER.search(one.get("id", "")) for one in root.iter(f"{V}shape"))
        used = {int(match[1]) for match in matches if match}
        idmap = next(root.iter(f"{O}idmap"), None)
        data = idmap.get("data", "") if idmap is not None else ""
        blocks = [int(one) for one in data.split(",") if one.strip().isdecimal()]
        while True:
            for block in blocks:
                numbers = range(block * BLOCK + 1, (block + 1) * BLOCK)
                yield from (number for number in numbers if number not in used)
            blocks = [self._free_block()]
            if idmap is not None:
                idmap.set("data", f"{idmap.get('data')},{blocks[0]}".strip(","))

    # unmarking --------------------------------------------------------------------------

    def unmark(self) -> None:
        """Takes our lines away, then every comment of ours that is left without words."""
        own = [place for place, entry in self._entries.items() if self._has_own_lines(entry)]
        if not own or self.part is None or not self._has_readable_drawing():
            return
        self.package.edit(self.part)
        for place in own:
            entry = self._entries[place]
            text = entry.find(self.book.tag("text"))
            _cut_lines(text, self.book)
            if not _text(text).strip() and self._author(entry) == AUTHOR:
                self._remove(place, entry)
        self._drop_own_author()
        if not self._entries:
            self._drop_part(self.part)
        if self.drawing is not None and self._is_drawing_empty(self.drawing):
            self._drop_drawing(self.drawing)

    def _has_own_lines(self, entry: Element) -> bool:
        text = entry.find(self.book.tag("text"))
        return text is not None and any(_own_lines(_text(text)))

    def _remove(self, place: Place, entry: Element) -> None:
        entry.getparent().remove(entry)
        del self._entries[place]
        for shape in self._shapes_by_place().pop(place, ()):
            self.package.edit(self.drawing or "").remove(shape)

    def _drop_own_author(self) -> None:
        """Only the last one can go without renumbering the others."""
        authors = self._authors()
        users = {entry.get("authorId") for entry in self._entries.values()}
        if authors and authors[-1].text == AUTHOR and str(len(authors) - 1) not in users:
            authors[-1].getparent().remove(authors[-1])

    def _drop_part(self, part: str) -> None:
        self.package.unrelate(self.sheet_part, part)
        self.package.remove(part)
        self.part = None

    def _drop_drawing(self, drawing: str) -> None:
        element = self.package.edit(self.sheet_part).find(self.book.tag("legacyDrawing"))
        element.getparent().remove(element)
        self.package.unrelate(self.sheet_part, drawing)
        self.package.remove(drawing)
        self.drawing = None

    def _is_drawing_empty(self, drawing: str) -> bool:
        frame = ("shapetype", "shapelayout")
        return all(local(one) in ("", *frame) for one in self.package.look(drawing))


def _note_place(shape: Element) -> Place | None:
    data = shape.find(f"{X}ClientData")
    if data is None or data.get("ObjectType") != "Note":
        return None
    row, column = data.findtext(f"{X}Row", ""), data.findtext(f"{X}Column", "")
    if not (row.strip().isdecimal() and column.strip().isdecimal()):
        return None
    return int(row) + 1, int(column) + 1


def _reach(index: int, pixels: int, size: Size, last: int) -> tuple[int, int]:
    """The column or row, and the offset in it, that many pixels after the start of `index`."""
    while index < last and pixels >= size(index):
        pixels -= size(index)
        index += 1
    return index, pixels


# text of a comment ---------------------------------------------------------------------------


def _pieces(text: Element) -> Iterator[Element]:
    """The <t> elements that are shown: not those of a phonetic guide."""
    for one in text:
        if local(one) == "t":
            yield one
        elif local(one) == "r":
            yield from (piece for piece in one if local(piece) == "t")


def _text(text: Element) -> str:
    return "".join(one.text or "" for one in _pieces(text))


def _units(text: str) -> int:
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def _run(text: str, level: Level, book: Book) -> Element:
    run = etree.Element(book.tag("r"))
    look = etree.SubElement(run, book.tag("rPr"))
    for name, value in (("b", None), ("sz", "9"), ("color", TEXT_COLOURS[level])):
        one = etree.SubElement(look, book.tag(name))
        if value is not None:
            one.set("rgb" if name == "color" else "val", value)
    etree.SubElement(look, book.tag("rFont")).set("val", "Tahoma")
    _set_text(etree.SubElement(run, book.tag("t")), escaped(text))
    return run


def _set_text(piece: Element, text: str) -> None:
    piece.text = text
    piece.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")


def _plain_to_run(text: Element, book: Book) -> None:
    """A text without runs becomes one run without a look of its own: it is shown the same."""
    plain = text.find(book.tag("t"))
    if plain is not None:
        run = etree.Element(book.tag("r"))
        text.replace(plain, run)
        run.append(plain)


def _cut_lines(text: Element, book: Book) -> None:
    """Cuts each of our lines with the line break before it, over however many runs it goes."""
    pieces = list(_pieces(text))
    whole = "".join(one.text or "" for one in pieces)
    gone = {place for start, end in _own_lines(whole) for place in range(start, end)}
    start = 0
    for piece in pieces:
        old = piece.text or ""
        kept = "".join(letter for place, letter in enumerate(old, start) if place not in gone)
        start += len(old)
        if kept != old:
            _set_text(piece, kept)
            _drop_if_empty(piece, text)
    runs = list(text.iterchildren(book.tag("r")))
    if len(runs) == 1 and len(runs[0]) == 1 and len(text) == 1:
        text.replace(runs[0], runs[0][0])


def _drop_if_empty(piece: Element, text: Element) -> None:
    if not piece.text:
        outer = piece if piece.getparent() is text else piece.getparent()
        outer.getparent().remove(outer)


def _own_lines(text: str) -> Iterator[tuple[int, int]]:
    position = 0
    for line in text.split("\n"):
        end = position + len(line)
        if line.startswith(LINE_START):
            yield max(position - 1, 0), end if position else end + 1
        position = end + 1
