-- groups_with_results: nhóm đơn vị nào có kết quả để xếp hạng, trong những năm nào
-- grain:    một dòng cho mỗi nhóm đơn vị và kỳ
-- params:
-- columns:  unit_group, unit_group_name, unit_level, illustrative, period_id, units
-- order:    đơn vị thật trước, thứ tự trong danh mục, kỳ mới trước
-- caveats:  kết quả là chỉ số chung đã công bố hoặc chấm xong; units là số đơn vị có kết quả
select
    unit.unit_group, any_value(unit.unit_group_name) as unit_group_name,
    any_value(unit.unit_level) as unit_level, bool_and(unit.illustrative) as illustrative,
    unit_data.period_id, count(distinct unit.unit_id) as units
from unit_data
join unit using (unit_id)
where unit_data.what = 'result'
group by unit.unit_group, unit_data.period_id
order by bool_and(unit.illustrative), min(unit.ordinal), unit_data.period_id desc
