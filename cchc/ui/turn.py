"""Runs of the app take turns: one after another is done sooner than all at once.

Every message that a run sends takes a lock of Streamlit's configuration and the interpreter's own.
With sixty people's runs at once each waited for all others at every message, mostly asleep: half of
the clicks took 3.6 s, in turns 0.1 s.
"""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Iterator

PATIENCE_SECONDS = 10.0

_free = threading.Lock()
_held = threading.local()


@contextlib.contextmanager
def taken() -> Iterator[None]:
    """Wait for the turn, but not for ever: one long run must not hold up everybody."""
    _held.mine = _free.acquire(timeout=PATIENCE_SECONDS)
    try:
        yield
    finally:
        give_up()


def give_up() -> None:
    """What follows takes long (reading workbooks, building a store): nobody need wait for it."""
    if getattr(_held, "mine", False):
        _held.mine = False
        _free.release()
