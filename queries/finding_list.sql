-- finding_list: điều kiểm tra tìm thấy trong các tệp đang dùng, lọc theo đơn vị, kỳ, mức, quy tắc, tệp; đọc từng trang
-- grain:    một dòng cho mỗi điều tìm thấy
-- params:   unit, period, level, rule, import, first, rows
-- columns:  level, rule, message, unit_name, period_id, file, import_id, sheet, cell, found, illustrative, any_illustrative
-- order:    error, warning, note; rồi quy tắc, tệp mới nhận trước, trang, ô
-- caveats:  unit gồm cả đơn vị trực thuộc; period là năm thì gồm cả các tháng, quý của năm ấy; rule là tên quy tắc, hoặc mã của điều thấy khi đọc tệp; import là số lần nhập của tệp (finding_files kê các tệp có điều tìm thấy); first và rows lấy một đoạn, found là số dòng của cả danh sách, any_illustrative là trong đó có số liệu minh họa; đơn vị và kỳ để trống khi điều ấy nói về nhiều đơn vị, nhiều kỳ hoặc về danh mục
select placed.level, coalesce(placed.rule, placed.code) as rule, placed.message, unit.unit_name,
    placed.period_id, imported_file.file, placed.import_id, placed.sheet, placed.cell,
    count(*) over () as found, coalesce(unit.illustrative, false) as illustrative,
    coalesce(bool_or(unit.illustrative) over (), false) as any_illustrative
from placed_finding as placed
left join unit using (unit_id)
left join imported_file using (import_id)
where ($unit is null or placed.unit_id = $unit or unit.parent_id = $unit)
    and ($period is null or placed.period_id = $period
        or (length($period) = 4 and placed.period_id[:4] = $period))
    and ($level is null or placed.level = $level)
    and ($rule is null or coalesce(placed.rule, placed.code) = $rule)
    and ($import is null or placed.import_id = $import)
order by
    case placed.level when 'error' then 1 when 'warning' then 2 else 3 end,
    coalesce(placed.rule, placed.code), placed.import_id desc, placed.sheet,
    try_cast(regexp_extract(placed.cell, '\d+') as integer), length(placed.cell), placed.cell,
    placed.message
limit $rows offset $first
