"""A data folder with the seed workbooks and some illustrative ones, and pages opened on it."""

from __future__ import annotations

from pathlib import Path

import pytest

from cchc import importing, settings
from cchc.importing import Upload
from tests.pages.purity import watch
from tests.pages.reading import Open, opener

ILLUSTRATIVE = (
    "ket-qua-2023-huyen-minh-hoa.xlsx",
    "minh-hoa-2024-nhiem-vu.xlsx",
    "muc-tieu-2024-huyen-minh-hoa.xlsx",
    "muc-tieu-2024-cac-xa.xlsx",
    "xep-hang-2022-cac-xa.xlsx",
    "xep-hang-2023-cac-xa.xlsx",
    "bao-cao-2024-09-p-noi-vu.xlsx",
    "bao-cao-2024-09-p-van-hoa-thong-tin.xlsx",
    "bao-cao-2024-09-xa-h.xlsx",
)


@pytest.fixture(autouse=True)
def _kept_functions_ask_for_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    watch(monkeypatch)


@pytest.fixture(scope="session")
def imported(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The data folder after an import of real workbooks."""
    folder = tmp_path_factory.mktemp("data")
    paths = sorted(settings.SAMPLES.glob("*.xlsx"))
    paths += [settings.SAMPLES / "minh-hoa" / file for file in ILLUSTRATIVE]
    report = importing.import_files(folder, [Upload(p.name, p.read_bytes()) for p in paths])
    assert [file.file for file in report.reports if file.status != "accepted"] == []
    return folder


@pytest.fixture
def open_page(imported: Path, monkeypatch: pytest.MonkeyPatch) -> Open:
    """`open_page("muc_tieu.py", unit="huyện Tam Đường")` → the page after its run, no exception."""
    return opener(imported, monkeypatch)
