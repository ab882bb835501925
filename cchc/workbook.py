"""Reads a workbook: bytes in, sheets of cells out, or `UnreadableWorkbook` with what to do.

What is inside a file is opened by a child process (`cchc.workbook_child`) under limits of size,
time and memory; this side only looks at a file's first bytes. It must not know what any table
means, and must not import openpyxl: a damaged or hostile file may take the child with it.
"""

from __future__ import annotations

import json
import logging
import subprocess
import sys
import time
from contextlib import suppress
from dataclasses import asdict, dataclass
from hashlib import sha256
from pathlib import Path
from queue import Empty, SimpleQueue
from struct import Struct
from threading import Lock, Thread
from types import TracebackType
from typing import IO, Any, NoReturn, Self

from cchc.cell_columns import CellColumns, sheet, unpacked
from cchc.errors import UnreadableWorkbook
from cchc.model import Workbook

KIB, MIB, GIB = 1 << 10, 1 << 20, 1 << 30

# Real office workbooks stay far below: 99.9 % of 4,800 measured are under 12 MB unzipped and a
# ratio of 44.
MAX_BYTES = 20 * MIB
MAX_PARTS = 1000
MAX_UNZIPPED = 200 * MIB
MAX_RATIO = 100
RATIO_FLOOR = 100 * KIB
MAX_ITEMS = 1_000_000
MAX_SECONDS = 20.0
MAX_MEMORY = 1 * GIB
START_SECONDS = 60.0
# Address space is more than memory used: the interpreter, its threads' stacks and arenas.
ADDRESS_SLACK = 256 * MIB

POLL_SECONDS = 0.05
LENGTH = Struct(">Q")

BOOT = (
    "import sys; sys.path.insert(0, sys.argv.pop(1)); from cchc.workbook_child import main; main()"
)

Answer = tuple[dict[str, Any], list[CellColumns]]
"""A head, and the cells of its sheets; a refusal is a head alone."""

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Limits:
    """What one file may cost. max_items: cells, merges, hidden rows and columns together."""

    max_bytes: int = MAX_BYTES
    max_parts: int = MAX_PARTS
    max_unzipped: int = MAX_UNZIPPED
    max_ratio: int = MAX_RATIO
    ratio_floor: int = RATIO_FLOOR
    max_items: int = MAX_ITEMS
    max_seconds: float = MAX_SECONDS
    max_memory: int = MAX_MEMORY
    start_seconds: float = START_SECONDS
    address_slack: int = ADDRESS_SLACK


SAVE_AS_XLSX = (
    "Hãy mở tệp trong Excel, chọn Tệp › Lưu thành › Excel Workbook (*.xlsx) rồi gửi tệp mới."
)
SAVE_AGAIN = "Hãy mở tệp gốc trong Excel, lưu lại rồi gửi tệp mới."
SPLIT = "Hãy chỉ giữ lại các bảng cần nhập, hoặc tách thành nhiều tệp, rồi gửi lại."

# Reason (of this file or of the child) -> code for programs, sentence for people.
REFUSALS: dict[str, tuple[str, str]] = {
    "empty_file": (
        "empty_file",
        "Tệp rỗng, không có nội dung nào. Hãy kiểm tra lại tệp gốc, lưu lại rồi gửi lại.",
    ),
    "too_many_bytes": (
        "too_large",
        f"Tệp lớn quá mức cho phép ({{megabytes}} MB). {SPLIT}",
    ),
    "too_many_parts": ("too_large", f"Tệp chứa quá nhiều thành phần bên trong. {SPLIT}"),
    "too_many_cells": ("too_large", f"Tệp có quá nhiều ô dữ liệu. {SPLIT}"),
    "too_much_inside": (
        "too_large",
        "Nội dung của tệp khi giải nén lớn bất thường. Hãy xóa các dòng, cột và định dạng thừa "
        "trong Excel, lưu lại rồi gửi lại.",
    ),
    "password_protected": (
        "password_protected",
        "Tệp có mật khẩu. Hãy mở tệp, bỏ mật khẩu "
        "(trong Excel: Tệp › Thông tin › Bảo vệ sổ làm việc), lưu lại rồi gửi lại.",
    ),
    "xlsb": ("unsupported_type", f"Tệp ở định dạng Excel nhị phân (.xlsb). {SAVE_AS_XLSX}"),
    "old_word": (
        "unsupported_type",
        "Đây là tệp Word định dạng cũ (.doc, .rtf). "
        "Hãy mở tệp trong Word, chọn Tệp › Lưu thành › Word Document (*.docx) rồi gửi tệp mới.",
    ),
    "no_table_in_word": (
        "not_a_workbook",
        "Tệp Word không có bảng nào. Hãy kiểm tra lại: số liệu phải nằm trong bảng của Word, "
        "hoặc gửi tệp Excel (.xlsx).",
    ),
    "powerpoint": (
        "not_a_workbook",
        "Đây là tệp PowerPoint (.pptx), không phải bảng số liệu. "
        "Hãy chép bảng sang Excel, lưu thành tệp .xlsx rồi gửi lại.",
    ),
    "opendocument": (
        "not_a_workbook",
        "Đây là tệp OpenDocument không phải bảng tính (ví dụ .odt). "
        "Hãy mở bằng Word hoặc LibreOffice, lưu thành tệp .docx rồi gửi lại.",
    ),
    "numbers": (
        "not_a_workbook",
        "Đây là tệp Numbers của Apple, không phải sổ làm việc Excel. "
        "Hãy xuất tệp sang Excel (.xlsx) rồi gửi lại.",
    ),
    "pdf": (
        "not_a_workbook",
        "Đây là tệp PDF, không phải sổ làm việc Excel. "
        "Hãy xin tệp Excel hoặc Word gốc (.xlsx, .docx) của văn bản rồi gửi lại.",
    ),
    "archive": (
        "not_a_workbook",
        "Đây là tệp nén, không phải sổ làm việc Excel. Hãy giải nén rồi gửi từng tệp bên trong.",
    ),
    "markup": (
        "not_a_workbook",
        f"Tệp là trang web hoặc tệp XML mang tên Excel, không phải tệp .xlsx. {SAVE_AS_XLSX}",
    ),
    "not_a_workbook": (
        "not_a_workbook",
        f"Tệp không phải sổ làm việc Excel, dù có thể mang đuôi như vậy. {SAVE_AS_XLSX}",
    ),
    "not_text": (
        "not_a_workbook",
        "Tệp không phải bảng tính, cũng không phải văn bản đọc được, dù có thể mang đuôi như vậy. "
        f"{SAVE_AS_XLSX}",
    ),
    "no_table_in_text": (
        "not_a_workbook",
        "Tệp văn bản không có dấu phân cách cột đều đặn nên không phải bảng CSV "
        "(dấu chấm phẩy, dấu phẩy, tab hoặc gạch đứng). "
        "Hãy chép bảng sang Excel, lưu thành tệp .xlsx rồi gửi lại.",
    ),
    "open_quote": (
        "damaged",
        "Tệp CSV có dấu ngoặc kép mở mà không đóng nên không chắc ô nào kết thúc ở đâu. "
        f"{SAVE_AS_XLSX}",
    ),
    "unsafe": (
        "unsafe",
        "Tệp chứa thành phần không an toàn nên không được mở. "
        "Hãy chép các bảng sang một sổ làm việc Excel mới, lưu thành tệp .xlsx rồi gửi lại.",
    ),
    "damaged": (
        "damaged",
        f"Tệp bị hỏng hoặc tải về chưa trọn vẹn nên không đọc được. {SAVE_AGAIN}",
    ),
    "died": ("damaged", f"Tệp bị hỏng nên không đọc được. {SAVE_AGAIN}"),
    "too_slow": (
        "too_slow",
        f"Tệp quá phức tạp, đọc quá lâu nên đã dừng lại. {SPLIT}",
    ),
    "too_much_memory": (
        "too_much_memory",
        f"Tệp quá phức tạp, cần quá nhiều bộ nhớ để đọc. {SPLIT}",
    ),
    "not_started": (
        "reader_unavailable",
        "Hệ thống chưa khởi động được bộ phận đọc tệp. "
        "Hãy thử lại; nếu vẫn lỗi, hãy báo người quản trị cài đặt lại chương trình.",
    ),
}

# The child ends, or is ended, with these.
LOSSES = ("died", "not_started", "too_slow", "too_much_memory")

OLE_START = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
# A compound file names its streams in UTF-16. This one is an .xlsx or .docx under a password.
ENCRYPTED_STREAM = "EncryptedPackage".encode("utf-16-le")
OTHER_STARTS = (
    (b"%PDF", "pdf"),
    (b"Rar!", "archive"),
    (b"7z\xbc\xaf", "archive"),
    (b"\x1f\x8b", "archive"),
    (b"<", "markup"),
    (b"{\\rtf", "old_word"),
)


def read(file: str, content: bytes) -> Workbook:
    """One workbook in a child of its own. Raises UnreadableWorkbook."""
    with Reader() as reader:
        return reader.read(file, content)


class Reader:
    """One warm child that reads many files, one at a time; it is replaced when it is lost.

    Starts the child at once and does not wait for it: import what is heavy meanwhile.
    """

    def __init__(self, limits: Limits | None = None) -> None:
        self.limits = limits or Limits()
        self._turn = Lock()
        self._child = Child(self.limits)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        self._child.end()

    @property
    def pid(self) -> int:
        """The child's process, for those who watch or end it from outside."""
        return self._child.process.pid

    def read(self, file: str, content: bytes) -> Workbook:
        """What `content` holds; it came under the name `file`. Raises UnreadableWorkbook."""
        refuse_at_sight(content, self.limits)
        with self._turn:
            answer = self._ask(content)
        head, columns = answer
        if "refused" in head:
            logger.warning("%r refused: %s %s", file, head["refused"], head["detail"])
            refuse(head["refused"], self.limits)
        sheets = tuple(sheet(*told) for told in zip(head["sheets"], columns, strict=True))
        digest = sha256(content).hexdigest()
        return Workbook(file, digest, sheets, head["kind"], tuple(head["remarks"]))

    def _ask(self, content: bytes) -> Answer:
        if self._child.is_lost:
            self._child.end()
            self._child = Child(self.limits)
        try:
            return self._child.ask(content)
        finally:
            if self._child.is_lost:
                self._child.end()


def refuse(reason: str, limits: Limits) -> NoReturn:
    """Raises the refusal that `reason` stands for."""
    code, sentence = REFUSALS[reason]
    raise UnreadableWorkbook(code, sentence.format(megabytes=limits.max_bytes // MIB))


def refuse_at_sight(content: bytes, limits: Limits) -> None:
    """Refuses what need not be opened. The first bytes decide the type, whatever its name says."""
    if not content:
        refuse("empty_file", limits)
    if len(content) > limits.max_bytes:
        refuse("too_many_bytes", limits)
    if content.startswith(OLE_START) and ENCRYPTED_STREAM in content:
        refuse("password_protected", limits)
    start = content[:KIB].removeprefix(b"\xef\xbb\xbf").lstrip()
    for magic, kind in OTHER_STARTS:
        if start.startswith(magic):
            refuse(kind, limits)


class Child:
    """One reading process: bytes in, an answer out, or its end.

    Pipes cannot be waited for with a time limit on Windows, so a thread does the talking while the
    asker looks at the clock and at the child's memory.
    """

    def __init__(self, limits: Limits) -> None:
        self.limits = limits
        self.process = _start(limits)
        self._in_doubt = False
        self._reading_pid: int | None = None
        self._reading_since = 0.0
        self._talk: Thread | None = None

    @property
    def is_lost(self) -> bool:
        """Dead, or left in the middle of an answer."""
        return self._in_doubt or self.process.poll() is not None

    def ask(self, content: bytes) -> Answer:
        """The child's answer. Whatever interrupts it leaves the child lost."""
        self._in_doubt = True
        answers: SimpleQueue[bytes | None] = SimpleQueue()
        self._talk = Thread(target=self._exchange, args=(content, answers), daemon=True)
        self._talk.start()
        answer = self._wait(answers)
        # After refused memory the child may hold anything: only a whole answer clears the doubt.
        self._in_doubt = answer[0].get("refused") in LOSSES
        return answer

    def end(self) -> None:
        """Kills the process: it keeps nothing that would need a farewell."""
        self.process.kill()
        self.process.wait()
        if self._talk is not None:
            self._talk.join()
        for pipe in (self._stdin, self._stdout):
            with suppress(OSError):  # what could not be sent to it any more
                pipe.close()

    @property
    def _stdin(self) -> IO[bytes]:
        assert self.process.stdin is not None
        return self.process.stdin

    @property
    def _stdout(self) -> IO[bytes]:
        assert self.process.stdout is not None
        return self.process.stdout

    def _exchange(self, content: bytes, answers: SimpleQueue[bytes | None]) -> None:
        try:
            if self._reading_pid is None:
                self._reading_pid = self._hear_ready()
            self._reading_since = time.monotonic()
            self._stdin.write(LENGTH.pack(len(content)))
            self._stdin.write(content)
            self._stdin.flush()
            answers.put(self._hear())
        except (OSError, EOFError):
            answers.put(None)

    def _hear_ready(self) -> int:
        # In a Windows virtual environment the process started is a launcher; the child says which
        # process does the reading, and so whose memory counts.
        return int(json.loads(self._hear())["pid"])

    def _hear(self) -> bytes:
        head = self._stdout.read(LENGTH.size)
        if len(head) < LENGTH.size:
            raise EOFError
        (length,) = LENGTH.unpack(head)
        body = self._stdout.read(length)
        if len(body) < length:
            raise EOFError
        return body

    def _wait(self, answers: SimpleQueue[bytes | None]) -> Answer:
        asked = time.monotonic()
        while True:
            try:
                body = answers.get(timeout=min(POLL_SECONDS, self.limits.max_seconds))
            except Empty:
                if breach := self._breach(asked):
                    return {"refused": breach, "detail": ""}, []
            else:
                return unpacked(body) if body is not None else self._death()

    def _breach(self, asked: float) -> str | None:
        now = time.monotonic()
        if self._reading_pid is None:
            return "not_started" if now - asked > self.limits.start_seconds else None
        if now - max(asked, self._reading_since) > self.limits.max_seconds:
            return "too_slow"
        if _memory_used(self._reading_pid) > self.limits.max_memory:
            return "too_much_memory"
        return None

    def _death(self) -> Answer:
        reason = "not_started" if self._reading_pid is None else "died"
        return {"refused": reason, "detail": f"exit code {self.process.wait()}"}, []


def _start(limits: Limits) -> subprocess.Popen[bytes]:
    """The child finds this package wherever it is started; -P keeps the current folder out."""
    root = str(Path(__file__).resolve().parent.parent)
    return subprocess.Popen(
        [sys.executable, "-P", "-W", "ignore", "-c", BOOT, root, json.dumps(asdict(limits))],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
    )


def _memory_used(pid: int) -> int:
    import psutil  # Only a file that takes long is watched, so only that pays for the import.

    try:
        return int(psutil.Process(pid).memory_info().rss)
    except psutil.Error:
        return 0  # It has just ended: the pipe will say so.
