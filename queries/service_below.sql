-- service_below: đơn vị nào chưa đạt chỉ tiêu nào mấy tháng (hoặc quý) liền, tính ngược từ kỳ được hỏi
-- grain:    một dòng cho mỗi đơn vị của nhóm và mỗi chỉ tiêu đang chưa đạt
-- params:   unit_group, period, indicator
-- columns:  unit_id, unit_name, indicator_code, indicator_name, months_below, since_period_id, not_reported, no_files, no_target
-- order:    nhiều kỳ liền nhất trước, thứ tự chỉ tiêu, thứ tự đơn vị
-- caveats:  số trong kỳ; một kỳ đạt thì ngắt; kỳ không báo cáo, không phát sinh hồ sơ hay chưa giao mục tiêu không tính là đạt cũng không tính là chưa đạt, và được kê ở ba cột cuối (mã kỳ, cách nhau dấu phẩy)
with
rates as (
    select rate.unit_id, rate.indicator_code, rate.indicator_name, rate.period_id, rate.state,
        period_index(rate.period_id) as place
    from service_rate as rate
    semi join group_member($unit_group, $period) as member using (unit_id)
    where rate.basis = 'in_period' and ($indicator is null or rate.indicator_code = $indicator)
        and period_kind(rate.period_id) = period_kind($period)
        and rate.period_id <= $period  -- ids of one kind follow each other as texts
),
broken as (
    select unit_id, indicator_code, max(place) filter (state = 'met') as last_met
    from rates
    group by unit_id, indicator_code
),
runs as (
    select rates.unit_id, rates.indicator_code,
        arg_max(rates.indicator_name, rates.place) as indicator_name,
        count(*) as months_below, min(rates.place) as first_place
    from rates
    join broken using (unit_id, indicator_code)
    where rates.state = 'not_met' and rates.place > coalesce(broken.last_met, 0)
    group by rates.unit_id, rates.indicator_code
),
expected as (
    select unit_id, indicator_code,
        unnest(range(first_place, period_index($period) + 1, period_months($period))) as place
    from runs
),
between_them as (
    select expected.unit_id, expected.indicator_code,
        period_ending($period, expected.place) as period_id,
        coalesce(rates.state, 'not_reported') as state
    from expected
    left join rates using (unit_id, indicator_code, place)
),
gaps as (
    select unit_id, indicator_code,
        string_agg(period_id, ', ' order by period_id) filter (state = 'not_reported') as not_reported,
        string_agg(period_id, ', ' order by period_id) filter (state = 'no_files') as no_files,
        string_agg(period_id, ', ' order by period_id) filter (state = 'no_target') as no_target
    from between_them
    group by unit_id, indicator_code
)
select
    unit_id, unit.unit_name, indicator_code,
    coalesce(indicator.indicator_name, runs.indicator_name) as indicator_name, runs.months_below,
    period_ending($period, runs.first_place) as since_period_id,
    gaps.not_reported, gaps.no_files, gaps.no_target
from runs
join gaps using (unit_id, indicator_code)
join unit using (unit_id)
left join indicator using (indicator_code)
order by runs.months_below desc, coalesce(indicator.ordinal, 999), indicator_code, unit.ordinal, unit_id
