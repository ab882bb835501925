"""The kinds of table that offices send, one file each. A new kind: its file and a line here."""

from dataclasses import replace

from cchc.forms import (
    component_summary,
    criteria_targets,
    district_result,
    framework_bands,
    framework_definition,
    indicator_list,
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
    unit_lineage,
    unit_list,
    unit_ranking,
    unit_targets,
)
from cchc.forms.form import REFERENCE, Column, Form

_FORMS: tuple[Form, ...] = (
    component_summary.FORM,
    district_result.FORM,
    leaders_survey.FORM,
    criteria_targets.FORM,
    *plan_tasks.FORMS,
    papi_tasks.FORM,
    reporting_calendar.FORM,
    framework_definition.FORM,  # before the score sheet: without a column of points it is this one
    score_sheet.FORM,
    unit_ranking.FORM,
    unit_targets.FORM,
    satisfaction.FORM,
    service_indicators.FORM,
    service_rows.FORM,
    service_wide.FORM,
    *task_progress.FORMS,
    framework_bands.FORM,
    indicator_list.FORM,
    unit_lineage.FORM,
    unit_list.FORM,
)

# First, so that "Tự đánh giá năm 2023 (tham khảo)" is never taken for this year's column.
ALL: tuple[Form, ...] = tuple(replace(form, columns=(REFERENCE, *form.columns)) for form in _FORMS)

BY_NAME: dict[str, Form] = {form.name: form for form in ALL}

__all__ = ["ALL", "BY_NAME", "Column", "Form"]
