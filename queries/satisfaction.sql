-- satisfaction: mức độ hài lòng theo yếu tố
-- grain:    một dòng cho mỗi đơn vị, kỳ, yếu tố
-- params:   unit, period
-- columns:  unit_name, period_id, factor_code, factor_name, percent, respondents, method, file, sheet, cell, import_id, unit_id, margin
-- order:    kỳ, đơn vị, yếu tố như trong tệp
-- caveats:  hai cách khảo sát trước và từ năm 2022 (method) không so với nhau được; margin là sai số mẫu 95% tính bằng điểm phần trăm, NULL khi không biết số phiếu
select
    unit.unit_name, satisfaction.period_id, satisfaction.factor_code, satisfaction.factor_name,
    satisfaction.percent, satisfaction.respondents, satisfaction.method, imported_file.file,
    satisfaction.sheet, satisfaction.cell, satisfaction.import_id, satisfaction.unit_id,
    sampling_margin(satisfaction.percent, satisfaction.respondents) as margin
from satisfaction
join unit using (unit_id)
left join imported_file using (import_id)
where ($unit is null or satisfaction.unit_id = $unit)
    and ($period is null or satisfaction.period_id = $period)
order by satisfaction.period_id, unit.ordinal, satisfaction.factor_code
