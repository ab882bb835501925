-- year_sources: các tệp mà bảng ước cả năm của một đơn vị lấy số liệu
-- grain:    một dòng cho mỗi tệp đã nhận và còn dùng
-- params:   unit, target, as_of
-- columns:  import_id, file, received_on
-- order:    received_on, import_id
-- caveats:  bảng điểm và mục tiêu của năm ấy; báo cáo chỉ tiêu dịch vụ công chỉ kể kỳ sau cùng tính đến as_of
with
used as (
    select import_id
    from score
    where ($unit is null or unit_id = $unit) and period_id = $target
    union
    select import_id
    from target
    where ($unit is null or unit_id = $unit) and period_id = $target
    union
    select import_id
    from (
        select import_id, unit_id, period_id
        from service_indicator
        where ($unit is null or unit_id = $unit) and cast(period_year(period_id) as varchar) = $target
            and period_end(period_id) <= coalesce($as_of, date '9999-12-31')
        qualify dense_rank() over (partition by unit_id order by period_end(period_id) desc) = 1
    )
)
select import_id, imported_file.file, imported_file.received_on
from used
join imported_file using (import_id)
order by received_on, import_id
