-- report_own_progress: việc trong kế hoạch của cấp trên mà một đơn vị đã báo tiến độ trong kỳ báo cáo
-- grain:    một dòng cho mỗi việc của kế hoạch, theo báo cáo cuối cùng trong kỳ
-- params:   unit, period
-- columns:  plan_unit_name, area_code, area_name, number, action_number, action, deadline_text, due_on, state, progress_percent, result, done_on, report_period_id, import_id, sheet, cell
-- order:    kế hoạch, thứ tự trong phụ lục
-- caveats:  unit là mã đơn vị; state như status, thêm overdue khi hạn đã qua ở ngày cuối kỳ mà chưa xong; việc của chính đơn vị không kê ở đây
with
latest as (
    select *
    from reported_task
    where unit_id = $unit and plan_unit_id <> $unit and task_number is not null
        and period_start(period_id) >= period_start($period)
        and period_end(period_id) <= period_end($period)
    qualify row_number() over (
        partition by plan_unit_id, plan_period_id, task_area_code, task_task_group, task_number,
            task_action_number
        order by period_end(period_id) desc, period_start(period_id)
    ) = 1
)
select
    plan.unit_name as plan_unit_name, task.area_code, task.area_name, task.number,
    task.action_number, task.action, task.deadline_text, task.due_on,
    if(
        task.deadline_kind = 'dated' and task.due_on < period_end($period)
        and latest.status in ('not_started', 'in_progress'), 'overdue', latest.status
    ) as state,
    latest.progress_percent, latest.result, latest.done_on, latest.period_id as report_period_id,
    latest.import_id, latest.sheet, latest.cell
from latest
join task
    on task.unit_id = latest.plan_unit_id and task.period_id = latest.plan_period_id
    and task.area_code is not distinct from latest.task_area_code
    and task.task_group is not distinct from latest.task_task_group
    and task.number = latest.task_number and task.action_number = latest.task_action_number
join unit as plan on plan.unit_id = latest.plan_unit_id
order by plan.ordinal, task.period_id, task.ordinal, task.action_number
