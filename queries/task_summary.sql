-- task_summary: số việc theo lĩnh vực và cơ quan chủ trì
-- grain:    một dòng cho mỗi đơn vị, lĩnh vực, cơ quan chủ trì
-- params:   unit, period, as_of
-- columns:  unit_name, area_code, lead, total, done, in_progress, overdue, not_reported, incomplete, not_started, area_name, period_id, unit_id
-- order:    đơn vị, thứ tự lĩnh vực trong phụ lục, nhiều việc trước
-- caveats:  hỏi một tháng thì tính đến hết tháng ấy; đếm việc, không đếm nội dung; quá hạn không nằm trong đang thực hiện; incomplete là thiếu người, việc, thời gian hoặc kết quả phải đạt
select
    unit.unit_name, task.area_code, rtrim(task.lead, '. ') as lead,
    count(*) as total,
    count(*) filter (task.status = 'done') as done,
    count(*) filter (task.status = 'in_progress' and not task.is_overdue) as in_progress,
    count(*) filter (task.is_overdue) as overdue,
    count(*) filter (task.status = 'not_reported') as not_reported,
    count(*) filter (
        task.lead is null or task.action is null or task.deadline_text is null or task.title is null
    ) as incomplete,
    count(*) filter (task.status = 'not_started' and not task.is_overdue) as not_started,
    any_value(task.area_name) as area_name, task.period_id, task.unit_id
from task_as_of(coalesce($as_of, period_end($period))) as task
join unit using (unit_id)
where ($unit is null or task.unit_id = $unit)
    and ($period is null or task.period_id in ($period, cast(period_year($period) as varchar)))
group by unit.unit_name, unit.ordinal, task.unit_id, task.period_id, task.area_code,
    rtrim(task.lead, '. ')
order by unit.ordinal, task.period_id, min(task.ordinal), total desc, lead
