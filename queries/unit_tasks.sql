-- unit_tasks: việc mà một đơn vị được đánh giá theo: việc của kế hoạch đơn vị, hoặc việc đơn vị đã báo cáo cho kế hoạch cấp trên
-- grain:    một dòng cho mỗi việc
-- params:   unit, period, as_of
-- columns:  area_code, area_name, task_group, number, action_number, title, action, lead, cooperating, deadline_text, deadline_kind, due_on, status, state, progress_percent, days_overdue, own_plan, plan_unit_name, period_id, file, import_id, sheet, cell
-- order:    kế hoạch của đơn vị trước, thứ tự trong phụ lục
-- caveats:  as_of không hỏi thì hết năm kế hoạch; việc của kế hoạch cấp trên thì tình trạng là điều chính đơn vị đã báo, việc chưa báo không kể vì kế hoạch không ghi việc nào của riêng ai; state là status, việc quá hạn tách riêng (overdue)
select
    task.area_code, task.area_name, task.task_group, task.number, task.action_number, task.title,
    task.action, task.lead, task.cooperating, task.deadline_text, task.deadline_kind, task.due_on,
    task.status, if(task.is_overdue, 'overdue', task.status) as state, task.progress_percent,
    case when task.is_overdue then
        coalesce($as_of, period_end(task.period_id)) - task.due_on
    end as days_overdue,
    task.own_plan, plan.unit_name as plan_unit_name, task.period_id, imported_file.file,
    task.import_id, task.sheet, task.cell
from unit_task_as_of(cast($as_of as date)) as task
join unit as plan on plan.unit_id = task.unit_id
left join imported_file using (import_id)
where task.judged_id = $unit and task.period_id = cast(period_year($period) as varchar)
order by task.own_plan desc, plan.ordinal, task.import_id, task.ordinal, task.action_number
