"""A store out of the one before: what came and went, and the units and periods that it bears on.

In: an empty database, to which a copy of the earlier store is attached as `whole`, and the imports
of before and after. Out: the copy changed into what cchc.store.building would make of `after`.

The touched units and periods are built anew in the empty database, with the very scripts of a
whole build, and put in place of what the copy holds of them. Checks whose findings rest on one
unit and period are run there, on what was and on what is; all other checks on the whole.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import duckdb

from cchc.model import TaskLink
from cchc.store.building import (
    Part,
    all_of_which,
    create_received,
    create_schema,
    create_views,
    load_links,
    load_received,
    made_tables,
    rests_on_such,
    rules,
    run_checks,
    settle_received,
)
from cchc.store.sql import catalogue_tables, fact_tables, literal, schema, script

# Of more than this share of the imports, all are read at once as fast.
MOST_CHANGED = 1 / 3
# Tables that no unit and period divides, each with a way of its own below.
UNDIVIDED = ("imported_file", "finding", "displaced")
FINDING = "rule, import_id, level, code, sheet, cell, message"


def change(
    connection: duckdb.DuckDBPyConnection, before: Sequence[Part], after: Sequence[Part]
) -> bool:
    """Change the copy; False, and nothing of it changed, where a whole build is the way."""
    gone, come = _missing(before, after), _missing(after, before)
    if not gone and not come:
        return True
    if len(gone) + len(come) > MOST_CHANGED * len(after) or not _knows_all_tables():
        return False
    create_schema(connection)
    create_received(connection)
    ids = ", ".join(f"({part.received.import_id})" for part in gone) or "(null)"
    connection.execute(f"create temp table gone_import as from (values {ids}) as t (import_id)")
    connection.execute("delete from gone_import where import_id is null")
    if come:
        load_received(connection, come)
    if _catalogue_changes(connection):
        return False
    script(connection, "change")
    neighbours = _neighbours(connection, after)
    if len(come) + len(neighbours) > MOST_CHANGED * len(after):
        return False
    _find_before(connection)
    _build_touched(connection, neighbours)
    connection.execute("begin")
    _check_whole(connection, _put_in_place(connection))
    connection.execute("commit")
    return True


def replace_links(connection: duckdb.DuckDBPyConnection, links: Sequence[TaskLink]) -> None:
    """The copy's links, whole: no table and no check is made of them."""
    connection.execute("use whole")
    load_links(connection, links)
    connection.execute("use memory")


def _missing(some: Sequence[Part], others: Sequence[Part]) -> list[Part]:
    known = {_identity(part) for part in others}
    return [part for part in some if _identity(part) not in known]


def _identity(part: Part) -> tuple[object, ...]:
    one = part.received
    return one.import_id, part.normalised.stem, one.file, one.sender, one.received_on


def divided_tables() -> list[str]:
    """Tables of the schema whose rows are each of a unit and a period."""
    return [
        name for name, columns in schema().items() if {"unit_id", "period_id"} <= columns.keys()
    ]


def _knows_all_tables() -> bool:
    known = {*divided_tables(), *catalogue_tables(), *_catalogue_facts(), *UNDIVIDED}
    return schema().keys() <= known


def _catalogue_facts() -> list[str]:
    """What catalogue workbooks say; every unit and period can rest on it."""
    return [name for name in fact_tables() if name not in divided_tables()]


def _catalogue_changes(connection: duckdb.DuckDBPyConnection) -> bool:
    names = literal(_catalogue_facts())
    found = connection.execute(
        f"select 1 from received_row where list_contains({names}, record) union all "
        "select 1 from whole.spoken_of semi join gone_import using (import_id) "
        f"where list_contains({names}, table_name) limit 1"
    )
    return found.fetchone() is not None


def _neighbours(connection: duckdb.DuckDBPyConnection, after: Sequence[Part]) -> list[Part]:
    ids = {row[0] for row in connection.execute("from neighbour_import").fetchall()}
    return [part for part in after if part.received.import_id in ids]


# what was ----------------------------------------------------------------------------------


def _find_before(connection: duckdb.DuckDBPyConnection) -> None:
    """found_before: what the checks by unit and period had found in what is touched."""
    if not _touches_something(connection):
        connection.execute(f"create temp table found_before as select {FINDING} from finding")
        return
    connection.execute("attach ':memory:' as earlier")
    connection.execute("use earlier")
    create_schema(connection)
    _copy(connection, catalogue_tables())
    _copy(connection, divided_tables(), "where is_touched(unit_id, period_id)")
    _copy(connection, ["imported_file"])
    _copy(connection, ["displaced"], f"where {_is_touched_figure()}")
    create_views(connection)
    run_checks(connection, [rule for rule in rules() if rule.by_slice])
    connection.execute(f"create temp table found_before as select {FINDING} from finding")
    connection.execute("use memory")
    connection.execute("detach earlier")


def _touches_something(connection: duckdb.DuckDBPyConnection) -> bool:
    """Whether the earlier store knew of what is touched; a new month is new to it."""
    known = " union all ".join(
        f"select 1 from whole.{table} where is_touched(unit_id, period_id)"
        for table in ("spoken_of", "sheet_read")
    )
    return connection.execute(f"{known} limit 1").fetchone() is not None


def _copy(
    connection: duckdb.DuckDBPyConnection, tables: Iterable[str], condition: str = ""
) -> None:
    for table in tables:
        connection.execute(f"insert into {table} by name from whole.{table} {condition}")


def _is_touched_figure() -> str:
    """Of a row in displaced: whether the figure that stands in its place is touched."""
    standing = " union all ".join(
        f"select '{table}', figure from whole.{table} where is_touched(unit_id, period_id)"
        for table in fact_tables()
        if table in divided_tables()
    )
    return f"(table_name, figure) in ({standing})"


# what is -----------------------------------------------------------------------------------


def _build_touched(connection: duckdb.DuckDBPyConnection, neighbours: Sequence[Part]) -> None:
    """What is touched as a store of its own, and what the checks find in it."""
    _copy(connection, catalogue_tables())
    if neighbours:
        load_received(connection, neighbours)
    # Of the neighbours only what is touched; what was said of their files stands as it was.
    connection.execute(
        "delete from received_row where import_id in (from neighbour_import) "
        "and (subject is null or not is_touched(unit_id, period_id))"
    )
    connection.execute("delete from spoken_of where not is_touched(unit_id, period_id)")
    settle_received(connection)
    kept = "import_id not in (from gone_import)"
    _copy(connection, ["sheet_read"], f"where is_touched(unit_id, period_id) and {kept}")
    loaded = "import_id not in (select import_id from imported_file)"
    _copy(connection, ["imported_file"], f"where {kept} and {loaded}")
    create_views(connection)
    run_checks(connection, [rule for rule in rules() if rule.by_slice])
    _rest_on_all(connection)


def _rest_on_all(connection: duckdb.DuckDBPyConnection) -> None:
    """Make again what rests on all rows of other tables too, now that they are copied here."""
    made_here = [made for made in made_tables() if made.by_slice and made.rests_on]
    elsewhere = sorted({table for made in made_here for table in made.rests_on})
    _copy(connection, elsewhere, "where not is_touched(unit_id, period_id)")
    for made in made_here:
        connection.execute(f"delete from {made.name}")
        connection.execute(f"insert into {made.name} by name {made.sql}")


def _put_in_place(connection: duckdb.DuckDBPyConnection) -> set[str]:
    """What is touched in the copy, as it is now; returns the tables that were changed."""
    changed = {"imported_file"}
    gone = _count(connection, f"delete from whole.displaced where {_is_touched_figure()}")
    come = _count(connection, "insert into whole.displaced by name from displaced")
    if gone + come:
        changed.add("displaced")
    changed |= {table for table in divided_tables() if _replace_touched(connection, table)}
    of_gone = "import_id in (from gone_import)"
    connection.execute(f"delete from whole.imported_file where {of_gone}")
    connection.execute(
        "insert into whole.imported_file by name from imported_file "
        "where import_id not in (select import_id from whole.imported_file)"
    )
    connection.execute(f"delete from whole.finding where rule is null and {of_gone}")
    connection.execute(
        f"insert into whole.finding by name select {FINDING} from finding where rule is null"
    )
    _replace_findings(connection)
    _make_again(connection, changed)
    return changed


def _count(connection: duckdb.DuckDBPyConnection, statement: str) -> int:
    """Run a statement that deletes or inserts; the number of rows."""
    row = connection.execute(statement).fetchone()
    return int(row[0]) if row else 0


def _replace_touched(connection: duckdb.DuckDBPyConnection, table: str) -> bool:
    """Whether the table held or holds any row of what is touched."""
    touched = "where is_touched(unit_id, period_id)"
    gone = _count(connection, f"delete from whole.{table} {touched}")
    return (
        gone + _count(connection, f"insert into whole.{table} by name from {table} {touched}") > 0
    )


def _make_again(connection: duckdb.DuckDBPyConnection, changed: set[str]) -> None:
    """The tables that views.sql makes: what is touched of some, others whole where they must be."""
    for made in made_tables():
        if changed & made.rests_on:
            connection.execute("use whole")
            connection.execute(f"delete from {made.name}")
            connection.execute(f"insert into {made.name} by name {made.sql}")
            connection.execute("use memory")
        elif made.by_slice:
            _replace_touched(connection, made.name)


def _replace_findings(connection: duckdb.DuckDBPyConnection) -> None:
    """A finding that is no longer found goes once for each time it was found."""
    now = f"select {FINDING} from finding where rule is not null"
    connection.execute(f"create temp table no_longer as from (from found_before except all {now})")
    connection.execute(
        "delete from whole.finding where rowid in ("
        "select place from (select finding.rowid as place, finding.*, row_number() over "
        f"(partition by {FINDING}) as copy from whole.finding as finding) as held "
        f"join (select *, count(*) as copies from no_longer group by all) as held_too on {_same()} "
        "where copy <= copies)"
    )
    connection.execute(
        f"insert into whole.finding by name from ({now} except all from found_before)"
    )


def _same() -> str:
    return " and ".join(
        f"held.{name} is not distinct from held_too.{name}" for name in FINDING.split(", ")
    )


def _check_whole(connection: duckdb.DuckDBPyConnection, changed: set[str]) -> None:
    """Rules whose findings may rest on anything, on everything; if anything they read changed."""
    as_it_was = all_of_which({name: name not in changed for name in schema()})
    again = [rule for rule in rules() if not (rule.by_slice or rests_on_such(rule, as_it_was))]
    connection.execute("use whole")
    names = literal([rule.name for rule in again])
    connection.execute(f"delete from finding where list_contains({names}, rule)")
    run_checks(connection, again)
    connection.execute("use memory")
