-- report_tasks: việc của kế hoạch năm, tình trạng đến hết kỳ báo cáo và điều đổi khác trong kỳ
-- grain:    một dòng cho mỗi việc (hành động)
-- params:   unit, period, as_of
-- columns:  period_id, area_code, area_name, task_group, number, action_number, title, action, lead, cooperating, deadline_text, due_on, state, is_newly_done, is_coming_due, import_id, sheet, cell
-- order:    thứ tự trong phụ lục
-- caveats:  unit là mã đơn vị; as_of là ngày đánh giá, không hỏi thì hết kỳ; state như status, thêm overdue (quá hạn) đứng riêng; is_newly_done: đến hết kỳ đã xong mà trước kỳ thì chưa; is_coming_due: chưa xong và hạn trong 30 ngày kể từ ngày cuối kỳ, kỳ là cả năm thì không tính
with
now as (
    select * from task_as_of(coalesce($as_of, period_end($period)))
    where unit_id = $unit and period_id = cast(period_year($period) as varchar)
),
before as (
    select * from task_as_of(cast(period_start($period) - interval 1 day as date))
    where unit_id = $unit and period_id = cast(period_year($period) as varchar)
)
select
    now.period_id, now.area_code, now.area_name, now.task_group, now.number, now.action_number,
    now.title, now.action, now.lead, now.cooperating, now.deadline_text, now.due_on,
    if(now.is_overdue, 'overdue', now.status) as state,
    now.status = 'done' and before.status <> 'done' as is_newly_done,
    coalesce(
        now.status <> 'done' and period_kind($period) <> 'year'
        and now.due_on between coalesce($as_of, period_end($period))
            and coalesce($as_of, period_end($period)) + 30, false
    ) as is_coming_due,
    now.import_id, now.sheet, now.cell
from now
join before
    on before.area_code is not distinct from now.area_code
    and before.task_group is not distinct from now.task_group
    and before.number = now.number and before.action_number = now.action_number
order by now.ordinal, now.action_number
