-- reporting_status: ai phải gửi báo cáo nào, hạn nào, đã gửi chưa
-- grain:    một dòng cho mỗi báo cáo của mỗi đơn vị phải gửi
-- params:   period, as_of
-- columns:  unit_name, report, due_on, received_on, state, period_id, plan_unit_name, reporters, recipient, frequency, window_starts_on, window_ends_on, unit_id, file, sheet, cell
-- order:    kế hoạch, hạn nộp, đơn vị
-- caveats:  không hỏi kỳ thì mọi kỳ của mọi kế hoạch; hỏi một năm thì gồm báo cáo năm và 6 tháng; hỏi một tháng hay quý thì báo cáo tháng hay quý ấy; hạn "trước ngày 14" là chậm nhất ngày 13; kế hoạch không ghi hạn thì chưa đến hạn; kế hoạch không kể tên từng đơn vị thì một dòng cho cả kế hoạch; as_of được hỏi thì chỉ tính báo cáo đã nhận đến ngày ấy
with
known as (
    select * replace (if(received_on <= coalesce($as_of, received_on), received_on, null) as received_on)
    from owed_report
    where $period is null or for_period_id = $period
        or (frequency in ('half_year', 'year') and period_id = $period)
)
select
    unit.unit_name, report_name(known.frequency, known.recipient) as report,
    known.due_on, known.received_on,
    report_state(
        known.received_on, known.due_on,
        coalesce($as_of, period_end(coalesce($period, known.for_period_id)))
    ) as state,
    known.for_period_id as period_id, plan.unit_name as plan_unit_name, known.reporters,
    known.recipient, known.frequency, known.window_starts_on, known.window_ends_on,
    unit.unit_id, imported_file.file, known.sheet, known.cell
from known
join unit on unit.unit_id = known.owing_id
join unit as plan on plan.unit_id = known.unit_id
left join imported_file using (import_id)
order by plan.ordinal, known.due_on nulls last, known.frequency, unit.ordinal
