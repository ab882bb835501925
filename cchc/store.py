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
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime
from decimal import Decimal
from functools import cache
from itertools import chain
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
OPEN_STORES = 8
# One thread: over stores of this size, handing work to several took longer than the work (1,0 s
# against 0,6 s for 227 workbooks on two cores).
MAKE_CONFIG = {
    "autoinstall_known_extensions": "false",
    "autoload_known_extensions": "false",
    "threads": "1",
}
# Many tables, few rows: small blocks make a store of six workbooks 1 MB instead of 3.4, and one
# encoding for all, not the best of ten for each column, halves the time of its checkpoint.
BUILD_CONFIG = {**MAKE_CONFIG, "default_block_size": "16384", "force_compression": "dict_fsst"}
# Given at connect, these refused every hostile statement tried; a reader needs nothing they bar.
READ_CONFIG = {
    **MAKE_CONFIG,
    "enable_external_access": "false",
    "allow_community_extensions": "false",
    "lock_configuration": "true",
    "memory_limit": "1GB",
    "threads": "2",
}
# What DuckDB raises on a file whose blocks do not agree with their checksums, or are not there.
DAMAGED = (duckdb.IOException, duckdb.InternalException, duckdb.FatalException)
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
    connection = duckdb.connect(":memory:", config=dict(MAKE_CONFIG))
    with contextlib.closing(connection), tempfile.TemporaryDirectory() as scratch:
        for path, said in items:
            _write_item(connection, Path(scratch) / "rows.json", path, said)


def _write_item(
    connection: duckdb.DuckDBPyConnection, lines: Path, path: Path, said: Normalised
) -> None:
    rows = list(_rows_of(said))
    with lines.open("w", encoding="utf-8", errors="replace") as file:
        file.writelines(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
    columns = dict.fromkeys(["record", "row_number", *(name for row in rows for name in row)])
    types = ", ".join(f"{name}: 'VARCHAR'" for name in columns)
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(f"{path.name}.{secrets.token_hex(4)}.part")
    connection.execute(
        f"copy (from read_json({_literal(lines)}, format = 'newline_delimited', "
        f"columns = {{{types}}})) to {_literal(part)} (format parquet)"
    )
    os.replace(part, path)


def _rows_of(said: Normalised) -> Iterator[dict[str, str]]:
    """What was said, row by row; what was not said is left out."""
    facts = (
        {"record": fact.table, **fact.values}
        | {"sheet": fact.sheet, "cell": fact.cell}
        | {"subject": fact.subject, "figure": fact.figure}
        for fact in said.facts
    )
    findings = ({"record": "finding", **asdict(finding)} for finding in said.findings)
    # How a table was recognised is for who hands it in; the store keeps what came of it.
    kept = _schema()["sheet_read"].keys() - {"import_id"}
    tables = (
        {"record": "sheet_read"} | {name: getattr(table, name) for name in sorted(kept)}
        for table in said.tables
    )
    for number, row in enumerate(chain(facts, findings, tables)):
        said_of_it = {name: _text(value) for name, value in row.items() if value is not None}
        yield said_of_it | {"row_number": str(number)}


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
        f"from read_parquet({_literal(path)}) where record like 'catalog!_%' escape '!' "
        "order by cast(row_number as integer)"
    )
    names = [column[0] for column in cursor.description or ()]
    for row in cursor.fetchall():
        said = zip(names, row, strict=True)
        yield {name: value for name, value in said if value is not None}


def _text(value: object) -> str:
    return format(value, "f") if isinstance(value, Decimal) else str(value)


@cache
def _schema() -> dict[str, dict[str, str]]:
    """Table -> column -> type, as tables.sql says."""
    text = re.sub(r"--[^\n]*", "", (settings.QUERIES / "schema" / "tables.sql").read_text("utf-8"))
    tables = re.findall(r"create table (\w+) \((.*?)\);", text, re.DOTALL)
    return {name: dict(re.findall(r"(\w+) (\w+(?:\([\d, ]+\))?)", body)) for name, body in tables}


def _fact_tables() -> list[str]:
    return [name for name, columns in _schema().items() if "subject" in columns]


def _received_columns() -> dict[str, str]:
    """The union of the columns of all that a normalised file can hold, with their types."""
    columns = {"record": "varchar", "row_number": "integer", "sender": "varchar"}
    for table in [*_fact_tables(), *SAID_OF_FILES]:
        columns |= _schema()[table]
    return columns


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


def build(folder: Path, parts: Sequence[Part], *, anew: bool = False) -> str:
    """Build the store of these imports unless it is there (or `anew`); returns its name.

    Written under a passing name, checkpointed and closed before it takes its own: a reader never
    meets a store that is being written, and a crash leaves none that is half made.
    """
    name = store_name(parts)
    path = path_of(folder, name)
    if path.exists() and not anew:
        return name
    path.parent.mkdir(parents=True, exist_ok=True)
    part_path = path.with_name(f"{name}.{os.getpid()}-{secrets.token_hex(4)}.part")
    try:
        connection = duckdb.connect(str(part_path), config=dict(BUILD_CONFIG))
        with contextlib.closing(connection):
            # One transaction: nothing goes to disk before the checkpoint.
            connection.execute("begin")
            fill(connection, parts)
            connection.execute("commit")
            connection.execute("checkpoint")
        _publish(part_path, path, anew=anew)
    except duckdb.Error as error:
        raise StoreUnavailable(f"Không dựng được kho số liệu: {error}") from error
    finally:
        part_path.unlink(missing_ok=True)
        part_path.with_name(f"{part_path.name}.wal").unlink(missing_ok=True)
    return name


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


def fill(connection: duckdb.DuckDBPyConnection, parts: Sequence[Part]) -> None:
    """Schema, catalogue, facts, views and findings of the checks into an empty database."""
    create_schema(connection)
    _script(connection, "catalog", folder=settings.CATALOG)
    _load_parts(connection, parts)
    _script(connection, "catalog_received")
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
    """Each rule of queries/checks adds the findings of the rows that break it.

    A finding without a code of its own has that of its rule, the file's stem. All rules are one
    statement, which takes half the time of a statement each; none sees another's findings.
    """
    found = "".join(
        f" union all by name select {_literal(path.stem)} as rule, * from ({_rule(path)})"
        for path in sorted((settings.QUERIES / "checks").glob("*.sql"))
    )
    if found:
        connection.execute(
            "insert into finding by name "
            "select * exclude (rule) replace (coalesce(code, rule) as code) "
            f"from (from finding where false{found})"
        )


def _rule(path: Path) -> str:
    """A rule's query, ready to stand inside another: it may begin and end with comments."""
    return "\n" + path.read_text("utf-8").rstrip().removesuffix(";") + "\n"


def _load_parts(connection: duckdb.DuckDBPyConnection, parts: Sequence[Part]) -> None:
    if not parts:
        return
    columns = ", ".join(f"{name} {kind}" for name, kind in _received_columns().items())
    connection.execute(f"create temp table received_row ({columns})")
    paths = sorted({part.normalised.as_posix() for part in parts})
    _script(connection, "facts", imports=_imports(parts), paths=paths)
    for table in [*_fact_tables(), *SAID_OF_FILES]:
        connection.execute(
            f"insert into {table} by name select {', '.join(_schema()[table])} from received_row "
            f"where record = '{table}' order by import_id, row_number"
        )


def _imports(parts: Sequence[Part]) -> str:
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
    return json.dumps(lines, ensure_ascii=False)


def _script(connection: duckdb.DuckDBPyConnection, name: str, **variables: object) -> None:
    """Run queries/schema/<name>.sql, which reads the values with getvariable('…')."""
    for key, value in variables.items():
        connection.execute(f"set variable {key} = {_literal(value)}")
    connection.execute((settings.QUERIES / "schema" / f"{name}.sql").read_text("utf-8"))


def _literal(value: object) -> str:
    """A value as SQL writes it.

    Not bound the usual way: with its first bound value DuckDB imports pandas, which takes longer
    than all else that the command line does.
    """
    if value is None:
        return "null"
    if isinstance(value, bool | int | float | Decimal):
        return str(value)
    if isinstance(value, list | tuple | set | frozenset):
        return f"[{', '.join(_literal(one) for one in value)}]"
    if isinstance(value, Path):
        value = value.as_posix()
    text = "'" + str(value).replace("\0", "").replace("'", "''") + "'"
    if isinstance(value, date):
        return f"{'timestamp' if isinstance(value, datetime) else 'date'} {text}"
    return text


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
        _execute(cursor, _known(query), params)
        table = cursor.df()
    for column, kind in table.dtypes.items():
        # Int32 and its kin keep <NA>, which plain comparisons refuse; float64 has NaN.
        if str(kind).lower().startswith(("int", "uint")):
            whole = not table[column].isna().any()
            table[column] = table[column].astype("int64" if whole else "float64")
    return table


def ask(cursor: duckdb.DuckDBPyConnection, query: Query, params: Mapping[str, object]) -> Rows:
    """Answer a query on an open connection."""
    _execute(cursor, query, params)
    columns = tuple(column[0] for column in cursor.description or ())
    return Rows(columns, cursor.fetchall())


def _execute(cursor: duckdb.DuckDBPyConnection, query: Query, params: Mapping[str, object]) -> None:
    unknown = set(params) - set(query.params)
    if unknown:
        raise WrongUse(f"Câu hỏi {query.name} không có tham số {', '.join(sorted(unknown))}.")
    given = ", ".join(f"{key} := {_literal(params.get(key))}" for key in query.params)
    cursor.execute(f"prepare asked as {query.sql}")
    cursor.execute(f"execute asked({given})" if given else "execute asked")


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
            for table in _schema():
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
    kept = {f"{name}.duckdb" for name in keep} | (normalised or set())
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


def _discard_old(path: Path) -> None:
    if time.time() - path.stat().st_mtime < CANDIDATE_SECONDS:
        return
    _close(path)
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
