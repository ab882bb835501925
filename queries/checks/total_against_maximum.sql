-- title:    Tổng điểm hoặc tỷ lệ không khớp điểm tối đa áp dụng
-- compares: Dòng tổng với điểm tối đa của bộ tiêu chí, bớt phần không áp dụng
-- levels:   error, warning
-- A total against the most that it can be: the framework's maximum less what does not apply to the unit,
-- and the bonus points of its sheet.
-- A published total does not say what did not apply: there a percent lower than points / maximum is what
-- cannot be, unless the final score sheet is here, against which the index is held elsewhere.
-- scope: unit, period
with
totals as (
    select score.*, framework.max_points as framework_max,
        coalesce(index_score.room_max, framework.max_points) as most,
        index_score.room_max is not null as is_known,
        greatest(coalesce(outside.points, 0), 0) as bonus
    from score
    join framework using (framework_id)
    left join index_score
        on index_score.unit_id = score.unit_id and index_score.period_id = score.period_id
        and index_score.round = if(score.round = 'published', 'final', score.round)
        and index_score.framework_id = score.framework_id and index_score.criterion_code = 'total'
    left join outside_the_areas as outside
        on outside.unit_id = score.unit_id and outside.period_id = score.period_id
        and outside.round = if(score.round = 'published', 'final', score.round)
        and outside.framework_id = score.framework_id
    where score.level = 'total' and framework.aggregation = 'sum_points'
),
told as (
    select *, if(points > framework_max + bonus, 'error', 'warning') as said_level,
        'Tổng điểm ' || show_number(points, 2) || ' cao hơn điểm tối đa áp dụng ' ||
        show_number(most, 2) || '. Hãy kiểm tra phép cộng và các tiêu chí không áp dụng.' as message
    from totals
    where points > most + bonus + 0.01
    union all
    select *, 'warning',
        'Điểm tối đa của dòng tổng ghi ' || show_number(max_points, 2) || ', bộ tiêu chí có tối đa ' ||
        show_number(framework_max, 2) || if(most <> framework_max, ', bớt phần không áp dụng còn ' ||
        show_number(most, 2), '') || '. Hãy sửa điểm tối đa hoặc ghi rõ tiêu chí không áp dụng.'
    from totals
    where max_points <> framework_max and abs(max_points - most) > 0.01
    union all
    select *, 'warning',
        'Tỷ lệ của dòng tổng ghi ' || show_number(percent, 2) || '%, tính từ ' ||
        show_number(points, 2) || '/' || show_number(most, 2) || ' được ' ||
        show_number(points / most * 100, 2) || '%. Hãy kiểm tra lại điểm, điểm tối đa và tỷ lệ.'
    from totals
    where percent is not null and points <= most and most > 0
        and case
            when round = 'published' then not is_known and percent < points / most * 100 - 0.01
            else least(
                abs(percent - points / most * 100), abs(percent - points / framework_max * 100),
                abs(percent - points / nullif(max_points, 0) * 100)
            ) > 0.01
        end
)
select import_id, said_level as level, 'total_against_maximum' as code, sheet, cell, message
from told
