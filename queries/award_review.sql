-- award_review: rà soát điều kiện trước khi đề xuất khen thưởng (Kế hoạch của huyện Tuy Phước, III.2)
-- grain:    một dòng cho mỗi đơn vị trực thuộc (xã, phường, thị trấn; phòng, ban)
-- params:   unit, period, as_of, late_from, late_percent_from
-- columns:  unit_name, unit_level, review, late_state, late_files, files_settled, late_percent, late_period_id, late_months, class_state, class, index_percent, index_period_id, component_state, component_code, component_name, component_percent, component_period_id, components, linked_by, illustrative, late_import_id, late_sheet, late_cell, index_import_id, index_sheet, index_cell, component_import_id, component_sheet, component_cell, unit_id
-- order:    đơn vị cần rà soát trước, rồi đơn vị chưa đủ số liệu; nhiều hồ sơ trễ hạn trước; thứ tự trong danh mục
-- caveats:  unit là đơn vị cấp trên, period là năm xét (không hỏi: năm mới nhất có nhiệm vụ hoặc báo cáo dịch vụ công); chỉ rà soát, không kết luận. review: review (cần rà soát), clear, not_enough (chưa đủ số liệu). Cấp xã: nhiều hồ sơ trễ hạn và xếp loại trung bình trở xuống; phòng, ban: chỉ số thành phần tham mưu dưới 80% điểm tối đa, hồ sơ trễ hạn nêu kèm. *_state: met (có điều ấy), not_met, no_data, no_link (chưa rõ thành phần tham mưu), see (có hồ sơ trễ hạn, kế hoạch không nêu bao nhiêu là nhiều và người đọc chưa đặt ngưỡng). Hồ sơ trễ hạn: lũy kế của kỳ mới nhất trong năm đến as_of, không có lũy kế thì cộng các tháng (late_months là số tháng có số liệu); lấy chỉ tiêu hồ sơ trễ hạn, không có thì tổng trừ đúng hạn. Xếp loại và thành phần lấy năm có kết quả mới nhất không sau năm xét. Thành phần tham mưu (linked_by): owner là cơ quan ghi trong bảng mục tiêu, tasks là cơ quan một mình chủ trì nhiều việc nhất của lĩnh vực
with
asked as (
    select cast(coalesce(period_year($period), (
        select max(period_year(period_id))
        from (select period_id from task union all select period_id from service_indicator)
    )) as varchar) as year
),
peer as (
    select unit.*
    from unit, asked
    where unit.unit_level in ('xa', 'phong') and ($unit is null or unit.parent_id = $unit)
        and unit.parent_id is not null
        and coalesce(unit.valid_from <= period_end(asked.year), true)
        and coalesce(unit.valid_to >= period_start(asked.year), true)
),
-- late files ------------------------------------------------------------------------------------
counted as (
    select fact.unit_id, fact.period_id, fact.basis, fact.indicator_code,
        case fact.indicator_code
            when 'tre-han' then coalesce(fact.numerator, fact.denominator * fact.percent / 100)
            else fact.denominator - fact.numerator
        end as late,
        fact.denominator as settled,
        case fact.indicator_code when 'tre-han' then fact.percent else 100 - fact.percent end
            as stated_percent,
        fact.import_id, fact.sheet, fact.cell
    from service_indicator as fact
    join peer using (unit_id)
    join asked on cast(period_year(fact.period_id) as varchar) = asked.year
    where fact.indicator_code in ('tre-han', 'dung-han')
        and period_end(fact.period_id) <= coalesce($as_of, period_end($period), period_end(asked.year))
    qualify late is not null and row_number() over (
        partition by fact.unit_id, fact.period_id, fact.basis
        order by late is null, fact.indicator_code = 'tre-han' desc
    ) = 1
),
since_january as (
    select *, 1 as place, null as months
    from counted
    where basis = 'cumulative'
    qualify row_number() over (
        partition by unit_id order by period_end(period_id) desc, period_start(period_id)
    ) = 1
),
by_month as (
    select unit_id, max(period_id) as period_id, 'in_period' as basis, null as indicator_code,
        sum(late) as late, if(count(settled) = count(*), sum(settled), null) as settled,
        null as stated_percent, arg_max(import_id, period_id) as import_id,
        arg_max(sheet, period_id) as sheet, arg_max(cell, period_id) as cell, 2 as place,
        count(*) as months
    from counted
    where basis = 'in_period' and period_kind(period_id) = 'month'
    group by unit_id
),
late as (
    select *, coalesce(
        case when settled > 0 then try_cast(late / settled * 100 as decimal(18, 12)) end,
        stated_percent
    ) as late_percent
    from (
        select * from since_january
        union all by name
        select * from by_month
    )
    qualify row_number() over (partition by unit_id order by place) = 1
),
-- class of the index ----------------------------------------------------------------------------
indexed as (
    select result.*,
        coalesce(result.published_class, (
            select first(framework_band.band_name order by framework_band.min_percent desc)
            from framework_band
            where framework_band.framework_id = result.framework_id
                and framework_band.min_percent <= result.exact
        )) as class
    from result
    join peer using (unit_id)
    cross join asked
    where result.about = 'par_index' and result.criterion_code = 'total'
        and result.round in ('final', 'published') and length(result.period_id) = 4
        and result.period_id <= asked.year
    qualify row_number() over (
        partition by result.unit_id order by result.period_id desc, result.round_place
    ) = 1
),
ordered_band as (
    select framework_id, fold(band_name) as folded, min_percent,
        max(min_percent) filter (fold(band_name) = 'trung binh')
            over (partition by framework_id) as middle
    from framework_band
),
classed as (
    select indexed.*,
        regexp_full_match(fold(class), '(loai )?(trung binh( yeu)?|(rat )?(yeu|kem))')
            or coalesce(ordered_band.min_percent < ordered_band.middle, false) as is_low
    from indexed
    left join ordered_band
        on ordered_band.framework_id = indexed.framework_id
        and ordered_band.folded = fold(indexed.class)
),
-- the component that a department advises on ------------------------------------------------------
component as (
    select result.unit_id as parent_id, result.period_id, result.criterion_code,
        result.criterion_name, result.exact as percent, result.import_id, result.sheet, result.cell
    from result
    cross join asked
    where result.about = 'par_index' and result.level = 'component'
        and result.criterion_code <> 'SIPAS' and result.round in ('final', 'published')
        and length(result.period_id) = 4 and result.period_id <= asked.year
        and result.unit_id in (select parent_id from peer)
    qualify rank() over (partition by result.unit_id order by result.period_id desc) = 1
        and row_number() over (
            partition by result.unit_id, result.period_id, result.criterion_code
            order by result.round_place
        ) = 1
),
department as (
    select peer.unit_id, peer.parent_id, unit_alias.folded_name,
        ' ' || trim(regexp_replace(unit_alias.folded_name, '[^a-z0-9]+', ' ', 'g')) || ' ' as called
    from peer
    join unit_alias using (unit_id)
    where peer.unit_level = 'phong'
),
owned as (
    select target.unit_id as parent_id, target.criterion_code,
        ' ' || trim(regexp_replace(fold(regexp_replace(target.owner, '\([^)]*\)', ' ', 'g')),
            '[^a-z0-9]+', ' ', 'g')) || ' ' as owner
    from target
    cross join asked
    where target.owner is not null and target.level = 'component'
        and cast(period_year(target.period_id) as varchar) = asked.year
),
by_owner as (
    select distinct department.unit_id, owned.criterion_code, 'owner' as linked_by
    from owned
    join department on department.parent_id = owned.parent_id
    where contains(owned.owner, department.called)
        -- "Các Phòng: Nội vụ, Tư pháp …": the names without their first word
        or (starts_with(owned.owner, ' cac phong ') and starts_with(department.called, ' phong ')
            and contains(owned.owner, ' ' || substr(department.called, 8)))
),
led as (
    select department.unit_id, component.criterion_code, count(*) as tasks
    from task
    cross join asked
    join component
        on component.parent_id = task.unit_id and (
            component.criterion_code = task.area_code
            or fold(component.criterion_name) = fold(task.area_name)
        )
    join department
        on department.parent_id = task.unit_id
        and rtrim(fold(task.lead), ' .') = department.folded_name
    where task.period_id = asked.year
        -- a numbering alone may be another order: the words have to agree as well
        and words_shared(fold(component.criterion_name), fold(task.area_name)) >= 0.5
    group by all
),
by_tasks as (
    select unit_id, criterion_code, 'tasks' as linked_by
    from led
    where criterion_code not in (
        select by_owner.criterion_code
        from by_owner
        join peer on peer.unit_id = by_owner.unit_id
        where peer.parent_id = (select any_value(p.parent_id) from peer as p where p.unit_id = led.unit_id)
    )
    qualify rank() over (
        partition by (select any_value(p.parent_id) from peer as p where p.unit_id = led.unit_id),
            criterion_code
        order by tasks desc
    ) = 1
),
advised as (
    select link.unit_id, link.linked_by, component.*,
        count(*) over (partition by link.unit_id) as components,
        count(component.percent) over (partition by link.unit_id) as known
    from (
        select * from by_owner
        union all
        select * from by_tasks
    ) as link
    join peer on peer.unit_id = link.unit_id
    left join component
        on component.parent_id = peer.parent_id and component.criterion_code = link.criterion_code
    qualify row_number() over (
        partition by link.unit_id order by component.percent nulls last, link.criterion_code
    ) = 1
),
judged as (
    select peer.unit_id, peer.unit_name, peer.unit_level, peer.illustrative, peer.ordinal,
        case
            when late.late is null then 'no_data'
            when late.late = 0 then 'not_met'
            when $late_from is null and $late_percent_from is null then 'see'
            when late.late >= $late_from or late.late_percent >= $late_percent_from then 'met'
            when late.late_percent is null and $late_from is null then 'no_data'
            else 'not_met'
        end as late_state,
        case
            when peer.unit_level <> 'xa' then null
            when classed.class is null then 'no_data'
            when classed.is_low then 'met'
            else 'not_met'
        end as class_state,
        case
            when peer.unit_level <> 'phong' then null
            when advised.unit_id is null then 'no_link'
            when advised.percent < 80 then 'met'
            when advised.known < advised.components then 'no_data'
            else 'not_met'
        end as component_state,
        late.late as late_files, late.settled as files_settled, late.late_percent,
        late.period_id as late_period_id, late.months as late_months, classed.class,
        classed.percent as index_percent, classed.period_id as index_period_id,
        advised.criterion_code as component_code, advised.criterion_name as component_name,
        advised.percent as component_percent, advised.period_id as component_period_id,
        coalesce(advised.components, 0) as components, advised.linked_by,
        late.import_id as late_import_id, late.sheet as late_sheet, late.cell as late_cell,
        classed.import_id as index_import_id, classed.sheet as index_sheet,
        classed.cell as index_cell, advised.import_id as component_import_id,
        advised.sheet as component_sheet, advised.cell as component_cell
    from peer
    left join late using (unit_id)
    left join classed using (unit_id)
    left join advised using (unit_id)
),
reviewed as (
    select *, case
        when unit_level = 'phong' then case component_state
            when 'met' then 'review' when 'not_met' then 'clear' else 'not_enough' end
        when late_state = 'not_met' or class_state = 'not_met' then 'clear'
        when 'no_data' in (late_state, class_state) then 'not_enough'
        else 'review'
    end as review
    from judged
)
select unit_name, unit_level, review, late_state, late_files, files_settled, late_percent,
    late_period_id, late_months, class_state, class, index_percent, index_period_id,
    component_state, component_code, component_name, component_percent, component_period_id,
    components, linked_by, illustrative, late_import_id, late_sheet, late_cell, index_import_id,
    index_sheet, index_cell, component_import_id, component_sheet, component_cell, unit_id
from reviewed
order by list_position(['review', 'not_enough', 'clear'], review), late_files desc nulls last,
    ordinal
