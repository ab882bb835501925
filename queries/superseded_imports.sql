-- superseded_imports: lần nhập nào đã nhường chỗ cho lần nhập nào sau đó, bao nhiêu số liệu
-- grain:    một dòng cho mỗi cặp lần nhập
-- params:   imports
-- columns:  import_id, by_import_id, figures, changed
-- order:    import_id, by_import_id
-- caveats:  imports chỉ lấy các cặp mà lần nhập sau là một trong số ấy; chỉ gồm các lần nhập đang dùng; changed là số số liệu khác đi hoặc không còn trong lần nhập sau
select import_id, by_import_id, sum(figures)::integer as figures, sum(changed)::integer as changed
from superseded
where $imports is null or list_contains($imports, by_import_id)
group by import_id, by_import_id
order by import_id, by_import_id
