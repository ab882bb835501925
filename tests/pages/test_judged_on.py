"""Until which day tasks and reports are judged: nothing is late that is not due yet."""

from __future__ import annotations

from datetime import date

import pandas as pd
import pytest

from cchc import settings
from cchc.ui.filters import Scope


def scope(as_of: str | None, *sent: str) -> Scope:
    held = pd.DataFrame(
        [{"whose": "own", "what": "service", "period_id": one} for one in sent],
        columns=["whose", "what", "period_id"],
    )
    return Scope(
        unit_id="a",
        unit_name="xã A",
        unit_label="xã A",
        unit_level="xa",
        unit_group="h/xa",
        unit_group_name="các xã",
        illustrative=False,
        has_target=True,
        baseline="2025",
        target="2026",
        as_of=as_of,
        children=(),
        held=held,
    )


@pytest.mark.parametrize(
    ("chosen", "sent", "expected"),
    [
        ("2026", (), date(2026, 5, 20)),
        ("2026", ("2026-04",), date(2026, 5, 20)),
        ("2026", ("2026-05",), date(2026, 5, 31)),  # the month that is reported on ends later
        ("2026-05", ("2026-05",), date(2026, 5, 31)),
        ("2025", (), date(2025, 12, 31)),
        (None, (), None),
    ],
)
def test_of_a_year_that_is_not_over_only_what_has_passed_is_judged(
    monkeypatch: pytest.MonkeyPatch,
    chosen: str | None,
    sent: tuple[str, ...],
    expected: date | None,
) -> None:
    monkeypatch.setattr(settings, "today_vietnam", lambda: date(2026, 5, 20))
    assert scope(chosen, *sent).judged_on == expected
