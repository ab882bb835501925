-- unit_periods: đơn vị nào có số liệu gì, trong kỳ nào (để chọn trên các trang)
-- grain:    một dòng cho mỗi đơn vị, kỳ và loại số liệu
-- params:
-- columns:  unit_id, unit_name, unit_level, unit_group, unit_group_name, illustrative, what, period_id
-- order:    đơn vị thật trước, thứ tự trong danh mục, loại, kỳ
-- caveats:  what là result (có chỉ số chung đã công bố hoặc chấm xong), target, task, progress (báo cáo tiến độ về kế hoạch của đơn vị)
with
held as (
    select unit_id, 'result' as what, period_id
    from result
    where criterion_code = 'total' and round in ('final', 'published')
    union
    select unit_id, 'target', period_id from target
    union
    select unit_id, 'task', period_id from task
    union
    select plan_unit_id, 'progress', period_id from task_progress
)
select
    unit_id, unit.unit_name, unit.unit_level, unit.unit_group, unit.unit_group_name,
    unit.illustrative, held.what, held.period_id
from held
join unit using (unit_id)
order by unit.illustrative, unit.ordinal, held.what, held.period_id
