"""The Tuy Phước annex against a table made by reading it (tests/golden/README.md)."""

from __future__ import annotations

import csv
from collections import Counter
from pathlib import Path

import pytest

from cchc import catalogue
from cchc.model import Normalised
from cchc.normalise import normalise
from cchc.settings import SAMPLES
from cchc.workbook import read

GOLDEN = Path(__file__).parent / "golden" / "tuy_phuoc_tasks.csv"
ANNEX = SAMPLES / "tuy-phuoc-2024-nhiem-vu-tu-pdf.xlsx"


@pytest.fixture(scope="module")
def said() -> Normalised:
    return normalise(read(ANNEX.name, ANNEX.read_bytes()), catalogue.shipped())


@pytest.fixture(scope="module")
def golden() -> list[dict[str, str]]:
    with GOLDEN.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def told(said: Normalised) -> list[dict[str, str]]:
    rows = []
    for fact in said.facts:
        values = {key: "" if one is None else str(one) for key, one in fact.values.items()}
        rows.append(values)
    return rows


def test_every_action_owner_and_deadline_is_as_read_by_hand(
    said: Normalised, golden: list[dict[str, str]]
) -> None:
    same = (
        "area_code", "area_name", "task_group", "number", "action_number", "title", "action",
        "deadline_text", "deadline_kind", "due_on",
    )  # fmt: skip
    got = [{key: row[key] for key in same} for row in told(said)]
    assert got == [{key: row[key] for key in same} for row in golden]


def test_lead_and_cooperating_together_are_the_owner_as_printed(
    said: Normalised, golden: list[dict[str, str]]
) -> None:
    for row, by_hand in zip(told(said), golden, strict=True):
        assert by_hand["owner"].startswith(row["lead"])
        assert by_hand["owner"].endswith(row["cooperating"] or row["lead"])


def test_there_are_51_contents_in_the_groups_that_the_annex_prints(said: Normalised) -> None:
    contents = {
        (row["area_code"], row["task_group"], row["number"]): row["task_group"]
        for row in told(said)
    }
    assert Counter(contents.values()) == {"remedy": 17, "maintain": 32, "": 2}


def test_each_action_points_at_the_cell_in_which_it_begins(said: Normalised) -> None:
    cells = {
        (
            f.values["area_code"],
            f.values["task_group"],
            f.values["number"],
            f.values["action_number"],
        ): f.cell
        for f in said.facts
    }
    assert cells["III", "remedy", "2", 1] == "C33"
    assert cells["III", "remedy", "2", 3] == "C35", "begins after the page break"


def test_the_annex_is_read_without_a_complaint(said: Normalised) -> None:
    assert said.findings == []
