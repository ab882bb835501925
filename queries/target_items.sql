-- target_items: mục tiêu không thuộc chỉ số chung hay thành phần (tiêu chí, nội dung khảo sát), cạnh kết quả của chúng
-- grain:    một dòng cho mỗi yêu cầu được in
-- params:   unit, baseline, target
-- columns:  criterion_code, criterion_name, level, baseline_percent, baseline_rank, baseline_period_id, latest_percent, latest_period_id, latest_round, raw_text, comparator, target_percent, target_rank, gap_to_target, must_rise, status, owner, target_import_id, target_sheet, target_cell, baseline_import_id, baseline_sheet, baseline_cell, latest_import_id, latest_sheet, latest_cell, measure, count, comparability, comparability_reason, predecessors
-- order:    thứ tự của bộ tiêu chí, thứ tự in
-- caveats:  unit là mã đơn vị; yêu cầu không có số thì không có khoảng cách; số đếm và tăng trưởng không so với chỉ số; năm gốc kể cả dưới mã cũ của chính đơn vị (đổi tên, giữ nguyên), và theo bộ tiêu chí khác khi danh mục crosswalk có dòng đối chiếu; comparability là của năm gốc với năm mục tiêu: not_comparable thì không tính gì từ năm gốc (must_rise, khoảng cách khi năm mục tiêu chưa có kết quả là NULL), lý do ở comparability_reason
with
changed as (
    from unit_change(period_end($baseline), period_end($target)) where unit_id = $unit
),
standing as (
    select *
    from own_results_in($baseline, $target, null, period_end($target))
    where unit_id = $unit
    qualify row_number() over (
        partition by period_id, framework_id, criterion_code order by round_place
    ) = 1
),
goals as (
    select target.*, coalesce(framework.about, 'par_index') as about
    from target
    left join framework using (framework_id)
    where unit_id = $unit and period_id = $target and level not in ('total', 'part', 'component')
),
-- what each line of the baseline means in the framework that the goals go by; the same code in
-- another framework is another line
bases as (
    select standing.*, after.framework_id as framework_after,
        coalesce(crosswalk.criterion_after, standing.criterion_code) as means_code,
        crosswalk.flag as walked, crosswalk.note,
        standing.framework_id = after.framework_id or walked is not null as is_line
    from standing
    join (select distinct framework_id, about from goals) as after using (about)
    left join crosswalk
        on crosswalk.framework_before = standing.framework_id
        and crosswalk.criterion_before = standing.criterion_code
        and crosswalk.framework_after = after.framework_id
    where standing.period_id = $baseline
    qualify row_number() over (
        partition by after.framework_id, means_code
        order by standing.framework_id <> after.framework_id, crosswalk.flag is null
    ) = 1
),
beside as (
    select
        goals.*, coalesce(criterion.ordinal, 999) as criterion_ordinal,
        if(base.is_line, base.percent, null) as baseline_percent,
        if(base.is_line, base.published_rank, null) as baseline_rank,
        if(base.is_line, base.period_id, null) as baseline_period_id,
        if(base.is_line, base.import_id, null) as baseline_import_id,
        if(base.is_line, base.sheet, null) as baseline_sheet,
        if(base.is_line, base.cell, null) as baseline_cell,
        latest.percent as latest_percent, latest.period_id as latest_period_id,
        latest.round as latest_round, latest.import_id as latest_import_id,
        latest.sheet as latest_sheet, latest.cell as latest_cell,
        case when goals.measure in ('index', 'rate') then goals.percent end as target_percent,
        worst_flag([
            coalesce(changed.flag, 'comparable'),
            framework_flag(
                base.framework_id, goals.framework_id, goals.criterion_code, base.walked, null
            )
        ]) as flag,
        nullif(concat_ws('; ', changed.reason, framework_reason(
            base.framework_id, goals.framework_id, goals.criterion_code, base.walked, base.note, null
        )), '') as reason,
        changed.predecessors
    from goals
    left join criterion using (framework_id, criterion_code)
    left join bases as base
        on base.framework_after = goals.framework_id and base.means_code = goals.criterion_code
    left join standing as latest
        on latest.framework_id = goals.framework_id
        and latest.criterion_code = goals.criterion_code and latest.period_id = $target
    left join changed on changed.unit_id = goals.unit_id
),
judged as (
    select *,
        -- what anything may be worked out from
        if(flag <> 'not_comparable', baseline_percent, null) as known_baseline,
        coalesce(latest_percent, known_baseline) as stands_at,
        reaches(latest_percent, comparator, target_percent) as is_reached
    from beside
)
select
    criterion_code, criterion_name, level, baseline_percent, baseline_rank, baseline_period_id,
    latest_percent, latest_period_id, latest_round, raw_text, comparator, target_percent,
    rank as target_rank,
    case
        when target_percent is null or stands_at is null then null
        when comparator in ('<', '<=') then greatest(stands_at - target_percent, 0)
        else greatest(target_percent - stands_at, 0)
    end as gap_to_target,
    case
        when comparator = '>' then target_percent >= known_baseline
        when comparator in ('>=', '=') then target_percent > known_baseline
    end as must_rise,
    case
        when is_reached is null or latest_round not in ('final', 'published') then 'not_assessable'
        else if(is_reached, 'met', 'not_met')
    end as status,
    owner, import_id as target_import_id, sheet as target_sheet, cell as target_cell,
    baseline_import_id, baseline_sheet, baseline_cell, latest_import_id, latest_sheet, latest_cell,
    measure, count, flag as comparability, reason as comparability_reason, predecessors
from judged
order by criterion_ordinal, ordinal
