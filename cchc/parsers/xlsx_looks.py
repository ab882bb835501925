"""What the styles of an .xlsx make of a cell: number format, font, bold, date or not.

In: the styles part. Out: one `CellLook` for each style number, made once however many cells use it.
"""

from __future__ import annotations

from dataclasses import dataclass
from xml.etree.ElementTree import Element

from cchc.cell_columns import Look
from cchc.parsers.moments import shows_elapsed, shows_moment

# ECMA-376 part 1, 18.8.30: the formats that a file names by number only.
BUILT_IN = {
    0: "General",
    1: "0",
    2: "0.00",
    3: "#,##0",
    4: "#,##0.00",
    5: '"$"#,##0_);("$"#,##0)',
    6: '"$"#,##0_);[Red]("$"#,##0)',
    7: '"$"#,##0.00_);("$"#,##0.00)',
    8: '"$"#,##0.00_);[Red]("$"#,##0.00)',
    9: "0%",
    10: "0.00%",
    11: "0.00E+00",
    12: "# ?/?",
    13: "# ??/??",
    14: "mm-dd-yy",
    15: "d-mmm-yy",
    16: "d-mmm",
    17: "mmm-yy",
    18: "h:mm AM/PM",
    19: "h:mm:ss AM/PM",
    20: "h:mm",
    21: "h:mm:ss",
    22: "m/d/yy h:mm",
    37: "#,##0_);(#,##0)",
    38: "#,##0_);[Red](#,##0)",
    39: "#,##0.00_);(#,##0.00)",
    40: "#,##0.00_);[Red](#,##0.00)",
    41: r'_(* #,##0_);_(* \(#,##0\);_(* "-"_);_(@_)',
    42: r'_("$"* #,##0_);_("$"* \(#,##0\);_("$"* "-"_);_(@_)',
    43: r'_(* #,##0.00_);_(* \(#,##0.00\);_(* "-"??_);_(@_)',
    44: r'_("$"* #,##0.00_);_("$"* \(#,##0.00\);_("$"* "-"??_);_(@_)',
    45: "mm:ss",
    46: "[h]:mm:ss",
    47: "mmss.0",
    48: "##0.0E+0",
    49: "@",
}
# Dates and times of East Asian calendars are numbered here; each country shows them its own way.
EAST_ASIAN_DATES = frozenset((*range(27, 32), 36, *range(50, 59)))
EAST_ASIAN_TIMES = frozenset(range(32, 36))


@dataclass(frozen=True, slots=True)
class CellLook:
    """A style resolved: its look, its place among the looks, and how it shows a number."""

    look: Look
    place: int
    is_moment: bool
    is_elapsed: bool
    texts: list[int | None]
    """Places of the shared strings in this style's font; None where not yet asked for."""


def looks_of(styles: Element) -> list[Look]:
    """Number format, font and bold of every cell style, in the order of their numbers."""
    formats = BUILT_IN | {
        int(one.attrib["numFmtId"]): one.get("formatCode", "General")
        for one in styles.iterfind("{*}numFmts/{*}numFmt")
    }
    fonts = [_font(font) for font in styles.iterfind("{*}fonts/{*}font")]
    return [
        (_format(formats, int(style.get("numFmtId", 0))), *_at(fonts, int(style.get("fontId", 0))))
        for style in styles.iterfind("{*}cellXfs/{*}xf")
    ]


def _format(formats: dict[int, str], number: int) -> str:
    if number in formats:
        return formats[number]
    if number in EAST_ASIAN_DATES:
        return "yyyy-mm-dd"
    return "h:mm:ss" if number in EAST_ASIAN_TIMES else "General"


def _at(fonts: list[tuple[str, bool]], number: int) -> tuple[str, bool]:
    return fonts[number] if number < len(fonts) else ("", False)


def _font(font: Element) -> tuple[str, bool]:
    name, bold = font.find("{*}name"), font.find("{*}b")
    is_bold = bold is not None and bold.get("val", "1") not in ("0", "false", "off")
    return ("" if name is None else name.get("val", "")), is_bold


def number_look(look: Look) -> tuple[bool, bool]:
    """Whether a number of this look is shown as a date or time, and as elapsed hours."""
    return shows_moment(look[0]), shows_elapsed(look[0])
