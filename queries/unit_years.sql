-- unit_years: chỉ số chung và hạng của một đơn vị qua các năm
-- grain:    một dòng cho mỗi năm mà đơn vị có kết quả
-- params:   unit
-- columns:  period_id, percent, rank, rank_of, published_rank, published_rank_of, round, framework_id, same_framework, decision, import_id, sheet, cell, held_id, comparability, comparability_reason
-- order:    năm
-- caveats:  xếp như rank_units: cùng nhóm, cùng vòng, số chưa làm tròn, bằng nhau thì đồng hạng; thiếu số liệu của đơn vị khác thì rank NULL, còn hạng công bố; same_framework: cùng bộ tiêu chí với năm trước trong danh sách, NULL ở năm đầu; kể cả các năm đơn vị mang mã cũ (held_id: đổi tên, giữ nguyên), hạng là hạng trong nhóm năm ấy; comparability là của năm ấy với năm trước trong danh sách (chỉ số chung), NULL ở năm đầu
with
names as (
    select held_id, until, unit_group
    from own_ids($unit)
    join unit on unit.unit_id = held_id
),
peers as (
    select result.*, unit.unit_group, greatest(round_place, 2) as tier
    from result
    join unit using (unit_id)
    where result.about = 'par_index' and result.criterion_code = 'total' and result.exact is not null
        and unit.unit_group in (select unit_group from names)
        and length(result.period_id) = 4
),
asked as (
    select *
    from peers
    qualify tier = min(tier) over (partition by period_id, unit_group)
        and row_number() over (partition by unit_id, period_id order by round_place) = 1
),
ranked as (
    select *,
        count(*) over of_group as rank_of,
        max(greatest(published_rank, published_rank_of)) over of_group as published_count,
        rank() over (partition by period_id, unit_group order by exact desc) as place
    from asked
    window of_group as (partition by period_id, unit_group)
),
own as (
    select ranked.*, framework.aggregation, make_date(period_year(period_id), 12, 31) as last_day
    from ranked
    join names on names.held_id = ranked.unit_id
    left join framework using (framework_id)
    where names.until is null or last_day < names.until
    qualify row_number() over (partition by ranked.period_id order by names.until desc nulls first) = 1
),
beside as (
    select *,
        lag(last_day) over in_turn as first_day,
        lag(framework_id) over in_turn as before_framework_id,
        lag(aggregation) over in_turn = aggregation as alike
    from own
    window in_turn as (order by period_id)
),
told as (
    select beside.*, changed.flag as unit_flag, changed.reason as unit_reason,
        crosswalk.flag as walked, crosswalk.note
    from beside
    left join (
        select steps.last_day, change.*
        from (select first_day, last_day from beside) as steps,
            unit_change(steps.first_day, steps.last_day) as change
    ) as changed
        on changed.last_day = beside.last_day and changed.unit_id = beside.unit_id
    left join crosswalk
        on crosswalk.framework_before = beside.before_framework_id
        and crosswalk.framework_after = beside.framework_id
        and crosswalk.criterion_after = 'total'
),
cited as (
    select period_id, first(number order by issued_on desc, number) as number
    from decision
    where unit_id in (select held_id from names)
    group by period_id
)
select
    told.period_id, told.percent,
    case when coalesce(published_count <= rank_of, rank_of > 1) then place end as rank,
    told.rank_of, told.published_rank, told.published_rank_of, told.round, told.framework_id,
    told.framework_id = told.before_framework_id as same_framework,
    cited.number as decision, told.import_id, told.sheet, told.cell, told.unit_id as held_id,
    case when told.first_day is not null then worst_flag([
        coalesce(told.unit_flag, 'comparable'),
        framework_flag(told.before_framework_id, told.framework_id, 'total', told.walked, told.alike)
    ]) end as comparability,
    nullif(concat_ws('; ', told.unit_reason, framework_reason(
        told.before_framework_id, told.framework_id, 'total', told.walked, told.note, told.alike
    )), '') as comparability_reason
from told
left join cited using (period_id)
order by told.period_id
