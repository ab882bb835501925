-- year_owners: ai chủ trì phần điểm của từng lĩnh vực trong năm mục tiêu
-- grain:    một dòng cho mỗi lĩnh vực của bộ tiêu chí của một đơn vị
-- params:   unit, target, framework
-- columns:  area_code, area_name, owner, owner_basis, action, task_count, import_id, sheet, cell
-- order:    thứ tự của bộ tiêu chí
-- caveats:  owner_basis: target (đơn vị thực hiện ghi ở mục tiêu của lĩnh vực), plan (chủ trì nhiều việc nhất trong các việc của lĩnh vực cùng mã, kế hoạch của đơn vị), above (mục tiêu hoặc kế hoạch của cấp trên, lĩnh vực cùng tên); chưa có thì owner NULL; action: việc của kế hoạch ứng với lĩnh vực, việc do chính owner chủ trì trước; bộ tiêu chí có mã lĩnh vực khác kế hoạch thì nối theo lời văn của tên lĩnh vực (chung ít nhất 9 phần 10 số từ của tên ngắn hơn)
with
areas as (
    select criterion_code as area_code, criterion_name as area_name, translate(fold(criterion_name), ',.;:', '') as folded, ordinal
    from criterion
    where framework_id = $framework and area_code = criterion_code and level in ('component', 'part')
),
plans as (
    select unit.unit_id, 0 as steps from unit where unit.unit_id = $unit
    union all
    select unit.parent_id, 1 from unit where unit.unit_id = $unit and unit.parent_id is not null
),
owned as (
    select areas.area_code, plans.steps, target.owner, target.import_id, target.sheet, target.cell
    from areas
    join plans on true
    join target
        on target.unit_id = plans.unit_id and target.period_id = $target
        and target.level in ('component', 'part')
        and (plans.steps = 0 and target.criterion_code = areas.area_code
            or words_shared(translate(fold(target.criterion_name), ',.;:', ''), areas.folded) >= 0.9)
    where target.owner is not null
),
tasks as (
    select areas.area_code, plans.steps, task.lead, task.action, task.ordinal, task.import_id,
        task.sheet, task.cell,
        count(*) over (partition by areas.area_code, plans.steps, fold(task.lead)) as times
    from areas
    join plans on true
    join task
        on task.unit_id = plans.unit_id and task.period_id = $target
        and (plans.steps = 0 and task.area_code = areas.area_code
            or words_shared(translate(fold(task.area_name), ',.;:', ''), areas.folded) >= 0.9)
),
chosen as (
    select area_code, owner, if(steps = 0, 'target', 'above') as owner_basis, 2 * steps as place,
        import_id, sheet, cell
    from owned
    union all
    select area_code, lead, if(steps = 0, 'plan', 'above'), 2 * steps + 1, import_id, sheet, cell
    from tasks
    where lead is not null
    qualify row_number() over (
        partition by area_code, steps order by times desc, ordinal
    ) = 1
),
owners as (
    select *
    from chosen
    qualify row_number() over (partition by area_code order by place) = 1
)
select areas.area_code, areas.area_name, owners.owner, owners.owner_basis,
    (
        select first(tasks.action order by tasks.steps, fold(tasks.lead) <> fold(owners.owner), tasks.ordinal)
        from tasks where tasks.area_code = areas.area_code
    ) as action,
    (select count(*) from tasks where tasks.area_code = areas.area_code) as task_count,
    owners.import_id, owners.sheet, owners.cell
from areas
left join owners using (area_code)
order by areas.ordinal
