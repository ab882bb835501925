-- satisfaction_leaders: khảo sát cán bộ lãnh đạo, quản lý: từng nội dung, nội dung dưới 80%
-- grain:    một dòng cho mỗi nội dung khảo sát của một đơn vị trong một năm
-- params:   unit, period
-- columns:  criterion_code, criterion_name, percent, is_below, target_text, previous_percent, previous_period_id, change_percent, comparability, comparability_reason, import_id, sheet, cell, period_id, unit_name
-- order:    % tăng dần, thứ tự trong bảng
-- caveats:  dưới 80% thì cần khắc phục (kế hoạch của huyện Tuy Phước); target_text là mục tiêu năm sau cho nội dung ấy như đã in; năm trước là năm liền trước, kể cả dưới mã cũ của chính đơn vị (đổi tên, giữ nguyên); khác bộ nội dung mà danh mục crosswalk không có dòng đối chiếu, hay đơn vị nhận một phần, chia tách thì change_percent NULL, lý do ở comparability_reason
with
changed as (
    from unit_change(make_date(period_year($period) - 1, 12, 31), period_end($period))
    where unit_id = $unit
),
items as (
    select *, period_id = $period as is_now
    from own_results_in($period, cast(period_year($period) - 1 as varchar), null, period_end($period))
    where unit_id = $unit and about = 'leaders_survey' and level = 'survey_item'
        and percent is not null
    qualify row_number() over (
        partition by period_id, framework_id, criterion_code order by round_place
    ) = 1
),
frameworks_now as (
    select distinct framework_id from items where is_now
),
-- what each item of the year before means in this year's survey
befores as (
    select items.*, now.framework_id as framework_after,
        coalesce(crosswalk.criterion_after, items.criterion_code) as means_code,
        crosswalk.flag as walked, crosswalk.note
    from items
    cross join frameworks_now as now
    left join crosswalk
        on crosswalk.framework_before = items.framework_id
        and crosswalk.criterion_before = items.criterion_code
        and crosswalk.framework_after = now.framework_id
    where not is_now
    qualify row_number() over (
        partition by now.framework_id, means_code
        order by items.framework_id <> now.framework_id, crosswalk.flag is null
    ) = 1
),
beside as (
    select item.*, unit.unit_name, before.percent as previous_percent,
        before.period_id as previous_period_id,
        worst_flag([
            coalesce(changed.flag, 'comparable'),
            framework_flag(
                before.framework_id, item.framework_id, item.criterion_code, before.walked, null
            )
        ]) as flag,
        nullif(concat_ws('; ', changed.reason, framework_reason(
            before.framework_id, item.framework_id, item.criterion_code, before.walked, before.note,
            null
        )), '') as reason
    from items as item
    join unit using (unit_id)
    left join befores as before
        on before.framework_after = item.framework_id and before.means_code = item.criterion_code
    left join changed on changed.unit_id = before.unit_id
    where item.is_now
)
select beside.criterion_code, beside.criterion_name, beside.percent,
    beside.percent < 80 as is_below, aimed.raw_text as target_text, beside.previous_percent,
    beside.previous_period_id,
    case when beside.flag <> 'not_comparable' then beside.percent - beside.previous_percent end
        as change_percent,
    beside.flag as comparability, beside.reason as comparability_reason, beside.import_id,
    beside.sheet, beside.cell, beside.period_id, beside.unit_name
from beside
left join target as aimed
    on aimed.unit_id = beside.unit_id and aimed.framework_id = beside.framework_id
    and aimed.criterion_code = beside.criterion_code
    and aimed.period_id = cast(period_year($period) + 1 as varchar)
order by beside.percent, beside.ordinal
