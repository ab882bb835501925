-- Rows of a score sheet that move further than this unit's own history explains: the rule of
-- change_beyond_history on points in percent of their maximum (≥ 3 earlier periods of the same framework
-- and round, ≥ 5 points of percent, more than twice the largest change, outside all values seen).
-- A leaf often moves from nothing to full marks, so a sheet's rows are told together, in one finding at
-- the row that moved most. Looked at: the newest period of each unit's sheets, against the twelve periods
-- before; older sheets were told when they were the newest.
with
recent as (
    select unit_id, framework_id, round, period_id, period_kind(period_id) as kind,
        row_number() over newest_first as place, count(*) over newest_first as reach
    from scored_sheet
    where round <> 'published' and framework_id is not null
    window newest_first as (
        partition by unit_id, framework_id, round, period_kind(period_id) order by period_id desc
    )
    qualify place <= 13
),
told as (
    select unit_id, framework_id, round, kind, criterion_code, period_id, place,
        score.points / nullif(coalesce(score.max_points, criterion.max_points), 0) * 100 as percent,
        score.import_id, score.sheet, score.cell
    from score
    join recent using (unit_id, framework_id, round, period_id)
    join criterion using (framework_id, criterion_code)
    where score.status = 'scored'
),
-- Aggregates over all, and the changes one by one only of the few that may qualify.
outside as (
    select unit_id, framework_id, round, kind, criterion_code
    from told
    group by all
    having count(*) filter (place > 1) >= 3 and (
        max(percent) filter (place = 1) - max(percent) filter (place > 1) >= 5
        or min(percent) filter (place > 1) - min(percent) filter (place = 1) >= 5
    )
),
step as (
    select told.*, percent - lag(percent) over series as change,
        lag(percent) over series as previous, lag(period_id) over series as previous_period_id
    from told
    join outside using (unit_id, framework_id, round, kind, criterion_code)
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
        if(change > 0, 'lên ', 'xuống ') || show_number(percent, 1) || '% (ô ' || cell || ')'
        order by abs(change) desc, criterion_code
    )[:5], '; ') || if(count(*) > 5, '; …', '') ||
    '. Hãy kiểm tra lại điểm; nếu đúng, hãy ghi rõ lý do.' as message
from beyond
left join unit using (unit_id)
group by import_id, sheet, unit_id, unit_name, round, period_id
