-- title:    Tổng các phần khác chỉ số công bố
-- compares: Tổng điểm các phần đã công bố với chỉ số công bố cùng bảng
-- levels:   warning
-- Parts of a published result against the index published with them (Tuy Phước 2023: 81,13 and 82,13).
-- Only where the framework sums points; a mean of components is published_index_against_computed's.
-- scope: unit, period
select
    total.import_id, 'warning' as level, 'parts_against_published_total' as code,
    total.sheet, total.cell,
    'Cộng các phần được ' || show_number(computed.points, 2) || ' điểm (' ||
    show_number(computed.percent, 2) || '%), công bố ' || show_number(total.percent, 2) ||
    '%: lệch ' || show_number(abs(computed.percent - total.percent), 2) ||
    '. Hãy đối chiếu với quyết định công bố; hệ thống giữ nguyên cả hai số.' as message
from score as total
join published_total as computed using (unit_id, period_id, framework_id)
where total.round = 'published' and total.level = 'total'
    and computed.aggregation = 'sum_points' and computed.level = 'part'
    and abs(computed.percent - total.percent) > 0.01
