-- unit_sources: các tệp mà số liệu của một đơn vị, hoặc của một nhóm đơn vị trong một kỳ, lấy từ đó.
-- grain:    một dòng cho mỗi tệp đã nhận và còn dùng
-- params:   unit, baseline, target, unit_group, period
-- columns:  import_id, file, received_on
-- order:    received_on, import_id
-- caveats:  theo đơn vị thì chỉ tính kết quả, mục tiêu, nhiệm vụ; báo cáo tháng của đơn vị cấp dưới không kê ở đây
with
shown as (
    select import_id, unit_id, period_id, 'result' as what
    from score
    where level = 'total' and round in ('published', 'final')
    union
    select import_id, unit_id, period_id, 'plan' from target
    union
    select import_id, unit_id, period_id, 'plan' from task
)
select distinct import_id, file, imported_file.received_on
from shown
join imported_file using (import_id)
join unit using (unit_id)
where
    ($unit is null or (unit_id = $unit and (
        (what = 'plan' and period_id = $target) or (what = 'result' and period_id in ($baseline, $target))
    )))
    and ($unit_group is null or (unit_group = $unit_group and what = 'result' and period_id = $period))
order by received_on, import_id
