-- title:    Số liệu giống hệt kỳ trước
-- compares: Mọi số của bảng với bảng kỳ trước của cùng đơn vị
-- levels:   warning
-- Every figure of a unit's table as in the period before: last period's file sent again, or its rows
-- copied. Single equal figures say nothing, nor do 0 and full marks: at least two figures must lie between
-- (of counts: of a total of 20 or more, for small offices repeat themselves by chance), and of tasks at least three must be unfinished.
with
service as (
    select 'service' as table_kind, unit_id, period_id, basis as part,
        max(import_id) as import_id, arg_max(sheet, import_id) as sheet,
        arg_min(cell, rowid) as cell,
        bit_xor(hash(indicator_code, numerator, denominator, percent)) as digest,
        count(*) as row_count,
        count(*) filter (coalesce(denominator >= 20 and numerator > 0, percent > 0 and percent < 100))
            as telling
    from service_indicator
    group by unit_id, period_id, basis
),
progress as (
    select 'progress' as table_kind, unit_id, period_id, plan_unit_id || ' ' || plan_period_id as part,
        max(import_id) as import_id, arg_max(sheet, import_id) as sheet,
        arg_min(cell, rowid) as cell,
        bit_xor(hash(
            area_code, task_group, number, action_number, status, progress_percent, result, done_on
        )) as digest,
        count(*) as row_count,
        -- as told below, two telling figures are needed
        count(*) filter (status <> 'done') - 1 as telling
    from task_progress
    group by unit_id, period_id, plan_unit_id, plan_period_id
),
tables as (
    from service
    union all by name
    from progress
    union all by name
    select 'score' as table_kind, unit_id, period_id, round || ' ' || coalesce(framework_id, '') as part,
        import_id, sheet, cell, digest, row_count, telling
    from scored_sheet
),
beside as (
    select *, lag(period_id) over of_kind as previous_period_id,
        lag(import_id) over of_kind as previous_import_id,
        lag((digest, row_count)) over of_kind = (digest, row_count) as is_same
    from tables
    window of_kind as (
        partition by table_kind, unit_id, part, period_kind(period_id) order by period_id
    )
)
select greatest(import_id, previous_import_id) as import_id, 'warning' as level,
    'same_as_last_period' as code, if(import_id >= previous_import_id, sheet, null) as sheet,
    if(import_id >= previous_import_id, cell, null) as cell,
    coalesce(unit_name, unit_id) || ': cả ' || row_count || case table_kind
        when 'service' then ' chỉ tiêu dịch vụ công'
        when 'progress' then ' việc'
        else ' dòng điểm'
    end || ' ' || show_period(period_id) || ' giống hệt ' || show_period(previous_period_id) ||
    ' (lần nhập ' || previous_import_id ||
    '). Hãy kiểm tra có gửi lại số cũ không.' as message
from beside
left join unit using (unit_id)
where is_same and telling >= 2
