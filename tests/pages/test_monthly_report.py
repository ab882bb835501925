"""The draft of the report is offered for the unit and the period that the bar shows."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path
from typing import Any

import docx
import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from cchc.ui import monthly_report


def page() -> None:
    """A page that only offers the draft."""
    from cchc.ui import filters, monthly_report

    monthly_report.show(filters.ask_scope())


@pytest.fixture
def offered(imported: Path, monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    """What the page's button was given."""
    monkeypatch.setenv("CCHC_DATA", str(imported))
    monkeypatch.setenv("CCHC_DEBUG", "1")
    st.cache_data.clear()
    held: dict[str, Any] = {}
    button = st.download_button

    def recorded(label: str, **options: Any) -> bool:
        held.update(options, label=label)
        return button(label, **options)

    monkeypatch.setattr(st, "download_button", recorded)
    return held


def test_the_draft_is_of_the_unit_and_period_chosen(offered: dict[str, Any]) -> None:
    opened = AppTest.from_function(page, default_timeout=30).run()
    opened.selectbox(key="don-vi").set_value("minh-hoa.mh").run()
    period = "2024-09"
    opened.selectbox(key="den-het").set_value(period).run()
    assert not opened.exception
    assert offered["label"] == "Tải dự thảo báo cáo (Word)"
    assert offered["file_name"] == f"bao-cao-cchc-huyen-minh-hoa-{period}.docx"
    said = "\n".join(line.text for line in docx.Document(BytesIO(offered["data"]())).paragraphs)
    assert "UBND huyện Minh Họa báo cáo kết quả" in said


def test_the_document_is_drawn_up_only_when_it_is_asked_for(
    offered: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(monthly_report, "draft", lambda *_: pytest.fail("too early"))
    opened = AppTest.from_function(page, default_timeout=30).run()
    assert not opened.exception
    assert callable(offered["data"])
