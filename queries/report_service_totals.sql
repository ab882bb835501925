-- report_service_totals: chỉ tiêu dịch vụ công cộng theo từng nhóm đơn vị trực thuộc trong một kỳ báo cáo
-- grain:    một dòng cho mỗi nhóm đơn vị, chỉ tiêu, cách tính
-- params:   unit, period
-- columns:  unit_group, unit_group_name, indicator_code, indicator_name, basis, numerator, denominator, percent, comparator, target_percent, units_of_group, units_met, units_not_met, units_reported, silent, until_period_id
-- order:    nhóm, chỉ tiêu, cách tính
-- caveats:  đếm cả nhóm như service_summary: units_of_group là mọi đơn vị của nhóm, kể cả đơn vị chưa gửi số liệu; chỉ cộng đơn vị ghi đủ tử số và mẫu số; mục tiêu NULL khi các đơn vị có mục tiêu khác nhau; units_reported là số đơn vị có số liệu nào đó theo cách tính ấy, silent là tên các đơn vị không có
with
judged as (
    select *,
        case comparator
            when '>' then reached > aim
            when '>=' then reached >= aim
            when '=' then reached = aim
            when '<' then reached < aim
            when '<=' then reached <= aim
        end as met,
        denominator > 0 and numerator is not null as is_summed
    from (
        select *,
            if(target_percent is null, numerator, percent) as reached,
            coalesce(target_percent, target_count) as aim
        from services_over($period, $unit)
        where unit_id <> $unit
    )
),
member as (
    select unit_id, unit_name, unit_group, unit_group_name, ordinal
    from unit
    where parent_id = $unit
        and coalesce(valid_from <= period_end($period), true)
        and coalesce(valid_to >= period_start($period), true)
),
heard as (
    select unit_group, basis,
        any_value(unit_group_name) as unit_group_name, min(ordinal) as ordinal,
        count(*) as units_of_group, count(*) filter (has_sent) as units_reported,
        coalesce(list(unit_name order by ordinal) filter (not has_sent), []) as silent
    from (
        select member.*, asked.basis,
            (member.unit_id, asked.basis) in (select (unit_id, basis) from judged) as has_sent
        from member, (select distinct basis from judged) as asked
    )
    group by unit_group, basis
)
select
    judged.unit_group, any_value(heard.unit_group_name) as unit_group_name,
    judged.indicator_code,
    any_value(coalesce(indicator.indicator_name, judged.indicator_name)) as indicator_name,
    judged.basis,
    sum(numerator) filter (is_summed) as numerator,
    sum(denominator) filter (is_summed) as denominator,
    try_cast(
        sum(numerator) filter (is_summed) / sum(denominator) filter (is_summed) * 100
        as decimal(18, 12)
    ) as percent,
    if(count(distinct (comparator, target_percent)) filter (target_percent is not null) = 1,
        any_value(comparator) filter (target_percent is not null), null) as comparator,
    if(count(distinct (comparator, target_percent)) filter (target_percent is not null) = 1,
        any_value(target_percent), null) as target_percent,
    any_value(heard.units_of_group) as units_of_group,
    count(*) filter (met) as units_met, count(*) filter (not met) as units_not_met,
    any_value(heard.units_reported) as units_reported, any_value(heard.silent) as silent,
    max(until_period_id) as until_period_id
from judged
join heard using (unit_group, basis)
left join indicator using (indicator_code)
group by judged.unit_group, judged.indicator_code, judged.basis, heard.ordinal, indicator.ordinal
order by heard.ordinal, indicator.ordinal, judged.indicator_code, judged.basis
