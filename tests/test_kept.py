"""What is made of the same things is made once, and of other things anew."""

from __future__ import annotations

import gc
import weakref
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

import pandas as pd
import pytest

from cchc.ui import kept as module
from cchc.ui.kept import kept


@dataclass(frozen=True)
class Scope:
    name: str
    held: pd.DataFrame = field(compare=False)


@kept
def listed(*given: Any, **named: Any) -> list[Any]:
    """A new list each time that it is made."""
    return [given, named]


def rows(*values: object) -> pd.DataFrame:
    return pd.DataFrame({"value": list(values)})


FRAME = rows(1)
UNLIKE = [
    *(None, "", "1", 1, True, 1.0, Decimal("1.0"), Decimal("1.00"), -0.0, 0.0, date(2024, 1, 1)),
    *((), [], {}, ("a",), ["a"], {"a": 1}, {"a": 1.0}, ("a", ("b",)), ("a", "b")),
    *(FRAME, rows(1), (FRAME,), {"a": FRAME}, Scope("a", FRAME), Scope("a", rows(1))),
    Scope("b", FRAME),
]


@pytest.mark.parametrize("given", UNLIKE, ids=range(len(UNLIKE)))
def test_of_the_same_the_very_same_comes_back(given: object) -> None:
    assert listed(given) is listed(given)
    assert listed(1, given, more=given) is listed(1, given, more=given)


def test_of_anything_else_another_comes_back() -> None:
    made = [listed(given) for given in UNLIKE]
    assert len({id(one) for one in made}) == len(UNLIKE)


def test_equal_values_made_anew_are_the_same_but_equal_frames_are_not() -> None:
    assert listed({"a": [1, "b"]}) is listed({"a": [1, "b"]})
    assert listed(Scope("a", FRAME)) is listed(Scope("a", FRAME))
    assert listed(float("nan")) is listed(float("nan"))
    assert listed(FRAME) is not listed(FRAME.copy())


def test_a_name_and_a_place_and_another_function_are_told_apart() -> None:
    @kept
    def other(*given: Any) -> list[Any]:
        return list(given)

    assert listed("a", 1) is not listed(a=1)
    assert listed(a=1, b=2) is not listed(a=2, b=1)
    assert other("a") == ["a"]


def test_a_list_that_was_changed_is_another() -> None:
    given = ["a"]
    before = listed(given)
    given.append("b")
    assert listed(given) is not before


def test_a_frame_stays_while_anything_made_of_it_is_kept() -> None:
    """Else another frame could take its place in memory, and be taken for it."""
    module._made.cache_clear()
    frame = rows(2)
    seen = weakref.ref(frame)
    listed((frame,))
    del frame
    gc.collect()
    assert seen() is not None
    module._made.cache_clear()
    gc.collect()
    assert seen() is None


def test_what_is_kept_has_a_bound() -> None:
    for number in range(module.MOST + 10):
        listed("many", number)
    assert module._made.cache_info().currsize == module.MOST


def test_what_nothing_tells_apart_is_refused() -> None:
    with pytest.raises(TypeError, match="set"):
        listed({1, 2})


def test_what_fails_is_tried_again() -> None:
    tries = []

    @kept
    def failing(name: str) -> None:
        tries.append(name)
        raise ValueError(name)

    for _ in range(2):
        with pytest.raises(ValueError, match="a"):
            failing("a")
    assert tries == ["a", "a"]
