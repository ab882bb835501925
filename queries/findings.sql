-- findings: điều cần biết về các tệp đang dùng, nặng trước nhẹ sau
-- grain:    một dòng cho mỗi điều tìm thấy
-- params:   import
-- columns:  level, code, file, sheet, cell, message, import_id
-- order:    error, warning, note; rồi tệp, trang, ô
-- caveats:  gồm cả điều tìm thấy khi đọc và khi đối chiếu với số liệu khác
select finding.level, finding.code, imported_file.file, finding.sheet, finding.cell,
    finding.message, finding.import_id
from finding
left join imported_file using (import_id)
where $import is null or finding.import_id = $import
order by
    case finding.level when 'error' then 1 when 'warning' then 2 else 3 end,
    imported_file.file, finding.sheet, finding.cell, finding.code, finding.message
