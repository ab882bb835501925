-- next_above: đơn vị đứng liền trên một đơn vị, và khoảng cách tới đơn vị đó
-- grain:    nhiều nhất một dòng; đơn vị đứng đầu thì không có dòng nào
-- params:   unit, period, criterion, unit_group, round
-- columns:  unit_name, percent, behind
-- order:    không cần (nhiều nhất một dòng)
-- caveats:  so trên số dùng để xếp hạng, cùng một vòng như rank_units; behind tính bằng điểm phần trăm; đơn vị đồng hạng không phải là liền trên
with
peers as (
    select unit.unit_id, unit.unit_name, unit.ordinal, result.exact, result.percent
    from result
    join unit using (unit_id)
    where
        unit.unit_group = $unit_group and result.period_id = $period and result.about = 'par_index'
        and ($round is null or result.round = $round)
        and result.criterion_code = coalesce($criterion, 'total') and result.exact is not null
    qualify row_number() over (partition by unit.unit_id order by result.round_place) = 1
        and greatest(result.round_place, 2) = min(greatest(result.round_place, 2)) over ()
),
own as (
    select exact, percent from peers where unit_id = $unit
)
select peers.unit_name, peers.percent, peers.percent - own.percent as behind
from peers, own
where peers.exact > own.exact
order by peers.exact, peers.ordinal
limit 1
