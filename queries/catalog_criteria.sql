-- catalog_criteria: một bộ tiêu chí như một cây: phần, lĩnh vực, tiêu chí, tiêu chí thành phần
-- grain:    một dòng cho mỗi dòng của bộ tiêu chí
-- params:   framework
-- columns:  framework_id, criterion_code, parent_code, area_code, level, depth, criterion_name, max_points, leaf_points, moves, scored_by, rule, import_id, sheet, cell
-- order:    thứ tự trong bộ tiêu chí
-- caveats:  phải hỏi framework; depth là số cấp ở trên; leaf_points là tổng điểm tối đa các tiêu chí mang điểm bên dưới (kể cả chính nó); rule là steps (theo bậc), proportional (theo tỷ lệ), để trống khi chưa biết cách chấm
with recursive
placed as (
    select framework_id, criterion_code, 0 as depth
    from criterion
    where framework_id = $framework and parent_code is null
    union all
    select child.framework_id, child.criterion_code, placed.depth + 1
    from placed
    join criterion as child
        on child.framework_id = placed.framework_id and child.parent_code = placed.criterion_code
),
below as (
    select framework_id, criterion_code, sum(max_points) as leaf_points
    from leaf_of
    where framework_id = $framework
    group by all
),
ruled as (
    select framework_id, criterion_code, any_value(rule) as rule
    from scoring_rule
    where framework_id = $framework
    group by all
),
given as (
    select framework_id, criterion_code, import_id, sheet, cell
    from catalog_criterion
    where framework_id = $framework
    qualify import_id = max(import_id) over ()
)
select criterion.framework_id, criterion.criterion_code, criterion.parent_code,
    criterion.area_code, criterion.level, placed.depth, criterion.criterion_name,
    criterion.max_points, below.leaf_points, criterion.moves, criterion.scored_by,
    ruled.rule, given.import_id, given.sheet, given.cell
from criterion
join placed using (framework_id, criterion_code)
left join below using (framework_id, criterion_code)
left join ruled using (framework_id, criterion_code)
left join given using (framework_id, criterion_code)
order by criterion.ordinal, criterion.criterion_code
