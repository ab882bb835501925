-- compare_components: năm gốc, kết quả mới nhất và mục tiêu của từng chỉ số thành phần
-- grain:    một dòng cho mỗi phần, thành phần, SIPAS và chỉ số chung của một đơn vị
-- params:   unit, baseline, target, round
-- columns:  criterion_code, criterion_name, baseline_percent, baseline_rank, comparator, target_percent, target_rank, latest_percent, latest_period_id, latest_round, gap_to_target, status, level, must_rise, raw_text, kind, owner, baseline_period_id, target_period_id, baseline_round, unit_name, unit_id, baseline_import_id, baseline_sheet, baseline_cell, target_import_id, target_sheet, target_cell, baseline_computed_percent, latest_import_id, latest_sheet, latest_cell, change_percent, comparability, comparability_reason, predecessors, measure, count, latest_rank, rank_met
-- order:    đơn vị, thứ tự của bộ tiêu chí, chỉ số chung sau cùng
-- caveats:  không hỏi năm thì lấy năm mục tiêu mới nhất của đơn vị (chưa có mục tiêu thì năm sau kết quả mới nhất) và năm liền trước; nhiều yêu cầu cho một chỉ số thì lấy yêu cầu có tỷ lệ; "giữ vững", "cải thiện hơn" không kèm số thì so với năm gốc; mục tiêu tăng trưởng không quy được ra chỉ số thì target_percent NULL; chưa có kết quả chính thức của năm mục tiêu thì chưa đủ cơ sở đánh giá; năm gốc của đơn vị đổi tên, giữ nguyên mà có mã mới là kết quả dưới mã cũ; comparability là của năm gốc với năm mục tiêu: not_comparable thì không tính gì từ năm gốc (change_percent, must_rise, mức giữ vững, khoảng cách khi năm mục tiêu chưa có kết quả đều NULL), lý do ở comparability_reason
with
latest_plan as (
    select unit_id, max(period_id) as period_id
    from target
    where $target is null and ($unit is null or unit_id = $unit)
    group by unit_id
),
latest_result as (
    select unit_id, max(period_id) as period_id
    from result
    where $target is null and round in ('final', 'published')
        and ($unit is null or unit_id = $unit)
    group by unit_id
),
years as (
    select unit.unit_id, unit.unit_name, unit.ordinal as unit_ordinal,
        coalesce(
            $target, latest_plan.period_id,
            cast(period_year(coalesce($baseline, latest_result.period_id)) + 1 as varchar)
        ) as target_period_id
    from unit
    left join latest_plan using (unit_id)
    left join latest_result using (unit_id)
    where $unit is null or unit.unit_id = $unit
),
scope as (
    select *,
        coalesce($baseline, cast(period_year(target_period_id) - 1 as varchar)) as baseline_period_id
    from years
    where target_period_id is not null
),
results as (
    select result.*
    from (
        from result where $baseline is null or $target is null
        union all
        from results_in($baseline, $target, null)
        where $baseline is not null and $target is not null
    ) as result
    where about = 'par_index' and level in ('total', 'part', 'component')
        and ($round is null or round = $round)
        and ($unit is null or unit_id = $unit)
    qualify row_number() over (
        partition by unit_id, period_id, criterion_code order by percent is null, round_place
    ) = 1
),
goals as (
    select
        target.* replace (coalesce(target.rank, max(target.rank) over (
            partition by target.unit_id, target.period_id, target.criterion_code
        )) as rank),
        coalesce(criterion.ordinal, 999) as criterion_ordinal
    from target
    left join criterion using (framework_id, criterion_code)
    where target.level in ('total', 'part', 'component')
        and ($unit is null or target.unit_id = $unit)
    qualify row_number() over (
        partition by target.unit_id, target.period_id, target.criterion_code
        order by target.kind = 'rank', target.percent is null, target.ordinal
    ) = 1
),
-- the framework that the year aimed at goes by
frameworks_after as (
    select unit_id, period_id, min(framework_id) as framework_after
    from (
        select unit_id, period_id, framework_id from results
        union all
        select unit_id, period_id, framework_id from goals
    )
    group by unit_id, period_id
),
-- whose results of the baseline: a unit's own, else what it had under a former id
held_before as (
    select results.*
    from results
    join scope on scope.unit_id = results.unit_id and scope.baseline_period_id = results.period_id
    union all
    select former_result.* exclude (held_id, until)
    from former_result
    join scope
        on scope.unit_id = former_result.unit_id and scope.baseline_period_id = former_result.period_id
    where about = 'par_index' and level in ('total', 'part', 'component')
        and ($round is null or round = $round) and until <= period_end(target_period_id)
),
-- what each line of the baseline means in that framework
bases as (
    select results.* replace (coalesce(crosswalk.criterion_after, results.criterion_code) as criterion_code),
        crosswalk.flag as walked, crosswalk.note as walked_note
    from held_before as results
    join scope on scope.unit_id = results.unit_id
    left join frameworks_after as there
        on there.unit_id = scope.unit_id and there.period_id = scope.target_period_id
    left join crosswalk
        on crosswalk.framework_before = results.framework_id
        and crosswalk.criterion_before = results.criterion_code
        and crosswalk.framework_after = there.framework_after
    qualify row_number() over (
        partition by results.unit_id, results.period_id,
            coalesce(crosswalk.criterion_after, results.criterion_code)
        order by crosswalk.flag is null, percent is null, round_place
    ) = 1
),
changed as (
    select span.*, change.*
    from (select distinct baseline_period_id, target_period_id from scope) as span,
        unit_change(period_end(span.baseline_period_id), period_end(span.target_period_id)) as change
),
codes as (
    select scope.*, bases.criterion_code
    from scope
    join bases on bases.unit_id = scope.unit_id and bases.period_id = scope.baseline_period_id
    union
    select scope.*, results.criterion_code
    from scope
    join results on results.unit_id = scope.unit_id and results.period_id = scope.target_period_id
    union
    select scope.*, goals.criterion_code
    from scope
    join goals on goals.unit_id = scope.unit_id and goals.period_id = scope.target_period_id
),
joined as (
    select
        codes.*,
        coalesce(goals.criterion_name, latest.criterion_name, base.criterion_name) as criterion_name,
        coalesce(base.level, latest.level, goals.level) as level,
        coalesce(base.ordinal, latest.ordinal, goals.criterion_ordinal) as ordinal,
        base.percent as baseline_percent, base.published_rank as baseline_rank,
        base.round as baseline_round, base.import_id as baseline_import_id,
        base.sheet as baseline_sheet, base.cell as baseline_cell,
        base.computed_percent as baseline_computed_percent,
        goals.measure, goals.count, latest.published_rank as latest_rank,
        latest.import_id as latest_import_id, latest.sheet as latest_sheet, latest.cell as latest_cell,
        changed.flag as unit_flag, changed.reason as unit_reason, changed.predecessors,
        base.framework_id as framework_before,
        coalesce(latest.framework_id, goals.framework_id) as framework_after,
        base.walked, base.walked_note,
        goals.comparator, goals.rank as target_rank, goals.raw_text, goals.kind, goals.owner,
        goals.import_id as target_import_id, goals.sheet as target_sheet, goals.cell as target_cell,
        goals.percent as printed_percent,
        latest.percent as latest_percent,
        case when latest.percent is not null then latest.period_id end as latest_period_id,
        case when latest.percent is not null then latest.round end as latest_round,
        case when latest.round in ('appraised', 'appraised_2') and latest.room_max > 0 then
            try_cast((latest.room_max - (latest.max_points - latest.points)) / latest.room_max * 100
                as decimal(18, 12))
        end as best_percent
    from codes
    left join changed using (unit_id, baseline_period_id, target_period_id)
    left join bases as base
        on base.unit_id = codes.unit_id and base.criterion_code = codes.criterion_code
        and base.period_id = codes.baseline_period_id
    left join results as latest
        on latest.unit_id = codes.unit_id and latest.criterion_code = codes.criterion_code
        and latest.period_id = codes.target_period_id
    left join goals
        on goals.unit_id = codes.unit_id and goals.criterion_code = codes.criterion_code
        and goals.period_id = codes.target_period_id
),
told as (
    select *,
        framework_flag(framework_before, framework_after, criterion_code, walked, alike) as framework_told,
        framework_reason(
            framework_before, framework_after, criterion_code, walked, walked_note, alike
        ) as framework_said,
        case when criterion_code = 'SIPAS' then
            break_between('sipas', baseline_period_id, target_period_id)
        end as method_said
    from (
        select joined.*, earlier.aggregation = later.aggregation as alike
        from joined
        left join framework as earlier on earlier.framework_id = joined.framework_before
        left join framework as later on later.framework_id = joined.framework_after
    )
),
flagged as (
    select *,
        worst_flag([
            coalesce(unit_flag, 'comparable'), framework_told,
            if(method_said is null, 'comparable', 'not_comparable')
        ]) as flag,
        nullif(concat_ws('; ', unit_reason, framework_said, method_said), '') as reason,
        -- what anything may be worked out from
        if(flag <> 'not_comparable', baseline_percent, null) as known_baseline
    from told
),
judged as (
    select *,
        case
            when measure not in ('index', 'rate') or target_rank is not null and printed_percent is null
                and kind = 'rank' then null
            when printed_percent is not null then printed_percent
            when comparator in ('>', '>=') then known_baseline
        end as target_percent,
        coalesce(latest_percent, known_baseline) as stands_at,
        reaches(latest_percent, comparator, target_percent) as is_reached
    from flagged
)
select
    criterion_code, criterion_name, baseline_percent, baseline_rank, comparator, target_percent,
    target_rank, latest_percent, latest_period_id, latest_round,
    case
        when target_percent is null or stands_at is null then null
        when comparator in ('<', '<=') then greatest(stands_at - target_percent, 0)
        else greatest(target_percent - stands_at, 0)
    end as gap_to_target,
    case
        when latest_percent is null or is_reached is null then 'not_assessable'
        when latest_round in ('final', 'published') then if(is_reached, 'met', 'not_met')
        when best_percent < target_percent and comparator in ('>', '>=', '=') then 'impossible'
        when best_percent = target_percent and comparator = '>' then 'impossible'
        when not is_reached then 'at_risk'
        else 'not_assessable'
    end as status,
    level,
    case
        when flag = 'not_comparable' then null
        -- "tăng ít nhất 0,7%" asks for a rise, whatever the baseline is
        when measure = 'growth' and comparator in ('>', '>=') then true
        when comparator = '>' then target_percent >= baseline_percent
        when comparator in ('>=', '=') then target_percent > baseline_percent
    end as must_rise,
    raw_text, kind, owner, baseline_period_id, target_period_id, baseline_round, unit_name, unit_id,
    baseline_import_id, baseline_sheet, baseline_cell, target_import_id, target_sheet, target_cell,
    baseline_computed_percent, latest_import_id, latest_sheet, latest_cell,
    latest_percent - known_baseline as change_percent,
    flag as comparability, reason as comparability_reason, predecessors, measure, count,
    latest_rank, latest_rank <= target_rank as rank_met
from judged
order by unit_ordinal, level = 'total', ordinal, criterion_code
