-- method_breaks: những lần đổi cách đo SIPAS, PAPI
-- grain:    một dòng cho mỗi lần đổi
-- params:   index
-- columns:  index_code, from_year, reason
-- order:    chỉ số, năm
-- caveats:  index là sipas hoặc papi; không hỏi thì cả hai; from_year là năm đầu đo theo cách mới
select index_code, from_year, reason
from method_break
where $index is null or index_code = $index
order by index_code, from_year
