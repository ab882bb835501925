-- unit_years: chỉ số chung và hạng của một đơn vị qua các năm
-- grain:    một dòng cho mỗi năm mà đơn vị có kết quả
-- params:   unit
-- columns:  period_id, percent, rank, rank_of, published_rank, published_rank_of, round, framework_id, same_framework, decision, import_id, sheet, cell
-- order:    năm
-- caveats:  xếp như rank_units: cùng nhóm, cùng vòng, số chưa làm tròn, bằng nhau thì đồng hạng; thiếu số liệu của đơn vị khác thì rank NULL, còn hạng công bố; same_framework: cùng bộ tiêu chí với năm trước trong danh sách, NULL ở năm đầu
with
peers as (
    select result.*, greatest(round_place, 2) as tier
    from result
    join unit using (unit_id)
    where result.about = 'par_index' and result.criterion_code = 'total' and result.exact is not null
        and unit.unit_group = (select unit_group from unit where unit_id = $unit)
        and length(result.period_id) = 4
),
asked as (
    select *
    from peers
    qualify tier = min(tier) over (partition by period_id)
        and row_number() over (partition by unit_id, period_id order by round_place) = 1
),
ranked as (
    select *,
        count(*) over (partition by period_id) as rank_of,
        max(greatest(published_rank, published_rank_of)) over (partition by period_id)
            as published_count,
        rank() over (partition by period_id order by exact desc) as place
    from asked
),
cited as (
    select period_id, first(number order by issued_on desc, number) as number
    from decision
    where unit_id = $unit
    group by period_id
)
select
    ranked.period_id, ranked.percent,
    case when coalesce(published_count <= rank_of, rank_of > 1) then place end as rank,
    ranked.rank_of, ranked.published_rank, ranked.published_rank_of, ranked.round,
    ranked.framework_id,
    ranked.framework_id = lag(ranked.framework_id) over (order by ranked.period_id) as same_framework,
    cited.number as decision, ranked.import_id, ranked.sheet, ranked.cell
from ranked
left join cited using (period_id)
where ranked.unit_id = $unit
order by ranked.period_id
