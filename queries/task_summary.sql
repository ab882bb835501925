-- task_summary: số việc theo lĩnh vực và cơ quan chủ trì
-- grain:    một dòng cho mỗi đơn vị, lĩnh vực, cơ quan chủ trì
-- params:   unit, period, as_of
-- columns:  unit_name, area_code, lead, total, done, in_progress, overdue, not_reported, incomplete, not_started, area_name, period_id, unit_id
-- order:    đơn vị, thứ tự lĩnh vực trong phụ lục, nhiều việc trước
-- caveats:  đếm việc, không đếm nội dung; quá hạn không nằm trong đang thực hiện; incomplete là thiếu người, việc, thời gian hoặc kết quả phải đạt
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
        case
            when count(*) filter (status = 'done') = count(*) then 'done'
            when count(*) filter (status = 'not_started') = count(*) then 'not_started'
            else 'in_progress'
        end as status
    from latest
    group by all
),
told as (
    select task.*, coalesce(states.status, 'not_reported') as status,
        coalesce(
            task.deadline_kind = 'dated'
            and task.due_on < coalesce($as_of, period_end(task.period_id))
            and states.status in ('not_started', 'in_progress'), false
        ) as is_overdue
    from task
    left join states
        on states.unit_id = task.unit_id and states.period_id = task.period_id
        and states.area_code is not distinct from task.area_code
        and states.task_group is not distinct from task.task_group
        and states.number = task.number and states.action_number = task.action_number
    where ($unit is null or task.unit_id = $unit)
        and ($period is null or task.period_id = $period)
)
select
    unit.unit_name, told.area_code, rtrim(told.lead, '. ') as lead,
    count(*) as total,
    count(*) filter (told.status = 'done') as done,
    count(*) filter (told.status = 'in_progress' and not told.is_overdue) as in_progress,
    count(*) filter (told.is_overdue) as overdue,
    count(*) filter (told.status = 'not_reported') as not_reported,
    count(*) filter (
        told.lead is null or told.action is null or told.deadline_text is null or told.title is null
    ) as incomplete,
    count(*) filter (told.status = 'not_started' and not told.is_overdue) as not_started,
    any_value(told.area_name) as area_name, told.period_id, told.unit_id
from told
join unit using (unit_id)
group by unit.unit_name, unit.ordinal, told.unit_id, told.period_id, told.area_code,
    rtrim(told.lead, '. ')
order by unit.ordinal, told.period_id, min(told.ordinal), total desc, lead
