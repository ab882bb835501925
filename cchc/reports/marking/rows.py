"""The rows of a worksheet part, apart from what stands around them.

In: the part's bytes. Out: a small part without rows, to be edited as a tree, and the rows, of which
only those asked for are parsed. A sheet of 100,000 rows as one tree would fill the memory allowed;
and a row that is not marked keeps its bytes.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import pairwise

from lxml import etree

from cchc.reports.marking.package import Element, Package, Unmarkable, local, parsed, serialised

PREFIX = rb"(?:[\w.-]+:)?"
SHEET_START = re.compile(rb"<" + PREFIX + rb"worksheet(?=[\s>])[^>]*>")
DATA = re.compile(rb"<(" + PREFIX + rb"sheetData)((?=[\s/>])[^>]*?)(/?)>")
ROW_START = re.compile(rb"<" + PREFIX + rb"row(?=[\s/>])[^>]*>")
NUMBER = re.compile(rb"""\sr=["'](\d{1,7})["']""")
ENCODING = re.compile(rb"""^<\?xml[^>]*\sencoding=["']([\w.-]+)["']""")
UTF_8_MARK = b"\xef\xbb\xbf"


class Rows:
    """The rows of one sheet by number. `frame`: the part without them."""

    def __init__(self, content: bytes) -> None:
        start, data, inner, end = _split(content if _is_utf_8(content) else _plain(content))
        if _is_odd(inner):
            start, data, inner, end = _split(_plain(content))
        self.frame = start + b"<" + data + b"/>" + end
        self._inner = inner
        self._data = data
        sheet = SHEET_START.search(start)
        if sheet is None:
            raise Unmarkable("damaged")
        self._around = sheet[0], b"</" + re.split(rb"[\s>]", sheet[0][1:])[0] + b">"
        self._prefix = data.removesuffix(b"sheetData").decode()
        self._starts = [(_number(one[0]), one.start(), one[0]) for one in ROW_START.finditer(inner)]
        self._numbers = [number for number, _, _ in self._starts]
        if any(one >= following for one, following in pairwise(self._numbers)):
            raise Unmarkable("damaged")
        self._parsed: dict[int, Element] = {}

    @property
    def is_changed(self) -> bool:
        return bool(self._parsed)

    def start_tag(self, number: int) -> bytes | None:
        """What is said of a row itself: its height, its style, whether it is hidden."""
        place = bisect_left(self._numbers, number)
        found = place < len(self._numbers) and self._numbers[place] == number
        return self._starts[place][2] if found else None

    def row(self, number: int) -> Element:
        """A row as a tree, to be edited; an empty one where there is none."""
        if number not in self._parsed:
            place = bisect_left(self._numbers, number)
            found = place < len(self._numbers) and self._numbers[place] == number
            own = self._text(place) if found else f'<{self._prefix}row r="{number}"/>'.encode()
            first, last = self._around
            self._parsed[number] = next(
                one for one in parsed(first + own + last) if local(one) == "row"
            )
        return self._parsed[number]

    def _text(self, place: int) -> bytes:
        begin = self._starts[place][1]
        end = ROW_START.search(self._inner, begin + 1)
        return self._inner[begin : end.start() if end else len(self._inner)]

    def joined(self, frame: bytes) -> bytes:
        """The whole part again, around an edited frame."""
        data = DATA.search(frame)
        if data is None:
            raise Unmarkable("damaged")
        name = data[1]
        inner = b"".join(self._pieces())
        whole = (b"<" + name + b">", inner, b"</" + name + b">")
        return frame[: data.start()] + b"".join(whole) + frame[data.end() :]

    def _pieces(self) -> Iterator[bytes]:
        """All rows in order: the text between two edited rows is taken as it stands."""
        position = 0
        for number in sorted(self._parsed):
            place = bisect_left(self._numbers, number)
            begin = self._starts[place][1] if place < len(self._starts) else len(self._inner)
            yield self._inner[position:begin]
            yield self._serialised(self._parsed[number])
            found = self.start_tag(number) is not None
            position = begin + (len(self._text(place)) if found else 0)
        yield self._inner[position:]

    def _serialised(self, row: Element) -> bytes:
        """A row's own text: the names that it uses are declared by the sheet around it."""
        whole = bytes(etree.tostring(row.getparent(), encoding="UTF-8"))
        begin = ROW_START.search(whole)
        assert begin is not None
        return whole[begin.start() : whole.rindex(b"</")]


@contextmanager
def framed(package: Package, part: str) -> Iterator[Rows]:
    """Sets the rows of a part aside while the rest of it is edited."""
    content = package.content(part)
    rows = Rows(content)
    package.write(part, rows.frame)
    yield rows
    frame = package.content(part)
    is_same = frame == rows.frame and not rows.is_changed
    package.write(part, content if is_same else rows.joined(frame))


def _split(content: bytes) -> tuple[bytes, bytes, bytes, bytes]:
    """What stands before the rows, their element's name, the rows, and what stands after."""
    data = DATA.search(content)
    if data is None:
        raise Unmarkable("damaged")
    if data[3]:
        return content[: data.start()], data[1], b"", content[data.end() :]
    end = content.find(b"</" + data[1], data.end())
    if end < 0:
        raise Unmarkable("damaged")
    after = content.index(b">", end) + 1
    return content[: data.start()], data[1], content[data.end() : end], content[after:]


def _is_utf_8(content: bytes) -> bool:
    declared = ENCODING.match(content.removeprefix(UTF_8_MARK))
    is_ascii_like = content.removeprefix(UTF_8_MARK).lstrip().startswith(b"<")
    return is_ascii_like and (declared is None or declared[1].lower() == b"utf-8")


def _is_odd(inner: bytes) -> bool:
    """Whether rows cannot be told by looking for their tags, or leave their numbers out."""
    return b"<!" in inner or not all(NUMBER.search(one[0]) for one in ROW_START.finditer(inner))


def _plain(content: bytes) -> bytes:
    """The same part written plainly: in UTF-8, without comments, with a number in every row."""
    root = parsed(content)
    etree.strip_tags(root, etree.Comment)
    number = 0
    for row in root.iter(root.tag.replace("}worksheet", "}row")):
        number = int(row.get("r", number + 1))
        row.set("r", str(number))
    return serialised(root)


def _number(start_tag: bytes) -> int:
    found = NUMBER.search(start_tag)
    if found is None:
        raise Unmarkable("damaged")
    return int(found[1])
