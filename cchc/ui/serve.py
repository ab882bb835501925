"""Start the app: `python -m cchc.ui.serve [options of streamlit run]`; run.py does so.

`streamlit run app.py` works too, with one flaw: until the first `st.navigation`, Streamlit takes
`pages/` for its older kind of multipage app, in which `/nhiem-vu` has no page, and the first
browser that opens such a link after a start is told "Page not found" over the right page.
"""

from __future__ import annotations

import sys

from streamlit.runtime.pages_manager import PagesManager
from streamlit.web import cli

from cchc.settings import REPO


def main() -> None:
    """Run app.py with the options given."""
    PagesManager.uses_pages_directory = False
    cli.main(["run", str(REPO / "app.py"), *sys.argv[1:]])


if __name__ == "__main__":
    main()
