-- title:    Đơn vị chưa gửi số liệu như các đơn vị khác
-- compares: Các đơn vị đã gửi với cả nhóm, cùng loại số liệu, cùng kỳ
-- levels:   note
-- Who of a group has not sent what others have: said once, under the newest file of that kind and
-- period. Published results name whom they name; the other rounds are sent unit by unit.
with
sent as (
    select 'service' as sent_kind, unit_id, period_id, import_id, sheet from service_indicator
    union
    select 'progress', unit_id, period_id, import_id, sheet from task_progress
    union
    select 'satisfaction', unit_id, period_id, import_id, sheet from satisfaction
    union
    select round, unit_id, period_id, import_id, sheet from scored_sheet
),
-- One unit alone says nothing of the others: they may send elsewhere, or not at all.
groups as (
    select sent_kind, period_id, unit_group, any_value(unit_group_name) as unit_group_name,
        max(import_id) as import_id, arg_max(sheet, import_id) as sheet,
        count(distinct unit_id) as sent
    from sent
    join unit using (unit_id)
    group by all
    having count(distinct unit_id) >= 2
),
missing as (
    select groups.sent_kind, groups.period_id, groups.unit_group, groups.unit_group_name,
        groups.import_id, groups.sheet, groups.sent,
        list(unit.unit_name order by unit.ordinal) as names
    from groups
    join unit
        on unit.unit_group = groups.unit_group
        and coalesce(unit.valid_from <= period_end(groups.period_id), true)
        and coalesce(unit.valid_to >= period_end(groups.period_id), true)
    anti join sent
        on sent.sent_kind = groups.sent_kind and sent.period_id = groups.period_id
        and sent.unit_id = unit.unit_id
    group by all
)
-- What the same units owe of one file's period is one sentence.
select import_id, 'note' as level, 'unit_not_reported' as code, min(sheet) as sheet, null as cell,
    'Kỳ ' || show_period(period_id) || ', ' || string_agg(case sent_kind
        when 'service' then 'số liệu dịch vụ công'
        when 'progress' then 'tiến độ nhiệm vụ'
        when 'satisfaction' then 'kết quả hài lòng (SIPAS)'
        when 'published' then 'kết quả công bố'
        else 'bảng điểm ' || show_round(sent_kind)
    end, ', ' order by sent_kind desc) || ': đã có ' || sent || ' đơn vị trong nhóm ' ||
    unit_group_name || ', còn thiếu ' || len(names) || ' (' || array_to_string(names[:10], ', ') ||
    if(len(names) > 10, ' và ' || len(names) - 10 || ' đơn vị khác', '') ||
    '). Hãy nhắc đơn vị gửi hoặc kiểm tra hộp thư.' as message
from missing
group by import_id, period_id, unit_group, unit_group_name, sent, names
