"""What tests share: a real store made of the rows that a test shows."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import duckdb
import pytest

from cchc import importing, keeping, settings, store
from cchc.__main__ import sample_uploads

Ask = Callable[..., list[dict[str, Any]]]


@pytest.fixture
def make_store() -> Iterator[Callable[..., Ask]]:
    """`make_store(score=[{…}], unit=[{…}])` → `ask(query, **params)` on a real DuckDB.

    Columns that a row leaves out are NULL; views are made and the checks run as in a build.
    """
    connections = []

    def make(**tables: list[dict[str, Any]]) -> Ask:
        connection = duckdb.connect(":memory:", config=dict(store.MAKE_CONFIG))
        connections.append(connection)
        store.create_schema(connection)
        for table, rows in tables.items():
            for row in rows:
                names = ", ".join(row)
                values = ", ".join(f"${name}" for name in row)
                connection.execute(f"insert into {table} ({names}) values ({values})", row)
        store.create_views(connection)
        store.run_checks(connection)

        def ask(query: str, **params: Any) -> list[dict[str, Any]]:
            path = settings.QUERIES / f"{query}.sql"
            read = store.read_query(query, path.read_text("utf-8"))
            return store.records(store.ask(connection, read, params))

        return ask

    yield make
    for connection in connections:
        connection.close()


@pytest.fixture(scope="session")
def illustrative(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with all of data/samples, each file received on its day."""
    folder = tmp_path_factory.mktemp("minh-hoa")
    report = importing.import_files(folder, sample_uploads())
    assert [file.file for file in report.reports if file.status != "accepted"] == []
    return folder


@pytest.fixture(scope="session")
def ask(illustrative: Path) -> Ask:
    """`ask(query, **params)` on all samples: rows with decimals and days as the store has them."""
    name = keeping.current_store(illustrative)
    assert name is not None

    def run(query: str, **params: object) -> list[dict[str, Any]]:
        answer = store.run(illustrative, name, query, **params)
        return [dict(zip(answer.columns, row, strict=True)) for row in answer.rows]

    return run
