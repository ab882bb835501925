-- targets: mục tiêu ghi trong kế hoạch, đúng nguyên văn và cách hiểu
-- grain:    một dòng cho mỗi yêu cầu được in
-- params:   unit, period
-- columns:  unit_name, period_id, criterion_code, criterion_name, comparator, percent, rank, measure, kind, raw_text, owner, file, sheet, cell, count, basis_year, level, framework_id, import_id, unit_id
-- order:    đơn vị, kỳ, thứ tự trong bộ tiêu chí
-- caveats:  mục tiêu không có số (qualitative) vẫn là một dòng, comparator NULL
select
    unit.unit_name, target.period_id, target.criterion_code, target.criterion_name,
    target.comparator, target.percent, target.rank, target.measure, target.kind, target.raw_text,
    target.owner, imported_file.file, target.sheet, target.cell, target.count, target.basis_year,
    target.level, target.framework_id, target.import_id, target.unit_id
from target
join unit using (unit_id)
left join imported_file using (import_id)
left join criterion using (framework_id, criterion_code)
where ($unit is null or target.unit_id = $unit)
    and ($period is null or target.period_id = $period)
order by unit.ordinal, target.period_id, target.framework_id, coalesce(criterion.ordinal, 999),
    target.criterion_code, target.ordinal
