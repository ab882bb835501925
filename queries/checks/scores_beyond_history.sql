-- title:    Điểm thay đổi quá lớn so với chính đơn vị ấy
-- compares: Điểm từng tiêu chí với các năm trước, cùng bộ tiêu chí, cùng vòng chấm
-- levels:   warning
-- Rows of a score sheet that move further than this unit's own history explains: the rule of
-- change_beyond_history on points in percent of their maximum (≥ 3 earlier periods of the same framework
-- and round, ≥ 5 points of percent, more than twice the largest change, outside all values seen).
-- A leaf often moves from nothing to full marks, so a sheet's rows are told together, in one finding at
-- the row that moved most. Looked at: the newest period of each unit's sheets, against the twelve periods
-- before; older sheets were told when they were the newest.
with
recent as (
    select unit_id, framework_id, round, period_id, period_kind(period_id) as kind,
        row_number() over newest_first as place
    from scored_sheet
    where framework_id is not null
    window newest_first as (
        partition by unit_id, framework_id, round, period_kind(period_id) order by period_id desc
    )
    qualify place <= 13
),
-- Aggregates over all, and the changes one by one only of the few that may qualify.
extremes as (
    select score.unit_id, score.framework_id, score.round, kind, score.criterion_code,
        any_value(score.max_points) as max_points, count(*) filter (place > 1) as periods,
        any_value(points) filter (place = 1) as newest,
        min(points) filter (place > 1) as lowest, max(points) filter (place > 1) as highest
    from score
    join recent using (unit_id, framework_id, round, period_id)
    where points is not null
    group by all
),
outside as (
    select extremes.* replace (coalesce(extremes.max_points, criterion.max_points) as max_points)
    from extremes
    join criterion using (framework_id, criterion_code)
    where periods >= 3
        and greatest(newest - highest, lowest - newest) * 20 >= coalesce(extremes.max_points, criterion.max_points)
),
step as (
    select unit_id, framework_id, round, kind, criterion_code, period_id, place,
        score.import_id, score.sheet, score.cell,
        score.points / coalesce(score.max_points, outside.max_points) * 100 as reached,
        reached - lag(reached) over series as change, lag(reached) over series as previous
    from score
    join outside using (unit_id, framework_id, round, criterion_code)
    join recent using (unit_id, framework_id, round, kind, period_id)
    where score.points is not null and coalesce(score.max_points, outside.max_points) > 0
    window series as (
        partition by unit_id, framework_id, round, kind, criterion_code order by period_id
    )
),
beyond as (
    select *, max(abs(change)) over earlier as largest
    from step
    window earlier as (
        partition by unit_id, framework_id, round, kind, criterion_code order by period_id
        rows between unbounded preceding and 1 preceding
    )
    qualify place = 1 and abs(change) >= 5 and abs(change) > 2 * largest
)
select import_id, 'warning' as level, 'scores_beyond_history' as code, sheet,
    arg_max(cell, abs(change)) as cell,
    coalesce(unit_name, unit_id) || ', điểm ' || show_round(round) || ' ' || show_period(period_id) ||
    ': ' || count(*) || ' dòng đổi nhiều hơn mọi kỳ trước: ' ||
    array_to_string(list(
        criterion_code || ' từ ' || show_number(previous, 1) || '% ' ||
        if(change > 0, 'lên ', 'xuống ') || show_number(reached, 1) || '% (ô ' || cell || ')'
        order by abs(change) desc, criterion_code
    )[:5], '; ') || if(count(*) > 5, '; …', '') ||
    '. Hãy kiểm tra lại điểm; nếu đúng, hãy ghi rõ lý do.' as message
from beyond
left join unit using (unit_id)
group by import_id, sheet, unit_id, unit_name, round, period_id
