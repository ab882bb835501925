"""A bare Streamlit page: constant figures in Streamlit's chart theme and tables of a given size.

The figures are made once and only shown; of the two choices each has its own, so that the browser
draws them anew, as it does ours.

What is served against each of our pages: `streamlit run bench/bare_page.py` with BENCH_BARE naming
a folder of JSON files, one a page, chosen by `?page=`. It knows nothing of the app.
"""

from __future__ import annotations

import json
import os
from pathlib import Path

import pandas as pd
import plotly.graph_objects as go
import streamlit as st


@st.cache_resource
def made(page: str, choice: str) -> tuple[list[go.Figure], list[tuple[str, pd.DataFrame]]]:
    """The figures and tables of one page for one of two choices, made once."""
    specs = json.loads((Path(os.environ["BENCH_BARE"]) / f"{page}.json").read_text("utf-8"))
    spec = specs[CHOICES.index(choice)]
    figures = [go.Figure(one, skip_invalid=True) for one in spec["figures"]]
    tables = [
        (
            table["kind"],
            pd.DataFrame([[f"76,1{CHOICES.index(choice)}"] * table["columns"]] * table["rows"]),
        )
        for table in spec["tables"]
    ]
    return figures, tables


CHOICES = ["một", "hai"]

st.set_page_config(layout="wide")
page = st.query_params.get("page", "x")
choice = st.selectbox("Đơn vị", CHOICES)
st.title(f"Trang trơn: {choice}")
figures, tables = made(page, choice)
for number, figure in enumerate(figures):
    st.plotly_chart(figure, key=f"figure-{number}")
for kind, table in tables:
    if kind == "dataframe":
        st.dataframe(table)
    else:
        st.table(table)
