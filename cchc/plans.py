"""Saved plans of improvement: which criteria are to reach how many points, kept in the ledger.

In: what a planner ticked. Out: the plans of a unit and a year that stand. Saving is one transaction
and appends; a plan saved again under its name takes the place of the earlier one, and what says
the same changes nothing. It must not know stores or pages, nor judge whether points can be won.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from pathlib import Path

from cchc.errors import WrongUse
from cchc.ledger import Decision, Ledger
from cchc.text import clean

PLAN = "plan"
LONGEST_NAME = 80
MOST_ITEMS = 500


@dataclass(frozen=True, slots=True)
class Item:
    """A criterion and the points it is to reach: its gain follows from what it holds by then."""

    code: str
    reach: Decimal


@dataclass(frozen=True, slots=True)
class Plan:
    """A named plan of one unit for one year. assumed: waiting points that it counts on."""

    unit_id: str
    period_id: str
    framework_id: str
    name: str
    items: tuple[Item, ...]
    assumed: Decimal = Decimal(0)
    saved_at: datetime | None = None
    saved_by: str | None = None

    @property
    def key(self) -> str:
        return "|".join((self.unit_id, self.period_id, self.name))

    @property
    def value(self) -> str:
        """What is recorded: JSON, points as text so that no digit is lost."""
        said = {
            "framework_id": self.framework_id,
            "assumed": _digits(self.assumed),
            "items": {item.code: _digits(item.reach) for item in self.items},
        }
        return json.dumps(said, ensure_ascii=False)


def save(folder: Path, plan: Plan, by: str | None = None) -> bool:
    """Record a plan; False when it already stands so. Raises WrongUse for one without a name."""
    named = _checked(plan)
    ledger = Ledger(folder)
    if _standing_value(ledger, named.key) == named.value:
        return False
    ledger.decide(PLAN, named.key, named.value, by)
    return True


def take_back(folder: Path, plan: Plan, by: str | None = None) -> bool:
    """The plan no longer stands; False when it did not. What was recorded stays in the ledger."""
    ledger = Ledger(folder)
    if _standing_value(ledger, plan.key) is None:
        return False
    ledger.decide(PLAN, plan.key, None, by)
    return True


def listed(folder: Path, unit_id: str, period_id: str) -> list[Plan]:
    """The plans of a unit and a year that stand, the oldest first."""
    return [
        plan
        for plan in of_decisions(Ledger(folder).decisions())
        if (plan.unit_id, plan.period_id) == (unit_id, period_id)
    ]


def of_decisions(decisions: Iterable[Decision]) -> list[Plan]:
    return [_plan(one) for one in decisions if one.kind == PLAN]


def _checked(plan: Plan) -> Plan:
    name = clean(plan.name)
    if not name or len(name) > LONGEST_NAME:
        raise WrongUse(f"Hãy đặt tên phương án, không quá {LONGEST_NAME} chữ.")
    if not plan.items or len(plan.items) > MOST_ITEMS:
        raise WrongUse("Phương án chưa chọn tiêu chí nào. Hãy chọn ít nhất một tiêu chí rồi lưu.")
    return Plan(plan.unit_id, plan.period_id, plan.framework_id, name, plan.items, plan.assumed)


def _standing_value(ledger: Ledger, key: str) -> str | None:
    found = (one.value for one in ledger.decisions() if (one.kind, one.key) == (PLAN, key))
    return next(found, None)


def _plan(one: Decision) -> Plan:
    unit_id, period_id, name = one.key.split("|", 2)
    said = json.loads(one.value or "{}")
    items = tuple(Item(code, Decimal(reach)) for code, reach in said["items"].items())
    return Plan(
        unit_id,
        period_id,
        said["framework_id"],
        name,
        items,
        Decimal(said["assumed"]),
        one.at,
        one.by,
    )


def _digits(points: Decimal) -> str:
    return f"{points.normalize():f}"
