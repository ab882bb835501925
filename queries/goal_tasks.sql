-- goal_tasks: mỗi mục tiêu có bao nhiêu việc của kế hoạch cùng lĩnh vực phục vụ
-- grain:    một dòng cho mỗi chỉ số có mục tiêu và có việc cùng lĩnh vực
-- params:   unit, target, as_of
-- columns:  criterion_code, total, done, overdue, leads
-- order:    mã chỉ số
-- caveats:  việc thuộc chỉ số khi cùng mã lĩnh vực hoặc cùng tên lĩnh vực; tình trạng tính đến as_of, không hỏi thì cuối năm kế hoạch
with
aims as (
    select distinct criterion_code, criterion_name
    from target
    where unit_id = $unit and period_id = $target and level in ('part', 'component')
),
named as (
    select area_code, area_name, lead, status, is_overdue
    from task_as_of($as_of)
    where unit_id = $unit and period_id = $target
)
select aims.criterion_code, count(*) as total, count(*) filter (named.status = 'done') as done,
    count(*) filter (named.is_overdue) as overdue, count(distinct named.lead) as leads
from aims
join named
    on named.area_code = aims.criterion_code or fold(named.area_name) = fold(aims.criterion_name)
group by aims.criterion_code
order by aims.criterion_code
