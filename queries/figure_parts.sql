-- figure_parts: một chỉ số hoặc tổng điểm được tính từ những ô nào
-- grain:    một dòng cho mỗi tiêu chí mang điểm (hoặc dòng công bố) đã cộng vào, kể cả dòng chưa chấm, không áp dụng
-- params:   unit, period, round, criterion
-- columns:  unit_name, period_id, round, figure_code, figure_name, criterion_code, criterion_name, level, status, points, max_points, percent, aggregation, sum_points, sum_max, figure_percent, framework_id, illustrative, file, import_id, sheet, cell
-- order:    thứ tự trong bộ tiêu chí
-- caveats:  phải hỏi unit, period; round không hỏi là chính thức (final), không có criterion là chỉ số chung; round là published thì lấy các dòng đã công bố mà chỉ số chung cộng (sum_points) hoặc lấy trung bình (mean_percent) từ đó; sum_max chỉ gồm tiêu chí đã chấm; dòng không có ô là chưa có số liệu
with
whole as (
    select * from index_score
    where unit_id = $unit and period_id = $period and round = coalesce($round, 'final')
        and criterion_code = coalesce($criterion, 'total')
),
leaves as (
    select whole.unit_id, whole.period_id, whole.round, whole.framework_id,
        whole.criterion_code as figure_code, leaf.criterion_code, leaf.criterion_name, leaf.level,
        coalesce(score.status, 'not_scored') as status, score.points,
        coalesce(score.max_points, leaf.max_points) as max_points, score.percent,
        'sum_points' as aggregation, whole.points as sum_points, whole.scored_max as sum_max,
        whole.percent as figure_percent, leaf.ordinal, score.import_id, score.sheet, score.cell
    from whole
    join leaf_of
        on leaf_of.framework_id = whole.framework_id and leaf_of.criterion_code = whole.criterion_code
    join criterion as leaf
        on leaf.framework_id = leaf_of.framework_id and leaf.criterion_code = leaf_of.leaf_code
    left join score
        on score.unit_id = whole.unit_id and score.period_id = whole.period_id
        and score.round = whole.round and score.framework_id = whole.framework_id
        and score.criterion_code = leaf_of.leaf_code
),
announced as (
    select part.unit_id, part.period_id, part.round, part.framework_id, 'total' as figure_code,
        part.criterion_code, part.criterion_name, part.level, part.status, part.points,
        part.max_points, part.percent, part.aggregation, total.points as sum_points,
        part.framework_max as sum_max, total.percent as figure_percent, part.ordinal,
        part.import_id, part.sheet, part.cell
    from published_part as part
    join published_total as total using (unit_id, period_id, framework_id)
    where part.unit_id = $unit and part.period_id = $period and $round = 'published'
        and coalesce($criterion, 'total') = 'total'
),
parts as (
    from leaves union all by name from announced
)
select unit.unit_name, parts.period_id, parts.round, parts.figure_code,
    coalesce(figure.criterion_name, 'Chỉ số cải cách hành chính') as figure_name,
    parts.criterion_code, parts.criterion_name, parts.level, parts.status, parts.points,
    parts.max_points, parts.percent, parts.aggregation, parts.sum_points, parts.sum_max,
    parts.figure_percent, parts.framework_id, unit.illustrative, imported_file.file,
    parts.import_id, parts.sheet, parts.cell
from parts
join unit using (unit_id)
left join criterion as figure
    on figure.framework_id = parts.framework_id and figure.criterion_code = parts.figure_code
left join imported_file using (import_id)
order by parts.framework_id, parts.ordinal, parts.criterion_code
