-- unit_tasks: việc mà một đơn vị được đánh giá theo: việc của kế hoạch đơn vị, và việc kế hoạch cấp trên giao
-- grain:    một dòng cho mỗi việc
-- params:   unit, period, as_of
-- columns:  area_code, area_name, task_group, number, action_number, title, action, lead, cooperating, deadline_text, deadline_kind, due_on, status, state, progress_percent, days_overdue, own_plan, plan_unit_name, period_id, file, import_id, sheet, cell
-- order:    kế hoạch của đơn vị trước, thứ tự trong phụ lục
-- caveats:  as_of không hỏi thì hết năm kế hoạch; việc của kế hoạch cấp trên là việc giao cho mọi đơn vị cùng loại (như task_matrix) và việc đơn vị đã báo cáo, tình trạng là điều chính đơn vị đã báo, chưa báo là not_reported; state là status, việc quá hạn tách riêng (overdue)
with
said as (
    select *
    from unit_task_as_of(cast($as_of as date))
    where judged_id = $unit and period_id = cast(period_year($period) as varchar)
),
silent as (
    select task.*, false as own_plan, 'not_reported' as status, false as is_overdue
    from task
    join unit as own on own.parent_id = task.unit_id
    where own.unit_id = $unit and task.period_id = cast(period_year($period) as varchar)
        and binds_every(own.unit_level, task.lead, task.action)
        and not exists (
            from said
            where said.unit_id = task.unit_id
                and said.area_code is not distinct from task.area_code
                and said.task_group is not distinct from task.task_group
                and said.number = task.number and said.action_number = task.action_number
        )
)
select
    task.area_code, task.area_name, task.task_group, task.number, task.action_number, task.title,
    task.action, task.lead, task.cooperating, task.deadline_text, task.deadline_kind, task.due_on,
    task.status, if(task.is_overdue, 'overdue', task.status) as state, task.progress_percent,
    case when task.is_overdue then
        coalesce($as_of, period_end(task.period_id)) - task.due_on
    end as days_overdue,
    task.own_plan, plan.unit_name as plan_unit_name, task.period_id, imported_file.file,
    task.import_id, task.sheet, task.cell
from (from said union all by name from silent) as task
join unit as plan on plan.unit_id = task.unit_id
left join imported_file using (import_id)
order by task.own_plan desc, plan.ordinal, task.import_id, task.ordinal, task.action_number
