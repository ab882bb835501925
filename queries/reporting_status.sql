-- reporting_status: ai phải gửi báo cáo nào, hạn nào, đã gửi chưa
-- grain:    một dòng cho mỗi báo cáo của mỗi đơn vị phải gửi
-- params:   period, as_of
-- columns:  unit_name, report, due_on, received_on, state, period_id, plan_unit_name, reporters, recipient, frequency, window_starts_on, window_ends_on, unit_id, file, sheet, cell
-- order:    kế hoạch, hạn nộp, đơn vị
-- caveats:  không hỏi kỳ thì mọi kỳ của mọi kế hoạch; hỏi một năm thì gồm báo cáo năm và 6 tháng; hỏi một tháng hay quý thì báo cáo tháng hay quý ấy; hạn "trước ngày 14" là chậm nhất ngày 13; kế hoạch không ghi hạn thì chưa đến hạn; kế hoạch không kể tên từng đơn vị thì một dòng cho cả kế hoạch; as_of được hỏi thì chỉ tính báo cáo đã nhận đến ngày ấy
with
asked as (
    select * replace (
        case when received_on <= coalesce($as_of, received_on) then received_on end as received_on
    )
    from report_due
    where $period is null or for_period_id = $period
        or (frequency in ('half_year', 'year') and period_id = $period)
)
select
    unit.unit_name,
    'Báo cáo ' || case asked.frequency
        when 'monthly' then 'hàng tháng'
        when 'quarterly' then 'hàng quý'
        when 'half_year' then '06 tháng'
        else 'năm'
    end || ' gửi ' || asked.recipient as report,
    asked.last_day_due as due_on,
    asked.received_on,
    case
        when asked.received_on <= coalesce(asked.last_day_due, asked.received_on) then 'on_time'
        when asked.received_on is not null then 'late'
        when asked.last_day_due < coalesce($as_of, period_end(coalesce($period, asked.for_period_id)))
            then 'missing'
        else 'not_due'
    end as state,
    asked.for_period_id as period_id, plan.unit_name as plan_unit_name, asked.reporters,
    asked.recipient, asked.frequency, asked.window_start as window_starts_on,
    asked.window_end as window_ends_on, unit.unit_id, imported_file.file, asked.sheet, asked.cell
from asked
join unit on unit.unit_id = asked.owing_id
join unit as plan on plan.unit_id = asked.unit_id
left join imported_file using (import_id)
order by plan.ordinal, asked.last_day_due nulls last, asked.frequency, unit.ordinal
