"""Cell styles: the same style with our colour behind it, and back again.

A marked cell's style is a copy of its own with another fill. Which fill it had is told by the
colour itself: the lowest bits of red, green and blue hold a number, and a hidden defined name of
that number holds the fill's XML. So a mark is undone whatever happened in between: Excel and
LibreOffice number styles anew when they save, rows are inserted, cells copied and sorted, but
a colour stays. A style is mended where it stands, so that no cell need be looked for.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import suppress

from lxml import etree

from cchc.model import Level
from cchc.reports.marking.book import Book
from cchc.reports.marking.package import Element, Unmarkable, local, parsed

STYLES_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.styles+xml"
# Red, green and blue with the lowest three bits free: none is a colour of Excel's palettes.
COLOURS: dict[Level, tuple[int, int, int]] = {
    "error": (0xF8, 0xA8, 0xA0),
    "warning": (0xF8, 0xD8, 0x88),
    "note": (0xA8, 0xD8, 0xF8),
}
FREE_BITS = 0x07
NUMBERS = 1 << 9
FILL_NAME = "_cchc.nen."
# Excel's longest text inside a formula, which is what a defined name holds.
NAME_LIMIT = 255
NO_FILL = "<patternFill/>"
FILL_TAGS = {"patternFill", "gradientFill", "fgColor", "bgColor", "stop", "color"}
# What an empty styles part must hold before Excel accepts it.
LEAST_STYLES = (
    '<styleSheet xmlns="{}"><fonts count="1"><font><sz val="11"/><name val="Calibri"/></font>'
    '</fonts><fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill '
    'patternType="gray125"/></fill></fills><borders count="1"><border><left/><right/><top/>'
    '<bottom/><diagonal/></border></borders><cellStyleXfs count="1"><xf numFmtId="0" fontId="0" '
    'fillId="0" borderId="0"/></cellStyleXfs><cellXfs>{}</cellXfs>'
    '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles>'
    "</styleSheet>"
)
PLAIN_STYLE = '<xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>'
MAX_STYLES = 64_000
STYLE_USED = re.compile(rb"""\ss=["'](\d{1,5})["']""")
ORDER = ("numFmts", "fonts", "fills", "borders", "cellStyleXfs", "cellXfs", "cellStyles", "dxfs")


class Styles:
    """The styles part of one workbook."""

    def __init__(self, book: Book) -> None:
        self.book = book
        package = book.package
        self.part = package.related(book.part, "styles") or self._least()
        self._places: dict[str, dict[bytes, int]] = {}  # of what is looked for by its looks
        self._marked: dict[tuple[int, Level], int | None] = {}
        self._names = dict(self._read_names())

    def _least(self) -> str:
        """A part for a workbook without one, where it says that one would be, if it does."""
        package = self.book.package
        links = package.relations(self.book.part)
        promised = next((one.target for one in links if one.kind == "styles" and one.target), None)
        usual = "xl/styles.xml"  # openpyxl looks for no other
        part = promised or (usual if usual not in package else package.free_name("xl/styles{}.xml"))
        styles = PLAIN_STYLE * min(self._most_used() + 1, MAX_STYLES)
        package.write(part, LEAST_STYLES.format(self.book.main, styles).encode())
        package.declare(part, STYLES_TYPE)
        if promised is None:
            package.relate(self.book.part, "styles", part)
        return part

    def _most_used(self) -> int:
        """Cells may name styles that no part describes: they must not get those added for marks."""
        contents = (self.book.package.content(part) for _, part in self.book.worksheets())
        used = (int(one) for content in contents for one in STYLE_USED.findall(content))
        return max(used, default=0)

    def _list(self, name: str) -> Element:
        root = self.book.package.edit(self.part)
        found = root.find(self.book.tag(name))
        if found is None:
            found = etree.Element(self.book.tag(name))
            before = [one for one in root if local(one) in ORDER[: ORDER.index(name)]]
            if before:
                before[-1].addnext(found)
            else:
                root.insert(0, found)
        return found

    def _children(self, name: str) -> list[Element]:
        return [one for one in self._list(name) if isinstance(one.tag, str)]

    def add(self, name: str, xml: str) -> int:
        """The place of an element among its like; one that is there already is used again."""
        return self._place(name, _in_namespace(parsed(xml.encode()), self.book.main))

    def _place(self, name: str, element: Element) -> int:
        if name not in self._places:
            texts = [_canonical(one) for one in self._children(name)]
            self._places[name] = {text: place for place, text in reversed([*enumerate(texts)])}
        found = self._places[name].get(_canonical(element))
        return self._append(name, element) if found is None else found

    def _append(self, name: str, element: Element) -> int:
        listed = self._list(name)
        listed.append(element)
        count = len(self._children(name))
        listed.set("count", str(count))
        if name in self._places:
            self._places[name].setdefault(_canonical(element), count - 1)
        return count - 1

    # marking ----------------------------------------------------------------------------

    def marked(self, style: int, level: Level) -> int | None:
        """The style with a level's colour; None where its own fill cannot be remembered."""
        if (style, level) not in self._marked:
            self._marked[style, level] = self._mark(style, level)
        return self._marked[style, level]

    def _mark(self, style: int, level: Level) -> int | None:
        styles = self._children("cellXfs")
        if not styles:
            self._append("cellXfs", _in_namespace(parsed(b"<xf/>"), self.book.main))
            styles = self._children("cellXfs")
        own = styles[style if style < len(styles) else 0]
        number = self._number(self._fill_of(own))
        if number is None:
            return None
        copy = parsed(etree.tostring(own))
        rgb = _colour(level, number)
        fill = f'<fill><patternFill patternType="solid"><fgColor rgb="{rgb}"/></patternFill></fill>'
        copy.set("fillId", str(self.add("fills", fill)))
        copy.set("applyFill", "1")
        return self._append("cellXfs", copy)

    def _fill_of(self, style: Element) -> str:
        """The XML inside a style's fill, without namespaces."""
        fills, place = self._children("fills"), style.get("fillId", "0")
        if not place.isdecimal() or int(place) >= len(fills) or not len(fills[int(place)]):
            return NO_FILL
        fill = fills[int(place)][0]
        if local(fill) == "patternFill" and fill.get("patternType", "none") == "none":
            return NO_FILL
        return etree.tostring(_in_namespace(fill, ""), encoding="unicode", with_tail=False)

    def _number(self, fill: str) -> int | None:
        """A fill's number; it gets one, and a defined name, when it is met first."""
        if fill == NO_FILL:
            return 0
        for number, known in self._names.items():
            if known == fill:
                return number
        free = next((n for n in range(1, NUMBERS) if n not in self._names), None)
        if free is None or len(fill) > NAME_LIMIT or not _is_fill(fill):
            return None
        quotes_doubled = fill.replace('"', '""')
        self.book.define(f"{FILL_NAME}{free}", f'"{quotes_doubled}"')
        self._names[free] = fill
        return free

    def _read_names(self) -> Iterator[tuple[int, str]]:
        for name in self.book.names():
            number = name.get("name", "").removeprefix(FILL_NAME)
            if number.isdecimal() and number != name.get("name"):
                yield int(number), (name.text or "")[1:-1].replace('""', '"')

    # unmarking --------------------------------------------------------------------------

    def unmark(self) -> None:
        """Gives every style with a colour of ours the fill that it had."""
        numbers = {str(place): number for place, number in self._own_fills()}
        for style in self._children("cellXfs"):
            number = numbers.get(style.get("fillId", ""))
            if number is not None:
                self._restore(style, number)
        for name in self.book.names():
            if name.get("name", "").startswith(FILL_NAME):
                self.book.forget(name)
        self._names.clear()

    def _own_fills(self) -> Iterator[tuple[int, int]]:
        for place, fill in enumerate(self._children("fills")):
            colour = fill.find(f"{self.book.tag('patternFill')}/{self.book.tag('fgColor')}")
            number = _number_of(colour.get("rgb", "")) if colour is not None else None
            # A number without its name may be a colour that the sender chose.
            if number is not None and (number == 0 or number in self._names):
                yield place, number

    def _restore(self, style: Element, number: int) -> None:
        fill = self._names.get(number, NO_FILL)
        if not number or not _is_fill(fill):
            style.set("fillId", "0")
            style.attrib.pop("applyFill", None)
        else:
            style.set("fillId", str(self.add("fills", f"<fill>{fill}</fill>")))


def _colour(level: Level, number: int) -> str:
    red, green, blue = COLOURS[level]
    red, green, blue = red | number >> 6, green | number >> 3 & FREE_BITS, blue | number & FREE_BITS
    return f"FF{red:02X}{green:02X}{blue:02X}"


def _number_of(rgb: str) -> int | None:
    """The number in a colour of ours; None for any other colour."""
    try:
        red, green, blue = bytes.fromhex(rgb[-6:])
    except ValueError:
        return None
    base = tuple(part & ~FREE_BITS for part in (red, green, blue))
    if base not in COLOURS.values():
        return None
    return (red & FREE_BITS) << 6 | (green & FREE_BITS) << 3 | blue & FREE_BITS


def _is_fill(xml: str) -> bool:
    """What a defined name holds came with the file: nothing but a fill is taken from it."""
    with suppress(etree.XMLSyntaxError, Unmarkable):
        return {one.tag for one in parsed(xml.encode()).iter()} <= FILL_TAGS
    return False


def _in_namespace(element: Element, namespace: str) -> Element:
    """A copy of an element and all below it in one namespace, which is its default."""
    copy = etree.Element(
        f"{{{namespace}}}{local(element)}" if namespace else local(element),
        dict(element.attrib),
        nsmap={None: namespace} if namespace else None,
    )
    copy.text = element.text
    copy.extend(_in_namespace(one, namespace) for one in element if isinstance(one.tag, str))
    return copy


def _canonical(element: Element) -> bytes:
    bare = _in_namespace(element, "")
    return bytes(etree.tostring(bare, method="c14n"))
