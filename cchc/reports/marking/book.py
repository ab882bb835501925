"""The workbook part: its list of sheets, its defined names, and which sheet is on top.

In: a package. Out: sheets in order, with one put first or taken away so that nothing else shifts.
Knows nothing of findings, nor of what stands on a sheet.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree

from cchc.reports.marking.package import Element, Package, Relation, Unmarkable, local

SHEET_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"
# Where <definedNames> stands: after the last of these that is there.
BEFORE_NAMES = ("sheets", "functionGroups", "externalReferences")
SELECTION = re.compile(rb"""\stabSelected\s*=\s*["']\w+["']""")
IS_SELECTED = re.compile(rb"""\stabSelected\s*=\s*["'](?:1|true)["']""")
SHEET_VIEW = re.compile(rb"<(?:\w+:)?sheetView(?=[\s/>])")
HEAD = 1 << 16  # the views stand before the cells, within the first few hundred bytes


@dataclass(frozen=True, slots=True)
class BookSheet:
    """One entry of the list of sheets; `part` is None where its part is missing."""

    name: str
    element: Element
    part: str | None
    is_worksheet: bool
    is_hidden: bool


class Book:
    """The workbook part of a package. `tag` and `rel` name elements and r: attributes in it."""

    def __init__(self, package: Package) -> None:
        self.package = package
        self.part = package.related("", "officeDocument") or ""
        if not self.part:
            raise Unmarkable("damaged")
        self.main = etree.QName(package.look(self.part)).namespace or ""
        self.rel = f"{{{package.base}}}"

    def tag(self, name: str) -> str:
        return f"{{{self.main}}}{name}"

    def linked(self, name: str, relation: str) -> Element:
        """An element that refers to another part, under the prefix that everyone uses."""
        element = etree.Element(self.tag(name), nsmap={"r": self.package.base})
        element.set(f"{self.rel}id", relation)
        return element

    @property
    def root(self) -> Element:
        return self.package.edit(self.part)

    def child(self, name: str) -> Element | None:
        return self.package.look(self.part).find(self.tag(name))

    # sheets -----------------------------------------------------------------------------

    def sheets(self) -> list[BookSheet]:
        relations = {one.id: one for one in self.package.relations(self.part)}
        listed = self.child("sheets")
        if listed is None:
            raise Unmarkable("damaged")
        return [self._sheet(one, relations) for one in listed.iterchildren(self.tag("sheet"))]

    def _sheet(self, element: Element, relations: dict[str, Relation]) -> BookSheet:
        relation = relations.get(element.get(f"{self.rel}id", ""))
        target = relation.target if relation else None
        part = target if target and target in self.package else None
        return BookSheet(
            name=element.get("name", ""),
            element=element,
            part=part,
            is_worksheet=relation is not None and relation.kind == "worksheet",
            is_hidden=element.get("state", "visible") != "visible",
        )

    def worksheets(self) -> Iterator[tuple[BookSheet, str]]:
        for sheet in self.sheets():
            if sheet.is_worksheet and sheet.part is not None:
                yield sheet, sheet.part

    def put_first(self, name: str) -> str:
        """Lists a new sheet before all others; its part's name is returned and its bytes awaited.

        It is on top when the file is opened; what was on top is found again by `top_before`.
        """
        part = self.package.free_name("xl/worksheets/sheet{}.xml")
        relation = self.package.relate(self.part, "worksheet", part)
        self.package.declare(part, SHEET_TYPE)
        numbers = [int(one.element.get("sheetId", "0")) for one in self.sheets()]
        sheet = self.linked("sheet", relation)
        sheet.set("name", name)
        sheet.set("sheetId", str(max(numbers, default=0) + 1))
        self._shift_names(0, 1)
        self.root.find(self.tag("sheets")).insert(0, sheet)
        self._shift_views(0, 1)
        return part

    def take_away(self, sheet: BookSheet) -> None:
        place = [one.element for one in self.sheets()].index(sheet.element)
        sheet.element.getparent().remove(sheet.element)
        self.package.edit(self.part)
        self._drop_names_of(place)
        self._shift_names(place, -1)
        self._shift_views(place, -1)
        if sheet.part is not None:
            self.package.unrelate(self.part, sheet.part)
            self._remove_with_parts(sheet.part)

    def _remove_with_parts(self, part: str) -> None:
        """Also what only this sheet used: Excel adds printer settings, a person a picture."""
        used = [one.target for one in self.package.relations(part) if one.target]
        has_formula = b"<f" in self.package.content(part)
        self.package.remove(part)
        still = {one.target for each in self._owners() for one in self.package.relations(each)}
        for target in used:
            if target in self.package and target not in still:
                self.package.remove(target)
        if has_formula:
            self._drop_calculation_chain()

    def _owners(self) -> Iterator[str]:
        for name in self.package:
            folder, _, file = name.rpartition("_rels/")
            if file.endswith(".rels"):
                yield folder + file.removesuffix(".rels")

    def _drop_calculation_chain(self) -> None:
        """It may list cells of the sheet that is gone; Excel makes a new one."""
        chain = self.package.related(self.part, "calcChain")
        if chain is not None:
            self.package.unrelate(self.part, chain)
            self.package.remove(chain)

    # which sheet is on top --------------------------------------------------------------

    def top(self) -> int:
        """The place of the sheet that is shown when the file is opened."""
        views = self._views()
        return _number(views[0], "activeTab") if views else 0

    def show(self, place: int) -> None:
        """Shows one sheet and selects it alone: what is typed goes to all selected sheets."""
        for view in self._views():
            _set_number(view, "activeTab", place)
            _set_number(view, "firstSheet", 0)
        for position, sheet in enumerate(self.sheets()):
            if sheet.part is not None:
                self._select(sheet.part, position == place)

    def _select(self, part: str, selected: bool) -> None:
        """Edits the bytes, not the tree: a sheet without marks stays as it came but for this."""
        content = self.package.content(part)
        head = (SELECTION if selected else IS_SELECTED).sub(b"", content[:HEAD])
        if selected:
            head = SHEET_VIEW.sub(rb'\g<0> tabSelected="1"', head, count=1)
        if head != content[:HEAD]:
            self.package.write(part, head + content[HEAD:])

    def _views(self) -> list[Element]:
        views = self.child("bookViews")
        found = [] if views is None else list(views.iterchildren(self.tag("workbookView")))
        if found:
            self.package.edit(self.part)
        return found

    def _shift_views(self, place: int, by: int) -> None:
        for view in self._views():
            for attribute in ("activeTab", "firstSheet"):
                number = _number(view, attribute)
                if number > place or (by > 0 and number == place):
                    _set_number(view, attribute, number + by)

    # defined names ----------------------------------------------------------------------

    def names(self) -> list[Element]:
        listed = self.child("definedNames")
        return [] if listed is None else list(listed.iterchildren(self.tag("definedName")))

    def define(self, name: str, text: str, sheet: int | None = None) -> None:
        """A hidden name; of one sheet where `sheet` gives its place."""
        listed = self.child("definedNames")
        if listed is None:
            listed = etree.Element(self.tag("definedNames"))
            last = [one for one in self.root if local(one) in BEFORE_NAMES][-1]
            last.addnext(listed)
        attributes = {"name": name, "hidden": "1"}
        if sheet is not None:
            attributes["localSheetId"] = str(sheet)
        element = etree.SubElement(
            self.root.find(self.tag("definedNames")), self.tag("definedName"), attributes
        )
        element.text = text

    def forget(self, name: Element) -> None:
        listed = name.getparent()
        listed.remove(name)
        if not len(listed):
            listed.getparent().remove(listed)
        self.package.edit(self.part)

    def _drop_names_of(self, place: int) -> None:
        for name in self.names():
            if name.get("localSheetId") == str(place):
                self.forget(name)

    def _shift_names(self, place: int, by: int) -> None:
        for name in self.names():
            number = _number(name, "localSheetId", -1)
            if number >= place:
                name.set("localSheetId", str(number + by))


def _number(element: Element, attribute: str, default: int = 0) -> int:
    text = element.get(attribute, "")
    return int(text) if text.isdecimal() else default


def _set_number(element: Element, attribute: str, number: int) -> None:
    """Zero is what Excel assumes: then the attribute is left out, as it came."""
    if number > 0:
        element.set(attribute, str(number))
    elif attribute in element.attrib:
        del element.attrib[attribute]
