-- service_indicators: chỉ tiêu dịch vụ công của đơn vị theo kỳ, đối chiếu mục tiêu
-- grain:    một dòng cho mỗi đơn vị, kỳ, chỉ tiêu, cách tính (trong kỳ hoặc lũy kế)
-- params:   unit, period, indicator
-- columns:  unit_name, period_id, indicator_name, numerator, denominator, percent, basis, comparator, target_percent, met, file, sheet, cell, indicator_code, import_id, unit_id, target_count, better
-- order:    kỳ, chỉ tiêu, cách tính, đơn vị
-- caveats:  không có hồ sơ phát sinh thì percent NULL, met NULL; percent là số trong tệp, không có thì tính từ tử số và mẫu số; mục tiêu bằng số hồ sơ (target_count) so với tử số; better là higher hoặc lower (hồ sơ trễ hạn càng ít càng tốt)
select
    unit.unit_name, rate.period_id, rate.indicator_name, rate.numerator, rate.denominator,
    rate.percent, rate.basis, rate.comparator, rate.target_percent, rate.met,
    imported_file.file, rate.sheet, rate.cell, rate.indicator_code, rate.import_id,
    rate.unit_id, rate.target_count, coalesce(indicator.better, 'higher') as better
from service_rate as rate
join unit using (unit_id)
left join indicator using (indicator_code)
left join imported_file using (import_id)
where ($unit is null or rate.unit_id = $unit)
    and ($period is null or rate.period_id = $period)
    and ($indicator is null or rate.indicator_code = $indicator
        or fold(rate.indicator_name) = fold($indicator))
order by rate.period_id, indicator.ordinal, rate.basis, unit.ordinal
