"""The process that opens other people's files; started and limited by `cchc.workbook`.

In: on stdin, frames holding the bytes of one file each. Out: on stdout, one JSON frame saying that
it is ready, then one for every file: what its sheets hold, or the reason why it is refused.
It knows nothing of names, forms or sentences; it writes no file and opens no other.

A frame is eight bytes of length (big-endian) and that many bytes. An answer is
`{"refused": reason, "detail": exception type}` or what `cchc.cell_columns.packed` makes.
"""

from __future__ import annotations

import gc
import json
import math
import os
import signal
import struct
import sys
import time
from contextlib import suppress
from queue import SimpleQueue
from threading import Thread
from typing import IO

from cchc.parsers import Limits, Refused, xlsx
from cchc.parsers.book import Book
from cchc.parsers.package import Package

LENGTH = struct.Struct(">Q")
ZIP_STARTS = (b"PK\x03\x04", b"PK\x05\x06")
OLE_START = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"

# Parts that tell other packages, and workbooks of another kind, from an .xlsx.
OTHER_PACKAGES = {
    "xl/workbook.bin": "xlsb",
    "ppt/presentation.xml": "powerpoint",
    "index/document.iwa": "numbers",
}


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
    """What `content` holds, or why it is refused. Raises nothing."""
    try:
        return read_content(content, limits).message()
    except Refused as refusal:
        return _refusal(refusal.reason)
    except MemoryError:
        return _refusal("too_much_memory")
    except Exception as fault:  # noqa: BLE001
        # The one boundary where everything is caught: damaged files make zipfile, expat and the
        # parsers raise almost any exception type, and each of them means the same to the sender.
        return _refusal("damaged", type(fault).__name__)


def _refusal(reason: str, detail: str = "") -> bytes:
    return json.dumps({"refused": reason, "detail": detail}).encode()


def read_content(content: bytes, limits: Limits) -> Book:
    """Reads a file by what its first bytes say it is. Raises Refused, or whatever parsers raise."""
    if content.startswith(ZIP_STARTS):
        return _from_package(Package(content, limits), limits)
    # Most files are .xlsx: what reads the others is loaded when one comes.
    from cchc.parsers import separated, xls

    if content.startswith(OLE_START):
        return xls.read(content, limits)
    return separated.read(content, limits)


def _from_package(package: Package, limits: Limits) -> Book:
    if xlsx.is_workbook(package):
        return xlsx.read(package, limits)
    from cchc.parsers import docx, ods

    if docx.is_document(package):
        return docx.read(package, limits)
    if ods.is_document(package):
        return ods.read(package, limits)
    for name, reason in OTHER_PACKAGES.items():
        if name in package:
            raise Refused(reason)
    raise Refused("archive")


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
