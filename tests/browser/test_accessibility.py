"""Every page can be read and used without colour, without a mouse, in both themes.

axe-core judges the page as drawn; what it calls serious or critical must not be there.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

from cchc.__main__ import main as command_line
from tests.browser.conftest import StartApp, every_page, settle

LOOKS = {"light": (1366, 768), "dark": (1366, 768), "light-phone": (390, 844)}
BARRED = ("serious", "critical")
DISTRICT = "don-vi=huyện Minh Họa (minh họa)"
AXE = Axe()
PALE = (Path(__file__).parent / "pale_texts.js").read_text("utf-8")


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory, app_server: StartApp) -> str:
    """The app over all samples."""
    folder = tmp_path_factory.mktemp("data")
    assert command_line(["--data", str(folder), "sample"]) == 0
    return app_server(folder)


@pytest.fixture(scope="module", params=LOOKS)
def themed(request: pytest.FixtureRequest, browser: Browser) -> Iterator[Page]:
    """A laptop whose system prefers a light or a dark appearance; a phone."""
    width, height = LOOKS[request.param]
    context = browser.new_context(
        viewport={"width": width, "height": height},
        locale="vi-VN",
        color_scheme=request.param.removesuffix("-phone"),
    )
    yield context.new_page()
    context.close()


def barred(page: Page) -> list[str]:
    """What axe-core finds, a line each, with the element."""
    found = AXE.run(page).response["violations"]
    return [
        f"{one['id']}: {node['html'][:160]} — {node['failureSummary'][:200]}"
        for one in found
        if one["impact"] in BARRED
        for node in one["nodes"]
    ]


def drawn(page: Page, address: str) -> Page:
    page.goto(address)
    page.wait_for_selector("h1")
    settle(page)
    page.wait_for_function(
        "[...document.querySelectorAll('[data-testid=stPlotlyChart]')]"
        ".every(one => one.querySelector('.main-svg'))"
    )
    page.wait_for_function(
        "!document.querySelector('ul[data-testid=stSidebarNavItems]:not([role=group])')"
    )
    page.wait_for_timeout(1000)  # what was drawn before fades out; wide tables are made ready
    return page


@pytest.mark.parametrize("path", every_page(), ids=lambda path: path or "tong-quan")
def test_axe_core_finds_nothing_serious_and_no_text_is_pale(
    app: str, themed: Page, path: str
) -> None:
    page = drawn(themed, f"{app}/{path}?{DISTRICT}")
    assert barred(page) == []
    assert page.evaluate(PALE) == []


def test_a_pale_headline_is_seen(app: str, themed: Page) -> None:
    page = drawn(themed, f"{app}/muc-tieu?{DISTRICT}")
    page.evaluate("document.querySelector('h1 span, h1').style.opacity = 0.2")
    assert len(page.evaluate(PALE)) == 1


def test_a_screen_reader_is_told_that_the_page_is_vietnamese(app: str, themed: Page) -> None:
    assert drawn(themed, app).evaluate("document.documentElement.lang") == "vi"


def test_axe_core_is_listened_to(app: str, themed: Page) -> None:
    page = drawn(themed, f"{app}/muc-tieu?{DISTRICT}")
    page.evaluate("document.querySelector('h1').after(document.createElement('img'))")
    assert any(line.startswith("image-alt") for line in barred(page))


def test_the_bar_and_a_table_are_reached_by_the_keyboard(app: str, themed: Page) -> None:
    page = drawn(themed, f"{app}/xep-hang?{DISTRICT}")
    reached = []
    for _ in range(40):
        page.keyboard.press("Tab")
        reached.append(
            page.evaluate(
                "document.activeElement.getAttribute('aria-label')"
                " || document.activeElement.innerText || document.activeElement.tagName"
            )
        )
    told = " | ".join(reached)
    for name in ("Đơn vị", "Kỳ gốc", "Kỳ mục tiêu", "Tính đến hết", "Tải bảng (XLSX)"):
        assert name in told, told
