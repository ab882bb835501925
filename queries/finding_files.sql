-- finding_files: tệp nào đang dùng có điều kiểm tra tìm thấy, mỗi tệp bao nhiêu điều
-- grain:    một dòng cho mỗi lần nhập có điều tìm thấy
-- params:   unit
-- columns:  import_id, file, received_on, findings
-- order:    lần nhập sau trước
-- caveats:  unit gồm cả đơn vị trực thuộc, như finding_list; một tệp nhận nhiều lần thì mỗi lần một dòng; tệp không có điều nào thì không có dòng
select placed.import_id, imported_file.file, imported_file.received_on, count(*) as findings
from placed_finding as placed
join imported_file using (import_id)
left join unit using (unit_id)
where $unit is null or placed.unit_id = $unit or unit.parent_id = $unit
group by placed.import_id, imported_file.file, imported_file.received_on
order by placed.import_id desc
