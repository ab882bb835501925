-- title:    Kỳ đã có kết quả chính thức
-- compares: Bảng điểm gửi sau với kết quả đã có của cùng đơn vị, cùng năm
-- levels:   warning, note
-- Figures of a unit and year whose result stands already: the same result again (whoever sends it),
-- or a round that comes before the result. A published result after the final score sheets, and the
-- sheets behind a published result, are the usual course.
-- scope: unit, period
with
again as (
    select by_import_id as import_id, import_id as standing_import_id, unit_id, period_id, round,
        sum(figures) as figures, sum(changed) as changed
    from superseded
    where table_name = 'score' and round in ('final', 'published')
    group by all
    -- A plan may repeat a published result as its baseline: with the same figures that is nothing.
    having sum(changed) > 0 or round = 'final'
),
results as (
    select unit_id, period_id, min(import_id) as standing_import_id,
        arg_min(round, import_id) as standing_round
    from scored_sheet
    where round in ('final', 'published')
    group by all
),
late as (
    select sheet.import_id, results.standing_import_id, sheet.unit_id, sheet.period_id, sheet.round,
        any_value(results.standing_round) as standing_round
    from scored_sheet as sheet
    join results using (unit_id, period_id)
    where sheet.round not in ('final', 'published') and sheet.import_id > results.standing_import_id
    group by all
),
told as (
    select import_id, standing_import_id, unit_id, period_id, if(changed > 0, 'warning', 'note') as level,
        'kết quả ' || show_round(round) || ' đã có (lần nhập ' || standing_import_id || '). Tệp này ' ||
        if(changed > 0, 'thay ' || changed || ' trong ' || figures || ' số liệu đã có. ' ||
            'Hãy chỉ nhận nếu có quyết định điều chỉnh.',
            'ghi lại ' || figures || ' số liệu, không số nào khác. Không cần nhận lại.') as said
    from again
    union all
    select import_id, standing_import_id, unit_id, period_id, 'warning',
        'kết quả ' || show_round(standing_round) || ' đã có (lần nhập ' || standing_import_id ||
        ') mà tệp này mới gửi điểm ' || show_round(round) ||
        '. Kết quả đã có không đổi. Hãy kiểm tra năm ở tiêu đề.'
    from late
)
select told.import_id, told.level, 'period_already_final' as code, place.sheet, place.cell,
    coalesce(unit_name, unit_id) || ', ' || show_period(told.period_id) || ': ' || said as message
from told
left join unit using (unit_id)
left join (
    select unit_id, period_id, import_id, min(sheet) as sheet, min(cell) as cell
    from scored_sheet
    group by all
) as place using (unit_id, period_id, import_id)
