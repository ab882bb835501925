-- Points above the criterion's maximum: the one printed, else the framework's.
select import_id, 'error' as level, 'points_above_maximum' as code, sheet, cell,
    'Tiêu chí ' || criterion_code || ' được ' || show_number(points, 2) || ' điểm, cao hơn điểm tối đa ' ||
    show_number(most, 2) || '. Hãy sửa điểm hoặc điểm tối đa.' as message
from (
    select score.*, coalesce(score.max_points, criterion.max_points) as most
    from score
    left join criterion using (framework_id, criterion_code)
)
where points > most
