-- units_held: đơn vị nào có số liệu (để chọn trên thanh phạm vi)
-- grain:    một dòng cho mỗi đơn vị có kết quả, bảng điểm, mục tiêu, nhiệm vụ, chỉ tiêu hoặc khảo sát
-- params:
-- columns:  unit_id, unit_name, unit_level, unit_group, unit_group_name, parent_name, illustrative, has_result, has_target
-- order:    đơn vị thật trước, thứ tự trong danh mục
-- caveats:  has_result là có chỉ số chung đã công bố hoặc chấm xong; parent_name để phân biệt hai đơn vị cùng tên
with
held as (
    select unit_id, bool_or(what = 'result') as has_result, bool_or(what = 'target') as has_target
    from unit_data
    group by unit_id
)
select
    unit.unit_id, unit.unit_name, unit.unit_level, unit.unit_group, unit.unit_group_name,
    parent.unit_name as parent_name, unit.illustrative, held.has_result, held.has_target
from held
join unit using (unit_id)
left join unit as parent on parent.unit_id = unit.parent_id
order by unit.illustrative, unit.ordinal
