-- catalog_crosswalk: tiêu chí nào của bộ trước đặt cạnh tiêu chí nào của bộ sau, so được hay không
-- grain:    một dòng cho mỗi cặp tiêu chí trong bảng đối chiếu
-- params:   framework
-- columns:  framework_before, framework_before_name, year_before, criterion_before, name_before, framework_after, framework_after_name, year_after, criterion_after, name_after, flag, note
-- order:    bộ sau, bộ trước, thứ tự trong bộ sau
-- caveats:  framework là bộ trước hoặc bộ sau; criterion total là chỉ số chung; flag là comparable, comparable_with_note, not_comparable
select crosswalk.framework_before, earlier.framework_name as framework_before_name,
    earlier.year_from as year_before, crosswalk.criterion_before,
    old.criterion_name as name_before, crosswalk.framework_after,
    later.framework_name as framework_after_name, later.year_from as year_after,
    crosswalk.criterion_after, new.criterion_name as name_after, crosswalk.flag, crosswalk.note
from crosswalk
left join framework as earlier on earlier.framework_id = crosswalk.framework_before
left join framework as later on later.framework_id = crosswalk.framework_after
left join criterion as old
    on old.framework_id = crosswalk.framework_before
    and old.criterion_code = crosswalk.criterion_before
left join criterion as new
    on new.framework_id = crosswalk.framework_after
    and new.criterion_code = crosswalk.criterion_after
where $framework is null or $framework in (crosswalk.framework_before, crosswalk.framework_after)
order by crosswalk.framework_after, crosswalk.framework_before, new.ordinal, crosswalk.criterion_after
