-- criteria_served: mỗi tiêu chí mang điểm còn thiếu bao nhiêu điểm, có nhiệm vụ nào phục vụ, ai chủ trì
-- grain:    một dòng cho mỗi tiêu chí ở cấp chi tiết nhất có điểm trong vòng ấy
-- params:   framework, period, round, unit, unit_group, plan_unit, plan_period
-- columns:  criterion_code, criterion_name, area_code, missing, max_points, confirmed, proposed, leads, proposed_leads, is_served, unserved_lacking, unserved_missing, lacking, measure, decided
-- order:    điểm chưa đạt giảm dần, rồi thứ tự trong bộ tiêu chí
-- caveats:  confirmed đếm việc đã được cán bộ xác nhận và còn trong kế hoạch; proposed đếm việc mới chỉ được đề xuất, không tính là phục vụ; unserved_lacking, unserved_missing: số tiêu chí chưa đạt mà chưa việc nào được xác nhận phục vụ, và điểm của chúng; hỏi một nhóm thì điểm là trung bình một đơn vị; kế hoạch là của plan_unit hoặc cấp trên nó; decided: ai xác nhận hoặc bác, ngày nào, những việc còn trong kế hoạch
with
held as (
    from missing_points($framework, $period, $round, $unit, $unit_group)
),
counted as (
    select count(distinct unit_id) as unit_count from held
),
leaves as (
    select criterion_code, any_value(criterion_name) as criterion_name,
        any_value(area_code) as area_code, any_value(ordinal) as ordinal,
        any_value(measure) as measure,
        cast(sum(missing) / any_value(unit_count) as decimal(18, 12)) as missing,
        cast(sum(max_points) / any_value(unit_count) as decimal(18, 12)) as max_points
    from held, counted
    where is_leaf
    group by criterion_code
),
told as (
    select proposal.criterion_code, proposal.lead, proposal.is_proposed, task_link.is_served,
        task_link.decided_by, task_link.decided_at
    from task_proposal($plan_unit, $plan_period, $framework) as proposal
    left join task_link
        on task_link.framework_id = $framework
        and task_link.criterion_code = proposal.criterion_code
        and task_link.plan_unit_id = proposal.plan_unit_id
        and task_link.plan_period_id = proposal.plan_period_id
        and task_link.area_code is not distinct from proposal.area_code
        and task_link.task_group is not distinct from proposal.task_group
        and task_link.number = proposal.number
        and task_link.action_number = proposal.action_number
        and words_shared(
            wording(task_link.task_text), wording(coalesce(proposal.action, proposal.title))
        ) >= 0.6
),
counts as (
    select criterion_code, count(*) filter (is_served) as confirmed,
        count(*) filter (is_proposed and is_served is null) as proposed,
        string_agg(distinct rtrim(lead, ' .;'), '; ' order by rtrim(lead, ' .;')) filter (is_served)
            as leads,
        string_agg(distinct rtrim(lead, ' .;'), '; ' order by rtrim(lead, ' .;'))
            filter (is_proposed and is_served is null) as proposed_leads,
        string_agg(
            distinct if(is_served, 'Xác nhận: ', 'Bác: ') || coalesce(decided_by, 'không ghi tên')
                || coalesce(strftime(decided_at, ', %d/%m/%Y'), ''),
            '; '
            order by if(is_served, 'Xác nhận: ', 'Bác: ') || coalesce(decided_by, 'không ghi tên')
                || coalesce(strftime(decided_at, ', %d/%m/%Y'), '')
        ) filter (is_served is not null) as decided
    from told
    group by criterion_code
),
joined as (
    select leaves.*, coalesce(confirmed, 0) as confirmed, coalesce(proposed, 0) as proposed,
        leads, proposed_leads, decided, coalesce(confirmed, 0) > 0 as is_served
    from leaves
    left join counts using (criterion_code)
)
select criterion_code, criterion_name, area_code, missing, max_points, confirmed, proposed, leads,
    proposed_leads, is_served,
    count(*) filter (missing > 0 and not is_served) over () as unserved_lacking,
    coalesce(sum(missing) filter (not is_served) over (), 0) as unserved_missing,
    count(*) filter (missing > 0) over () as lacking, measure, decided
from joined
order by missing desc, ordinal, criterion_code
