-- rank_rounds: một nhóm đơn vị có kết quả chung của những kỳ nào, vòng chấm nào
-- grain:    một dòng cho mỗi kỳ và vòng chấm; kết quả công bố và bảng điểm cuối cùng là một vòng (final)
-- params:   unit_group
-- columns:  period_id, round, units, has_final
-- order:    kỳ có kết quả chính thức trước, kỳ mới trước; vòng sau cùng trước
-- caveats:  chỉ tính chỉ số chung; units là số đơn vị có kết quả ở vòng ấy; has_final là của cả kỳ
with
held as (
    select result.period_id, result.unit_id,
        if(result.round = 'published', 'final', result.round) as round,
        greatest(result.round_place, 2) as place
    from result
    join unit using (unit_id)
    where unit.unit_group = $unit_group and result.about = 'par_index'
        and result.criterion_code = 'total' and result.percent is not null
)
select period_id, round, count(distinct unit_id) as units,
    bool_or(bool_or(round = 'final')) over (partition by period_id) as has_final
from held
group by period_id, round
order by has_final desc, period_end(period_id) desc, min(place)
