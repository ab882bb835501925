"""What the browser tests stand on: Chromium, the real app, a page, a place for screenshots.

In: a data folder prepared by the test. Out: the address of the app serving it, and a page to look
at it with. It knows no page of the app; what a page shows is for the tests to say.
"""

import ast
import os
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Protocol

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from run import HOST, answers, end, find_chromium

ROOT = Path(__file__).resolve().parents[2]
SCREENS = ROOT / "build" / "screens"
LAPTOP = (1366, 768)
SECONDS_TO_START = 60
SECONDS_TO_SETTLE = 60
QUIET = [  # nothing but the app: no sandbox in containers, no calls home
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-dev-shm-usage",
]

StartApp = Callable[..., str]


def every_page() -> list[str]:
    """The addresses of all pages that app.py registers and that are there."""
    tree = ast.parse((ROOT / "app.py").read_text("utf-8"))
    (registry,) = (
        ast.literal_eval(node.value)
        for node in tree.body
        if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "PAGES"
    )
    pages = [page for group in registry.values() for page in group]
    return [path for file, _, path in pages if (ROOT / "pages" / file).exists()]


class Shoot(Protocol):
    """Saves what a page shows, once it has settled, as `build/screens/<name>.png`."""

    def __call__(self, page: Page, name: str, *, full: bool = False) -> Path: ...


def settle(page: Page) -> None:
    """Wait until Streamlit has connected and the script has run to its end."""
    still = '[data-testid="stApp"][data-test-script-state="notRunning"]'
    page.wait_for_selector(still, state="attached", timeout=SECONDS_TO_SETTLE * 1000)


def free_port() -> int:
    """A port of the loopback address that nobody uses now."""
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return int(probe.getsockname()[1])


@contextmanager
def running_app(data: Path, log: Path, **environment: str) -> Iterator[str]:
    """The real app over a data folder; its address. That very process is ended afterwards."""
    port = free_port()
    command = [sys.executable, "-m", "cchc.ui.serve"]
    command += [f"--server.port={port}", f"--server.address={HOST}", "--server.headless=true"]
    settings = {**os.environ, "PYTHONUTF8": "1", "CCHC_DEBUG": "1", "CCHC_DATA": str(data)}
    with log.open("wb") as out:
        process = subprocess.Popen(
            command, cwd=ROOT, env=settings | environment, stdout=out, stderr=subprocess.STDOUT
        )
        try:
            wait_for_app(process, port, log)
            yield f"http://{HOST}:{port}"
        finally:
            end(process)


def wait_for_app(process: subprocess.Popen[bytes], port: int, log: Path) -> None:
    """Return when the app is well; otherwise fail with its log."""
    deadline = time.monotonic() + SECONDS_TO_START
    while not answers(port):
        if process.poll() is not None or time.monotonic() > deadline:
            pytest.fail(f"the app did not start:\n{log.read_text('utf-8', 'replace')}")
        time.sleep(0.1)


@pytest.fixture(scope="session")
def chromium_path() -> str | None:
    """The browser to drive; None is Playwright's own."""
    return os.environ.get("CHROMIUM") or find_chromium()


# Of a module, not of the session: Playwright's event loop would stay "running" under whatever
# tests this worker is given next.
@pytest.fixture(scope="module")
def browser(chromium_path: str | None) -> Iterator[Browser]:
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=chromium_path, args=QUIET)
        yield launched
        launched.close()


@pytest.fixture(scope="module")
def app_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[StartApp]:
    """`app_server(data, **environment)` starts the app and gives its address."""
    logs = tmp_path_factory.mktemp("app")
    with ExitStack() as running:

        def start(data: Path, **environment: str) -> str:
            log = logs / f"{len(list(logs.iterdir()))}.log"
            return running.enter_context(running_app(data, log, **environment))

        yield start


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A fresh page of a small laptop in Việt Nam."""
    width, height = LAPTOP
    context = browser.new_context(
        viewport={"width": width, "height": height},
        locale="vi-VN",
        timezone_id="Asia/Ho_Chi_Minh",
        accept_downloads=True,
    )
    yield context.new_page()
    context.close()


@pytest.fixture
def shoot() -> Shoot:
    def save(page: Page, name: str, *, full: bool = False) -> Path:
        settle(page)
        SCREENS.mkdir(parents=True, exist_ok=True)
        target = SCREENS / f"{name}.png"
        if full:
            show_all(page)
        page.screenshot(path=target)
        return target

    return save


def show_all(page: Page) -> None:
    """Make the window as high as its content: Streamlit scrolls inside the page, not the page."""
    height = page.evaluate("document.querySelector('[data-testid=stMain]').scrollHeight")
    width = (page.viewport_size or {"width": LAPTOP[0]})["width"]
    page.set_viewport_size({"width": width, "height": max(int(height), LAPTOP[1])})
    settle(page)
