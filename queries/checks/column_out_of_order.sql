-- title:    Một cột bị sắp xếp lệch khỏi tên đơn vị
-- compares: Các số của một cột với số kỳ trước của từng đơn vị và của cả nhóm
-- levels:   warning
-- One column of a table with units in rows sorted (or moved) on its own, so that its figures stand beside
-- other units: as a set they are close to the period before, unit by unit they are not. All of:
-- · at least 6 units that also have a figure of the period before (same indicator, basis, criterion);
-- · at least 4 of them differ from their own figure by 5 points of percent or more, and so does the mean;
-- · laid to the units in the order of the period before, the same figures differ by a third at most
--   (the least sum of differences is that of both in their order of size; a rise of all, or one wrong
--   figure, stays what it is however it is laid);
-- and it is new, which says either
-- · the column itself: the units' figures moved less than half as much a period earlier; or
-- · the table: the column now goes up or down from row to row, as it did not before, while the other
--   columns (two at least) kept to their units.
with
figure as (
    select 'service' as source, unit_id, indicator_code as code, basis as part, period_id,
        indicator_name as label,
        coalesce(percent, numerator / nullif(denominator, 0) * 100) as percent,
        import_id, sheet, cell
    from service_indicator
    union all
    select 'satisfaction', unit_id, factor_code, method, period_id, factor_name, percent,
        import_id, sheet, cell
    from satisfaction
    union all
    select 'score', unit_id, criterion_code, framework_id, period_id, criterion_name,
        coalesce(points / nullif(max_points, 0) * 100, percent), import_id, sheet, cell
    from score
    where round = 'published'
),
placed as (
    select *, regexp_extract(cell, '^[A-Z]+') as column_name,
        cast(regexp_extract(cell, '\d+$') as integer) as row_number,
        lag(percent) over series as previous, lag(percent, 2) over series as before_that,
        lag(period_id) over series as previous_period_id
    from figure
    where percent is not null and cell is not null
    window series as (
        partition by source, unit_id, code, part, period_kind(period_id) order by period_id
    )
),
columns as (
    select import_id, sheet, column_name, source, code, part, period_id,
        any_value(label) as label, max(previous_period_id) as previous_period_id,
        arg_min(cell, row_number) as cell, count(*) as units,
        cast(avg(abs(percent - previous)) as double) as own,
        count(*) filter (abs(percent - previous) >= 5) as moved,
        cast(avg(abs(previous - before_that)) as double) as own_before,
        count(before_that) as units_before,
        list(cast(percent as double) order by row_number) as figures,
        list(cast(previous as double) order by row_number) as previous_figures
    from placed
    where previous is not null
    group by all
    having count(distinct unit_id) >= 6 and count(*) = count(distinct unit_id)
),
compared as (
    select *,
        list_avg(list_transform(
            list_zip(list_sort(figures), list_sort(previous_figures)), lambda x: abs(x[1] - x[2])
        )) as laid,
        len(list_distinct(figures)) >= 4 and (
            figures = list_sort(figures) and previous_figures <> list_sort(previous_figures)
            or figures = list_reverse_sort(figures)
                and previous_figures <> list_reverse_sort(previous_figures)
        ) as is_sorted
    from columns
),
judged as (
    select *, moved >= 4 and own >= 5 and own >= 3 * laid as is_out,
        count(*) over in_table as columns_here,
        count(*) filter (own < 5 or own < 2 * laid) over in_table as kept
    from compared
    window in_table as (partition by import_id, sheet, source, part, period_id)
)
select import_id, 'warning' as level, 'column_out_of_order' as code, sheet, cell,
    'Cột ' || column_name || ' (“' || label || '”): ' || moved || '/' || units ||
    ' đơn vị lệch từ 5 điểm phần trăm so với ' || show_period(previous_period_id) || ', bình quân ' ||
    show_number(own, 2) || '; xếp các số này theo thứ tự đơn vị kỳ trước thì chỉ lệch ' ||
    show_number(laid, 2) || if(is_sorted, ', và cột đang xếp theo độ lớn', '') ||
    '. Có thể cột này hoặc cột tên đơn vị đã bị sắp xếp riêng. Hãy đối chiếu từng dòng với số liệu gốc.'
    as message
from judged
where is_out and (
    units_before >= 6 and own >= 2 * own_before
    or is_sorted and columns_here >= 3 and kept = columns_here - 1
)
