-- reporting_rules: chế độ báo cáo của các kế hoạch liên quan đến một đơn vị: ai gửi ai, bao lâu một lần, hạn, kỳ số liệu
-- grain:    một dòng cho mỗi chế độ báo cáo
-- params:   unit, period
-- columns:  rule_id, plan_unit_name, plan_period_id, reporters, recipient, frequency, due_text, window_text, units, unit_level, illustrative, followed, first_due_on, last_due_on, occurrences, import_id, sheet, cell
-- order:    kế hoạch của chính đơn vị trước, loại đơn vị phải gửi, bao lâu một lần
-- caveats:  period là năm của kế hoạch, không hỏi thì năm sau cùng; followed là false khi danh mục không có đơn vị nào phải gửi: chế độ vẫn hiện, nhưng không theo dõi được ai đã gửi
select
    rule_id, any_value(plan.unit_name) as plan_unit_name, owed.period_id as plan_period_id,
    any_value(reporters) as reporters, any_value(recipient) as recipient,
    any_value(frequency) as frequency, any_value(due_text) as due_text,
    any_value(window_text) as window_text, count(distinct owing_id) filter (followed) as units,
    any_value(reporters_level) as unit_level, any_value(plan.illustrative) as illustrative,
    bool_or(followed) as followed, min(due_on) as first_due_on, max(due_on) as last_due_on,
    count(distinct for_period_id) as occurrences,
    any_value(import_id) as import_id, any_value(sheet) as sheet, any_value(cell) as cell
from concerned_report($unit, $period, null) as owed
join unit as plan on plan.unit_id = owed.unit_id
group by rule_id, owed.period_id
order by rule_id
