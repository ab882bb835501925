-- cascade: điểm chưa đạt của cấp trên theo lĩnh vực, và các đơn vị cấp dưới đứng sau: điểm chưa đạt của họ ở tiêu chí góp vào
-- grain:    một dòng cho mỗi tiêu chí của đơn vị cấp trên được cấp dưới góp vào, và mỗi đơn vị cấp dưới có kết quả
-- params:   unit, member, period
-- columns:  fed_unit_id, fed_unit_name, fed_criterion_code, fed_criterion_name, fed_missing, fed_max_points, fed_round, fed_period_id, unit_id, unit_name, unit_level, framework_id, criteria, criteria_names, round, period_id, missing, max_points, missing_of_all, share_percent, place, place_of, leads, proposed_leads
-- order:    tiêu chí của cấp trên thiếu nhiều điểm nhất trước; rồi loại đơn vị; rồi đơn vị thiếu nhiều nhất trước
-- caveats:  unit là đơn vị cấp trên, member là một đơn vị cấp dưới (chiều ngược lại); tiêu chí nào góp vào tiêu chí nào là danh mục cascade; không hỏi kỳ thì kỳ sau cùng có kết quả của cấp dưới; mỗi bộ tiêu chí lấy một vòng: chính thức, không có thì vòng sau cùng; cấp trên chưa có kết quả kỳ ấy thì fed_missing NULL; share_percent, place, place_of tính trong các đơn vị cùng loại; điểm của cấp dưới và điểm của cấp trên là hai thang, chỉ đặt cạnh nhau, không cộng; leads là chủ trì của nhiệm vụ đã được xác nhận phục vụ tiêu chí ấy của cấp trên hoặc tiêu chí góp vào; proposed_leads là chủ trì của nhiệm vụ cùng lĩnh vực, chưa ai xác nhận
with
above as (
    select coalesce(
        $unit, (select parent_id from unit where unit_id = $member)
    ) as unit_id
),
members as (
    select unit.unit_id, unit.unit_name, unit.unit_level, unit.unit_group, unit.ordinal
    from unit
    join above on above.unit_id = unit.parent_id
),
fed_held as (
    select result.*, unit.unit_name
    from result
    join above using (unit_id)
    join unit using (unit_id)
    where result.criterion_code <> 'total' and result.percent is not null
        and result.framework_id in (select fed_framework_id from cascade)
),
below_held as (
    select result.*
    from result
    join members using (unit_id)
    where result.criterion_code <> 'total' and result.percent is not null
        and result.framework_id in (select framework_id from cascade)
),
asked as (
    select coalesce(
        $period,
        (select period_id from below_held order by period_end(period_id) desc, period_id limit 1)
    ) as period_id
),
-- one round for all units of a framework: a self-score is not set beside a final one
below as (
    select below_held.*
    from below_held
    join asked using (period_id)
    qualify round_place = min(round_place) over (partition by framework_id)
),
fed as (
    select fed_held.*
    from fed_held
    join asked using (period_id)
    qualify row_number() over (partition by framework_id, criterion_code order by round_place) = 1
),
pairs as (
    select cascade.*
    from cascade
    semi join below using (framework_id)
    join framework on framework.framework_id = cascade.fed_framework_id
    where framework.applies_to = (
        select unit_group from unit where unit_id = (select unit_id from above)
    )
),
summed as (
    select pairs.fed_framework_id, pairs.fed_criterion_code, below.unit_id, below.framework_id,
        any_value(below.round) as round, any_value(below.period_id) as period_id,
        string_agg(pairs.criterion_code, ', ' order by below.ordinal) as criteria,
        string_agg(below.criterion_name, '; ' order by below.ordinal) as criteria_names,
        sum(below.max_points) as max_points,
        sum(below.max_points - below.points) as missing
    from pairs
    join below using (framework_id, criterion_code)
    group by all
),
shared as (
    select summed.*, members.unit_name, members.unit_level, members.ordinal as unit_ordinal,
        sum(missing) over of_kind as missing_of_all,
        cast(missing / nullif(sum(missing) over of_kind, 0) * 100 as decimal(18, 12))
            as share_percent,
        rank() over (
            partition by fed_framework_id, fed_criterion_code, members.unit_group
            order by missing desc
        ) as place,
        count(*) over of_kind as place_of
    from summed
    join members using (unit_id)
    window of_kind as (partition by fed_framework_id, fed_criterion_code, members.unit_group)
),
plan as (
    select task.*
    from task
    join above using (unit_id)
    where period_end(task.period_id) >= period_end((select period_id from asked))
    qualify task.period_id = min(task.period_id) over ()
),
linked as (
    select linked_task.*
    from linked_task
    semi join plan
        on plan.unit_id = linked_task.plan_unit_id and plan.period_id = linked_task.plan_period_id
    where is_served and lead is not null
),
served as (
    select fed_by.framework_id as fed_framework_id, fed_by.criterion_code as fed_criterion_code,
        string_agg(distinct rtrim(linked.lead, ' .;'), '; ' order by rtrim(linked.lead, ' .;')) as leads
    from fed_by
    join linked
        on linked.framework_id = fed_by.leaf_framework_id
        and linked.criterion_code = fed_by.leaf_code
    group by all
),
of_area as (
    select area_code, string_agg(distinct rtrim(lead, ' .;'), '; ' order by rtrim(lead, ' .;'))
            as proposed_leads
    from plan
    group by area_code
)
select above.unit_id as fed_unit_id, above_unit.unit_name as fed_unit_name,
    shared.fed_criterion_code, fed_criterion.criterion_name as fed_criterion_name,
    cast(fed.max_points - coalesce(fed.points, fed.percent * fed.max_points / 100) as decimal(18, 6))
        as fed_missing,
    fed.max_points as fed_max_points, fed.round as fed_round, fed.period_id as fed_period_id,
    shared.unit_id, shared.unit_name, shared.unit_level, shared.framework_id, shared.criteria,
    shared.criteria_names, shared.round, shared.period_id, shared.missing, shared.max_points,
    shared.missing_of_all, shared.share_percent, shared.place, shared.place_of, served.leads,
    of_area.proposed_leads
from shared
cross join above
join unit as above_unit on above_unit.unit_id = above.unit_id
left join fed
    on fed.framework_id = shared.fed_framework_id
    and fed.criterion_code = shared.fed_criterion_code
left join criterion as fed_criterion
    on fed_criterion.framework_id = shared.fed_framework_id
    and fed_criterion.criterion_code = shared.fed_criterion_code
left join served
    on served.fed_framework_id = shared.fed_framework_id
    and served.fed_criterion_code = shared.fed_criterion_code
left join of_area on of_area.area_code = shared.fed_criterion_code
where $member is null or shared.unit_id = $member
order by fed_missing desc nulls last, fed_criterion.ordinal, shared.fed_criterion_code,
    list_position(['xa', 'phong'], shared.unit_level) nulls last, shared.unit_level,
    shared.missing desc, shared.unit_ordinal
