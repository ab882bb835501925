-- tasks: việc của các kế hoạch và tình trạng mới nhất
-- grain:    một dòng cho mỗi việc (hành động)
-- params:   unit, period, as_of
-- columns:  unit_name, period_id, area_code, area_name, task_group, number, action_number, title, action, lead, cooperating, deadline_text, deadline_kind, due_on, status, progress_percent, file, sheet, cell, is_overdue, units_reporting, units_done, note, import_id, unit_id, product
-- order:    đơn vị, kỳ, thứ tự trong phụ lục
-- caveats:  hỏi một tháng thì là kế hoạch của năm, tình trạng đến hết tháng ấy; tình trạng theo báo cáo mới nhất tính đến as_of (không hỏi: cuối kỳ được hỏi, không thì cuối năm kế hoạch); nhiều đơn vị cùng làm thì hoàn thành khi mọi đơn vị đã báo đều hoàn thành; chưa báo cáo thì không coi là quá hạn
select
    unit.unit_name, task.period_id, task.area_code, task.area_name, task.task_group, task.number,
    task.action_number, task.title, task.action, task.lead, task.cooperating, task.deadline_text,
    task.deadline_kind, task.due_on, task.status, task.progress_percent, imported_file.file,
    task.sheet, task.cell, task.is_overdue, task.units_reporting, task.units_done, task.note,
    task.import_id, task.unit_id, task.product
from task_as_of(coalesce($as_of, period_end($period))) as task
join unit using (unit_id)
left join imported_file using (import_id)
where ($unit is null or task.unit_id = $unit)
    and ($period is null or task.period_id in ($period, cast(period_year($period) as varchar)))
order by unit.ordinal, task.period_id, task.import_id, task.ordinal, task.action_number
