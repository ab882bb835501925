"""Between Python and the SQL of queries/schema: what tables there are, values as SQL writes them.

In: the schema's files. Out: names, types, literals, scripts run. Knows nothing of what is stored.
"""

from __future__ import annotations

import re
from datetime import date, datetime
from decimal import Decimal
from functools import cache
from pathlib import Path

import duckdb

from cchc import settings

# Not figures of the field but what was said of a file; nothing supersedes them.
SAID_OF_FILES = ("finding", "sheet_read")


@cache
def schema() -> dict[str, dict[str, str]]:
    """Table -> column -> type, as tables.sql says."""
    text = re.sub(r"--[^\n]*", "", (settings.QUERIES / "schema" / "tables.sql").read_text("utf-8"))
    tables = re.findall(r"create table (\w+) \((.*?)\);", text, re.DOTALL)
    return {name: dict(re.findall(r"(\w+) (\w+(?:\([\d, ]+\))?)", body)) for name, body in tables}


def fact_tables() -> list[str]:
    """Tables of what workbooks state: they know what a later file replaces."""
    return [name for name, columns in schema().items() if {"subject", "figure"} <= columns.keys()]


def catalogue_tables() -> list[str]:
    """Tables of units, frameworks and their kin: no import stands behind a row."""
    return [name for name, columns in schema().items() if "import_id" not in columns]


def received_columns() -> dict[str, str]:
    """The union of the columns of all that a normalised file can hold, with their types."""
    columns = {"record": "varchar", "row_number": "integer", "sender": "varchar"}
    for table in [*fact_tables(), *SAID_OF_FILES]:
        columns |= schema()[table]
    return columns


def columns_of(table: str) -> str:
    return ", ".join(schema()[table])


def script(connection: duckdb.DuckDBPyConnection, name: str, **variables: object) -> None:
    """Run queries/schema/<name>.sql, which reads the values with getvariable('…')."""
    for key, value in variables.items():
        connection.execute(f"set variable {key} = {literal(value)}")
    connection.execute((settings.QUERIES / "schema" / f"{name}.sql").read_text("utf-8"))


def literal(value: object) -> str:
    """A value as SQL writes it.

    Not bound the usual way: with its first bound value DuckDB imports pandas, which takes longer
    than all else that the command line does.
    """
    if value is None:
        return "null"
    if isinstance(value, bool | int | float | Decimal):
        return str(value)
    if isinstance(value, list | tuple | set | frozenset):
        return f"[{', '.join(literal(one) for one in value)}]"
    if isinstance(value, Path):
        value = value.as_posix()
    text = "'" + str(value).replace("\0", "").replace("'", "''") + "'"
    if isinstance(value, date):
        return f"{'timestamp' if isinstance(value, datetime) else 'date'} {text}"
    return text
