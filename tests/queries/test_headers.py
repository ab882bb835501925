"""Every query says what it answers, and what it says is true."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest

from cchc import settings, store

QUERIES = store.queries()
CHECKS = sorted((settings.QUERIES / "checks").glob("*.sql"))
CONTRACT = {
    "facts": "unit_name, period_id, framework_id, criterion_code, criterion_name, level, round, "
    "points, max_points, percent, status, published_rank, published_rank_of, file, sheet, cell",
    "targets": "unit_name, period_id, criterion_code, criterion_name, comparator, percent, rank, "
    "measure, kind, raw_text, owner, file, sheet, cell",
    "tasks": "unit_name, period_id, area_code, area_name, task_group, number, action_number, "
    "title, action, lead, cooperating, deadline_text, deadline_kind, due_on, status, "
    "progress_percent, file, sheet, cell",
    "compare_components": "criterion_code, criterion_name, baseline_percent, baseline_rank, "
    "comparator, target_percent, target_rank, latest_percent, latest_period_id, latest_round, "
    "gap_to_target, status",
    "rank_units": "unit_name, percent, points, rank, rank_of, published_rank, previous_percent, "
    "previous_rank, target_percent, gap_to_target",
    "lagging_criteria": "criterion_code, criterion_name, level, max_points, points, points_lost, "
    "percent, units_below_target",
    "service_indicators": "unit_name, period_id, indicator_name, numerator, denominator, percent, "
    "basis, comparator, target_percent, met, file, sheet, cell",
    "satisfaction": "unit_name, period_id, factor_code, factor_name, percent, respondents",
    "task_summary": "unit_name, area_code, lead, total, done, in_progress, overdue, not_reported, "
    "incomplete",
    "reporting_status": "unit_name, report, due_on, received_on, state",
    "findings": "level, code, file, sheet, cell, message",
}
CONTRACT_PARAMS = {
    "facts": "unit, period, criterion, round",
    "targets": "unit, period",
    "tasks": "unit, period",
    "compare_components": "unit, baseline, target, round",
    "rank_units": "period, criterion, unit_group, round",
    "lagging_criteria": "unit, period, round",
    "service_indicators": "unit, period, indicator",
    "satisfaction": "unit, period",
    "task_summary": "unit, period, as_of",
    "reporting_status": "period, as_of",
    "findings": "import",
}


@pytest.fixture(scope="module")
def empty() -> Iterator[duckdb.DuckDBPyConnection]:
    """A store in which nothing stands."""
    with duckdb.connect(":memory:", config=dict(store.MAKE_CONFIG)) as connection:
        store.create_schema(connection)
        store.create_views(connection)
        yield connection


@pytest.mark.parametrize("name", QUERIES)
def test_a_query_opens_with_its_name_purpose_grain_order_and_caveats(name: str) -> None:
    query = QUERIES[name]
    assert query.sql.startswith(f"-- {name}: ")
    assert all((query.purpose, query.grain, query.order, query.caveats)), query
    keys = re.findall(r"^-- (grain|params|columns|order|caveats):", query.sql, re.MULTILINE)
    assert keys == ["grain", "params", "columns", "order", "caveats"]


@pytest.mark.parametrize("name", QUERIES)
def test_the_header_names_just_the_parameters_that_the_sql_uses(name: str) -> None:
    query = QUERIES[name]
    (statement,) = duckdb.extract_statements(query.sql)
    assert set(query.params) == set(statement.named_parameters)


@pytest.mark.parametrize("name", QUERIES)
def test_the_header_names_the_columns_in_their_order(
    name: str, empty: duckdb.DuckDBPyConnection
) -> None:
    assert store.ask(empty, QUERIES[name], {}).columns == QUERIES[name].columns


@pytest.mark.parametrize("name", CONTRACT)
def test_a_query_of_the_contract_has_its_columns_first_and_its_parameters(name: str) -> None:
    wanted = tuple(CONTRACT[name].split(", "))
    assert QUERIES[name].columns[: len(wanted)] == wanted
    assert set(CONTRACT_PARAMS[name].split(", ")) <= set(QUERIES[name].params)


@pytest.mark.parametrize("name", QUERIES)
def test_an_empty_store_answers_with_nothing(name: str, empty: duckdb.DuckDBPyConnection) -> None:
    assert store.ask(empty, QUERIES[name], {}).rows == []


@pytest.mark.parametrize("path", CHECKS, ids=lambda path: path.stem)
def test_a_check_says_its_rule_and_names_its_finding_after_its_file(path: Path) -> None:
    text = path.read_text("utf-8")
    assert text.startswith("-- ")
    assert f"'{path.stem}'" in text


@pytest.mark.parametrize("rule", store.rules(), ids=lambda rule: rule.name)
def test_a_check_tells_people_what_it_compares_and_the_levels_it_finds(rule: store.Rule) -> None:
    assert rule.title
    assert rule.compares
    statement = re.sub(r"--[^\n]*", "", rule.sql)
    assert set(rule.levels) == set(re.findall(r"'(error|warning|note)'", statement))


@pytest.mark.parametrize("path", CHECKS, ids=lambda path: path.stem)
def test_a_check_gives_a_findings_columns(path: Path, empty: duckdb.DuckDBPyConnection) -> None:
    empty.execute(path.read_text("utf-8"))
    names = [column[0] for column in empty.description or ()]
    assert sorted(names) == sorted(["import_id", "level", "code", "sheet", "cell", "message"])
