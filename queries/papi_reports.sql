-- papi_reports: các báo cáo mà một kế hoạch nâng cao PAPI đòi hỏi
-- grain:    một dòng cho mỗi chế độ báo cáo của một đơn vị có kế hoạch ấy
-- params:   unit, period
-- columns:  report_period_id, reporters, recipient, due_text, due_on, window_starts_on, window_ends_on, unit_name, period_id, import_id, sheet, cell
-- order:    đơn vị, hạn nộp
-- caveats:  due_on là ngày cuối còn đúng hạn; kỳ số liệu theo kế hoạch, không phải năm dương lịch
select rule.report_period_id, rule.reporters, rule.recipient, rule.due_text, rule.due_on,
    rule.window_starts_on, rule.window_ends_on, unit.unit_name, rule.period_id, rule.import_id,
    rule.sheet, rule.cell
from reporting_rule as rule
join unit using (unit_id)
where ($unit is null or rule.unit_id = $unit) and ($period is null or rule.period_id = $period)
    and exists (
        from task
        join sheet_read using (import_id, sheet)
        where task.unit_id = rule.unit_id and task.period_id = rule.period_id
            and starts_with(sheet_read.form, 'papi_tasks')
    )
order by unit.ordinal, rule.due_on
