-- report_service_totals: chỉ tiêu dịch vụ công cộng theo từng nhóm đơn vị trực thuộc trong một kỳ báo cáo
-- grain:    một dòng cho mỗi nhóm đơn vị, chỉ tiêu, cách tính
-- params:   unit, period
-- columns:  unit_group, unit_group_name, indicator_code, indicator_name, basis, numerator, denominator, percent, comparator, target_percent, units, units_met, units_judged, units_of_group
-- order:    nhóm, chỉ tiêu, cách tính
-- caveats:  chỉ cộng đơn vị ghi đủ tử số và mẫu số; mục tiêu NULL khi các đơn vị có mục tiêu khác nhau; units là số đơn vị có số liệu, units_judged là số đơn vị so được với mục tiêu
with
judged as (
    select *,
        case comparator
            when '>' then reached > aim
            when '>=' then reached >= aim
            when '=' then reached = aim
            when '<' then reached < aim
            when '<=' then reached <= aim
        end as met
    from (
        select *,
            if(target_percent is null, numerator, percent) as reached,
            coalesce(target_percent, target_count) as aim
        from services_over($period, $unit)
        where unit_id <> $unit
    )
),
groups as (
    select unit_group, any_value(unit_group_name) as unit_group_name, min(ordinal) as ordinal,
        count(*) filter (
            coalesce(valid_from, period_end($period)) <= period_end($period)
            and coalesce(valid_to, period_start($period)) >= period_start($period)
        ) as units_of_group
    from unit
    where parent_id = $unit
    group by unit_group
)
select
    judged.unit_group, any_value(groups.unit_group_name) as unit_group_name,
    judged.indicator_code, any_value(judged.indicator_name) as indicator_name, judged.basis,
    sum(numerator) filter (denominator is not null) as numerator,
    sum(denominator) filter (numerator is not null) as denominator,
    try_cast(
        sum(numerator) filter (denominator is not null)
        / nullif(sum(denominator) filter (numerator is not null), 0) * 100 as decimal(18, 12)
    ) as percent,
    case when count(distinct comparator) = 1 then any_value(comparator) end as comparator,
    case when count(distinct target_percent) = 1 then any_value(target_percent) end as target_percent,
    count(*) as units, count(*) filter (met) as units_met, count(met) as units_judged,
    any_value(groups.units_of_group) as units_of_group
from judged
join groups using (unit_group)
left join indicator using (indicator_code)
group by judged.unit_group, judged.indicator_code, judged.basis, groups.ordinal, indicator.ordinal
order by groups.ordinal, indicator.ordinal, judged.indicator_code, judged.basis
