"""Driving the page Nhập số liệu in-process: dropping, choosing, pressing, reading what it says."""

from __future__ import annotations

from collections.abc import Mapping
from io import BytesIO
from pathlib import Path

import openpyxl
import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from cchc import settings
from tests.pages.reading import tables_of

TAM_DUONG = "tam-duong-2024-muc-tieu-va-nhiem-vu.xlsx"
TUY_PHUOC = "tuy-phuoc-2023-ket-qua.xlsx"
HISTORY, LEARNED, TEMPLATES = "Lịch sử nhập", "Điều đã học", "Mẫu biểu"
READ, CHANGES, SHEET = "Cách hệ thống đọc", "Thay đổi nếu nhận", "Xem tệp"
RENAMED_TEXT = ("danh-sach.xlsx", b"khong phai so lam viec")


def sample(file: str) -> tuple[str, bytes]:
    return file, (settings.SAMPLES / file).read_bytes()


def changed(file: str, sheet: str, cell: str, value: object) -> tuple[str, bytes]:
    """A seed workbook with one cell changed."""
    content = (settings.SAMPLES / file).read_bytes()
    return file, edited(content, {(sheet, cell): value})


def edited(content: bytes, cells: Mapping[tuple[str, str], object]) -> bytes:
    """A workbook with some cells changed: (sheet, address) -> value."""
    workbook = openpyxl.load_workbook(BytesIO(content))
    for (sheet, cell), value in cells.items():
        workbook[sheet][cell] = value
    out = BytesIO()
    workbook.save(out)
    return out.getvalue()


def opened_on(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty data folder that the page serves."""
    data = tmp_path / "data"
    monkeypatch.setenv("CCHC_DATA", str(data))
    monkeypatch.setenv("CCHC_DEBUG", "1")
    st.cache_data.clear()
    return data


def opened() -> AppTest:
    page = settings.REPO / "pages" / "nhap_so_lieu.py"
    return AppTest.from_file(str(page), default_timeout=30).run()


def dropped(page: AppTest, *files: tuple[str, bytes]) -> AppTest:
    page.file_uploader[0].set_value([(name, content, "") for name, content in files])
    page.run()
    assert not page.exception
    return page


def press(page: AppTest, label: str) -> AppTest:
    next(one for one in page.button if one.label.startswith(label)).click()
    page.run()
    assert not page.exception
    return page


def tick(page: AppTest) -> AppTest:
    page.checkbox[0].check()
    return page.run()


def goes_to(page: AppTest, room: str) -> AppTest:
    page.session_state["nhap-muc"] = room
    page.run()
    assert not page.exception
    return page


def opens(page: AppTest, box: str, turn: int = 0) -> AppTest:
    """A shut box opened."""
    page.session_state[f"nhap-{box}-{turn}"] = True
    page.run()
    assert not page.exception
    return page


def choose(page: AppTest, label: str, value: object) -> AppTest:
    next(one for one in page.selectbox if one.label.startswith(label)).set_value(value)
    page.run()
    assert not page.exception
    return page


def filled(page: AppTest, values: Mapping[str, object]) -> AppTest:
    """The boxes of a form, which are sent together by its button."""
    for label, value in values.items():
        next(one for one in page.selectbox if one.label.startswith(label)).set_value(value)
    return page


def sees(page: AppTest, view: str) -> AppTest:
    next(one for one in page.segmented_control if one.label == "Xem").set_value(view)
    page.run()
    assert not page.exception
    return page


def is_waiting(page: AppTest, label: str) -> bool:
    return next(one for one in page.button if one.label.startswith(label)).disabled


def column(page: AppTest, name: str) -> list[str]:
    tables = [one.value for one in [*tables_of(page), *page.dataframe]]
    texts = next(list(one[name]) for one in tables if name in one.columns)
    return [str(text).replace("\\", "") for text in texts]


def says(page: AppTest) -> str:
    parts = [*page.title, *page.markdown, *page.caption, *page.success, *page.warning]
    return "\n".join(str(one.value) for one in parts).replace("\\", "")
