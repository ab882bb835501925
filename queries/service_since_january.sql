-- service_since_january: số lũy kế đã gửi đặt cạnh tổng các tháng của một chỉ tiêu dịch vụ công
-- grain:    một dòng cho mỗi đơn vị của nhóm
-- params:   unit_group, period, indicator
-- columns:  unit_id, unit_name, months_here, months_expected, sum_numerator, sum_denominator, sent_numerator, sent_denominator, numerator_difference, denominator_difference, state, import_id, sheet, cell
-- order:    chênh lệch trước, thứ tự đơn vị
-- caveats:  state là agree, differ, incomplete (thiếu tháng nên chưa đối chiếu được, mà tổng các tháng chưa vượt lũy kế), not_sent (không gửi lũy kế), no_months (không có tháng nào); chênh lệch là lũy kế trừ tổng các tháng, chỉ cho thấy, không sửa
with
months as (
    select rate.unit_id, count(*) as months_here,
        sum(rate.numerator) as sum_numerator, sum(rate.denominator) as sum_denominator
    from service_rate as rate
    semi join group_member($unit_group, $period) as member using (unit_id)
    where rate.indicator_code = $indicator and rate.basis = 'in_period'
        and left(rate.period_id, 4) = left($period, 4) and period_kind(rate.period_id) = 'month'
        and period_index(rate.period_id) <= period_index($period)
        and rate.numerator is not null and rate.denominator is not null
    group by rate.unit_id
),
sent as (
    select * from service_figure($unit_group, $period, 'cumulative')
    where indicator_code = $indicator
),
beside as (
    select
        member.unit_id, member.unit_name, member.ordinal,
        coalesce(months.months_here, 0) as months_here,
        period_last_month($period) as months_expected,
        months.sum_numerator, months.sum_denominator,
        sent.numerator as sent_numerator, sent.denominator as sent_denominator,
        sent.numerator - months.sum_numerator as numerator_difference,
        sent.denominator - months.sum_denominator as denominator_difference,
        sent.import_id, sent.sheet, sent.cell
    from group_member($unit_group, $period) as member
    left join months using (unit_id)
    left join sent using (unit_id)
)
select
    unit_id, unit_name, months_here, months_expected, sum_numerator, sum_denominator, sent_numerator,
    sent_denominator, numerator_difference, denominator_difference,
    case
        when sent_numerator is null or sent_denominator is null then 'not_sent'
        when months_here = 0 then 'no_months'
        when numerator_difference < 0 or denominator_difference < 0 then 'differ'
        when months_here < months_expected then 'incomplete'
        when numerator_difference = 0 and denominator_difference = 0 then 'agree'
        else 'differ'
    end as state,
    import_id, sheet, cell
from beside
order by state <> 'differ', state = 'agree', ordinal, unit_id
