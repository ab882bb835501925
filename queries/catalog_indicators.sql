-- catalog_indicators: các chỉ tiêu dịch vụ công và những cách gọi nhận ra được
-- grain:    một dòng cho mỗi chỉ tiêu
-- params:
-- columns:  indicator_code, indicator_name, labels, totals, better, units, file, import_id, sheet, cell
-- order:    thứ tự trong danh mục
-- caveats:  better là higher hoặc lower (càng thấp càng tốt); totals là tiêu đề của cột tổng số làm mẫu số; units là số đơn vị đã có số liệu của chỉ tiêu
with
used as (
    select indicator_code, count(distinct unit_id) as units from service_indicator
    group by indicator_code
),
given as (
    select indicator_code, import_id, sheet, cell
    from catalog_indicator
    qualify row_number() over (partition by indicator_code order by import_id desc) = 1
)
select indicator.indicator_code, indicator.indicator_name, indicator.labels, indicator.totals,
    indicator.better, coalesce(used.units, 0) as units, imported_file.file, given.import_id,
    given.sheet, given.cell
from indicator
left join used using (indicator_code)
left join given using (indicator_code)
left join imported_file using (import_id)
order by indicator.ordinal, indicator.indicator_code
