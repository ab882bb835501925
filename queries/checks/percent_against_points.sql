-- title:    Tỷ lệ ghi khác tỷ lệ tính được
-- compares: Tỷ lệ % ghi với điểm trên điểm tối đa, hoặc với tử số trên mẫu số
-- levels:   warning
-- A percentage printed beside points, or a rate beside its numerator and denominator, that disagrees.
-- scope: unit, period
with
told as (
    select import_id, sheet, cell, percent, points as part, max_points as whole
    from score
    where level <> 'total'
    union all
    select import_id, sheet, cell, percent, numerator, denominator from service_indicator
)
select import_id, 'warning' as level, 'percent_against_points' as code, sheet, cell,
    'Tỷ lệ ghi ' || show_number(percent, 2) || '%, tính từ ' || show_number(part, 2) || '/' ||
    show_number(whole, 2) || ' được ' || show_number(part / whole * 100, 2) ||
    '%. Hãy kiểm tra lại ba số này.' as message
from told
where whole > 0 and abs(percent - part / whole * 100) > 0.01
