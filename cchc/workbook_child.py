"""The process that opens other people's workbooks; started and limited by `cchc.workbook`.

In: on stdin, frames holding the bytes of one file each. Out: on stdout, one JSON frame saying that
it is ready, then one for every file: what its sheets hold, or the reason why it is refused.
It knows nothing of names, forms or sentences; it writes no file and opens no other.

A frame is eight bytes of length (big-endian) and that many bytes. An answer is
`{"refused": reason, "detail": exception type}` or `{"texts": […], "styles": [[format, font, bold],
…], "sheets": […]}`, where a sheet holds parallel arrays `rows`, `columns`, `values`, `styles` and
the string `kinds`, one letter a cell: n number, b boolean, s text, d date and time, D date, t time,
e error, u uncached formula. The values of s, e and u are places in `texts`.
"""

from __future__ import annotations

import gc
import json
import math
import os
import re
import signal
import struct
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from io import BytesIO
from queue import SimpleQueue
from threading import Thread
from typing import IO, Any
from xml.etree.ElementTree import Element, fromstring, iterparse
from zipfile import ZipFile, ZipInfo

from openpyxl.cell import Cell
from openpyxl.reader.excel import ExcelReader
from openpyxl.styles.stylesheet import apply_stylesheet
from openpyxl.utils.cell import range_boundaries
from openpyxl.worksheet._reader import COL_TAG, FORMULA_TAG, ROW_TAG, VALUE_TAG, WorksheetReader

Limits = Mapping[str, float]
Place = tuple[int, int]
Corners = tuple[int, int, int, int]

LENGTH = struct.Struct(">Q")
CHUNK = 1 << 20
LAST_ROW, LAST_COLUMN = 1_048_576, 16_384
MERGE_TAG = ROW_TAG.replace("}row", "}mergeCell")
CALCULATION_TAG = ROW_TAG.replace("}row", "}calcPr")
STRICT_NAMESPACE = "{http://purl.oclc.org/"

# Parts that tell other packages, and workbooks of another kind, from an .xlsx.
OTHER_PACKAGES = {
    "xl/workbook.bin": "xlsb",
    "word/document.xml": "word",
    "ppt/presentation.xml": "powerpoint",
    "content.xml": "opendocument",
    "Index/Document.iwa": "numbers",
}
MARKUP_STARTS = (b"<", b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff", b"\x00<")
# expat reads XML in UTF-16 as well, where a search for the ASCII letters finds nothing.
DECLARATIONS = tuple(
    text.encode(encoding)
    for text in ("<!DOCTYPE", "<!ENTITY")
    for encoding in ("ascii", "utf-16-le", "utf-16-be")
)

ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")


class Refused(Exception):
    """A file that is understood well enough to say why it is not read."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def read_frame(stream: IO[bytes]) -> bytes | None:
    """The next frame; None when the other side has gone."""
    head = stream.read(LENGTH.size)
    if len(head) < LENGTH.size:
        return None
    (length,) = LENGTH.unpack(head)
    body = stream.read(length)
    return body if len(body) == length else None


def write_frame(stream: IO[bytes], body: bytes) -> None:
    stream.write(LENGTH.pack(len(body)))
    stream.write(body)
    stream.flush()


def answer(content: bytes, limits: Limits) -> bytes:
    """What `content` holds, or why it is refused, as JSON. Raises nothing."""
    try:
        return json.dumps(read_content(content, limits), separators=(",", ":")).encode()
    except Refused as refusal:
        return _refusal(refusal.reason)
    except MemoryError:
        return _refusal("too_much_memory")
    except Exception as fault:  # noqa: BLE001
        # The one boundary where everything is caught: damaged files make zipfile, expat and
        # openpyxl raise almost any exception type, and each of them means the same to the sender.
        return _refusal("damaged", type(fault).__name__)


def _refusal(reason: str, detail: str = "") -> bytes:
    return json.dumps({"refused": reason, "detail": detail}).encode()


def read_content(content: bytes, limits: Limits) -> dict[str, Any]:
    """Checks the package, then reads its sheets. Raises Refused, or whatever openpyxl raises."""
    with ZipFile(BytesIO(content)) as package:
        check_directory(package, limits)
        check_parts(package, limits)
    return WorkbookReading(content, int(limits["max_items"])).result()


def check_directory(package: ZipFile, limits: Limits) -> None:
    """Refuses by what the zip's directory says, before anything is inflated."""
    parts = package.infolist()
    names = [part.filename for part in parts]
    if len(parts) > limits["max_parts"]:
        raise Refused("too_many_parts")
    if any(part.flag_bits & 1 for part in parts):
        raise Refused("password_protected")
    if len(set(names)) < len(names) or any(".." in re.split(r"[/\\]", name) for name in names):
        raise Refused("unsafe")
    if "xl/workbook.xml" not in names:
        _refuse_other_package(names)
    if sum(part.file_size for part in parts) > limits["max_unzipped"]:
        raise Refused("too_much_inside")
    if any(_is_bomb(part, limits) for part in parts):
        raise Refused("too_much_inside")


def _refuse_other_package(names: list[str]) -> None:
    for name, reason in OTHER_PACKAGES.items():
        if name in names:
            raise Refused(reason)
    # The standard lets the workbook part have any name, and some programs use that freedom.
    if not any(name.lower().endswith("workbook.xml") for name in names):
        raise Refused("archive")


def _is_bomb(part: ZipInfo, limits: Limits) -> bool:
    ratio = part.file_size / max(part.compress_size, 1)
    return part.file_size > limits["ratio_floor"] and ratio > limits["max_ratio"]


def check_parts(package: ZipFile, limits: Limits) -> None:
    """Inflates every part, counting (headers lie), and refuses declarations in its XML."""
    room = limits["max_unzipped"]
    for part in package.infolist():
        with package.open(part) as stream:
            room -= _check_part(stream, room)


def _check_part(stream: IO[bytes], room: float) -> int:
    count, tail, is_markup = 0, b"", False
    while chunk := stream.read(CHUNK):
        is_markup = is_markup or (not count and chunk.lstrip().startswith(MARKUP_STARTS))
        count += len(chunk)
        if count > room:
            raise Refused("too_much_inside")
        if is_markup and any(word in tail + chunk for word in DECLARATIONS):
            raise Refused("unsafe")
        tail = chunk[-32:]
    return count


@dataclass(slots=True)
class Found:
    """One sheet on the way: its cells as (kind, value, style), merges, and what is hidden."""

    cells: dict[Place, tuple[str, Any, int]] = field(default_factory=dict)
    merges: list[Corners] = field(default_factory=list)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)


class WorkbookReading:
    """One pass over a workbook with openpyxl's own parsers for cells, styles and texts.

    Its `load_workbook` is not used: it makes a cell for every place inside a merge (17 thousand
    million for A1:XFD1048576), fails on charts, pictures and print settings that are not wanted,
    and reads a file twice to tell a formula from its cached value.
    """

    def __init__(self, content: bytes, max_items: int) -> None:
        self.room = max_items
        self.texts: dict[str, int] = {}
        self.styles: dict[tuple[str, str, bool], int] = {}
        self.style_places: dict[int, int] = {}
        self.reader = ExcelReader(BytesIO(content), data_only=True, keep_links=False)
        self.reader.read_manifest()
        self.reader.read_strings()
        self.reader.read_workbook()
        self.book = self.reader.wb
        apply_stylesheet(self.reader.archive, self.book)
        self.scratch = self.book.create_sheet()
        # Not from `book.calculation`: where the file says nothing, that says True.
        root = fromstring(self.reader.archive.read(self.reader.parser.workbook_part_name))
        if root.tag.startswith(STRICT_NAMESPACE):
            # openpyxl knows one namespace only: it would read a Strict workbook as empty sheets.
            raise Refused("strict")
        calculation = root.find(CALCULATION_TAG)
        self.is_uncalculated = calculation is not None and _is_on(calculation, "fullCalcOnLoad")

    def result(self) -> dict[str, Any]:
        sheets = [
            self._sheet(sheet.name, sheet.state, relation.target)
            for sheet, relation in self.reader.parser.find_sheets()
            if relation.Type.endswith("/worksheet")
        ]
        return {"texts": list(self.texts), "styles": list(self.styles), "sheets": sheets}

    def _sheet(self, name: str, state: str, part: str) -> dict[str, Any]:
        found = self._scan(part)
        _clear_covered(found.cells, found.merges)
        _check_places(found.cells)
        cells = found.cells.values()
        return {
            "name": self._clean(name),
            "hidden": state != "visible",
            "rows": [row for row, _ in found.cells],
            "columns": [column for _, column in found.cells],
            "kinds": "".join(kind for kind, _, _ in cells),
            "values": [value for _, value, _ in cells],
            "styles": [style for _, _, style in cells],
            "merges": found.merges,
            "hidden_rows": sorted(found.hidden_rows),
            "hidden_columns": sorted(found.hidden_columns),
        }

    def _scan(self, part: str) -> Found:
        """Goes once through the part's XML, letting go of every row as soon as it is read."""
        found = Found()
        with self.reader.archive.open(part) as source:
            parser = self._cell_parser(source)
            for _, element in iterparse(source):
                if element.tag == ROW_TAG:
                    number, parsed = parser.parse_row(element)
                    found.cells.update(self._cells(element, parsed))
                    found.hidden_rows.update([number] if _is_on(element, "hidden") else [])
                    element.clear()
                elif element.tag == COL_TAG and _is_on(element, "hidden"):
                    found.hidden_columns.update(_columns(element))
                elif element.tag == MERGE_TAG:
                    self._take(1)
                    found.merges.append(_area(element.attrib["ref"]))
        self._take(len(found.hidden_rows) + len(found.hidden_columns))
        return found

    def _cell_parser(self, source: IO[bytes]) -> Any:
        """openpyxl's, set up with the workbook's epoch, date formats and texts."""
        texts = self.reader.shared_strings
        return WorksheetReader(self.scratch, source, texts, data_only=True, rich_text=False).parser

    def _cells(
        self, row: Element, parsed: list[dict[str, Any]]
    ) -> Iterator[tuple[Place, tuple[str, Any, int]]]:
        for element, cell in zip(row, parsed, strict=True):
            found = self._value(element, cell)
            if found is not None:
                self._take(1)
                kind, value = found
                yield (cell["row"], cell["column"]), (kind, value, self._style(cell["style_id"]))

    def _take(self, count: int) -> None:
        self.room -= count
        if self.room < 0:
            raise Refused("too_many_cells")

    def _value(self, element: Element, cell: dict[str, Any]) -> tuple[str, Any] | None:
        formula = element.find(FORMULA_TAG)
        if formula is not None and self._is_uncached(element, cell["value"]):
            return "u", self._text(self._clean("=" + (formula.text or "")))
        value = cell["value"]
        if value is None:
            return None
        if cell["data_type"] == "e":
            return "e", self._text(str(value))
        return self._plain(value)

    def _is_uncached(self, element: Element, value: object) -> bool:
        """A formula without a result. An empty text (t="str") is a result.

        Programs that cannot calculate store 0 and ask for a full calculation on load (XlsxWriter
        does): such a 0 was never computed, and taking it for a figure would be silently wrong.
        """
        if value is None:
            return element.get("t") != "str" or element.find(VALUE_TAG) is None
        is_number = element.get("t", "n") == "n"
        return self.is_uncalculated and is_number and element.findtext(VALUE_TAG) == "0"

    def _plain(self, value: object) -> tuple[str, Any] | None:
        if isinstance(value, str):
            text = self._clean(value)
            return ("s", self._text(text)) if text.strip() else None
        if isinstance(value, timedelta):
            return "n", value / timedelta(days=1)
        if isinstance(value, bool):
            return "b", value
        if isinstance(value, (int, float)):
            return ("n", value) if math.isfinite(value) else ("e", self._text("#NUM!"))
        kind = "d" if isinstance(value, datetime) else "D" if isinstance(value, date) else "t"
        return kind, value.isoformat()  # type: ignore[attr-defined]

    def _text(self, text: str) -> int:
        return self.texts.setdefault(text, len(self.texts))

    def _clean(self, text: str) -> str:
        """Without control characters, which no export can write; line ends as one line feed."""
        if "_x" in text:
            text = ESCAPED.sub(lambda match: chr(int(match[1], 16)), text)
        if "\r" in text:
            text = text.replace("\r\n", "\n").replace("\r", "\n")
        return UNPRINTABLE.sub("", text)

    def _style(self, style_id: int) -> int:
        place = self.style_places.get(style_id)
        if place is None:
            # A cell resolves its own style: the tables behind it are openpyxl's business.
            cell = Cell(self.scratch, style_array=self.book._cell_styles[style_id])
            style = (cell.number_format, cell.font.name or "", bool(cell.font.b))
            place = self.styles.setdefault(style, len(self.styles))
            self.style_places[style_id] = place
        return place


def _is_on(element: Element, attribute: str) -> bool:
    return element.get(attribute) in ("1", "true")


def _columns(element: Element) -> range:
    return range(int(element.attrib["min"]), min(int(element.attrib["max"]), LAST_COLUMN) + 1)


def _area(reference: str) -> Corners:
    """Top, left, bottom, right of 'B2:C3', 'B:C' or '2:3'."""
    left, top, right, bottom = range_boundaries(reference)
    return top or 1, left or 1, bottom or LAST_ROW, right or LAST_COLUMN


def _clear_covered(cells: dict[Place, Any], merges: list[Corners]) -> None:
    """Drops what stands under a merge: Excel shows its top-left corner only."""
    for top, left, bottom, right in merges:
        corner = cells.get((top, left))
        rows, columns = range(top, bottom + 1), range(left, right + 1)
        if len(rows) * len(columns) < len(cells):
            covered = [(row, column) for row in rows for column in columns]
        else:
            covered = [place for place in cells if place[0] in rows and place[1] in columns]
        for place in covered:
            cells.pop(place, None)
        if corner is not None:
            cells[top, left] = corner


def _check_places(cells: dict[Place, Any]) -> None:
    for row, column in cells:
        if not (0 < row <= LAST_ROW and 0 < column <= LAST_COLUMN):
            raise ValueError("a cell outside the sheet")


def _limit_memory(limits: Limits) -> None:
    """Has Linux refuse memory: the parent's watchdog looks only now and then.

    macOS counts shared system libraries as address space, Windows has no such limit: there the
    watchdog is alone.
    """
    if sys.platform == "linux":
        _set_soft_limit("RLIMIT_AS", int(limits["max_memory"] + limits["address_slack"]))


def _limit_cpu(limits: Limits) -> None:
    """Has the system end this process should the parent fail to."""
    if sys.platform != "win32":
        seconds = math.ceil(time.process_time() + limits["max_seconds"]) + 5
        _set_soft_limit("RLIMIT_CPU", seconds)


def _set_soft_limit(name: str, value: int) -> None:
    if sys.platform != "win32":
        import resource

        limit = getattr(resource, name)
        with suppress(OSError, ValueError):  # A lower limit set from outside is as good.
            resource.setrlimit(limit, (value, resource.getrlimit(limit)[1]))


def _private_stdout() -> IO[bytes]:
    """The pipe to the parent, out of reach of prints: what they write goes nowhere from here on."""
    pipe = os.fdopen(os.dup(1), "wb")
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
    return pipe


def _receive(stream: IO[bytes], requests: SimpleQueue[bytes]) -> None:
    while (content := read_frame(stream)) is not None:
        requests.put(content)
    os._exit(0)  # The parent has gone: nobody waits for an answer, even in the middle of a file.


def main() -> None:
    """Serves files until the parent closes stdin. `sys.argv[1]`: the limits, as JSON."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl+C is for the parent to answer.
    limits: Limits = json.loads(sys.argv[1])
    answers = _private_stdout()
    requests: SimpleQueue[bytes] = SimpleQueue()
    Thread(target=_receive, args=(sys.stdin.buffer, requests), daemon=True).start()
    _limit_memory(limits)
    gc.freeze()  # The libraries stay: collections need not look through them again.
    gc.disable()  # Millions of cells are no garbage; what a file leaves goes between two files.
    write_frame(answers, json.dumps({"pid": os.getpid()}).encode())
    while True:
        content = requests.get()
        _limit_cpu(limits)
        write_frame(answers, answer(content, limits))
        gc.collect()
