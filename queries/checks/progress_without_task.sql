-- Progress reported on a task that the plan does not hold; said only where the plan is here.
select progress.import_id, 'warning' as level, 'progress_without_task' as code, progress.sheet,
    progress.cell,
    'Kế hoạch không có việc ' || progress.action_number || ' của nội dung ' || progress.number ||
    ', lĩnh vực ' || coalesce(progress.area_code, '(trống)') ||
    '. Hãy sửa lĩnh vực, nhóm và số cho khớp kế hoạch.' as message
from task_progress as progress
where exists (
    select 1 from task
    where task.unit_id = progress.plan_unit_id and task.period_id = progress.plan_period_id
)
and not exists (
    select 1 from task_report
    where task_report.unit_id = progress.plan_unit_id
        and task_report.period_id = progress.plan_period_id
        and task_report.reporter_id = progress.unit_id
        and task_report.report_period_id = progress.period_id
        and task_report.area_code is not distinct from progress.area_code
        and task_report.task_group is not distinct from progress.task_group
        and task_report.number = progress.number
        and task_report.action_number = progress.action_number
)
