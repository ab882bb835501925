-- task_bound: kế hoạch giao bao nhiêu việc cho mọi đơn vị cùng loại, danh mục có mấy đơn vị loại ấy
-- grain:    một dòng cho mỗi kế hoạch và mỗi loại đơn vị được giao chung
-- params:   unit, period
-- columns:  unit_id, period_id, level, tasks, units
-- order:    đơn vị, kỳ, loại: xã, phòng, huyện
-- caveats:  đọc theo lời văn của cơ quan thực hiện (binds_every); units là đơn vị trực thuộc còn hiệu lực trong năm kế hoạch, 0 khi danh mục chưa có
select
    task.unit_id, task.period_id, level, count(*) as tasks,
    (
        select count(*)
        from unit
        where unit.parent_id = task.unit_id and unit.unit_level = level
            and coalesce(unit.valid_from <= period_end(task.period_id), true)
            and coalesce(unit.valid_to >= period_start(task.period_id), true)
    ) as units
from task, (values ('xa', 1), ('phong', 2), ('huyen', 3)) as levels (level, place)
where binds_every(level, task.lead, task.action)
    and ($unit is null or task.unit_id = $unit)
    and ($period is null or task.period_id in ($period, cast(period_year($period) as varchar)))
group by task.unit_id, task.period_id, level, place
order by task.unit_id, task.period_id, place
