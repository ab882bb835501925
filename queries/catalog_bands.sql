-- catalog_bands: các mức xếp loại của một bộ tiêu chí, từ bao nhiêu % đến dưới bao nhiêu %
-- grain:    một dòng cho mỗi mức
-- params:   framework
-- columns:  framework_id, band_name, min_percent, below_percent, import_id, sheet, cell
-- order:    mức cao trước
-- caveats:  phải hỏi framework; below_percent NULL: mức cao nhất, không có trần
with
given as (
    select framework_id, band_name, import_id, sheet, cell
    from catalog_band
    where framework_id = $framework
    qualify import_id = max(import_id) over ()
)
select framework_id, band_name, min_percent,
    lag(min_percent) over (order by min_percent desc) as below_percent,
    given.import_id, given.sheet, given.cell
from framework_band
left join given using (framework_id, band_name)
where framework_id = $framework
order by min_percent desc, band_name
