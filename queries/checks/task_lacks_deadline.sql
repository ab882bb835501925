-- title:    Việc không ghi thời hạn
-- compares: Từng việc của kế hoạch với yêu cầu rõ thời gian
-- levels:   warning
-- An action without any deadline (rõ thời gian).
-- scope: unit, period
select import_id, 'warning' as level, 'task_lacks_deadline' as code, sheet, cell,
    'Nội dung ' || number || ' (“' || left(title, 60) || '”) không ghi thời gian. Hãy bổ sung thời hạn.'
    as message
from task
where deadline_text is null
qualify row_number() over (
    partition by import_id, sheet, area_code, task_group, number order by action_number
) = 1
