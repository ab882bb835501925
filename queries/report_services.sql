-- report_services: chỉ tiêu dịch vụ công của một đơn vị và các đơn vị trực thuộc trong một kỳ báo cáo bất kỳ
-- grain:    một dòng cho mỗi đơn vị, chỉ tiêu, cách tính (trong kỳ hoặc lũy kế)
-- params:   unit, period
-- columns:  unit_id, unit_name, unit_group, unit_group_name, is_own, indicator_code, indicator_name, basis, numerator, denominator, percent, comparator, target_percent, target_count, met, met_count, judged_count, reported, until_period_id, read_from
-- order:    đơn vị, chỉ tiêu, cách tính
-- caveats:  unit là mã đơn vị; quý, 6 tháng, 9 tháng, năm không có báo cáo riêng thì trong kỳ cộng từ các tháng đã báo (reported là số tháng), lũy kế lấy tháng cuối cùng mà nhóm đã báo (until_period_id); tháng chỉ ghi tỷ lệ thì không cộng được, percent NULL; met_count trên judged_count là số chỉ tiêu đạt của đơn vị theo cùng cách tính
with
judged as (
    select over_period.* replace (
            coalesce(indicator.indicator_name, over_period.indicator_name) as indicator_name
        ),
        unit.unit_name, unit.unit_group_name, unit.ordinal,
        over_period.unit_id = $unit as is_own, indicator.ordinal as indicator_ordinal,
        case over_period.comparator
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
    ) as over_period
    join unit using (unit_id)
    left join indicator using (indicator_code)
)
select
    unit_id, unit_name, unit_group, unit_group_name, is_own, indicator_code, indicator_name, basis,
    numerator, denominator, percent, comparator, target_percent, target_count, met,
    count(*) filter (met) over own as met_count, count(met) over own as judged_count,
    reported, until_period_id, read_from
from judged
window own as (partition by unit_id, basis)
order by is_own desc, ordinal, indicator_ordinal, indicator_code, basis
