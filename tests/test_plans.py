"""Plans in the ledger: saved once, saved anew, taken back, never lost."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

from cchc import learned, plans
from cchc.errors import WrongUse
from cchc.ledger import Ledger
from cchc.plans import Item, Plan

PLAN = Plan("h.a", "2024", "f", "Phương án 1", (Item("1.1", Decimal("1.50")),), Decimal(5))


def names(folder: Path, unit: str = "h.a") -> list[str]:
    return [plan.name for plan in plans.listed(folder, unit, "2024")]


def test_a_plan_comes_back_as_it_was_saved(tmp_path: Path) -> None:
    assert plans.save(tmp_path, PLAN, "Nội vụ")
    (found,) = plans.listed(tmp_path, "h.a", "2024")
    assert replace(found, saved_at=None, saved_by=None) == PLAN
    assert found.saved_by == "Nội vụ"


def test_a_double_click_records_nothing_twice(tmp_path: Path) -> None:
    assert plans.save(tmp_path, PLAN)
    assert not plans.save(tmp_path, PLAN)
    assert not plans.save(tmp_path, replace(PLAN, name="  Phương  án 1 "))
    assert len(Ledger(tmp_path).decision_log()) == 1


def test_a_plan_saved_under_its_name_again_takes_the_earlier_ones_place(tmp_path: Path) -> None:
    plans.save(tmp_path, PLAN)
    plans.save(tmp_path, replace(PLAN, items=(Item("1.2", Decimal(1)),)))
    (found,) = plans.listed(tmp_path, "h.a", "2024")
    assert found.items == (Item("1.2", Decimal(1)),)
    assert len(Ledger(tmp_path).decision_log()) == 2


def test_a_plan_taken_back_is_gone_and_still_recorded(tmp_path: Path) -> None:
    plans.save(tmp_path, PLAN)
    assert plans.take_back(tmp_path, PLAN)
    assert not plans.take_back(tmp_path, PLAN)
    assert names(tmp_path) == []
    assert [one.value is None for one in Ledger(tmp_path).decision_log()] == [False, True]


def test_plans_of_another_unit_or_year_are_not_listed(tmp_path: Path) -> None:
    plans.save(tmp_path, PLAN)
    plans.save(tmp_path, replace(PLAN, unit_id="h.b"))
    plans.save(tmp_path, replace(PLAN, period_id="2025"))
    learned.remember_name(tmp_path, "Xã A cũ", "h.a")
    assert names(tmp_path) == ["Phương án 1"]


def test_a_name_may_hold_the_sign_that_parts_the_key(tmp_path: Path) -> None:
    plans.save(tmp_path, replace(PLAN, name="a | b"))
    assert names(tmp_path) == ["a | b"]


@pytest.mark.parametrize(
    "wrong",
    [replace(PLAN, name="  "), replace(PLAN, name="x" * 81), replace(PLAN, items=())],
    ids=["no name", "long name", "nothing in it"],
)
def test_a_plan_without_a_name_or_anything_in_it_is_not_saved(tmp_path: Path, wrong: Plan) -> None:
    with pytest.raises(WrongUse):
        plans.save(tmp_path, wrong)
    assert Ledger(tmp_path).decision_log() == []
