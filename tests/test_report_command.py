"""`report` writes the draft of a report as Word, or says in Vietnamese why it cannot."""

from __future__ import annotations

from pathlib import Path

import docx
import pytest

from cchc.__main__ import main

ARGUMENTS = ("report", "--unit", "huyện Minh Họa", "--period", "2024-09")


def test_a_report_is_written_where_it_is_asked_for(
    illustrative: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "thang-9" / "báo cáo.docx"
    assert main(["--data", str(illustrative), *ARGUMENTS, "--out", str(out)]) == 0
    assert capsys.readouterr().out == f"Đã lập dự thảo báo cáo: {out}\n"
    assert any(line.text == "BÁO CÁO" for line in docx.Document(str(out)).paragraphs)


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        (("--period", "tháng 9"), "Không hiểu kỳ"),
        (("--unit", "xã Không Có"), "xã Không Có"),
        (("--out", "bao-cao.pdf"), "phải có đuôi .docx"),
    ],
)
def test_what_cannot_be_understood_is_said_in_vietnamese(
    illustrative: Path,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    changed: tuple[str, str],
    said: str,
) -> None:
    out = ("--out", str(tmp_path / "a.docx"))
    assert main(["--data", str(illustrative), *ARGUMENTS, *out, *changed]) == 2
    told = capsys.readouterr()
    assert said in told.err
    assert told.out == ""


def test_a_place_that_cannot_be_written_to_is_said(
    illustrative: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "tep").write_text("x")
    out = tmp_path / "tep" / "a.docx"
    assert main(["--data", str(illustrative), *ARGUMENTS, "--out", str(out)]) == 2
    assert "Không ghi được tệp" in capsys.readouterr().err


def test_without_any_import_the_report_says_so(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "a.docx"
    assert main(["--data", str(tmp_path / "data"), *ARGUMENTS, "--out", str(out)]) == 2
    assert "Chưa có số liệu nào được nhập" in capsys.readouterr().err
    assert not out.exists()
