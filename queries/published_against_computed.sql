-- published_against_computed: số và hạng đã công bố đặt cạnh số và hạng tính lại, nơi nào tính lại được
-- grain:    một dòng cho mỗi đơn vị, kỳ, tiêu chí, cách tính lại và loại số (chỉ số, hạng)
-- params:   unit, period, differing, kind, first, rows
-- columns:  unit_name, period_id, criterion_code, criterion_name, what, source, published, computed, difference, differs, verdict, rank_of, round, illustrative, unit_id, file, received_on, import_id, sheet, cell, found, any_illustrative, all_illustrative
-- order:    chỗ lệch trước, chỉ số trước hạng; lệch nhiều trước, số liệu thật trước, rồi thứ tự đơn vị, kỳ, tiêu chí
-- caveats:  unit gồm cả đơn vị trực thuộc; what là points (điểm, khi bộ tiêu chí cộng thành 100), percent (điểm %) hoặc rank; difference = công bố trừ tính lại; lệch từ 0,01 trở xuống là do làm tròn; có thể giải thích bằng điểm thưởng, điểm trừ hoặc tiêu chí không áp dụng thì không phải là lệch (verdict explained); hạng chỉ tính lại khi có đủ cả nhóm; cell là ô công bố, các ô của số tính lại hỏi bằng figure_parts với round; kind là index hoặc rank; first và rows lấy một đoạn, found là số dòng của cả danh sách, any_illustrative là trong đó có số liệu minh họa, all_illustrative là toàn số liệu minh họa
with
asked as (
    select unit_id, unit_group
    from unit
    where $unit is null or unit_id = $unit or parent_id = $unit
),
index_pair as (
    select total.unit_id, total.period_id, total.criterion_code, total.criterion_name,
        if(told.source in ('parts', 'areas') and framework.max_points = 100, 'points', 'percent') as what,
        told.source, total.percent as published, told.percent as computed,
        coalesce(abs(told.percent + told.outside - total.percent) <= 0.01, false)
            or (told.source = 'areas' and coalesce(abs(told.points - total.points) <= 0.01, false))
            as is_explained,
        if(told.source = 'score_sheet', 'final', 'published') as round,
        total.import_id, total.sheet, total.cell, -1 as ordinal
    from score as total
    join framework using (framework_id)
    join index_computed as told using (unit_id, period_id, framework_id)
    where total.round = 'published' and total.level = 'total' and total.percent is not null
        and total.unit_id in (select unit_id from asked)
        and ($period is null or total.period_id = $period)
),
criterion_pair as (
    select unit_id, period_id, criterion_code, criterion_name, 'percent' as what,
        'score_sheet' as source, published_percent as published, computed_percent as computed,
        false as is_explained, round, import_id, sheet, cell, ordinal
    from result
    where round = 'final' and criterion_code <> 'total' and about = 'par_index' and not_scored = 0
        and published_percent is not null and computed_percent is not null
        and unit_id in (select unit_id from asked)
        and ($period is null or period_id = $period)
),
peers as (
    select result.*, unit.unit_group
    from result
    join unit using (unit_id)
    where unit.unit_group in (select unit_group from asked)
        and ($period is null or result.period_id = $period)
        and about = 'par_index' and criterion_code = 'total' and published_rank is not null
        and round in ('final', 'published') and exact is not null
    qualify row_number() over (
        partition by result.unit_id, result.period_id order by round_place
    ) = 1
),
ranked as (
    select *,
        rank() over group_of_period as computed_rank,
        count(*) over whole_group as present,
        max(greatest(published_rank, published_rank_of)) over whole_group as announced
    from peers
    window whole_group as (partition by period_id, unit_group),
        group_of_period as (partition by period_id, unit_group order by exact desc)
),
rank_pair as (
    select unit_id, period_id, criterion_code, criterion_name, 'rank' as what, 'peers' as source,
        published_rank as published, computed_rank as computed, false as is_explained, round,
        import_id, sheet, cell, -1 as ordinal, present as rank_of
    from ranked
    where announced <= present and unit_id in (select unit_id from asked)
),
pairs as (
    from index_pair union all by name from criterion_pair union all by name from rank_pair
),
compared as (
    select *, cast(published as decimal(18, 12)) - cast(computed as decimal(18, 12)) as difference,
        abs(difference) > 0.01 and not is_explained as differs
    from pairs
)
select unit.unit_name, compared.period_id, compared.criterion_code, compared.criterion_name,
    compared.what, compared.source, cast(compared.published as decimal(18, 12)) as published,
    cast(compared.computed as decimal(18, 12)) as computed, compared.difference, compared.differs,
    case when compared.differs then 'differs' when abs(compared.difference) > 0.01 then 'explained'
        else 'equal' end as verdict,
    compared.rank_of, compared.round, unit.illustrative, compared.unit_id, imported_file.file,
    imported_file.received_on, compared.import_id, compared.sheet, compared.cell,
    count(*) over () as found, bool_or(unit.illustrative) over () as any_illustrative,
    bool_and(unit.illustrative) over () as all_illustrative
from compared
join unit using (unit_id)
left join imported_file using (import_id)
where ($differing is null or compared.differs = $differing)
    and ($kind is null or ($kind = 'rank') = (compared.what = 'rank'))
order by compared.differs desc, compared.what = 'rank', abs(compared.difference) desc,
    unit.illustrative, unit.ordinal, compared.period_id desc, compared.ordinal,
    compared.criterion_code, compared.source
limit $rows offset $first
