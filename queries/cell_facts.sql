-- cell_facts: số liệu trong kho đã đọc từ một tệp, một trang hoặc một ô
-- grain:    một dòng cho mỗi số liệu đang dùng
-- params:   import, sheet, cell
-- columns:  table_name, unit_name, period_id, item_code, item_name, points, max_points, percent, comparator, rank, rank_of, text, round, illustrative, import_id, sheet, cell
-- order:    trang, dòng, cột của ô
-- caveats:  tệp đã thu hồi hoặc đã có bản sửa thay thì không còn số liệu; text là điều được ghi bằng chữ (mục tiêu, chủ trì và thời hạn, chế độ báo cáo) hoặc tử số/mẫu số của chỉ tiêu dịch vụ công
with
facts as (
    select 'score' as table_name, unit_id, period_id, criterion_code as item_code,
        criterion_name as item_name, points, max_points, percent, null as comparator,
        published_rank as rank, published_rank_of as rank_of, coalesce(published_class, note) as text,
        round, import_id, sheet, cell
    from score
    union all by name
    select 'target' as table_name, unit_id, period_id, criterion_code as item_code,
        criterion_name as item_name, percent, comparator, rank, raw_text as text,
        import_id, sheet, cell
    from target
    union all by name
    select 'task' as table_name, unit_id, period_id, number as item_code,
        coalesce(action, title) as item_name, concat_ws('; ', lead, deadline_text) as text,
        import_id, sheet, cell
    from task
    union all by name
    select 'task_progress' as table_name, unit_id, period_id, number as item_code,
        result as item_name, progress_percent as percent, status as text, import_id, sheet, cell
    from task_progress
    union all by name
    select 'service_indicator' as table_name, unit_id, period_id, indicator_code as item_code,
        indicator_name as item_name, percent,
        -- counts as counted, "8/9": the column points has decimals
        rtrim(rtrim(cast(numerator as varchar), '0'), '.') || '/'
            || rtrim(rtrim(cast(denominator as varchar), '0'), '.') as text,
        import_id, sheet, cell
    from service_indicator
    union all by name
    select 'satisfaction' as table_name, unit_id, period_id, factor_code as item_code,
        factor_name as item_name, percent, import_id, sheet, cell
    from satisfaction
    union all by name
    select 'reporting_rule' as table_name, unit_id, period_id, reporters as item_name,
        concat_ws('; ', recipient, due_text, window_text) as text, import_id, sheet, cell
    from reporting_rule
    union all by name
    select 'decision' as table_name, unit_id, period_id, number as item_name,
        strftime(issued_on, '%d/%m/%Y') as text, import_id, sheet, cell
    from decision
)
select facts.table_name, unit.unit_name, facts.period_id, facts.item_code, facts.item_name,
    facts.points, facts.max_points, facts.percent, facts.comparator, facts.rank, facts.rank_of,
    facts.text, facts.round, unit.illustrative, facts.import_id, facts.sheet, facts.cell
from facts
left join unit using (unit_id)
where ($import is null or facts.import_id = $import)
    and ($sheet is null or facts.sheet = $sheet)
    and ($cell is null or facts.cell = $cell)
order by facts.import_id, facts.sheet, try_cast(regexp_extract(facts.cell, '\d+') as integer),
    length(facts.cell), facts.cell, facts.table_name, facts.item_code
