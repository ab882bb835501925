-- title:    Thay đổi quá lớn so với chính đơn vị ấy
-- compares: Tỷ lệ của kỳ này với mọi kỳ trước của cùng chỉ tiêu, cùng đơn vị
-- levels:   warning
-- A rate that moves further than this unit's own history explains. All of:
-- · at least 3 earlier periods of the same indicator and basis (or factor and method);
-- · the change from the period before is at least 5 points of percent and more than twice the largest
--   change seen before (once is no more than chance: of n changes one is the largest);
-- · the new value lies outside all values seen before;
-- · where the files are counted, the change is more than 3 times what so few files move by chance:
--   3 · sqrt(p (1 - p) (1/n + 1/m)), p the share of both periods together.
with
rate as (
    select 'service' as source, unit_id, indicator_code as code, basis as part, period_id,
        indicator_name || if(basis = 'cumulative', ' (lũy kế)', ' (trong kỳ)') as label,
        coalesce(percent, numerator / nullif(denominator, 0) * 100) as percent,
        numerator, denominator, import_id, sheet, cell
    from service_indicator
    union all
    select 'satisfaction', unit_id, factor_code, method, period_id, 'Hài lòng: ' || factor_name,
        percent, percent * respondents / 100, respondents, import_id, sheet, cell
    from satisfaction
),
step as (
    select *, percent - lag(percent) over series as change,
        lag(percent) over series as previous, lag(period_id) over series as previous_period_id,
        lag(numerator) over series as previous_numerator,
        lag(denominator) over series as previous_denominator
    from rate
    where percent is not null
    window series as (
        partition by source, unit_id, code, part, period_kind(period_id) order by period_id
    )
),
seen as (
    select *, count(*) over earlier as periods, max(abs(change)) over earlier as largest,
        min(percent) over earlier as lowest, max(percent) over earlier as highest,
        (numerator + previous_numerator) / nullif(denominator + previous_denominator, 0) as share
    from step
    window earlier as (
        partition by source, unit_id, code, part, period_kind(period_id) order by period_id
        rows between unbounded preceding and 1 preceding
    )
)
select import_id, 'warning' as level, 'change_beyond_history' as code, sheet, cell,
    coalesce(unit_name, unit_id) || ', ' || label || ': ' || show_period(period_id) || ' ' ||
    show_number(percent, 2) || '%, ' || show_period(previous_period_id) || ' ' ||
    show_number(previous, 2) || '%: ' || if(change > 0, 'tăng ', 'giảm ') ||
    show_number(abs(change), 2) || ' điểm phần trăm, trước nay đổi nhiều nhất ' ||
    show_number(largest, 2) || '. Hãy kiểm tra lại số; nếu đúng, hãy ghi rõ lý do.' as message
from seen
left join unit using (unit_id)
where periods >= 3 and abs(change) >= 5 and abs(change) > 2 * largest
    and (percent < lowest or percent > highest)
    and coalesce(
        abs(change) / 100 > 3 * sqrt(
            greatest(share * (1 - share), 0) * (1 / denominator + 1 / previous_denominator)
        ),
        true
    )
