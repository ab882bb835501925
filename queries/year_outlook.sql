-- year_outlook: ước cả năm: điểm từng tiêu chí chia thành chắc chắn, còn phấn đấu, đã mất, đang chờ
-- grain:    một dòng cho mỗi tiêu chí mang điểm (cấp thấp nhất có điểm tối đa) của bộ tiêu chí năm ấy của một đơn vị
-- params:   unit, target, round, as_of
-- columns:  criterion_code, criterion_name, area_code, area_name, max_points, certain, winnable, lost, waiting, not_applicable, rule, waits_for, moves, scored_by, round, points, self_points, scoring_rule, indicator_code, indicator_name, indicator_percent, indicator_period_id, indicator_points, framework_id, framework_name, illustrative, period_id, unit_id, unit_name, import_id, sheet, cell
-- order:    đơn vị, thứ tự của bộ tiêu chí
-- caveats:  bốn phần luôn cộng đúng điểm tối đa được áp dụng; không dự báo, không kể điểm thưởng và điểm trừ ngoài các lĩnh vực. Chọn vòng theo thứ tự chấm thử, tự chấm, thẩm định lần 1, lần 2, điều tra, chính thức: vòng sau quyết định; hỏi round thì chỉ tính đến vòng ấy; năm coi là hết khi as_of từ 31/12 trở đi và kho có báo cáo kỳ kết thúc 31/12, hoặc vòng tự chấm trở lên, của đơn vị. Các quy tắc (cột rule):
--   not_applicable: vòng sau cùng ghi không áp dụng thì bớt khỏi điểm tối đa
--   final, appraised_2, survey_scored: điểm chính thức, thẩm định lần 2 hay kết quả điều tra là chắc chắn, phần thiếu đã mất
--   appraised: điểm thẩm định lần 1 là chắc chắn; phần tự chấm cao hơn còn phấn đấu (giải trình), phần không tự chấm đã mất; appraised_alone: không có điểm tự chấm thì cả phần thiếu còn phấn đấu
--   survey: tiêu chí điều tra chưa có kết quả thì chờ khảo sát, dù đơn vị tự ghi điểm
--   self: điểm tự chấm tự nó chưa chắc chắn: chờ thẩm định, phần không tự chấm đã mất; self_confirmed: phần tự chấm được số liệu tháng xác nhận theo cách chấm thì chắc chắn
--   indicator: có cách chấm theo chỉ tiêu tháng (lũy kế đến as_of; không có lũy kế thì cộng các tháng từ tháng 1): mức đang đạt là chắc chắn nếu giữ được, phần còn lại còn phấn đấu; mức 100% đã lỡ vì có hồ sơ không đạt và mọi mức khi năm đã hết là đã mất
--   trial: điểm chấm thử chưa chắc chắn: chờ thẩm định, phần còn lại còn phấn đấu
--   open: chưa vòng nào chấm thì còn phấn đấu; yearly: tiêu chí chỉ chấm khi hết năm thì chờ hết năm; year_over: năm đã hết mà mới chấm thử hoặc chưa chấm thì chờ thẩm định
with recursive
places as (
    select * from (values
        ('trial', 1), ('self', 2), ('appraised', 3), ('appraised_2', 4), ('survey', 5),
        ('published', 6), ('final', 7)
    ) as t (round, place)
),
asked as (
    select unit_id, unit_name, unit_level, parent_id, ordinal as unit_ordinal
    from unit
    where $unit is null or unit_id = $unit
),
-- no more is read than the unit's own rows, of that year where one is asked for
own_score as materialized (
    select unit_id, period_id, framework_id, criterion_code, round, status, points, percent, max_points,
        import_id, sheet, cell
    from score
    where ($unit is null or unit_id = $unit) and ($target is null or period_id = $target)
        and period_kind(period_id) = 'year'
),
years as (
    select asked.*, coalesce($target, latest.period_id) as period_id
    from asked
    left join (
        select unit_id, max(period_id) as period_id from own_score group by unit_id
    ) as latest using (unit_id)
),
-- the groups whose framework serves the unit: its peers, then those of each unit above
groups as (
    select unit_id, parent_id as above, parent_id || '/' || unit_level as applies_to, unit_level, 0 as steps
    from asked
    union all
    select groups.unit_id, unit.parent_id, unit.parent_id || '/' || groups.unit_level, groups.unit_level,
        groups.steps + 1
    from groups
    join unit on unit.unit_id = groups.above
    where unit.parent_id is not null
),
used as (
    select unit_id, period_id, framework_id, count(*) as row_count
    from own_score
    where round <> 'published'
    group by all
),
frameworks as materialized (
    select years.*, framework.framework_id, framework.framework_name, framework.illustrative
    from years
    join framework on framework.about = 'par_index'
    left join groups on groups.unit_id = years.unit_id and groups.applies_to = framework.applies_to
    left join used
        on used.unit_id = years.unit_id and used.period_id = years.period_id
        and used.framework_id = framework.framework_id
    where used.row_count is not null
        or groups.steps is not null
            and period_year(years.period_id) between framework.year_from and framework.year_to
    qualify row_number() over (
        partition by years.unit_id
        order by used.row_count desc nulls last, groups.steps, framework.year_from desc, framework.framework_id
    ) = 1
),
-- that a year is over is known by what was reported or scored, not by the day that is asked for
reported_to_the_end as (
    select frameworks.unit_id
    from frameworks
    join own_score as score using (unit_id, period_id, framework_id)
    join places using (round)
    where score.status <> 'not_scored' and places.place between 2 and coalesce(
        (select place from places where round = $round), 7
    )
    union
    select frameworks.unit_id
    from frameworks
    join service_indicator as reported on reported.unit_id = frameworks.unit_id
    where ($unit is null or reported.unit_id = $unit)
        and period_end(reported.period_id) = period_end(frameworks.period_id)
),
priced as (
    select * from criterion where max_points is not null and level not in ('total', 'survey_item')
),
leaves as materialized (
    select frameworks.*, priced.criterion_code, priced.criterion_name, priced.area_code,
        priced.max_points as framework_max, priced.moves, priced.scored_by, priced.ordinal,
        coalesce(priced.moves = 'survey', false) or coalesce(priced.scored_by = 'survey', false)
            as is_survey,
        coalesce($as_of, period_end(period_id)) >= period_end(period_id)
            and unit_id in (from reported_to_the_end) as year_over
    from frameworks
    join priced using (framework_id)
    where (framework_id, criterion_code) not in (
        select (framework_id, parent_code) from priced where parent_code is not null
    )
),
spoken as materialized (
    select score.* exclude (max_points), coalesce(score.max_points, criterion.max_points) as max_points,
        places.place,
        coalesce(score.points, cast(
            score.percent * coalesce(score.max_points, criterion.max_points) / 100 as decimal(12, 4)
        )) as said
    from own_score as score
    semi join frameworks using (unit_id, period_id, framework_id)
    join places using (round)
    left join criterion using (framework_id, criterion_code)
    where places.place <= coalesce((select place from places where round = $round), 7)
        and (status = 'not_applicable' or status = 'scored' and said is not null)
),
deciding as (
    select *
    from spoken
    qualify row_number() over (
        partition by unit_id, period_id, framework_id, criterion_code order by place desc
    ) = 1
),
of_self as (
    select unit_id, period_id, framework_id, criterion_code, said
    from spoken
    where round = 'self' and status = 'scored'
),
-- what the months say of an indicator: since January as reported, else the months added up
reported as (
    select service_indicator.*, period_end(service_indicator.period_id) as ends_on
    from service_indicator
    semi join frameworks
        on frameworks.unit_id = service_indicator.unit_id
        and period_year(frameworks.period_id) = period_year(service_indicator.period_id)
    where ($unit is null or service_indicator.unit_id = $unit)
        and period_end(service_indicator.period_id) <= coalesce($as_of, date '9999-12-31')
),
stated as (
    select unit_id, period_year(period_id) as year, indicator_code, period_id, ends_on, percent,
        numerator, denominator, import_id, sheet, cell, 1 as place
    from reported
    where basis = 'cumulative'
    union all
    select unit_id, period_year(period_id), indicator_code, max_by(period_id, ends_on), max(ends_on), null,
        sum(numerator), sum(denominator), max_by(import_id, ends_on), max_by(sheet, ends_on),
        max_by(cell, ends_on), 2
    from reported
    where basis = 'in_period' and period_kind(period_id) = 'month'
    group by unit_id, period_year(period_id), indicator_code
    having count(*) = max(period_last_month(period_id))
        and count(numerator) = count(*) and count(denominator) = count(*)
),
standing as materialized (
    select stated.* replace (
            coalesce(cast(numerator / nullif(denominator, 0) * 100 as decimal(18, 12)), percent) as percent
        ),
        indicator.indicator_name, indicator.better = 'lower' as lower_is_better
    from stated
    join indicator using (indicator_code)
    qualify row_number() over (
        partition by unit_id, year, indicator_code order by place, ends_on desc
    ) = 1
),
bound as (
    select leaves.unit_id, leaves.criterion_code, standing.indicator_code,
        any_value(standing.indicator_name) as indicator_name,
        any_value(standing.percent) as indicator_percent,
        any_value(standing.period_id) as indicator_period_id,
        any_value(standing.import_id) as import_id, any_value(standing.sheet) as sheet,
        any_value(standing.cell) as cell,
        any_value(standing.ends_on) >= any_value(period_end(leaves.period_id)) as is_whole_year,
        max(case
            when rule = 'proportional' then cast(scoring_rule.points * greatest(least(case
                when not lower_is_better then standing.percent / nullif(at_percent, 0)
                when at_percent < 100 then (100 - standing.percent) / (100 - at_percent)
            end, 1), 0) as decimal(12, 4))
            when if(lower_is_better, standing.percent <= at_percent, standing.percent >= at_percent)
            then scoring_rule.points
            else 0
        end) as now_points,
        max(case
            -- one file that failed keeps the whole year below 100 %
            when rule = 'steps' and if(lower_is_better,
                at_percent <= 0 and standing.percent > 0, at_percent >= 100 and standing.percent < 100
            ) then 0
            else scoring_rule.points
        end) as best_points
    from leaves
    join scoring_rule using (framework_id, criterion_code)
    join standing
        on standing.unit_id = leaves.unit_id and standing.year = period_year(leaves.period_id)
        and standing.indicator_code = scoring_rule.indicator_code
    where standing.percent is not null
    group by leaves.unit_id, leaves.criterion_code, standing.indicator_code
),
ways as (
    select framework_id, criterion_code, any_value(rule) as scoring_rule
    from scoring_rule
    group by all
),
known as (
    select leaves.*, deciding.round, deciding.status, deciding.said, of_self.said as self_said,
        coalesce(deciding.max_points, leaves.framework_max) as max_points, ways.scoring_rule,
        bound.indicator_code, bound.indicator_name, bound.indicator_percent, bound.indicator_period_id,
        bound.now_points, bound.best_points, bound.is_whole_year,
        case
            when deciding.status = 'not_applicable' then 'not_applicable'
            when deciding.round in ('final', 'published') then 'final'
            when deciding.round = 'survey' then 'survey_scored'
            when deciding.round = 'appraised_2' then 'appraised_2'
            when deciding.round = 'appraised' then
                if(of_self.said is null, 'appraised_alone', 'appraised')
            when leaves.is_survey then 'survey'
            when deciding.round = 'self' then if(bound.now_points is null, 'self', 'self_confirmed')
            when bound.now_points is not null then 'indicator'
            when leaves.year_over then 'year_over'
            when deciding.round = 'trial' then 'trial'
            when leaves.moves = 'yearly' then 'yearly'
            else 'open'
        end as rule,
        coalesce(if(rule = 'indicator', null, deciding.import_id), bound.import_id) as import_id,
        if(rule <> 'indicator' and deciding.import_id is not null, deciding.sheet, bound.sheet) as sheet,
        if(rule <> 'indicator' and deciding.import_id is not null, deciding.cell, bound.cell) as cell
    from leaves
    left join deciding using (unit_id, period_id, framework_id, criterion_code)
    left join of_self using (unit_id, period_id, framework_id, criterion_code)
    left join bound
        on bound.unit_id = leaves.unit_id and bound.criterion_code = leaves.criterion_code
    left join ways
        on ways.framework_id = leaves.framework_id and ways.criterion_code = leaves.criterion_code
),
-- no figure is taken above the maximum or below nothing, or the four would not make it up
within_max as (
    select * replace (
        greatest(least(said, max_points), 0) as said,
        greatest(least(self_said, max_points), 0) as self_said,
        greatest(least(now_points, max_points), 0) as now_points,
        greatest(least(best_points, max_points), 0) as best_points
    )
    from known
),
certain as (
    select *,
        cast(case
            when rule in ('final', 'survey_scored', 'appraised_2', 'appraised', 'appraised_alone') then said
            when rule = 'self_confirmed' then least(said, now_points)
            when rule = 'indicator' then now_points
            else 0
        end as decimal(12, 4)) as certain_points
    from within_max
),
divided as (
    select *,
        cast(case rule
            when 'appraised' then greatest(self_said - said, 0)
            when 'appraised_alone' then max_points - said
            when 'indicator' then
                if(is_whole_year or year_over, 0, greatest(best_points - now_points, 0))
            when 'trial' then max_points - said
            when 'open' then max_points
            else 0
        end as decimal(12, 4)) as winnable_points,
        cast(case
            when rule in ('survey', 'yearly', 'year_over') then max_points
            when rule = 'trial' then said
            when rule in ('self', 'self_confirmed') then said - certain_points
            else 0
        end as decimal(12, 4)) as waiting_points
    from certain
)
select
    divided.criterion_code, divided.criterion_name, divided.area_code, area.criterion_name as area_name,
    divided.max_points, certain_points as certain, winnable_points as winnable,
    if(rule = 'not_applicable', 0, divided.max_points - certain_points - winnable_points - waiting_points)
        as lost,
    waiting_points as waiting, if(rule = 'not_applicable', divided.max_points, 0) as not_applicable,
    rule,
    case
        when waiting_points = 0 then null
        when rule = 'survey' then 'survey'
        when rule = 'yearly' then 'year_end'
        else 'appraisal'
    end as waits_for,
    divided.moves, divided.scored_by, round, said as points, self_said as self_points, scoring_rule,
    indicator_code, indicator_name, indicator_percent, indicator_period_id, now_points as indicator_points,
    divided.framework_id, framework_name, illustrative, period_id, unit_id, unit_name,
    import_id, sheet, cell
from divided
left join criterion as area
    on area.framework_id = divided.framework_id and area.criterion_code = divided.area_code
order by unit_ordinal, divided.ordinal, divided.criterion_code
