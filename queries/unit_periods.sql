-- unit_periods: một đơn vị, các đơn vị dưới nó và các nhóm đơn vị có số liệu gì, trong kỳ nào
-- grain:    một dòng cho mỗi phạm vi (own: chính đơn vị, below: các đơn vị dưới nó), nhóm đơn vị, loại số liệu và kỳ
-- params:   unit
-- columns:  whose, unit_group, unit_group_name, unit_level, what, period_id, units
-- order:    own trước, nhóm, loại, kỳ
-- caveats:  what là result (có chỉ số chung đã công bố hoặc chấm xong), sheet (bảng điểm của năm chưa có kết quả), target, task, progress (báo cáo tiến độ về kế hoạch của đơn vị), service (chỉ tiêu dịch vụ công), survey (mức độ hài lòng), calendar (lịch báo cáo của kế hoạch); units là số đơn vị
select
    if(unit.unit_id = $unit, 'own', 'below') as whose,
    unit.unit_group, unit.unit_group_name, unit.unit_level, unit_data.what, unit_data.period_id,
    count(distinct unit.unit_id) as units
from unit_data
join unit using (unit_id)
where unit.unit_id = $unit or unit.parent_id = $unit
group by all
order by whose desc, unit.unit_group, unit_data.what, unit_data.period_id
