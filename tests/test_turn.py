"""Runs of the app take turns, and none waits for ever."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from cchc.ui import turn


@contextmanager
def another_run(*, gives_up: bool = False) -> Iterator[None]:
    """A run in another thread that goes on while the block runs."""
    begun, may_end = threading.Event(), threading.Event()

    def run() -> None:
        with turn.taken():
            if gives_up:
                turn.give_up()
            begun.set()
            may_end.wait(30)

    thread = threading.Thread(target=run)
    thread.start()
    assert begun.wait(30)
    try:
        yield
    finally:
        may_end.set()
        thread.join()


def waited() -> float:
    before = time.monotonic()
    with turn.taken():
        return time.monotonic() - before


def test_a_run_waits_for_the_one_before_it_but_not_for_ever(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(turn, "PATIENCE_SECONDS", 0.2)
    with another_run():
        assert 0.2 <= waited() < 5
        assert waited() >= 0.2  # who ran out of turn frees nobody's
    assert waited() < 0.2


def test_nobody_waits_for_a_run_that_gave_up_its_turn() -> None:
    with another_run(gives_up=True):
        assert waited() < turn.PATIENCE_SECONDS


def test_a_run_that_fails_or_is_stopped_frees_its_turn() -> None:
    with pytest.raises(ZeroDivisionError), turn.taken():
        _ = 1 / 0
    assert waited() < turn.PATIENCE_SECONDS


def test_twelve_runs_at_once_are_one_at_a_time() -> None:
    running: list[int] = []
    most: list[int] = []

    def run() -> None:
        with turn.taken():
            running.append(1)
            most.append(len(running))
            time.sleep(0.01)
            running.pop()

    threads = [threading.Thread(target=run) for _ in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert most == [1] * 12
