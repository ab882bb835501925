-- The total printed under a score sheet against the sum of its scored leaves.
-- scope: unit, period
select total.import_id, 'warning' as level, 'total_against_score_sheet' as code, total.sheet,
    total.cell,
    'Tổng cộng ghi ' || show_number(total.points, 2) || ' điểm, cộng các tiêu chí được ' ||
    show_number(index_score.points, 2) || ': lệch ' ||
    show_number(abs(total.points - index_score.points), 2) || '. Hãy kiểm tra lại phép cộng.'
    as message
from score as total
join index_score using (unit_id, period_id, round, framework_id, criterion_code)
where total.criterion_code = 'total' and abs(total.points - index_score.points) > 0.01
