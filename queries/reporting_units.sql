-- reporting_units: từng đơn vị phải gửi, từng kỳ của một chế độ báo cáo: đúng hạn, trễ hạn, chưa gửi, chưa đến hạn
-- grain:    một dòng cho mỗi chế độ, kỳ báo cáo và đơn vị phải gửi
-- params:   unit, period, as_of, rule
-- columns:  rule_id, period_id, unit_id, unit_name, received_on, due_on, days_late, state, illustrative
-- order:    chế độ, kỳ, thứ tự đơn vị
-- caveats:  chỉ chế độ theo dõi được từng đơn vị; chỉ tính báo cáo đã nhận đến hết ngày as_of; ngày nhận là ngày nhận tệp đầu tiên của kỳ ấy
select
    rule_id, for_period_id as period_id, unit.unit_id, unit.unit_name, owed.received_on, owed.due_on,
    if(state = 'late', owed.received_on - owed.due_on, null) as days_late, state, unit.illustrative
from concerned_report($unit, $period, $as_of) as owed
join unit on unit.unit_id = owed.owing_id
where followed and ($rule is null or rule_id = $rule)
order by rule_id, period_end(for_period_id), for_period_id, unit.ordinal, unit.unit_id
