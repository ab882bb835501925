"""From starting the app's process to the first page read in a browser, with data in place."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

from bench.data import illustrative_data
from bench.ratios import seconds, spread
from cchc.settings import REPO
from run import app_command, child_environment, choose_port, end, find_chromium, wait_until_healthy

RUNS = 5
QUIET = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-sync"]


def measure() -> str:
    """Seconds until the headline of the landing page stands on the screen."""
    folder = illustrative_data()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find_chromium(), args=QUIET)
        times = [_start_and_read(browser, folder) for _ in range(RUNS)]
        browser.close()
    return f"cold start to first page: {spread(times)} s, aim ≤ 4 s; n = {RUNS}"


def _start_and_read(browser: Browser, folder: Path) -> float:
    port = choose_port(None)
    page = browser.new_context().new_page()
    process: list[subprocess.Popen[bytes]] = []

    def work() -> None:
        environment = child_environment(CCHC_DATA=str(folder))
        command = [sys.executable, *app_command(port)[1:]]
        quiet = subprocess.DEVNULL
        process.append(
            subprocess.Popen(command, cwd=REPO, env=environment, stdout=quiet, stderr=quiet)
        )
        wait_until_healthy(process[0], port)
        page.goto(f"http://127.0.0.1:{port}/")
        page.wait_for_selector("h1")

    try:
        return seconds(work)
    finally:
        page.close()
        end(process[0])
