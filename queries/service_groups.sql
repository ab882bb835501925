-- service_groups: nhóm đơn vị nào có số liệu dịch vụ công trong kỳ: các loại đơn vị dưới một đơn vị, rồi nhóm của chính nó
-- grain:    một dòng cho mỗi nhóm đơn vị cùng loại
-- params:   unit, period
-- columns:  unit_group, unit_group_name, unit_level, illustrative, units, reporting
-- order:    đơn vị dưới quyền trước, nhóm nhiều đơn vị trước
-- caveats:  units là số đơn vị còn hiệu lực trong kỳ, kể cả đơn vị chưa báo cáo (reporting là số đã báo cáo)
with
near as (
    select unit_group, bool_or(parent_id = $unit) as is_below
    from unit
    where parent_id = $unit or unit_id = $unit
    group by unit_group
),
members as (
    select unit.*, near.is_below
    from unit
    join near using (unit_group)
    where coalesce(valid_from <= period_end($period), true)
        and coalesce(valid_to >= period_start($period), true)
),
senders as (
    select distinct unit_id
    from service_indicator
    semi join members using (unit_id)
    where period_id = $period
)
select
    members.unit_group, any_value(unit_group_name) as unit_group_name,
    any_value(unit_level) as unit_level, bool_or(illustrative) as illustrative,
    count(*) as units, count(senders.unit_id) as reporting
from members
left join senders using (unit_id)
group by members.unit_group
having reporting > 0
order by bool_or(is_below) desc, units desc, members.unit_group
