-- service_months: một chỉ tiêu dịch vụ công của từng đơn vị trong nhóm, từng tháng (hoặc quý) từ đầu năm đến kỳ được hỏi
-- grain:    một dòng cho mỗi đơn vị của nhóm và mỗi kỳ cùng loại trong năm, kể cả kỳ chưa báo cáo
-- params:   unit_group, period, indicator, basis
-- columns:  unit_id, unit_name, period_id, numerator, denominator, percent, comparator, target_percent, better, state, import_id, sheet, cell
-- order:    thứ tự đơn vị, kỳ
-- caveats:  state như của service_units, left_out và not_reported gộp là not_reported; kỳ chưa báo cáo thì percent NULL, không phải 0
with
periods as (
    select period_ending($period, unnest(range(
        period_year($period) * 12 + period_months($period), period_index($period) + 1,
        period_months($period)
    ))) as period_id
),
figures as (
    select rate.*
    from service_rate as rate
    semi join group_member($unit_group, $period) as member using (unit_id)
    where rate.indicator_code = $indicator and rate.basis = $basis
        and left(rate.period_id, 4) = left($period, 4)
)
select
    member.unit_id, member.unit_name, periods.period_id, figures.numerator, figures.denominator,
    figures.percent, figures.comparator, figures.target_percent,
    coalesce(indicator.better, 'higher') as better,
    coalesce(figures.state, 'not_reported') as state,
    figures.import_id, figures.sheet, figures.cell
from group_member($unit_group, $period) as member
cross join periods
left join figures on figures.unit_id = member.unit_id and figures.period_id = periods.period_id
left join indicator on indicator.indicator_code = $indicator
order by member.ordinal, member.unit_id, periods.period_id
