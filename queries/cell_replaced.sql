-- cell_replaced: số liệu của một ô (hoặc một trang) đã nhường chỗ cho lần nhập nào
-- grain:    một dòng cho mỗi số liệu nhường chỗ ở đúng ô ấy, và mỗi lần nhập sau thay số liệu của trang ấy
-- params:   import, sheet, cell
-- columns:  kind, value, standing_value, by_import_id, by_file, by_sheet, by_cell, by_received_on, figures, changed
-- order:    ô trước, trang sau; lần nhập mới trước
-- caveats:  kind là cell (một số liệu nhường chỗ cho nơi gửi khác hoặc cho ô ghi trước trong cùng tệp) hoặc sheet (bản sửa thay cả phần số liệu); changed là số số liệu khác đi hoặc không còn; phải hỏi import
with
of_cell as (
    select 'cell' as kind, displaced.value, displaced.standing_value,
        displaced.standing_import_id as by_import_id, standing.sheet as by_sheet,
        standing.cell as by_cell, 1 as figures,
        if(displaced.value is distinct from displaced.standing_value, 1, 0) as changed
    from displaced
    left join cell_fact as standing
        on standing.table_name = displaced.table_name and standing.figure = displaced.figure
    where displaced.import_id = $import
        and ($sheet is null or displaced.sheet = $sheet)
        and ($cell is null or displaced.cell = $cell)
),
read as (
    select distinct unit_id, period_id from sheet_read
    where import_id = $import and ($sheet is null or sheet = $sheet)
),
of_sheet as (
    select 'sheet' as kind, by_import_id, sum(figures)::integer as figures,
        sum(changed)::integer as changed
    from superseded
    where import_id = $import and exists (
        from read
        where coalesce(read.unit_id = superseded.unit_id, true)
            and coalesce(read.period_id = superseded.period_id, true)
    )
    group by by_import_id
)
select replaced.kind, replaced.value, replaced.standing_value, replaced.by_import_id,
    imported_file.file as by_file, replaced.by_sheet, replaced.by_cell,
    imported_file.received_on as by_received_on, replaced.figures, replaced.changed
from (from of_cell union all by name from of_sheet) as replaced
left join imported_file on imported_file.import_id = replaced.by_import_id
order by replaced.kind, replaced.by_import_id desc, replaced.by_sheet, replaced.by_cell
