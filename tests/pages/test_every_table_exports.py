"""Every table on every page leaves it as a workbook of the same rows, typed, with its sources.

Tables are found on the pages, not listed here: a new page or table is held to this at once.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
import streamlit as st
from openpyxl import Workbook, load_workbook
from openpyxl.utils import get_column_letter
from streamlit.testing.v1 import AppTest

from cchc import settings
from cchc.reports.inert import sheet_name
from cchc.ui import blocks, services, words
from tests.pages.reading import Table, tables_of

PAGES = sorted(path.name for path in (settings.REPO / "pages").glob("*.py"))
UNITS = ("minh-hoa.mh", "minh-hoa.mh.xa-a", "lai-chau.tam-duong")
NUMBER = re.compile(r"-?\d{1,3}(\.?\d{3})*,\d+ ?%?|\d+ ?%")
DAY = re.compile(r"\d{1,2}/\d{1,2}/\d{4}")
WHOLE = re.compile(r"\d+")
# Numbers of lines, criteria and tasks are names: "1.10" is not 1.1.
NAMES = re.compile(
    r"^(STT|TT|Số|Mã.*|Tiêu chí|Nội dung.*|Kỳ|(Từ |Đến )?[Nn]ăm|Ô.*|Giá trị.*|Phiên bản.*)$"
)
# A plan's target stays in the words that it is printed in: "100%", "Trên 80%".
PRINTED = re.compile(r"^Mục tiêu( \d{4})?$")
# A look at the cells of a workbook as it was sent is no table of figures.
SENT_CELLS = re.compile(r"^Trang .* quanh ô ")


@dataclass
class Opened:
    """A page after its run: the workbooks that it offers, and its long tables' page numbers."""

    page: AppTest
    offers: dict[str, Callable[[], bytes]]
    paginations: list[str]

    def tables(self) -> Iterator[tuple[str, pd.DataFrame]]:
        """Each table of figures: what it is called, and its rows as shown.

        One that is filled in asks; what came of it is a table of its own.
        """
        drawn = [
            Table(one.proto.alt, one.value)
            for one in self.page.dataframe
            if not getattr(one.proto, "editing_mode", 0)
        ]
        for table in [*tables_of(self.page), *drawn]:
            if not SENT_CELLS.match(table.alt):
                yield table.alt, table.value

    def rows_of(self, alt: str, shown: pd.DataFrame) -> int:
        """How many rows the page says a table has; a long one is shown page by page."""
        start = f"trang-{alt}-"
        counts = [int(key.removeprefix(start)) for key in self.paginations if key.startswith(start)]
        return counts[-1] if counts else len(shown)

    def book_of(self, alt: str, shown: pd.DataFrame) -> Workbook:
        """The workbook whose first sheet is this table, by its name or by its lines."""
        books = [load_workbook(BytesIO(content())) for content in self.offers.values()]
        named = [book for book in books if book.worksheets[0].title == sheet_name(alt)]
        alike = [book for book in books if _lines(book) == list(map(str, shown.iloc[:, 0]))]
        assert named or alike, f"Bảng “{alt}” không tải về được; có: {list(self.offers)}"
        return (named or alike)[0]


OpenPage = Callable[[str, str], list[Opened]]


def _lines(book: Workbook) -> list[str]:
    """What stands first in each line: a unit, a task, a criterion."""
    column = next(book.worksheets[0].iter_cols(min_row=2, max_col=1, values_only=True), ())
    return [str(value) for value in column]


@dataclass
class Recording:
    """What a page asks of Streamlit while it runs, with everything on it unfolded."""

    offers: dict[str, Callable[[], bytes]] = field(default_factory=dict)
    paginations: list[str] = field(default_factory=list)
    tabs: int = 1
    place: int = 0  # of the tab that stands open

    def start(self) -> None:
        self.offers.clear()
        self.paginations.clear()

    def listen(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """Stand before the four calls that matter, and let them through."""
        button, expander, pagination, tabs = (
            st.download_button,
            st.expander,
            st.pagination,
            st.tabs,
        )

        def recorded(label: str, data: Any, file_name: str, *args: Any, **options: Any) -> bool:
            if file_name.endswith(".xlsx"):
                self.offers[file_name] = data if callable(data) else lambda: data
            return button(label, data, file_name, *args, **options)

        def unfolded(label: str, expanded: bool = False, **options: Any) -> Any:
            return expander(label, True, **options)

        def counted(pages: int, *args: Any, **options: Any) -> Any:
            self.paginations.append(str(options.get("key")))
            return pagination(pages, *args, **options)

        def opened_tab(names: Sequence[str], *args: Any, **options: Any) -> Any:
            self.tabs = max(self.tabs, len(names))
            default = names[min(self.place, len(names) - 1)]
            return tabs(names, *args, **options | {"default": default})

        monkeypatch.setattr(st, "download_button", recorded)
        monkeypatch.setattr(st, "expander", unfolded)
        monkeypatch.setattr(st, "pagination", counted)
        monkeypatch.setattr(st, "tabs", opened_tab)


@pytest.fixture
def open_page(illustrative: Path, monkeypatch: pytest.MonkeyPatch) -> OpenPage:
    """A page, as often as it has tabs, each of them open once."""
    monkeypatch.setenv("CCHC_DATA", str(illustrative))
    monkeypatch.setenv("CCHC_DEBUG", "1")
    st.cache_data.clear()
    said = Recording()
    said.listen(monkeypatch)

    def run_once(page: str, unit: str) -> Opened:
        said.start()
        test = AppTest.from_file(str(settings.REPO / "pages" / page), default_timeout=60).run()
        for box in [box for box in test.selectbox if box.label == "Đơn vị"][:1]:
            said.start()
            test = box.set_value(unit).run()
        assert not test.exception
        return Opened(test, dict(said.offers), list(said.paginations))

    def run(page: str, unit: str) -> list[Opened]:
        found = [run_once(page, unit)]
        while said.place + 1 < said.tabs:
            said.place += 1
            found.append(run_once(page, unit))
        return found

    return run


@pytest.mark.parametrize("unit", UNITS)
@pytest.mark.parametrize("page", PAGES)
def test_every_table_of_a_page_leaves_it_as_a_workbook_of_the_same_rows(
    open_page: OpenPage, page: str, unit: str
) -> None:
    for opened in open_page(page, unit):
        assert all(re.fullmatch(r"[a-z0-9-]+\.xlsx", name) for name in opened.offers)
        for alt, shown in opened.tables():
            book = opened.book_of(alt, shown)
            assert_is_a_plain_table(book, opened.rows_of(alt, shown))
            assert_headings_are_those_shown(book, shown)
            assert_cells_are_typed(book)
            assert_source_and_day_are_told(book, page_names_files(opened.page))


def assert_is_a_plain_table(book: Workbook, count: int) -> None:
    """One heading row that stays, a filter over all rows, no formula anywhere."""
    table = book.worksheets[0]
    assert table.max_row == count + 1, "as many rows as the page says"
    assert table.freeze_panes == "A2"
    assert table.auto_filter.ref == f"A1:{get_column_letter(table.max_column)}{count + 1}"
    kinds = {cell.data_type for sheet in book for row in sheet.iter_rows() for cell in row}
    assert "f" not in kinds


def assert_headings_are_those_shown(book: Workbook, shown: pd.DataFrame) -> None:
    """Whatever the page says but links, under its heading, whole where the page cuts it."""
    headings = [str(cell.value) for cell in book.worksheets[0][1]]
    assert len(set(headings)) == len(headings)
    for heading in headings:
        assert not re.search(r"[a-z]_[a-z]", heading), "no name of a column of the store"
    linked = shown.astype(str).apply(lambda column: column.str.contains("](", regex=False).any())
    said = {str(name) for name in shown.columns[~linked]} - {blocks.SOURCE}
    cut = {services.HEADS.get(heading, heading) for heading in headings}
    assert said <= {*headings, *map(words.plain, headings), *cut}


def assert_cells_are_typed(book: Workbook) -> None:
    """What reads as a number, a rate or a day is one, in every cell but a line's own number."""
    table = book.worksheets[0]
    for heading, *cells in table.iter_cols(values_only=True):
        texts = [text for text in cells if isinstance(text, str)]
        if PRINTED.match(str(heading)):
            continue
        written = [text for text in texts if NUMBER.fullmatch(text) or DAY.fullmatch(text)]
        assert written == [], f"{heading}: {written[:3]} phải là số hoặc ngày"
        assert words.MISSING not in texts, f"{heading}: ô trống thì để trống"
        if not NAMES.match(str(heading)) and texts:
            assert not all(WHOLE.fullmatch(text) for text in texts), f"{heading}: {texts[:3]}"
    for row in table.iter_rows(min_row=2):
        for cell in row:
            if isinstance(cell.value, date):
                assert cell.number_format.startswith("dd/mm/yyyy")


def page_names_files(page: AppTest) -> bool:
    """Whether the page says under its figures which files they come from."""
    return any(str(line.value).startswith("Nguồn số liệu:") for line in page.caption)


def assert_source_and_day_are_told(book: Workbook, with_files: bool) -> None:
    """The second sheet: what is counted, when it was taken, and the files where the page has any.

    A list of files or of rules rests on no file.
    """
    assert len(book.worksheets) == 2
    said = [str(row[1]) for row in book.worksheets[1].iter_rows(min_row=2, values_only=True)]
    assert any(re.search(r"lúc \d\d:\d\d ngày \d\d/\d\d/\d{4}", line) for line in said)
    named = any(re.search(r"\.(xlsx|xls|ods|csv|docx)\b", line) for line in said)
    assert named or not with_files


def test_the_tables_of_a_page_are_found_and_a_long_one_is_counted_whole(
    open_page: OpenPage,
) -> None:
    opened = open_page("nhiem_vu.py", UNITS[0])[0]
    found = dict(opened.tables())
    assert found
    counts = {alt: opened.rows_of(alt, shown) for alt, shown in found.items()}
    assert max(counts.values()) == 88, counts
    assert max(map(len, found.values())) < 88
