-- year_bands: các mức xếp loại của một bộ tiêu chí
-- grain:    một dòng cho mỗi mức
-- params:   framework
-- columns:  framework_id, band_name, min_percent
-- order:    bộ tiêu chí, mức cao trước
-- caveats:  bộ tiêu chí không ghi mức xếp loại thì không có dòng nào; chỉ số từ min_percent trở lên được xếp loại ấy
select framework_id, band_name, min_percent
from framework_band
where $framework is null or framework_id = $framework
order by framework_id, min_percent desc
