-- reporting_summary: mỗi kỳ của mỗi chế độ báo cáo: bao nhiêu đơn vị đúng hạn, trễ hạn, chưa gửi
-- grain:    một dòng cho mỗi chế độ và mỗi kỳ báo cáo trong năm
-- params:   unit, period, as_of
-- columns:  rule_id, period_id, due_on, window_starts_on, window_ends_on, owed, on_time, late, missing, not_due, followed, is_past, days_left
-- order:    chế độ, kỳ
-- caveats:  tính đến hết ngày as_of, không hỏi thì hết năm kế hoạch; is_past là đã đến hạn, không ghi hạn thì đã hết kỳ; không theo dõi được từng đơn vị thì followed là false và mọi số là 0
select
    rule_id, for_period_id as period_id, any_value(due_on) as due_on,
    any_value(window_starts_on) as window_starts_on, any_value(window_ends_on) as window_ends_on,
    count(*) filter (followed) as owed,
    count(*) filter (state = 'on_time') as on_time,
    count(*) filter (state = 'late') as late,
    count(*) filter (state = 'missing') as missing,
    count(*) filter (followed and state = 'not_due') as not_due,
    bool_or(followed) as followed, bool_or(is_past) as is_past,
    any_value(due_on) - any_value(day) as days_left
from concerned_report($unit, $period, $as_of)
group by rule_id, for_period_id
order by rule_id, period_end(for_period_id), for_period_id
