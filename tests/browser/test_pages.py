"""Every page opens in a real browser, at both sizes, and shows what the workbooks say."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from cchc import importing, keeping, settings
from cchc.importing import Upload
from tests.browser.conftest import ROOT, Shoot, StartApp, every_page, settle

SIZES = {"laptop": (1366, 768), "projector": (1920, 1080), "phone": (390, 844)}
RANKING = ("bang-diem-2023-cac-xa", "xep-hang-2023-cac-xa", "xep-hang-2022-cac-xa")
TAM_DUONG = "tam-duong-2024-muc-tieu-va-nhiem-vu.xlsx"
VIETNAMESE = re.compile("[ăâđêôơưàáảãạằắẳẵặầấẩẫậèéẻẽẹềếểễệìíỉĩịòóỏõọồốổỗộờớởỡợùúủũụừứửữựỳýỷỹỵ]")
Visit = Callable[..., Page]


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The six seeds, and what the communes' ranking needs."""
    folder = tmp_path_factory.mktemp("data")
    paths = sorted(settings.SAMPLES.glob("*.xlsx"))
    paths += [settings.SAMPLES / "minh-hoa" / f"{name}.xlsx" for name in RANKING]
    done = importing.import_files(folder, [Upload(p.name, p.read_bytes()) for p in paths])
    assert {report.status for report in done.reports} == {"accepted"}
    return folder


@pytest.fixture(scope="module")
def app(data: Path, app_server: StartApp) -> str:
    """The address of the app."""
    return app_server(data)


@pytest.fixture
def visit(app: str, page: Page) -> Visit:
    """`visit("muc-tieu", size="projector")` → that page, settled."""

    def go(path: str, size: str = "laptop") -> Page:
        width, height = SIZES[size]
        page.set_viewport_size({"width": width, "height": height})
        page.goto(f"{app}/{path}")
        page.wait_for_selector("h1")
        settle(page)
        return page

    return go


def words_of(page: Page) -> str:
    return page.locator("[data-testid=stMain]").inner_text()


def is_wider_than_its_window(page: Page) -> bool:
    return bool(
        page.evaluate(
            "[document.documentElement, document.querySelector('[data-testid=stMain]')]"
            ".some(one => one.scrollWidth > one.clientWidth)"
        )
    )


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("path", every_page(), ids=lambda path: path or "tong-quan")
def test_a_page_opens_whole_and_in_vietnamese(
    visit: Visit, shoot: Shoot, path: str, size: str
) -> None:
    page = visit(path, size)
    shoot(page, f"{path or 'tong-quan'}-{size}")
    assert page.locator("h1").count() == 1
    assert VIETNAMESE.search(page.locator("h1").inner_text().lower())
    assert page.locator("[data-testid=stException]").count() == 0
    assert page.get_by_role("dialog").count() == 0
    assert "cchc-error" not in words_of(page)
    assert not is_wider_than_its_window(page)


def test_the_plans_table_reads_off_figure_for_figure(visit: Visit) -> None:
    table = visit("muc-tieu").locator(".cchc-table").first
    table.wait_for()
    rows = table.locator("tbody tr").all_inner_texts()
    assert len(rows) == 10
    for row, figures in zip(
        rows,
        [
            ("70,52", "4", "Trên 75%", "3"),
            ("100,00", "1", "100%", "1"),
            ("99,85", "1", "Trên 99%", "1"),
            ("98,80", "4", "Trên 98%", "2"),
            ("68,75", "3", "Trên 75%", "2"),
            ("36,30", "7", "Trên 50%", "4"),
            ("86,96", "5", "Trên 90%", "2"),
            ("50,00", "2", "Trên 70%", "2"),
            ("74,40", "4", "Trên 80%", "2"),
            ("76,17", "4", "Trên 80%", "2"),
        ],
        strict=True,
    ):
        assert set(figures) <= {cell.strip() for cell in row.split("\t")}, row


def test_a_figures_link_leads_to_its_cell_as_received(visit: Visit, shoot: Shoot) -> None:
    row = visit("muc-tieu").get_by_role("row").filter(has_text="Cải cách tài chính công").first
    link = row.get_by_role("link").first.get_attribute("href")
    assert link is not None
    page = visit(link.split("/")[-1])
    shoot(page, "nguon-o", full=True)
    expect(page.locator("h1")).to_contain_text(f"Tệp {TAM_DUONG}, trang Mục tiêu 2024, ô ")
    marked = page.locator("[data-testid=stTable] td").filter(has_text="▶")
    assert marked.inner_text().strip() in ("▶ 36,3%", "▶ Trên 50%")
    main = page.get_by_test_id("stMain")
    expect(main).to_contain_text("Cải cách tài chính công, huyện Tam Đường")


def test_the_workbook_comes_back_byte_for_byte(visit: Visit, tmp_path: Path) -> None:
    page = visit("nguon?tep=4")
    with page.expect_download() as download:
        page.get_by_role("button", name="Tải tệp gốc").click()
    download.value.save_as(tmp_path / "file")
    assert download.value.suggested_filename == TAM_DUONG
    assert (tmp_path / "file").read_bytes() == (settings.SAMPLES / TAM_DUONG).read_bytes()


def test_a_row_of_what_was_read_leads_to_its_cell(visit: Visit) -> None:
    page = visit("nguon?tep=4")
    table = page.locator("[data-testid=stDataFrame]")
    table.click(position={"x": 15, "y": 65})  # the first row's box; the table is a canvas
    page.wait_for_url("**o=C9**")
    settle(page)
    expect(page.locator("h1")).to_have_text(re.compile("ô C9$"))
    expect(page.get_by_test_id("stMetricValue")).to_have_text("70,52%")


def test_a_damaged_store_is_one_sentence_and_rebuilding_mends_it(
    tmp_path: Path, app_server: StartApp, page: Page
) -> None:
    folder = tmp_path / "data"
    seed = settings.SAMPLES / TAM_DUONG
    importing.import_files(folder, [Upload(seed.name, seed.read_bytes())])
    name = keeping.current_store(folder)
    (folder / "stores" / f"{name}.duckdb").write_bytes(b"no store")
    address = app_server(folder, CCHC_DEBUG="")
    page.goto(address)
    page.wait_for_selector("text=cchc-error")
    assert "rebuild" in words_of(page)
    assert "Traceback" not in words_of(page)
    command = [sys.executable, "-m", "cchc", "--data", str(folder), "rebuild"]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    page.reload()
    page.wait_for_selector("h1")
    assert "76,17%" in page.locator("h1").inner_text()


def test_the_first_link_opened_on_a_fresh_app_finds_its_page(
    data: Path, app_server: StartApp, page: Page
) -> None:
    page.goto(f"{app_server(data)}/muc-tieu")
    page.wait_for_selector("h1")
    settle(page)
    assert page.get_by_role("dialog").count() == 0
