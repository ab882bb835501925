-- unit_periods: một đơn vị, các đơn vị dưới nó và các đơn vị quanh nó có số liệu gì, trong kỳ nào
-- grain:    một dòng cho mỗi phạm vi (own: chính đơn vị, below: các đơn vị dưới nó, around: cấp trên và các đơn vị cùng nhóm), nhóm đơn vị, loại số liệu và kỳ
-- params:   unit
-- columns:  whose, unit_group, unit_group_name, unit_level, what, period_id, units
-- order:    own, below, around; nhóm, loại, kỳ
-- caveats:  what là result (có chỉ số chung đã công bố hoặc chấm xong), sheet (bảng điểm của năm chưa có kết quả), target, task, progress (báo cáo tiến độ về kế hoạch của đơn vị), service (chỉ tiêu dịch vụ công), survey (mức độ hài lòng), calendar (lịch báo cáo của kế hoạch); result, survey của own kể cả dưới mã cũ của chính nó; units là số đơn vị; around chỉ có kế hoạch, lịch (task, calendar) của cấp trên và báo cáo (progress, service) của năm ấy: đơn vị chưa gửi vẫn được xem đến kỳ mà các đơn vị khác đã gửi
with
asked as (
    select unit_id, parent_id, unit_group from unit where unit_id = $unit
),
led as (
    select distinct period_year(unit_data.period_id) as year
    from unit_data
    join asked on asked.parent_id = unit_data.unit_id
    where what in ('task', 'calendar', 'progress')
),
near as (
    select unit.*,
        case
            when unit.unit_id = asked.unit_id then 'own'
            when unit.parent_id = asked.unit_id then 'below'
            else 'around'
        end as whose
    from unit, asked
    where unit.unit_id = asked.unit_id or unit.parent_id = asked.unit_id
        or unit.unit_id = asked.parent_id or unit.unit_group = asked.unit_group
),
-- what it had under a former id is its own: its results and surveys
held as (
    select unit_id, what, period_id from unit_data
    union all
    select former_id.unit_id, unit_data.what, unit_data.period_id
    from former_id
    join unit_data on unit_data.unit_id = former_id.held_id
    where former_id.unit_id = $unit and unit_data.what in ('result', 'survey')
        and period_end(unit_data.period_id) < former_id.until
)
select
    near.whose, near.unit_group, near.unit_group_name, near.unit_level, held.what, held.period_id,
    count(distinct near.unit_id) as units
from held
join near using (unit_id)
where near.whose <> 'around'
    or held.what in ('progress', 'service')
    and period_year(held.period_id) in (select year from led)
    or held.what in ('task', 'calendar')
    and near.unit_id = (select parent_id from asked)
group by all
order by near.whose desc, near.unit_group, held.what, held.period_id
