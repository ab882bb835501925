-- year_rounds: các vòng chấm đã có của một đơn vị trong một năm
-- grain:    một dòng cho mỗi vòng có ít nhất một tiêu chí mang điểm đã chấm hoặc không áp dụng
-- params:   unit, target
-- columns:  round, criteria
-- order:    vòng sau cùng trước
-- caveats:  criteria là số tiêu chí mang điểm mà vòng ấy nói đến; vòng chỉ công bố chỉ số chung thì không kể
select score.round, count(distinct score.criterion_code) as criteria
from score
semi join leaf using (framework_id, criterion_code)
where ($unit is null or score.unit_id = $unit) and ($target is null or score.period_id = $target)
    and (score.status = 'not_applicable' or score.points is not null or score.percent is not null)
    and (score.framework_id, score.criterion_code) in (
        select (criterion.framework_id, criterion.criterion_code)
        from criterion
        join framework using (framework_id)
        where framework.about = 'par_index' and criterion.max_points is not null
    )
group by score.round
order by list_position(
    ['trial', 'self', 'appraised', 'appraised_2', 'survey', 'published', 'final'], score.round
) desc
