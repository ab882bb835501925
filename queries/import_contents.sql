-- import_contents: mỗi lần nhập nói về loại số liệu nào, của đơn vị nào, kỳ nào
-- grain:    một dòng cho mỗi lần nhập, loại số liệu, đơn vị và kỳ
-- params:
-- columns:  import_id, table_name, unit_id, unit_name, period_id
-- order:    lần nhập, loại số liệu, đơn vị, kỳ
-- caveats:  chỉ gồm các lần nhập đang dùng, kể cả phần đã có bản sửa thay; danh mục (đơn vị, bộ tiêu chí) không kê ở đây
with
spoken as (
    select import_id, 'score' as table_name, unit_id, period_id from score
    union
    select import_id, 'target', unit_id, period_id from target
    union
    select import_id, 'task', unit_id, period_id from task
    union
    select import_id, 'task_progress', unit_id, period_id from task_progress
    union
    select import_id, 'service_indicator', unit_id, period_id from service_indicator
    union
    select import_id, 'satisfaction', unit_id, period_id from satisfaction
    union
    select import_id, 'reporting_rule', unit_id, period_id from reporting_rule
    union
    select import_id, 'decision', unit_id, period_id from decision
    union
    select import_id, table_name, unit_id, period_id from superseded
)
select spoken.import_id, spoken.table_name, spoken.unit_id, unit.unit_name, spoken.period_id
from spoken
left join unit using (unit_id)
order by spoken.import_id, spoken.table_name, unit.ordinal, spoken.period_id
