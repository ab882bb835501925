"""Reading a Word file as its reader does: its paragraphs, its tables by title, its parts."""

from __future__ import annotations

from io import BytesIO
from typing import Any
from zipfile import ZipFile

import docx
from docx.document import Document
from docx.oxml.ns import qn
from lxml import etree

Lines = list[list[str]]


def opened(content: bytes) -> Document:
    return docx.Document(BytesIO(content))


def paragraphs(document: Document) -> list[str]:
    """Running text, headings too; not what stands in tables."""
    return [line.text for line in document.paragraphs if line.text.strip()]


def everything(document: Document) -> str:
    """All text, cells too."""
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([*paragraphs(document), *cells])


def titled_tables(document: Document) -> dict[str, Lines]:
    """The tables that have a title, as lines of texts below their head."""
    found = {}
    for table in document.tables:
        title = table._tbl.tblPr.find(qn("w:tblCaption"))
        if title is not None:
            body = [
                row
                for row in table.rows
                if row._tr.find(f"{qn('w:trPr')}/{qn('w:tblHeader')}") is None
            ]
            found[title.get(qn("w:val"))] = [[cell.text for cell in row.cells] for row in body]
    return found


def parts(content: bytes) -> dict[str, Any]:
    """Every XML part of the file, parsed."""
    with ZipFile(BytesIO(content)) as package:
        return {
            name: etree.fromstring(package.read(name))
            for name in package.namelist()
            if name.endswith((".xml", ".rels"))
        }
