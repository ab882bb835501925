"""Opening a page in-process, and reading what it says."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path

import pandas as pd
import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest
from streamlit.testing.v1.element_tree import Table as DrawnTable

from cchc import settings
from cchc.ui import words

Open = Callable[..., AppTest]
NTH = re.compile(r"nth-child\((\d+)\)")


def opener(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Open:
    monkeypatch.setenv("CCHC_DATA", str(folder))
    monkeypatch.setenv("CCHC_DEBUG", "1")
    st.cache_data.clear()

    def run(page: str, unit: str | None = None, **choices: str) -> AppTest:
        test = AppTest.from_file(str(settings.REPO / "pages" / page), default_timeout=30).run()
        for label, value in (({"Đơn vị": unit} if unit else {}) | choices).items():
            box = next(box for box in test.selectbox if box.label == label)
            test = box.set_value(value).run()
        assert not test.exception
        return test

    return run


def title(page: AppTest) -> str:
    """The headline sentence."""
    return str(page.title[0].value)


def texts(page: AppTest) -> str:
    """All that the page says in words outside its tables."""
    parts = [*page.title, *page.header, *page.subheader, *page.markdown, *page.caption, *page.info]
    return "\n".join(str(part.value) for part in parts)


@dataclass
class Table:
    """A table of texts as a page shows it; links and bold words as the page wrote them.

    own: the rows, from 0, that stand out as the reader's own.
    """

    alt: str
    value: pd.DataFrame
    own: list[int] = field(default_factory=list)


def tables_of(page: AppTest) -> list[Table]:
    """The tables in the page's order: its own, and those that Streamlit draws."""
    found: list[Table] = []
    styles = [node.proto.body for node in page.get("html") if "tbody" in node.proto.body]
    for node in page.main:
        if node.type == "html" and "cchc-table" in node.proto.body:
            found.append(read_table(node.proto.body, *styles))
        elif isinstance(node, DrawnTable):
            found.append(Table(node.proto.alt, node.value))
    return found


def read_table(html: str, *styles: str) -> Table:
    """What `table_html` and `stand_out` of `cchc.ui.tables` made, read back."""
    reader = _Reader()
    reader.feed(html)
    heads, *rows = reader.rows
    frame = pd.DataFrame(rows, columns=[_unwritten(head) for head in heads])
    told = [style for style in styles if f".{reader.name} tbody" in style]
    return Table(reader.alt, frame, [int(row) - 1 for row in NTH.findall("".join(told))])


def _unwritten(head: str) -> str:
    return head.replace("\\", "").replace("\u00a0", " ")


@dataclass
class _Reader(HTMLParser):
    rows: list[list[str]] = field(default_factory=list)
    name: str = ""
    alt: str = ""
    link: str = ""

    def __post_init__(self) -> None:
        super().__init__()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "div":
            self.name = given["class"].split()[-1]
        elif tag == "table":
            self.alt = given["aria-label"]
        elif tag == "tr":
            self.rows.append([])
        elif tag in ("td", "th"):
            self.rows[-1].append("")
        elif tag == "strong":
            self._add("**")
        elif tag == "a":
            self.link = given["href"]
            self._add("[")

    def handle_endtag(self, tag: str) -> None:
        if tag == "strong":
            self._add("**")
        elif tag == "a":
            self._add(f"]({self.link})")

    def handle_data(self, data: str) -> None:
        bare = data.strip()
        self._add(data.replace(bare, words.plain(bare)) if bare else data)

    def _add(self, text: str) -> None:
        self.rows[-1][-1] += text
