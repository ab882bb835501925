-- satisfaction_groups: nhóm của một đơn vị và các nhóm dưới nó có khảo sát hài lòng trong những năm nào
-- grain:    một dòng cho mỗi nhóm đơn vị và kỳ
-- params:   unit
-- columns:  unit_group, unit_group_name, whose, period_id, units
-- order:    nhóm của chính đơn vị trước, rồi nhóm dưới nó; năm mới trước
-- caveats:  whose là own (nhóm của chính nó), below (đơn vị dưới nó); units là số đơn vị có chỉ số hài lòng chung
select unit.unit_group, any_value(unit.unit_group_name) as unit_group_name,
    if(bool_or(unit.parent_id = $unit), 'below', 'own') as whose, satisfaction.period_id,
    count(*) as units
from satisfaction
join unit using (unit_id)
where satisfaction.factor_code = 'SIPAS'
    and (unit.parent_id = $unit
        or unit.unit_group = (select unit_group from unit where unit_id = $unit))
group by unit.unit_group, satisfaction.period_id
order by whose desc, unit.unit_group, period_end(satisfaction.period_id) desc
