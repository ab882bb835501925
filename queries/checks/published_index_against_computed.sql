-- title:    Chỉ số công bố khác chỉ số tính lại
-- compares: Chỉ số công bố với chỉ số tính từ bảng điểm chính thức, hoặc từ các thành phần; lệch trên 0,01
-- levels:   warning
-- The index published against the one computed: from the final score sheet, else from the components
-- as the framework adds them up. Publishers truncate as often as they round: 0,01 is no difference.
-- scope: unit, period
with
told as (
    select *, case source when 'score_sheet' then 'bảng điểm chính thức'
        when 'components' then 'các chỉ số thành phần' else 'điểm các lĩnh vực' end as told_from
    from index_computed
    where source <> 'parts'
)
select
    total.import_id, 'warning' as level, 'published_index_against_computed' as code,
    total.sheet, total.cell,
    unit.unit_name || ' năm ' || total.period_id || ': công bố ' || show_number(total.percent, 2) ||
    '%, tính lại từ ' || told.told_from || ' được ' || show_number(told.percent, 2) || '%: lệch ' ||
    show_number(abs(told.percent - total.percent), 2) ||
    '. Hãy đối chiếu với quyết định công bố; hệ thống giữ nguyên cả hai số.' as message
from score as total
join unit using (unit_id)
join told using (unit_id, period_id, framework_id)
where total.round = 'published' and total.level = 'total'
    and abs(told.percent - total.percent) > 0.01
    -- Bonus and penalty points of the score sheet may be in what was published.
    and coalesce(abs(told.percent + told.outside - total.percent) > 0.01, true)
    -- A higher percent of the same points is explained by a smaller applicable maximum.
    and (told.source <> 'areas' or coalesce(abs(told.points - total.points) > 0.01, true))
