-- satisfaction_sources: các tệp mà số liệu khảo sát của một đơn vị, hoặc của một nhóm đơn vị trong một năm, lấy từ đó
-- grain:    một dòng cho mỗi tệp đã nhận và còn dùng
-- params:   unit, unit_group, period
-- columns:  import_id, file, received_on
-- order:    received_on, import_id
-- caveats:  gồm khảo sát hài lòng, khảo sát lãnh đạo và kết quả chỉ số cải cách hành chính của đơn vị trong năm ấy
with
shown as (
    select satisfaction.import_id
    from satisfaction
    join unit using (unit_id)
    where satisfaction.period_id = $period
        and (satisfaction.unit_id = $unit or unit.unit_group = $unit_group)
    union
    select import_id
    from score
    where unit_id = $unit and period_id = $period
        and (level = 'survey_item' or regexp_matches(fold(criterion_name), '\b(sipas|hai long)\b'))
)
select distinct import_id, file, imported_file.received_on
from shown
join imported_file using (import_id)
order by received_on, import_id
