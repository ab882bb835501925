-- comparability: số của hai kỳ của một đơn vị có so được với nhau không, và vì sao
-- grain:    một dòng cho mỗi đơn vị còn hiệu lực cuối kỳ sau và mỗi loại số liệu
-- params:   unit, unit_group, baseline, target, what, criterion
-- columns:  unit_id, unit_name, what, criterion_code, baseline_period_id, target_period_id, flag, reason, predecessors
-- order:    đơn vị như trong danh mục, loại số liệu
-- caveats:  what là index (chỉ số, tiêu chí), rank (thứ hạng), sipas, papi; không hỏi criterion thì chỉ số chung; flag là comparable, comparable_with_note, not_comparable (không nêu mức tăng giảm, chỉ nêu lý do); nhập toàn bộ thì so được, kèm tên các đơn vị cũ (không cộng, không lấy trung bình số của chúng); nhận một phần, chia tách thì không; bộ tiêu chí khác nhau thì theo danh mục crosswalk; không hỏi đủ hai kỳ thì không có dòng nào
with
asked as (
    select unit_id, unit_name, unit_group, ordinal
    from unit
    where ($unit is null or unit_id = $unit) and ($unit_group is null or unit_group = $unit_group)
        and coalesce(valid_from <= period_end($target), true)
        and coalesce(valid_to >= period_start($target), true)
        and period_year($baseline) is not null
),
changed as (
    from unit_change(period_end($baseline), period_end($target))
),
lines as (
    select unit_id, period_id, framework_id, criterion_code
    from result
    where about = 'par_index' and period_id in ($baseline, $target)
        and unit_id in (
            select unit_id from asked
            union
            select unnest(predecessor_ids) from changed semi join asked using (unit_id)
        )
    group by all
),
frameworks as (
    select unit_id, period_id, min(framework_id) as framework_id from lines group by all
),
-- an old unit's framework stands for those of all that were merged
sides as (
    select asked.*, changed.flag as unit_flag, changed.reason as unit_reason, changed.predecessors,
        coalesce(own.framework_id, former.framework_id) as framework_before,
        now.framework_id as framework_after,
        coalesce($criterion, 'total') as criterion_code,
        former_unit.unit_group as group_before,
        earlier.aggregation = later.aggregation as alike
    from asked
    left join changed using (unit_id)
    left join frameworks as own on own.unit_id = asked.unit_id and own.period_id = $baseline
    left join frameworks as former
        on former.unit_id = changed.predecessor_ids[1] and former.period_id = $baseline
    left join frameworks as now on now.unit_id = asked.unit_id and now.period_id = $target
    left join framework as earlier
        on earlier.framework_id = coalesce(own.framework_id, former.framework_id)
    left join framework as later on later.framework_id = now.framework_id
    left join unit as former_unit on former_unit.unit_id = changed.predecessor_ids[1]
),
walked as (
    select sides.*, crosswalk.flag as walked, crosswalk.note
    from sides
    left join crosswalk
        on crosswalk.framework_before = sides.framework_before
        and crosswalk.framework_after = sides.framework_after
        and crosswalk.criterion_after = sides.criterion_code
),
kinds as (
    select unnest(['index', 'rank', 'sipas', 'papi']) as what
),
told as (
    select walked.*, what,
        case when what in ('index', 'rank') then framework_flag(
            framework_before, framework_after, criterion_code, walked, alike
        ) end as framework_told,
        case when what in ('index', 'rank') then framework_reason(
            framework_before, framework_after, criterion_code, walked, note, alike
        ) end as framework_said,
        case
            when what in ('sipas', 'papi') then break_between(what, $baseline, $target)
            when criterion_code = 'SIPAS' then break_between('sipas', $baseline, $target)
        end as method_said,
        case when what = 'rank' then peers_reason(group_before, unit_group) end as peers_said
    from walked
    cross join kinds
    where $what is null or what = $what
)
select
    unit_id, unit_name, what, criterion_code, $baseline as baseline_period_id,
    $target as target_period_id,
    worst_flag([
        coalesce(unit_flag, 'comparable'), coalesce(framework_told, 'comparable'),
        if(method_said is null and peers_said is null, 'comparable', 'not_comparable')
    ]) as flag,
    nullif(concat_ws('; ', unit_reason, framework_said, method_said, peers_said), '') as reason,
    predecessors
from told
order by ordinal, list_position(['index', 'rank', 'sipas', 'papi'], what)
