-- service_units: chỉ tiêu dịch vụ công của từng đơn vị trong nhóm: kết quả so với mục tiêu và thứ hạng trong kỳ
-- grain:    một dòng cho mỗi đơn vị của nhóm và mỗi chỉ tiêu mà nhóm có số liệu, kể cả đơn vị chưa báo cáo
-- params:   unit_group, period, basis, indicator
-- columns:  unit_id, unit_name, indicator_code, indicator_name, numerator, denominator, percent, comparator, target_percent, target_count, better, state, rank, rank_of, import_id, sheet, cell, sent_instead
-- order:    thứ tự chỉ tiêu, thứ tự đơn vị
-- caveats:  state là met, not_met, no_target (chưa giao mục tiêu), no_files (không phát sinh hồ sơ), left_out (báo cáo không có chỉ tiêu này), not_reported (chưa báo cáo); hạng tính trên tỷ lệ chưa làm tròn, bằng nhau thì đồng hạng (1, 2, 2, 4); better là lower thì ít hơn đứng trên; không có tỷ lệ thì rank NULL; sent_instead: đơn vị không có số của kỳ và cách tính này nhưng đã gửi số nào khác của thời gian ấy (quý III/2024, lũy kế 9 tháng năm 2024)
select
    unit_id, unit_name, indicator_code, indicator_name, numerator, denominator, percent, comparator,
    target_percent, target_count, better, state, rank, rank_of, import_id, sheet, cell,
    if(state = 'not_reported', sent_instead, null) as sent_instead
from service_cell($unit_group, $period, $basis)
left join service_instead($unit_group, $period, $basis) using (unit_id)
where $indicator is null or indicator_code = $indicator
order by indicator_ordinal, indicator_code, ordinal, unit_id
