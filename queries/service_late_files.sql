-- service_late_files: đơn vị nào có hồ sơ giải quyết trễ hạn trong kỳ, phải giải trình và có thư xin lỗi
-- grain:    một dòng cho mỗi đơn vị của nhóm
-- params:   unit_group, period
-- columns:  unit_id, unit_name, late_files, files, late_said, late_left, late_since_january, state, import_id, sheet, cell, sent_instead
-- order:    nhiều hồ sơ trễ hạn trước, thứ tự đơn vị
-- caveats:  late_said là số hồ sơ trễ hạn ghi trong báo cáo, late_left là mẫu số trừ tử số của chỉ tiêu đúng hạn; late_files lấy late_said, không có thì late_left; hai số khác nhau thì cả hai cùng hiện; state là late, none, not_counted (tỷ lệ cho thấy có trễ hạn nhưng không gửi số hồ sơ), no_files, not_reported; sent_instead như của service_units, khi đơn vị không gửi số nào của chính kỳ này
with
figures as (
    select * from service_figure($unit_group, $period, 'in_period')
    union all
    select * from service_figure($unit_group, $period, 'cumulative')
),
counts as (
    select unit_id,
        max(numerator) filter (indicator_code = 'tre-han' and basis = 'in_period') as late_said,
        max(denominator - numerator) filter (indicator_code = 'dung-han' and basis = 'in_period') as late_left,
        max(denominator) filter (indicator_code in ('dung-han', 'tre-han') and basis = 'in_period') as files,
        bool_or(indicator_code = 'dung-han' and percent < 100 or indicator_code = 'tre-han' and percent > 0)
            filter (basis = 'in_period') as has_late,
        count(*) filter (indicator_code in ('dung-han', 'tre-han') and basis = 'in_period') as figures,
        coalesce(
            max(numerator) filter (indicator_code = 'tre-han' and basis = 'cumulative'),
            max(denominator - numerator) filter (indicator_code = 'dung-han' and basis = 'cumulative')
        ) as late_since_january,
        arg_max(struct_pack(import_id, sheet, cell), indicator_code)
            filter (indicator_code in ('dung-han', 'tre-han') and basis = 'in_period') as place
    from figures
    group by unit_id
)
select
    member.unit_id, member.unit_name, coalesce(late_said, late_left) as late_files, files,
    late_said, late_left, late_since_january,
    case
        when coalesce(figures, 0) = 0 then 'not_reported'
        when coalesce(late_said, late_left) > 0 or late_left > 0 then 'late'
        when files = 0 then 'no_files'
        when coalesce(late_said, late_left) = 0 then 'none'
        when has_late then 'not_counted'
        else 'none'
    end as state,
    place.import_id as import_id, place.sheet as sheet, place.cell as cell,
    if(unit_id in (select unit_id from figures where basis = 'in_period'), null, sent_instead)
        as sent_instead
from group_member($unit_group, $period) as member
left join counts using (unit_id)
left join service_instead($unit_group, $period, 'in_period') using (unit_id)
order by late_files desc nulls last, member.ordinal, member.unit_id
