-- satisfaction_years: mức độ hài lòng chung của một đơn vị qua các năm
-- grain:    một dòng cho mỗi năm và nguồn (survey: khảo sát riêng của đơn vị; index: số nằm trong chỉ số cải cách hành chính)
-- params:   unit
-- columns:  period_id, source, percent, points, max_points, published_rank, published_rank_of, respondents, margin, method, previous_period_id, previous_percent, change_percent, comparability, comparability_reason, within_margin, import_id, sheet, cell, unit_id, unit_name
-- order:    nguồn, năm mới trước
-- caveats:  năm trước là năm gần nhất có số của cùng nguồn; hai cách khảo sát (method_break) hay đơn vị đã sắp xếp thì change_percent NULL, lý do ở comparability_reason; within_margin: mức tăng giảm nhỏ hơn sai số của hai mẫu (căn bậc hai của tổng bình phương); số trong chỉ số lấy dòng có điểm trước, không có mới lấy dòng chỉ có %
with
held as (
    select unit_id, period_id, 'survey' as source, percent, null as points, null as max_points,
        null as published_rank, null as published_rank_of, respondents, import_id, sheet, cell
    from satisfaction
    where unit_id = $unit and factor_code = 'SIPAS'
    union all by name
    (
        select unit_id, period_id, 'index' as source, percent, points, max_points, published_rank,
            published_rank_of, null as respondents, import_id, sheet, cell
        from result
        where unit_id = $unit and about = 'par_index' and level in ('part', 'component')
            and round in ('final', 'published') and percent is not null
            and (criterion_code = 'SIPAS' or regexp_matches(fold(criterion_name), '\b(sipas|hai long)\b'))
        qualify row_number() over (partition by period_id order by points is null, round_place) = 1
    )
),
ordered as (
    select *,
        sampling_margin(percent, respondents) as margin,
        (select count(*) from method_break where index_code = 'sipas' and from_year <= period_year(period_id)) as method,
        lag(period_id) over in_turn as previous_period_id,
        lag(percent) over in_turn as previous_percent,
        lag(respondents) over in_turn as previous_respondents
    from held
    window in_turn as (partition by source order by period_end(period_id))
),
told as (
    select ordered.*, unit.unit_name,
        break_between('sipas', previous_period_id, period_id) as method_said,
        (
            select max(weight) from ancestor
            where ancestor.unit_id = ordered.unit_id and began_on > period_end(previous_period_id)
                and ended_on <= period_end(period_id)
        ) as unit_weight,
        case when previous_period_id is not null and percent is not null then percent - previous_percent
        end as difference
    from ordered
    join unit using (unit_id)
),
judged as (
    select *,
        case
            when method_said is not null or unit_weight >= 4 then 'not_comparable'
            when unit_weight = 3 then 'comparable_with_note'
            else 'comparable'
        end as flag,
        nullif(concat_ws('; ', method_said, case
            when unit_weight >= 4 then 'giữa hai năm đơn vị nhận hoặc tách một phần, chia tách'
            when unit_weight = 3 then 'giữa hai năm có đơn vị khác nhập vào'
        end), '') as reason
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
