"""The store: built once from normalised files and the catalogue, then only read.

The only importer of duckdb. In: normalised workbooks and which imports are active. Out: a file
named by the digest of all it was made of, and the answers of the queries in queries/.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import re
import secrets
import shutil
import tempfile
import threading
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, astuple, dataclass
from datetime import date, datetime
from decimal import Decimal
from functools import cache
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Any

import duckdb

from cchc import settings
from cchc.errors import StoreUnavailable, WrongUse
from cchc.model import Normalised, TaskLink
from cchc.store import increment
from cchc.store.building import (
    Part,
    Rule,
    create_schema,
    create_views,
    fill,
    rules,
    run_checks,
)
from cchc.store.sql import literal, schema

if TYPE_CHECKING:
    import pandas as pd

__all__ = [
    "Part",
    "Rule",
    "create_schema",
    "create_views",
    "fill",
    "rules",
    "run_checks",
    "schema",
]

# A row of a normalised file: column -> what was said.
Row = dict[str, str]

CANDIDATE_SECONDS = 24 * 3600
OPEN_STORES = 8
# One thread: with two, DuckDB 1.5.5 now and then fails on a window over few rows and gives up the
# database ("index 0 within vector of size 0": 168 of 20,000 runs of one statement, with one thread
# none). Over a small store one is also faster: 0,6 s against 1,0 s for 227 workbooks; over 540,000
# scores a month more takes 1,9 s instead of 1,6.
MAKE_CONFIG = {
    "autoinstall_known_extensions": "false",
    "autoload_known_extensions": "false",
    "threads": "1",
}
# Many tables, few rows: small blocks make a store of six workbooks 1 MB instead of 3.4, and one
# encoding for all, not the best of ten for each column, halves the time of its checkpoint.
SMALL_CONFIG = {**MAKE_CONFIG, "default_block_size": "16384", "force_compression": "dict_fsst"}
# A store of 540,000 scores takes 296 MB that way, and 35 MB with DuckDB's own choices.
LARGE = 500  # imports
# Below this many imports a store is built whole as fast as it is changed.
WORTH_CHANGING = 100
# A copied store is built whole again when this share of it is free, or it holds so many times the
# rows that are left.
MOST_FREE = 0.3
MOST_ROWS = 1.5
COPIED_AT_ONCE = 1 << 20
# Given at connect, these refused every hostile statement tried; a reader needs nothing they bar.
READ_CONFIG = {
    **MAKE_CONFIG,
    "enable_external_access": "false",
    "allow_community_extensions": "false",
    "lock_configuration": "true",
    "memory_limit": "1GB",
    # Many people ask at once: all questions on a province took 1.05 s of the processor, with two
    # threads 1.28 s.
}
# What DuckDB raises on a file whose blocks do not agree with their checksums, or are not there.
DAMAGED = (duckdb.IOException, duckdb.InternalException, duckdb.FatalException)


@dataclass(frozen=True, slots=True)
class Query:
    """A query file: its header's words and its SQL."""

    name: str
    purpose: str
    grain: str
    params: tuple[str, ...]
    columns: tuple[str, ...]
    order: str
    caveats: str
    sql: str


@dataclass(frozen=True, slots=True)
class Rows:
    """A query's answer as it left the database: exact decimals, dates."""

    columns: tuple[str, ...]
    rows: list[tuple[Any, ...]]


# normalised files --------------------------------------------------------------------------


def write_normalised(items: Sequence[tuple[Path, Normalised]]) -> None:
    """One Parquet file a workbook: a row for each fact, finding and table read; columns sparse.

    All columns are text, so that decimals stay as they were read; the store's tables type them.
    """
    if not items:
        return
    alike: dict[tuple[str, ...], list[tuple[Path, list[Row]]]] = {}
    for path, said in items:
        rows = list(_rows_of(said))
        names = dict.fromkeys(["record", "row_number", *(name for row in rows for name in row)])
        alike.setdefault(tuple(names), []).append((path, rows))
    with contextlib.closing(duckdb.connect(":memory:", config=dict(MAKE_CONFIG))) as connection:
        for columns, files in alike.items():
            folder = files[0][0].parent
            folder.mkdir(parents=True, exist_ok=True)
            with tempfile.TemporaryDirectory(dir=folder, suffix=".part") as scratch:
                _write_alike(connection, Path(scratch), columns, files)


def _write_alike(
    connection: duckdb.DuckDBPyConnection,
    scratch: Path,
    columns: Sequence[str],
    files: Sequence[tuple[Path, list[Row]]],
) -> None:
    """Files of the same columns, in one statement: it takes half the time of one for each."""
    lines, made = scratch / "rows.json", scratch / "made"
    encode = json.JSONEncoder(ensure_ascii=False).encode
    with lines.open("w", encoding="utf-8", errors="replace") as file:
        for number, (_, rows) in enumerate(files):
            file.writelines(encode(row | {"file": number}) + "\n" for row in rows)
    types = ", ".join(f"{name}: 'VARCHAR'" for name in (*columns, "file"))
    rows_read = f"read_json({literal(lines)}, format = 'newline_delimited', columns = {{{types}}})"
    connection.execute(
        f"copy (from {rows_read}) to {literal(made)} (format parquet, partition_by (file))"
    )
    for number, (path, rows) in enumerate(files):
        one = made / f"file={number}" / "data_0.parquet"
        if not rows:
            nothing = f"select * exclude (file) from {rows_read} where false"
            connection.execute(f"copy ({nothing}) to {literal(one)} (format parquet)")
        path.parent.mkdir(parents=True, exist_ok=True)
        os.replace(one, path)


def _rows_of(said: Normalised) -> Iterator[Row]:
    """What was said, row by row; what was not said is left out."""
    facts = (
        {
            **{"record": fact.table, **fact.values, "sheet": fact.sheet, "cell": fact.cell},
            **{"subject": fact.subject, "figure": fact.figure},
        }
        for fact in said.facts
    )
    findings = ({"record": "finding", **asdict(finding)} for finding in said.findings)
    # How a table was recognised is for who hands it in; the store keeps what came of it.
    kept = schema()["sheet_read"].keys() - {"import_id"}
    tables = (
        {"record": "sheet_read"} | {name: getattr(table, name) for name in sorted(kept)}
        for table in said.tables
    )
    for number, row in enumerate(chain(facts, findings, tables)):
        said_of_it = {name: _text(value) for name, value in row.items() if value is not None}
        said_of_it["row_number"] = str(number)
        yield said_of_it


def catalogue_rows(imports: Iterable[tuple[int, Path]]) -> list[dict[str, str]]:
    """What accepted files say of units and frameworks, in the order given and their rows' order."""
    with contextlib.closing(duckdb.connect(":memory:", config=dict(MAKE_CONFIG))) as connection:
        return [
            row | {"import_id": str(import_id)}
            for import_id, path in imports
            for row in _catalogue_rows(connection, path)
        ]


def _catalogue_rows(connection: duckdb.DuckDBPyConnection, path: Path) -> Iterator[dict[str, str]]:
    cursor = connection.execute(
        f"from read_parquet({literal(path)}) where record like 'catalog!_%' escape '!' "
        "order by cast(row_number as integer)"
    )
    names = [column[0] for column in cursor.description or ()]
    for row in cursor.fetchall():
        said = zip(names, row, strict=True)
        yield {name: value for name, value in said if value is not None}


def _text(value: object) -> str:
    return format(value, "f") if isinstance(value, Decimal) else str(value)


# building ----------------------------------------------------------------------------------


def store_name(parts: Sequence[Part], links: Sequence[TaskLink] = ()) -> str:
    """The digest of all that a store is made of; the same ingredients give the same name."""
    made_of = [
        [
            part.received.import_id,
            part.normalised.stem,
            part.received.file,
            part.received.sender,
            part.received.received_on.isoformat(),
        ]
        for part in parts
    ]
    versions = [settings.code_version(), settings.catalog_version(), settings.schema_version()]
    text = json.dumps([versions, made_of, [astuple(link) for link in links]], ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()[:32]


def path_of(folder: Path, name: str) -> Path:
    return folder / "stores" / f"{name}.duckdb"


def exists(folder: Path, name: str) -> bool:
    return path_of(folder, name).exists()


def build(
    folder: Path,
    parts: Sequence[Part],
    *,
    anew: bool = False,
    links: Sequence[TaskLink] = (),
    parent: tuple[Path, Sequence[Part]] | None = None,
    links_before: Sequence[TaskLink] | None = None,
) -> str:
    """Build the store of these imports and links unless it is there (or `anew`); returns its name.

    `parent`: the folder and imports of a store to start from, where it is there and whole; what
    comes of it is the same, sooner. `links_before`: its links, where they are others. Written under
    a passing name, checkpointed and closed before it takes its own: a reader never meets a store
    that is being written, and a crash leaves none that is half made.
    """
    name = store_name(parts, links)
    path = path_of(folder, name)
    if path.exists() and not anew:
        return name
    path.parent.mkdir(parents=True, exist_ok=True)
    part_path = path.with_name(f"{name}.{os.getpid()}-{secrets.token_hex(4)}.part")
    try:
        before = parent and _store_before(*parent, links if links_before is None else links_before)
        if not before or not _build_on(part_path, parts, links, *before):
            _build_whole(part_path, parts, links)
        if len(parts) >= WORTH_CHANGING:
            _write_digest(part_path, path)
        _publish(part_path, path, anew=anew)
    except duckdb.Error as error:
        raise StoreUnavailable(f"Không dựng được kho số liệu: {error}") from error
    finally:
        part_path.unlink(missing_ok=True)
        part_path.with_name(f"{part_path.name}.wal").unlink(missing_ok=True)
    return name


def _store_before(
    folder: Path, parts: Sequence[Part], links: Sequence[TaskLink]
) -> tuple[Path, Sequence[Part]]:
    """The store to start from, and what it was made of."""
    return path_of(folder, store_name(parts, links)), parts


def _build_whole(path: Path, parts: Sequence[Part], links: Sequence[TaskLink]) -> None:
    path.unlink(missing_ok=True)
    connection = duckdb.connect(str(path), config=_build_config(parts))
    with contextlib.closing(connection):
        # One transaction: nothing goes to disk before the checkpoint.
        connection.execute("begin")
        fill(connection, parts, links)
        connection.execute("commit")
        connection.execute("checkpoint")


def _build_config(parts: Sequence[Part]) -> dict[str, str | bool | int | float | list[str]]:
    return dict(MAKE_CONFIG if len(parts) >= LARGE else SMALL_CONFIG)


def _build_on(
    path: Path,
    parts: Sequence[Part],
    links: Sequence[TaskLink],
    source: Path,
    before: Sequence[Part],
) -> bool:
    """Copy the store of before and change it into this one; False where that cannot be."""
    if len(parts) < WORTH_CHANGING or not _copy_whole(source, path):
        return False
    with contextlib.closing(duckdb.connect(":memory:", config=_build_config(parts))) as connection:
        connection.execute(f"attach {literal(path)} as whole")
        if _is_bloated(connection) or not increment.change(connection, before, parts):
            return False
        increment.replace_links(connection, links)
        connection.execute("checkpoint whole")
        connection.execute("detach whole")
    return True


def _is_bloated(connection: duckdb.DuckDBPyConnection) -> bool:
    """Whether what was deleted takes too much of the file: then it is time to build whole."""
    blocks = connection.execute(
        "select free_blocks, total_blocks from pragma_database_size() where database_name = 'whole'"
    ).fetchone()
    rows = connection.execute("select max(rowid) + 1, count(*) from whole.score").fetchone()
    assert blocks is not None
    assert rows is not None
    return blocks[0] > MOST_FREE * blocks[1] or (rows[0] or 0) > MOST_ROWS * rows[1]


def _copy_whole(source: Path, target: Path) -> bool:
    """Copy a store; False where it is not there, or not what was written."""
    digest = hashlib.sha256()
    try:
        expected = _digest_path(source).read_text("ascii")
        with source.open("rb") as from_file, target.open("wb") as to_file:
            while block := from_file.read(COPIED_AT_ONCE):
                digest.update(block)
                to_file.write(block)
    except OSError:
        return False
    return digest.hexdigest() == expected


def _digest_path(path: Path) -> Path:
    return path.with_suffix(".sha256")


def _write_digest(part_path: Path, path: Path) -> None:
    """What a large store's file is, beside it: a later one is copied from it, if it is still so."""
    with part_path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    part = part_path.with_name(f"{part_path.name}.sum.part")
    part.write_text(digest, "ascii")
    os.replace(part, _digest_path(path))


def _publish(part_path: Path, path: Path, *, anew: bool) -> None:
    _close(path)
    try:
        os.replace(part_path, path)
    except PermissionError as error:
        # Windows: another process finished the same store first, and a reader holds it open.
        if anew or not path.exists():
            raise StoreUnavailable(
                f"Kho số liệu {path.name} đang được chương trình khác mở. Hãy đóng ứng dụng rồi "
                "chạy lại: python -m cchc rebuild"
            ) from error


# reading -----------------------------------------------------------------------------------

_open: dict[Path, duckdb.DuckDBPyConnection] = {}
_lock = threading.Lock()


def run(folder: Path, name: str, query: str, **params: object) -> Rows:
    """Answer a query on a store. Parameters it names and that are not given are NULL.

    Raises WrongUse for an unknown query or parameter, StoreUnavailable for a store that cannot be
    opened.
    """
    path = path_of(folder, name)
    with _telling_damage(path), contextlib.closing(_cursor(path)) as cursor:
        return ask(cursor, _known(query), params)


def frame(folder: Path, name: str, query: str, **params: object) -> pd.DataFrame:
    """The answer as a DataFrame: decimals as float64, days as datetime64, missing stays missing."""
    path = path_of(folder, name)
    with _telling_damage(path), contextlib.closing(_cursor(path)) as cursor:
        asked = _known(query)
        _refuse_unknown(asked, params)
        # Bound, not prepared first: that plans twice. pandas, which binding needs, is here anyway.
        cursor.execute(asked.sql, {key: params.get(key) for key in asked.params} or None)
        table = cursor.df()
    for column, kind in table.dtypes.items():
        # Int32 and its kin keep <NA>, which plain comparisons refuse; float64 has NaN.
        if str(kind).lower().startswith(("int", "uint")):
            whole = not table[column].isna().any()
            table[column] = table[column].astype("int64" if whole else "float64")
    return table


def ask(cursor: duckdb.DuckDBPyConnection, query: Query, params: Mapping[str, object]) -> Rows:
    """Answer a query on an open connection."""
    _refuse_unknown(query, params)
    given = ", ".join(f"{key} := {literal(params.get(key))}" for key in query.params)
    cursor.execute(f"prepare asked as {query.sql}")
    cursor.execute(f"execute asked({given})" if given else "execute asked")
    columns = tuple(column[0] for column in cursor.description or ())
    return Rows(columns, cursor.fetchall())


def _refuse_unknown(query: Query, params: Mapping[str, object]) -> None:
    unknown = set(params) - set(query.params)
    if unknown:
        raise WrongUse(f"Câu hỏi {query.name} không có tham số {', '.join(sorted(unknown))}.")


def _known(query: str) -> Query:
    asked = queries().get(query)
    if asked is None:
        raise WrongUse(f"Không có câu hỏi “{query}”.")
    return asked


def records(answer: Rows) -> list[dict[str, Any]]:
    """The answer as JSON-ready dicts: numbers as numbers, days as YYYY-MM-DD, missing as None."""
    return [
        {name: _json(value) for name, value in zip(answer.columns, row, strict=True)}
        for row in answer.rows
    ]


def _plain(value: object) -> object:
    return float(value) if isinstance(value, Decimal) else value


def _json(value: object) -> object:
    if isinstance(value, date | datetime):
        return value.isoformat()
    return _plain(value)


def _cursor(path: Path) -> duckdb.DuckDBPyConnection:
    """A cursor of its own for each call: connections are not to be shared between threads."""
    with _lock:
        parent = _open.pop(path) if path in _open else _connect(path)
        _open[path] = parent  # the latest used stands last
        for old in list(_open)[:-OPEN_STORES]:
            _open.pop(old).close()
        return parent.cursor()


def _connect(path: Path) -> duckdb.DuckDBPyConnection:
    try:
        return duckdb.connect(str(path), read_only=True, config=dict(READ_CONFIG))
    except duckdb.Error as error:
        raise _unavailable(path) from error


@contextlib.contextmanager
def _telling_damage(path: Path) -> Iterator[None]:
    """A store damaged past its first blocks opens, and fails where a query reads them."""
    try:
        yield
    except DAMAGED as error:
        _close(path)
        raise _unavailable(path) from error


def _unavailable(path: Path) -> StoreUnavailable:
    return StoreUnavailable(
        f"Không mở được kho số liệu {path.name}. Hãy chạy: python -m cchc rebuild"
    )


def is_whole(folder: Path, name: str) -> bool:
    """Whether a store can be opened and every block of its tables agrees with its checksum."""
    path = path_of(folder, name)
    if not path.exists():
        return False
    # A connection already open may answer from memory what the file no longer holds.
    _close(path)
    try:
        with _telling_damage(path):
            for table in schema():
                _table_rows(path, table)
    except (StoreUnavailable, duckdb.CatalogException):
        return False  # a database without the tables is no store
    return True


def _close(path: Path) -> None:
    with _lock:
        if path in _open:
            _open.pop(path).close()


def forget(folder: Path) -> None:
    """Close the connections to a folder's stores, so that its files can be moved or deleted."""
    with _lock:
        for path in [path for path in _open if folder in path.parents]:
            _open.pop(path).close()


def discard(folder: Path, keep: set[str], normalised: set[str] | None = None) -> None:
    """Delete stores that nobody needs, and what killed writers left; candidates live for a day.

    `normalised` names the files still needed of those; None spares them all. A file that will not
    go (open on Windows) is left for the next time.
    """
    paths = [path_of(folder, name) for name in keep]
    kept = {one.name for path in paths for one in (path, _digest_path(path))} | (
        normalised or set()
    )
    pattern = "*.part" if normalised is None else "*"
    made = [*(folder / "stores").glob("*"), *(folder / "normalised").glob(pattern)]
    for path in [*made, *(folder / "workbooks").glob("*.part")]:
        if path.name not in kept:
            with contextlib.suppress(OSError):
                _discard_old(path)


def remove(folder: Path, name: str) -> None:
    """Delete a candidate that nobody may accept; one that will not go now goes with the old."""
    path = path_of(folder, name)
    _close(path)
    with contextlib.suppress(OSError):
        path.unlink(missing_ok=True)
        _digest_path(path).unlink(missing_ok=True)


def _discard_old(path: Path) -> None:
    if time.time() - path.stat().st_mtime < CANDIDATE_SECONDS:
        return
    _close(path)
    if path.is_dir():
        shutil.rmtree(path)
    else:
        path.unlink()


def differing_tables(folder: Path, name: str, other_folder: Path, other: str) -> list[str]:
    """Tables, those that views.sql makes too, whose rows differ between two stores."""
    one, another = path_of(folder, name), path_of(other_folder, other)
    return [
        table
        for table in sorted(_tables(one) | _tables(another))
        if _table_rows(one, table) != _table_rows(another, table)
    ]


def _tables(path: Path) -> set[str]:
    with contextlib.closing(_cursor(path)) as cursor:
        return {
            row[0] for row in cursor.execute("select table_name from duckdb_tables()").fetchall()
        }


def _table_rows(path: Path, table: str) -> list[tuple[Any, ...]]:
    with contextlib.closing(_cursor(path)) as cursor:
        return cursor.execute(f"from {table} order by all").fetchall()


# queries -----------------------------------------------------------------------------------


@cache
def queries() -> dict[str, Query]:
    """The queries of queries/, by name."""
    paths = sorted(settings.QUERIES.glob("*.sql"))
    return {path.stem: read_query(path.stem, path.read_text("utf-8")) for path in paths}


def read_query(name: str, text: str) -> Query:
    """A query's header: purpose, grain, parameters, columns, order, caveats, in that order."""
    words: dict[str, str] = {}
    key = ""
    for line in _header_lines(text):
        match = re.match(r"(\w+):\s*(.*)", line)
        if match and (match[1] in ("grain", "params", "columns", "order", "caveats") or not words):
            key = "purpose" if not words else match[1]
            words[key] = match[2]
        elif key:
            words[key] += " " + line
    return Query(
        name=name,
        purpose=words.get("purpose", ""),
        grain=words.get("grain", ""),
        params=_names(words.get("params", "")),
        columns=_names(words.get("columns", "")),
        order=words.get("order", ""),
        caveats=words.get("caveats", ""),
        sql=text,
    )


def _header_lines(text: str) -> Iterable[str]:
    for line in text.splitlines():
        if not line.startswith("--"):
            return
        yield line[2:].strip()


def _names(text: str) -> tuple[str, ...]:
    names = [name.strip() for name in text.split(",")]
    return tuple(name for name in names if re.fullmatch(r"[a-z_][a-z0-9_]*", name))
