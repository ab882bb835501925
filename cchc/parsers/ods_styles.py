"""What the styles of an .ods make of a cell: number format, font, bold; what they hide.

In: the events of the styles and content parts, styles first. Out: looks by style name, in the
notation of Excel as far as percentages and dates go: the values themselves carry their type.
"""

from __future__ import annotations

from dataclasses import dataclass

from cchc.cell_columns import Look
from cchc.parsers.markup import Attributes

STYLE = "urn:oasis:names:tc:opendocument:xmlns:style:1.0 "
NUMBER = "urn:oasis:names:tc:opendocument:xmlns:datastyle:1.0 "
FORMAT = "urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0 "
DRAWN = "urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0 "
TABLE = "urn:oasis:names:tc:opendocument:xmlns:table:1.0 "
# Excel's letters for the parts of a date; each is doubled for the long form.
DATE_PARTS = {"day": "d", "month": "m", "year": "yy", "hours": "h", "minutes": "m", "seconds": "s"}
UNQUOTED = frozenset("%/-:. ,")
DEEPEST = 20


@dataclass(slots=True)
class OdsStyle:
    """One style as written; what it leaves out comes from its parent."""

    parent: str = ""
    number_format: str = ""
    font: str = ""
    bold: bool | None = None
    hides: bool = False
    flat: bool = False


class Styles:
    """All styles of one document by name; hears the parts that define them."""

    def __init__(self) -> None:
        self.texts: list[str] = []
        self.styles: dict[tuple[str, str], OdsStyle] = {}
        self.faces: dict[str, str] = {}
        self.formats: dict[str, str] = {}
        self.style: OdsStyle | None = None
        self.format_name = ""
        self._looks: dict[tuple[str, bool], Look] = {}
        self.starts = {
            STYLE + "font-face": self._face,
            STYLE + "style": self._start_style,
            STYLE + "default-style": self._start_default,
            STYLE + "text-properties": self._text,
            STYLE + "table-properties": self._table,
            STYLE + "table-column-properties": self._column,
            STYLE + "table-row-properties": self._row,
            NUMBER + "number": self._number,
            NUMBER + "text": self._literal,
        }

    def start(self, name: str, attributes: Attributes) -> None:
        self.texts.clear()
        if name in self.starts:
            self.starts[name](attributes)
        elif name.startswith(NUMBER):
            self._start_format(name.removeprefix(NUMBER), attributes)

    def end(self, name: str) -> None:
        if name in (STYLE + "style", STYLE + "default-style"):
            self.style = None
        elif name == NUMBER + "text":
            self._end_literal()
        elif name.startswith(NUMBER) and name.endswith("-style"):
            self.format_name = ""

    def look(self, name: str, *, is_percentage: bool = False) -> Look:
        """Number format, font and bold of a cell style."""
        if (name, is_percentage) not in self._looks:
            self._looks[name, is_percentage] = self._resolved(name, is_percentage)
        return self._looks[name, is_percentage]

    def _resolved(self, name: str, is_percentage: bool) -> Look:
        number_format, font, bold = "", "", None
        for style in self._line("table-cell", name):
            number_format = number_format or self.formats.get(style.number_format, "")
            font = font or style.font
            bold = style.bold if bold is None else bold
        if is_percentage and "%" not in number_format:
            number_format = "0%"
        return number_format or "General", font, bool(bold)

    def font(self, name: str) -> str:
        """The font of a text style, '' where it has none of its own."""
        return next((style.font for style in self._line("text", name) if style.font), "")

    def hides(self, name: str) -> bool:
        """Whether a table style hides its sheet."""
        style = self.styles.get(("table", name))
        return style is not None and style.hides

    def is_flat(self, family: str, name: str) -> bool:
        """Whether a row or column style leaves no height or width."""
        style = self.styles.get((family, name))
        return style is not None and style.flat

    def _line(self, family: str, name: str) -> list[OdsStyle]:
        """A style and its parents; for cells also what the document says of all of them."""
        line: list[OdsStyle] = []
        while (family, name) in self.styles and len(line) < DEEPEST:
            line.append(self.styles[family, name])
            name = line[-1].parent
        rest = ("Default", "") if family == "table-cell" else ()
        return line + [self.styles[family, one] for one in rest if (family, one) in self.styles]

    def _face(self, attributes: Attributes) -> None:
        family = attributes.get(DRAWN + "font-family", "")
        self.faces[attributes.get(STYLE + "name", "")] = family.strip("'\"")

    def _start_style(self, attributes: Attributes) -> None:
        self.style = OdsStyle(
            parent=attributes.get(STYLE + "parent-style-name", ""),
            number_format=attributes.get(STYLE + "data-style-name", ""),
        )
        self.styles[attributes.get(STYLE + "family", ""), attributes.get(STYLE + "name", "")] = (
            self.style
        )

    def _start_default(self, attributes: Attributes) -> None:
        self.style = OdsStyle()
        self.styles[attributes.get(STYLE + "family", ""), ""] = self.style

    def _text(self, attributes: Attributes) -> None:
        if self.style is None:
            return
        face = attributes.get(STYLE + "font-name", "")
        family = attributes.get(FORMAT + "font-family", "").strip("'\"")
        self.style.font = self.faces.get(face) or family or face
        weight = attributes.get(FORMAT + "font-weight")
        if weight is not None:
            self.style.bold = weight == "bold" or (weight.isdigit() and int(weight) >= 600)

    def _table(self, attributes: Attributes) -> None:
        if self.style is not None:
            self.style.hides = attributes.get(TABLE + "display") == "false"

    def _column(self, attributes: Attributes) -> None:
        if self.style is not None:
            self.style.flat = _is_nothing(attributes.get(STYLE + "column-width"))

    def _row(self, attributes: Attributes) -> None:
        if self.style is not None:
            self.style.flat = _is_nothing(attributes.get(STYLE + "row-height"))

    def _start_format(self, kind: str, attributes: Attributes) -> None:
        if kind.endswith("-style"):
            self.format_name = attributes.get(STYLE + "name", "")
            self.formats[self.format_name] = "@" if kind == "text-style" else ""
        elif kind in DATE_PARTS:
            letters = DATE_PARTS[kind]
            self._add(letters * 2 if attributes.get(NUMBER + "style") == "long" else letters)

    def _number(self, attributes: Attributes) -> None:
        places = min(int(attributes.get(NUMBER + "decimal-places", 0)), 30)
        whole = "#,##0" if attributes.get(NUMBER + "grouping") == "true" else "0"
        self._add(whole + ("." + "0" * places if places else ""))

    def _literal(self, _attributes: Attributes) -> None:
        self.texts.clear()

    def _end_literal(self) -> None:
        text = "".join(self.texts)
        self._add(text if set(text) <= UNQUOTED else f'"{text}"')

    def _add(self, code: str) -> None:
        if self.format_name:
            self.formats[self.format_name] += code


def _is_nothing(length: str | None) -> bool:
    return length is not None and float(length.rstrip("abcdefghijklmnopqrstuvwxyz%") or 1) == 0
