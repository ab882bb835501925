"""The process that marks one workbook; started and limited by `cchc.reports.annotated`.

In: on stdin, one line of JSON (limits, findings, lines for the list) and the bytes of the file.
Out: on stdout, one line of JSON (`refused`, or `remarks` that say what could not be done) and the
bytes of the marked copy. It writes no file and opens no other.
"""

from __future__ import annotations

import json
import math
import re
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from itertools import islice
from typing import Any

from cchc.marks import LEVEL_ORDER, LEVEL_WORDS, LINE_START, SHEET_NAME, is_own_title
from cchc.model import Level, cell_address
from cchc.reports.inert import one_line, sheet_name
from cchc.reports.marking.book import Book, BookSheet
from cchc.reports.marking.cells import Cells, Place, place_of
from cchc.reports.marking.notes import Notes
from cchc.reports.marking.package import Element, Limits, Package, Unmarkable, elements, local
from cchc.reports.marking.result_sheet import Listed, ResultSheet, link_to
from cchc.reports.marking.rows import framed
from cchc.reports.marking.styles import Styles

WHOLE_FILE = "Cả tệp"
TOP_NAME = "_cchc.trang"
FILTER_NAME = "_xlnm._FilterDatabase"
MAX_MARKS = 5_000  # every comment is a drawing of its own: more make Excel slow
LINE_LIMIT = 2_000
ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
CONTROL = re.compile("[\x00-\x1f\x7f]")


@dataclass(frozen=True, slots=True)
class Said:
    """One finding as the parent hands it over."""

    level: Level
    sheet: str | None
    cell: str | None
    message: str

    @property
    def line(self) -> str:
        return f"{LINE_START}{LEVEL_WORDS[self.level]}. {one_line(self.message, LINE_LIMIT)}"


def marked(
    content: bytes, findings: Sequence[Said], intro: Sequence[str], limits: Limits
) -> tuple[bytes, Counter[str]]:
    """A marked copy without older marks, and how often each thing could not be done."""
    package = Package(content, limits)
    _refuse_shared(package)
    book = Book(package)
    unmark(book)
    remarks: Counter[str] = Counter()
    if any(name.startswith("_xmlsignatures/") for name in package):
        remarks["signed"] += 1
    styles = Styles(book)
    sheets = {_plain_name(sheet.name): sheet for sheet, _ in book.worksheets()}
    listed = [_listed(one, sheets) for one in findings]
    _add_list(book, styles, listed, intro)
    _mark_sheets(book, styles, findings, remarks)
    return package.save(), remarks


def unmarked(content: bytes, limits: Limits) -> bytes:
    """The file without any mark of ours."""
    package = Package(content, limits)
    unmark(Book(package))
    return package.save()


def unmark(book: Book) -> None:
    for sheet in book.sheets():
        if sheet.is_worksheet and sheet.part is not None and _is_own(book, sheet.part):
            _take_list_away(book, sheet)
    for _, part in book.worksheets():
        if book.package.related(part, "comments") is not None:
            with framed(book.package, part):
                Notes(book, part).unmark()
    if book.package.related(book.part, "styles") is not None:
        Styles(book).unmark()


def _refuse_shared(package: Package) -> None:
    """A workbook that several people edit at once keeps a history of its sheets: one more sheet
    would contradict it."""
    if any(name.startswith("xl/revisions/") for name in package):
        raise Unmarkable("shared")


# the list ------------------------------------------------------------------------------------


def _add_list(book: Book, styles: Styles, listed: Sequence[Listed], intro: Sequence[str]) -> None:
    before = book.top()
    name = sheet_name(SHEET_NAME, [sheet.name for sheet in book.sheets()])
    sheet = ResultSheet(styles, book.main, intro)
    part = book.put_first(name)
    book.package.write(part, sheet.xml(listed))
    first, last = sheet.filter_range(len(listed)).split(":")
    area = ":".join(f"${one[0]}${one[1:]}" for one in (first, last))
    book.define(FILTER_NAME, link_to(name, area), sheet=0)
    book.define(TOP_NAME, str(before))
    book.show(0)


def _take_list_away(book: Book, sheet: BookSheet) -> None:
    """What was on top before the list was added is on top again, if the list still is."""
    place = [one.element for one in book.sheets()].index(sheet.element)
    was_on_top = book.top() == place
    before = next((one for one in book.names() if one.get("name") == TOP_NAME), None)
    book.take_away(sheet)
    if before is not None:
        text = before.text or ""
        book.forget(before)
        if was_on_top and text.isdecimal():
            book.show(min(int(text), len(book.sheets()) - 1))


def _is_own(book: Book, part: str) -> bool:
    cell = next(elements(book.package.content(part), "c"), None)
    if cell is None or cell.get("r", "A1") != "A1":
        return False
    if cell.get("t") != "s":
        return is_own_title(_words(cell))
    texts, place = book.package.related(book.part, "sharedStrings"), cell.findtext("{*}v", "")
    if texts is None or not place.isdecimal():
        return False
    found = next(islice(elements(book.package.content(texts), "si"), int(place), None), None)
    return found is not None and is_own_title(_words(found))


def _words(element: Element) -> str:
    return "".join(one.text or "" for one in element.iter() if local(one) in ("t", "v"))


def _listed(said: Said, sheets: dict[str, BookSheet]) -> Listed:
    sheet = sheets.get(_plain_name(said.sheet or ""))
    place = place_of(said.cell) if said.cell else None
    target = None
    if sheet is not None and place is not None and not sheet.is_hidden:
        target = link_to(sheet.name, cell_address(*place))
    return Listed(said.level, said.sheet or WHOLE_FILE, said.cell or "", said.message, target)


def _plain_name(name: str) -> str:
    """As the reader names a sheet: without escapes and control characters."""
    return CONTROL.sub("", ESCAPED.sub(lambda match: chr(int(match[1], 16)), name))


# cells ---------------------------------------------------------------------------------------


def _mark_sheets(
    book: Book, styles: Styles, findings: Sequence[Said], remarks: Counter[str]
) -> None:
    room = MAX_MARKS
    for sheet, part in list(book.worksheets()):
        name = _plain_name(sheet.name)
        own = [one for one in findings if one.sheet and _plain_name(one.sheet) == name]
        places = _by_place(own)
        if places and room:
            chosen = dict(islice(places.items(), room))
            _mark_sheet(book, styles, part, chosen, remarks)
        remarks["too_many"] += max(len(places) - room, 0)
        room = max(room - len(places), 0)


def _by_place(findings: Sequence[Said]) -> dict[Place, list[Said]]:
    """What is said of each cell, the gravest first."""
    found: dict[Place, list[Said]] = {}
    for one in sorted(findings, key=lambda one: LEVEL_ORDER.index(one.level)):
        place = place_of(one.cell) if one.cell else None
        if place is not None:
            found.setdefault(place, []).append(one)
    return found


def _mark_sheet(
    book: Book, styles: Styles, part: str, places: dict[Place, list[Said]], remarks: Counter[str]
) -> None:
    with framed(book.package, part) as rows:
        cells = Cells(book.package.edit(part), rows, book.main)
        notes = Notes(book, part)
        for place, said in _at_corners(places, cells).items():
            remarks["not_coloured"] += not _colour(cells, styles, place, said[0].level)
            if notes.can_mark(place):
                lines = [(one.level, one.line) for one in said]
                notes.mark(place, lines, cells.width, cells.height)
            else:
                remarks["not_commented"] += 1


def _at_corners(places: dict[Place, list[Said]], cells: Cells) -> dict[Place, list[Said]]:
    """What is said of merged cells together, where they show it, the gravest first."""
    corners = cells.corners(places)
    found: dict[Place, list[Said]] = {}
    for place, said in places.items():
        found.setdefault(corners[place], []).extend(said)
    for together in found.values():
        together.sort(key=lambda one: LEVEL_ORDER.index(one.level))
    return found


def _colour(cells: Cells, styles: Styles, place: Place, level: Level) -> bool:
    cell = cells.cell(place)
    style = styles.marked(cells.style(cell), level)
    if style is None:
        return False
    cells.set_style(cell, style)
    return True


# the process ---------------------------------------------------------------------------------


def answer(request: dict[str, Any], content: bytes) -> tuple[dict[str, Any], bytes]:
    """What goes back to the parent. Raises nothing."""
    try:
        findings = [Said(*one) for one in request["findings"]]
        result, remarks = marked(content, findings, request["intro"], request["limits"])
        return {"remarks": {key: count for key, count in remarks.items() if count}}, result
    except Unmarkable as refusal:
        return {"refused": refusal.reason}, b""
    except MemoryError:
        return {"refused": "too_much_memory"}, b""
    except Exception as fault:  # noqa: BLE001
        # As in the reading child: damaged files make the parsers raise almost any exception type.
        return {"refused": "damaged", "detail": type(fault).__name__}, b""


def _limit(limits: Limits) -> None:
    """Has Linux refuse memory and time; elsewhere the parent's watchdog is alone."""
    if sys.platform == "linux":
        import resource

        seconds = math.ceil(limits["max_seconds"]) + 5
        memory = int(limits["max_memory"] + limits["address_slack"])
        for kind, value in ((resource.RLIMIT_AS, memory), (resource.RLIMIT_CPU, seconds)):
            with suppress(OSError, ValueError):  # a lower limit set from outside is as good
                resource.setrlimit(kind, (value, resource.getrlimit(kind)[1]))


def _frames() -> Iterator[bytes]:
    yield sys.stdin.buffer.readline()
    yield sys.stdin.buffer.read()


def main() -> None:
    head, content = _frames()
    request = json.loads(head)
    _limit(request["limits"])
    said, result = answer(request, content)
    sys.stdout.buffer.write(json.dumps(said).encode() + b"\n" + result)
    sys.stdout.buffer.flush()
