-- unit_periods: một đơn vị, các đơn vị dưới nó và các đơn vị quanh nó có số liệu gì, trong kỳ nào
-- grain:    một dòng cho mỗi phạm vi (own: chính đơn vị, below: các đơn vị dưới nó, around: cấp trên và các đơn vị cùng nhóm), nhóm đơn vị, loại số liệu và kỳ
-- params:   unit
-- columns:  whose, unit_group, unit_group_name, unit_level, what, period_id, units
-- order:    own, below, around; nhóm, loại, kỳ
-- caveats:  what là result (có chỉ số chung đã công bố hoặc chấm xong), sheet (bảng điểm của năm chưa có kết quả), target, task, progress (báo cáo tiến độ về kế hoạch của đơn vị), service (chỉ tiêu dịch vụ công), survey (mức độ hài lòng), calendar (lịch báo cáo của kế hoạch); units là số đơn vị; around chỉ có kế hoạch, lịch (task, calendar) của cấp trên và báo cáo (progress, service) của năm ấy: đơn vị chưa gửi vẫn được xem đến kỳ mà các đơn vị khác đã gửi
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
)
select
    near.whose, near.unit_group, near.unit_group_name, near.unit_level, unit_data.what,
    unit_data.period_id, count(distinct near.unit_id) as units
from unit_data
join near using (unit_id)
where near.whose <> 'around'
    or unit_data.what in ('progress', 'service')
    and period_year(unit_data.period_id) in (select year from led)
    or unit_data.what in ('task', 'calendar')
    and near.unit_id = (select parent_id from asked)
group by all
order by near.whose desc, near.unit_group, unit_data.what, unit_data.period_id
