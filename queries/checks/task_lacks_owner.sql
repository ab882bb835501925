-- title:    Việc không ghi người chịu trách nhiệm
-- compares: Từng việc của kế hoạch với yêu cầu rõ người
-- levels:   warning
-- An action for which nobody answers (rõ người).
-- scope: unit, period
select import_id, 'warning' as level, 'task_lacks_owner' as code, sheet, cell,
    'Nội dung ' || number || ' (“' || left(title, 60) ||
    '”) không ghi cơ quan, người thực hiện. Hãy bổ sung người chịu trách nhiệm.' as message
from task
where lead is null
qualify row_number() over (
    partition by import_id, sheet, area_code, task_group, number order by action_number
) = 1
