-- task_matrix: việc giao cho mọi đơn vị cùng loại, từng đơn vị đã báo thế nào
-- grain:    một dòng cho mỗi việc và mỗi đơn vị phải làm việc ấy
-- params:   unit, period, as_of, level, bound
-- columns:  area_code, task_group, number, action_number, title, action, deadline_text, deadline_kind, due_on, unit_name, unit_level, state, progress_percent, result, done_on, report_period_id, file, sheet, cell, import_id, unit_id, plan_unit_id, period_id, plan_file, plan_sheet, plan_cell, plan_import_id
-- order:    thứ tự trong phụ lục, loại đơn vị, thứ tự của đơn vị trong danh mục
-- caveats:  unit là đơn vị của kế hoạch, bound là một đơn vị phải làm (hỏi thì thêm việc khác mà chính đơn vị ấy đã báo cáo); việc nào giao cho mọi đơn vị cùng loại thì đọc theo lời văn của cơ quan thực hiện (binds_every); đơn vị lấy trong danh mục, còn hiệu lực trong năm kế hoạch; tình trạng theo báo cáo mới nhất của từng đơn vị tính đến as_of, chưa báo cáo là not_reported, không phải chưa làm; chỉ việc có ngày hạn mới quá hạn (overdue)
with
plan as (
    select *, row_number() over (order by import_id, ordinal, action_number) as place
    from task
    where ($unit is null or unit_id = $unit)
        and ($bound is null or unit_id in (select parent_id from unit where unit.unit_id = $bound))
        and ($period is null or period_id in ($period, cast(period_year($period) as varchar)))
),
latest as (
    select *
    from reported_task
    where task_number is not null
        and ($unit is null or plan_unit_id = $unit) and ($bound is null or unit_id = $bound)
        and period_end(period_id)
            <= coalesce($as_of, period_end($period), period_end(plan_period_id))
    qualify row_number() over (
        partition by plan_unit_id, plan_period_id, task_area_code, task_task_group, task_number,
            task_action_number, unit_id
        order by period_end(period_id) desc, period_start(period_id) desc
    ) = 1
),
-- by level first: a wording is read three times, not once for every unit
binding as (
    select plan.*, level
    from plan, (values ('xa'), ('phong'), ('huyen')) as levels (level)
    where binds_every(level, plan.lead, plan.action) and ($level is null or level = $level)
    union
    select plan.*, unit.unit_level
    from plan
    join latest
        on latest.unit_id = $bound
        and latest.plan_unit_id = plan.unit_id and latest.plan_period_id = plan.period_id
        and latest.task_area_code is not distinct from plan.area_code
        and latest.task_task_group is not distinct from plan.task_group
        and latest.task_number = plan.number and latest.task_action_number = plan.action_number
    join unit on unit.unit_id = $bound
    where $level is null or unit.unit_level = $level
),
bound as (
    select binding.*, unit.unit_id as bound_id, unit.unit_name as bound_name,
        unit.unit_level as bound_level, unit.ordinal as bound_place
    from binding
    join unit
        on unit.parent_id = binding.unit_id and unit.unit_level = binding.level
        and coalesce(unit.valid_from <= period_end(binding.period_id), true)
        and coalesce(unit.valid_to >= period_start(binding.period_id), true)
    where $bound is null or unit.unit_id = $bound
)
select
    bound.area_code, bound.task_group, bound.number, bound.action_number, bound.title,
    bound.action, bound.deadline_text, bound.deadline_kind, bound.due_on,
    bound.bound_name as unit_name, bound.bound_level as unit_level,
    case
        when latest.unit_id is null then 'not_reported'
        when bound.deadline_kind = 'dated' and latest.status in ('not_started', 'in_progress')
            and bound.due_on < coalesce($as_of, period_end($period), period_end(bound.period_id))
            then 'overdue'
        else latest.status
    end as state,
    latest.progress_percent, latest.result, latest.done_on, latest.period_id as report_period_id,
    report_file.file, latest.sheet, latest.cell, latest.import_id, bound.bound_id as unit_id,
    bound.unit_id as plan_unit_id, bound.period_id, plan_file.file as plan_file,
    bound.sheet as plan_sheet, bound.cell as plan_cell, bound.import_id as plan_import_id
from bound
left join latest
    on latest.unit_id = bound.bound_id
    and latest.plan_unit_id = bound.unit_id and latest.plan_period_id = bound.period_id
    and latest.task_area_code is not distinct from bound.area_code
    and latest.task_task_group is not distinct from bound.task_group
    and latest.task_number = bound.number and latest.task_action_number = bound.action_number
left join imported_file as report_file on report_file.import_id = latest.import_id
left join imported_file as plan_file on plan_file.import_id = bound.import_id
order by bound.place, bound.bound_level, bound.bound_place
