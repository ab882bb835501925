-- title:    Hạng công bố khác hạng xếp lại
-- compares: Hạng công bố với hạng xếp theo chỉ số chưa làm tròn, khi có đủ cả nhóm
-- levels:   warning
-- The rank published against the rank of the exact values, where the whole group is there.
with
totals as (
    select result.*, unit.unit_group, unit.unit_name
    from result
    join unit using (unit_id)
    where about = 'par_index' and criterion_code = 'total' and published_rank is not null
        and round in ('final', 'published') and exact is not null
    qualify row_number() over (
        partition by result.unit_id, result.period_id order by round_place
    ) = 1
),
ranked as (
    select *,
        rank() over (partition by period_id, unit_group order by exact desc) as rank,
        count(*) over (partition by period_id, unit_group) as present,
        max(greatest(published_rank, published_rank_of)) over (
            partition by period_id, unit_group
        ) as announced
    from totals
)
select import_id, 'warning' as level, 'published_rank_against_computed' as code, sheet, cell,
    unit_name || ' năm ' || period_id || ': công bố hạng ' || published_rank ||
    ', xếp lại theo chỉ số được hạng ' || rank || '/' || present ||
    '. Hãy đối chiếu với quyết định công bố; hệ thống giữ nguyên cả hai hạng.' as message
from ranked
where announced <= present and rank <> published_rank
