-- The index published against the one computed: from the components as the framework adds them up,
-- and from the final score sheet. Publishers truncate as often as they round: 0,01 is no difference.
select
    total.import_id, 'warning' as level, 'published_index_against_computed' as code,
    total.sheet, total.cell,
    unit.unit_name || ' năm ' || total.period_id || ': công bố ' || show_number(total.percent, 2) ||
    '%, tính lại từ ' || told.source || ' được ' || show_number(told.percent, 2) || '%: lệch ' ||
    show_number(abs(told.percent - total.percent), 2) ||
    '. Hãy đối chiếu với quyết định công bố; hệ thống giữ nguyên cả hai số.' as message
from score as total
join unit using (unit_id)
join (
    select unit_id, period_id, framework_id, percent, 'các chỉ số thành phần' as source
    from published_total
    where aggregation = 'mean_percent'
    union all
    select unit_id, period_id, framework_id, percent, 'bảng điểm chính thức'
    from index_score
    where round = 'final' and criterion_code = 'total' and not_scored = 0
) as told using (unit_id, period_id, framework_id)
where total.round = 'published' and total.level = 'total'
    and abs(told.percent - total.percent) > 0.01
