"""Who may import what, where the import contracts cannot see: they read packages only."""

import ast
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from run import ROOT

SCRIPTS = [ROOT / "app.py", *sorted((ROOT / "pages").glob("*.py"))]
TREES = ("cchc", "pages", "tests")
BELOW_A_PAGE = {"duckdb", "sqlite3", "openpyxl", "lxml", "plotly", "subprocess"}
SCREEN_OF_LINES = 50
VAGUE = {"utils", "util", "helpers", "helper", "common", "misc"}


def imported(source: str) -> Iterator[str]:
    """The top-level names of all modules that a source imports, anywhere in it."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            yield from (alias.name.split(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield node.module.split(".")[0]


def imports_of(path: Path) -> set[str]:
    return set(imported(path.read_text(encoding="utf-8")))


def test_an_import_inside_a_function_is_seen() -> None:
    assert list(imported("def f():\n    import duckdb.typing")) == ["duckdb"]
    assert list(imported("def f():\n    from streamlit import session_state")) == ["streamlit"]


def test_only_the_app_its_pages_and_the_ui_import_streamlit() -> None:
    own = [*ROOT.glob("*.py"), *(ROOT / "cchc").rglob("*.py")]
    allowed = {ROOT / "app.py", *(ROOT / "cchc" / "ui").rglob("*.py")}
    found = [path for path in own if path not in allowed and "streamlit" in imports_of(path)]
    assert found == []


@pytest.mark.parametrize("path", SCRIPTS, ids=lambda path: path.name)
def test_a_page_asks_and_shows_and_does_nothing_below_that(path: Path) -> None:
    assert imports_of(path) & BELOW_A_PAGE == set()


def test_the_two_commands_need_the_standard_library_only() -> None:
    assert imports_of(ROOT / "run.py") <= sys.stdlib_module_names


def test_no_module_has_a_name_that_says_nothing() -> None:
    paths = [path for tree in TREES for path in (ROOT / tree).rglob("*.py")]
    assert [path for path in paths if path.stem in VAGUE] == []


def test_no_function_is_longer_than_a_screen() -> None:
    paths = [*SCRIPTS, ROOT / "run.py", *(ROOT / "cchc").rglob("*.py")]
    long = [
        f"{path.name}: {node.name}"
        for path in paths
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.FunctionDef)
        and (node.end_lineno or 0) - node.lineno >= SCREEN_OF_LINES
    ]
    assert long == []
