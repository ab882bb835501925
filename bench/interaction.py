"""A choice in the bar, from the key press until everything is redrawn, in a browser.

Each page of the app against a bare Streamlit page that only shows figures and tables of the same
size, made before (bench/bare_page.py), pair by pair, warm; on the illustrative district and on a
generated province; then the generated nation against the province.
"""

from __future__ import annotations

import ast
import json
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from statistics import median
from urllib.parse import urlencode

from playwright.sync_api import Browser, Page, sync_playwright

from bench.data import illustrative_data
from bench.generated import NATION, PROVINCE, folder_of
from bench.ratios import spread
from cchc.settings import REPO
from run import child_environment, choose_port, end, find_chromium, wait_until_healthy

PAIRS = 6
WARM_UP = 2
QUIET_MS = 250
AIM, AIM_NATION = 0.8, 1.5
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-sync"]
# No bar: these two are about files.
WITHOUT_BAR = ("nhap-so-lieu", "nguon")
DISTRICT = ("xã A (minh họa)", "xã B (minh họa)")
COMMUNES = ("xã số 1 tỉnh số 1 (minh họa)", "xã số 2 tỉnh số 1 (minh họa)")

# Notes every change of the page, and when a choice was made.
WATCH = """
window.lastChange = 0; window.pressed = 0;
new MutationObserver(() => { window.lastChange = performance.now(); }).observe(
    document.querySelector('[data-testid=stMain]'),
    {subtree: true, childList: true, attributes: true, characterData: true});
document.addEventListener('keydown', event => {
    if (event.key === 'Enter') { window.pressed = performance.now(); }
}, true);
"""
SETTLED = """quiet => {
    const still = document.querySelector('[data-testid=stApp]')
        .getAttribute('data-test-script-state') === 'notRunning';
    return still && performance.now() - Math.max(window.lastChange, window.pressed) > quiet;
}"""
SHOWN = """() => ({
    figures: [...document.querySelectorAll('.js-plotly-plot')].map(plot => ({
        data: JSON.parse(JSON.stringify(plot.data)), layout: {height: plot.layout.height}})),
    tables: [
        ...[...document.querySelectorAll(
            '[data-testid=stTable] table, .cchc-table table')].map(table => ({
            kind: 'table', rows: table.tBodies[0].rows.length,
            columns: table.tBodies[0].rows[0].cells.length})),
        ...[...document.querySelectorAll('[data-testid=stDataFrame] [role=grid]')].map(grid => ({
            kind: 'dataframe', rows: Number(grid.getAttribute('aria-rowcount')) - 1,
            columns: Number(grid.getAttribute('aria-colcount'))}))],
})"""


def measure() -> str:
    """A line for each page and each data set."""
    province, nation = folder_of("province", **PROVINCE), folder_of("nation", **NATION)
    lines: list[str] = []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find_chromium(), args=FLAGS)
        lines += _against_bare(browser, "district", illustrative_data(), DISTRICT)
        lines += _against_bare(browser, "province", province, COMMUNES)
        lines += _against_province(browser, province, nation)
        browser.close()
    return "\n".join(lines)


def _against_bare(browser: Browser, name: str, data: Path, units: tuple[str, str]) -> Iterator[str]:
    specs = REPO / "build" / "bench" / "bare"
    specs.mkdir(parents=True, exist_ok=True)
    bare_app = ["-m", "streamlit", "run", str(REPO / "bench" / "bare_page.py")]
    with (
        serving(["-m", "cchc.ui.serve"], CCHC_DATA=str(data)) as ours,
        serving(bare_app, BENCH_BARE=str(specs)) as plain,
    ):
        for path in pages():
            page = _opened(browser, f"{ours}/{path}?" + urlencode({"don-vi": units[1]}))
            other = page.evaluate(SHOWN)
            _choose(page, units[0])
            drawn = json.dumps([page.evaluate(SHOWN), other])
            (specs / f"{path or 'x'}.json").write_text(drawn, "utf-8")
            bare = _opened(browser, f"{plain}/?page={path or 'x'}")
            first, second = _pairs(page, units, bare, ("một", "hai"))
            ratios = [one / other for one, other in zip(first, second, strict=True)]
            yield (
                f"{name}, /{path}: × {spread(ratios)} of a bare page, aim ≤ {AIM}; "
                f"{median(first):.0f} ms against {median(second):.0f} ms"
            )
            page.close()
            bare.close()


def _against_province(browser: Browser, province: Path, nation: Path) -> Iterator[str]:
    serve = ["-m", "cchc.ui.serve"]
    with (
        serving(serve, CCHC_DATA=str(province)) as small,
        serving(serve, CCHC_DATA=str(nation)) as large,
    ):
        for path in pages():
            query = urlencode({"don-vi": COMMUNES[0]})
            one = _opened(browser, f"{large}/{path}?{query}")
            other = _opened(browser, f"{small}/{path}?{query}")
            first, second = _pairs(one, _never_twice(), other, _never_twice())
            ratios = [a / b for a, b in zip(first, second, strict=True)]
            yield (
                f"nation / province, /{path}: × {spread(ratios)}, aim ≤ {AIM_NATION}; "
                f"{median(first):.0f} ms against {median(second):.0f} ms, no answer kept"
            )
            one.close()
            other.close()


def _never_twice() -> tuple[str, ...]:
    """Units that no answer is kept of yet."""
    return tuple(f"xã số {n} tỉnh số 1 (minh họa)" for n in range(3, 3 + PAIRS + WARM_UP))


def pages() -> list[str]:
    """The addresses of the pages that have the bar."""
    tree = ast.parse((REPO / "app.py").read_text("utf-8"))
    (registry,) = (
        ast.literal_eval(node.value)
        for node in tree.body
        if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "PAGES"
    )
    found = [page for group in registry.values() for page in group]
    there = [path for file, _, path in found if (REPO / "pages" / file).exists()]
    return [path for path in there if path not in WITHOUT_BAR]


def _opened(browser: Browser, address: str) -> Page:
    context = browser.new_context(viewport={"width": 1366, "height": 768}, locale="vi-VN")
    page = context.new_page()
    page.goto(address)
    page.wait_for_selector("h1", timeout=60_000)
    page.evaluate(WATCH)
    page.wait_for_function(SETTLED, arg=1000, timeout=60_000)
    return page


def _pairs(
    page: Page, units: Sequence[str], bare: Page, options: Sequence[str]
) -> tuple[list[float], list[float]]:
    """Milliseconds of ours and of the other, turn by turn, without the first ones."""
    turns = range(PAIRS + WARM_UP)
    times = [
        (
            _choose(page, units[(turn + 1) % len(units)]),
            _choose(bare, options[(turn + 1) % len(options)]),
        )
        for turn in turns
    ]
    return [one for one, _ in times[WARM_UP:]], [other for _, other in times[WARM_UP:]]


def _choose(page: Page, option: str) -> float:
    """Milliseconds from the key press that makes a choice until nothing changes any more."""
    box = page.get_by_role("combobox", name="Đơn vị").first
    box.click()
    box.fill(option)
    page.keyboard.press("Enter")
    page.wait_for_timeout(50)
    page.wait_for_function(SETTLED, arg=QUIET_MS, timeout=60_000)
    return float(page.evaluate("window.lastChange - window.pressed"))


@contextmanager
def serving(command: list[str], **environment: str) -> Iterator[str]:
    """A Streamlit process on a free port; its address."""
    port = choose_port(None)
    options = [f"--server.port={port}", "--server.headless=true", "--server.address=127.0.0.1"]
    process = subprocess.Popen(
        [sys.executable, *command, *options],
        cwd=REPO,
        env=child_environment(**environment),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        wait_until_healthy(process, port)
        yield f"http://127.0.0.1:{port}"
    finally:
        end(process)
