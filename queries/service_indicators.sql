-- service_indicators: chỉ tiêu dịch vụ công của đơn vị theo kỳ, đối chiếu mục tiêu
-- grain:    một dòng cho mỗi đơn vị, kỳ, chỉ tiêu, cách tính (trong kỳ hoặc lũy kế)
-- params:   unit, period, indicator
-- columns:  unit_name, period_id, indicator_name, numerator, denominator, percent, basis, comparator, target_percent, met, file, sheet, cell, indicator_code, import_id, unit_id, target_count, better
-- order:    kỳ, chỉ tiêu, cách tính, đơn vị
-- caveats:  không có hồ sơ phát sinh thì percent NULL, met NULL; percent là số trong tệp, không có thì tính từ tử số và mẫu số; mục tiêu bằng số hồ sơ (target_count) so với tử số; better là higher hoặc lower (hồ sơ trễ hạn càng ít càng tốt)
with
rates as (
    select fact.* replace (
        coalesce(fact.percent, case when fact.denominator > 0 then
            try_cast(fact.numerator / fact.denominator * 100 as decimal(18, 12)) end) as percent
    )
    from service_indicator as fact
),
aimed as (
    select *,
        if(target_percent is null, numerator, percent) as reached,
        coalesce(target_percent, target_count) as target
    from rates
)
select
    unit.unit_name, aimed.period_id, aimed.indicator_name, aimed.numerator, aimed.denominator,
    aimed.percent, aimed.basis, aimed.comparator, aimed.target_percent,
    case aimed.comparator
        when '>' then aimed.reached > aimed.target
        when '>=' then aimed.reached >= aimed.target
        when '=' then aimed.reached = aimed.target
        when '<' then aimed.reached < aimed.target
        when '<=' then aimed.reached <= aimed.target
    end as met,
    imported_file.file, aimed.sheet, aimed.cell, aimed.indicator_code, aimed.import_id,
    aimed.unit_id, aimed.target_count, coalesce(indicator.better, 'higher') as better
from aimed
join unit using (unit_id)
left join indicator using (indicator_code)
left join imported_file using (import_id)
where ($unit is null or aimed.unit_id = $unit)
    and ($period is null or aimed.period_id = $period)
    and ($indicator is null or aimed.indicator_code = $indicator
        or fold(aimed.indicator_name) = fold($indicator))
order by aimed.period_id, indicator.ordinal, aimed.basis, unit.ordinal
