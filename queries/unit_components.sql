-- unit_components: kết quả theo chỉ số thành phần của mọi đơn vị trong một nhóm, một năm
-- grain:    một dòng cho mỗi đơn vị và chỉ số thành phần (hoặc phần điểm, khi kết quả không chia theo thành phần)
-- params:   unit_group, period, round
-- columns:  unit_name, criterion_code, criterion_name, percent, points, max_points, decision, import_id, sheet, cell, unit_id, period_id, round
-- order:    thứ tự của đơn vị trong danh mục, thứ tự của chỉ số trong bộ tiêu chí
-- caveats:  percent là phần trăm điểm tối đa áp dụng; số công bố trước, không có thì số tính lại; không hỏi vòng thì kết quả chính thức
with
finest as (
    select result.*, unit.unit_name, unit.ordinal as unit_ordinal
    from result
    join unit using (unit_id)
    where
        unit.unit_group = $unit_group and result.period_id = $period and result.about = 'par_index'
        and result.level in ('component', 'part') and (result.round = $round or $round is null and result.round in ('final', 'published'))
    -- components where a unit has any, else the parts of its result
    qualify result.level = min(result.level) over (partition by unit_id)
        and row_number() over (partition by unit_id, criterion_code, result.level order by round_place) = 1
),
cited as (
    select unit_id, period_id, any_value(number) as number from decision group by unit_id, period_id
)
select
    finest.unit_name, finest.criterion_code, finest.criterion_name, finest.percent, finest.points,
    finest.max_points, cited.number as decision, finest.import_id, finest.sheet, finest.cell,
    finest.unit_id, finest.period_id, finest.round
from finest
left join cited on cited.unit_id = finest.unit_id and cited.period_id = finest.period_id
order by finest.unit_ordinal, finest.ordinal
