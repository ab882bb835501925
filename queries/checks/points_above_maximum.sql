-- Points above the criterion's maximum.
-- scope: unit, period
select import_id, 'error' as level, 'points_above_maximum' as code, sheet, cell,
    'Tiêu chí ' || criterion_code || ' được ' || show_number(points, 2) || ' điểm, cao hơn điểm tối đa ' ||
    show_number(max_points, 2) || '. Hãy sửa điểm hoặc điểm tối đa.' as message
from score_shown
where points > max_points
