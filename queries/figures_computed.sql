-- figures_computed: một đơn vị có những chỉ số, tổng điểm nào được tính từ nhiều ô
-- grain:    một dòng cho mỗi kỳ, vòng chấm, tiêu chí có tiêu chí con (và chỉ số chung)
-- params:   unit, period, round, part
-- columns:  period_id, round, criterion_code, criterion_name, level, points, percent, framework_id
-- order:    kỳ mới trước, vòng chấm gần kết quả nhất trước, chỉ số chung rồi thứ tự trong bộ tiêu chí
-- caveats:  phải hỏi unit; part chỉ lấy các tổng mà tiêu chí mang điểm ấy được cộng vào (hoặc dòng công bố mà chỉ số chung lấy từ đó); round published chỉ có chỉ số chung
with
sums as (
    select index_score.period_id, index_score.round, index_score.criterion_code,
        coalesce(criterion.criterion_name, 'Chỉ số cải cách hành chính') as criterion_name,
        coalesce(criterion.level, 'total') as level, index_score.points, index_score.percent,
        index_score.framework_id, coalesce(criterion.ordinal, -1) as ordinal
    from index_score
    left join criterion using (framework_id, criterion_code)
    where index_score.unit_id = $unit
        and (index_score.framework_id, index_score.criterion_code)
            not in (select (framework_id, criterion_code) from leaf)
        and ($part is null or (index_score.framework_id, index_score.criterion_code) in (
            select (framework_id, criterion_code) from leaf_of where leaf_code = $part
        ))
    union all by name
    select period_id, 'published' as round, 'total' as criterion_code,
        'Chỉ số cải cách hành chính' as criterion_name, 'total' as level, points, percent,
        framework_id, -1 as ordinal
    from published_total
    where unit_id = $unit
        and ($part is null or (period_id, framework_id, $part) in (
            select (period_id, framework_id, criterion_code) from published_part where unit_id = $unit
        ))
)
select period_id, round, criterion_code, criterion_name, level, points, percent, framework_id
from sums
where ($period is null or period_id = $period) and ($round is null or round = $round)
order by period_end(period_id) desc, list_position(
    ['final', 'published', 'appraised_2', 'appraised', 'self', 'trial'], round
), framework_id, ordinal, criterion_code
