"""The ranking page's script on the illustrative data against the raw time of its queries."""

from __future__ import annotations

import os
from pathlib import Path

import streamlit as st
from streamlit.testing.v1 import AppTest

from bench.data import illustrative_data
from bench.ratios import seconds, spread, told
from cchc import keeping, store
from cchc.settings import REPO
from cchc.ui import data

RUNS = 15
UNIT = "minh-hoa.mh.xa-a"


def measure() -> str:
    """Reruns that find no cached answer against the queries alone, in the same process."""
    folder = illustrative_data()
    os.environ["CCHC_DATA"] = str(folder)
    asked: list[tuple[str, dict[str, object]]] = []
    page = _opened(asked)
    script = [_uncached(page) for _ in range(RUNS)]
    warm = [seconds(page.run) for _ in range(RUNS)]
    raw = [seconds(lambda: _answer(folder, asked)) for _ in range(RUNS)]
    ratios = [ours / plain for ours, plain in zip(script, raw, strict=True)]
    names = ", ".join(name for name, _ in asked)
    detail = (
        f"script {spread(script)} s, cached {spread(warm)} s, queries ({names}) {spread(raw)} s"
    )
    return told("ranking page's script / its queries on DuckDB", "≤ 10", ratios, detail)


def _uncached(page: AppTest) -> float:
    st.cache_data.clear()
    st.cache_resource.clear()
    return seconds(page.run)


def _opened(asked: list[tuple[str, dict[str, object]]]) -> AppTest:
    """The page shown for one unit; `asked` receives the queries of one more run."""
    page = AppTest.from_file(str(REPO / "pages" / "xep_hang.py"), default_timeout=60).run()
    page.selectbox[0].set_value(UNIT).run()
    fetch = data.fetch

    def noting(query: str, **params: object) -> object:
        known = store.queries()[query].params
        asked.append((query, {key: one for key, one in params.items() if key in known}))
        return fetch(query, **params)

    data.fetch = noting
    page.run()
    data.fetch = fetch
    return page


def _answer(folder: Path, asked: list[tuple[str, dict[str, object]]]) -> None:
    current = keeping.current_store(folder)
    assert current is not None
    for query, params in asked:
        store.run(folder, current, query, **params)
