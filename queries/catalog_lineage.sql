-- catalog_lineage: sắp xếp đơn vị: đơn vị cũ nào thành đơn vị mới nào, theo văn bản nào, số liệu có so được không
-- grain:    một dòng cho mỗi đơn vị cũ vào một đơn vị mới
-- params:   unit
-- columns:  name_before, name_after, parent_before, parent_after, kind, effective_on, document, units_before, flag, reason, unit_id_before, unit_id_after, illustrative, file, import_id, sheet, cell
-- order:    ngày sắp xếp mới trước, đơn vị mới, đơn vị cũ
-- caveats:  unit là đơn vị cũ hoặc mới, hoặc cấp trên của chúng; kind là full, partial, split, renamed, kept; flag là comparable, comparable_with_note (nhập toàn bộ: so được, kèm tên các đơn vị cũ), not_comparable (nhập một phần, chia tách); một đơn vị mới có nhiều dòng thì theo dòng khó so nhất
with
given as (
    select unit_id_before, unit_id_after, import_id, sheet, cell
    from catalog_lineage
    qualify import_id = max(import_id) over (partition by unit_id_before)
),
weighed as (
    select lineage.*,
        max(list_position(['kept', 'renamed', 'full', 'partial', 'split'], kind))
            over (partition by unit_id_after, effective_on) as weight,
        count(*) over (partition by unit_id_after, effective_on) as units_before
    from lineage
)
select coalesce(old.unit_name, weighed.unit_id_before) as name_before,
    coalesce(new.unit_name, weighed.unit_id_after) as name_after,
    old_parent.unit_name as parent_before, new_parent.unit_name as parent_after, weighed.kind,
    weighed.effective_on, weighed.document, weighed.units_before,
    case
        when weight >= 4 then 'not_comparable'
        when weight = 3 or units_before > 1 then 'comparable_with_note'
        else 'comparable'
    end as flag,
    case
        when weight = 5 then 'đơn vị cũ chia tách: không biết phần nào của số cũ thuộc đơn vị mới'
        when weight = 4 then 'chỉ nhận một phần đơn vị cũ: số cũ không nói riêng phần ấy'
        when units_before > 1
        then units_before || ' đơn vị cũ nhập toàn bộ: nêu từng đơn vị cũ, không cộng, không lấy trung bình'
        when weight = 3 then 'nhập toàn bộ: nêu tên đơn vị cũ bên cạnh'
        when weight = 2 then 'chỉ đổi tên'
        else 'giữ nguyên'
    end as reason,
    weighed.unit_id_before, weighed.unit_id_after,
    coalesce(new.illustrative, old.illustrative, false) as illustrative, imported_file.file,
    given.import_id, given.sheet, given.cell
from weighed
left join unit as old on old.unit_id = weighed.unit_id_before
left join unit as new on new.unit_id = weighed.unit_id_after
left join unit as old_parent on old_parent.unit_id = old.parent_id
left join unit as new_parent on new_parent.unit_id = new.parent_id
left join given
    on given.unit_id_before = weighed.unit_id_before and given.unit_id_after = weighed.unit_id_after
left join imported_file using (import_id)
where $unit is null
    or $unit in (weighed.unit_id_before, weighed.unit_id_after, old.parent_id, new.parent_id)
order by weighed.effective_on desc, new.ordinal, old.ordinal, weighed.unit_id_before
