"""A month's files by one member of staff: two wrong, mended from the marked copy, one withdrawn.

Nothing is typed that the page does not show, nothing is known that it does not say.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
from playwright.sync_api import Download, Page, expect

from cchc import importing, keeping, learned, settings, store
from cchc.importing import Upload
from tests.browser.conftest import LAPTOP, Shoot, StartApp, settle

MONTH = settings.SAMPLES / "minh-hoa"
BEFORE = ("minh-hoa-2024-nhiem-vu.xlsx", "hai-long-2022-cac-xa.xlsx")
SURVEY = "hai-long-2023-cac-xa.xlsx"
SECONDS = 60_000
PROJECTOR = (1920, 1080)
XA_A = "minh-hoa.mh.xa-a"
Visit = Callable[[tuple[int, int]], Page]


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """A store with last month's reports and the plan that they answer."""
    folder = tmp_path / "data"
    files = [MONTH / name for name in BEFORE] + sorted(MONTH.glob("bao-cao-2024-08-*.xlsx"))
    done = importing.import_files(folder, [Upload(one.name, one.read_bytes()) for one in files])
    assert {one.status for one in done.reports} == {"accepted"}
    return folder


@pytest.fixture
def month(tmp_path: Path) -> Path:
    """This month's mail: a word for a number, more done than there were, a unit nobody knows."""
    folder = tmp_path / "thang-9"
    folder.mkdir()
    for path in [*MONTH.glob("bao-cao-2024-09-xa-*.xlsx"), MONTH / SURVEY]:
        (folder / path.name).write_bytes(path.read_bytes())
    edit(folder / "bao-cao-2024-09-xa-a.xlsx", "Dịch vụ công", "C9", "12x")
    edit(folder / "bao-cao-2024-09-xa-b.xlsx", "Dịch vụ công", "D9", 99999)
    edit(folder / SURVEY, "SIPAS 2023", "B8", "Xã Núi Xanh")
    return folder


@pytest.fixture
def visit(data: Path, app_server: StartApp, page: Page) -> Visit:
    address = app_server(data)

    def go(size: tuple[int, int]) -> Page:
        page.set_viewport_size({"width": size[0], "height": size[1]})
        page.goto(f"{address}/nhap-so-lieu")
        page.wait_for_selector("h1")
        settle(page)
        return page

    return go


def edit(path: Path, sheet: str, cell: str, value: object) -> None:
    book = openpyxl.load_workbook(path)
    book[sheet][cell] = value
    book.save(path)


def title(page: Page, text: str) -> None:
    expect(page.locator("h1")).to_have_text(text, timeout=SECONDS)
    settle(page)


def press(page: Page, label: str) -> None:
    page.get_by_role("button", name=label, exact=True).click()


def downloaded(page: Page, label: str, folder: Path) -> Path:
    with page.expect_download(timeout=SECONDS) as waiting:
        press(page, label)
    done: Download = waiting.value
    target = folder / done.suggested_filename
    done.save_as(target)
    return target


def mended(archive: Path, folder: Path) -> list[Path]:
    """The senders' part: each opens its marked copy and mends the cell that it names."""
    folder.mkdir()
    with zipfile.ZipFile(archive) as packed:
        packed.extractall(folder)
    first = folder / "bao-cao-2024-09-xa-a-da-kiem-tra.xlsx"
    second = folder / "bao-cao-2024-09-xa-b-da-kiem-tra.xlsx"
    listed = openpyxl.load_workbook(first).worksheets[0]
    assert listed.title == "Kết quả kiểm tra"
    note = openpyxl.load_workbook(first)["Dịch vụ công"]["C9"].comment
    assert note is not None
    assert "phải là số" in note.text
    edit(first, "Dịch vụ công", "C9", 104)
    original = openpyxl.load_workbook(MONTH / "bao-cao-2024-09-xa-b.xlsx")["Dịch vụ công"]
    edit(second, "Dịch vụ công", "D9", original["D9"].value)
    return [first, second]


@pytest.mark.parametrize("size", [LAPTOP, PROJECTOR], ids=["laptop", "projector"])
def test_a_month_two_wrong_mended_accepted_one_withdrawn(
    visit: Visit, shoot: Shoot, data: Path, month: Path, tmp_path: Path, size: tuple[int, int]
) -> None:
    def seen(name: str, *, full: bool = True) -> None:
        expect(page.get_by_test_id("stSkeleton")).to_have_count(0)
        shoot(page, f"nhap-so-lieu-thang-{name}-{size[0]}", full=full)
        page.set_viewport_size({"width": size[0], "height": size[1]})

    page, held = visit(size), len(keeping.history(data))
    files = sorted(month.iterdir())
    page.set_input_files("input[type=file]", files)
    expect(page.get_by_text(re.compile("^Đang đọc|^Bắt đầu đọc")).first).to_be_visible()
    title(page, f"Nhận được {len(files) - 3}/{len(files)} tệp")
    seen("1-tom-tat", full=False)
    seen("2-ca-trang")

    # the name that nobody knew
    answer(page, "xã A (minh")
    title(page, f"Nhận được {len(files) - 2}/{len(files)} tệp")
    assert [learned.name_of(one) for one in learned.known(data)] == [("Xã Núi Xanh", XA_A)]
    expect(page.get_by_text("Từ nay “Xã Núi Xanh” được hiểu là")).to_be_visible()
    seen("3-da-tra-loi")

    # the good ones in, the wrong ones back
    archive = downloaded(page, "Tải cả 2 bản đánh dấu (.zip)", tmp_path)
    accept(page, f"Nhận {len(files) - 2} tệp")
    expect(page.get_by_text(f"Đã nhận {len(files) - 2} tệp")).to_be_visible(timeout=SECONDS)
    seen("4-da-nhan", full=False)

    # mended in the marked copies, and sent again
    page.set_input_files("input[type=file]", mended(archive, tmp_path / "gui-lai"))
    title(page, "Nhận được 2/2 tệp")
    page.get_by_text("Thay đổi nếu nhận", exact=True).click()
    change = page.get_by_role("cell", name=re.compile("chỉ tiêu dịch vụ công mới"))
    expect(change.first).to_be_visible()
    seen("5-gui-lai")
    accept(page, "Nhận 2 tệp")
    expect(page.get_by_text("Đã nhận 2 tệp")).to_be_visible(timeout=SECONDS)
    assert len(keeping.history(data)) == held + len(files)

    # one taken back
    before = keeping.current_store(data)
    begin_withdrawal(page, re.compile("xa-b-da-kiem-tra"))
    seen("6-thu-hoi")
    page.get_by_text("Tôi chắc chắn thu hồi").click()
    press(page, "Thu hồi")
    expect(page.get_by_text("Đã thu hồi lần nhập số")).to_be_visible(timeout=SECONDS)
    assert keeping.current_store(data) != before
    seen("7-lich-su")
    page.get_by_role("tab", name="Điều đã học").click()
    expect(page.get_by_text("Bỏ một điều chỉ có tác dụng")).to_be_visible()
    seen("8-da-hoc", full=False)
    assert page.get_by_test_id("stException").count() == 0
    store.forget(data)


def accept(page: Page, label: str) -> None:
    agree = page.get_by_text(re.compile("^Tôi đã xem"))
    if agree.count():
        agree.click()
        settle(page)
    press(page, label)


def answer(page: Page, typed: str) -> None:
    """The unit that a name means, found by typing a part of it."""
    page.get_by_role("combobox", name=re.compile("^Đơn vị")).last.click()
    page.keyboard.type(typed)
    page.get_by_role("option").first.click()
    press(page, "Ghi nhớ và đọc lại")


def begin_withdrawal(page: Page, file: re.Pattern[str]) -> None:
    """An import found in the history, and what taking it back would undo."""
    page.get_by_role("tab", name="Lịch sử nhập").click()
    expect(page.get_by_text("Lần nhập cần xem")).to_be_visible(timeout=SECONDS)
    settle(page)
    expect(page.get_by_test_id("stSkeleton")).to_have_count(0)
    box = page.get_by_role("combobox", name=re.compile("Lần nhập cần xem"))
    box.focus()
    box.press("ArrowDown")  # by the keyboard: a click scrolls, and scrolling shuts the list
    page.get_by_role("option", name=file).click()
    page.get_by_text("Thu hồi lần nhập này").click()
    expect(page.get_by_text("số liệu không còn").first).to_be_visible(timeout=SECONDS)
