-- reporting_sources: các tệp mà chế độ báo cáo của các kế hoạch liên quan đến một đơn vị lấy từ đó
-- grain:    một dòng cho mỗi tệp đã nhận và còn dùng
-- params:   unit, period
-- columns:  import_id, file, received_on
-- order:    received_on, import_id
-- caveats:  ngày nhận báo cáo của từng đơn vị xem ở lịch sử nhập số liệu
select distinct import_id, imported_file.file, imported_file.received_on
from concerned_report($unit, $period, null) as owed
join imported_file using (import_id)
order by imported_file.received_on, import_id
