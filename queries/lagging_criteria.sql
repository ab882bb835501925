-- lagging_criteria: tiêu chí chưa đạt điểm tối đa, thiếu nhiều điểm trước
-- grain:    một dòng cho mỗi tiêu chí ở mọi cấp dưới chỉ số chung; không hỏi đơn vị thì trung bình các đơn vị của bộ tiêu chí
-- params:   unit, period, round
-- columns:  criterion_code, criterion_name, level, max_points, points, points_lost, percent, units_below_target, framework_id, period_id, round, unit_count
-- order:    điểm chưa đạt giảm dần; không có điểm thì % tăng dần
-- caveats:  không hỏi kỳ thì kỳ kết thúc sau cùng của mỗi đơn vị; points_lost là điểm chưa đạt, không phải điểm trừ; tiêu chí chưa chấm hoặc không áp dụng không tính; units_below_target NULL khi không có mục tiêu cho tiêu chí ấy
with
asked as (
    select result.*
    from result
    join framework using (framework_id)
    where framework.about = 'par_index' and result.criterion_code <> 'total'
        and ($period is null or result.period_id = $period)
        and ($round is null or result.round = $round)
        and result.percent is not null
    qualify result.period_id = first_value(result.period_id) over (
            partition by result.unit_id order by period_end(result.period_id) desc, result.period_id
        )
        and row_number() over (
            partition by result.unit_id, result.period_id, result.criterion_code
            order by result.round_place
        ) = 1
),
wanted as (
    select unit_id, period_id, criterion_code, comparator, percent
    from target
    where percent is not null and comparator in ('>', '>=', '=') and measure in ('index', 'rate')
),
below as (
    select asked.framework_id, asked.period_id, asked.criterion_code,
        count(distinct unit_id) filter (
            asked.percent < wanted.percent
            or asked.percent = wanted.percent and wanted.comparator = '>'
        ) as units_below_target
    from asked
    join wanted using (unit_id, period_id, criterion_code)
    group by all
),
rows as (
    select framework_id, period_id, criterion_code, any_value(criterion_name) as criterion_name,
        any_value(level) as level, any_value(round) as round, any_value(ordinal) as ordinal,
        cast(avg(max_points) as decimal(12, 4)) as max_points,
        cast(avg(points) as decimal(12, 4)) as points,
        cast(avg(max_points - points) as decimal(12, 4)) as points_lost,
        cast(avg(percent) as decimal(18, 12)) as percent, count(*) as unit_count
    from asked
    where $unit is null or unit_id = $unit
    group by framework_id, period_id, criterion_code
)
select
    rows.criterion_code, rows.criterion_name, rows.level, rows.max_points, rows.points,
    rows.points_lost, rows.percent, below.units_below_target, rows.framework_id, rows.period_id,
    rows.round, rows.unit_count
from rows
left join below using (framework_id, period_id, criterion_code)
where coalesce(rows.points_lost > 0, rows.percent < 100)
order by rows.framework_id, rows.points_lost desc nulls last, rows.percent, rows.ordinal
