-- The index published against the one computed: from the final score sheet, else from the components
-- as the framework adds them up. Publishers truncate as often as they round: 0,01 is no difference.
-- scope: unit, period
with
scored as (
    select unit_id, period_id, framework_id, index_score.points, percent,
        'bảng điểm chính thức' as source, outside.points / nullif(scored_max, 0) * 100 as outside
    from index_score
    left join outside_the_areas as outside using (unit_id, period_id, round, framework_id)
    where round = 'final' and criterion_code = 'total' and not_scored = 0
),
averaged as (
    select unit_id, period_id, framework_id, points, percent, 'các chỉ số thành phần' as source
    from published_total
    where aggregation = 'mean_percent'
),
-- A higher percent of the same points is explained by a smaller applicable maximum.
added as (
    select unit_id, period_id, framework_id, points, percent, 'điểm các lĩnh vực' as source
    from published_total
    anti join scored using (unit_id, period_id, framework_id)
    where aggregation = 'sum_points' and level = 'component' and row_count = (
        select count(*) from criterion
        where criterion.framework_id = published_total.framework_id and level = 'component'
    )
),
told as (
    from scored union all by name from averaged union all by name from added
)
select
    total.import_id, 'warning' as level, 'published_index_against_computed' as code,
    total.sheet, total.cell,
    unit.unit_name || ' năm ' || total.period_id || ': công bố ' || show_number(total.percent, 2) ||
    '%, tính lại từ ' || told.source || ' được ' || show_number(told.percent, 2) || '%: lệch ' ||
    show_number(abs(told.percent - total.percent), 2) ||
    '. Hãy đối chiếu với quyết định công bố; hệ thống giữ nguyên cả hai số.' as message
from score as total
join unit using (unit_id)
join told using (unit_id, period_id, framework_id)
where total.round = 'published' and total.level = 'total'
    and abs(told.percent - total.percent) > 0.01
    -- Bonus and penalty points of the score sheet may be in what was published.
    and coalesce(abs(told.percent + told.outside - total.percent) > 0.01, true)
    and (told.source <> 'điểm các lĩnh vực' or coalesce(abs(told.points - total.points) > 0.01, true))
