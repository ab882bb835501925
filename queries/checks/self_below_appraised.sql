-- title:    Tự chấm thấp hơn thẩm định
-- compares: Điểm tự chấm với điểm thẩm định của cùng tiêu chí
-- levels:   warning, note
-- A unit that gave itself less than the appraisers gave it: rare enough to look twice at both cells.
-- Only the lowest rows that hold points, for a parent's sum repeats its children. A warning where most
-- rows of a sheet are so: then the two columns may have been exchanged.
-- scope: unit, period
with
pairs as (
    select own.unit_id, own.period_id, own.framework_id, own.criterion_code, later.round,
        own.points as own_points, later.points as later_points,
        greatest(own.import_id, later.import_id) as import_id,
        if(later.import_id >= own.import_id, later.sheet, own.sheet) as sheet,
        if(later.import_id >= own.import_id, later.cell, own.cell) as cell
    from score as own
    join score as later using (unit_id, period_id, framework_id, criterion_code)
    where own.round = 'self' and later.round in ('appraised', 'appraised_2', 'final')
        and own.level not in ('total', 'bonus', 'penalty') and own.points is not null and later.points is not null
    -- Each step of the appraisal may raise the points once; the first that did is told.
    qualify row_number() over (
        partition by own.unit_id, own.period_id, own.framework_id, own.criterion_code
        order by own.points >= later.points, later.round
    ) = 1
),
parents as (
    select distinct pairs.unit_id, pairs.period_id, framework_id, criterion.parent_code
    from pairs
    join criterion using (framework_id, criterion_code)
    where criterion.parent_code is not null
),
lowest as (
    select pairs.*,
        count(*) filter (own_points < later_points) over sheet_of > count(*) over sheet_of / 2
            and count(*) over sheet_of >= 4 as is_most
    from pairs
    anti join parents
        on parents.unit_id = pairs.unit_id and parents.period_id = pairs.period_id
        and parents.framework_id = pairs.framework_id
        and parents.parent_code = pairs.criterion_code
    window sheet_of as (partition by pairs.unit_id, pairs.period_id, pairs.framework_id)
)
select import_id, if(is_most, 'warning', 'note') as level, 'self_below_appraised' as code, sheet, cell,
    coalesce(unit_name, unit_id) || ', tiêu chí ' || criterion_code || ': tự chấm ' ||
    show_number(own_points, 2) || ' điểm, ' || show_round(round) || ' ' ||
    show_number(later_points, 2) || ' điểm: tự chấm thấp hơn ' ||
    show_number(later_points - own_points, 2) || '. ' ||
    if(is_most, 'Hãy kiểm tra hai cột điểm có bị đổi chỗ.', 'Hãy kiểm tra lại cả hai số.') as message
from lowest
left join unit using (unit_id)
where own_points < later_points
