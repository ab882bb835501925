-- reporting_status: ai phải gửi báo cáo nào, hạn nào, đã gửi chưa
-- grain:    một dòng cho mỗi báo cáo của mỗi đơn vị phải gửi
-- params:   period, as_of
-- columns:  unit_name, report, due_on, received_on, state, period_id, plan_unit_name, reporters, recipient, frequency, window_starts_on, window_ends_on, unit_id, file, sheet, cell
-- order:    kế hoạch, hạn nộp, đơn vị
-- caveats:  không hỏi kỳ thì mọi kỳ của mọi kế hoạch; hỏi một năm thì gồm báo cáo năm và 6 tháng; hỏi một tháng hay quý thì báo cáo tháng hay quý ấy; hạn "trước ngày 14" là chậm nhất ngày 13; kế hoạch không ghi hạn thì chưa đến hạn; kế hoạch không kể tên từng đơn vị thì một dòng cho cả kế hoạch; as_of được hỏi thì chỉ tính báo cáo đã nhận đến ngày ấy
with
occurring as (
    select rule.*, unnest(case rule.frequency
        when 'monthly' then [rule.period_id || '-' || printf('%02d', n) for n in range(1, 13)]
        when 'quarterly' then [rule.period_id || '-Q' || n for n in range(1, 5)]
        else [rule.report_period_id]
    end) as for_period_id
    from reporting_rule as rule
),
rules as (
    select *
    from occurring
    where $period is null or for_period_id = $period
        or (frequency in ('half_year', 'year') and period_id = $period)
),
owing as (
    select rules.*, coalesce(member.unit_id, rules.unit_id) as owing_id
    from rules
    left join unit as member
        on member.parent_id = rules.unit_id and member.unit_level = rules.reporters_level
),
dated as (
    select owing.*,
        coalesce(due_on, case when due_day is not null then
            period_end(for_period_id) - (day(period_end(for_period_id)) - least(
                due_day, day(period_end(for_period_id))))::integer
        end) as last_day_due,
        coalesce(window_starts_on, case when window_from_day is not null then
            make_date(year(period_start(for_period_id) - 1), month(period_start(for_period_id) - 1),
                window_from_day) end) as window_start,
        coalesce(window_ends_on, case when window_to_day is not null then
            make_date(period_year(for_period_id), period_last_month(for_period_id), window_to_day)
        end) as window_end
    from owing
)
select
    unit.unit_name,
    'Báo cáo ' || case dated.frequency
        when 'monthly' then 'hàng tháng'
        when 'quarterly' then 'hàng quý'
        when 'half_year' then '06 tháng'
        else 'năm'
    end || ' gửi ' || dated.recipient as report,
    dated.last_day_due as due_on,
    report_received.received_on,
    case
        when report_received.received_on <= coalesce(dated.last_day_due, report_received.received_on)
            then 'on_time'
        when report_received.received_on is not null then 'late'
        when dated.last_day_due < coalesce($as_of, period_end(coalesce($period, dated.for_period_id)))
            then 'missing'
        else 'not_due'
    end as state,
    dated.for_period_id as period_id, plan.unit_name as plan_unit_name, dated.reporters,
    dated.recipient, dated.frequency, dated.window_start as window_starts_on,
    dated.window_end as window_ends_on, unit.unit_id, imported_file.file, dated.sheet, dated.cell
from dated
join unit on unit.unit_id = dated.owing_id
join unit as plan on plan.unit_id = dated.unit_id
left join imported_file using (import_id)
left join report_received
    on report_received.unit_id = dated.owing_id and report_received.period_id = dated.for_period_id
    and report_received.received_on <= coalesce($as_of, report_received.received_on)
    and dated.reporters_level is not null
order by plan.ordinal, dated.last_day_due nulls last, dated.frequency, unit.ordinal
