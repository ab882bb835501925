-- task_sources: các tệp mà các việc của một kế hoạch và tình trạng của chúng lấy từ đó
-- grain:    một dòng cho mỗi tệp đã nhận và còn dùng
-- params:   unit, period, as_of, bound
-- columns:  import_id, file, received_on
-- order:    received_on, import_id
-- caveats:  phụ lục nhiệm vụ của kế hoạch, và báo cáo tiến độ mới nhất của từng đơn vị về từng việc tính đến as_of (không hỏi: cuối kỳ được hỏi, không thì cuối năm kế hoạch); unit là đơn vị của kế hoạch; hỏi bound thì là kế hoạch của cấp trên và báo cáo của chính đơn vị ấy
with
plan as (
    select distinct import_id, unit_id, period_id
    from task
    where ($unit is null or unit_id = $unit)
        and ($bound is null or unit_id in (select parent_id from unit where unit.unit_id = $bound))
        and ($period is null or period_id in ($period, cast(period_year($period) as varchar)))
),
told as (
    select reported_task.import_id
    from reported_task
    semi join plan
        on plan.unit_id = reported_task.plan_unit_id and plan.period_id = reported_task.plan_period_id
    where task_number is not null and ($bound is null or reported_task.unit_id = $bound)
        and period_end(reported_task.period_id)
            <= coalesce($as_of, period_end($period), period_end(plan_period_id))
    qualify row_number() over (
        partition by plan_unit_id, plan_period_id, task_area_code, task_task_group, task_number,
            task_action_number, reported_task.unit_id
        order by period_end(reported_task.period_id) desc
    ) = 1
),
used as (
    select import_id from plan
    union
    select import_id from told
)
select import_id, imported_file.file, imported_file.received_on
from used
join imported_file using (import_id)
order by imported_file.received_on, import_id
