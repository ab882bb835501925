-- criteria_tasks: nhiệm vụ của kế hoạch phục vụ, hoặc được đề xuất là phục vụ, một tiêu chí
-- grain:    một dòng cho mỗi tiêu chí mang điểm và việc đã xác nhận, đã bác hoặc được đề xuất
-- params:   unit, plan_period, framework, criterion, every
-- columns:  criterion_code, criterion_name, state, plan_unit_id, plan_period_id, area_code, area_name, task_group, number, action_number, title, action, lead, deadline_text, same_area, shared_pairs, likeness, task_text, decided_by, decided_at, import_id, sheet, cell
-- order:    tiêu chí theo bộ tiêu chí; đã xác nhận, đề xuất, đã bác, rồi việc khác; giống nhiều trước; thứ tự trong kế hoạch
-- caveats:  việc của kế hoạch năm plan_period của đơn vị hoặc của cấp trên nó; state: confirmed, proposed, refused, other (chỉ khi every là true); đề xuất chưa ai xác nhận thì không tính là có nhiệm vụ phục vụ; task_text là lời văn lúc quyết định; việc đã xác nhận nhưng không còn trong kế hoạch xem ở task_links
with
decided as (
    select task_link.*, wording(task_text) as worded
    from task_link
    where framework_id = $framework
),
told as (
    select proposal.*, decided.is_served, decided.task_text, decided.decided_by,
        decided.decided_at,
        case
            when decided.is_served then 'confirmed'
            when not decided.is_served then 'refused'
            when proposal.is_proposed then 'proposed'
            else 'other'
        end as state
    from task_proposal($unit, $plan_period, $framework) as proposal
    left join decided
        on decided.criterion_code = proposal.criterion_code
        and decided.plan_unit_id = proposal.plan_unit_id
        and decided.plan_period_id = proposal.plan_period_id
        and decided.area_code is not distinct from proposal.area_code
        and decided.task_group is not distinct from proposal.task_group
        and decided.number = proposal.number and decided.action_number = proposal.action_number
        and words_shared(decided.worded, wording(coalesce(proposal.action, proposal.title))) >= 0.6
    where $criterion is null or proposal.criterion_code = $criterion
)
select criterion_code, criterion_name, state, plan_unit_id, plan_period_id, area_code, area_name,
    task_group, number, action_number, title, action, lead, deadline_text, same_area,
    array_to_string(shared_pairs, ' | ') as shared_pairs, likeness, task_text, decided_by,
    decided_at, import_id, sheet, cell
from told
where state <> 'other' or coalesce($every, false)
order by criterion_place, criterion_code,
    list_position(['confirmed', 'proposed', 'refused', 'other'], state), likeness desc, task_place
