-- unit_reports: báo cáo mà một đơn vị phải gửi, hoặc phải nhận theo kế hoạch của mình, đến một ngày
-- grain:    một dòng cho mỗi kỳ báo cáo của một chế độ báo cáo
-- params:   unit, period, as_of
-- columns:  for_period_id, frequency, recipient, own_plan, due_on, owing, on_time, late, missing, not_due, late_names, missing_names, received_on, due_in_year, on_time_in_year, late_in_year, missing_in_year, import_id, sheet, cell
-- order:    hạn nộp, kỳ, chế độ báo cáo
-- caveats:  period là năm của kế hoạch; tình trạng như reporting_status; chỉ tính đơn vị được kể tên; as_of không hỏi thì hết năm; late_names, missing_names chỉ kê ba đơn vị đầu; received_on chỉ có khi một đơn vị phải gửi; …_in_year cộng mọi báo cáo đã đến hạn hoặc đã gửi trong năm
with
owed as (
    select owed_report.* replace (
            case when received_on <= coalesce($as_of, received_on) then received_on end as received_on
        ),
        unit.unit_name, unit.ordinal as unit_ordinal, owed_report.unit_id = $unit as own_plan
    from owed_report
    join unit on unit.unit_id = owed_report.owing_id
    where followed and (owed_report.unit_id = $unit or owing_id = $unit)
        and owed_report.period_id = cast(period_year($period) as varchar)
),
judged as (
    select *,
        case
            when received_on <= coalesce(due_on, received_on) then 'on_time'
            when received_on is not null then 'late'
            when due_on < coalesce($as_of, period_end(period_id)) then 'missing'
            else 'not_due'
        end as state
    from owed
)
select
    for_period_id, frequency, recipient, own_plan, due_on,
    cast(count(*) as integer) as owing,
    cast(count(*) filter (state = 'on_time') as integer) as on_time,
    cast(count(*) filter (state = 'late') as integer) as late,
    cast(count(*) filter (state = 'missing') as integer) as missing,
    cast(count(*) filter (state = 'not_due') as integer) as not_due,
    array_to_string(list(unit_name order by unit_ordinal) filter (state = 'late')[1:3], ', ')
        as late_names,
    array_to_string(list(unit_name order by unit_ordinal) filter (state = 'missing')[1:3], ', ')
        as missing_names,
    case when count(*) = 1 then any_value(received_on) end as received_on,
    cast(sum(count(*) filter (state <> 'not_due')) over (partition by own_plan) as integer)
        as due_in_year,
    cast(sum(count(*) filter (state = 'on_time')) over (partition by own_plan) as integer)
        as on_time_in_year,
    cast(sum(count(*) filter (state = 'late')) over (partition by own_plan) as integer)
        as late_in_year,
    cast(sum(count(*) filter (state = 'missing')) over (partition by own_plan) as integer)
        as missing_in_year,
    first(import_id order by import_id, cell) as import_id,
    first(sheet order by import_id, cell) as sheet, first(cell order by import_id, cell) as cell
from judged
group by for_period_id, frequency, recipient, own_plan, due_on
order by due_on nulls last, for_period_id, frequency, recipient
