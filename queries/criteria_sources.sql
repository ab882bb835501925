-- criteria_sources: các tệp mà điểm của một đơn vị hoặc một nhóm trong một kỳ, một vòng chấm lấy từ đó
-- grain:    một dòng cho mỗi tệp đã nhận và còn dùng
-- params:   framework, period, round, unit, unit_group
-- columns:  import_id, file, received_on
-- order:    received_on, import_id
-- caveats:  chỉ các bảng điểm, bảng kết quả của vòng ấy; nhiệm vụ và các vòng khác không kê ở đây
with
used as (
    select distinct import_id
    from score
    where framework_id = $framework and period_id = $period and round = $round
        and ($unit is null or unit_id = $unit)
        and ($unit_group is null
            or unit_id in (select unit_id from unit where unit_group = $unit_group))
)
select import_id, file, received_on
from imported_file
semi join used using (import_id)
order by received_on, import_id
