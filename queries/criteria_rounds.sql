-- criteria_rounds: những kỳ và vòng chấm có kết quả của một đơn vị hoặc một nhóm đơn vị
-- grain:    một dòng cho mỗi bộ tiêu chí, kỳ và vòng chấm
-- params:   unit, unit_group
-- columns:  framework_id, framework_name, period_id, round, finest_level, unit_count, rows_scored, illustrative
-- order:    kỳ mới nhất trước, rồi vòng chính thức trước
-- caveats:  kết quả công bố nhường chỗ cho bảng điểm chính thức cùng kỳ, vì bảng điểm chi tiết hơn; finest_level là cấp chi tiết nhất có điểm; vòng khảo sát không đứng riêng
with
held as (
    select framework_id, period_id, round, any_value(round_place) as round_place,
        arg_max(level, list_position(['part', 'component', 'criterion', 'subcriterion'], level))
            as finest_level,
        count(distinct unit_id) as unit_count, count(*) as rows_scored
    from result
    where about = 'par_index' and criterion_code <> 'total' and percent is not null
        and ($unit is not null or $unit_group is not null)
        and ($unit is null or unit_id = $unit)
        and ($unit_group is null
            or unit_id in (select unit_id from unit where unit_group = $unit_group))
    group by framework_id, period_id, round
),
kept as (
    select *
    from held
    qualify round <> 'published' or unit_count > coalesce(
        max(unit_count) filter (round = 'final') over (partition by framework_id, period_id), 0
    )
)
select framework_id, framework.framework_name, period_id, round, finest_level, unit_count,
    rows_scored, framework.illustrative
from kept
join framework using (framework_id)
order by period_end(period_id) desc, round_place, framework_id, period_id
