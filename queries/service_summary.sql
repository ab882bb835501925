-- service_summary: mỗi chỉ tiêu dịch vụ công của một nhóm đơn vị trong kỳ: bao nhiêu đơn vị đạt, tỷ lệ chung
-- grain:    một dòng cho mỗi chỉ tiêu mà nhóm có số liệu trong kỳ
-- params:   unit_group, period, basis
-- columns:  indicator_code, indicator_name, units, met, not_met, no_target, no_files, left_out, not_reported, numerator, denominator, percent, units_counted, comparator, target_percent, better
-- order:    nhiều đơn vị chưa đạt nhất trước, rồi thứ tự chỉ tiêu
-- caveats:  percent là tổng tử số chia tổng mẫu số của units_counted đơn vị có cả hai số, không phải trung bình các tỷ lệ; đơn vị chỉ gửi tỷ lệ thì không cộng được; mục tiêu của các đơn vị khác nhau thì comparator, target_percent NULL
with
cells as (
    select * from service_cell($unit_group, $period, $basis)
)
select
    indicator_code, any_value(indicator_name) as indicator_name, count(*) as units,
    count(*) filter (state = 'met') as met,
    count(*) filter (state = 'not_met') as not_met,
    count(*) filter (state = 'no_target') as no_target,
    count(*) filter (state = 'no_files') as no_files,
    count(*) filter (state = 'left_out') as left_out,
    count(*) filter (state = 'not_reported') as not_reported,
    sum(numerator) filter (denominator > 0 and numerator is not null) as numerator,
    sum(denominator) filter (denominator > 0 and numerator is not null) as denominator,
    try_cast(
        sum(numerator) filter (denominator > 0 and numerator is not null)
        / sum(denominator) filter (denominator > 0 and numerator is not null) * 100
        as decimal(18, 12)
    ) as percent,
    count(*) filter (denominator > 0 and numerator is not null) as units_counted,
    if(count(distinct (comparator, target_percent)) filter (target_percent is not null) = 1,
        any_value(comparator) filter (target_percent is not null), null) as comparator,
    if(count(distinct (comparator, target_percent)) filter (target_percent is not null) = 1,
        any_value(target_percent), null) as target_percent,
    any_value(better) as better
from cells
group by indicator_code
order by not_met desc, any_value(indicator_ordinal), indicator_code
