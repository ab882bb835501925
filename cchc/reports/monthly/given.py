"""What a report is made of: who reports, of which period, and the rows of the queries.

Plain values; where they come from is not known here.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from cchc.periods import Period
from cchc.text import unaccented

Row = Mapping[str, Any]
Rows = tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Reporter:
    """The unit that reports; `parent_name` and `parent_level` are "" where nothing stands above."""

    unit_id: str
    unit_name: str
    unit_kind: str
    unit_level: str
    parent_name: str
    parent_level: str
    illustrative: bool

    @property
    def is_department(self) -> bool:
        return self.unit_level == "phong"


@dataclass(frozen=True, slots=True)
class SourceFile:
    """A workbook that figures were read from: for what, its sheets, when it came."""

    what: str
    file: str
    sheet: str
    received_on: date | None


@dataclass(frozen=True, slots=True)
class MonthlyReport:
    """Each field holds the rows of the query of its name (queries/*.sql), in their order.

    own_progress: what the plan above asks of the unit (query task_matrix), each with the plan's
    unit (plan_unit_name). years: query unit_years.
    judged_on: the day until which tasks and reports are judged.
    window: the days that the figures cover by the unit's own reporting calendar, if it says so.
    reporting: what the unit or its units owe in this period (query reporting_status).
    """

    reporter: Reporter
    period: Period
    judged_on: date
    window: tuple[date, date] | None = None
    decisions: Rows = ()
    components: Rows = ()
    years: Rows = ()
    items: Rows = ()
    services: Rows = ()
    service_totals: Rows = ()
    task_counts: Rows = ()
    tasks: Rows = ()
    own_progress: Rows = ()
    reporting: Rows = ()
    sources: tuple[SourceFile, ...] = ()


def file_name(unit_name: str, period_id: str) -> str:
    """ "bao-cao-cchc-huyen-minh-hoa-2024-09.docx"."""
    name = re.sub(r"[^a-z0-9]+", "-", unaccented(unit_name)).strip("-")
    return f"bao-cao-cchc-{name}-{period_id.lower()}.docx"
