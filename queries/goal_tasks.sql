-- goal_tasks: mỗi mục tiêu có bao nhiêu việc của kế hoạch phục vụ: việc cán bộ đã xác nhận, không có thì việc cùng lĩnh vực
-- grain:    một dòng cho mỗi chỉ số có mục tiêu và có việc phục vụ
-- params:   unit, target, as_of
-- columns:  criterion_code, basis, total, done, overdue, leads
-- order:    mã chỉ số
-- caveats:  basis: confirmed (việc đã được xác nhận phục vụ chính chỉ số ấy hoặc tiêu chí bên trong nó, cùng bộ tiêu chí với mục tiêu; chỉ kể việc còn nguyên trong kế hoạch) hoặc area (chưa xác nhận việc nào: việc cùng mã lĩnh vực hoặc cùng tên lĩnh vực, trừ việc đã bị bác cho chính chỉ số ấy); hai cách không cộng với nhau, mỗi việc kể một lần; tình trạng tính đến as_of, không hỏi thì cuối năm kế hoạch
with
aims as (
    select distinct framework_id, criterion_code, criterion_name
    from target
    where unit_id = $unit and period_id = $target and level in ('part', 'component')
),
plan as (
    select *, row_number() over () as task_id
    from task_as_of($as_of)
    where unit_id = $unit and period_id = $target
),
-- what staff decided on tasks that the plan still has, in the words that were decided on
decided as (
    select plan.task_id, task_link.framework_id, task_link.criterion_code, task_link.is_served
    from task_link
    join plan
        on plan.unit_id = task_link.plan_unit_id and plan.period_id = task_link.plan_period_id
        and plan.area_code is not distinct from task_link.area_code
        and plan.task_group is not distinct from task_link.task_group
        and plan.number = task_link.number and plan.action_number = task_link.action_number
        and coalesce(words_shared(
            wording(coalesce(plan.action, plan.title)), wording(task_link.task_text)
        ) >= 0.6, true)
),
confirmed as (
    select distinct aims.criterion_code, decided.task_id
    from aims
    join leaf_of using (framework_id, criterion_code)
    join decided
        on decided.framework_id = leaf_of.framework_id
        and decided.criterion_code = leaf_of.leaf_code
    where decided.is_served
),
of_area as (
    select distinct aims.criterion_code, plan.task_id
    from aims
    join plan
        on plan.area_code = aims.criterion_code or fold(plan.area_name) = fold(aims.criterion_name)
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
