"""What an administrative document is made of: headings, paragraphs, tables, annexes.

Plain values only: who writes them in a file (`official_form`) and who composes them know this
module, and it knows neither.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Align = Literal["left", "center", "right"]


@dataclass(frozen=True, slots=True)
class Heading:
    """level 1 is written "I.", 2 "1.", 3 "a)"; the numbers are the form's matter."""

    level: Literal[1, 2, 3]
    text: str


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Running text; `is_note` for a source or a remark in italics, `is_item` for "- …"."""

    text: str
    is_note: bool = False
    is_item: bool = False


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a table: its heading, its width in mm, under which shared heading."""

    title: str
    width: float
    align: Align = "left"
    over: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """Cells already written out; the last `sum_rows` rows are set in bold.

    title: what a screen reader says of it, and what stands above it where `is_captioned`.
    """

    title: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[str, ...], ...]
    sum_rows: int = 0
    is_captioned: bool = True


Part = Heading | Paragraph | Table


@dataclass(frozen=True, slots=True)
class Annex:
    """What follows the signature, on a page of its own; numbered by the form."""

    title: str
    parts: tuple[Part, ...]
    is_landscape: bool = False


@dataclass(frozen=True, slots=True)
class Head:
    """Who writes: the agency above it ("" where there is none), itself, number, place and day."""

    above: str
    agency: tuple[str, ...]
    number: str
    place_and_day: str


@dataclass(frozen=True, slots=True)
class Signature:
    """Whose name goes under it, and who receives it."""

    lines: tuple[str, ...]
    receivers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class OfficialDocument:
    """kind: "BÁO CÁO" · title: what it is about · mark: set under the title, as "Số liệu minh họa".

    attached: "(Kèm theo Báo cáo số … )", under the heading of each annex.
    """

    head: Head
    kind: str
    title: str
    mark: str
    parts: tuple[Part, ...]
    signature: Signature
    annexes: tuple[Annex, ...] = ()
    attached: str = ""
