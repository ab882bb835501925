-- figure_search: tìm số liệu theo tên tiêu chí, chỉ tiêu, nhiệm vụ hoặc theo con số, để biết nó nằm ở ô nào
-- grain:    một dòng cho mỗi số liệu đang dùng, nhiều nhất 50 dòng
-- params:   words, value, unit, period, kind
-- columns:  table_name, unit_name, period_id, item_code, item_name, points, max_points, percent, comparator, rank, rank_of, text, round, illustrative, file, import_id, sheet, cell, found
-- order:    đơn vị, kỳ mới trước, loại, mã
-- caveats:  words: mọi từ đều phải là đầu một từ của mã hoặc tên (không kể dấu, hoa thường); value so với điểm và % đã làm tròn hai số lẻ; unit chỉ chính đơn vị ấy; period là năm thì gồm cả các tháng, quý; không có words và value thì phải có unit; found là số số liệu khớp, kể cả phần không liệt kê
with
in_scope as (
    select *, coalesce(item_code, '') || ' ' || coalesce(item_name, '') as named
    from cell_fact
    where ($words is not null or $value is not null or $unit is not null)
        and ($unit is null or unit_id = $unit)
        and ($period is null or period_id = $period
            or (length($period) = 4 and period_id[:4] = $period))
        and ($kind is null or table_name = $kind)
        and ($value is null or round(points, 2) = cast($value as decimal(18, 2))
            or round(percent, 2) = cast($value as decimal(18, 2)))
),
-- names repeat from unit to unit: each is folded once
matching as materialized (
    select named
    from (select distinct named from in_scope)
    where $words is null
        or list_bool_and([contains(' ' || fold(named), ' ' || word) for word in string_split(fold($words), ' ')])
)
select facts.table_name, unit.unit_name, facts.period_id, facts.item_code, facts.item_name,
    facts.points, facts.max_points, facts.percent, facts.comparator, facts.rank, facts.rank_of,
    facts.text, facts.round, coalesce(unit.illustrative, false) as illustrative, imported_file.file,
    facts.import_id, facts.sheet, facts.cell, count(*) over () as found
from in_scope as facts
semi join matching using (named)
left join unit using (unit_id)
left join imported_file using (import_id)
order by unit.ordinal, period_end(facts.period_id) desc, facts.table_name, facts.item_code,
    facts.import_id, facts.sheet, facts.cell
limit 50
