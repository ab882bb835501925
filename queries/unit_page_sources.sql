-- unit_page_sources: các tệp mà số liệu trên trang của một đơn vị lấy từ đó, kể cả các báo cáo tháng
-- grain:    một dòng cho mỗi tệp đã nhận và còn dùng
-- params:   unit, target, period, month, as_of
-- columns:  import_id, file, received_on
-- order:    received_on, import_id
-- caveats:  kết quả: mọi năm, vòng chấm mà unit_years lấy; mục tiêu của target; việc: phụ lục và báo cáo mới nhất về từng việc tính đến as_of, như unit_tasks; dịch vụ công: báo cáo của month; chế độ báo cáo: lịch, và báo cáo của chính đơn vị (của các đơn vị gửi đến nó xem ở reporting_sources)
with
year as (
    select period_id, arg_min(round, round_place) as shown_round
    from result
    where unit_id = $unit and about = 'par_index' and criterion_code = 'total'
        and length(period_id) = 4
    group by period_id
),
shown as (
    select import_id
    from score
    join year using (period_id)
    where unit_id = $unit and round in (shown_round, 'published')
    union
    select import_id from target where unit_id = $unit and period_id = $target
),
told as (
    select *
    from reported_task
    where task_number is not null and (plan_unit_id = $unit or unit_id = $unit)
        and plan_period_id = cast(period_year($period) as varchar)
        and period_end(period_id) <= coalesce($as_of, period_end(plan_period_id))
    qualify row_number() over (
        partition by plan_unit_id, plan_period_id, task_area_code, task_task_group, task_number,
            task_action_number, unit_id
        order by period_end(period_id) desc
    ) = 1
),
judged as (
    select task.import_id
    from task
    left join unit as own on own.unit_id = $unit and own.parent_id = task.unit_id
    where task.period_id = cast(period_year($period) as varchar)
        and (task.unit_id = $unit or binds_every(own.unit_level, task.lead, task.action))
    union
    select task.import_id
    from told
    join task
        on task.unit_id = told.plan_unit_id and task.period_id = told.plan_period_id
        and task.area_code is not distinct from told.task_area_code
        and task.task_group is not distinct from told.task_task_group
        and task.number = told.task_number and task.action_number = told.task_action_number
),
owed as (
    select *
    from owed_report_of($unit)
    where followed and (unit_id = $unit or owing_id = $unit)
        and period_id = cast(period_year($period) as varchar)
),
used as (
    select import_id from shown
    union
    select import_id from told
    union
    select import_id from judged
    union
    select import_id from service_indicator where unit_id = $unit and period_id = $month
    union
    select import_id from owed
    union
    select sheet_read.import_id
    from owed
    join sheet_read
        on sheet_read.unit_id = owed.owing_id and sheet_read.period_id = owed.for_period_id
        and is_report(sheet_read.form)
    join imported_file on imported_file.import_id = sheet_read.import_id
    where owed.owing_id = $unit and owed.received_on = imported_file.received_on
        and owed.received_on <= coalesce($as_of, owed.received_on)
)
select import_id, imported_file.file, imported_file.received_on
from used
join imported_file using (import_id)
order by imported_file.received_on, import_id
