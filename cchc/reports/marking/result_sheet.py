"""The sheet that lists findings: plain rows go in, the XML of a worksheet part comes out.

Texts stand in the cells themselves, so that the sender's table of texts keeps its bytes. Its first
cell is what the sheet is recognised by (`cchc.marks`).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import escape

from cchc.marks import LEVEL_ORDER, LEVEL_WORDS, SHEET_TITLE
from cchc.model import Level
from cchc.reports.inert import escaped, quoted, writable
from cchc.reports.marking.styles import COLOURS, Styles

HEADINGS = ("Mức", "Trang", "Ô", "Điều cần biết, việc cần làm")
WIDTHS = (12, 28, 10, 100)
LETTERS = "ABCD"
MAX_ROWS = 50_000  # Excel keeps at most 65,530 links to a sheet
LETTERS_A_LINE, LINE_POINTS = 105, 15


@dataclass(frozen=True, slots=True)
class Listed:
    """One finding as the list shows it. `target`: the cell that a link leads to, if any."""

    level: Level
    sheet: str
    cell: str
    message: str
    target: str | None


class ResultSheet:
    """The list as XML. `intro`: the lines above it, saying which file was checked, and when."""

    def __init__(self, styles: Styles, main: str, intro: Sequence[str]) -> None:
        self.main, self.intro = main, [SHEET_TITLE, *intro]
        self.heading_row = len(self.intro) + 2
        # None names a font: they are the workbook's own default, so the look fits the rest.
        bold = styles.add("fonts", '<font><b/><sz val="11"/><name val="Calibri"/></font>')
        title = styles.add("fonts", '<font><b/><sz val="14"/><name val="Calibri"/></font>')
        link = styles.add(
            "fonts",
            '<font><u/><sz val="11"/><color rgb="FF0563C1"/><name val="Calibri"/></font>',
        )
        self.plain = _style(styles, align='vertical="top"')
        self.title = _style(styles, font=title)
        self.heading = _style(styles, font=bold, fill="FFE7ECF2")
        self.wrapped = _style(styles, align='vertical="top" wrapText="1"')
        self.link = _style(styles, font=link, align='vertical="top"')
        self.levels = {
            level: _style(styles, fill="FF{:02X}{:02X}{:02X}".format(*rgb), align='vertical="top"')
            for level, rgb in _list_colours().items()
        }

    def xml(self, listed: Sequence[Listed]) -> bytes:
        """What exceeds MAX_ROWS is counted in a last row, not left out in silence."""
        shown, rest = listed[:MAX_ROWS], max(len(listed) - MAX_ROWS, 0)
        pieces = [
            '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>',
            f'<worksheet xmlns="{self.main}">',
            '<sheetPr><pageSetUpPr fitToPage="1"/></sheetPr><sheetViews><sheetView ',
            f'workbookViewId="0"><pane ySplit="{self.heading_row}" ',
            f'topLeftCell="A{self.heading_row + 1}" activePane="bottomLeft" state="frozen"/>',
            "</sheetView></sheetViews><cols>",
            *(
                f'<col min="{n}" max="{n}" width="{width}" customWidth="1"/>'
                for n, width in enumerate(WIDTHS, start=1)
            ),
            "</cols><sheetData>",
            *self._rows(shown, rest),
            f'</sheetData><autoFilter ref="{self.filter_range(len(shown))}"/>',
            *self._links(shown),
            '<pageMargins left="0.4" right="0.4" top="0.5" bottom="0.5" header="0.3" ',
            'footer="0.3"/><pageSetup paperSize="9" orientation="landscape" fitToHeight="0"/>',
            "</worksheet>",
        ]
        return "".join(pieces).encode()

    def filter_range(self, count: int) -> str:
        return f"A{self.heading_row}:D{self.heading_row + min(count, MAX_ROWS)}"

    def _rows(self, listed: Sequence[Listed], rest: int) -> Iterator[str]:
        for number, line in enumerate(self.intro, start=1):
            yield _row(number, [(line, self.title if number == 1 else 0)])
        yield _row(self.heading_row, [(heading, self.heading) for heading in HEADINGS])
        for number, one in enumerate(listed, start=self.heading_row + 1):
            cells = [
                (LEVEL_WORDS[one.level], self.levels[one.level]),
                (one.sheet, self.plain),
                (one.cell, self.link if one.target else self.plain),
                (one.message, self.wrapped),
            ]
            yield _row(number, cells, _height(one.message))
        if rest:
            number = self.heading_row + len(listed) + 1
            yield _row(number, [(f"Còn {rest} điều nữa không ghi hết ở đây.", 0)])

    def _links(self, listed: Sequence[Listed]) -> Iterator[str]:
        links = [
            f'<hyperlink ref="C{number}" location="{_attribute(one.target)}" '
            f'display="{_attribute(one.cell)}"/>'
            for number, one in enumerate(listed, start=self.heading_row + 1)
            if one.target
        ]
        if links:
            yield f"<hyperlinks>{''.join(links)}</hyperlinks>"


def link_to(sheet: str, address: str) -> str:
    return f"{quoted(sheet)}!{address}"


def _list_colours() -> dict[Level, tuple[int, int, int]]:
    """One step off the marks' own colours: here they are no marks to take away."""
    return {level: (*COLOURS[level][:2], COLOURS[level][2] - 1) for level in LEVEL_ORDER}


def _style(styles: Styles, font: int = 0, fill: str = "", align: str = "") -> int:
    place = 0
    if fill:
        solid = f'<patternFill patternType="solid"><fgColor rgb="{fill}"/></patternFill>'
        place = styles.add("fills", f"<fill>{solid}</fill>")
    # quotePrefix: a text that looks like a formula stays text when someone edits the cell.
    return styles.add(
        "cellXfs",
        f'<xf numFmtId="49" fontId="{font}" fillId="{place}" borderId="0" xfId="0" '
        f'quotePrefix="1" applyNumberFormat="1" applyFont="1" applyFill="1" applyAlignment="1">'
        f"<alignment {align}/></xf>",
    )


def _row(number: int, cells: Sequence[tuple[str, int]], height: float | None = None) -> str:
    size = f' ht="{height}" customHeight="1"' if height else ""
    inner = "".join(
        f'<c r="{letter}{number}" s="{style}" t="inlineStr"><is><t xml:space="preserve">'
        f"{escape(escaped(writable(text)), quote=False)}</t></is></c>"
        for letter, (text, style) in zip(LETTERS, cells, strict=False)
        if text
    )
    return f'<row r="{number}"{size}>{inner}</row>'


def _height(message: str) -> float | None:
    """Excel does not fit rows to text that it did not write itself."""
    lines = sum(len(line) // LETTERS_A_LINE + 1 for line in message.split("\n"))
    return min(lines * LINE_POINTS, 400) if lines > 1 else None


def _attribute(text: str | None) -> str:
    return escape(writable(text or ""), quote=True).replace("\n", " ")
