-- title:    Điểm nhỏ hơn 0
-- compares: Điểm ghi với 0; điểm trừ ghi ngoài các lĩnh vực
-- levels:   error
-- Points below zero; a penalty stands outside the areas.
-- scope: unit, period
select import_id, 'error' as level, 'points_below_zero' as code, sheet, cell,
    'Tiêu chí ' || criterion_code || ' có điểm âm (' || show_number(points, 2) ||
    '). Hãy ghi điểm trừ ở dòng riêng hoặc sửa lại điểm.' as message
from score
where points < 0 and level is distinct from 'penalty'
