"""Missing points in a real browser: a picked bar opens, a picked cell tells of itself."""

from __future__ import annotations

import re
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest
from playwright.sync_api import Browser, Page, expect

from cchc import importing, settings
from cchc.importing import Upload
from tests.browser.conftest import Shoot, StartApp, settle

FILES = ("bang-diem-2023-cac-xa.xlsx", "minh-hoa-2024-nhiem-vu.xlsx")
SLOW = 30_000  # milliseconds that a busy machine may take to draw a figure
A = {"don-vi": "xã A (minh họa)"}


@pytest.fixture(scope="module")
def address(app_server: StartApp, tmp_path_factory: pytest.TempPathFactory) -> str:
    folder = tmp_path_factory.mktemp("data")
    paths = [settings.SAMPLES / "minh-hoa" / file for file in FILES]
    importing.import_files(folder, [Upload(p.name, p.read_bytes()) for p in paths])
    return app_server(folder)


def test_a_picked_cell_says_its_points_and_leads_to_its_source(
    page: Page, address: str, shoot: Shoot
) -> None:
    page.goto(f"{address}/tieu-chi?{urlencode(A)}")
    settle(page)
    grid = page.get_by_test_id("stDataFrame")
    grid.scroll_into_view_if_needed()
    grid.click(position={"x": 300, "y": 120})
    link = page.get_by_role("link", name="Mở ô")
    link.wait_for()
    said = link.locator("xpath=ancestor::p").inner_text()
    assert "điểm, thiếu" in said
    assert "cuối cùng" in said
    assert "nguon?tep=" in (link.get_attribute("href") or "")
    shoot(page, "tieu-chi-o-da-chon")


def test_a_link_opens_what_its_sender_drilled_to(page: Page, address: str) -> None:
    page.goto(f"{address}/tieu-chi?{urlencode({**A, 'trong': 'Theo lĩnh vực'})}")
    settle(page)
    page.get_by_text("cộng dồn: phần tổng điểm chưa đạt").wait_for()
    drawn = page.locator(".js-plotly-plot").first
    drawn.locator(".bars").first.wait_for(state="attached")
    assert "6. Cải cách tài chính công" in (drawn.text_content() or "")


# a click on a bar --------------------------------------------------------------------------------


def first_code(page: Page, pattern: str) -> str:
    """The code of the figure's first row, as soon as it is one like this."""
    first = page.locator(".js-plotly-plot").first.locator(".scatterlayer text").first
    expect(first).to_have_text(re.compile(rf"^{pattern}\. "), timeout=SLOW)
    settle(page)
    return str(first.text_content()).split(". ")[0]


def pick(page: Page, place: int) -> None:
    """Click the middle of a bar that is drawn, not the box that lies under it."""
    bars = page.locator(".js-plotly-plot").first.locator(".barlayer .trace").last
    box = bars.locator(".point").nth(place).bounding_box()
    assert box
    page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)


def asked(page: Page, key: str) -> str | None:
    """What the address says of one of the page's choices."""
    return parse_qs(urlsplit(page.url).query).get(key, [None])[0]


def runs(page: Page) -> int:
    """How often the page has begun to run since it was opened."""
    return int(page.evaluate("window.runs"))


def test_a_click_on_a_bar_opens_it_and_one_click_goes_up_again(
    page: Page, address: str, shoot: Shoot
) -> None:
    page.goto(f"{address}/tieu-chi?{urlencode({**A, 'trong': 'Theo lĩnh vực'})}")
    settle(page)
    area = first_code(page, r"\d+")
    page.evaluate(
        """() => {
            window.runs = 0;
            const app = document.querySelector('[data-testid="stApp"]');
            new MutationObserver(() => {
                if (app.dataset.testScriptState === "running") window.runs += 1;
            }).observe(app, {attributes: true, attributeFilter: ["data-test-script-state"]});
        }"""
    )
    pick(page, 0)
    criterion = first_code(page, rf"{area}\.\d+")
    page.wait_for_timeout(1500)  # a loop would go on
    assert runs(page) == 1
    assert str(asked(page, "trong")).startswith(f"{area}. ")
    shoot(page, "tieu-chi-mo-linh-vuc")
    pick(page, 0)
    first_code(page, rf"{criterion}\.\d+")
    assert str(asked(page, "trong")).startswith(f"{criterion}. ")
    page.get_by_role("button", name=f"↑ {area}. ").click()
    first_code(page, rf"{area}\.\d+")
    page.get_by_role("button", name="↑ Mọi lĩnh vực").click()
    first_code(page, r"\d+")
    page.wait_for_timeout(1500)
    assert asked(page, "trong") == "Theo lĩnh vực", "the bar picked before does not act again"
    pick(page, 0)
    first_code(page, rf"{area}\.\d+")


def test_a_click_on_the_finest_bar_tells_of_it_and_opens_the_parts_below_at_it(
    page: Page, address: str, shoot: Shoot
) -> None:
    page.goto(f"{address}/tieu-chi?{urlencode({**A, 'xem': 'Ai đạt điểm tối đa'})}")
    settle(page)
    figure = page.locator(".js-plotly-plot").first
    third = figure.locator(".scatterlayer text").nth(2)
    expect(third).to_be_attached(timeout=SLOW)
    code = str(third.text_content()).split(" ")[0]
    pick(page, 2)
    said = page.get_by_text("bên dưới mở ở tiêu chí này")
    said.wait_for()
    assert said.inner_text().startswith(code)
    assert str(asked(page, "tctp")).startswith(code)
    assert asked(page, "trong") is None
    shoot(page, "tieu-chi-tieu-chi-da-chon")
    faded = figure.locator(".barlayer .trace").last.locator(".point path").first
    assert faded.evaluate("bar => getComputedStyle(bar).opacity") == "1"


def test_a_finger_scrolls_the_page_over_the_bars(browser: Browser, address: str) -> None:
    context = browser.new_context(
        viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True
    )
    page = context.new_page()
    page.goto(f"{address}/tieu-chi?{urlencode(A)}")
    settle(page)
    figure = page.locator(".js-plotly-plot").first
    figure.locator(".bars").first.wait_for(state="attached")
    figure.scroll_into_view_if_needed()
    box = figure.bounding_box()
    assert box
    before = scrolled(page)
    swipe_up(page, box["x"] + 60, box["y"] + 200)
    assert scrolled(page) > before + 50
    context.close()


def scrolled(page: Page) -> float:
    return float(page.evaluate("document.querySelector('[data-testid=stMain]').scrollTop"))


def swipe_up(page: Page, x: float, y: float) -> None:
    touch = page.context.new_cdp_session(page)
    for kind, far in (("touchStart", 0), *(("touchMove", 20 * n) for n in range(1, 8))):
        touch.send(
            "Input.dispatchTouchEvent", {"type": kind, "touchPoints": [{"x": x, "y": y - far}]}
        )
        page.wait_for_timeout(16)
    touch.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
    page.wait_for_timeout(500)
