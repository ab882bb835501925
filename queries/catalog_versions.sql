-- catalog_versions: hai phiên bản bộ tiêu chí cạnh nhau: thêm, bỏ, đổi tên, đổi mã, đổi điểm tối đa
-- grain:    một dòng cho mỗi dòng của hai bộ; hai dòng là một khi cùng mã và tên, cùng tên, hoặc cùng mã
-- params:   before, after
-- columns:  change, level, code_before, code_after, name_before, name_after, max_before, max_after, max_change, max_changed
-- order:    thứ tự trong bộ sau, dòng bị bỏ đứng theo thứ tự của bộ trước
-- caveats:  phải hỏi cả hai; change là same, maximum (chỉ đổi điểm tối đa), renamed (cùng mã, tên khác), renumbered (cùng tên và cấp, mã khác; tên phải là của một dòng duy nhất mỗi bên), added, removed; tên so không kể dấu, hoa thường; cùng mã mà tên khác hẳn có thể là tiêu chí khác: xem hai tên; max_change là sau trừ trước
with
old as (
    select criterion_code as code, criterion_name as name, fold(criterion_name) as folded, level,
        max_points, ordinal
    from criterion
    where framework_id = $before
),
new as (
    select criterion_code as code, criterion_name as name, fold(criterion_name) as folded, level,
        max_points, ordinal
    from criterion
    where framework_id = $after
),
alike as (
    select old.code as code_before, new.code as code_after, 'same' as change
    from old
    join new using (code, folded)
),
old_left as (
    select *, count(*) over (partition by folded, level) as times
    from old
    where code not in (select code_before from alike)
),
new_left as (
    select *, count(*) over (partition by folded, level) as times
    from new
    where code not in (select code_after from alike)
),
renumbered as (
    select old_left.code as code_before, new_left.code as code_after, 'renumbered' as change
    from old_left
    join new_left using (folded, level)
    where old_left.times = 1 and new_left.times = 1
),
renamed as (
    select old_left.code as code_before, new_left.code as code_after, 'renamed' as change
    from old_left
    join new_left using (code)
    where old_left.code not in (select code_before from renumbered)
        and new_left.code not in (select code_after from renumbered)
),
paired as (
    from alike union all from renumbered union all from renamed
),
lines as (
    from paired
    union all
    select code, null, 'removed' from old where code not in (select code_before from paired)
    union all
    select null, code, 'added' from new where code not in (select code_after from paired)
)
select
    if(lines.change = 'same' and old.max_points is distinct from new.max_points, 'maximum', lines.change)
        as change,
    coalesce(new.level, old.level) as level, old.code as code_before, new.code as code_after,
    old.name as name_before, new.name as name_after, old.max_points as max_before,
    new.max_points as max_after, new.max_points - old.max_points as max_change,
    old.code is not null and new.code is not null
        and old.max_points is distinct from new.max_points as max_changed
from lines
left join old on old.code = lines.code_before
left join new on new.code = lines.code_after
where $before is not null and $after is not null
order by coalesce(new.ordinal, old.ordinal), new.code is null, coalesce(new.code, old.code)
