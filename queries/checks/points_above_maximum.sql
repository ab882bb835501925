-- title:    Điểm cao hơn điểm tối đa
-- compares: Điểm ghi với điểm tối đa ghi trên bảng và của bộ tiêu chí
-- levels:   error
-- Points above the criterion's maximum: the one printed, and the framework's whatever is printed.
-- scope: unit, period
select import_id, 'error' as level, 'points_above_maximum' as code, sheet, cell,
    'Tiêu chí ' || criterion_code || ' được ' || show_number(points, 2) || ' điểm, cao hơn điểm tối đa ' ||
    show_number(max_points, 2) || '. Hãy sửa điểm hoặc điểm tối đa.' as message
from (
    select import_id, sheet, cell, criterion_code, points, max_points from score
    union all
    select import_id, sheet, cell, criterion_code, points, criterion.max_points
    from (from score where max_points is null or points <= max_points) as unsaid
    join criterion using (framework_id, criterion_code)
)
where points > max_points
