-- service_sources: các tệp mà số liệu dịch vụ công của một nhóm đơn vị trong kỳ lấy từ đó
-- grain:    một dòng cho mỗi tệp đã nhận và còn dùng
-- params:   unit_group, period
-- columns:  import_id, file, received_on
-- order:    received_on, import_id
-- caveats:  chỉ tệp của kỳ được hỏi, trong kỳ và lũy kế; tệp của các tháng trước xem ở từng ô
select distinct import_id, imported_file.file, imported_file.received_on
from service_indicator
semi join group_member($unit_group, $period) as member using (unit_id)
join imported_file using (import_id)
where list_contains(periods_ending_with($period), period_id)
order by imported_file.received_on, import_id
