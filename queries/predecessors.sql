-- predecessors: kết quả của từng đơn vị cũ đã nhập vào, chia thành một đơn vị, đặt cạnh nhau
-- grain:    một dòng cho mỗi đơn vị cũ của một đơn vị; đơn vị không qua sắp xếp giữa hai kỳ thì không có dòng nào
-- params:   unit, unit_group, baseline, target, criterion
-- columns:  unit_name, former_name, kind, effective_on, document, percent, published_rank, published_rank_of, round, period_id, criterion_code, unit_id, former_id, import_id, sheet, cell
-- order:    đơn vị, đơn vị cũ như trong danh mục
-- caveats:  baseline là năm của kết quả, target là năm của đơn vị mới; không cộng, không lấy trung bình; percent NULL: đơn vị cũ không có kết quả năm ấy; hạng là hạng công bố trong nhóm cũ
with
results as (
    select *
    from result
    where about = 'par_index' and period_id = $baseline
        and criterion_code = coalesce($criterion, 'total')
        and unit_id in (select unit_id_before from ancestor)
    qualify row_number() over (partition by unit_id order by percent is null, round_place) = 1
)
select
    unit.unit_name, former.name_before as former_name, former.kind, former.ended_on as effective_on,
    former.document, results.percent, results.published_rank, results.published_rank_of,
    results.round, $baseline as period_id, coalesce($criterion, 'total') as criterion_code,
    former.unit_id, former.unit_id_before as former_id, results.import_id, results.sheet, results.cell
from predecessor(period_end($baseline), period_end($target)) as former
join unit using (unit_id)
left join results on results.unit_id = former.unit_id_before
where former.unit_id_before is not null and ($unit is null or former.unit_id = $unit)
    and ($unit_group is null or unit.unit_group = $unit_group)
order by unit.ordinal, former.ordinal_before
