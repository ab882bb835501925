"""Where data may lie, and what a version of the code is."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from cchc import settings
from cchc.errors import WrongUse


def test_a_folder_named_on_the_command_line_wins_over_the_environment(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CCHC_DATA", str(tmp_path / "environment"))
    assert settings.data_folder(str(tmp_path / "said")) == (tmp_path / "said").resolve()
    assert settings.data_folder(None) == (tmp_path / "environment").resolve()
    monkeypatch.delenv("CCHC_DATA")
    assert settings.data_folder(None) == settings.REPO / "data" / "var"


@pytest.mark.parametrize(
    "cloud",
    [
        "OneDrive",
        "OneDrive - UBND",
        "Dropbox (Nội vụ)",
        "Google Drive",
        "iCloudDrive",
        "CloudStorage",
    ],
)
def test_a_folder_that_a_cloud_client_syncs_is_refused(tmp_path: Path, cloud: str) -> None:
    with pytest.raises(WrongUse, match="đồng bộ"):
        settings.data_folder(str(tmp_path / cloud / "cchc"))


def test_an_ordinary_folder_is_accepted(tmp_path: Path) -> None:
    assert settings.data_folder(str(tmp_path / "Số liệu CCHC")).name == "Số liệu CCHC"


def test_the_clock_reads_as_in_vietnam() -> None:
    now = settings.now_vietnam()
    assert now.tzinfo is None
    assert now.microsecond == 0
    assert settings.today_vietnam() - now.date() <= timedelta(days=1)


def test_debug_is_said_with_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CCHC_DEBUG", "1")
    assert settings.debug()
    monkeypatch.setenv("CCHC_DEBUG", "0")
    assert not settings.debug()


def test_what_only_draws_is_no_part_of_the_code_version(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    package = tmp_path / "cchc"
    for file in (
        "settings.py",
        "normalise/rows.py",
        "ui/data.py",
        "figures/bars.py",
        "__main__.py",
    ):
        (package / file).parent.mkdir(parents=True, exist_ok=True)
        (package / file).write_text("one", "utf-8")
    monkeypatch.setattr(settings, "__file__", str(package / "settings.py"))

    def version() -> str:
        settings.code_version.cache_clear()
        return settings.code_version()

    before = version()
    for file in ("ui/data.py", "figures/bars.py", "__main__.py"):
        (package / file).write_text("two", "utf-8")
    assert version() == before
    (package / "normalise/rows.py").write_text("two", "utf-8")
    assert version() != before
    settings.code_version.cache_clear()


def test_line_ends_of_another_system_are_no_other_content(tmp_path: Path) -> None:
    unix, windows = tmp_path / "unix" / "a.sql", tmp_path / "windows" / "a.sql"
    for path, content in ((unix, b"select 1\nfrom t\n"), (windows, b"select 1\r\nfrom t\r\n")):
        path.parent.mkdir()
        path.write_bytes(content)
    assert settings.digest([unix]) == settings.digest([windows])
