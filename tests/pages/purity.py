"""What a kept function may not look at: whatever is not among its arguments."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import pytest

from cchc import settings
from cchc.ledger import Ledger
from cchc.ui import data, kept

RUN = "streamlit_script_run_ctx"  # a thread's session, address, colours and place on the page
UNITS = "units_held"  # how units are called goes with every answer of a store
DOORS = (
    *((settings, "today_vietnam"), (settings, "now_vietnam"), (Ledger, "_rows")),
    *((data, "fetch"), (data, "fetch_previous"), (data, "previous"), (data, "changed_figures")),
)


class NotAnArgument(AssertionError):
    """A kept function looked at something that may change under what it made."""


@dataclass
class NoRun:
    """What a thread has instead of its run while it is inside a kept function."""

    outside: Any

    def __getattr__(self, name: str) -> Any:
        raise NotAnArgument(f"the run of the page: {name}")


@contextmanager
def _running(run: Any) -> Iterator[None]:
    thread = threading.current_thread()
    before = getattr(thread, RUN, None)
    setattr(thread, RUN, run)
    try:
        yield
    finally:
        setattr(thread, RUN, before)


def watch(monkeypatch: pytest.MonkeyPatch) -> None:
    """From here on a kept function that asks for anything fails, and so does its page."""
    made = kept._made

    def alone(call: Any) -> Any:
        run = getattr(threading.current_thread(), RUN, None)
        # Kept functions ask one another: what is outside of all of them is the page's run.
        with _running(NoRun(run.outside if isinstance(run, NoRun) else run)):
            return made(call)

    monkeypatch.setattr(kept, "_made", alone)
    for owner, name in DOORS:
        monkeypatch.setattr(owner, name, _shut(name, getattr(owner, name)))


def _shut(name: str, door: Any) -> Any:
    def asked(*given: Any, **named: Any) -> Any:
        run = getattr(threading.current_thread(), RUN, None)
        if not isinstance(run, NoRun):
            return door(*given, **named)
        if given[:1] != (UNITS,):
            raise NotAnArgument(f"{name}{given}")
        with _running(run.outside):
            return door(*given, **named)

    return asked
