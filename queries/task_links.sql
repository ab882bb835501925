-- task_links: việc của kế hoạch mà cán bộ đã xác nhận hoặc đã bác là phục vụ một tiêu chí
-- grain:    một dòng cho mỗi việc và tiêu chí đã quyết định
-- params:   framework, criterion
-- columns:  plan_unit_id, plan_period_id, area_code, task_group, number, action_number, framework_id, criterion_code, criterion_name, is_served, state, task_text, title, action, lead, decided_by, decided_at, import_id, sheet, cell
-- order:    bộ tiêu chí, thứ tự tiêu chí, thứ tự việc
-- caveats:  state: stands (còn nguyên), task_changed (số ấy nay là việc khác), task_gone (kế hoạch đang dùng không còn việc ấy), criterion_gone (bộ tiêu chí không còn tiêu chí ấy); chỉ stands và is_served mới tính là có nhiệm vụ phục vụ; task_text là lời văn lúc quyết định
with
joined as (
    select task_link.* exclude (criterion_name),
        coalesce(criterion.criterion_name, task_link.criterion_name) as criterion_name,
        criterion.criterion_code is not null as has_criterion, criterion.ordinal as criterion_place,
        task.number is not null as has_task, task.title, task.action, task.lead,
        task.ordinal as task_place, task.import_id, task.sheet, task.cell,
        wording(task.action) as now_worded, wording(task_link.task_text) as then_worded
    from task_link
    left join criterion
        on criterion.framework_id = task_link.framework_id
        and criterion.criterion_code = task_link.criterion_code
    left join task
        on task.unit_id = task_link.plan_unit_id and task.period_id = task_link.plan_period_id
        and task.area_code is not distinct from task_link.area_code
        and task.task_group is not distinct from task_link.task_group
        and task.number = task_link.number and task.action_number = task_link.action_number
    where ($framework is null or task_link.framework_id = $framework)
        and ($criterion is null or task_link.criterion_code = $criterion)
)
select plan_unit_id, plan_period_id, area_code, task_group, number, action_number, framework_id,
    criterion_code, criterion_name, is_served,
    case
        when not has_criterion then 'criterion_gone'
        when not has_task then 'task_gone'
        when words_shared(now_worded, then_worded) < 0.6 then 'task_changed'
        else 'stands'
    end as state,
    task_text, title, action, lead, decided_by, decided_at, import_id, sheet, cell
from joined
order by framework_id, criterion_place, criterion_code, task_place, area_code, task_group, number,
    action_number
