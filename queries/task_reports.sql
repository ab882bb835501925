-- task_reports: tình trạng từng việc như một đơn vị đã báo trong một kỳ
-- grain:    một dòng cho mỗi đơn vị báo cáo, kỳ báo cáo, việc của kế hoạch
-- params:   unit, period
-- columns:  unit_name, period_id, plan_unit_name, plan_period_id, area_code, task_group, number, action_number, action, status, progress_percent, result, done_on, file, sheet, cell, import_id, unit_id, plan_unit_id
-- order:    đơn vị, kỳ, thứ tự trong phụ lục của kế hoạch
-- caveats:  kế hoạch chưa nạp thì action NULL, thứ tự theo lĩnh vực và số
select
    unit.unit_name, progress.period_id, plan_unit.unit_name as plan_unit_name,
    progress.plan_period_id, progress.area_code, progress.task_group, progress.number,
    progress.action_number, task.action, progress.status, progress.progress_percent,
    progress.result, progress.done_on, imported_file.file, progress.sheet, progress.cell,
    progress.import_id, progress.unit_id, progress.plan_unit_id
from task_progress as progress
join unit using (unit_id)
left join unit as plan_unit on plan_unit.unit_id = progress.plan_unit_id
left join imported_file using (import_id)
left join task
    on task.unit_id = progress.plan_unit_id and task.period_id = progress.plan_period_id
    and task.area_code is not distinct from progress.area_code
    and task.task_group is not distinct from progress.task_group
    and task.number = progress.number and task.action_number = progress.action_number
where ($unit is null or progress.unit_id = $unit)
    and ($period is null or progress.period_id = $period)
order by unit.ordinal, progress.period_id, task.ordinal, progress.area_code, progress.task_group,
    try_cast(progress.number as integer), progress.number, progress.action_number
