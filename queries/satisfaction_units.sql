-- satisfaction_units: mức độ hài lòng của các đơn vị trong một nhóm, kèm sai số mẫu
-- grain:    một dòng cho mỗi đơn vị có khảo sát
-- params:   unit, unit_group, period, factor
-- columns:  unit_name, percent, respondents, margin, low, high, rank, rank_of, median, beyond_median, as_first, as_own, import_id, sheet, cell, unit_id, method
-- order:    chỉ số giảm dần, thứ tự trong danh mục
-- caveats:  không hỏi factor thì chỉ số hài lòng chung; low, high là hai đầu khoảng 95%, không ra ngoài 0–100; as_first, as_own: chênh lệch với đơn vị cao nhất, với đơn vị đang xem (unit) nhỏ hơn sai số của hai mẫu thì chưa nói được đơn vị nào hơn; NULL khi thiếu số phiếu; rank chỉ để sắp thứ tự; median là trung vị của nhóm, beyond_median: lệch trung vị quá sai số của chính nó
with
asked as (
    select unit.unit_name, unit.ordinal, satisfaction.percent, satisfaction.respondents,
        satisfaction.method, satisfaction.import_id, satisfaction.sheet, satisfaction.cell,
        satisfaction.unit_id,
        sampling_margin(satisfaction.percent, satisfaction.respondents) as margin
    from satisfaction
    join unit using (unit_id)
    where unit.unit_group = $unit_group and satisfaction.period_id = $period
        and satisfaction.factor_code = coalesce($factor, 'SIPAS')
        and satisfaction.percent is not null
),
ranked as (
    select *,
        rank() over (order by percent desc) as rank,
        count(*) over () as rank_of,
        median(percent) over () as median,
        first_value(percent) over (order by percent desc, ordinal) as first_percent,
        first_value(margin) over (order by percent desc, ordinal) as first_margin,
        max(percent) filter (unit_id = $unit) over () as own_percent,
        max(margin) filter (unit_id = $unit) over () as own_margin
    from asked
)
select unit_name, percent, respondents, margin,
    -- without a margin there is no interval: greatest() alone would make it begin at 0
    case when margin is not null then greatest(percent - margin, 0) end as low,
    case when margin is not null then least(percent + margin, 100) end as high, rank, rank_of, median,
    abs(percent - median) > margin as beyond_median,
    first_percent - percent < sqrt(first_margin ** 2 + margin ** 2) as as_first,
    case when unit_id <> $unit then
        abs(own_percent - percent) < sqrt(own_margin ** 2 + margin ** 2)
    end as as_own,
    import_id, sheet, cell, unit_id, method
from ranked
order by percent desc, ordinal
