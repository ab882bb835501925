-- title:    Lũy kế khác tổng các tháng
-- compares: Số lũy kế từ đầu năm với tổng số của từng tháng
-- levels:   warning
-- Figures since January against the months: their sum where every month is here, at least their sum
-- where some are missing. It stands under the newest file concerned, which may be a corrected month.
with
months as (
    select unit_id, indicator_code, period_year(period_id) as year,
        period_last_month(period_id) as month, numerator, denominator, import_id, sheet, cell
    from service_indicator
    where basis = 'in_period' and period_kind(period_id) = 'month'
        and numerator is not null and denominator is not null
),
since as (
    select service_indicator.*, period_year(period_id) as year,
        period_last_month(period_id) as month
    from service_indicator
    where basis = 'cumulative' and period_first_month(period_id) <= 1
        and numerator is not null and denominator is not null
    union all
    -- The title "tháng 8/2024" over a table since January: the period is the month it ends with.
    select service_indicator.*, period_year(period_id), period_last_month(period_id)
    from service_indicator
    where basis = 'cumulative' and period_first_month(period_id) > 1
        and period_kind(period_id) in ('month', 'Q') and numerator is not null
        and denominator is not null
),
sums as (
    select since.unit_id, since.indicator_name, since.period_id, since.month,
        since.numerator, since.denominator,
        count(*) as months_here, sum(months.numerator) as numerators,
        sum(months.denominator) as denominators,
        greatest(since.import_id, max(months.import_id)) as import_id,
        if(since.import_id >= max(months.import_id), since.sheet, arg_max(months.sheet, months.import_id)) as sheet,
        if(since.import_id >= max(months.import_id), since.cell, arg_max(months.cell, months.import_id)) as cell
    from since
    join months
        on months.unit_id = since.unit_id and months.indicator_code = since.indicator_code
        and months.year = since.year and months.month <= since.month
    group by since.unit_id, since.indicator_code, since.indicator_name, since.period_id, since.month,
        since.numerator, since.denominator, since.import_id, since.sheet, since.cell
)
select import_id, 'warning' as level, 'since_january_against_months' as code, sheet, cell,
    coalesce(unit_name, unit_id) || ', ' || indicator_name || ': lũy kế đến ' || show_period(period_id) || ' ghi ' ||
    show_number(numerator, 0) || '/' || show_number(denominator, 0) || ', cộng ' || months_here ||
    ' tháng đã có được ' || show_number(numerators, 0) || '/' || show_number(denominators, 0) ||
    if(months_here = month, '', ' (còn thiếu ' || month - months_here || ' tháng mà đã lớn hơn)') ||
    '. Hãy đối chiếu số trong kỳ và số lũy kế.' as message
from sums
left join unit using (unit_id)
where (numerator, denominator) <> (numerators, denominators)
    and (months_here = month or numerator < numerators or denominator < denominators)
