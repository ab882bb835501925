"""Whether two periods' figures may be set against each other, said the way a page shows it.

In: rows that carry `comparability` and `comparability_reason` (rank_units, compare_components), or
a unit and two periods (query `comparability`). Out: yes or no, and sentences. Where it is no, a
page shows neither arrow nor number, but the reason. Knows no page.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pandas as pd

from cchc.ui import data, words
from cchc.ui.kept import kept

Row = Mapping[str, object]
NOT, NOTE = "not_comparable", "comparable_with_note"


@dataclass(frozen=True, slots=True)
class Comparability:
    """flag: comparable, comparable_with_note, not_comparable · predecessors: names of old units."""

    flag: str = "comparable"
    reason: str = ""
    predecessors: str = ""

    @property
    def allows_change(self) -> bool:
        """Whether a change may be written as a number or an arrow."""
        return self.flag != NOT


def of(row: Row) -> Comparability:
    """What a row of a query says of its own two periods."""
    said = (row.get("comparability"), row.get("comparability_reason"), row.get("predecessors"))
    flag, reason, predecessors = (str(one) if words.known(one) else "" for one in said)
    return Comparability(flag or "comparable", reason, predecessors)


def between(
    unit: str, baseline: str, target: str, *, what: str = "index", criterion: str | None = None
) -> Comparability:
    """Of one unit and two periods. what: index, rank, sipas, papi."""
    rows = data.fetch(
        "comparability",
        unit=unit,
        baseline=baseline,
        target=target,
        what=what,
        criterion=criterion,
    )
    if rows.empty:
        return Comparability()
    row = rows.iloc[0].to_dict()
    return of({**row, "comparability": row["flag"], "comparability_reason": row["reason"]})


def may_compare(rows: pd.DataFrame) -> pd.Series:
    """Row by row: whether a change may be shown."""
    return rows["comparability"].fillna("comparable") != NOT


def beside(change: str, told: Comparability) -> str:
    """A change with what must be known of it, or the reason why there is none.

    ("tăng 2 bậc", with a note) → "tăng 2 bậc (lưu ý: …)"; not comparable → "không so: …".
    """
    if not told.allows_change:
        return f"không so được với kỳ trước: {told.reason}"
    if told.flag == NOTE and change:
        return f"{change} (lưu ý: {told.reason})"
    return change


@kept
def notes(rows: pd.DataFrame, period: object, names: str = "unit_name") -> list[str]:
    """What must be known before figures are set against an earlier period, once for each reason.

    names: the column that says whose row it is. A reason of all rows names nobody.
    """
    flagged = rows[rows["comparability_reason"].notna()]
    return [
        _note(list(own[names]), str(reason), str(own["comparability"].iloc[0]), len(rows), period)
        for reason, own in flagged.groupby("comparability_reason", sort=False)
    ]


def _note(whose: Sequence[object], reason: str, flag: str, of_all: int, period: object) -> str:
    against = words.lower_first(words.period(period)) if words.known(period) else "kỳ trước"
    can = f"không so với {against}" if flag == NOT else f"lưu ý khi so với {against}"
    if len(whose) == of_all:
        return f"{words.upper_first(can)}: {reason}."
    names = words.joined([str(one) for one in whose[:5]])
    more = f" và {len(whose) - 5} dòng khác" if len(whose) > 5 else ""
    return f"{words.upper_first(names)}{more}: {can}, {reason}."
