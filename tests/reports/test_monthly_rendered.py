"""The report as LibreOffice lays it out: pages, numbers on them, nothing broken."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from cchc import monthly

SOFFICE = shutil.which("soffice") or shutil.which("libreoffice")
TOOLS = (SOFFICE, shutil.which("pdfinfo"), shutil.which("pdftotext"))
pytestmark = pytest.mark.skipif(
    not all(TOOLS), reason="LibreOffice (soffice) and poppler (pdfinfo, pdftotext) are needed"
)

# Unit, period, how many pages an office would expect.
REPORTS = {
    "huyen": ("minh-hoa.mh", "2024-09", range(7, 14)),
    "xa": ("minh-hoa.mh.xa-a", "2024-09", range(3, 11)),
    "phong": ("minh-hoa.mh.p-noi-vu", "2024-Q3", range(3, 13)),
    "tuy-phuoc": ("binh-dinh.tuy-phuoc", "2024-09", range(2, 6)),
    "tam-duong": ("lai-chau.tam-duong", "2024", range(2, 6)),
    "duc-hop": ("hung-yen.kim-dong.duc-hop", "2023-H1", range(2, 5)),
}
A4 = {(595, 842), (842, 595)}


@pytest.fixture(scope="module")
def rendered(illustrative: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with every report as PDF."""
    folder = tmp_path_factory.mktemp("rendered")
    for name, (unit, period, _) in REPORTS.items():
        content = monthly.report_file(illustrative, unit, period)[1]
        (folder / f"{name}.docx").write_bytes(content)
    command = [str(SOFFICE), f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless"]
    command += ["--convert-to", "pdf", "--outdir", str(folder)]
    command += [str(path) for path in sorted(folder.glob("*.docx"))]
    subprocess.run(command, check=True, capture_output=True, timeout=170)
    return folder


def pages(rendered: Path, name: str) -> list[list[str]]:
    """The lines of each page that are not empty."""
    command = ["pdftotext", "-layout", "-enc", "UTF-8", str(rendered / f"{name}.pdf"), "-"]
    text = subprocess.run(command, check=True, capture_output=True, timeout=60).stdout.decode()
    return [
        [line.strip() for line in page.splitlines() if line.strip()]
        for page in text.removesuffix("\f").split("\f")
    ]


def sizes(rendered: Path, name: str) -> list[tuple[int, int]]:
    """Width and height of each page, in points."""
    command = ["pdfinfo", "-l", "-1", str(rendered / f"{name}.pdf")]
    said = subprocess.run(command, check=True, capture_output=True, timeout=60).stdout.decode()
    lines = [
        line.split() for line in said.splitlines() if line.startswith("Page ") and "size" in line
    ]
    return [(round(float(words[3])), round(float(words[5]))) for words in lines]


@pytest.mark.parametrize("name", REPORTS)
def test_every_report_opens_on_a4_with_as_many_pages_as_expected(rendered: Path, name: str) -> None:
    found = sizes(rendered, name)
    assert set(found) <= A4
    assert found[0] == (595, 842), "the report itself stands upright"
    assert len(found) == len(pages(rendered, name))
    assert len(found) in REPORTS[name][2]


@pytest.mark.parametrize("name", REPORTS)
def test_pages_are_numbered_on_top_from_the_second(rendered: Path, name: str) -> None:
    first, *others = pages(rendered, name)
    assert not first[0].isdigit()
    assert [page[0] for page in others] == [str(number) for number in range(2, len(others) + 2)]


@pytest.mark.parametrize("name", REPORTS)
def test_nothing_is_broken_and_head_and_signature_are_whole(rendered: Path, name: str) -> None:
    every = pages(rendered, name)
    text = "\n".join("\n".join(page) for page in every)
    for broken in ("Error", "#REF", "None", "nan", "{'", "\ufffd"):
        assert broken not in text
    head = "\n".join(every[0][:8])
    assert "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM" in head
    assert "BÁO CÁO" in head
    (signed,) = [page for page in every if any("Nơi nhận:" in line for line in page)]
    said = "\n".join(signed)
    assert "Trên đây là báo cáo" in said, "a signature never stands alone on a page"
    assert "Lưu: VT." in said
    assert "CHỦ TỊCH" in said or "TRƯỞNG PHÒNG" in said


def test_only_the_wide_annex_of_a_district_lies_down(rendered: Path) -> None:
    assert (842, 595) in sizes(rendered, "huyen")
    for name in ("xa", "phong", "tuy-phuoc", "tam-duong", "duc-hop"):
        assert set(sizes(rendered, name)) == {(595, 842)}


def test_the_head_of_a_long_table_stands_on_each_of_its_pages(rendered: Path) -> None:
    annex = [page for page in pages(rendered, "xa") if any("Phụ lục" in line for line in page)]
    assert annex
    listed = [page for page in pages(rendered, "xa") if any("TT" in line.split() for line in page)]
    heads = [page for page in listed if any("Tình trạng" in line for line in page)]
    assert len(heads) >= 3
