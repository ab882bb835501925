-- facts: điểm và chỉ số đã nhận, từng dòng một, với ô nguồn
-- grain:    một dòng cho mỗi đơn vị, kỳ, vòng chấm, tiêu chí
-- params:   unit, period, criterion, round
-- columns:  unit_name, period_id, framework_id, criterion_code, criterion_name, level, round, points, max_points, percent, status, published_rank, published_rank_of, file, sheet, cell, published_class, note, import_id, unit_id
-- order:    đơn vị, kỳ, vòng chấm, thứ tự trong bộ tiêu chí
-- caveats:  round không hỏi thì trả mọi vòng; max_points không ghi thì lấy của bộ tiêu chí; percent không ghi thì tính trên điểm tối đa áp dụng và đã chấm, như chỉ số
select
    unit.unit_name, score.period_id, score.framework_id, score.criterion_code,
    score.criterion_name, score.level, score.round, score.points, score.max_points, score.percent,
    score.status, score.published_rank, score.published_rank_of, imported_file.file, score.sheet,
    score.cell, score.published_class, score.note, score.import_id, score.unit_id
from score_shown_of($unit) as score
join unit using (unit_id)
left join imported_file using (import_id)
where ($period is null or score.period_id = $period)
    and ($round is null or score.round = $round)
    and ($criterion is null or score.criterion_code = $criterion
        or fold(score.criterion_name) = fold($criterion))
order by unit.ordinal, score.period_id, score.round, score.framework_id, score.ordinal,
    score.criterion_code
