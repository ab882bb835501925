"""A zip package, looked over before any part of it is parsed, and its parts by name.

In: bytes that begin like a zip. Out: streams of its parts, or `Refused`: too many parts, too much
inside by what the directory claims or by what really comes out, declarations that XML bombs are
made of, names that climb out or stand twice, encrypted parts.
"""

from __future__ import annotations

import posixpath
import re
from io import BytesIO
from typing import IO
from zipfile import ZipFile, ZipInfo

from cchc.parsers import Limits, Refused

CHUNK = 1 << 20
MARKUP_STARTS = (b"<", b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff", b"\x00<")
# expat reads XML in UTF-16 as well, where a search for the ASCII letters finds nothing.
DECLARATION = re.compile(
    b"|".join(
        re.escape(text.encode(encoding))
        for encoding in ("ascii", "utf-16-le", "utf-16-be")
        for text in ("<!DOCTYPE", "<!ENTITY")
    )
)
LONGEST_DECLARATION = 2 * len("<!DOCTYPE")


class Package:
    """A package that has passed every check. Names are matched as OPC says: in any case."""

    def __init__(self, content: bytes, limits: Limits) -> None:
        self.zip = ZipFile(BytesIO(content))
        check_directory(self.zip, limits)
        check_parts(self.zip, limits)
        self._parts = {_plain(part.filename): part for part in self.zip.infolist()}

    @property
    def names(self) -> list[str]:
        """Lower case, with slashes."""
        return list(self._parts)

    def __contains__(self, name: str) -> bool:
        return _plain(name) in self._parts

    def open(self, name: str) -> IO[bytes]:
        """Raises KeyError where there is no such part."""
        return self.zip.open(self._parts[_plain(name)])

    def read(self, name: str) -> bytes:
        with self.open(name) as stream:
            return stream.read()

    def has(self, pattern: str) -> bool:
        """Whether a part's whole name fits a regular expression in lower case."""
        return any(re.fullmatch(pattern, name) for name in self._parts)


def _plain(name: str) -> str:
    return posixpath.normpath(name.replace("\\", "/")).lower().lstrip("/")


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
    if sum(part.file_size for part in parts) > limits["max_unzipped"]:
        raise Refused("too_much_inside")
    if any(_is_bomb(part, limits) for part in parts):
        raise Refused("too_much_inside")


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
        if is_markup and _declares(tail, chunk):
            raise Refused("unsafe")
        tail = chunk[-LONGEST_DECLARATION:]
    return count


def _declares(tail: bytes, chunk: bytes) -> bool:
    seam = tail + chunk[:LONGEST_DECLARATION]
    return any(DECLARATION.search(piece) for piece in (seam, chunk))
