"""Opening a page in-process, and reading what it says."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from cchc import settings

Open = Callable[..., AppTest]


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
