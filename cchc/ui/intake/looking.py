"""Files looked at once, with a bar by file, and what accepting them would change.

In: uploads. Out: the inspection and its changes, held for the next reruns. It decides nothing.
"""

from __future__ import annotations

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from cchc import changes, importing
from cchc.importing import Inspection
from cchc.ui import data, words
from cchc.ui.intake import session
from cchc.ui.intake.asking import Dropped
from cchc.ui.intake.session import Looked

COMPARING = 0.95  # the bar's share when all files are read


def look(dropped: Dropped) -> Looked | None:
    """What the files say: looked at once for each set of files and what is said of them."""
    if not dropped.uploads:
        session.forget_looked()
        return None
    held = session.looked()
    if held is None or held.key != dropped.key:
        session.forget_looked()
        held = _looked(dropped)
        session.remember_looked(held)
    return held


def _looked(dropped: Dropped) -> Looked:
    bar = st.progress(0.0, text=f"Bắt đầu đọc {len(dropped.uploads)} tệp…")
    try:
        inspection = _inspect(dropped, bar)
        bar.progress(COMPARING, text="Đang đối chiếu với số liệu đang có…")
        return Looked(dropped.key, inspection, changes.changes(data.folder(), inspection))
    finally:
        bar.empty()


def _inspect(dropped: Dropped, bar: DeltaGenerator) -> Inspection:
    def progress(position: int, count: int, file: str) -> None:
        bar.progress(
            COMPARING * (position + 0.5) / count,
            text=f"Đang đọc và đối chiếu tệp {position + 1}/{count}: {words.plain(file)}",
        )

    return importing.inspect(
        data.folder(),
        dropped.uploads,
        unit=dropped.unit,
        period=dropped.period,
        progress=progress,
    )
