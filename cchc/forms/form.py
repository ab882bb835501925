"""What a form is: the labels that tell a table, as data.

A label is a regular expression over the folded text of a header cell (no accents, lower case),
matched whole. A form never names a row or a column number.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Shape = Literal[
    "component_summary",
    "district_result",
    "framework_bands",
    "framework_definition",
    "indicator_list",
    "leaders_survey",
    "criteria_targets",
    "plan_tasks",
    "reporting_calendar",
    "score_sheet",
    "unit_lineage",
    "unit_list",
    "unit_ranking",
    "unit_targets",
    "satisfaction",
    "service_indicators",
    "task_progress",
]

NUMBER = r"(stt|tt|so tt|so thu tu|muc)"


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a form.

    labels: any of them names the column · under: a label of the header cell above it, where the
    bottom label alone ("Chỉ số") would fit several · repeats: stands once for each component,
    indicator or factor.
    """

    name: str
    labels: tuple[str, ...]
    under: str | None = None
    required: bool = True
    repeats: bool = False


@dataclass(frozen=True, slots=True)
class Form:
    """One kind of table that offices send.

    goes_on: the header printed again further down continues the same table (page breaks);
    otherwise it opens another one.
    without: labels that no column beside the form's own may have; they tell another form.
    """

    name: str
    title: str
    shape: Shape
    columns: tuple[Column, ...]
    goes_on: bool = True
    without: tuple[str, ...] = ()

    def column(self, name: str) -> Column:
        return next(column for column in self.columns if column.name == name)


# Beside what is to be filled in, our templates print earlier figures and sums of their own; their
# headings say so in brackets. Every form knows such columns and reads nothing from them.
REFERENCE = Column("reference", (r".*\((tham khao|tu tinh)\)",), required=False, repeats=True)
