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
import tempfile
import threading
import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import date, datetime
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import duckdb

from cchc import settings
from cchc.errors import StoreUnavailable, WrongUse
from cchc.ledger import Received
from cchc.model import Normalised

if TYPE_CHECKING:
    import pandas as pd

CANDIDATE_SECONDS = 24 * 3600
BUILD_CONFIG = {"autoinstall_known_extensions": "false", "autoload_known_extensions": "false"}
# Given at connect, these refused every hostile statement tried; a reader needs none of what they bar.
READ_CONFIG = {
    **BUILD_CONFIG,
    "enable_external_access": "false",
    "allow_community_extensions": "false",
    "lock_configuration": "true",
    "memory_limit": "1GB",
    "threads": "2",
}
# Not figures of the field but what was said of a file; nothing supersedes them.
SAID_OF_FILES = ("finding", "sheet_read")


@dataclass(frozen=True, slots=True)
class Part:
    """One active import and its normalised file."""

    received: Received
    normalised: Path


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
    columns = _record_columns()
    with tempfile.TemporaryDirectory() as folder, _memory() as connection:
        lines = Path(folder) / "rows.json"
        with lines.open("w", encoding="utf-8") as file:
            for position, (_, said) in enumerate(items):
                for number, row in enumerate(_rows_of(said)):
                    row |= {"item": position, "row_number": number}
                    file.write(json.dumps(row, ensure_ascii=False, default=str) + "\n")
        types = ", ".join(
            f"{name}: 'VARCHAR'" for name in ("item", *columns) if name != "row_number"
        )
        connection.execute(
            f"create table rows as from read_json($path, format = 'newline_delimited', "
            f"columns = {{{types}, row_number: 'INTEGER'}})",
            {"path": str(lines)},
        )
        for position, (path, _) in enumerate(items):
            _copy_item(connection, str(position), path)


def _copy_item(connection: duckdb.DuckDBPyConnection, item: str, path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(f"{path.name}.{secrets.token_hex(4)}.part")
    connection.execute(
        "copy (select * exclude (item) from rows where item = $item order by row_number) "
        "to $path (format parquet)",
        {"item": item, "path": str(part)},
    )
    os.replace(part, path)


def _rows_of(said: Normalised) -> Iterator[dict[str, Any]]:
    for fact in said.facts:
        yield {
            "record": fact.table,
            **{name: _text(value) for name, value in fact.values.items()},
            "sheet": fact.sheet,
            "cell": fact.cell,
            "subject": fact.subject,
            "figure": fact.figure,
        }
    for finding in said.findings:
        yield {"record": "finding", **asdict(finding)}
    for table in said.tables:
        yield {"record": "sheet_read", **{k: _text(v) for k, v in asdict(table).items()}}


def _text(value: object) -> str | None:
    if isinstance(value, Decimal):
        return format(value, "f")
    return None if value is None else str(value)


@cache
def _schema() -> dict[str, tuple[str, ...]]:
    """Table -> columns, as tables.sql says."""
    text = re.sub(r"--[^\n]*", "", (settings.QUERIES / "schema" / "tables.sql").read_text("utf-8"))
    tables = re.findall(r"create table (\w+) \((.*?)\);", text, re.DOTALL)
    return {
        name: tuple(re.findall(r"(?:^|,)\s*(\w+) \w+", re.sub(r"\([\d, ]+\)", "", body)))
        for name, body in tables
    }


def _fact_tables() -> list[str]:
    return [name for name, columns in _schema().items() if "subject" in columns]


def _record_columns() -> list[str]:
    """The union of the columns of all that a normalised file can hold."""
    tables = [*_fact_tables(), *SAID_OF_FILES]
    names = {column for table in tables for column in _schema()[table]} - {"import_id"}
    return ["record", "row_number", *sorted(names)]


# building ----------------------------------------------------------------------------------


def store_name(parts: Sequence[Part]) -> str:
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
    text = json.dumps([versions, made_of], ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()[:32]


def path_of(folder: Path, name: str) -> Path:
    return folder / "stores" / f"{name}.duckdb"


def exists(folder: Path, name: str) -> bool:
    return path_of(folder, name).exists()


def build(folder: Path, parts: Sequence[Part]) -> str:
    """Build the store of these imports unless it is there; returns its name.

    Written under a passing name, checkpointed and closed before it takes its own: a reader never
    meets a store that is being written, and a crash leaves none that is half made.
    """
    name = store_name(parts)
    path = path_of(folder, name)
    if path.exists():
        return name
    path.parent.mkdir(parents=True, exist_ok=True)
    part_path = path.with_name(f"{name}.{os.getpid()}-{secrets.token_hex(4)}.part")
    try:
        connection = duckdb.connect(str(part_path), config=dict(BUILD_CONFIG))
        with contextlib.closing(connection):
            fill(connection, parts)
            connection.execute("checkpoint")
        with contextlib.suppress(PermissionError):
            # Another process may have finished the same store first, and hold it open (Windows).
            os.replace(part_path, path)
    except duckdb.Error as error:
        raise StoreUnavailable(f"Không dựng được kho số liệu: {error}") from error
    finally:
        part_path.unlink(missing_ok=True)
    return name


def fill(connection: duckdb.DuckDBPyConnection, parts: Sequence[Part]) -> None:
    """Schema, catalogue, facts, views and findings of the checks into an empty database."""
    create_schema(connection)
    _script(connection, "catalog", folder=settings.CATALOG.as_posix())
    _load_parts(connection, parts)
    create_views(connection)
    run_checks(connection)


def create_schema(connection: duckdb.DuckDBPyConnection) -> None:
    """Macros and empty tables."""
    _script(connection, "macros")
    _script(connection, "tables")


def create_views(connection: duckdb.DuckDBPyConnection) -> None:
    """Joins that several queries use; queries/schema/views.sql."""
    _script(connection, "views")


def run_checks(connection: duckdb.DuckDBPyConnection) -> None:
    """Each rule of queries/checks adds the findings of the rows that break it."""
    for path in sorted((settings.QUERIES / "checks").glob("*.sql")):
        connection.execute(f"insert into finding by name {path.read_text('utf-8')}")


def _load_parts(connection: duckdb.DuckDBPyConnection, parts: Sequence[Part]) -> None:
    if not parts:
        return
    connection.execute("create temp table normalised_part (stem varchar, import_id integer)")
    lines = [
        {
            "import_id": part.received.import_id,
            "file": part.received.file,
            "sha256": part.received.sha256,
            "sender": part.received.sender,
            "received_on": part.received.received_on.isoformat(),
            "stem": part.normalised.stem,
        }
        for part in parts
    ]
    given = {"rows": json.dumps(lines, ensure_ascii=False)}
    unpacked = (
        'select unnest(from_json($rows, \'[{"import_id": "INTEGER", "file": "VARCHAR", '
        '"sha256": "VARCHAR", "sender": "VARCHAR", "received_on": "DATE", '
        '"stem": "VARCHAR"}]\'), recursive := true)'
    )
    connection.execute(
        f"insert into imported_file by name select * exclude (stem) from ({unpacked})", given
    )
    connection.execute(
        f"insert into normalised_part by name select stem, import_id from ({unpacked})", given
    )
    _script(connection, "facts", paths=[str(part.normalised) for part in parts])
    for table in [*_fact_tables(), *SAID_OF_FILES]:
        source = "received_row" if table in SAID_OF_FILES else "standing_row"
        columns = ", ".join(_schema()[table])
        connection.execute(
            f"insert into {table} by name select {columns} from {source} "
            f"where record = '{table}' order by import_id, row_number"
        )


def _script(connection: duckdb.DuckDBPyConnection, name: str, **params: object) -> None:
    """Run the statements of queries/schema/<name>.sql; each is given the parameters it names."""
    text = (settings.QUERIES / "schema" / f"{name}.sql").read_text("utf-8")
    for statement in duckdb.extract_statements(text):
        wanted = {key: params[key] for key in statement.named_parameters}
        connection.execute(statement, wanted or None)


@contextmanager
def _memory() -> Iterator[duckdb.DuckDBPyConnection]:
    with contextlib.closing(duckdb.connect(":memory:", config=dict(BUILD_CONFIG))) as connection:
        yield connection


# reading -----------------------------------------------------------------------------------

_open: dict[Path, duckdb.DuckDBPyConnection] = {}
_lock = threading.Lock()


def run(folder: Path, name: str, query: str, **params: object) -> Rows:
    """Answer a query on a store. Parameters it names and that are not given are NULL.

    Raises WrongUse for an unknown query or parameter, StoreUnavailable for a store that will not open.
    """
    asked = queries().get(query)
    if asked is None:
        raise WrongUse(f"Không có câu hỏi “{query}”.")
    unknown = set(params) - set(asked.params)
    if unknown:
        raise WrongUse(f"Câu hỏi {query} không có tham số {', '.join(sorted(unknown))}.")
    with contextlib.closing(_cursor(path_of(folder, name))) as cursor:
        cursor.execute(asked.sql, {key: params.get(key) for key in asked.params} or None)
        columns = tuple(column[0] for column in cursor.description or ())
        return Rows(columns, cursor.fetchall())


def frame(folder: Path, name: str, query: str, **params: object) -> pd.DataFrame:
    """The answer as a DataFrame; decimals become floats, missing stays missing."""
    import pandas as pd

    answer = run(folder, name, query, **params)
    columns = {
        column: [_plain(row[i]) for row in answer.rows] for i, column in enumerate(answer.columns)
    }
    return pd.DataFrame(columns, columns=list(answer.columns))


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
        if path not in _open:
            try:
                _open[path] = duckdb.connect(str(path), read_only=True, config=dict(READ_CONFIG))
            except duckdb.Error as error:
                raise StoreUnavailable(
                    f"Không mở được kho số liệu {path.name}. Hãy chạy: python -m cchc rebuild"
                ) from error
        return _open[path].cursor()


def forget(folder: Path) -> None:
    """Close the connections to a folder's stores, so that its files can be moved or deleted."""
    with _lock:
        for path in [path for path in _open if folder in path.parents]:
            _open.pop(path).close()


def discard(folder: Path, keep: set[str]) -> None:
    """Delete stores that nobody needs; candidates live for a day, open files until the next time."""
    for path in (folder / "stores").glob("*.duckdb"):
        if path.stem in keep or time.time() - path.stat().st_mtime < CANDIDATE_SECONDS:
            continue
        with _lock:
            if path in _open:
                _open.pop(path).close()
        with contextlib.suppress(OSError):
            path.unlink()


def differing_tables(folder: Path, name: str, other_folder: Path, other: str) -> list[str]:
    """Tables whose rows differ between two stores."""
    return [
        table
        for table in _schema()
        if _table_rows(path_of(folder, name), table)
        != _table_rows(path_of(other_folder, other), table)
    ]


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
