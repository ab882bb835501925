-- criteria_full_marks: ai đạt điểm tối đa một tiêu chí, và ai chưa
-- grain:    một dòng cho mỗi đơn vị được chấm tiêu chí ấy trong vòng ấy
-- params:   framework, period, round, unit_group, criterion
-- columns:  unit_id, unit_name, points, max_points, missing, measure, is_full, place, full_count, unit_count, note, import_id, sheet, cell, percent
-- order:    đạt nhiều điểm nhất trước, rồi đơn vị theo danh mục
-- caveats:  place xếp theo điểm còn thiếu, bằng nhau thì đồng hạng; note là ghi chú hoặc tài liệu kiểm chứng ghi trong bảng điểm, không có thì NULL
with
held as (
    select *
    from missing_points($framework, $period, $round, null, $unit_group)
    where criterion_code = $criterion
)
select held.unit_id, unit.unit_name, held.points, held.max_points, held.missing, held.measure,
    held.missing <= 0 as is_full, rank() over (order by held.missing) as place,
    count(*) filter (held.missing <= 0) over () as full_count, count(*) over () as unit_count,
    score.note, score.import_id, score.sheet, score.cell, held.percent
from held
join unit using (unit_id)
left join score
    on score.unit_id = held.unit_id and score.period_id = held.period_id
    and score.round = held.round and score.framework_id = held.framework_id
    and score.criterion_code = held.criterion_code
order by held.missing, unit.ordinal, unit.unit_name collate vi
