-- title:    Điểm tối đa khác bộ tiêu chí
-- compares: Điểm tối đa ghi trên bảng với điểm tối đa của bộ tiêu chí
-- levels:   warning
-- A maximum printed on a sheet that is not the framework's.
select score.import_id, 'warning' as level, 'maximum_against_framework' as code, score.sheet,
    any_value(score.cell) as cell,
    'Tiêu chí ' || score.criterion_code || ' ghi điểm tối đa ' ||
    show_number(any_value(score.max_points), 2) || ', bộ tiêu chí ghi ' ||
    show_number(any_value(criterion.max_points), 2) || '. Hãy dùng đúng bộ tiêu chí của năm.'
    as message
from score
join criterion using (framework_id, criterion_code)
where score.max_points <> criterion.max_points
group by score.import_id, score.sheet, score.unit_id, score.criterion_code
