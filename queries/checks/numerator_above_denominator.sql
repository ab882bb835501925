-- title:    Số đạt lớn hơn tổng số
-- compares: Số hồ sơ đạt với tổng số hồ sơ của cùng chỉ tiêu
-- levels:   error
-- More reached than there were.
-- scope: unit, period
select import_id, 'error' as level, 'numerator_above_denominator' as code, sheet, cell,
    indicator_name || ': số đạt ' || show_number(numerator, 0) || ' lớn hơn tổng số ' ||
    show_number(denominator, 0) || '. Hãy sửa lại số.' as message
from service_indicator
where numerator > denominator
