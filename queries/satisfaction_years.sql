-- satisfaction_years: mức độ hài lòng chung của một đơn vị qua các năm
-- grain:    một dòng cho mỗi năm và nguồn (survey: khảo sát riêng của đơn vị; index: số nằm trong chỉ số cải cách hành chính)
-- params:   unit
-- columns:  period_id, source, percent, points, max_points, published_rank, published_rank_of, respondents, margin, method, previous_period_id, previous_percent, change_percent, comparability, comparability_reason, within_margin, import_id, sheet, cell, unit_id, unit_name
-- order:    nguồn, năm mới trước
-- caveats:  năm trước là năm gần nhất có số của cùng nguồn, kể cả số dưới mã cũ của chính đơn vị (đổi tên, giữ nguyên); hai cách khảo sát (method_break) hay đơn vị đã sắp xếp thì change_percent NULL, lý do ở comparability_reason; within_margin: mức tăng giảm nhỏ hơn sai số của hai mẫu (căn bậc hai của tổng bình phương); số trong chỉ số lấy dòng có điểm trước, không có mới lấy dòng chỉ có %
with
held as (
    select unit_id, period_id, 'survey' as source, percent, null as points, null as max_points,
        null as published_rank, null as published_rank_of, respondents, import_id, sheet, cell
    from satisfaction
    join own_ids($unit) on held_id = unit_id
    where factor_code = 'SIPAS' and (until is null or period_end(period_id) < until)
    union all by name
    (
        select unit_id, period_id, 'index' as source, percent, points, max_points, published_rank,
            published_rank_of, null as respondents, import_id, sheet, cell
        from result
        join own_ids($unit) on held_id = unit_id
        where (until is null or period_end(period_id) < until) and about = 'par_index' and level in ('part', 'component')
            and round in ('final', 'published') and percent is not null
            and (criterion_code = 'SIPAS' or regexp_matches(fold(criterion_name), '\b(sipas|hai long)\b'))
        qualify row_number() over (
            partition by unit_id, period_id order by points is null, round_place
        ) = 1
    )
),
standing as (
    select * exclude (unit_id), unit_id as held_id
    from held
    qualify row_number() over (partition by source, period_id order by unit_id <> $unit) = 1
),
ordered as (
    select *,
        sampling_margin(percent, respondents) as margin,
        (select count(*) from method_break where index_code = 'sipas' and from_year <= period_year(period_id)) as method,
        lag(period_id) over in_turn as previous_period_id,
        lag(percent) over in_turn as previous_percent,
        lag(respondents) over in_turn as previous_respondents
    from standing
    window in_turn as (partition by source order by period_end(period_id))
),
told as (
    select ordered.*, unit.unit_id, unit.unit_name,
        break_between('sipas', ordered.previous_period_id, ordered.period_id) as method_said,
        changed.flag as unit_flag, changed.reason as unit_reason,
        percent - previous_percent as difference
    from ordered
    join unit on unit.unit_id = $unit
    left join (
        select steps.*, change.unit_id, change.flag, change.reason
        from (select distinct previous_period_id, period_id from ordered) as steps,
            unit_change(period_end(steps.previous_period_id), period_end(steps.period_id)) as change
    ) as changed
        on changed.previous_period_id = ordered.previous_period_id
        and changed.period_id = ordered.period_id and changed.unit_id = ordered.held_id
),
judged as (
    select *,
        worst_flag([
            coalesce(unit_flag, 'comparable'), if(method_said is null, 'comparable', 'not_comparable')
        ]) as flag,
        nullif(concat_ws('; ', method_said, unit_reason), '') as reason
    from told
)
select period_id, source, percent, points, max_points, published_rank, published_rank_of, respondents,
    margin, method, previous_period_id, previous_percent,
    case when flag <> 'not_comparable' then difference end as change_percent,
    flag as comparability, reason as comparability_reason,
    case when flag <> 'not_comparable' then
        abs(difference) < sqrt(margin ** 2 + sampling_margin(previous_percent, previous_respondents) ** 2)
    end as within_margin,
    import_id, sheet, cell, unit_id, unit_name
from judged
order by source, period_end(period_id) desc
