-- satisfaction_leaders: khảo sát cán bộ lãnh đạo, quản lý: từng nội dung, nội dung dưới 80%
-- grain:    một dòng cho mỗi nội dung khảo sát của một đơn vị trong một năm
-- params:   unit, period
-- columns:  criterion_code, criterion_name, percent, is_below, target_text, previous_percent, previous_period_id, change_percent, comparability, comparability_reason, import_id, sheet, cell, period_id, unit_name
-- order:    % tăng dần, thứ tự trong bảng
-- caveats:  dưới 80% thì cần khắc phục (kế hoạch của huyện Tuy Phước); target_text là mục tiêu năm sau cho nội dung ấy như đã in; năm trước là năm liền trước, cùng bộ nội dung mới so
with
items as (
    select * from result
    where unit_id = $unit and about = 'leaders_survey' and level = 'survey_item'
        and percent is not null
        and period_id in ($period, cast(period_year($period) - 1 as varchar))
    qualify row_number() over (
        partition by period_id, framework_id, criterion_code order by round_place
    ) = 1
)
select item.criterion_code, item.criterion_name, item.percent, item.percent < 80 as is_below,
    aimed.raw_text as target_text, before.percent as previous_percent,
    before.period_id as previous_period_id,
    case when item.framework_id = before.framework_id then item.percent - before.percent
    end as change_percent,
    framework_flag(before.framework_id, item.framework_id, item.criterion_code, null, null)
        as comparability,
    framework_reason(before.framework_id, item.framework_id, item.criterion_code, null, null, null)
        as comparability_reason,
    item.import_id, item.sheet, item.cell, item.period_id, unit.unit_name
from items as item
join unit using (unit_id)
left join items as before
    on before.criterion_code = item.criterion_code
    and before.period_id = cast(period_year($period) - 1 as varchar)
left join target as aimed
    on aimed.unit_id = item.unit_id and aimed.framework_id = item.framework_id
    and aimed.criterion_code = item.criterion_code
    and aimed.period_id = cast(period_year($period) + 1 as varchar)
where item.period_id = $period
order by item.percent, item.ordinal
