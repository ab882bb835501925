"""A workbook goes in at the page Nhập số liệu, and its figures come out on the other pages."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
from playwright.sync_api import Page, expect

from cchc import importing, keeping, settings
from cchc.importing import Upload
from tests.browser.conftest import ROOT, Shoot, StartApp, settle

TAM_DUONG = "tam-duong-2024-muc-tieu-va-nhiem-vu.xlsx"
GOALS = "Mục tiêu 2024"
SECONDS = 30_000  # milliseconds: a step on a busy machine
Visit = Callable[[str], Page]


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("data")
    seed = settings.SAMPLES / TAM_DUONG
    importing.import_files(folder, [Upload(seed.name, seed.read_bytes())])
    return folder


@pytest.fixture(scope="module")
def app(data: Path, app_server: StartApp) -> str:
    """The address of the app."""
    return app_server(data)


@pytest.fixture
def visit(app: str, page: Page) -> Visit:
    def go(path: str) -> Page:
        page.goto(f"{app}/{path}")
        page.wait_for_selector("h1")
        settle(page)
        return page

    return go


@pytest.fixture(autouse=True)
def _as_at_first(data: Path) -> None:
    """Whatever a test before this left accepted is taken back: each begins with the seed alone."""
    for one in keeping.history(data):
        if one.withdrawn_at is None and one.import_id > 1:
            importing.withdraw(data, one.import_id)


def corrected(folder: Path, cell: str, value: str) -> Path:
    """The plan of Tam Đường sent again with one figure changed."""
    workbook = openpyxl.load_workbook(settings.SAMPLES / TAM_DUONG)
    workbook[GOALS][cell] = value
    path = folder / TAM_DUONG
    workbook.save(path)
    return path


def component_six(page: Page) -> list[str]:
    row = page.locator(".cchc-table tbody tr").filter(has_text="Cải cách tài chính công")
    return [text.strip() for text in row.first.inner_text().split("\t")]


def press(page: Page, label: str) -> None:
    page.get_by_role("button", name=label, exact=True).click()


def withdraw(page: Page, label: re.Pattern[str]) -> None:
    """By the history, as staff would: the line, what it undoes, the tick, the button."""
    page.get_by_role("tab", name="Lịch sử nhập").click()
    expect(page.get_by_text("Lần nhập cần xem")).to_be_visible(timeout=SECONDS)
    settle(page)
    expect(page.get_by_test_id("stSkeleton")).to_have_count(0)
    box = page.get_by_role("combobox", name=re.compile("Lần nhập cần xem"))
    box.focus()
    box.press("ArrowDown")  # by the keyboard: a click scrolls, and scrolling shuts the list
    page.get_by_role("option", name=label).first.click()
    page.get_by_text("Thu hồi lần nhập này").click()
    page.get_by_text("Tôi chắc chắn thu hồi").click()
    press(page, "Thu hồi")
    expect(page.get_by_text("Đã thu hồi lần nhập số")).to_be_visible(timeout=SECONDS)


def test_a_corrected_figure_goes_in_shows_everywhere_and_is_taken_back(
    visit: Visit, shoot: Shoot, tmp_path: Path
) -> None:
    assert "36,30" in component_six(visit("muc-tieu"))

    page = visit("nhap-so-lieu")
    page.set_input_files("input[type=file]", corrected(tmp_path, "C14", "41,3%"))
    expect(page.locator("h1")).to_have_text("Nhận được 1/1 tệp", timeout=SECONDS)
    page.get_by_text("Cách hệ thống đọc").click()
    reading = page.locator("[data-testid=stMain]")
    expect(reading).to_contain_text("Chỉ số thành phần và mục tiêu, 10 dòng đọc được")
    expect(reading).to_contain_text("Đơn vị: Huyện Tam Đường")
    agree = page.get_by_text(re.compile("^Tôi đã xem"))
    expect(agree).to_be_visible()  # the components no longer add up to the published index
    agree.click()
    shoot(page, "nhap-so-lieu-nhan-duoc", full=True)
    press(page, "Nhận 1 tệp")
    expect(page.get_by_text("Đã nhận 1 tệp")).to_be_visible(timeout=SECONDS)
    expect(page.get_by_test_id("stFileUploaderFile")).to_have_count(0)

    assert "41,30" in component_six(visit("muc-tieu"))
    expect(visit("").locator("[data-testid=stMain]")).to_contain_text("41,3", timeout=SECONDS)

    page = visit("nhap-so-lieu")
    withdraw(page, re.compile("^Số [2-9]"))
    assert "36,30" in component_six(visit("muc-tieu"))


def test_a_file_that_is_no_workbook_gets_a_sentence(
    visit: Visit, shoot: Shoot, data: Path, tmp_path: Path
) -> None:
    renamed = tmp_path / "danh-sach.xlsx"
    renamed.write_text("Đây là văn bản", encoding="utf-8")
    page = visit("nhap-so-lieu")
    page.set_input_files("input[type=file]", renamed)
    expect(page.locator("h1")).to_have_text("Nhận được 0/1 tệp", timeout=SECONDS)
    sentence = page.get_by_text("danh-sach.xlsx: Tệp không phải sổ làm việc Excel")
    expect(sentence.first).to_be_visible()
    shoot(page, "nhap-so-lieu-tra-lai", full=True)
    assert page.get_by_test_id("stException").count() == 0
    assert page.get_by_role("button", name=re.compile("^Nhận")).count() == 0
    assert not list(data.rglob("*.part"))


def test_an_import_from_the_command_line_shows_at_the_next_click(
    visit: Visit, data: Path, tmp_path: Path
) -> None:
    page = visit("muc-tieu")
    assert "36,30" in component_six(page)
    file = corrected(tmp_path, "C14", "43,3%")
    command = [sys.executable, "-m", "cchc", "--data", str(data), "import", str(file)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, check=False)
    assert done.returncode == 0, done.stderr.decode("utf-8", "replace")
    page.get_by_role("link", name="Tổng quan", exact=True).click()
    page.wait_for_url(re.compile(r"^[^?]*/(\?|$)"))
    page.go_back()
    changed = page.get_by_role("cell", name="43,30")
    expect(changed.first).to_be_visible(timeout=SECONDS)
