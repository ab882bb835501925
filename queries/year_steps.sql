-- year_steps: cách chấm điểm theo tỷ lệ hoặc theo mức của các tiêu chí một bộ tiêu chí
-- grain:    một dòng cho mỗi mức điểm của một tiêu chí
-- params:   framework
-- columns:  framework_id, criterion_code, rule, indicator_code, at_percent, points, source
-- order:    bộ tiêu chí, thứ tự tiêu chí, mức
-- caveats:  steps: đạt từ at_percent trở lên (chỉ tiêu càng thấp càng tốt: từ at_percent trở xuống) thì được points; proportional: at_percent được đủ points, thấp hơn thì theo tỷ lệ; tiêu chí không có dòng nào thì chưa biết cách chấm
select scoring_rule.framework_id, scoring_rule.criterion_code, scoring_rule.rule, scoring_rule.indicator_code,
    scoring_rule.at_percent, scoring_rule.points, scoring_rule.source
from scoring_rule
left join criterion using (framework_id, criterion_code)
where $framework is null or scoring_rule.framework_id = $framework
order by scoring_rule.framework_id, criterion.ordinal, scoring_rule.criterion_code, scoring_rule.points
