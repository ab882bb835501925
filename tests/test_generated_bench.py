"""The generated province that measurements are taken on: every page has work on it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from typing import Any

import pytest

from bench import generated
from cchc import keeping, store

Ask = Callable[..., list[dict[str, Any]]]
COMMUNES = 40
DISTRICT, COMMUNE = "g1.h", "g1.x1"


@pytest.fixture(scope="module")
def ask(tmp_path_factory: pytest.TempPathFactory) -> Ask:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(generated, "REPO", tmp_path_factory.mktemp("repo"))
        folder = generated.folder_of("small", provinces=1, communes=COMMUNES)
    name = keeping.current_store(folder)
    assert name

    def run(query: str, **params: object) -> list[dict[str, Any]]:
        return store.records(store.run(folder, name, query, **params))

    return run


def test_its_district_follows_the_reports_of_every_commune(ask: Ask) -> None:
    asked = {"period": "2024", "as_of": "2024-09-30"}
    (rule,) = ask("reporting_rules", unit=DISTRICT, period="2024")
    assert (rule["units"], rule["followed"]) == (COMMUNES, True)
    states = Counter(row["state"] for row in ask("reporting_units", unit=DISTRICT, **asked))
    assert set(states) == {"on_time", "late", "missing", "not_due"}
    assert states["on_time"] > states["late"] > states["missing"] > 0
    own = ask("reporting_units", unit=COMMUNE, **asked)
    assert {row["rule_id"] for row in own} == {1}


def test_what_its_district_lacks_comes_from_its_communes(ask: Ask) -> None:
    told = ask("cascade", period="2023", unit=DISTRICT)
    assert len(told) == 8 * COMMUNES
    assert all(row["fed_missing"] is not None for row in told)
    assert {row["fed_unit_id"] for row in ask("cascade", period="2023", member=COMMUNE)} == {
        DISTRICT
    }


def test_all_its_communes_are_ranked_together(ask: Ask) -> None:
    ranked = ask("rank_units", unit_group=f"{DISTRICT}/xa", period="2023")
    assert {row["rank_of"] for row in ranked} == {COMMUNES}
