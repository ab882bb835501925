"""The sender's own workbook back, with what was found marked on its cells and listed in front.

In: a file as it came and its findings. Out: a copy to mend and send again, or, where a copy cannot
be marked, the list as a workbook of its own; and sentences on what could not be done. The file is
opened in a child process under the limits that hold for reading; this side never parses it.
"""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from hashlib import sha256
from pathlib import PurePath
from threading import Thread
from typing import Any

from cchc import settings
from cchc.marks import LEVEL_ORDER, LEVEL_WORDS, SHEET_NAME
from cchc.model import Finding
from cchc.reports.inert import one_line
from cchc.reports.xlsx import SheetOut, table_workbook
from cchc.workbook import Limits

MARKABLE = ("xlsx", "xlsm")
MARKED_ENDING, LIST_ENDING = "-da-kiem-tra", "-ket-qua-kiem-tra"
POLL_SECONDS = 0.1
BOOT = (
    "import sys; sys.path.insert(0, sys.argv[1]); "
    "from cchc.reports.marking.child import main; main()"
)

LIST_ONLY = "Vì vậy chỉ có danh sách kết quả kiểm tra; hãy sửa trong tệp gốc rồi gửi lại."
REFUSALS = {
    "password_protected": f"Tệp có mật khẩu nên không đánh dấu được vào tệp. {LIST_ONLY}",
    "shared": "Tệp đang ở chế độ dùng chung (Share Workbook) nên không đánh dấu được vào tệp. "
    + LIST_ONLY,
    "unsafe": f"Tệp chứa thành phần không an toàn nên không được mở để đánh dấu. {LIST_ONLY}",
    "too_much_inside": f"Tệp quá lớn nên không đánh dấu được vào tệp. {LIST_ONLY}",
    "too_slow": f"Tệp quá lớn nên không đánh dấu được vào tệp. {LIST_ONLY}",
    "too_much_memory": f"Tệp quá lớn nên không đánh dấu được vào tệp. {LIST_ONLY}",
    "damaged": f"Tệp bị hỏng nên không đánh dấu được vào tệp. {LIST_ONLY}",
    "other_kind": "Chỉ đánh dấu được vào tệp Excel (.xlsx, .xlsm). " + LIST_ONLY,
}
REMARKS = {
    "signed": "Tệp có chữ ký số. Bản đánh dấu đã khác tệp gốc nên chữ ký trong đó không còn giá "
    "trị; hãy ký lại sau khi sửa.",
    "not_coloured": "Có {count} ô mang nền riêng nên không tô màu; các ô đó vẫn có trong trang "
    f"“{SHEET_NAME}”.",
    "not_commented": "Có {count} ô không ghi chú được (ô đang có trao đổi, hoặc trang có hình vẽ "
    f"kiểu cũ); xem trang “{SHEET_NAME}”.",
    "too_many": f"Có quá nhiều ô cần đánh dấu: {{count}} ô chỉ có trong trang “{SHEET_NAME}”.",
}


@dataclass(frozen=True, slots=True)
class Annotated:
    """A file to hand back: its name, its bytes, and what the user should know about it."""

    name: str
    content: bytes
    warnings: tuple[str, ...] = ()


def annotated(
    file: str,
    content: bytes,
    kind: str,
    findings: Sequence[Finding],
    limits: Limits | None = None,
) -> Annotated:
    """A marked copy of an .xlsx or .xlsm without its older marks; else the list as a workbook."""
    ordered = sorted(findings, key=lambda one: LEVEL_ORDER.index(one.level))
    intro = _intro(file, content, ordered)
    if kind not in MARKABLE:
        return _list_only(file, ordered, intro, "other_kind")
    said, copy = _ask(content, ordered, intro, limits or Limits())
    if "refused" in said:
        return _list_only(file, ordered, intro, said["refused"])
    warnings = tuple(REMARKS[key].format(count=count) for key, count in said["remarks"].items())
    return Annotated(f"{_stem(file)}{MARKED_ENDING}.{kind}", copy, warnings)


def _list_only(
    file: str, findings: Sequence[Finding], intro: Sequence[str], reason: str
) -> Annotated:
    rows = [
        (LEVEL_WORDS[one.level], one.sheet or "", one.cell or "", one.message) for one in findings
    ]
    headings = ("Mức", "Trang", "Ô", "Điều cần biết, việc cần làm")
    sheet = SheetOut(SHEET_NAME, headings, rows, about=tuple(intro))
    name = f"{_stem(file)}{LIST_ENDING}.xlsx"
    return Annotated(name, table_workbook([sheet]), (REFUSALS[reason],))


def _stem(file: str) -> str:
    """A name without its type; a file that comes back marked does not grow another ending."""
    return PurePath(file.replace("\\", "/")).stem.removesuffix(MARKED_ENDING)


def _intro(file: str, content: bytes, findings: Sequence[Finding]) -> list[str]:
    counts = (sum(one.level == level for one in findings) for level in LEVEL_ORDER)
    errors, warnings, notes = counts
    when = settings.now_vietnam()
    return [
        f"Tệp: {one_line(file, 300)} (SHA-256: {sha256(content).hexdigest()})",
        f"Kiểm tra lúc {when:%H:%M} ngày {when.day}/{when.month}/{when.year}, giờ Việt Nam",
        f"{errors} lỗi (phải sửa mới nhận được) · {warnings} cảnh báo (cần xem và xác nhận) · "
        f"{notes} ghi chú (để biết)",
        "Hãy sửa ngay trong các trang của tệp này, lưu lại rồi gửi lại. Không cần xóa ghi chú, "
        "màu hay trang này.",
    ]


# the child ---------------------------------------------------------------------------------


def _ask(
    content: bytes, findings: Sequence[Finding], intro: Sequence[str], limits: Limits
) -> tuple[Mapping[str, Any], bytes]:
    """The child's answer and the marked copy, or why there is none."""
    if len(content) > limits.max_bytes:
        return {"refused": "too_much_inside"}, b""
    request = {
        "limits": asdict(limits),
        "intro": list(intro),
        "findings": [(one.level, one.sheet, one.cell, one.message) for one in findings],
    }
    process = subprocess.Popen(
        [sys.executable, "-P", "-W", "ignore", "-c", BOOT, str(settings.REPO)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
    )
    output: list[bytes] = []
    sent = json.dumps(request).encode() + b"\n" + content
    talk = Thread(target=lambda: output.append(process.communicate(sent)[0]), daemon=True)
    talk.start()
    try:
        breach = _breach(process.pid, talk, limits)
    finally:
        process.kill()  # whatever interrupts the waiting; one that has ended does not mind
    talk.join()
    if breach:
        return {"refused": breach}, b""
    head, _, copy = b"".join(output).partition(b"\n")
    return (json.loads(head), copy) if head else ({"refused": "damaged"}, b"")


def _breach(pid: int, talk: Thread, limits: Limits) -> str | None:
    """Waits until everything is said, or a limit is broken: then which one."""
    started = time.monotonic()
    while talk.is_alive():
        talk.join(POLL_SECONDS)
        if time.monotonic() - started > limits.max_seconds:
            return "too_slow"
        if talk.is_alive() and _memory_used(pid) > limits.max_memory:
            return "too_much_memory"
    return None


def _memory_used(pid: int) -> int:
    import psutil  # Only a file that takes long is watched.

    try:
        tree = [psutil.Process(pid), *psutil.Process(pid).children()]  # a launcher on Windows
        return sum(int(one.memory_info().rss) for one in tree)
    except psutil.Error:
        return 0  # It has just ended.
