-- criteria_self_score: điểm tự chấm cạnh điểm thẩm định hai lần và điểm cuối cùng
-- grain:    một dòng cho mỗi đơn vị và tiêu chí mang điểm mà đơn vị đã tự chấm hoặc đã được thẩm định
-- params:   framework, period, unit, unit_group, under, criterion
-- columns:  unit_id, unit_name, criterion_code, criterion_name, max_points, self_points, appraised_points, appraised_2_points, final_points, judged_round, judged_points, difference, units_over, over_points, unit_over_points, unit_over_count, note, self_import_id, self_sheet, self_cell, import_id, sheet, cell
-- order:    tự chấm cao hơn nhiều nhất trước, rồi đơn vị, rồi tiêu chí
-- caveats:  judged_round là vòng sau cùng đã chấm tiêu chí ấy: cuối cùng, thẩm định lần 2, thẩm định lần 1; difference = tự chấm − vòng ấy, dương là tự chấm cao hơn, NULL khi thiếu một bên; units_over, over_points cộng phần tự chấm cao hơn của mọi đơn vị trong tiêu chí; unit_over_points, unit_over_count cộng của đơn vị; chấm thử không so ở đây
with
leaves as (
    select leaf.criterion_code
    from leaf
    join criterion_path($framework) as tree using (criterion_code)
    where leaf.framework_id = $framework and ($under is null or list_contains(tree.path, $under))
        and ($criterion is null or leaf.criterion_code = $criterion)
),
rounds as (
    select score.unit_id, score.criterion_code,
        max(score.criterion_name) as criterion_name, max(score.max_points) as max_points,
        max(points) filter (round = 'self') as self_points,
        max(points) filter (round = 'appraised') as appraised_points,
        max(points) filter (round = 'appraised_2') as appraised_2_points,
        max(points) filter (round = 'final') as final_points,
        arg_max(round, list_position(['appraised', 'appraised_2', 'final'], round))
            filter (round <> 'self') as judged_round,
        max(note) as note,
        max(import_id) filter (round = 'self') as self_import_id,
        max(sheet) filter (round = 'self') as self_sheet,
        max(cell) filter (round = 'self') as self_cell
    from score
    semi join leaves using (criterion_code)
    where framework_id = $framework and period_id = $period and status = 'scored'
        and round in ('self', 'appraised', 'appraised_2', 'final') and points is not null
        and ($unit is null or unit_id = $unit)
        and ($unit_group is null
            or unit_id in (select unit_id from unit where unit_group = $unit_group))
    group by score.unit_id, score.criterion_code
),
judged as (
    select *,
        case judged_round
            when 'final' then final_points
            when 'appraised_2' then appraised_2_points
            when 'appraised' then appraised_points
        end as judged_points,
        self_points - judged_points as difference
    from rounds
)
select judged.unit_id, unit.unit_name, judged.criterion_code,
    coalesce(criterion.criterion_name, judged.criterion_name) as criterion_name,
    coalesce(judged.max_points, criterion.max_points) as max_points, self_points,
    appraised_points, appraised_2_points, final_points, judged_round, judged_points, difference,
    count(*) filter (difference > 0) over of_criterion as units_over,
    coalesce(sum(difference) filter (difference > 0) over of_criterion, 0) as over_points,
    coalesce(sum(difference) filter (difference > 0) over of_unit, 0) as unit_over_points,
    count(*) filter (difference > 0) over of_unit as unit_over_count,
    judged.note, self_import_id, self_sheet, self_cell, score.import_id, score.sheet, score.cell
from judged
join unit using (unit_id)
left join criterion
    on criterion.framework_id = $framework and criterion.criterion_code = judged.criterion_code
left join score
    on score.unit_id = judged.unit_id and score.period_id = $period
    and score.framework_id = $framework and score.criterion_code = judged.criterion_code
    and score.round = judged.judged_round
window
    of_criterion as (partition by judged.criterion_code),
    of_unit as (partition by judged.unit_id)
order by difference desc nulls last, unit.ordinal, criterion.ordinal, judged.criterion_code
