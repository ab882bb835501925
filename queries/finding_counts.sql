-- finding_counts: mỗi quy tắc tìm thấy bao nhiêu điều, theo mức và kỳ
-- grain:    một dòng cho mỗi quy tắc, mức và kỳ
-- params:   unit
-- columns:  rule, level, period_id, is_check, findings, files, of_rule
-- order:    quy tắc, mức, kỳ
-- caveats:  unit gồm cả đơn vị trực thuộc; rule là tên quy tắc của queries/checks, hoặc mã của điều thấy khi đọc tệp (is_check sai); quy tắc không tìm thấy gì thì không có dòng; period_id để trống khi không nói về một kỳ; of_rule là số điều của cả quy tắc, mọi mức, mọi kỳ
select coalesce(placed.rule, placed.code) as rule, placed.level, placed.period_id,
    placed.rule is not null as is_check, count(*) as findings,
    count(distinct placed.import_id) as files,
    sum(count(*)) over (partition by coalesce(placed.rule, placed.code))::integer as of_rule
from placed_finding as placed
left join unit using (unit_id)
where $unit is null or placed.unit_id = $unit or unit.parent_id = $unit
group by coalesce(placed.rule, placed.code), placed.level, placed.period_id, placed.rule is not null
order by rule, placed.level, placed.period_id
