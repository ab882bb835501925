"""run.py: what it decides before it installs, serves or checks anything. No network."""

import importlib.util
import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

import run

REQUIREMENTS = [run.ROOT / "requirements.txt", run.ROOT / "requirements-test.txt"]
PIN = re.compile(r"[A-Za-z0-9_.-]+==[0-9][A-Za-z0-9.]*(; sys_platform [!=]= \"\w+\")?")


@pytest.fixture
def requirements(tmp_path: Path) -> list[Path]:
    file = tmp_path / "requirements.txt"
    file.write_text("streamlit==1\n", encoding="utf-8")
    return [file]


@pytest.fixture
def installed(tmp_path: Path, requirements: list[Path]) -> Path:
    """A `.venv` as a successful installation leaves it."""
    venv = tmp_path / ".venv"
    python = run.venv_python(venv)
    python.parent.mkdir(parents=True)
    python.touch()
    run.stamp_file(venv, requirements).write_text(run.digest(requirements), encoding="utf-8")
    return venv


@pytest.fixture
def busy_port() -> Iterator[int]:
    with socket.socket() as owner:
        owner.bind((run.HOST, 0))
        owner.listen()
        yield owner.getsockname()[1]


def command(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-S", str(run.ROOT / "run.py"), *arguments],  # -S: no installed package
        capture_output=True,
        encoding="utf-8",
        env={**os.environ, **environment},
        timeout=60,
        check=False,
    )


def test_help_needs_nothing_but_python() -> None:
    answer = command("--help")
    assert answer.returncode == 0, answer.stderr
    for option in ("test", "--port", "--data", "--no-browser", "--wheels"):
        assert option in answer.stdout


def test_vietnamese_reaches_a_console_of_another_code_page() -> None:
    assert "chạy ứng dụng" in command("--help", PYTHONUTF8="0", PYTHONIOENCODING="cp1252").stdout


@pytest.mark.parametrize("version", [(3, 8), (3, 10)])
def test_an_older_python_is_told_which_one_to_install(version: tuple[int, int]) -> None:
    sentence = run.too_old(version)
    assert sentence is not None
    assert sentence.startswith(f"Cần Python 3.11 trở lên; bản đang dùng là 3.{version[1]}.")


@pytest.mark.parametrize("version", [(3, 11), (3, 12), (3, 13), (3, 14)])
def test_python_from_3_11_on_will_do(version: tuple[int, int]) -> None:
    assert run.too_old(version) is None


def test_a_second_start_installs_nothing(installed: Path, requirements: list[Path]) -> None:
    assert run.is_installed(installed, requirements)


def test_line_endings_do_not_call_for_an_installation(
    installed: Path, requirements: list[Path]
) -> None:
    requirements[0].write_bytes(b"streamlit==1\r\n")
    assert run.is_installed(installed, requirements)


def test_changed_requirements_are_installed_again(
    installed: Path, requirements: list[Path]
) -> None:
    requirements[0].write_text("streamlit==2\n", encoding="utf-8")
    assert not run.is_installed(installed, requirements)


def test_another_python_installs_again(
    installed: Path, requirements: list[Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "version_info", (3, 99, 0, "final", 0))
    assert not run.is_installed(installed, requirements)


def test_an_interrupted_installation_is_not_trusted(
    installed: Path, requirements: list[Path]
) -> None:
    run.unfinished_file(installed).touch()
    assert not run.is_installed(installed, requirements)
    assert not run.is_usable(installed)


def test_an_environment_whose_python_has_gone_is_made_again(
    installed: Path, requirements: list[Path]
) -> None:
    run.venv_python(installed).unlink()
    assert not run.is_installed(installed, requirements)
    assert not run.is_usable(installed)


def test_missing_venv_module_names_the_package(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(importlib.util, "find_spec", lambda _name: None)
    with pytest.raises(run.CannotGoOn, match=r"sudo apt install python3\.\d+-venv"):
        run.require_venv_module()


def test_wheels_keep_pip_off_the_network(tmp_path: Path) -> None:
    given = run.pip_command(tmp_path / ".venv", tmp_path / "requirements.txt", tmp_path)
    assert given[-3:] == ["--no-index", "--find-links", str(tmp_path.resolve())]


def test_a_missing_wheels_folder_is_said_and_costs_nothing(
    installed: Path, requirements: list[Path], tmp_path: Path
) -> None:
    with pytest.raises(run.CannotGoOn, match="--wheels"):
        run.install(installed, requirements, tmp_path / "none")
    assert run.is_installed(installed, requirements)


@pytest.mark.skipif(os.name == "nt", reason="a shell script stands for the interpreter")
def test_a_pip_that_fails_leaves_what_was_there(installed: Path, requirements: list[Path]) -> None:
    python = run.venv_python(installed)
    python.write_text("#!/bin/sh\nexit 1\n", encoding="utf-8")
    python.chmod(0o755)
    with pytest.raises(run.CannotGoOn, match="HTTPS_PROXY"):
        run.install(installed, requirements, None)
    assert run.is_installed(installed, requirements)


def test_a_busy_port_that_was_asked_for_ends_with_a_sentence(busy_port: int) -> None:
    answer = command("--port", str(busy_port), "--no-browser")
    assert answer.returncode == 1
    assert answer.stderr.startswith(f"Cổng {busy_port} đang được dùng")
    assert "Traceback" not in answer.stderr


def test_a_busy_default_port_gives_way_to_a_free_one(
    busy_port: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(run, "FIRST_PORT", busy_port)
    assert busy_port < run.choose_port(None) < busy_port + run.PORTS_TRIED


@pytest.mark.parametrize("typed", ["0", "65536", "-1", "tám", "8501.0"])
def test_what_is_no_port_is_refused(typed: str) -> None:
    answer = command(f"--port={typed}")
    assert answer.returncode == 2
    assert "không phải là số cổng" in answer.stderr


def test_the_option_goes_before_the_variable_and_that_before_the_default(tmp_path: Path) -> None:
    named = {"CCHC_DATA": str(tmp_path / "variable")}
    assert run.data_folder(str(tmp_path / "option"), named) == (tmp_path / "option").resolve()
    assert run.data_folder(None, named) == (tmp_path / "variable").resolve()
    assert run.data_folder(None, {}) == run.ROOT / "data" / "var"


def test_samples_are_loaded_only_where_there_is_no_ledger(tmp_path: Path) -> None:
    assert not run.has_data(tmp_path)
    (tmp_path / "ledger.sqlite").touch()
    assert run.has_data(tmp_path)


def test_the_checks_run_in_this_order() -> None:
    assert [step.name for step in run.test_steps([])] == [
        "ruff format --check .",
        "ruff check .",
        "mypy",
        "lint-imports",
        "pytest",
    ]


def test_what_follows_the_dashes_is_for_pytest() -> None:
    options, for_pytest = run.read_options(["test", "--wheels", "goi", "--", "-k", "--port"])
    assert options.wheels == Path("goi")
    assert run.test_steps(for_pytest)[-1].arguments[-2:] == ("-k", "--port")


def test_a_failing_check_ends_the_run_with_its_code(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    steps = [
        run.Step("một", ("-c", "print('chạy')")),
        run.Step("hai", ("-c", "raise SystemExit(3)")),
        run.Step("ba", ("-c", "print('không tới')")),
    ]
    monkeypatch.setattr(run, "prepare", lambda *_: None)
    monkeypatch.setattr(run, "ensure_chromium", lambda: None)
    monkeypatch.setattr(run, "test_steps", lambda _: steps)
    monkeypatch.setattr(run, "venv_python", lambda _: Path(sys.executable))
    options, _ = run.read_options(["test"])
    assert run.run_tests(options, []) == 3
    shown = capfd.readouterr()
    assert "== một" in shown.out
    assert "không tới" not in shown.out
    assert "== hai: không đạt (mã 3)" in shown.err


def test_an_app_that_does_not_stop_is_ended() -> None:
    stubborn = "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN)\n"
    stubborn += "print('sẵn sàng', flush=True); time.sleep(60)"
    process = subprocess.Popen([sys.executable, "-c", stubborn], stdout=subprocess.PIPE)
    assert process.stdout is not None
    with process.stdout as output:
        output.readline()
        started = time.monotonic()
        run.end(process, patience=(0.1, 0.1, 5))
    assert process.returncode is not None
    assert time.monotonic() - started < 5


def test_a_stop_signal_is_taken_for_ctrl_c() -> None:
    with pytest.raises(KeyboardInterrupt):
        run.stop_on_signal(signal.SIGTERM, None)


@pytest.mark.parametrize("file", REQUIREMENTS, ids=lambda file: file.name)
def test_every_requirement_is_pinned_exactly(file: Path) -> None:
    lines = [line.split("#")[0].strip() for line in file.read_text(encoding="utf-8").splitlines()]
    wanted = [line for line in lines if line and not line.startswith("-r ")]
    assert [line for line in wanted if not PIN.fullmatch(line)] == []
