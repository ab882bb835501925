-- tasks: việc của các kế hoạch và tình trạng mới nhất
-- grain:    một dòng cho mỗi việc (hành động)
-- params:   unit, period, as_of
-- columns:  unit_name, period_id, area_code, area_name, task_group, number, action_number, title, action, lead, cooperating, deadline_text, deadline_kind, due_on, status, progress_percent, file, sheet, cell, is_overdue, units_reporting, units_done, note, import_id, unit_id, product, report_unit, report_period_id, report_file, report_sheet, report_cell, report_import_id, names_responsibility
-- order:    đơn vị, kỳ, thứ tự trong phụ lục
-- caveats:  hỏi một tháng thì là kế hoạch của năm, tình trạng đến hết tháng ấy; tình trạng theo báo cáo mới nhất tính đến as_of (không hỏi: cuối kỳ được hỏi, không thì cuối năm kế hoạch); nhiều đơn vị cùng làm thì hoàn thành khi mọi đơn vị đã báo đều hoàn thành; chưa báo cáo thì không coi là quá hạn; report_* là báo cáo mới nhất của đơn vị làm chậm nhất, ô của nó cho biết vì sao có tình trạng ấy; names_responsibility: bảng có cột phân công trách nhiệm
with
latest as (
    select *
    from reported_task
    where task_number is not null and ($unit is null or plan_unit_id = $unit)
        and period_end(period_id)
            <= coalesce($as_of, period_end($period), period_end(plan_period_id))
    qualify row_number() over (
        partition by plan_unit_id, plan_period_id, task_area_code, task_task_group, task_number,
            task_action_number, unit_id
        order by period_end(period_id) desc
    ) = 1
),
slowest as (
    select latest.*, unit.unit_name
    from latest
    join unit using (unit_id)
    qualify row_number() over (
        partition by plan_unit_id, plan_period_id, task_area_code, task_task_group, task_number,
            task_action_number
        order by list_position(['not_started', 'in_progress', 'done'], status),
            progress_percent nulls first, unit.ordinal
    ) = 1
)
select
    unit.unit_name, task.period_id, task.area_code, task.area_name, task.task_group, task.number,
    task.action_number, task.title, task.action, task.lead, task.cooperating, task.deadline_text,
    task.deadline_kind, task.due_on, task.status, task.progress_percent, imported_file.file,
    task.sheet, task.cell, task.is_overdue, task.units_reporting, task.units_done, task.note,
    task.import_id, task.unit_id, task.product, slowest.unit_name as report_unit,
    slowest.period_id as report_period_id, report_file.file as report_file,
    slowest.sheet as report_sheet, slowest.cell as report_cell,
    slowest.import_id as report_import_id,
    exists (
        select 1 from sheet_read
        where sheet_read.import_id = task.import_id and sheet_read.sheet = task.sheet
            and sheet_read.form = 'criteria_targets'
    ) as names_responsibility
from task_as_of(coalesce($as_of, period_end($period))) as task
join unit using (unit_id)
left join imported_file on imported_file.import_id = task.import_id
left join slowest
    on slowest.plan_unit_id = task.unit_id and slowest.plan_period_id = task.period_id
    and slowest.task_area_code is not distinct from task.area_code
    and slowest.task_task_group is not distinct from task.task_group
    and slowest.task_number = task.number and slowest.task_action_number = task.action_number
left join imported_file as report_file on report_file.import_id = slowest.import_id
where ($unit is null or task.unit_id = $unit)
    and ($period is null or task.period_id in ($period, cast(period_year($period) as varchar)))
order by unit.ordinal, task.period_id, task.import_id, task.ordinal, task.action_number
