-- reporting_sources: các tệp mà chế độ báo cáo của các kế hoạch liên quan đến một đơn vị lấy từ đó: lịch và báo cáo đã nhận
-- grain:    một dòng cho mỗi tệp đã nhận và còn dùng
-- params:   unit, period, as_of, rule
-- columns:  import_id, file, received_on
-- order:    received_on, import_id
-- caveats:  lịch của mọi chế độ; báo cáo đã nhận đến hết ngày as_of của chế độ rule (không hỏi thì của mọi chế độ), chỉ tệp nhận đầu tiên của kỳ, là tệp quyết định đúng hạn hay trễ hạn
with
owed as (
    select * from concerned_report($unit, $period, $as_of)
),
used as (
    select import_id from owed
    union
    select sheet_read.import_id
    from owed
    join sheet_read
        on sheet_read.unit_id = owed.owing_id and sheet_read.period_id = owed.for_period_id
        and is_report(sheet_read.form)
    join imported_file on imported_file.import_id = sheet_read.import_id
    where followed and imported_file.received_on = owed.received_on
        and ($rule is null or rule_id = $rule)
)
select import_id, imported_file.file, imported_file.received_on
from used
join imported_file using (import_id)
order by imported_file.received_on, import_id
