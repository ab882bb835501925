"""Start the app: `python -m cchc.ui.serve [options of streamlit run]`; run.py does so.

`streamlit run app.py` works too, with one flaw: until the first `st.navigation`, Streamlit takes
`pages/` for its older kind of multipage app, in which `/nhiem-vu` has no page, and the first
browser that opens such a link after a start is told "Page not found" over the right page.
"""

from __future__ import annotations

import gc
import sys
import time
from types import SimpleNamespace

from streamlit.runtime.pages_manager import PagesManager
from streamlit.runtime.scriptrunner import script_runner
from streamlit.web import cli

from cchc.settings import REPO

COLLECT_EVERY_SECONDS = 20.0
_collected = [0.0]


def collect_seldom(generation: int = 2) -> int:
    """A full collection, unless one was made just before; Python's own go on as ever.

    Streamlit makes one after every run of every session. They hold up all others, and with sixty
    sessions they took most of the time.
    """
    now = time.monotonic()
    if now - _collected[0] < COLLECT_EVERY_SECONDS:
        return 0
    _collected[0] = now
    return gc.collect(generation)


def main() -> None:
    """Run app.py with the options given."""
    PagesManager.uses_pages_directory = False
    vars(script_runner)["gc"] = SimpleNamespace(collect=collect_seldom)
    cli.main(["run", str(REPO / "app.py"), *sys.argv[1:]])


if __name__ == "__main__":
    main()
