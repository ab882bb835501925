"""The one door from a page to the store: a query's name and plain values in, a DataFrame out.

Every question asks which store is current, which costs a look at the ledger's files; a store
never changes, so its name with the query and its values is a complete cache key, and nothing is
ever cleared. It must not know what a page shows.
"""

from __future__ import annotations

import os
import time
from collections.abc import Mapping, Sequence
from datetime import date
from functools import cache, lru_cache
from pathlib import Path

import pandas as pd

from cchc import changes, keeping, settings, store
from cchc.changes import FigureChange
from cchc.errors import WrongUse
from cchc.ledger import Ledger, Published

FRESH_NS = 2 * 10**9

Plain = str | int | float | bool | date | None

# Frames of some ten rows, read cell by cell: texts as Python's own strings are read several times
# as fast as out of Arrow's buffers, and a page's rerun takes a quarter less.
pd.set_option("mode.string_storage", "python")


def folder() -> Path:
    """The data folder that this app serves."""
    return _folder(os.environ.get("CCHC_DATA"))


@lru_cache(maxsize=8)
def _folder(named: str | None) -> Path:
    """Looked at once: to resolve a path at every question takes as long as some answers."""
    return settings.data_folder(None)


def current_store() -> str | None:
    """The store to read now; None while nothing was imported."""
    here = folder()
    stamp = Ledger(here).stamp()
    written = max((told[0] for told in stamp if told), default=0)
    if time.time_ns() - written < FRESH_NS:  # the file's clock may not tell two writes apart
        return keeping.current_store(here)
    return _current(here, stamp)


@lru_cache(maxsize=8)
def _current(data_folder: Path, stamp: object) -> str | None:
    """While the ledger's files are as they were, so is what it says (opening it takes 1 ms)."""
    return keeping.current_store(data_folder)


def fetch(query: str, **params: object) -> pd.DataFrame:
    """The rows of a query of `queries/` in the current store.

    Everybody gets the same frame, and nobody writes into it: `cchc.ui.kept` relies on that.

    Parameters that the query's header does not name are left out, so that one scope serves all
    queries. Without a store the frame is empty and has the query's columns.
    """
    header = _headers().get(query)
    if header is None:
        raise WrongUse(f"Không có truy vấn tên “{query}”.")
    name = current_store()
    if name is None:
        return _nothing(tuple(header.columns))
    return _rows(str(folder()), name, query, **_wanted(header, params))


def previous() -> Published | None:
    """The publication before the present one; None when there is none to compare with."""
    name = current_store()
    return _previous(str(folder()), name) if name else None


@lru_cache(maxsize=8)
def _previous(data_folder: str, name: str) -> Published | None:
    """`name`, the current store, is the key: with it the answer never changes."""
    return keeping.previous_publication(Path(data_folder))


def fetch_previous(query: str, **params: object) -> pd.DataFrame:
    """The same question asked of the publication before; no rows when there is none."""
    header, before = _headers()[query], previous()
    if before is None:
        return _nothing(tuple(header.columns))
    return _rows(str(folder()), before.store, query, **_wanted(header, params))


def changed_figures(unit_id: str) -> list[FigureChange]:
    """What the present publication says otherwise of one unit than the one before."""
    name, before = current_store(), previous()
    return _changed(str(folder()), before.store, name, unit_id) if name and before else []


@lru_cache(maxsize=128)
def _changed(data_folder: str, before: str, after: str, unit_id: str) -> list[FigureChange]:
    return changes.since(Path(data_folder), before, after, [unit_id])


@cache
def _nothing(columns: tuple[str, ...]) -> pd.DataFrame:
    return pd.DataFrame(columns=list(columns))


def _wanted(header: store.Query, params: Mapping[str, object]) -> dict[str, Plain]:
    return {key: _plain(params[key]) for key in header.params if key in params}


def _plain(value: object) -> Plain:
    """A value that makes a cache key."""
    if value is None or isinstance(value, (str, bool, int, float, date)):
        return value
    raise WrongUse(f"Giá trị “{value}” không dùng để hỏi số liệu được.")


@lru_cache(maxsize=4096, typed=True)
def _rows(data_folder: str, name: str, query: str, /, **wanted: Plain) -> pd.DataFrame:
    return store.frame(Path(data_folder), name, query, **wanted)


@lru_cache(maxsize=1)
def _headers() -> Mapping[str, store.Query]:
    """What each query is called and takes; the files do not change while the app runs."""
    return store.queries()


@lru_cache(maxsize=1)
def rules() -> Sequence[store.Rule]:
    """The checks and what they say of themselves; the files do not change while the app runs."""
    return store.rules()
