-- title:    Một số liệu ghi hai lần, hai giá trị
-- compares: Hai ô của cùng một tệp nói về cùng một số liệu
-- levels:   error
-- One figure printed twice in one file with two values: the first stands.
-- scope: unit, period
select import_id, 'error' as level, 'one_figure_twice' as code, sheet, cell,
    'Số liệu này ghi hai lần trong tệp với hai giá trị (' || coalesce(standing_value, 'trống') ||
    ' và ' || coalesce(value, 'trống') || '). Hãy giữ lại một dòng đúng.' as message
from displaced
where standing_import_id = import_id and value is distinct from standing_value
