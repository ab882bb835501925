-- unit_among_peers: chỉ số thành phần của một đơn vị giữa các đơn vị cùng nhóm, một năm
-- grain:    một dòng cho mỗi chỉ số thành phần (hoặc phần điểm) của đơn vị
-- params:   unit, period
-- columns:  criterion_code, criterion_name, percent, lowest, middle, highest, rank, rank_of, best_unit, points, max_points, import_id, sheet, cell
-- order:    thứ tự trong bộ tiêu chí
-- caveats:  kết quả chính thức; lowest, middle, highest là nhỏ nhất, trung vị, lớn nhất của cả nhóm, kể cả đơn vị; chỉ so đơn vị cùng bộ tiêu chí; một đơn vị thì không có hạng
with
peers as (
    select result.*, unit.unit_name, unit.ordinal as unit_ordinal
    from result
    join unit using (unit_id)
    where result.about = 'par_index' and result.level in ('part', 'component')
        and result.round in ('final', 'published') and result.period_id = $period
        and result.exact is not null
        and unit.unit_group = (select unit_group from unit where unit_id = $unit)
    -- components where a unit has any, else the parts of its result
    qualify result.level = min(result.level) over (partition by unit_id)
        and row_number() over (
            partition by unit_id, framework_id, criterion_code order by round_place
        ) = 1
),
spread as (
    select framework_id, criterion_code, min(percent) as lowest, max(percent) as highest,
        cast(median(percent) as decimal(18, 12)) as middle, count(*) as rank_of,
        first(unit_name order by exact desc, unit_ordinal) as best_unit
    from peers
    group by framework_id, criterion_code
),
ranked as (
    select *, rank() over (partition by framework_id, criterion_code order by exact desc) as place
    from peers
)
select
    ranked.criterion_code, ranked.criterion_name, ranked.percent, spread.lowest, spread.middle,
    spread.highest, case when spread.rank_of > 1 then ranked.place end as rank, spread.rank_of,
    spread.best_unit, ranked.points, ranked.max_points, ranked.import_id, ranked.sheet, ranked.cell
from ranked
join spread using (framework_id, criterion_code)
where ranked.unit_id = $unit
order by ranked.ordinal, ranked.criterion_code
