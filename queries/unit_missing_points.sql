-- unit_missing_points: điểm chưa đạt của một đơn vị trong một năm, theo tiêu chí mang điểm
-- grain:    một dòng cho mỗi tiêu chí mang điểm chưa đạt điểm tối đa
-- params:   unit, period
-- columns:  criterion_code, criterion_name, area_code, area_name, max_points, points, points_lost, lost_in_all, round, period_id, import_id, sheet, cell
-- order:    điểm chưa đạt giảm dần, thứ tự trong bộ tiêu chí
-- caveats:  điểm chưa đạt không phải điểm trừ; vòng chính thức, chưa có thì vòng mới nhất; tiêu chí chưa chấm hoặc không áp dụng không tính; lost_in_all là tổng điểm chưa đạt của mọi tiêu chí
with
scored as (
    select result.*
    from result
    semi join leaf using (framework_id, criterion_code)
    where result.unit_id = $unit and result.period_id = $period and result.about = 'par_index'
        and result.level in ('criterion', 'subcriterion')
        and result.max_points is not null and result.points is not null
    qualify round_place = min(round_place) over ()
),
lost as (
    select *, max_points - points as points_lost, sum(max_points - points) over () as lost_in_all
    from scored
)
select
    lost.criterion_code, lost.criterion_name, criterion.area_code,
    area.criterion_name as area_name, lost.max_points, lost.points, lost.points_lost,
    lost.lost_in_all, lost.round, lost.period_id, score.import_id, score.sheet, score.cell
from lost
left join criterion using (framework_id, criterion_code)
left join criterion as area
    on area.framework_id = lost.framework_id and area.criterion_code = criterion.area_code
left join score
    on score.unit_id = lost.unit_id and score.period_id = lost.period_id
    and score.round = lost.round and score.framework_id = lost.framework_id
    and score.criterion_code = lost.criterion_code
where lost.points_lost > 0
order by lost.points_lost desc, lost.ordinal, lost.criterion_code
