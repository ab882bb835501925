-- service_indicators: chỉ tiêu dịch vụ công của đơn vị theo kỳ, đối chiếu mục tiêu
-- grain:    một dòng cho mỗi đơn vị, kỳ, chỉ tiêu, cách tính (trong kỳ hoặc lũy kế)
-- params:   unit, period, indicator
-- columns:  unit_name, period_id, indicator_name, numerator, denominator, percent, basis, comparator, target_percent, met, file, sheet, cell, indicator_code, import_id, unit_id
-- order:    kỳ, chỉ tiêu, cách tính, đơn vị
-- caveats:  không có hồ sơ phát sinh thì percent NULL, met NULL; percent là số trong tệp, không có thì tính từ tử số và mẫu số
with
rates as (
    select fact.* replace (
        coalesce(fact.percent, case when fact.denominator > 0 then
            try_cast(fact.numerator / fact.denominator * 100 as decimal(18, 12)) end) as percent
    )
    from service_indicator as fact
)
select
    unit.unit_name, rates.period_id, rates.indicator_name, rates.numerator, rates.denominator,
    rates.percent, rates.basis, rates.comparator, rates.target_percent,
    case rates.comparator
        when '>' then rates.percent > rates.target_percent
        when '>=' then rates.percent >= rates.target_percent
        when '=' then rates.percent = rates.target_percent
        when '<' then rates.percent < rates.target_percent
        when '<=' then rates.percent <= rates.target_percent
    end as met,
    imported_file.file, rates.sheet, rates.cell, rates.indicator_code, rates.import_id,
    rates.unit_id
from rates
join unit using (unit_id)
left join indicator using (indicator_code)
left join imported_file using (import_id)
where ($unit is null or rates.unit_id = $unit)
    and ($period is null or rates.period_id = $period)
    and ($indicator is null or rates.indicator_code = $indicator
        or fold(rates.indicator_name) = fold($indicator))
order by rates.period_id, indicator.ordinal, rates.basis, unit.ordinal
