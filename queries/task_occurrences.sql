-- task_occurrences: việc định kỳ: kỳ nào đã qua, kỳ nào đã có báo cáo
-- grain:    một dòng cho mỗi việc định kỳ và mỗi kỳ đã qua của nó trong năm kế hoạch
-- params:   unit, period, as_of
-- columns:  area_code, task_group, number, action_number, title, action, lead, deadline_text, occurrence_id, due_on, state, units_reporting, units_bound, file, sheet, cell, import_id, unit_id, period_id
-- order:    thứ tự trong phụ lục, kỳ
-- caveats:  kỳ lấy theo chu kỳ ngắn nhất mà thời hạn ghi (hàng quý, 06 tháng, năm: từng quý); kỳ đã qua khi ngày hạn của nó không sau as_of; thời hạn ghi ngày của từng kỳ (trước ngày 03/6 …) thì theo ngày ấy, không thì ngày cuối kỳ; đã báo khi có báo cáo mà kỳ báo cáo kết thúc trong kỳ ấy; việc giao cho mọi đơn vị cùng loại thì chỉ đếm các đơn vị ấy; state: reported, partial (mới một số đơn vị phải làm đã báo), missing; chưa báo cáo một kỳ không phải là quá hạn
with
plan as (
    select *, row_number() over (order by import_id, ordinal, action_number) as place,
        times_a_year(deadline_text) as times,
        coalesce($as_of, period_end($period), period_end(period_id)) as judged_on
    from task
    where deadline_kind = 'periodic' and ($unit is null or unit_id = $unit)
        and ($period is null or period_id in ($period, cast(period_year($period) as varchar)))
),
dated as (
    select *,
        list_transform(
            regexp_extract_all(fold(deadline_text), 'truoc ngay (\d{1,2}/\d{1,2})', 1),
            lambda said: try_cast(try_strptime(
                said || '/' || period_id, '%d/%m/%Y') as date) - 1
        ) as last_days
    from plan
    where times is not null and length(period_id) = 4
),
occurrence as (
    select dated.*,
        occurrence_id(period_year(period_id), times, place_of_year) as occurrence_id,
        case when len(last_days) = times then last_days[place_of_year]
            else period_end(occurrence_id(period_year(period_id), times, place_of_year))
        end as last_day
    from dated, unnest(generate_series(1, times)) as places (place_of_year)
),
binding as (
    select plan.*, level
    from plan, (values ('xa'), ('phong'), ('huyen')) as levels (level)
    where binds_every(level, plan.lead, plan.action)
),
bound as (
    select binding.place, unit.unit_id as bound_id
    from binding
    join unit
        on unit.parent_id = binding.unit_id and unit.unit_level = binding.level
        and coalesce(unit.valid_from <= period_end(binding.period_id), true)
        and coalesce(unit.valid_to >= period_start(binding.period_id), true)
),
counted as (
    select place, count(*) as units_bound from bound group by place
),
told as (
    select occurrence.place, occurrence.occurrence_id,
        count(distinct report.reporter_id) as units_reporting
    from occurrence
    join task_report as report
        on report.unit_id = occurrence.unit_id and report.period_id = occurrence.period_id
        and report.area_code is not distinct from occurrence.area_code
        and report.task_group is not distinct from occurrence.task_group
        and report.number = occurrence.number and report.action_number = occurrence.action_number
        and period_end(report.report_period_id)
            between period_start(occurrence.occurrence_id) and period_end(occurrence.occurrence_id)
        and period_end(report.report_period_id) <= occurrence.judged_on
    where occurrence.place not in (select place from counted)
        or (occurrence.place, report.reporter_id) in (select (place, bound_id) from bound)
    group by all
)
select
    occurrence.area_code, occurrence.task_group, occurrence.number, occurrence.action_number,
    occurrence.title, occurrence.action, occurrence.lead, occurrence.deadline_text,
    occurrence.occurrence_id, occurrence.last_day as due_on,
    case
        when told.units_reporting is null then 'missing'
        when told.units_reporting < counted.units_bound then 'partial'
        else 'reported'
    end as state,
    coalesce(told.units_reporting, 0) as units_reporting, counted.units_bound, imported_file.file,
    occurrence.sheet, occurrence.cell, occurrence.import_id, occurrence.unit_id,
    occurrence.period_id
from occurrence
left join told using (place, occurrence_id)
left join counted using (place)
left join imported_file using (import_id)
where occurrence.last_day <= occurrence.judged_on
order by occurrence.place, occurrence.last_day
