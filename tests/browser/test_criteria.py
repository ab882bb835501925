"""Missing points in a real browser: a picked cell tells of itself, a link keeps the drill."""

from __future__ import annotations

from urllib.parse import urlencode

import pytest
from playwright.sync_api import Page

from cchc import importing, settings
from cchc.importing import Upload
from tests.browser.conftest import Shoot, StartApp, settle

FILES = ("bang-diem-2023-cac-xa.xlsx", "minh-hoa-2024-nhiem-vu.xlsx")
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
