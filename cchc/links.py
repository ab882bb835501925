"""What staff decided on which task of a plan serves which criterion: words of the ledger.

In: a task, a criterion and what a person ticked. Out: entries for the ledger, and of its decisions
the links that stand, for the store. It must not know how links are proposed or shown.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass

from cchc.ledger import Decision, Entry
from cchc.model import TaskLink

TASK_LINK = "task_link"


@dataclass(frozen=True, slots=True)
class Pair:
    """One task of a plan and one criterion of a framework, by their keys and as they read now."""

    plan_unit_id: str
    plan_period_id: str
    area_code: str | None
    task_group: str | None
    number: str
    action_number: int
    framework_id: str
    criterion_code: str
    task_text: str = ""
    criterion_name: str = ""

    @property
    def key(self) -> str:
        """A list in JSON: neither a code nor a number can be taken for another."""
        told = [self.plan_unit_id, self.plan_period_id, self.area_code, self.task_group]
        told += [self.number, str(self.action_number), self.framework_id, self.criterion_code]
        return json.dumps(told, ensure_ascii=False)


def decided(pair: Pair, served: bool | None) -> Entry:
    """The task serves the criterion, it does not, or (None) neither is said any longer."""
    words = {"task_text": pair.task_text, "criterion_name": pair.criterion_name}
    value = None if served is None else json.dumps({"served": served} | words, ensure_ascii=False)
    return Entry(TASK_LINK, pair.key, value)


def of_decisions(decisions: Iterable[Decision]) -> list[TaskLink]:
    """The links of the decisions that stand, in the order in which they were decided."""
    return [_link(one) for one in decisions if one.kind == TASK_LINK]


def _link(one: Decision) -> TaskLink:
    plan_unit_id, plan_period_id, area, group, number, action, framework, code = json.loads(one.key)
    value = json.loads(one.value or "{}")
    return TaskLink(
        plan_unit_id=plan_unit_id,
        plan_period_id=plan_period_id,
        area_code=area,
        task_group=group,
        number=number,
        action_number=int(action),
        framework_id=framework,
        criterion_code=code,
        is_served=value["served"],
        task_text=value["task_text"],
        criterion_name=value["criterion_name"],
        decided_by=one.by,
        decided_at=one.at.isoformat(),
    )
