"""The numbers and bullets that Word prints before the paragraphs of a list.

In: the numbering part, then paragraph after paragraph in the document's order. Out: the label that
stands before each: "1. ", "II. ", "- ". A plan's STT column is often such a list and holds no text.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from xml.etree.ElementTree import Element

from cchc.parsers.docx_styles import W, child_value

MOST_ALIKE = 9
PLACEHOLDER = re.compile("%([1-9])")
ROMAN = (
    *((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l")),
    *((40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i")),
)


@dataclass(frozen=True, slots=True)
class Level:
    """How one level of a list is numbered."""

    start: int = 1
    style: str = "decimal"
    text: str = ""


@dataclass(slots=True)
class WordList:
    """A list: its levels, and how far each has counted; lists of one definition count together."""

    levels: dict[int, Level]
    counts: dict[int, int] = field(default_factory=dict)


class Numbering:
    """The lists of one document, counting as its paragraphs come."""

    def __init__(self, part: Element) -> None:
        definitions = {
            one.get(W + "abstractNumId", ""): WordList(_levels(one))
            for one in part.iterfind(W + "abstractNum")
        }
        self.lists: dict[str, WordList] = {}
        for one in part.iterfind(W + "num"):
            definition = definitions.get(child_value(one, "abstractNumId"))
            if definition is not None:
                self.lists[one.get(W + "numId", "")] = _with_overrides(one, definition)

    def label(self, properties: Element | None, of_style: Element | None, text: str) -> str:
        """What is printed before a paragraph, with a blank where a text follows."""
        own = None if properties is None else properties.find(W + "numPr")
        listed = of_style if own is None else own
        word_list = self.lists.get(child_value(listed, "numId"))
        if word_list is None:
            return ""
        depth = int(child_value(listed, "ilvl", "0"))
        label = _counted(word_list, depth)
        return f"{label} " if label and text.strip() else label


def _levels(definition: Element) -> dict[int, Level]:
    return {int(one.get(W + "ilvl", "0")): _level(one) for one in definition.iterfind(W + "lvl")}


def _level(one: Element) -> Level:
    return Level(
        int(child_value(one, "start", "1")),
        child_value(one, "numFmt", "decimal"),
        child_value(one, "lvlText"),
    )


def _with_overrides(number: Element, definition: WordList) -> WordList:
    """A list that starts anew or looks otherwise counts for itself."""
    overrides = number.findall(W + "lvlOverride")
    levels = dict(definition.levels)
    for override in overrides:
        depth = int(override.get(W + "ilvl", "0"))
        whole = override.find(W + "lvl")
        level = levels.get(depth, Level()) if whole is None else _level(whole)
        start = child_value(override, "startOverride")
        levels[depth] = Level(int(start) if start else level.start, level.style, level.text)
    return WordList(levels) if overrides else definition


def _counted(word_list: WordList, depth: int) -> str:
    level = word_list.levels.get(depth)
    if level is None:
        return ""
    if level.style == "bullet":
        return "-"
    counts = word_list.counts
    counts[depth] = counts.get(depth, level.start - 1) + 1
    for deeper in [one for one in counts if one > depth]:
        del counts[deeper]
    return PLACEHOLDER.sub(lambda found: _shown(word_list, int(found[1]) - 1), level.text)


def _shown(word_list: WordList, depth: int) -> str:
    level = word_list.levels.get(depth, Level())
    count = word_list.counts.get(depth, level.start)
    if level.style.endswith("Roman"):
        return _cased(_roman(count), level.style)
    if level.style.endswith("Letter"):
        letter = chr(ord("a") + (count - 1) % 26) * ((count - 1) // 26 + 1)
        return _cased(letter, level.style)
    return f"{count:02}" if level.style == "decimalZero" else str(count)


def _cased(label: str, style: str) -> str:
    return label.upper() if style.startswith("upper") else label


def _roman(count: int) -> str:
    letters = ""
    for value, letter in ROMAN:
        repeated, count = divmod(count, value)
        letters += letter * min(repeated, MOST_ALIKE)
    return letters
