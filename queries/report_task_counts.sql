-- report_task_counts: số việc của kế hoạch năm theo lĩnh vực và tình trạng đến hết kỳ báo cáo
-- grain:    một dòng cho mỗi lĩnh vực, và một dòng cho cả kế hoạch (is_total)
-- params:   unit, period, as_of
-- columns:  is_total, area_code, area_name, total, done, in_progress, not_started, overdue, not_reported
-- order:    thứ tự lĩnh vực trong phụ lục, cả kế hoạch sau cùng
-- caveats:  unit là mã đơn vị; as_of là ngày đánh giá, không hỏi thì hết kỳ; đếm việc, không đếm nội dung; quá hạn không nằm trong đang thực hiện hay chưa thực hiện; kế hoạch không chia lĩnh vực thì chỉ có dòng tổng
select
    grouping(area_code) = 1 as is_total, area_code,
    case when grouping(area_code) = 0 then any_value(area_name) end as area_name,
    count(*) as total,
    count(*) filter (status = 'done') as done,
    count(*) filter (status = 'in_progress' and not is_overdue) as in_progress,
    count(*) filter (status = 'not_started' and not is_overdue) as not_started,
    count(*) filter (is_overdue) as overdue,
    count(*) filter (status = 'not_reported') as not_reported
from task_as_of(coalesce($as_of, period_end($period)))
where unit_id = $unit and period_id = cast(period_year($period) as varchar)
group by grouping sets ((area_code), ())
having count(*) > 0 and (grouping(area_code) = 1 or area_code is not null)
order by is_total, min(ordinal)
