"""What is made of the same answers is made once: tables, sentences and links of a page.

In: a function that makes something of its arguments alone. Out: the same function, which gives back
what it made of them before, the very same object, so that kept functions go on from one another.

Frames and functions are told apart by being themselves, all else by value. That is safe because an
answer of the store never changes: `data.fetch` gives the same frame to everybody and nobody writes
into one. What is kept holds its frames, so no other can take the place of one in memory while it is
known by it.

A kept function asks for nothing: no ledger, no session, no address, no clock, no colours, and of
the store only what goes with its frames (how the units are called). Whatever it needs of them is an
argument. What it gives out nobody changes either.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields, is_dataclass
from datetime import date
from decimal import Decimal
from functools import lru_cache, wraps
from types import FunctionType
from typing import Any, ParamSpec, TypeVar, cast

import numpy as np
import pandas as pd

P = ParamSpec("P")
R = TypeVar("R")

# All pages of a district's 24 units make 3,100 things. A larger store keeps what was asked lately:
# each is some sixty objects, and a full collection of Python looks at every one.
MOST = 4096
PLAIN = (bool, int, float, Decimal, date, np.generic, type(pd.NA))


@dataclass(frozen=True, slots=True, eq=False)
class _Itself:
    """A frame as a part of a key: equal to none but itself, and held as long as the key is."""

    one: pd.DataFrame

    def __hash__(self) -> int:
        return id(self.one)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Itself) and self.one is other.one


@dataclass(frozen=True, slots=True, eq=False)
class _Call:
    """A function with what it is given; equal when it would make the same."""

    make: Callable[..., Any]
    given: tuple[Any, ...]
    named: Mapping[str, Any]
    key: tuple[Any, ...]

    def __hash__(self) -> int:
        return hash(self.key)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Call) and self.key == other.key


def kept(make: Callable[P, R]) -> Callable[P, R]:
    """`make`, which depends on its arguments alone, asked once for each of them."""

    @wraps(make)
    def ask(*given: P.args, **named: P.kwargs) -> R:
        key = (make, *map(_key, given), *((name, _key(one)) for name, one in named.items()))
        return cast(R, _made(_Call(make, given, named, key)))

    return ask


@lru_cache(maxsize=MOST)
def _made(call: _Call) -> Any:
    """Safe for threads: two that ask at the same moment both make it, and both are right."""
    return call.make(*call.given, **call.named)


def _key(value: Any) -> Any:
    """What tells a value apart: 1, 1.0, True and a decimal are four, so are 1.0 and 1.00."""
    if value is None or isinstance(value, str):
        return value
    if isinstance(value, pd.DataFrame):
        return _Itself(value)
    if isinstance(value, PLAIN):
        return type(value), str(value)
    if isinstance(value, FunctionType):
        return value
    return type(value), *_keys_within(value)


def _keys_within(value: Any) -> tuple[Any, ...]:
    if isinstance(value, (list, tuple)):
        return tuple(map(_key, value))
    if isinstance(value, Mapping):
        return tuple((_key(name), _key(one)) for name, one in value.items())
    if is_dataclass(value):
        return tuple(_key(getattr(value, one.name)) for one in fields(value))
    raise TypeError(f"{type(value).__name__}: nothing tells it apart, so nothing of it can be kept")
