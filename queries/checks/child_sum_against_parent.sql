-- title:    Điểm dòng cha khác tổng các dòng con
-- compares: Điểm ghi ở tiêu chí cha với tổng điểm tiêu chí con cùng bảng, cùng vòng chấm
-- levels:   warning
-- A parent row's printed points against the sum of its children in the same sheet and round.
-- scope: unit, period
with
sums as (
    select child.unit_id, child.period_id, child.round, child.framework_id, criterion.parent_code,
        sum(child.points) as points
    from score as child
    join criterion using (framework_id, criterion_code)
    where criterion.parent_code is not null and child.round <> 'published'
    group by all
)
select parent.import_id, 'warning' as level, 'child_sum_against_parent' as code, parent.sheet,
    parent.cell,
    'Tiêu chí ' || parent.criterion_code || ' ghi ' || show_number(parent.points, 2) ||
    ' điểm, cộng các tiêu chí con được ' || show_number(sums.points, 2) || ': lệch ' ||
    show_number(abs(parent.points - sums.points), 2) || '. Hãy sửa ô này hoặc các tiêu chí con.'
    as message
from score as parent
join sums
    on sums.unit_id = parent.unit_id and sums.period_id = parent.period_id
    and sums.round = parent.round and sums.framework_id = parent.framework_id
    and sums.parent_code = parent.criterion_code
where abs(parent.points - sums.points) > 0.01
