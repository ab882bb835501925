-- target_items: mục tiêu không thuộc chỉ số chung hay thành phần (tiêu chí, nội dung khảo sát), cạnh kết quả của chúng
-- grain:    một dòng cho mỗi yêu cầu được in
-- params:   unit, baseline, target
-- columns:  criterion_code, criterion_name, level, baseline_percent, baseline_rank, baseline_period_id, latest_percent, latest_period_id, latest_round, raw_text, comparator, target_percent, target_rank, gap_to_target, must_rise, status, owner, target_import_id, target_sheet, target_cell, baseline_import_id, baseline_sheet, baseline_cell, latest_import_id, latest_sheet, latest_cell, measure, count
-- order:    thứ tự của bộ tiêu chí, thứ tự in
-- caveats:  unit là mã đơn vị; yêu cầu không có số thì không có khoảng cách; số đếm và tăng trưởng không so với chỉ số
with
standing as (
    select * from results_in($baseline, $target, null)
    where unit_id = $unit
    qualify row_number() over (
        partition by period_id, framework_id, criterion_code order by round_place
    ) = 1
),
goals as (
    select * from target
    where unit_id = $unit and period_id = $target and level not in ('total', 'part', 'component')
),
beside as (
    select
        goals.*, coalesce(criterion.ordinal, 999) as criterion_ordinal,
        base.percent as baseline_percent, base.published_rank as baseline_rank,
        base.period_id as baseline_period_id, base.import_id as baseline_import_id,
        base.sheet as baseline_sheet, base.cell as baseline_cell,
        latest.percent as latest_percent, latest.period_id as latest_period_id,
        latest.round as latest_round, latest.import_id as latest_import_id,
        latest.sheet as latest_sheet, latest.cell as latest_cell,
        case when goals.measure in ('index', 'rate') then goals.percent end as target_percent
    from goals
    left join criterion using (framework_id, criterion_code)
    left join standing as base
        on base.framework_id = goals.framework_id
        and base.criterion_code = goals.criterion_code and base.period_id = $baseline
    left join standing as latest
        on latest.framework_id = goals.framework_id
        and latest.criterion_code = goals.criterion_code and latest.period_id = $target
)
select
    criterion_code, criterion_name, level, baseline_percent, baseline_rank, baseline_period_id,
    latest_percent, latest_period_id, latest_round, raw_text, comparator, target_percent,
    rank as target_rank,
    case
        when coalesce(latest_percent, baseline_percent) < target_percent
            then target_percent - coalesce(latest_percent, baseline_percent)
        when coalesce(latest_percent, baseline_percent) >= target_percent then 0
    end as gap_to_target,
    case
        when comparator = '>' then target_percent >= baseline_percent
        when comparator in ('>=', '=') then target_percent > baseline_percent
    end as must_rise,
    case
        when latest_percent is null or target_percent is null then 'not_assessable'
        when latest_round not in ('final', 'published') then 'not_assessable'
        when if(comparator = '>', latest_percent > target_percent, latest_percent >= target_percent)
            then 'met'
        else 'not_met'
    end as status,
    owner, import_id as target_import_id, sheet as target_sheet, cell as target_cell,
    baseline_import_id, baseline_sheet, baseline_cell, latest_import_id, latest_sheet, latest_cell,
    measure, count
from beside
order by criterion_ordinal, ordinal
