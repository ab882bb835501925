-- rank_units: xếp hạng đơn vị theo một chỉ số trong một kỳ, trong nhóm cùng loại
-- grain:    một dòng cho mỗi đơn vị của các nhóm có số liệu, kể cả đơn vị chưa có số liệu
-- params:   period, criterion, unit_group, round
-- columns:  unit_name, percent, points, rank, rank_of, published_rank, previous_percent, previous_rank, target_percent, gap_to_target, computed_percent, exact, round, band, published_rank_of, criterion_code, criterion_name, period_id, previous_period_id, unit_group, unit_group_name, unit_id, import_id, sheet, cell, previous_rank_of, previous_round, change_percent, change_rank, comparability, comparability_reason, predecessors, behind_next, published_difference, rank_difference
-- order:    nhóm, hạng, tên đơn vị
-- caveats:  không hỏi kỳ thì kỳ kết thúc sau cùng; không hỏi vòng thì cả nhóm xếp theo vòng chính thức, chưa đơn vị nào có thì vòng mới nhất (xem round): không xếp điểm tự chấm cạnh điểm chính thức; percent là số công bố, không có thì tính lại; hạng tính trên số chưa làm tròn; bằng nhau thì đồng hạng (1, 2, 2, 4); thứ hạng công bố cho thấy còn đơn vị khác chưa có số liệu thì không tính hạng; chưa có số liệu thì rank NULL, không xếp cuối; previous_rank là hạng tính cùng cách của năm trước, của chính đơn vị ấy, kể cả dưới mã cũ (đổi tên, giữ nguyên); năm trước nó đứng trong nhóm khác thì có previous_percent, không có previous_rank; comparability not_comparable thì change_percent, change_rank NULL, lý do ở comparability_reason; change_rank dương là tăng bậc; đơn vị mới nhập thì không có số năm trước của chính nó: kết quả từng đơn vị cũ xem truy vấn predecessors; behind_next là số điểm phần trăm kém đơn vị liền trên (đồng hạng không phải là liền trên); published_difference chỉ có khi số công bố lệch số tính lại quá 0,01; rank_difference là hạng công bố trừ hạng tính lại khi khác nhau
with
lines as (
    select *,
        -- what the crosswalk sets against the criterion asked for is ranked apart from it
        case when criterion_code = coalesce($criterion, 'total')
            or fold(criterion_name) = fold($criterion) then '' else criterion_code end as line
    from result_line
    where criterion_code = coalesce($criterion, 'total')
        or fold(criterion_name) = fold($criterion)
        or (framework_id, criterion_code) in (
            select (framework_before, criterion_before)
            from crosswalk
            where criterion_after = coalesce($criterion, 'total')
        )
),
-- the units asked for, and what they were called before, which may have been of another group
asked_units as (
    select unit_id, unit_group from unit where $unit_group is null or unit_group = $unit_group
    union
    select former.unit_id, former.unit_group
    from former_id
    join unit as heir using (unit_id)
    join unit as former on former.unit_id = former_id.held_id
    where heir.unit_group = $unit_group
),
held as (
    -- what was published and what the final score sheets add up to are one round
    select result.*, asked_units.unit_group, greatest(result.round_place, 2) as tier, lines.line
    from (
        from result where $period is null
        union all
        from results_in($period, cast(period_year($period) - 1 as varchar), null)
    ) as result
    join asked_units using (unit_id)
    join lines
        on lines.criterion_code = result.criterion_code
        and lines.framework_id is not distinct from result.framework_id
        and lines.criterion_name is not distinct from result.criterion_name
    where result.about = 'par_index'
        and ($round is null or result.round = $round)
        and result.percent is not null
),
asked as (
    select *
    from held
    qualify tier = min(tier) over (partition by period_id, unit_group, line)
        and row_number() over (partition by unit_id, period_id, line order by round_place) = 1
),
peers as (
    select *,
        count(exact) over group_of_period as rank_of,
        max(greatest(published_rank, published_rank_of)) over group_of_period as published_count
    from asked
    window group_of_period as (partition by period_id, unit_group, line)
),
ranked as (
    select *,
        case when exact is not null and coalesce(published_count <= rank_of, true) then
            rank() over (partition by period_id, unit_group, line order by exact desc nulls last)
        end as rank,
        first_value(percent) over (
            partition by period_id, unit_group, line order by exact
            range between 0.000000000001 following and unbounded following
        ) as percent_above
    from peers
),
shown as (
    select *
    from ranked
    where line = '' and ($unit_group is null or unit_group = $unit_group)
        and period_id = coalesce($period, (
            select period_id
            from ranked
            where line = '' and ($unit_group is null or unit_group = $unit_group)
            order by period_end(period_id) desc, period_id
            limit 1
        ))
),
groups as (
    select unit_group, any_value(period_id) as period_id, any_value(rank_of) as rank_of,
        any_value(criterion_code) as criterion_code, any_value(criterion_name) as criterion_name,
        any_value(framework_id) as framework_id,
        cast(period_year(any_value(period_id)) - 1 as varchar) as previous_period_id
    from shown
    group by unit_group
),
-- whose results of the year before: a unit's own, and what it had under a former id
held_before as (
    select *, unit_id as held_id, unit_group as group_before from ranked
    union all
    select ranked.* replace (former_id.unit_id as unit_id, unit.unit_group as unit_group),
        former_id.held_id, ranked.unit_group
    from ranked
    join former_id on former_id.held_id = ranked.unit_id
    join unit on unit.unit_id = former_id.unit_id
    join groups on groups.unit_group = unit.unit_group
    where period_end(ranked.period_id) < former_id.until
        and former_id.until <= period_end(groups.period_id)
),
-- what each line of the year before means in this year's framework
before as (
    select ranked.*, crosswalk.flag as walked, crosswalk.note as walked_note,
        coalesce(crosswalk.criterion_after, ranked.criterion_code) as means_code,
        earlier.aggregation = later.aggregation as adds_alike,
        ranked.group_before = ranked.unit_group as same_group
    from held_before as ranked
    join groups on groups.unit_group = ranked.unit_group and groups.previous_period_id = ranked.period_id
    left join crosswalk
        on crosswalk.framework_before = ranked.framework_id
        and crosswalk.criterion_before = ranked.criterion_code
        and crosswalk.framework_after = groups.framework_id
    left join framework as earlier on earlier.framework_id = ranked.framework_id
    left join framework as later on later.framework_id = groups.framework_id
    where means_code = groups.criterion_code
    qualify row_number() over (
        partition by ranked.unit_id order by ranked.held_id <> ranked.unit_id, ranked.line desc
    ) = 1
),
span as (
    select period_end(any_value(previous_period_id)) as first_day,
        period_end(any_value(period_id)) as last_day
    from groups
),
changed as (
    from unit_change((select first_day from span), (select last_day from span))
),
method as (
    select unit_group, case when criterion_code = 'SIPAS' then
            break_between('sipas', previous_period_id, period_id)
        end as sipas_break
    from groups
),
wanted as (
    select unit_id, period_id, criterion_code, comparator, percent
    from target
    where percent is not null and measure in ('index', 'rate')
    qualify row_number() over (
        partition by unit_id, period_id, criterion_code order by ordinal
    ) = 1
),
beside as (
    select
        unit.unit_name, shown.percent, shown.points, shown.rank, groups.rank_of, shown.published_rank,
        before.percent as previous_percent,
        if(before.same_group, before.rank, null) as previous_rank,
        wanted.percent as target_percent,
        case when wanted.percent is not null and shown.percent is not null then greatest(
            if(wanted.comparator in ('<', '<='), -1, 1) * (wanted.percent - shown.percent), 0
        ) end as gap_to_target,
        shown.computed_percent, shown.exact, shown.round,
        coalesce(shown.published_class, (
            select first(framework_band.band_name order by framework_band.min_percent desc)
            from framework_band
            where framework_band.framework_id = shown.framework_id
                and framework_band.min_percent <= shown.exact and shown.criterion_code = 'total'
        )) as band,
        shown.published_rank_of, groups.criterion_code, groups.criterion_name, groups.period_id,
        before.period_id as previous_period_id, unit.unit_group, unit.unit_group_name, unit.unit_id,
        shown.import_id, shown.sheet, shown.cell,
        if(before.same_group, before.rank_of, null) as previous_rank_of,
        before.round as previous_round,
        worst_flag([
            coalesce(changed.flag, 'comparable'),
            framework_flag(
                before.framework_id, shown.framework_id, groups.criterion_code, before.walked,
                before.adds_alike
            ),
            if(method.sipas_break is null, 'comparable', 'not_comparable')
        ]) as flag,
        nullif(concat_ws('; ',
            changed.reason,
            framework_reason(
                before.framework_id, shown.framework_id, groups.criterion_code, before.walked,
                before.walked_note, before.adds_alike
            ),
            method.sipas_break,
            peers_reason(before.group_before, before.unit_group)
        ), '') as reason,
        changed.predecessors,
        case when shown.rank is not null then shown.percent_above - shown.percent end as behind_next,
        case when abs(shown.published_percent - shown.computed_percent) > 0.01 then
            shown.published_percent - shown.computed_percent
        end as published_difference,
        nullif(shown.published_rank - shown.rank, 0) as rank_difference
    from groups
    join unit
        on unit.unit_group = groups.unit_group
        and coalesce(unit.valid_from <= period_end(groups.period_id), true)
        and coalesce(unit.valid_to >= period_start(groups.period_id), true)
    left join method on method.unit_group = groups.unit_group
    left join shown on shown.unit_id = unit.unit_id
    left join changed on changed.unit_id = unit.unit_id
    left join before on before.unit_id = unit.unit_id
    left join wanted
        on wanted.unit_id = unit.unit_id and wanted.period_id = groups.period_id
        and wanted.criterion_code = groups.criterion_code
)
select
    unit_name, percent, points, rank, rank_of, published_rank, previous_percent, previous_rank,
    target_percent, gap_to_target, computed_percent, exact, round, band, published_rank_of,
    criterion_code, criterion_name, period_id, previous_period_id, unit_group, unit_group_name,
    unit_id, import_id, sheet, cell, previous_rank_of, previous_round,
    case when flag <> 'not_comparable' then percent - previous_percent end as change_percent,
    case when flag <> 'not_comparable' then previous_rank - rank end as change_rank,
    flag as comparability, reason as comparability_reason, predecessors, behind_next,
    published_difference, rank_difference
from beside
order by unit_group, rank nulls last, unit_name collate vi
