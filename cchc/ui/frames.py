"""What the front page shows of a unit's whole index: one row, one strip.

In: goals of `cchc.ui.goals`. Out: a row, a `Gap`.
"""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from cchc.figures.gap_strip import Gap
from cchc.ui import words
from cchc.ui.kept import kept
from cchc.ui.sentences import in_round, missing_points

Row = Mapping[str, object]


def _number(value: object) -> float | None:
    return float(str(value)) if words.known(value) else None


@kept
def total_row(goals: pd.DataFrame, published: pd.DataFrame) -> Row | None:
    """The whole index among a unit's goals, with how many units its published rank is of."""
    total = goals[goals["level"] == "total"]
    if total.empty:
        return None
    ranked_of = published["published_rank_of"].dropna()
    return total.iloc[0].to_dict() | {
        "baseline_rank_of": ranked_of.iloc[0] if len(ranked_of) else None
    }


@kept
def gap(total: Row) -> Gap:
    """The whole index for the strip of the front page."""
    baseline = words.percent(total["baseline_percent"])
    target = words.target_sign(total["comparator"], total["target_percent"])
    when = words.period(total["latest_period_id"]) + in_round(total["latest_round"])
    latest = f"{when}: {words.percent(total['latest_percent'])}"
    return Gap(
        baseline=_number(total["baseline_percent"]),
        latest=_number(total["latest_percent"]),
        target=_number(total["target_percent"]),
        baseline_text=f"{words.period(total['baseline_period_id'])}: {baseline}",
        latest_text=latest,
        target_text=f"Mục tiêu: {target}",
        gap_text=missing_points(total["gap_to_target"]) if target else "",
    )
