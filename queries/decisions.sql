-- decisions: quyết định mà một kết quả công bố viện dẫn
-- grain:    một dòng cho mỗi đơn vị, kỳ, số quyết định
-- params:   unit, period
-- columns:  unit_name, period_id, number, issued_on, file, sheet, cell, import_id, unit_id
-- order:    đơn vị, kỳ, ngày ban hành
-- caveats:  tiêu đề không ghi ngày thì issued_on NULL
select
    unit.unit_name, decision.period_id, decision.number, decision.issued_on, imported_file.file,
    decision.sheet, decision.cell, decision.import_id, decision.unit_id
from decision
join unit using (unit_id)
left join imported_file using (import_id)
where ($unit is null or decision.unit_id = $unit)
    and ($period is null or decision.period_id = $period)
order by unit.ordinal, decision.period_id, decision.issued_on, decision.number
