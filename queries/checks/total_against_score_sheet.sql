-- title:    Tổng ghi khác tổng cộng lại
-- compares: Dòng tổng của bảng điểm với tổng điểm các tiêu chí; có kể điểm thưởng, điểm trừ
-- levels:   warning
-- The total printed under a score sheet against the sum of its scored leaves; of a sheet that holds no
-- leaves, against the sum of its areas. Bonus and penalty points may be in the total or not.
-- scope: unit, period
with
leaf_sum as (
    select unit_id, period_id, round, framework_id, points, 'các tiêu chí' as parts
    from index_score
    where criterion_code = 'total'
),
without_leaves as (
    select unit_id, period_id, round, framework_id
    from scored_sheet
    anti join leaf_sum using (unit_id, period_id, round, framework_id)
    join framework using (framework_id)
    where round not in ('survey', 'published') and framework.aggregation = 'sum_points'
),
sums as (
    from leaf_sum
    union all
    select unit_id, period_id, round, framework_id, sum(points), 'các lĩnh vực'
    from score
    join without_leaves using (unit_id, period_id, round, framework_id)
    where level = 'component'
    group by all
)
select total.import_id, 'warning' as level, 'total_against_score_sheet' as code, total.sheet,
    total.cell,
    'Tổng cộng ghi ' || show_number(total.points, 2) || ' điểm, cộng ' || sums.parts || ' được ' ||
    show_number(sums.points, 2) || ': lệch ' || show_number(abs(total.points - sums.points), 2) ||
    '. Hãy kiểm tra lại phép cộng.' as message
from score as total
join sums using (unit_id, period_id, round, framework_id)
left join outside_the_areas as outside using (unit_id, period_id, round, framework_id)
where total.criterion_code = 'total' and abs(total.points - sums.points) > 0.01
    and abs(total.points - sums.points - coalesce(outside.points, 0)) > 0.01
