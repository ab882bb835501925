-- tasks: việc của các kế hoạch và tình trạng mới nhất
-- grain:    một dòng cho mỗi việc (hành động)
-- params:   unit, period, as_of
-- columns:  unit_name, period_id, area_code, area_name, task_group, number, action_number, title, action, lead, cooperating, deadline_text, deadline_kind, due_on, status, progress_percent, file, sheet, cell, is_overdue, units_reporting, units_done, import_id, unit_id
-- order:    đơn vị, kỳ, thứ tự trong phụ lục
-- caveats:  tình trạng theo báo cáo mới nhất tính đến as_of (không hỏi: cuối năm kế hoạch); nhiều đơn vị cùng làm thì hoàn thành khi mọi đơn vị đã báo đều hoàn thành; chưa báo cáo thì không coi là quá hạn
with
latest as (
    select *
    from task_state
    where period_end(report_period_id) <= coalesce($as_of, period_end(period_id))
    qualify row_number() over (
        partition by unit_id, period_id, area_code, task_group, number, action_number, reporter_id
        order by period_end(report_period_id) desc
    ) = 1
),
states as (
    select unit_id, period_id, area_code, task_group, number, action_number,
        count(*) as units_reporting,
        count(*) filter (status = 'done') as units_done,
        case
            when count(*) filter (status = 'done') = count(*) then 'done'
            when count(*) filter (status = 'not_started') = count(*) then 'not_started'
            else 'in_progress'
        end as status,
        avg(progress_percent) as progress_percent
    from latest
    group by all
)
select
    unit.unit_name, task.period_id, task.area_code, task.area_name, task.task_group, task.number,
    task.action_number, task.title, task.action, task.lead, task.cooperating, task.deadline_text,
    task.deadline_kind, task.due_on, coalesce(states.status, 'not_reported') as status,
    cast(states.progress_percent as decimal(12, 6)) as progress_percent,
    imported_file.file, task.sheet, task.cell,
    coalesce(
        task.deadline_kind = 'dated' and task.due_on < coalesce($as_of, period_end(task.period_id))
        and states.status in ('not_started', 'in_progress'), false
    ) as is_overdue,
    coalesce(states.units_reporting, 0) as units_reporting,
    coalesce(states.units_done, 0) as units_done, task.import_id, task.unit_id
from task
join unit using (unit_id)
left join imported_file using (import_id)
left join states
    on states.unit_id = task.unit_id and states.period_id = task.period_id
    and states.area_code is not distinct from task.area_code
    and states.task_group is not distinct from task.task_group
    and states.number = task.number and states.action_number = task.action_number
where ($unit is null or task.unit_id = $unit)
    and ($period is null or task.period_id = $period)
order by unit.ordinal, task.period_id, task.import_id, task.ordinal, task.action_number
