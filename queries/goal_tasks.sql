-- goal_tasks: mỗi mục tiêu có bao nhiêu việc của kế hoạch phục vụ: việc cán bộ đã xác nhận, không có thì việc cùng lĩnh vực
-- grain:    một dòng cho mỗi chỉ số có mục tiêu và có việc phục vụ
-- params:   unit, target, as_of
-- columns:  criterion_code, basis, total, done, overdue, leads
-- order:    mã chỉ số
-- caveats:  basis: confirmed (việc của kế hoạch đơn vị hoặc cấp trên nó đã được xác nhận phục vụ chính chỉ số ấy, tiêu chí bên trong nó, cùng bộ tiêu chí với mục tiêu, hoặc tiêu chí của cấp dưới góp vào nó theo danh mục cascade; chỉ kể việc còn nguyên trong kế hoạch) hoặc area (chưa xác nhận việc nào: việc của kế hoạch đơn vị, cùng mã lĩnh vực hoặc cùng tên lĩnh vực, trừ việc đã bị bác cho chính chỉ số ấy); hai cách không cộng với nhau, mỗi việc kể một lần; tình trạng tính đến as_of, không hỏi thì cuối năm kế hoạch; việc của cấp trên mà chính đơn vị đã báo cáo thì theo báo cáo của nó, chưa báo cáo thì theo tình trạng chung của việc ấy
with
aims as (
    select distinct framework_id, criterion_code, criterion_name
    from target
    where unit_id = $unit and period_id = $target and level in ('part', 'component')
),
-- the unit's own plan, and the plan above it; of a task above, what the unit itself reported of it first
plan as (
    select *, row_number() over () as task_id
    from (
        select * exclude (judged_id, own_plan, answerable)
        from unit_task_as_of($as_of)
        where period_id = $target and unit_id in (
                select $unit union all select parent_id from unit where unit_id = $unit
            )
            and (judged_id = $unit or own_plan)
        qualify row_number() over (
            partition by unit_id, area_code, task_group, number, action_number
            order by judged_id <> $unit
        ) = 1
    )
),
decided as (
    select plan.task_id, linked.framework_id, linked.criterion_code, linked.is_served
    from linked_task as linked
    join plan
        on plan.unit_id = linked.plan_unit_id and plan.period_id = linked.plan_period_id
        and plan.area_code is not distinct from linked.area_code
        and plan.task_group is not distinct from linked.task_group
        and plan.number = linked.number and plan.action_number = linked.action_number
),
confirmed as (
    select distinct aims.criterion_code, decided.task_id
    from aims
    join fed_by using (framework_id, criterion_code)
    join decided
        on decided.framework_id = fed_by.leaf_framework_id
        and decided.criterion_code = fed_by.leaf_code
    where decided.is_served
),
of_area as (
    select distinct aims.criterion_code, plan.task_id
    from aims
    join plan
        on plan.unit_id = $unit
        and (plan.area_code = aims.criterion_code or fold(plan.area_name) = fold(aims.criterion_name))
    anti join (from decided where not is_served) as refused
        on refused.task_id = plan.task_id and refused.framework_id = aims.framework_id
        and refused.criterion_code = aims.criterion_code
    where aims.criterion_code not in (select criterion_code from confirmed)
),
served as (
    select *, 'confirmed' as basis from confirmed
    union all
    select *, 'area' as basis from of_area
)
select served.criterion_code, any_value(served.basis) as basis, count(*) as total,
    count(*) filter (plan.status = 'done') as done,
    count(*) filter (plan.is_overdue) as overdue, count(distinct plan.lead) as leads
from served
join plan using (task_id)
group by served.criterion_code
order by served.criterion_code
