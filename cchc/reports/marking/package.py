"""An Open XML package: parts by name, their relationships and content types.

In: the bytes of a zip. Out: the same with some parts edited, added or removed; every other part
keeps its bytes. Knows nothing of sheets or marks. Raises Unmarkable for what is not to be opened.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from io import BytesIO
from typing import Any
from urllib.parse import unquote
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

from lxml import etree

Element = Any  # lxml ships no types
Limits = Mapping[str, float]

CONTENT_TYPES = "[Content_Types].xml"
TYPES_NS = "http://schemas.openxmlformats.org/package/2006/content-types"
RELATIONS_NS = "http://schemas.openxmlformats.org/package/2006/relationships"
TRANSITIONAL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
STRICT = "http://purl.oclc.org/ooxml/officeDocument/relationships"
EMPTY_RELATIONS = f'<Relationships xmlns="{RELATIONS_NS}"/>'.encode()


class Unmarkable(Exception):
    """A file that cannot be marked: `reason` is a word for `cchc.reports.annotated`."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Relation:
    """A link from one part: its id, the last word of its type, and the part meant, if inside."""

    id: str
    kind: str
    target: str | None


def parsed(content: bytes) -> Element:
    """The root of a part. Entities are never resolved, and a declaration of any is refused."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    root = etree.fromstring(content, parser)
    if root.getroottree().docinfo.doctype:
        raise Unmarkable("unsafe")
    return root


def elements(content: bytes, name: str) -> Iterator[Element]:
    """The elements of that name in a part, one by one: the rest of it is not parsed."""
    found = etree.iterparse(
        BytesIO(content),
        tag=f"{{*}}{name}",
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
    )
    for _, element in found:
        yield element
        element.clear()


def serialised(root: Element) -> bytes:
    tree = root.getroottree()
    return bytes(etree.tostring(tree, xml_declaration=True, encoding="UTF-8", standalone=True))


def relations_part(part: str) -> str:
    folder, name = posixpath.split(part)
    return posixpath.join(folder, "_rels", f"{name}.rels")


def local(element: Element) -> str:
    """A tag without its namespace; comments and instructions have none."""
    return etree.QName(element).localname if isinstance(element.tag, str) else ""


class Package:
    """The parts of one file. `look` to read a part, `edit` to change it; `save` makes the bytes."""

    def __init__(self, content: bytes, limits: Limits) -> None:
        self._infos: dict[str, ZipInfo] = {}
        self._bytes: dict[str, bytes] = {}
        self._roots: dict[str, Element] = {}
        self._edited: set[str] = set()
        with ZipFile(BytesIO(content)) as archive:
            _check_directory(archive, limits)
            self._read(archive, int(limits["max_unzipped"]))
        self._names = {name.casefold(): name for name in self._bytes}
        self.base = STRICT if STRICT.encode() in self.content("_rels/.rels") else TRANSITIONAL

    def _read(self, archive: ZipFile, room: int) -> None:
        for info in archive.infolist():
            name = info.filename.replace("\\", "/").lstrip("/")
            with archive.open(info) as stream:
                content = stream.read(room + 1)
            room -= len(content)  # what a header says of the size may be a lie
            if room < 0:
                raise Unmarkable("too_much_inside")
            self._infos[name], self._bytes[name] = info, content

    # parts ------------------------------------------------------------------------------

    def __contains__(self, part: str) -> bool:
        return part.casefold() in self._names

    def __iter__(self) -> Iterator[str]:
        return iter(list(self._bytes))

    def content(self, part: str) -> bytes:
        """The bytes of a part as they came, or as last written."""
        name = self._names.get(part.casefold())
        if name is None:
            raise Unmarkable("damaged")
        if name in self._edited:
            self._bytes[name] = serialised(self._roots[name])
        return self._bytes[name]

    def look(self, part: str) -> Element:
        name = self._names.get(part.casefold(), part)
        if name not in self._roots:
            self._roots[name] = parsed(self.content(part))
        return self._roots[name]

    def edit(self, part: str) -> Element:
        root = self.look(part)
        self._edited.add(self._names[part.casefold()])
        return root

    def write(self, part: str, content: bytes) -> None:
        """Adds a part, or replaces its bytes."""
        name = self._names.setdefault(part.casefold(), part)
        self._bytes[name] = content
        self._roots.pop(name, None)
        self._edited.discard(name)

    def remove(self, part: str) -> None:
        """Takes a part away with its relationships and its content type."""
        for one in (part, relations_part(part)):
            name = self._names.pop(one.casefold(), None)
            if name is not None:
                del self._bytes[name]
                self._roots.pop(name, None)
                self._edited.discard(name)
        for override in self._overrides(part):
            override.getparent().remove(override)

    def free_name(self, pattern: str) -> str:
        """The first name of the pattern, as 'xl/comments{}.xml', that no part has."""
        number = 1
        while pattern.format(number) in self:
            number += 1
        return pattern.format(number)

    # content types ----------------------------------------------------------------------

    def _overrides(self, part: str) -> list[Element]:
        wanted = f"/{part}".casefold()
        overrides = self.edit(CONTENT_TYPES).iterchildren(f"{{{TYPES_NS}}}Override")
        return [one for one in overrides if one.get("PartName", "").casefold() == wanted]

    def declare(self, part: str, content_type: str) -> None:
        types = self.edit(CONTENT_TYPES)
        for override in self._overrides(part):
            types.remove(override)
        attributes = {"PartName": f"/{part}", "ContentType": content_type}
        etree.SubElement(types, f"{{{TYPES_NS}}}Override", attributes)

    def declare_extension(self, extension: str, content_type: str) -> None:
        types = self.look(CONTENT_TYPES)
        defaults = list(types.iterchildren(f"{{{TYPES_NS}}}Default"))
        if extension not in [one.get("Extension", "").casefold() for one in defaults]:
            attributes = {"Extension": extension, "ContentType": content_type}
            default = etree.Element(f"{{{TYPES_NS}}}Default", attributes)
            self.edit(CONTENT_TYPES).insert(len(defaults), default)

    # relationships ----------------------------------------------------------------------

    def relations(self, part: str) -> list[Relation]:
        """What a part refers to, in order; '' stands for the package itself."""
        source = relations_part(part)
        if source not in self:
            return []
        return [_relation(one, part) for one in self.look(source) if local(one) == "Relationship"]

    def related(self, part: str, kind: str) -> str | None:
        """The first part inside that `part` refers to as `kind`."""
        found = (one.target for one in self.relations(part) if one.kind == kind)
        return next((target for target in found if target and target in self), None)

    def relate(self, part: str, kind: str, target: str) -> str:
        """A new relationship's id."""
        source = relations_part(part)
        if source not in self:
            self.write(source, EMPTY_RELATIONS)
        used = {one.id for one in self.relations(part)}
        free = next(f"rId{n}" for n in range(1, len(used) + 2) if f"rId{n}" not in used)
        path = posixpath.relpath(target, posixpath.dirname(part) or ".")
        attributes = {"Id": free, "Type": f"{self.base}/{kind}", "Target": path}
        etree.SubElement(self.edit(source), f"{{{RELATIONS_NS}}}Relationship", attributes)
        return free

    def unrelate(self, part: str, target: str) -> None:
        """Takes away every relationship of a part to another, and its list when it is empty."""
        source = relations_part(part)
        if source not in self:
            return
        root = self.edit(source)
        for one in list(root):
            found = _relation(one, part).target if local(one) == "Relationship" else None
            if found is not None and found.casefold() == target.casefold():
                root.remove(one)
        if not len(root):
            self.remove(source)

    # ------------------------------------------------------------------------------------

    def save(self) -> bytes:
        target = BytesIO()
        with ZipFile(target, "w", ZIP_DEFLATED) as archive:
            for name in self:
                archive.writestr(self._header(name), self.content(name))
        return target.getvalue()

    def _header(self, name: str) -> ZipInfo:
        """A part keeps its name and date; a part that was stored unpacked (a picture) stays so."""
        old = self._infos.get(name)
        header = ZipInfo(old.filename, old.date_time) if old else ZipInfo(name)
        is_stored = old is not None and old.compress_type == ZIP_STORED
        header.compress_type = ZIP_STORED if is_stored else ZIP_DEFLATED
        return header


def _check_directory(archive: ZipFile, limits: Limits) -> None:
    parts = archive.infolist()
    names = [part.filename.replace("\\", "/").lstrip("/").casefold() for part in parts]
    if any(part.flag_bits & 1 for part in parts):
        raise Unmarkable("password_protected")
    if len(parts) > limits["max_parts"]:
        raise Unmarkable("too_much_inside")
    if len(set(names)) < len(names) or any(".." in name.split("/") for name in names):
        raise Unmarkable("unsafe")
    if CONTENT_TYPES.casefold() not in names or "_rels/.rels" not in names:
        raise Unmarkable("damaged")


def _relation(element: Element, part: str) -> Relation:
    target = None
    if element.get("TargetMode") != "External":
        path = unquote(element.get("Target", "")).replace("\\", "/")
        target = posixpath.normpath(posixpath.join("/", posixpath.dirname(part), path)).lstrip("/")
    kind = re.split(r"[/#]", element.get("Type", ""))[-1]
    return Relation(element.get("Id", ""), kind, target)
