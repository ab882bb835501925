"""The kinds of table that offices send, one file each. A new kind: its file and a line here."""

from cchc.forms import (
    component_summary,
    criteria_targets,
    district_result,
    leaders_survey,
    papi_tasks,
    plan_tasks,
    reporting_calendar,
    satisfaction,
    score_sheet,
    service_indicators,
    service_rows,
    service_wide,
    task_progress,
    unit_ranking,
    unit_targets,
)
from cchc.forms.form import Column, Form

ALL: tuple[Form, ...] = (
    *component_summary.FORMS,
    district_result.FORM,
    leaders_survey.FORM,
    criteria_targets.FORM,
    *plan_tasks.FORMS,
    papi_tasks.FORM,
    reporting_calendar.FORM,
    score_sheet.FORM,
    *unit_ranking.FORMS,
    unit_targets.FORM,
    *satisfaction.FORMS,
    service_indicators.FORM,
    service_rows.FORM,
    service_wide.FORM,
    *task_progress.FORMS,
)

BY_NAME: dict[str, Form] = {form.name: form for form in ALL}

__all__ = ["ALL", "BY_NAME", "Column", "Form"]
