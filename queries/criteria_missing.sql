-- criteria_missing: điểm chưa đạt của từng tiêu chí ở mọi cấp, với phần của nó trong tổng điểm chưa đạt
-- grain:    một dòng cho mỗi tiêu chí ở mọi cấp dưới chỉ số chung có điểm trong vòng ấy
-- params:   framework, period, round, unit, unit_group
-- columns:  criterion_code, criterion_name, level, parent_code, area_code, depth, is_leaf, measure, max_points, points, missing, percent, share_percent, sibling_place, sibling_percent, leaf_place, leaf_percent, lagging_leaves, leaves, total_missing, mean_missing, units_lacking, units_scored, unit_count, moves
-- order:    điểm chưa đạt giảm dần, rồi thứ tự trong bộ tiêu chí
-- caveats:  hỏi một nhóm thì là trung bình một đơn vị: tổng chia cho mọi đơn vị có kết quả trong vòng ấy, nên các cấp cộng khớp nhau; tiêu chí chưa chấm hoặc không áp dụng chưa mất điểm nào; share_percent, leaf_percent là phần trong tổng điểm chưa đạt; sibling_percent là phần cộng dồn trong tiêu chí cha; is_leaf là cấp chi tiết nhất có điểm; measure = 'percent' thì điểm là số % còn thiếu và tối đa là 100; mean_missing là trung bình một tiêu chí, cho kết quả chỉ có %
with
held as (
    from missing_points($framework, $period, $round, $unit, $unit_group)
),
counted as (
    select count(distinct unit_id) as unit_count from held
),
sums as (
    select criterion_code, any_value(criterion_name) as criterion_name, any_value(level) as level,
        any_value(parent_code) as parent_code, any_value(area_code) as area_code,
        any_value(depth) as depth, bool_and(is_leaf) as is_leaf, any_value(measure) as measure,
        any_value(ordinal) as ordinal, any_value(unit_count) as unit_count,
        sum(missing) as missing_of_all,
        cast(sum(if(measure = 'percent', 100, max_points)) / any_value(unit_count) as decimal(18, 12)) as max_points,
        cast(sum(missing) / any_value(unit_count) as decimal(18, 12)) as missing,
        count(*) filter (missing > 0) as units_lacking, count(*) as units_scored
    from held, counted
    group by criterion_code
),
totals as (
    select *,
        sum(missing_of_all) filter (is_leaf) over () as total_of_all,
        count(*) filter (is_leaf and missing_of_all > 0) over () as lagging_leaves,
        count(*) filter (is_leaf) over () as leaves,
        sum(missing_of_all) over (partition by parent_code) as siblings_of_all,
        row_number() over among_siblings as sibling_place,
        sum(missing_of_all) over among_siblings as siblings_so_far,
        row_number() over among_leaves as place_of_leaf,
        sum(missing_of_all) over among_leaves as leaves_so_far
    from sums
    window
        among_siblings as (
            partition by parent_code order by missing_of_all desc, ordinal, criterion_code
            rows unbounded preceding
        ),
        among_leaves as (
            partition by is_leaf order by missing_of_all desc, ordinal, criterion_code
            rows unbounded preceding
        )
)
select totals.criterion_code, totals.criterion_name, totals.level, totals.parent_code, totals.area_code,
    depth, is_leaf, measure, totals.max_points,
    cast(totals.max_points - missing as decimal(18, 12)) as points, missing,
    cast((totals.max_points - missing) / nullif(totals.max_points, 0) * 100 as decimal(18, 12)) as percent,
    cast(missing_of_all / nullif(total_of_all, 0) * 100 as decimal(18, 12)) as share_percent,
    sibling_place,
    cast(siblings_so_far / nullif(siblings_of_all, 0) * 100 as decimal(18, 12)) as sibling_percent,
    if(is_leaf, place_of_leaf, null) as leaf_place,
    if(is_leaf, cast(leaves_so_far / nullif(total_of_all, 0) * 100 as decimal(18, 12)), null) as leaf_percent,
    lagging_leaves, leaves, cast(total_of_all / unit_count as decimal(18, 12)) as total_missing,
    cast(total_of_all / unit_count / nullif(leaves, 0) as decimal(18, 12)) as mean_missing,
    units_lacking, units_scored, unit_count, criterion.moves
from totals
left join criterion
    on criterion.framework_id = $framework and criterion.criterion_code = totals.criterion_code
order by missing_of_all desc, totals.ordinal, totals.criterion_code
