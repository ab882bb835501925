"""One unit prints on one sheet of A4 from the browser, whole, in either theme."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.conftest import StartApp, settle

A4 = (595, 842)  # points
ILLUSTRATIVE = "{} (minh họa)"
LAPTOP: dict[str, Any] = {"viewport": {"width": 1366, "height": 768}, "color_scheme": "light"}
WALL: dict[str, Any] = {"viewport": {"width": 1920, "height": 1080}, "color_scheme": "dark"}
UNITS = [
    (ILLUSTRATIVE.format("xã H"), LAPTOP, "Xã H năm 2023: hạng 12/15"),
    (ILLUSTRATIVE.format("Phòng Nội vụ huyện Minh Họa"), WALL, "hạng 3/8, 90,15%"),
    (ILLUSTRATIVE.format("huyện Minh Họa"), WALL, "Huyện Minh Họa năm 2023: hạng 6"),
    ("huyện Tam Đường", LAPTOP, "Huyện Tam Đường năm 2023: hạng 4, 76,17%"),
    ("thị trấn Kông Chro", LAPTOP, "11 mục tiêu và 28 nhiệm vụ"),
]


@pytest.fixture(scope="module")
def app(illustrative: Path, app_server: StartApp) -> str:
    """The app over all samples."""
    return app_server(illustrative)


def drawn(page: Page, address: str) -> Page:
    """The page as a reader sees it before printing: figures and tables there."""
    page.goto(address)
    page.wait_for_selector("h1")
    settle(page)
    page.wait_for_function(
        "[...document.querySelectorAll('[data-testid=stPlotlyChart]')]"
        ".every(one => one.querySelector('.main-svg text'))"
        " && !document.querySelector('[data-testid=stSkeleton]')"
    )
    page.wait_for_selector("text=Nguồn số liệu")
    return page


def printed(page: Page, path: Path) -> tuple[dict[str, str], str]:
    """What poppler reads of the sheet: its properties, and its text on single blanks."""
    page.emulate_media(media="print")
    page.wait_for_timeout(500)  # the layout of paper
    page.pdf(path=path, prefer_css_page_size=True, print_background=True)
    lines = _poppler("pdfinfo", str(path)).splitlines()
    info = {key: value.strip() for key, _, value in (line.partition(":") for line in lines)}
    return info, " ".join(_poppler("pdftotext", "-layout", str(path), "-").split())


def _poppler(program: str, *arguments: str) -> str:
    done = subprocess.run([program, *arguments], capture_output=True, check=True, timeout=60)
    return done.stdout.decode("utf-8")


@pytest.mark.skipif(not shutil.which("pdftotext"), reason="poppler's pdftotext reads the sheet")
@pytest.mark.parametrize(("unit", "screen", "headline"), UNITS)
def test_a_unit_prints_whole_on_one_sheet_without_bar_or_buttons(
    app: str, browser: Browser, tmp_path: Path, unit: str, screen: dict[str, Any], headline: str
) -> None:
    context = browser.new_context(locale="vi-VN", **screen)
    page = drawn(context.new_page(), f"{app}/don-vi?don-vi={quote(unit)}")
    last = page.locator("[data-testid=stCaptionContainer]").last.inner_text()
    info, text = printed(page, tmp_path / "don-vi.pdf")
    context.close()
    assert info["Pages"] == "1"
    size = [float(part) for part in info["Page size"].split(" pts")[0].split(" x ")]
    assert [round(side) for side in size] == pytest.approx(A4, abs=1)
    assert headline in text
    assert " ".join(last.split())[-40:] in text, "the last line stands on the sheet"
    assert "Kỳ mục tiêu" not in text, "the bar is not printed"
    assert "Tải bảng" not in text
    assert "Ctrl+P" not in text
