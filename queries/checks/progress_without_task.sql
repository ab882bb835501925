-- title:    Tiến độ của việc không có trong kế hoạch
-- compares: Dòng tiến độ với danh sách nhiệm vụ của kế hoạch
-- levels:   warning
-- Progress reported on a task that the plan does not hold; said only where the plan is here. A task of
-- nearly the same wording is named, never taken.
with
lost as (
    select *, row_number() over () as lost_id, wording(action) as wording
    from reported_task as report
    where task_number is null and exists (
        select 1 from task
        where task.unit_id = report.plan_unit_id and task.period_id = report.plan_period_id
    )
),
near as (
    select lost.lost_id, task.area_code, task.number, task.action_number, task.action,
        words_shared(lost.wording, wording(task.action)) as shared
    from lost
    join task on task.unit_id = lost.plan_unit_id and task.period_id = lost.plan_period_id
    where words_shared(lost.wording, wording(task.action)) >= 0.6
    qualify row_number() over (
        partition by lost.lost_id order by shared desc, task.ordinal, task.action_number
    ) = 1
)
select lost.import_id, 'warning' as level, 'progress_without_task' as code, lost.sheet, lost.cell,
    case
        when near.lost_id is not null then
            'Việc “' || left(lost.action, 80) || '” không có trong kế hoạch nhưng gần giống việc ' ||
            near.action_number || ' của nội dung ' || near.number ||
            coalesce(', lĩnh vực ' || near.area_code, '') || ' (“' || left(near.action, 80) ||
            '”). Hãy ghi đúng số và lời văn của kế hoạch.'
        when exists (
            select 1 from task
            where task.unit_id = lost.plan_unit_id and task.period_id = lost.plan_period_id
                and task.area_code is not distinct from lost.area_code
                and task.task_group is not distinct from lost.task_group
                and task.number = lost.number and task.action_number = lost.action_number
        ) then
            'Việc ' || lost.action_number || ' của nội dung ' || lost.number || coalesce(
                ', lĩnh vực ' || lost.area_code, '') || ' trong kế hoạch là việc khác, không phải “' ||
            left(lost.action, 80) || '”. Hãy sửa số cho khớp kế hoạch.'
        else
            'Kế hoạch không có việc ' || lost.action_number || ' của nội dung ' || lost.number ||
            ', lĩnh vực ' || coalesce(lost.area_code, '(trống)') ||
            '. Hãy sửa lĩnh vực, nhóm và số cho khớp kế hoạch.'
    end as message
from lost
left join near using (lost_id)
