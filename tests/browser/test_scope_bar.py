"""One scope on every page: it goes along by the navigation and stands in the address."""

from __future__ import annotations

import ast
from pathlib import Path
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import ROOT, StartApp, settle

UNIT, BASELINE, TARGET, UNTIL = "Đơn vị", "Kỳ gốc", "Kỳ mục tiêu", "Tính đến hết"
KEYS = {UNIT: "don-vi", BASELINE: "ky-goc", TARGET: "ky-muc-tieu", UNTIL: "den-het"}
MINH_HOA = "huyện Minh Họa (minh họa)"
WITHOUT_BAR = {"nhap-so-lieu", "nguon"}
BEGUN = 500  # milliseconds in which a choice has reached the app: before, all is settled still
Scope = dict[str, str]
# What is first in its list is left out of the address.
IN_JUNE = {UNIT: MINH_HOA, BASELINE: "2022", TARGET: "2024", UNTIL: "Tháng 6/2024"}
YEAR_BEFORE = {UNIT: MINH_HOA, BASELINE: "2022", TARGET: "2023", UNTIL: "Năm 2023"}
XA_A = "xã A (minh họa)"
SEPTEMBER = "Mới nhất: tháng 9/2024"
FRESH = [MINH_HOA, "2023", "2024", SEPTEMBER]


@pytest.fixture(scope="module")
def address(app_server: StartApp, illustrative: Path) -> str:
    return app_server(illustrative)


def pages() -> list[tuple[str, str, str]]:
    """Every page: its heading in the navigation, its name there, its path."""
    tree = ast.parse((ROOT / "app.py").read_text("utf-8"))
    (registry,) = (
        ast.literal_eval(node.value)
        for node in tree.body
        if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "PAGES"
    )
    return [(heading, name, path) for heading, held in registry.items() for _, name, path in held]


def go(page: Page, heading: str, name: str, path: str) -> None:
    """To a page as a reader goes: the navigation on top."""
    nav = page.get_by_test_id("stTopNav")
    if heading:
        nav.get_by_role("button", name=heading, exact=True).click()
        below = page.get_by_test_id("stTopNavDropdownLink")
        below.filter(has=page.get_by_text(name, exact=True)).click()
    else:
        nav.get_by_role("link", name=name, exact=True).click()
    page.wait_for_url(lambda url: urlsplit(url).path == f"/{path}")
    page.wait_for_selector("h1")
    settle(page)


def choose(page: Page, label: str, option: str) -> None:
    box = page.locator(".st-key-scope").get_by_role("combobox", name=label, exact=True)
    if box.input_value() == option:
        return
    box.click()
    box.fill(option)  # a long list draws only what is near
    page.get_by_role("option", name=option, exact=True).click()
    expect(box).to_have_value(option)
    page.wait_for_timeout(BEGUN)
    settle(page)


def shows(page: Page, scope: Scope) -> None:
    """The bar has these four, at the latest when the browser has drawn the answer."""
    boxes = page.locator(".st-key-scope")
    for label, option in scope.items():
        box = boxes.get_by_role("combobox", name=label, exact=True)
        expect(box).to_have_value(option)


def in_address(page: Page) -> Scope:
    asked = parse_qs(urlsplit(page.url).query)
    return {label: asked[key][0] for label, key in KEYS.items() if key in asked}


def opened(page: Page, address: str) -> Page:
    page.goto(address)
    page.wait_for_selector("h1")
    settle(page)
    return page


@pytest.mark.parametrize(
    ("chosen", "told"),
    [
        (IN_JUNE, {UNIT, BASELINE, UNTIL}),
        (YEAR_BEFORE, {UNIT, TARGET, UNTIL}),
    ],
    ids=["june", "year-before"],
)
def test_the_four_go_along_to_every_page_and_stand_in_its_address(
    page: Page, address: str, chosen: Scope, told: set[str]
) -> None:
    opened(page, address)
    for label in (UNIT, TARGET, BASELINE, UNTIL):
        choose(page, label, chosen[label])
    for heading, name, path in pages():
        go(page, heading, name, path)
        if path in WITHOUT_BAR:
            assert page.locator(".st-key-scope").count() == 0
            continue
        shows(page, chosen)
        assert in_address(page) == {label: chosen[label] for label in told}, name
    another = opened(page.context.new_page(), page.url)
    shows(another, chosen)


@pytest.mark.parametrize(
    ("choices", "ends"),
    [
        # the commune has no target of 2023, and 2022 was only what that target left
        ([(TARGET, "2023"), (UNIT, XA_A)], [XA_A, "2023", "2024", SEPTEMBER]),
        ([(TARGET, "2023"), (UNIT, XA_A), (UNIT, MINH_HOA)], FRESH),
        (
            [(UNTIL, "Tháng 6/2024"), (TARGET, "2023")],
            [MINH_HOA, "2022", "2023", "Mới nhất: năm 2023"],
        ),
        ([(UNTIL, "Tháng 6/2024"), (TARGET, "2023"), (TARGET, "2024")], FRESH),
        (
            [(UNTIL, "Tháng 6/2024"), (BASELINE, "2022"), (UNIT, XA_A)],
            [XA_A, *list(IN_JUNE.values())[1:]],
        ),
    ],
)
def test_choices_in_an_odd_order_end_in_one_bar_that_its_address_tells(
    page: Page, address: str, choices: list[tuple[str, str]], ends: list[str]
) -> None:
    opened(page, f"{address}/bao-cao?{urlencode({'don-vi': MINH_HOA})}")
    for label, option in choices:
        choose(page, label, option)
    ended = dict(zip(KEYS, ends, strict=True))
    shows(page, ended)
    another = opened(page.context.new_page(), page.url)
    shows(another, ended)
    assert another.get_by_test_id("stAlert").count() == 0


PHONG = "Phòng Nội vụ huyện Minh Họa (minh họa)"


def own_choices(page: Page) -> Scope:
    """The page's own boxes, as they are shown."""
    boxes = page.locator(".st-key-choices").get_by_role("combobox")
    expect(boxes.first).to_be_visible()
    page.wait_for_timeout(BEGUN)
    settle(page)
    return {
        str(box.get_attribute("aria-label")): str(box.input_value())
        for box in (boxes.nth(place) for place in range(boxes.count()))
    }


@pytest.mark.parametrize(
    ("path", "box", "option", "unit"),
    [
        # Of an office its own group comes first, and is no other group any more.
        ("xep-hang", "Nhóm", "Các phòng chuyên môn của huyện Minh Họa", PHONG),
        # A commune has no units under it.
        ("tieu-chi", "Điểm của", "Các phòng chuyên môn của huyện Minh Họa", XA_A),
        ("dich-vu-cong", "Nhóm đơn vị", "Các phòng chuyên môn của huyện Minh Họa", XA_A),
        # Nothing was chosen: the first of one unit must not stay for another.
        ("tieu-chi", "", "", XA_A),
        ("dich-vu-cong", "", "", PHONG),
    ],
)
def test_a_pages_own_choices_are_told_by_its_address_after_another_unit(
    page: Page, address: str, path: str, box: str, option: str, unit: str
) -> None:
    opened(page, f"{address}/{path}?{urlencode({'don-vi': MINH_HOA})}")
    if box:
        own = page.locator(".st-key-choices").get_by_role("combobox", name=box, exact=True)
        own.click()
        page.get_by_role("option", name=option, exact=True).click()
        expect(own).to_have_value(option)
        page.wait_for_timeout(BEGUN)
        settle(page)
    choose(page, UNIT, unit)
    shown = own_choices(page)
    assert shown
    another = opened(page.context.new_page(), page.url)
    assert own_choices(another) == shown
    stale = {"nhom", "diem-cua", "nhom-dich-vu"} & set(parse_qs(urlsplit(page.url).query))
    assert not stale, page.url
