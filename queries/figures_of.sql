-- figures_of: mọi số liệu đang dùng của các đơn vị trong các kỳ, để đối chiếu hai kho số liệu
-- grain:    một dòng cho mỗi số liệu
-- params:   imports, units, periods
-- columns:  table_name, figure, unit_id, unit_name, period_id, item_code, item_name, round, number, is_percent, text, import_id, file, sheet, cell
-- order:    đơn vị, kỳ, loại số liệu, số liệu
-- caveats:  imports chỉ lấy số liệu của các lần nhập ấy; number là điểm, không có điểm thì tỷ lệ %; text là điều được ghi bằng chữ
with
figures as (
    select 'score' as table_name, figure, unit_id, period_id, criterion_code as item_code,
        criterion_name as item_name, round, coalesce(points, percent) as number,
        points is null as is_percent,
        concat_ws('; ', case when status <> 'scored' then status end, 'hạng ' || published_rank,
            published_class) as text,
        import_id, sheet, cell
    from score
    union all by name
    select 'target' as table_name, figure, unit_id, period_id, criterion_code as item_code,
        criterion_name as item_name, null as round, percent as number, true as is_percent,
        raw_text as text, import_id, sheet, cell
    from target
    union all by name
    select 'task' as table_name, figure, unit_id, period_id,
        concat_ws('.', area_code, number, action_number) as item_code, action as item_name,
        concat_ws('; ', lead, deadline_text) as text, import_id, sheet, cell
    from task
    union all by name
    select 'task_progress' as table_name, figure, unit_id, period_id,
        concat_ws('.', area_code, number, action_number) as item_code, result as item_name,
        progress_percent as number, true as is_percent, status as text, import_id, sheet, cell
    from task_progress
    union all by name
    select 'service_indicator' as table_name, figure, unit_id, period_id,
        indicator_code as item_code, indicator_name as item_name, basis as round,
        percent as number, true as is_percent,
        plain_number(numerator) || '/' || plain_number(denominator) as text,
        import_id, sheet, cell
    from service_indicator
    union all by name
    select 'satisfaction' as table_name, figure, unit_id, period_id, factor_code as item_code,
        factor_name as item_name, percent as number, true as is_percent,
        respondents || ' phiếu' as text, import_id, sheet, cell
    from satisfaction
    union all by name
    select 'reporting_rule' as table_name, figure, unit_id, period_id, reporters as item_name,
        concat_ws('; ', frequency, due_text, window_text) as text, import_id, sheet, cell
    from reporting_rule
    union all by name
    select 'decision' as table_name, figure, unit_id, period_id, number as item_name,
        strftime(issued_on, '%d/%m/%Y') as text, import_id, sheet, cell
    from decision
)
select figures.table_name, figures.figure, figures.unit_id, unit.unit_name, figures.period_id,
    figures.item_code, figures.item_name, figures.round, cast(figures.number as decimal(18, 6)) as number,
    coalesce(figures.is_percent, false) as is_percent, nullif(figures.text, '') as text,
    figures.import_id, imported_file.file, figures.sheet, figures.cell
from figures
left join unit using (unit_id)
left join imported_file using (import_id)
where ($imports is null or list_contains($imports, figures.import_id))
    and ($units is null or list_contains($units, figures.unit_id))
    and ($periods is null or list_contains($periods, figures.period_id))
order by unit.ordinal, figures.period_id, figures.table_name, figures.figure
