-- The total printed under a score sheet against the sum of its scored leaves; of a sheet that holds no
-- leaves, against the sum of its areas.
with
areas as (
    select score.unit_id, score.period_id, score.round, score.framework_id,
        sum(score.points) as points
    from score
    join framework using (framework_id)
    where score.level = 'component' and score.round not in ('survey', 'published')
        and framework.aggregation = 'sum_points'
    group by all
),
sums as (
    select unit_id, period_id, round, framework_id, points, 'các tiêu chí' as parts
    from index_score
    where criterion_code = 'total'
    union all
    select unit_id, period_id, round, framework_id, points, 'các lĩnh vực'
    from areas
    anti join index_score using (unit_id, period_id, round, framework_id)
)
select total.import_id, 'warning' as level, 'total_against_score_sheet' as code, total.sheet,
    total.cell,
    'Tổng cộng ghi ' || show_number(total.points, 2) || ' điểm, cộng ' || sums.parts || ' được ' ||
    show_number(sums.points, 2) || ': lệch ' || show_number(abs(total.points - sums.points), 2) ||
    '. Hãy kiểm tra lại phép cộng.' as message
from score as total
join sums using (unit_id, period_id, round, framework_id)
where total.criterion_code = 'total' and abs(total.points - sums.points) > 0.01
