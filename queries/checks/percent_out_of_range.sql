-- title:    Tỷ lệ ngoài khoảng 0–100%
-- compares: Tỷ lệ % ghi với 0 và 100
-- levels:   error
-- A percentage below 0 or above 100.
-- scope: unit, period
select import_id, 'error' as level, 'percent_out_of_range' as code, sheet, cell,
    'Tỷ lệ ' || show_number(percent, 2) || '% nằm ngoài khoảng 0–100%. Hãy sửa lại số.' as message
from (
    select import_id, sheet, cell, percent from score
    union all
    select import_id, sheet, cell, percent from service_indicator
    union all
    select import_id, sheet, cell, percent from satisfaction
    union all
    select import_id, sheet, cell, progress_percent from task_progress
)
where percent < 0 or percent > 100
