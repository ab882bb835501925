"""Files of the other kinds that offices send, made small: .ods, .docx, .xls, .xlsx, texts."""

from __future__ import annotations

from io import BytesIO
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile

import openpyxl
import xlwt

ODS_TYPE = b"application/vnd.oasis.opendocument.spreadsheet"
ODS_NAMES = " ".join(
    f'xmlns:{prefix}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
    for prefix, name in {
        "office": "office",
        "table": "table",
        "text": "text",
        "style": "style",
        "number": "datastyle",
        "fo": "xsl-fo-compatible",
        "draw": "drawing",
    }.items()
)
CALC_EXT = 'xmlns:calcext="urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0"'
W_NAME = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def zipped(parts: dict[str, bytes], *, packed: bool = True) -> bytes:
    target = BytesIO()
    with ZipFile(target, "w", ZIP_DEFLATED if packed else ZIP_STORED) as package:
        for name, content in parts.items():
            package.writestr(name, content)
    return target.getvalue()


def unzipped(content: bytes) -> dict[str, bytes]:
    with ZipFile(BytesIO(content)) as package:
        return {name: package.read(name) for name in package.namelist()}


def ods(*tables: str, styles: str = "", more: dict[str, bytes] | None = None) -> bytes:
    """A spreadsheet of `table:table` elements and automatic styles."""
    content = (
        f"<office:document-content {ODS_NAMES} {CALC_EXT}>"
        f"<office:automatic-styles>{styles}</office:automatic-styles>"
        f"<office:body><office:spreadsheet>{''.join(tables)}</office:spreadsheet></office:body>"
        "</office:document-content>"
    )
    return zipped({"mimetype": ODS_TYPE, "content.xml": content.encode()} | (more or {}))


def ods_table(*rows: str, name: str = "Trang 1", columns: str = "", style: str = "") -> str:
    body = "".join(row if row.startswith("<") else f"<table:table-row>{row}" for row in rows)
    return (
        f'<table:table table:name="{name}" table:style-name="{style}">{columns}{body}</table:table>'
    )


def ods_row(*cells: str, attributes: str = "") -> str:
    return f"<table:table-row {attributes}>{''.join(cells)}</table:table-row>"


def ods_cell(text: str = "", attributes: str = "") -> str:
    paragraphs = "".join(f"<text:p>{line}</text:p>" for line in text.split("\n") if line)
    return f"<table:table-cell {attributes}>{paragraphs}</table:table-cell>"


def ods_number(value: object, kind: str = "float", attributes: str = "") -> str:
    typed = f'office:value-type="{kind}" office:value="{value}" {attributes}'
    return ods_cell(str(value), typed)


def docx(
    *blocks: str, styles: str = "", numbering: str = "", more: dict[str, bytes] | None = None
) -> bytes:
    """A document of `w:p` and `w:tbl` elements."""
    body = f"<w:body>{''.join(blocks)}</w:body>"
    parts = {
        "word/document.xml": f"<w:document {W_NAME}>{body}</w:document>",
        "word/styles.xml": f"<w:styles {W_NAME}>{styles}</w:styles>",
        "word/numbering.xml": f"<w:numbering {W_NAME}>{numbering}</w:numbering>",
    }
    return zipped({name: text.encode() for name, text in parts.items()} | (more or {}))


def paragraph(text: str = "", properties: str = "", font: str = "") -> str:
    fonts = f'<w:rPr><w:rFonts w:ascii="{font}"/></w:rPr>' if font else ""
    run = f"<w:r>{fonts}<w:t>{text}</w:t></w:r>" if text else ""
    return f"<w:p><w:pPr>{properties}</w:pPr>{run}</w:p>"


def word_cell(*blocks: str, properties: str = "") -> str:
    inside = "".join(one if one.startswith("<") else paragraph(one) for one in blocks)
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{inside}</w:tc>"


def word_row(*cells: str, properties: str = "") -> str:
    inside = "".join(one if one.startswith("<") else word_cell(one) for one in cells)
    return f"<w:tr><w:trPr>{properties}</w:trPr>{inside}</w:tr>"


def word_table(*rows: str) -> str:
    return f"<w:tbl>{''.join(rows)}</w:tbl>"


def xls(book: xlwt.Workbook) -> bytes:
    target = BytesIO()
    book.save(target)
    return target.getvalue()


def xlsx(book: openpyxl.Workbook) -> bytes:
    target = BytesIO()
    book.save(target)
    return target.getvalue()
