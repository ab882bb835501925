"""Fonts and list membership that a Word document's styles give to its text.

In: the styles part. Out: for a run, its font and whether it is bold; for a paragraph style, the
list that it belongs to.
"""

from __future__ import annotations

from xml.etree.ElementTree import Element

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
DEEPEST = 20


def child_value(parent: Element | None, name: str, missing: str = "") -> str:
    """The `val` of a child: `missing` without the child, "1" where it gives no value."""
    child = None if parent is None else parent.find(W + name)
    if child is None:
        return missing
    value = child.get(W + "val", "1")
    return {"true": "1", "on": "1", "false": "0", "off": "0"}.get(value, value)


class WordStyles:
    """The styles of one document by their identifiers."""

    def __init__(self, part: Element) -> None:
        self.styles = {style.get(W + "styleId", ""): style for style in part.iterfind(W + "style")}
        self.defaults = part.find(f"{W}docDefaults/{W}rPrDefault/{W}rPr")
        self.normal = next(
            (
                name
                for name, style in self.styles.items()
                if style.get(W + "type") == "paragraph"
                and style.get(W + "default") in ("1", "true")
            ),
            "",
        )
        self._fonts: dict[str, tuple[str, str]] = {}

    def font(self, run: Element, paragraph_style: str) -> tuple[str, bool]:
        """The font of a run's letters and whether they are bold."""
        properties = run.find(W + "rPr")
        name, bold = _font_of(properties)
        for style in (child_value(properties, "rStyle"), paragraph_style or self.normal):
            inherited = self._style_font(style)
            name, bold = name or inherited[0], bold or inherited[1]
        name = name or _font_of(self.defaults)[0]
        return name, bold not in ("", "0")

    def numbering(self, style: str) -> Element | None:
        """The list that a paragraph style belongs to."""
        for one in self._line(style):
            listed = one.find(f"{W}pPr/{W}numPr")
            if listed is not None:
                return listed
        return None

    def _style_font(self, style: str) -> tuple[str, str]:
        if style not in self._fonts:
            name = bold = ""
            for one in self._line(style):
                font = _font_of(one.find(W + "rPr"))
                name, bold = name or font[0], bold or font[1]
            self._fonts[style] = name, bold
        return self._fonts[style]

    def _line(self, style: str) -> list[Element]:
        """A style and those it is based on."""
        line: list[Element] = []
        while style in self.styles and len(line) < DEEPEST:
            line.append(self.styles[style])
            style = child_value(line[-1], "basedOn")
        return line


def _font_of(properties: Element | None) -> tuple[str, str]:
    """Font name and bold ("", "0" or "1") as one set of properties states them."""
    if properties is None:
        return "", ""
    fonts = properties.find(W + "rFonts")
    name = "" if fonts is None else fonts.get(W + "ascii") or fonts.get(W + "hAnsi") or ""
    return name, child_value(properties, "b")
