-- catalog_breaks: những lần đổi cách đo một chỉ số, từ năm nào, vì sao
-- grain:    một dòng cho mỗi lần đổi cách đo
-- params:
-- columns:  index_code, from_year, reason
-- order:    chỉ số, năm mới trước
-- caveats:  số trước và từ năm ấy không so được với nhau
select index_code, from_year, reason
from method_break
order by index_code, from_year desc
