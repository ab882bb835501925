"""Texts of an .xlsx: plain, or in runs with fonts of their own, without furigana.

In: the events of `si` or `is` elements. Out: texts as lists of runs; the shared ones as places in a
book's table of texts, asked for by the font of the cell that shows them.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from cchc.parsers.book import Book
from cchc.parsers.markup import Attributes, prefix_of

ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
SPREADSHEET = frozenset(
    (
        "http://schemas.openxmlformats.org/spreadsheetml/2006/main",
        "http://purl.oclc.org/ooxml/spreadsheetml/main",  # Strict Open XML
    )
)


class Run(NamedTuple):
    """A piece of text and its font; without one it has the cell's."""

    text: str
    font: str


class RunCollector:
    """Gathers the runs of one text after another."""

    def __init__(self, prefix: str, texts: list[str]) -> None:
        self.texts = texts
        self.runs: list[Run] = []
        self.font = ""
        self.is_furigana = False
        self.text_tag, self.run_tag, self.font_tag, self.furigana_tag = (
            prefix + name for name in ("t", "r", "rFont", "rPh")
        )

    def start(self, name: str, attributes: Attributes) -> None:
        if name == self.text_tag:
            self.texts.clear()
        elif name == self.run_tag:
            self.font = ""
        elif name == self.font_tag:
            self.font = attributes.get("val", "")
        elif name == self.furigana_tag:
            self.is_furigana = True

    def end(self, name: str) -> None:
        if name == self.text_tag:
            if not self.is_furigana:
                self.runs.append(Run(unescaped("".join(self.texts)), self.font))
        elif name == self.run_tag:
            self.font = ""
        elif name == self.furigana_tag:
            self.is_furigana = False

    def collected(self) -> list[Run]:
        runs, self.runs, self.font = self.runs, [], ""
        return runs


class SharedTexts:
    """The texts that a workbook's cells share; hears the part that holds them."""

    def __init__(self, book: Book) -> None:
        self.book = book
        self.texts: list[str] = []
        self.shared: list[list[Run]] = []
        self._collector = RunCollector("", self.texts)
        self._item = ""
        self._places: dict[str, list[int | None]] = {}

    def start(self, name: str, attributes: Attributes) -> None:
        if not self._item:
            prefix = prefix_of(name, attributes, SPREADSHEET)
            self._item = prefix + "si"
            self._collector = RunCollector(prefix, self.texts)
        self._collector.start(name, attributes)

    def end(self, name: str) -> None:
        if name == self._item:
            self.shared.append(self._collector.collected())
        else:
            self._collector.end(name)

    def places(self, font: str) -> list[int | None]:
        """For each text its place as cells of this font show it, None where not yet known."""
        return self._places.setdefault(font, [None] * len(self.shared))

    def place(self, index: int, font: str) -> int:
        """The place of one text in the book; -1 where it shows nothing."""
        place = shown(self.book, self.shared[index], font)
        self.places(font)[index] = place
        return place


def shown(book: Book, runs: list[Run], font: str) -> int:
    """The place in the book of runs in a cell of this font; -1 where nothing is seen."""
    return book.shown("".join(book.decoded(run.text, run.font or font) for run in runs))


def unescaped(text: str) -> str:
    """Without the escapes that stand for characters which XML cannot hold."""
    if "_x" not in text:
        return text
    return ESCAPED.sub(lambda found: chr(int(found[1], 16)), text)
