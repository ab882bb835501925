-- criteria_grid: điểm chưa đạt của từng đơn vị theo từng tiêu chí mang điểm, trong một lĩnh vực
-- grain:    một dòng cho mỗi đơn vị và tiêu chí ở cấp chi tiết nhất có điểm, kể cả khi đơn vị ấy không được chấm tiêu chí ấy
-- params:   framework, period, round, unit, unit_group, under
-- columns:  unit_id, unit_name, criterion_code, criterion_name, missing, points, max_points, measure, status, note, import_id, sheet, cell
-- order:    đơn vị theo danh mục, tiêu chí theo bộ tiêu chí
-- caveats:  under là mã lĩnh vực hoặc tiêu chí cha, NULL là mọi lĩnh vực; status là not_applicable hoặc not_scored thì missing NULL, không phải 0
with
held as (
    from missing_points($framework, $period, $round, $unit, $unit_group)
),
leaves as (
    select criterion_code, any_value(criterion_name) as criterion_name,
        any_value(ordinal) as ordinal, any_value(max_points) as max_points,
        any_value(measure) as measure
    from held
    where is_leaf and ($under is null or list_contains(path, $under))
    group by criterion_code
),
members as (
    select distinct unit_id from held
)
select unit.unit_id, unit.unit_name, leaves.criterion_code, leaves.criterion_name, held.missing,
    held.points, coalesce(held.max_points, score.max_points, leaves.max_points) as max_points,
    leaves.measure,
    case when held.missing is not null then 'scored' else coalesce(score.status, 'not_scored') end
        as status,
    score.note, score.import_id, score.sheet, score.cell
from members
join unit using (unit_id)
cross join leaves
left join held
    on held.unit_id = members.unit_id and held.criterion_code = leaves.criterion_code
left join (
    from score
    semi join members using (unit_id)
    where period_id = $period and round = $round and framework_id = $framework
) as score
    on score.unit_id = members.unit_id and score.criterion_code = leaves.criterion_code
order by unit.ordinal, unit.unit_name collate vi, leaves.ordinal, leaves.criterion_code
