"""The two commands of a fresh machine: run the app, run the tests.

In: a Python of 3.11 or later and this folder. Out: `.venv` with the pinned packages, then the app
on 127.0.0.1 or the checks in order. It knows nothing of workbooks or figures, and uses the
standard library only, since nothing else is there when it starts. It must stay readable to older
Pythons up to the check of their version.
"""

from __future__ import annotations

import argparse
import hashlib
import http.client
import importlib.util
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import webbrowser
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple, NoReturn

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
APP_REQUIREMENTS = (ROOT / "requirements.txt",)
TEST_REQUIREMENTS = (ROOT / "requirements-test.txt", ROOT / "requirements.txt")
OLDEST_PYTHON = (3, 11)
HOST = "127.0.0.1"
FIRST_PORT = 8501
PORTS_TRIED = 100
SECONDS_TO_START = 90
INTERRUPTED = 130  # what shells expect of a program ended by Ctrl+C

EPILOG = """\
ví dụ:
  python3 run.py                         chạy ứng dụng, mở trình duyệt
  python3 run.py --port 9000             chạy ở cổng 9000
  python3 run.py --wheels D:\\goi         cài từ các tệp .whl đã chép sẵn, không cần mạng
  python3 run.py test                    chạy toàn bộ kiểm tra
  python3 run.py test -- -k ranking      chuyển phần sau "--" cho pytest

chuẩn bị các tệp .whl trên một máy có mạng, cùng hệ điều hành và cùng bản Python:
  python3 -m pip download -r requirements.txt -d THƯ_MỤC
"""


class CannotGoOn(Exception):
    """What stops the command, as a sentence that says what to do."""


class Step(NamedTuple):
    """One check: its name as printed, and the arguments after the interpreter."""

    name: str
    arguments: tuple[str, ...]


def main(argv: Sequence[str]) -> int:
    """Carry out one command; the result is the exit code."""
    speak_utf8()
    refusal = too_old(sys.version_info[:2])
    if refusal:
        print(refusal, file=sys.stderr)
        return 1
    options, for_pytest = read_options(argv)
    signal.signal(signal.SIGTERM, stop_on_signal)
    try:
        return run_tests(options, for_pytest) if options.command else run_app(options)
    except CannotGoOn as stop:
        print(stop, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("\nĐã dừng.", file=sys.stderr)
        return INTERRUPTED


def stop_on_signal(_number: int, _frame: object) -> NoReturn:
    """A service manager's stop is a Ctrl+C: the app must not outlive this program."""
    raise KeyboardInterrupt


def speak_utf8() -> None:
    """Let a Windows console, or a pipe, take Vietnamese; show each line at once."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace", line_buffering=True)


def too_old(version: tuple[int, int]) -> str | None:
    """The sentence for a Python that is too old, or nothing."""
    if version >= OLDEST_PYTHON:
        return None
    have, need = ".".join(map(str, version)), ".".join(map(str, OLDEST_PYTHON))
    return (
        f"Cần Python {need} trở lên; bản đang dùng là {have}. "
        "Hãy cài bản mới từ https://www.python.org/downloads/ rồi chạy lại."
    )


def read_options(argv: Sequence[str]) -> tuple[argparse.Namespace, list[str]]:
    """The options, and what stands after `--`, which is for pytest."""
    own, for_pytest = split_at_dashes(list(argv))
    parser = argparse.ArgumentParser(
        prog="run.py",
        description="Chạy ứng dụng theo dõi cải cách hành chính, hoặc (với test) toàn bộ kiểm tra.",
        epilog=EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    add = parser.add_argument
    add("command", nargs="?", choices=["test"], help="chạy toàn bộ kiểm tra thay cho ứng dụng")
    add("--port", type=port_number, help=f"cổng của ứng dụng (mặc định {FIRST_PORT}, hoặc kế tiếp)")
    add("--data", metavar="DIR", help="thư mục dữ liệu (mặc định: CCHC_DATA, hoặc data/var)")
    add("--no-browser", action="store_true", help="không mở trình duyệt")
    add("--wheels", metavar="DIR", type=Path, help="cài từ các tệp .whl trong thư mục này")
    options = parser.parse_args(own)
    if for_pytest and not options.command:
        parser.error('phần sau "--" chỉ dùng với test')
    return options, for_pytest


def split_at_dashes(argv: list[str]) -> tuple[list[str], list[str]]:
    """What stands before the first `--`, and what after."""
    if "--" not in argv:
        return argv, []
    place = argv.index("--")
    return argv[:place], argv[place + 1 :]


def port_number(text: str) -> int:
    """A port as typed."""
    if not text.isdecimal() or not 1 <= int(text) <= 65535:
        raise argparse.ArgumentTypeError(f'"{text}" không phải là số cổng (từ 1 đến 65535)')
    return int(text)


# --- The environment: .venv and what is installed in it ------------------------------------------


def prepare(requirements: Sequence[Path], wheels: Path | None) -> None:
    """Make `.venv` hold these requirements; nothing happens when it already does."""
    if is_installed(VENV, requirements):
        return
    if not is_usable(VENV):
        make_venv(VENV)
    install(VENV, requirements, wheels)


def venv_python(venv: Path) -> Path:
    """The interpreter inside a virtual environment."""
    return venv / ("Scripts/python.exe" if os.name == "nt" else "bin/python")


def digest(requirements: Sequence[Path]) -> str:
    """What an installation depends on: the files' contents and this Python's version."""
    seen = hashlib.sha256(repr(sys.version_info[:2]).encode())
    for file in requirements:
        # Read as text: a checkout with CRLF installs the same packages.
        seen.update(file.read_text(encoding="utf-8").encode())
    return seen.hexdigest()


def stamp_file(venv: Path, requirements: Sequence[Path]) -> Path:
    """Holds the digest of what was last installed in full."""
    return venv / f"{requirements[0].stem}.stamp"


def unfinished_file(venv: Path) -> Path:
    """Stands while something is being made or installed; left behind only by an interruption."""
    return venv / "unfinished"


def is_installed(venv: Path, requirements: Sequence[Path]) -> bool:
    """Whether these very requirements were installed in full, for this Python."""
    stamp = stamp_file(venv, requirements)
    return (
        not unfinished_file(venv).exists()
        and venv_python(venv).exists()
        and stamp.exists()
        and stamp.read_text(encoding="utf-8") == digest(requirements)
    )


def is_usable(venv: Path) -> bool:
    """Whether packages can be installed into it: whole, with pip, of this Python's version."""
    if unfinished_file(venv).exists() or not venv_python(venv).exists():
        return False
    ask = "import sys, pip; print('%d.%d' % sys.version_info[:2])"
    answer = subprocess.run(
        [venv_python(venv), "-c", ask], capture_output=True, text=True, check=False
    )
    return answer.stdout.strip() == "{}.{}".format(*sys.version_info[:2])


def make_venv(venv: Path) -> None:
    """Make the virtual environment anew, in place of a half-made or foreign one."""
    require_venv_module()
    print("Đang tạo môi trường Python trong .venv …")
    remove(venv)
    venv.mkdir(parents=True)
    unfinished_file(venv).touch()
    if subprocess.run([sys.executable, "-m", "venv", venv], check=False).returncode:
        raise CannotGoOn(
            f"Không tạo được môi trường Python trong {venv}. Hãy kiểm tra quyền ghi và chỗ trống "
            "trên đĩa, rồi chạy lại."
        )
    unfinished_file(venv).unlink()


def require_venv_module() -> None:
    """Debian and Ubuntu keep `ensurepip` in a package of its own."""
    if importlib.util.find_spec("ensurepip") and importlib.util.find_spec("venv"):
        return
    package = "python{}.{}-venv".format(*sys.version_info[:2])
    raise CannotGoOn(
        "Bản Python này thiếu phần tạo môi trường (venv). Trên Debian hoặc Ubuntu, hãy chạy: "
        f"sudo apt install {package}; trên hệ khác, hãy cài Python từ "
        "https://www.python.org/downloads/. Sau đó chạy lại."
    )


def remove(venv: Path) -> None:
    """Clear the way for a new environment."""
    try:
        if venv.exists():
            shutil.rmtree(venv)
    except OSError as error:
        raise CannotGoOn(
            f"Không xóa được {venv} để tạo lại ({error.strerror}). Hãy đóng ứng dụng đang chạy, "
            "xóa thư mục đó rồi chạy lại."
        ) from error


def install(venv: Path, requirements: Sequence[Path], wheels: Path | None) -> None:
    """Install with pip, and leave a stamp when all of it succeeded."""
    command = pip_command(venv, requirements[0], wheels)
    print(f"Đang cài các thư viện trong {requirements[0].name} (lần đầu mất vài phút) …")
    # A pip that is killed may leave a package that looks whole; one that fails takes its work back.
    unfinished_file(venv).touch()
    code = subprocess.run(command, check=False).returncode
    unfinished_file(venv).unlink()
    if code:
        raise CannotGoOn(pip_advice(wheels))
    stamp_file(venv, requirements).write_text(digest(requirements), encoding="utf-8")


def pip_command(venv: Path, requirements: Path, wheels: Path | None) -> list[str]:
    """How pip is called. Only wheels: nothing is compiled, no package's own script is run."""
    command = [str(venv_python(venv)), "-m", "pip", "install", "--no-input"]
    command += ["--disable-pip-version-check", "--only-binary=:all:", "-r", str(requirements)]
    if wheels is not None:
        if not wheels.is_dir():
            raise CannotGoOn(f"Không thấy thư mục {wheels}. Hãy kiểm tra đường dẫn sau --wheels.")
        command += ["--no-index", "--find-links", str(wheels.resolve())]
    return command


def pip_advice(wheels: Path | None) -> str:
    """What to do when pip failed."""
    if wheels is not None:
        return (
            f"Không cài được thư viện từ {wheels}: hãy chép đủ các tệp .whl của requirements.txt, "
            "đúng hệ điều hành và bản Python (xem python3 run.py --help), rồi chạy lại."
        )
    return (
        "Không cài được thư viện: hãy kiểm tra kết nối mạng; nếu cơ quan dùng proxy, đặt biến "
        "HTTPS_PROXY=http://máy:cổng; nếu không có mạng, dùng --wheels THƯ_MỤC "
        "(xem python3 run.py --help), rồi chạy lại."
    )


# --- The app -------------------------------------------------------------------------------------


def run_app(options: argparse.Namespace) -> int:
    """Install, load the samples the first time, serve until Ctrl+C."""
    port = choose_port(options.port)
    data = data_folder(options.data, os.environ)
    environment = child_environment(CCHC_DATA=str(data))
    prepare(APP_REQUIREMENTS, options.wheels)
    if not has_data(data):
        load_samples(data, environment)
    return serve(port, environment, with_browser=not options.no_browser)


def data_folder(option: str | None, environment: Mapping[str, str]) -> Path:
    """Where the data lives; a relative path counts from where the command was typed."""
    named = option or environment.get("CCHC_DATA")
    return Path(named).expanduser().resolve() if named else ROOT / "data" / "var"


def has_data(data: Path) -> bool:
    """Whether anything was ever imported into this folder."""
    return (data / "ledger.sqlite").exists()


def child_environment(**added: str) -> dict[str, str]:
    """The environment of the programs started from here: UTF-8 on every system."""
    return {**os.environ, "PYTHONUTF8": "1", **added}


def load_samples(data: Path, environment: Mapping[str, str]) -> None:
    """Import `data/samples`, so that the first start shows something."""
    print("Chưa có số liệu: đang nạp số liệu mẫu trong data/samples (khoảng nửa phút) …")
    command = [str(venv_python(VENV)), "-m", "cchc", "--data", str(data), "sample"]
    code = subprocess.run(command, cwd=ROOT, env=environment, check=False).returncode
    if code:
        print(
            "Không nạp được số liệu mẫu: hãy xem thông báo ở trên, hoặc chọn thư mục khác bằng "
            f"--data. Chi tiết: {data}",
            file=sys.stderr,
        )
        sys.exit(code)


def choose_port(asked: int | None) -> int:
    """The port asked for, or the first free one from 8501."""
    if asked is not None:
        if not is_free(asked):
            raise CannotGoOn(
                f"Cổng {asked} đang được dùng hoặc không được phép dùng. Hãy chọn cổng khác bằng "
                "--port, hoặc bỏ --port để tự tìm cổng trống."
            )
        return asked
    for port in range(FIRST_PORT, FIRST_PORT + PORTS_TRIED):
        if is_free(port):
            return port
    last = FIRST_PORT + PORTS_TRIED - 1
    raise CannotGoOn(
        f"Các cổng từ {FIRST_PORT} đến {last} đều đang được dùng. Hãy chọn cổng khác bằng --port."
    )


def is_free(port: int) -> bool:
    """Whether nobody listens on the port and this user may."""
    with socket.socket() as probe:
        probe.settimeout(1)
        # macOS lets two programs bind one port when one of them names the address: ask first.
        if probe.connect_ex((HOST, port)) == 0:
            return False
    with socket.socket() as probe:
        # On Windows this option would take the port from its owner; elsewhere it only forgives
        # connections that are still closing.
        if os.name != "nt":
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError:
            return False
    return True


def serve(port: int, environment: Mapping[str, str], *, with_browser: bool) -> int:
    """Start the app, say where it is, wait for its end or for Ctrl+C."""
    # Streamlit announces itself on stdout, in English; its log goes to stderr and stays.
    process = subprocess.Popen(
        app_command(port), cwd=ROOT, env=environment, stdout=subprocess.DEVNULL
    )
    try:
        wait_until_healthy(process, port)
        announce(f"http://{HOST}:{port}", with_browser=with_browser)
        return process.wait()
    except KeyboardInterrupt:
        print("\nĐang dừng ứng dụng …")
        return 0
    finally:
        end(process)


def app_command(port: int) -> list[str]:
    """How the app is started; the rest of its settings is in `.streamlit/config.toml`."""
    command = [str(venv_python(VENV)), "-m", "cchc.ui.serve"]
    command += [f"--server.address={HOST}", f"--server.port={port}", "--server.headless=true"]
    return command


def wait_until_healthy(process: subprocess.Popen[bytes], port: int) -> None:
    """Return when the app answers; give up when it ended or takes too long."""
    deadline = time.monotonic() + SECONDS_TO_START
    while not answers(port):
        if process.poll() is not None:
            print("Ứng dụng không khởi động được: hãy xem thông báo ở trên.", file=sys.stderr)
            sys.exit(process.returncode or 1)
        if time.monotonic() > deadline:
            raise CannotGoOn(
                f"Ứng dụng không trả lời sau {SECONDS_TO_START} giây. Hãy đóng bớt chương trình "
                "khác rồi chạy lại."
            )
        time.sleep(0.1)


def answers(port: int) -> bool:
    """Whether the app says that it is well. Asked directly: a proxy knows nothing of 127.0.0.1."""
    connection = http.client.HTTPConnection(HOST, port, timeout=2)
    try:
        connection.request("GET", "/_stcore/health")
        return connection.getresponse().status == http.client.OK
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()


def announce(address: str, *, with_browser: bool) -> None:
    """Say where the app is, and show it."""
    print(f"Mở trình duyệt tại {address}")
    print("Nhấn Ctrl+C để dừng.")
    if with_browser and has_screen(os.environ):
        webbrowser.open(address)


def has_screen(environment: Mapping[str, str]) -> bool:
    """Without one, a text browser would take over the terminal on Linux."""
    if not sys.platform.startswith("linux"):
        return True
    return bool(environment.get("DISPLAY") or environment.get("WAYLAND_DISPLAY"))


def end(process: subprocess.Popen[bytes], patience: Sequence[float] = (2, 5, 5)) -> None:
    """See the app off: Ctrl+C reached it too, so first wait; then ask; then insist."""
    asks = (None, process.terminate, process.kill)
    for ask, seconds in zip(asks, patience, strict=True):
        if process.poll() is None and ask:
            ask()
        try:
            process.wait(seconds)
        except (subprocess.TimeoutExpired, KeyboardInterrupt):
            continue
        return


# --- The tests -----------------------------------------------------------------------------------


def run_tests(options: argparse.Namespace, for_pytest: Sequence[str]) -> int:
    """Install, find a Chromium, then every check in order, up to the first that fails."""
    prepare(APP_REQUIREMENTS, options.wheels)
    prepare(TEST_REQUIREMENTS, options.wheels)
    environment = child_environment()
    # The tests have data folders of their own; the user's must stay out of their reach.
    environment.pop("CCHC_DATA", None)
    chromium = ensure_chromium()
    if chromium:
        environment["CHROMIUM"] = chromium
    for step in test_steps(for_pytest):
        code = run_step(step, environment)
        if code:
            print(f"== {step.name}: không đạt (mã {code})", file=sys.stderr)
            return code
    print("== Tất cả kiểm tra đều đạt.")
    return 0


def test_steps(for_pytest: Sequence[str]) -> list[Step]:
    """The checks, cheapest first. Called as modules: scripts break when the folder is moved."""
    contracts = "from importlinter.cli import lint_imports_command; lint_imports_command()"
    return [
        Step("ruff format --check .", ("-m", "ruff", "format", "--check", ".")),
        Step("ruff check .", ("-m", "ruff", "check", ".")),
        Step("mypy", ("-m", "mypy")),
        Step("lint-imports", ("-c", contracts)),
        # By file, so that a file's fixtures are made once.
        Step("pytest", ("-m", "pytest", "-n", "2", "--dist", "loadfile", *for_pytest)),
    ]


def run_step(step: Step, environment: Mapping[str, str]) -> int:
    """Run one check in full view; the result is its exit code."""
    print(f"== {step.name}")
    started = time.monotonic()
    command = [str(venv_python(VENV)), *step.arguments]
    code = subprocess.run(command, cwd=ROOT, env=environment, check=False).returncode
    print(f"== {step.name}: {time.monotonic() - started:.0f} s")
    return code


def ensure_chromium() -> str | None:
    """A Chromium for the browser tests; None means Playwright's own, just installed."""
    named = os.environ.get("CHROMIUM")
    if named:
        if not Path(named).exists():
            raise CannotGoOn(f"Biến CHROMIUM chỉ tới {named}, nhưng không có tệp đó.")
        return named
    chromium = find_chromium() or apt_chromium()
    if chromium is None:
        install_playwright_chromium()
    return chromium


def find_chromium() -> str | None:
    """A Chromium or Chrome that is already here."""
    names = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
    found = [shutil.which(name) for name in names] + usual_places(os.environ)
    return next((place for place in found if place and starts(place)), None)


def usual_places(environment: Mapping[str, str]) -> list[str | None]:
    """Where Windows and macOS keep browsers, which are not on the PATH there."""
    windows = [environment.get(name) for name in ("PROGRAMFILES", "PROGRAMFILES(X86)")]
    places = [Path(base, "Google/Chrome/Application/chrome.exe") for base in windows if base]
    for name in ("Chromium", "Google Chrome"):
        places.append(Path(f"/Applications/{name}.app/Contents/MacOS/{name}"))
    return [str(place) for place in places if place.exists()]


def starts(browser: str) -> bool:
    """Whether it is more than a stub: Ubuntu's only asks for a snap to be installed."""
    if os.name == "nt":
        return True  # there, --version would open a window
    try:
        asked = subprocess.run([browser, "--version"], capture_output=True, check=False, timeout=30)
    except (OSError, subprocess.TimeoutExpired):
        return False
    return asked.returncode == 0


def apt_chromium() -> str | None:
    """Debian's package, where this user may install it."""
    if not shutil.which("apt-get") or not hasattr(os, "geteuid") or os.geteuid() != 0:
        return None
    print("== Cài Chromium bằng apt-get")
    environment = child_environment(DEBIAN_FRONTEND="noninteractive")
    install_it = ["install", "-y", "--no-install-recommends", "chromium"]
    # One source that does not answer fails the update, not always the installation.
    for arguments in (["update"], install_it):
        subprocess.run(["apt-get", *arguments], env=environment, check=False)
    return find_chromium()


def install_playwright_chromium() -> None:
    """Playwright's own Chromium, kept in its cache folder."""
    print("== Cài Chromium bằng Playwright")
    command = [str(venv_python(VENV)), "-m", "playwright", "install", "chromium"]
    if subprocess.run(command, check=False).returncode:
        raise CannotGoOn(
            "Không cài được Chromium cho các kiểm tra trên trình duyệt: hãy cài Chromium hoặc "
            "Google Chrome, hoặc đặt biến CHROMIUM là đường dẫn tới nó, rồi chạy lại."
        )


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
