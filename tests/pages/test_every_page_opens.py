"""Every page opens, with one headline, on every kind of store and of unit."""

from __future__ import annotations

from pathlib import Path

import pytest

from cchc import importing, settings
from cchc.importing import Upload
from tests.pages.reading import Open, opener, texts, title

PAGES = sorted(path.name for path in (settings.REPO / "pages").glob("*.py"))
WITHOUT_BAR = ("nguon.py", "nhap_so_lieu.py")
WITH_BAR = [page for page in PAGES if page not in WITHOUT_BAR]
TAM_DUONG = "lai-chau.tam-duong"
XA_A = "minh-hoa.mh.xa-a"
UNITS = {
    "targets and tasks": TAM_DUONG,
    "a published result and a plan": "binh-dinh.tuy-phuoc",
    "a plan's own criteria": "gia-lai.kong-chro.tt-kong-chro",
    "eight dimensions of PAPI": "hung-yen.kim-dong.duc-hop",
    "a calendar alone": "binh-dinh.hoai-nhon.hoai-chau-bac",
    "a district with others under it": "minh-hoa.mh",
    "a commune": XA_A,
    "a department": "minh-hoa.mh.p-noi-vu",
}
ALONE = {
    "a month's report alone": "minh-hoa/bao-cao-2024-09-xa-h.xlsx",
    "a real plan alone": "tam-duong-2024-muc-tieu-va-nhiem-vu.xlsx",
    "a calendar of reports alone": "lich-bao-cao.xlsx",
}


@pytest.mark.parametrize("unit", UNITS.values(), ids=UNITS)
@pytest.mark.parametrize("page", WITH_BAR)
def test_a_page_opens_for_every_kind_of_unit(open_page: Open, page: str, unit: str) -> None:
    assert len(open_page(page, unit).title) == 1


@pytest.mark.parametrize("file", ALONE.values(), ids=ALONE)
@pytest.mark.parametrize("page", PAGES)
def test_a_page_opens_on_one_workbook_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, page: str, file: str
) -> None:
    path = settings.SAMPLES / file
    report = importing.import_files(tmp_path, [Upload(path.name, path.read_bytes())])
    assert [one.status for one in report.reports] == ["accepted"]
    assert len(opener(tmp_path, monkeypatch)(page).title) == 1


@pytest.mark.parametrize("page", WITH_BAR)
def test_without_any_import_a_page_says_what_to_do(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, page: str
) -> None:
    opened = opener(tmp_path / "data", monkeypatch)(page)
    assert title(opened) == "Chưa có số liệu"
    assert "Nhập số liệu" in texts(opened)


@pytest.mark.parametrize("page", ["tong_quan.py", "muc_tieu.py", "xep_hang.py", "nhiem_vu.py"])
def test_illustrative_figures_are_marked_and_real_ones_are_not(open_page: Open, page: str) -> None:
    assert "Số liệu minh họa" in texts(open_page(page, XA_A))
    assert "Số liệu minh họa" not in texts(open_page(page, TAM_DUONG))
