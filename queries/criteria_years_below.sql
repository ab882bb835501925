-- criteria_years_below: tiêu chí chưa đạt điểm tối đa bao nhiêu năm liền, tính lùi từ kỳ được hỏi
-- grain:    một dòng cho mỗi đơn vị và tiêu chí mang điểm chưa đạt điểm tối đa trong kỳ, vòng được hỏi
-- params:   framework, period, round, unit, unit_group, under
-- columns:  unit_id, unit_name, criterion_code, criterion_name, missing, max_points, years, first_year, missing_in_all, year_before, before, units_as_long, measure, note
-- order:    số năm liền giảm dần, điểm chưa đạt giảm dần
-- caveats:  chỉ so các năm cùng bộ tiêu chí (framework_id), hoặc bộ tiêu chí khác mà danh mục crosswalk nói tiêu chí ấy so được (note: điều cần lưu ý); mỗi năm trước lấy vòng chính thức, không có thì vòng sau cùng; before nói vì sao dừng: full (năm ấy đạt tối đa), not_scored (năm ấy không chấm hoặc không áp dụng tiêu chí này), not_comparable (năm ấy dùng bộ tiêu chí khác nên không so được), no_data (năm ấy chưa có số liệu), unit_changed (từ năm ấy đơn vị đã chia tách hoặc nhận một phần), former_full, former_no_data (năm ấy có đơn vị cũ đạt tối đa, chưa đủ số liệu của các đơn vị cũ); đơn vị đổi tên thì nối tiếp; nhập toàn bộ thì so được kèm lưu ý: có kết quả của chính mình thì lấy kết quả ấy, đơn vị mới thì năm trước tính là chưa đạt khi mọi đơn vị cũ đều chưa đạt, và không cộng điểm của các đơn vị cũ (missing_in_all NULL); units_as_long là số đơn vị chưa đạt tiêu chí ấy ít nhất bằng ấy năm
with recursive
asked as (
    select unit_id, criterion_code, criterion_name, missing, max_points, ordinal, measure,
        period_year($period) as year
    from missing_points($framework, $period, $round, $unit, $unit_group)
    where is_leaf and missing > 0 and ($under is null or list_contains(path, $under))
),
-- the same criterion in earlier frameworks, as far as the crosswalk says that it can be compared
same_line as (
    select distinct $framework as framework_id, criterion_code, criterion_code as asked_code,
        cast(null as varchar) as note
    from asked
    union
    select crosswalk.framework_before, crosswalk.criterion_before, same_line.asked_code,
        coalesce(crosswalk.note, same_line.note)
    from same_line
    join crosswalk
        on crosswalk.framework_after = same_line.framework_id
        and crosswalk.criterion_after = same_line.criterion_code
        and crosswalk.flag <> 'not_comparable' and crosswalk.framework_before <> $framework
),
years as (
    select distinct period_year(period_id) as year
    from result
    where period_kind(period_id) = 'year' and period_year(period_id) < period_year($period)
),
changed as (
    select years.year, change.*
    from years, unit_change(period_end(cast(years.year as varchar)), period_end($period)) as change
    where change.unit_id in (select unit_id from asked)
),
concerned as (
    select unit_id from asked
    union
    select unnest(predecessor_ids) from changed
),
held as (
    select distinct unit_id, framework_id, period_year(period_id) as year
    from result
    where about = 'par_index' and percent is not null and period_kind(period_id) = 'year'
        and unit_id in (select unit_id from concerned)
),
-- whose result stands for a unit's own: of what it was renamed from one, of what was merged into it all
sources as (
    select unit.unit_id, years.year, unit.unit_id as source_id, 1 as needed, changed.flag,
        changed.reason, false as is_former
    from (select distinct unit_id from asked) as unit
    cross join years
    left join changed on changed.unit_id = unit.unit_id and changed.year = years.year
    where changed.flag is distinct from 'not_comparable'
        and (changed.unit_id is null or (unit.unit_id, years.year) in (
            select (unit_id, year) from held
        ))
    union all
    select unit_id, year, unnest(predecessor_ids),
        -- the only one that the catalogue lists was not alone in a merger
        if(flag = 'comparable', 1, greatest(len(predecessor_ids), 2)), flag, reason,
        flag <> 'comparable'
    from changed
    where flag <> 'not_comparable' and (unit_id, year) not in (select (unit_id, year) from held)
),
scored as (
    select result.unit_id as source_id, same_line.asked_code as criterion_code,
        period_year(result.period_id) as year, same_line.note,
        if(result.max_points is null, 100 - result.percent,
            result.max_points - coalesce(result.points, result.percent * result.max_points / 100)
        ) as missing
    from result
    join same_line
        on same_line.framework_id = result.framework_id
        and same_line.criterion_code = result.criterion_code
    where result.unit_id in (select unit_id from concerned)
        and period_kind(result.period_id) = 'year'
        and period_year(result.period_id) < period_year($period) and result.percent is not null
    qualify row_number() over (
        partition by result.unit_id, same_line.asked_code, result.period_id
        order by result.framework_id <> $framework, result.round_place
    ) = 1
),
earlier as (
    select sources.unit_id, scored.criterion_code, year, bool_or(is_former) as is_former,
        case
            when count(*) < any_value(needed) then 'former_no_data'
            when min(missing) > 0 then 'below'
            when bool_or(is_former) then 'former_full'
            else 'full'
        end as state,
        any_value(missing) as missing,
        nullif(concat_ws('; ', any_value(scored.note), any_value(
            case when flag = 'comparable_with_note' then reason end
        )), '') as note
    from sources
    join scored using (source_id, year)
    where (sources.unit_id, scored.criterion_code) in (select (unit_id, criterion_code) from asked)
    group by sources.unit_id, scored.criterion_code, year
),
below as (
    select unit_id, criterion_code, year, missing, false as is_former, cast(null as varchar) as note
    from asked
    union all
    select unit_id, criterion_code, year, missing, is_former, note
    from earlier
    where state = 'below'
),
placed as (
    select *, row_number() over (
        partition by unit_id, criterion_code order by year desc
    ) as place
    from below
),
streaks as (
    select unit_id, criterion_code, count(*) as years, min(year) as first_year,
        -- points of several units are no unit's points
        case when not bool_or(is_former) then sum(missing) end as missing_in_all,
        first(note order by year) filter (note is not null) as note
    from placed
    where year = period_year($period) - place + 1
    group by unit_id, criterion_code
),
held_years as (
    select distinct sources.unit_id, held.framework_id, sources.year
    from sources
    join held on held.unit_id = sources.source_id and held.year = sources.year
)
select asked.unit_id, unit.unit_name, asked.criterion_code, asked.criterion_name, asked.missing,
    asked.max_points, streaks.years, streaks.first_year,
    cast(streaks.missing_in_all as decimal(18, 6)) as missing_in_all,
    streaks.first_year - 1 as year_before,
    case
        when earlier.unit_id is not null then earlier.state
        when exists (
            from changed
            where changed.unit_id = asked.unit_id and changed.year = streaks.first_year - 1
                and changed.flag = 'not_comparable' and exists (
                    from held
                    where held.year = changed.year and (held.unit_id = changed.unit_id
                        or list_contains(changed.predecessor_ids, held.unit_id))
                )
        ) then 'unit_changed'
        when exists (
            from held_years
            where held_years.unit_id = asked.unit_id
                and held_years.year = streaks.first_year - 1
                and held_years.framework_id = $framework
        ) then 'not_scored'
        when exists (
            from held_years
            where held_years.unit_id = asked.unit_id
                and held_years.year = streaks.first_year - 1
        ) then 'not_comparable'
        else 'no_data'
    end as before,
    count(*) over (
        partition by asked.criterion_code order by streaks.years desc
        range between unbounded preceding and current row
    ) as units_as_long,
    asked.measure, streaks.note
from asked
join unit using (unit_id)
join streaks using (unit_id, criterion_code)
left join earlier
    on earlier.unit_id = asked.unit_id and earlier.criterion_code = asked.criterion_code
    and earlier.year = streaks.first_year - 1
order by streaks.years desc, asked.missing desc, unit.ordinal, asked.ordinal, asked.criterion_code
