-- award_sources: các tệp mà trang Rà soát thi đua lấy số liệu từ đó, trừ báo cáo tháng của từng đơn vị
-- grain:    một dòng cho mỗi tệp đã nhận và còn dùng
-- params:   unit, period
-- columns:  import_id, file, received_on
-- order:    received_on, import_id
-- caveats:  bảng kết quả, bảng mục tiêu, phụ lục nhiệm vụ của đơn vị và bảng kết quả của các đơn vị trực thuộc, năm xét và các năm trước gần nhất; báo cáo tháng thì từng ô có liên kết riêng
with
used as (
    select result.import_id, result.period_id, unit.unit_group
    from result
    join unit using (unit_id)
    where result.criterion_code = 'total' and result.round in ('final', 'published')
        and ($unit is null or unit.unit_id = $unit or unit.parent_id = $unit)
        and ($period is null or result.period_id <= cast(period_year($period) as varchar))
        and length(result.period_id) = 4
    qualify rank() over (partition by unit.unit_group order by result.period_id desc) = 1
),
planned as (
    select import_id, unit_id, period_id from target
    union
    select import_id, unit_id, period_id from task
)
select distinct import_id, file, received_on
from imported_file
where import_id in (select import_id from used)
    or import_id in (
        select import_id from planned
        where ($unit is null or unit_id = $unit)
            and ($period is null or period_id = cast(period_year($period) as varchar))
    )
order by received_on, import_id
