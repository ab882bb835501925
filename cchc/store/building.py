"""A whole store out of normalised files and the catalogue, in an empty database.

In: an open database and the active imports. Out: its tables filled, its checks run. This is what a
store is; cchc.store.increment is a faster way to the same.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import duckdb

from cchc import settings
from cchc.ledger import Received
from cchc.model import TaskLink
from cchc.store.sql import (
    SAID_OF_FILES,
    catalogue_tables,
    columns_of,
    fact_tables,
    literal,
    received_columns,
    schema,
    script,
)

BY_SLICE = "unit, period"
SECTIONS = re.MULTILINE | re.DOTALL


@dataclass(frozen=True, slots=True)
class Part:
    """One active import and its normalised file."""

    received: Received
    normalised: Path


@dataclass(frozen=True, slots=True)
class Rule:
    """A check: a query that returns the rows that break it.

    title, compares, levels: what its file says of it, for people.
    by_slice: a finding on one unit and period rests on the rows of that unit and period alone (its
    file says so: "-- scope: unit, period"), so a change elsewhere cannot touch it.
    """

    name: str
    sql: str
    by_slice: bool
    title: str
    compares: str
    levels: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Made:
    """A table that views.sql makes of others.

    by_slice: a row of one unit and period rests on the facts of those ("-- scope: unit, period"),
    and on all rows of the tables named after a semicolon. Else it rests on all that are named.
    """

    name: str
    sql: str
    by_slice: bool
    rests_on: frozenset[str]


def fill(
    connection: duckdb.DuckDBPyConnection, parts: Sequence[Part], links: Sequence[TaskLink] = ()
) -> None:
    """Schema, catalogue, links, facts, views and findings of the checks into an empty database."""
    create_schema(connection)
    script(connection, "catalog", folder=settings.CATALOG)
    load_links(connection, links)
    if parts:
        create_received(connection)
        load_received(connection, parts)
        settle_received(connection)
    script(connection, "catalog_received")
    create_views(connection)
    run_checks(connection)


def create_schema(connection: duckdb.DuckDBPyConnection) -> None:
    """Macros and empty tables."""
    script(connection, "macros")
    script(connection, "tables")


def create_views(connection: duckdb.DuckDBPyConnection) -> None:
    """Joins that several queries use; queries/schema/views.sql."""
    script(connection, "views")


def made_tables() -> list[Made]:
    """The tables that views.sql makes, in its order."""
    text = (settings.QUERIES / "schema" / "views.sql").read_text("utf-8")
    found = re.findall(r"^-- scope: ([\w, ;]+)\ncreate table (\w+) as\n(.*?);\n", text, SECTIONS)
    return [_made(name, sql, scope) for scope, name, sql in found]


def _made(name: str, sql: str, scope: str) -> Made:
    by_slice = scope.partition(";")[0] == BY_SLICE
    tables = scope.partition(";")[2] if by_slice else scope
    return Made(name, sql, by_slice, frozenset(re.findall(r"\w+", tables)))


def load_links(connection: duckdb.DuckDBPyConnection, links: Sequence[TaskLink]) -> None:
    """What staff decided on tasks and criteria; whatever was there before goes."""
    rows = json.dumps([asdict(link) for link in links], ensure_ascii=False)
    script(connection, "links", links=rows)


def create_received(connection: duckdb.DuckDBPyConnection) -> None:
    """An empty table for all that the normalised files hold."""
    columns = ", ".join(f"{name} {kind}" for name, kind in received_columns().items())
    connection.execute(f"create temp table received_row ({columns})")


def load_received(connection: duckdb.DuckDBPyConnection, parts: Sequence[Part]) -> None:
    """The normalised files' rows, typed, into received_row."""
    paths = sorted({part.normalised.as_posix() for part in parts})
    script(connection, "received", imports=imports(parts), paths=paths)


def settle_received(connection: duckdb.DuckDBPyConnection) -> None:
    """Of all that was received what stands, into the tables of facts."""
    script(connection, "facts")
    said = {
        row[0] for row in connection.execute("select distinct record from received_row").fetchall()
    }
    for table in [name for name in (*fact_tables(), *SAID_OF_FILES) if name in said]:
        connection.execute(
            f"insert into {table} by name select {columns_of(table)} from received_row "
            f"where record = '{table}' order by import_id, row_number"
        )


def imports(parts: Sequence[Part]) -> str:
    """The imports as JSON, for SQL to read."""
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


# checks ------------------------------------------------------------------------------------


def rules() -> list[Rule]:
    """The rules of queries/checks, by name."""
    return [_rule(path) for path in sorted((settings.QUERIES / "checks").glob("*.sql"))]


def _rule(path: Path) -> Rule:
    """A rule's query, ready to stand inside another: it may begin and end with comments."""
    text = path.read_text("utf-8")
    by_slice = f"\n-- scope: {BY_SLICE}\n" in text
    sql = "\n" + text.rstrip().removesuffix(";") + "\n"
    levels = tuple(_said(text, "levels").split(", "))
    return Rule(path.stem, sql, by_slice, _said(text, "title"), _said(text, "compares"), levels)


def _said(text: str, key: str) -> str:
    """A line of a rule's header: "-- title:    Điểm nhỏ hơn 0"."""
    found = re.search(rf"^-- {key}: +(.+)$", text, re.MULTILINE)
    return found[1] if found else ""


def run_checks(connection: duckdb.DuckDBPyConnection, chosen: Iterable[Rule] | None = None) -> None:
    """Each rule, or each of the chosen, adds the findings of the rows that break it.

    A finding without a code of its own has that of its rule, the file's stem. All rules are one
    statement, which takes half the time of a statement each; none sees another's findings.
    """
    silent = all_of_which(_empty_tables(connection))
    found = "".join(
        f" union all by name select {literal(rule.name)} as rule, * from ({rule.sql})"
        for rule in (rules() if chosen is None else chosen)
        # To work a rule out takes its time, however little there is to look at.
        if not rests_on_such(rule, silent)
    )
    if found:
        connection.execute(
            "insert into finding by name select * replace (coalesce(code, rule) as code) "
            f"from (from finding where false{found})"
        )


def _empty_tables(connection: duckdb.DuckDBPyConnection) -> dict[str, bool]:
    """Tables that imports fill -> whether there is nothing in them."""
    tables = [name for name in schema() if name not in catalogue_tables()]
    counted = ", ".join(f"not exists (from {name})" for name in tables)
    answer = connection.execute(f"select {counted}").fetchone() or ()
    return dict(zip(tables, answer, strict=True))


def all_of_which(tables: Mapping[str, bool]) -> dict[str, bool]:
    """What holds of tables, and of what views.sql makes where it holds of all that it reads."""
    such = dict(tables)
    for name, sql in _derived():
        told = _told_of(sql, such)
        if told:
            such[name] = all(told)
    return such


def rests_on_such(rule: Rule, such: Mapping[str, bool]) -> bool:
    """Whether it holds of all that a rule reads of imports."""
    told = _told_of(rule.sql, such)
    return bool(told) and all(told)


def _told_of(sql: str, such: Mapping[str, bool]) -> list[bool]:
    words = set(re.findall(r"\w+", re.sub(r"--[^\n]*", "", sql)))
    return [such[word] for word in words if word in such]


def _derived() -> list[tuple[str, str]]:
    """Tables, views and macros of views.sql, in its order: name and text."""
    text = (settings.QUERIES / "schema" / "views.sql").read_text("utf-8")
    return re.findall(r"^create (?:table|view|macro) (\w+)(.*?);\n", text, SECTIONS)
