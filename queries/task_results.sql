-- task_results: các báo cáo viết gì về kết quả của từng việc
-- grain:    một dòng cho mỗi việc và mỗi cách ghi kết quả khác nhau
-- params:   unit, period, as_of, tasks
-- columns:  area_code, task_group, number, action_number, result, units, report_period_id, reporter_name, file, sheet, cell, import_id
-- order:    việc, kỳ mới trước, lời văn
-- caveats:  unit là đơn vị của kế hoạch; tasks: các việc cần hỏi, "lĩnh vực|nhóm|số|thứ tự" cách nhau bằng dấu chấm phẩy, không hỏi thì mọi việc; units là số đơn vị đã ghi như vậy, ô là của báo cáo mới nhất ghi như vậy; chỉ tính báo cáo của các kỳ kết thúc không sau as_of
with
said as (
    select *, concat_ws('|', coalesce(task_area_code, ''), coalesce(task_task_group, ''),
        task_number, cast(task_action_number as varchar)) as task_key
    from reported_task
    where task_number is not null and nullif(trim(result), '') is not null
        and ($unit is null or plan_unit_id = $unit)
        and ($period is null or plan_period_id in ($period, cast(period_year($period) as varchar)))
        and period_end(period_id)
            <= coalesce($as_of, period_end($period), period_end(plan_period_id))
),
worded as (
    select *,
        count(distinct unit_id) over same as units,
        row_number() over (same order by period_end(period_id) desc, unit.ordinal) as newest
    from said
    join unit using (unit_id)
    where $tasks is null or list_contains(string_split($tasks, ';'), task_key)
    window same as (partition by plan_unit_id, plan_period_id, task_key, trim(result))
)
select
    task_area_code as area_code, task_task_group as task_group, task_number as number,
    task_action_number as action_number, trim(result) as result, units,
    period_id as report_period_id, unit_name as reporter_name, imported_file.file, worded.sheet,
    worded.cell, worded.import_id
from worded
left join imported_file using (import_id)
where newest = 1
order by task_key, period_end(period_id) desc, trim(result)
