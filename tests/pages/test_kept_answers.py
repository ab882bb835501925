"""Nobody changes an answer that all share, nor what was made of it.

Every page runs with each tab and each expander open, for several units. Then every answer that is
kept equals the query's fresh answer, and every kept thing what its function makes of the same.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import fields, is_dataclass
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
import streamlit as st
from pandas.testing import assert_frame_equal
from streamlit.testing.v1 import AppTest

from cchc import settings, store
from cchc.ledger import Ledger
from cchc.ui import blocks, criteria_views, data, filters, kept
from cchc.ui.kept import kept as keep
from tests.pages.purity import NotAnArgument

ASKS_NOTHING = "nhap_so_lieu.py"  # of the store, before a workbook comes
PAGES = sorted({path.name for path in (settings.REPO / "pages").glob("*.py")} - {ASKS_NOTHING})
UNITS = ("minh-hoa.mh", "minh-hoa.mh.xa-a", "minh-hoa.mh.p-noi-vu", "binh-dinh.tuy-phuoc")
MOST_TABS = 6
MADE = kept._made  # itself, not as it is watched


class Kept:
    """Every answer given and everything made while pages run."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.answers: dict[Any, pd.DataFrame] = {}
        self.made: list[tuple[Any, Any]] = []
        data._rows.cache_clear()
        MADE.cache_clear()
        rows, made = data._rows, kept._made

        def answered(folder: str, name: str, query: str, /, **wanted: Any) -> pd.DataFrame:
            frame = rows(folder, name, query, **wanted)
            self.answers[folder, name, query, tuple(wanted.items())] = frame
            return frame

        def remembered(call: Any) -> Any:
            misses = MADE.cache_info().misses
            result = made(call)
            if MADE.cache_info().misses > misses:
                self.made.append((call, result))
            return result

        monkeypatch.setattr(data, "_rows", answered)
        monkeypatch.setattr(kept, "_made", remembered)

    def assert_unchanged(self) -> None:
        assert self.answers
        for (folder, name, query, wanted), frame in self.answers.items():
            fresh = store.frame(Path(folder), name, query, **dict(wanted))
            assert_frame_equal(frame, fresh, check_freq=True, obj=query)
        for call, result in list(self.made):
            told = f"{call.make.__module__}.{call.make.__name__}"
            assert alike(result, call.make(*call.given, **call.named)), told


def alike(one: Any, other: Any) -> bool:
    """Equal in everything, frames by their cells, what is unknown equal to itself."""
    if type(one) is not type(other):
        return False
    if isinstance(one, pd.DataFrame):
        return one.equals(other) and list(one.columns) == list(other.columns)
    if is_dataclass(one):
        names = [part.name for part in fields(one)]
        return all(alike(getattr(one, name), getattr(other, name)) for name in names)
    if isinstance(one, Mapping):
        return alike([*one.items()], [*other.items()])
    if isinstance(one, Sequence) and not isinstance(one, str):
        return len(one) == len(other) and all(map(alike, one, other))
    return (pd.isna(one) and pd.isna(other)) or bool(one == other)


def unfold(monkeypatch: pytest.MonkeyPatch, place: int) -> None:
    """The tab at that place open on every page, and every expander."""
    expander, tabs = st.expander, st.tabs

    def unfolded(label: str, expanded: bool = False, **options: Any) -> Any:
        return expander(label, True, **options)

    def opened(names: Sequence[str], *args: Any, **options: Any) -> Any:
        return tabs(names, *args, **options | {"default": names[min(place, len(names) - 1)]})

    monkeypatch.setattr(st, "expander", unfolded)
    monkeypatch.setattr(st, "tabs", opened)


@pytest.fixture
def run(illustrative: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    monkeypatch.setenv("CCHC_DATA", str(illustrative))
    monkeypatch.setenv("CCHC_DEBUG", "1")
    st.cache_data.clear()

    def runs(page: str, place: int, choice: Mapping[str, str]) -> None:
        with monkeypatch.context() as here:
            unfold(here, place)
            path = str(settings.REPO / "pages" / page)
            test = AppTest.from_file(path, default_timeout=60).run()
            for unit in UNITS:
                for box in [box for box in test.selectbox if box.label == "Đơn vị"][:1]:
                    test = box.set_value(unit).run()
                for box in [box for box in test.selectbox if box.label in choice]:
                    test = box.set_value(choice[box.label]).run()
                assert not test.exception
                test = test.run()  # again, of what is kept
                assert not test.exception

    return runs


@pytest.mark.parametrize("page", PAGES)
def test_no_page_changes_an_answer_or_what_was_made_of_it(
    run: Callable[..., None], monkeypatch: pytest.MonkeyPatch, page: str
) -> None:
    shared = Kept(monkeypatch)
    choices: list[Mapping[str, str]] = [{}]
    if page == "tieu_chi.py":
        choices = [{"Nội dung": name} for name in criteria_views.PARTS]
    for place in range(MOST_TABS if _has_tabs(page) else 1):
        for choice in choices:
            run(page, place, choice)
    shared.assert_unchanged()


def _has_tabs(page: str) -> bool:
    return page in ("danh_muc.py", "dich_vu_cong.py", "kiem_tra.py", "nguon.py", "nhiem_vu.py")


LOOKS = {
    "session": lambda: st.session_state.get("don-vi"),
    "address": lambda: st.query_params.get("don-vi"),
    "colours": blocks.palette,
    "clock": settings.today_vietnam,
    "store": lambda: data.fetch("units_held_by_level"),
    "ledger": lambda: Ledger(data.folder()).head(),
    "the page itself": lambda: st.caption("vẽ"),
}


@pytest.mark.parametrize("look", LOOKS.values(), ids=LOOKS)
def test_a_kept_function_that_looks_beyond_its_arguments_is_found_out(
    illustrative: Path, monkeypatch: pytest.MonkeyPatch, look: Callable[[], Any]
) -> None:
    monkeypatch.setenv("CCHC_DATA", str(illustrative))
    with pytest.raises(NotAnArgument):
        keep(look)()


def test_how_the_bar_calls_a_unit_may_be_asked(
    illustrative: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CCHC_DATA", str(illustrative))
    assert keep(filters.label_of)("minh-hoa.mh.xa-a")
