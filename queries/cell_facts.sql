-- cell_facts: số liệu trong kho đã đọc từ một tệp, một trang hoặc một ô
-- grain:    một dòng cho mỗi số liệu đang dùng
-- params:   import, sheet, cell
-- columns:  table_name, unit_name, period_id, item_code, item_name, points, max_points, percent, comparator, rank, rank_of, text, round, illustrative, import_id, sheet, cell, unit_id
-- order:    trang, dòng, cột của ô
-- caveats:  tệp đã thu hồi hoặc đã có bản sửa thay thì không còn số liệu; text là điều được ghi bằng chữ (mục tiêu, chủ trì và thời hạn, chế độ báo cáo) hoặc tử số/mẫu số của chỉ tiêu dịch vụ công
select facts.table_name, unit.unit_name, facts.period_id, facts.item_code, facts.item_name,
    facts.points, facts.max_points, facts.percent, facts.comparator, facts.rank, facts.rank_of,
    facts.text, facts.round, unit.illustrative, facts.import_id, facts.sheet, facts.cell,
    facts.unit_id
from cell_fact as facts
left join unit using (unit_id)
where ($import is null or facts.import_id = $import)
    and ($sheet is null or facts.sheet = $sheet)
    and ($cell is null or facts.cell = $cell)
order by facts.import_id, facts.sheet, try_cast(regexp_extract(facts.cell, '\d+') as integer),
    length(facts.cell), facts.cell, facts.table_name, facts.item_code
