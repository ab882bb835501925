-- title:    Một dòng ghi hai lần như nhau
-- compares: Các dòng của cùng một tệp với nhau
-- levels:   note
-- A row printed twice in one file with the same values: harmless, but one of the two is not needed.
-- One finding a row; a decision may be cited by every table.
select import_id, 'note' as level, 'row_repeated' as code, sheet, any_value(cell order by cell) as cell,
    'Dòng này lặp lại ' || count(*) || ' số liệu đã ghi ở chỗ khác trong tệp, cùng giá trị (' ||
    coalesce(left(any_value(value order by cell), 40), 'trống') || if(count(*) > 1, ', …', '') ||
    '). Hệ thống chỉ tính một lần. Hãy bỏ dòng thừa.' as message
from displaced
where standing_import_id = import_id and value is not distinct from standing_value
    and table_name <> 'decision' and not starts_with(table_name, 'catalog_')
group by import_id, sheet, table_name, regexp_extract(cell, '\d+')
