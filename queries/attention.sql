-- attention: nội dung cần chỉ đạo của một đơn vị, theo sáu quy tắc cố định
-- grain:    một dòng cho mỗi nội dung, nhiều nhất năm dòng
-- params:   unit, baseline, target, as_of
-- columns:  rule, severity, place, unit_id, unit_name, unit_level, item_code, item_name, owner, percent, comparator, target_percent, difference, counted, counted_of, lasting, months, named, period_id, before_period_id, round, due_on, note, import_id, sheet, cell
-- order:    mức nghiêm trọng của quy tắc, thứ tự trong quy tắc
-- caveats:  1 out_of_reach: mục tiêu của đơn vị hoặc đơn vị trực thuộc mà điểm đã mất ở vòng thẩm định không còn chỗ để đạt (difference: thiếu bao nhiêu dù giành hết điểm chưa chấm) · 2 overdue: cơ quan có việc quá hạn (counted việc trong counted_of việc quá hạn của đơn vị) · 3 service: chỉ tiêu dịch vụ công mà chính đơn vị chưa đạt từ 3 tháng liền, hoặc trong một nhóm đơn vị trực thuộc có quá nửa đơn vị chưa đạt ở tháng mới nhất hay có đơn vị chưa đạt từ 3 tháng liền (lasting); tính trong kỳ, không có thì lũy kế; tháng không có số liệu thì ngắt chuỗi; quá nửa là của đơn vị có số liệu, counted_of là mọi đơn vị của nhóm · 4 gap: còn thiếu nhiều nhất so với mục tiêu, không kể chỉ số chung và mục tiêu đã vào quy tắc 1; năm đặt mục tiêu chưa có kết quả thì tính từ năm gốc, hai năm không so được (bộ tiêu chí không có dòng đối chiếu, cách đo, đơn vị nhận một phần hay chia tách) thì không nêu, so được có lưu ý thì note là điều cần lưu ý · 5 fall: giảm từ 1 điểm % so với năm liền trước, hai năm cùng bộ tiêu chí, cùng cách đo, đơn vị không chia tách (năm gốc, năm liền trước kể cả dưới mã cũ của chính đơn vị), và đều là kết quả chính thức · 6 report: báo cáo đã quá hạn mà chưa gửi, chỉ của đơn vị được kể tên, kỳ mới nhất trước; mỗi quy tắc nhiều nhất hai nội dung, nội dung đầu của mọi quy tắc được lấy trước nội dung thứ hai
with
scope as (
    select *, unit_id = $unit as is_own
    from unit
    where unit_id = $unit or parent_id = $unit
),
day as (
    select coalesce($as_of, period_end(coalesce($target, $baseline))) as until
),
standing as (
    select result.*,
        level in ('total', 'part', 'component') as is_index,
        case when round in ('appraised', 'appraised_2') and room_max > 0 then
            try_cast((room_max - (max_points - points)) / room_max * 100 as decimal(18, 12))
        end as best_percent
    from own_results_in(
        $baseline, $target, cast(period_year($baseline) - 1 as varchar), period_end($target)
    ) as result
    semi join scope using (unit_id)
    where percent is not null
    qualify row_number() over (
        partition by unit_id, period_id, framework_id, criterion_code order by round_place
    ) = 1
),
wanted as (
    select target.*, coalesce(criterion.ordinal, 999) as criterion_ordinal, scope.is_own,
        target.level in ('total', 'part', 'component') as is_index
    from target
    join scope using (unit_id)
    left join criterion using (framework_id, criterion_code)
    where target.period_id = $target and target.measure in ('index', 'rate')
        and not (target.kind = 'rank' and target.percent is null)
        and (target.percent is not null or target.comparator in ('>', '>='))
    qualify row_number() over (
        partition by target.unit_id, target.criterion_code, is_index,
            if(is_index, null, target.framework_id)
        order by target.percent is null, target.ordinal
    ) = 1
),
-- what each line of the baseline means in the framework that the target goes by
frameworks_after as (
    select unit_id, min(framework_id) as framework_after
    from (
        select unit_id, framework_id from wanted where is_index
        union all
        select unit_id, framework_id
        from standing
        where period_id = $target and is_index and about = 'par_index'
    )
    group by unit_id
),
bases as (
    select standing.* replace (
            coalesce(crosswalk.criterion_after, standing.criterion_code) as criterion_code
        ),
        crosswalk.flag as walked, crosswalk.note as walked_note
    from standing
    left join frameworks_after using (unit_id)
    left join crosswalk
        on standing.is_index and crosswalk.framework_before = standing.framework_id
        and crosswalk.criterion_before = standing.criterion_code
        and crosswalk.framework_after = frameworks_after.framework_after
    where period_id = $baseline
    qualify row_number() over (
        partition by standing.unit_id, is_index, about,
            if(is_index, null, standing.framework_id),
            coalesce(crosswalk.criterion_after, standing.criterion_code)
        order by crosswalk.flag is null, standing.framework_id
    ) = 1
),
moved as (
    from unit_change(period_end($baseline), period_end($target))
),
aimed as (
    select wanted.* replace (coalesce(wanted.percent, base.percent) as percent),
        coalesce(latest.percent, base.percent) as stands_at,
        coalesce(latest.period_id, base.period_id) as stands_in,
        coalesce(latest.round, base.round) as stands_round, latest.best_percent,
        -- a result of the year aimed at against a printed number needs no baseline
        latest.percent is null or wanted.percent is null as from_base,
        if(from_base, worst_flag([
            coalesce(moved.flag, 'comparable'),
            framework_flag(
                base.framework_id, coalesce(latest.framework_id, wanted.framework_id),
                wanted.criterion_code, base.walked, null
            ),
            if(wanted.criterion_code = 'SIPAS' and break_between('sipas', $baseline, $target)
                is not null, 'not_comparable', 'comparable')
        ]), 'comparable') as base_flag,
        concat_ws('; ', moved.reason, framework_reason(
            base.framework_id, coalesce(latest.framework_id, wanted.framework_id),
            wanted.criterion_code, base.walked, base.walked_note, null
        )) as base_note
    from wanted
    left join moved using (unit_id)
    left join standing as latest
        on latest.unit_id = wanted.unit_id and latest.period_id = $target
        and latest.criterion_code = wanted.criterion_code and latest.is_index = wanted.is_index
        and if(wanted.is_index, latest.about = 'par_index', latest.framework_id = wanted.framework_id)
    left join bases as base
        on base.unit_id = wanted.unit_id
        and base.criterion_code = wanted.criterion_code and base.is_index = wanted.is_index
        and if(wanted.is_index, base.about = 'par_index', base.framework_id = wanted.framework_id)
),
goals as (
    select *, case when base_flag = 'comparable_with_note' then base_note end as note,
        coalesce(is_index and comparator in ('>', '>=', '=')
            and not reaches(best_percent, if(comparator = '>', '>', '>='), percent), false)
            as is_out_of_reach,
        case when comparator in ('<', '<=') then stands_at - percent else percent - stands_at end
            as missing
    from aimed
),
out_of_reach as (
    select 'out_of_reach' as rule, 1 as severity,
        row_number() over (
            order by is_own desc, level = 'total' desc, percent - best_percent desc, scope.ordinal,
                criterion_ordinal, criterion_code
        ) as place,
        unit_id, criterion_code as item_code, criterion_name as item_name, owner,
        stands_at as percent, comparator, percent as target_percent,
        percent - best_percent as difference, stands_in as period_id, stands_round as round,
        import_id, sheet, cell
    from goals
    join scope using (unit_id, is_own)
    where is_out_of_reach and base_flag <> 'not_comparable'
),
judged as (
    select * from unit_task_as_of((select until from day))
    where judged_id = $unit and period_id = coalesce($target, $baseline) and is_overdue
),
overdue as (
    select 'overdue' as rule, 2 as severity,
        row_number() over (order by count(*) desc, min(due_on), answerable nulls last) as place,
        judged_id as unit_id, answerable as owner, count(*) as counted,
        sum(count(*)) over () as counted_of, min(due_on) as due_on,
        first(coalesce(action, title) order by due_on, ordinal, action_number) as item_name,
        first(import_id order by due_on, ordinal, action_number) as import_id,
        first(sheet order by due_on, ordinal, action_number) as sheet,
        first(cell order by due_on, ordinal, action_number) as cell,
        any_value(period_id) as period_id
    from judged
    group by judged_id, answerable
),
figures as (
    select fact.*, scope.is_own, scope.unit_group, scope.unit_level, scope.unit_name,
        scope.ordinal as unit_ordinal,
        12 * period_year(period_id) + period_first_month(period_id) as month,
        coalesce(fact.percent, case when denominator > 0 then
            try_cast(numerator / denominator * 100 as decimal(18, 12)) end) as rate
    from service_indicator as fact
    join scope using (unit_id)
    where period_kind(period_id) = 'month' and period_end(period_id) <= (select until from day)
        and period_year(period_id) >= period_year(coalesce($target, $baseline)) - 1
    qualify row_number() over (
        partition by unit_id, period_id, indicator_code order by basis = 'in_period' desc
    ) = 1
),
months as (
    select *,
        if(target_percent is null, reaches(numerator, comparator, target_count),
            reaches(rate, comparator, target_percent)) as met,
        max(month) over (partition by unit_group) as last_month
    from figures
),
missed as (
    select *, row_number() over (partition by unit_id, indicator_code order by month desc) as turn
    from months
    where not met
),
runs as (
    select unit_id, indicator_code, count(*) as run
    from missed
    where last_month - month = turn - 1
    group by unit_id, indicator_code
),
latest as (
    select months.*, coalesce(runs.run, 0) as run
    from months
    left join runs using (unit_id, indicator_code)
    where month = last_month and met is not null
),
services as (
    select is_own, unit_group, indicator_code as item_code, any_value(indicator_name) as item_name,
        any_value(unit_level) as unit_level, any_value(period_id) as period_id,
        count(*) filter (not met) as counted, count(*) as counted_of,
        count(*) filter (run >= 3) as lasting, max(run) as months,
        any_value(comparator) as comparator, any_value(target_percent) as target_percent,
        list(unit_name order by run desc, unit_ordinal) filter (not met) as names,
        first(unit_id order by run desc, unit_ordinal) as longest_id,
        first(rate order by run desc, unit_ordinal) as percent,
        first(import_id order by run desc, unit_ordinal) as import_id,
        first(sheet order by run desc, unit_ordinal) as sheet,
        first(cell order by run desc, unit_ordinal) as cell
    from latest
    group by is_own, unit_group, indicator_code
),
service as (
    select 'service' as rule, 3 as severity,
        row_number() over (
            order by is_own desc, lasting desc, counted / counted_of desc, months desc,
                indicator.ordinal, item_code, unit_group
        ) as place,
        if(is_own, longest_id, $unit) as unit_id, services.unit_level, item_code, item_name,
        array_to_string(names[1:3], ', ') as named, comparator, target_percent, counted,
        -- of all in the group, as the page Dịch vụ công counts: a unit that sent nothing is one of them
        (
            select count(*)
            from scope as member
            where member.unit_group = services.unit_group
                and coalesce(member.valid_from <= period_end(services.period_id), true)
                and coalesce(member.valid_to >= period_start(services.period_id), true)
        ) as counted_of,
        lasting, months, period_id, import_id, sheet, cell,
        -- of a group, how much one unit reached says nothing
        case when is_own then percent end as percent
    from services
    left join indicator on indicator.indicator_code = services.item_code
    where lasting > 0 or (not is_own and 2 * counted > services.counted_of)
),
gap as (
    select 'gap' as rule, 4 as severity,
        row_number() over (order by missing desc, criterion_ordinal, criterion_code, ordinal)
            as place,
        unit_id, criterion_code as item_code, criterion_name as item_name, owner,
        stands_at as percent, comparator, percent as target_percent, missing as difference,
        stands_in as period_id, stands_round as round, note, import_id, sheet, cell
    from goals
    where is_own and level <> 'total' and missing > 0 and not is_out_of_reach
        and base_flag <> 'not_comparable'
),
official as (
    select *
    from standing
    where unit_id = $unit and about = 'par_index' and level in ('part', 'component')
        and round in ('final', 'published')
    -- components where a year has any, else the parts of its result
    qualify level = min(level) over (partition by period_id, framework_id)
),
last_year as (
    select max(period_id) as period_id from official where period_id in ($baseline, $target)
),
reshaped as (
    select unit_id
    from unit_change(
        (select period_end(cast(period_year(period_id) - 1 as varchar)) from last_year),
        (select period_end(period_id) from last_year)
    )
    where flag = 'not_comparable'
),
fall as (
    select 'fall' as rule, 5 as severity,
        row_number() over (
            order by before.percent - now.percent desc, now.ordinal, now.criterion_code
        ) as place,
        now.unit_id, now.criterion_code as item_code, now.criterion_name as item_name,
        (select first(wanted.owner order by wanted.ordinal) from wanted
            where wanted.is_own and wanted.criterion_code = now.criterion_code) as owner,
        now.percent, before.percent as target_percent, before.percent - now.percent as difference,
        now.period_id, before.period_id as before_period_id, now.round, now.import_id, now.sheet,
        now.cell
    from official as now
    join last_year using (period_id)
    join official as before
        on before.period_id = cast(period_year(now.period_id) - 1 as varchar)
        and before.framework_id = now.framework_id and before.criterion_code = now.criterion_code
    where before.percent - now.percent >= 1
        and (now.criterion_code <> 'SIPAS'
            or break_between('sipas', before.period_id, now.period_id) is null)
        and now.held_id not in (select unit_id from reshaped)
),
owed as (
    select owed_report.*, unit.unit_name, unit.ordinal as unit_ordinal,
        received_on is null or received_on > (select until from day) as is_missing
    from owed_report
    join unit on unit.unit_id = owed_report.owing_id
    where followed and (owed_report.unit_id = $unit or owing_id = $unit)
        and owed_report.period_id = coalesce($target, $baseline)
        and due_on < (select until from day)
),
report as (
    select 'report' as rule, 6 as severity,
        row_number() over (order by due_on desc, for_period_id) as place,
        $unit as unit_id, for_period_id as period_id, due_on,
        count(*) filter (is_missing) as counted, count(*) as counted_of,
        array_to_string(list(unit_name order by unit_ordinal) filter (is_missing)[1:3], ', ') as named,
        first(recipient order by recipient) as owner,
        first(import_id order by import_id) as import_id, first(sheet order by import_id) as sheet,
        first(cell order by import_id) as cell
    from owed
    group by for_period_id, due_on
    having count(*) filter (is_missing) > 0
),
findings as (
    select * from out_of_reach
    union all by name select * from overdue
    union all by name select * from service
    union all by name select * from gap
    union all by name select * from fall
    union all by name select * from report
),
chosen as (
    select *
    from findings
    where place <= 2
    qualify row_number() over (order by place, severity) <= 5
)
select
    chosen.rule, chosen.severity, chosen.place, chosen.unit_id, unit.unit_name,
    coalesce(chosen.unit_level, unit.unit_level) as unit_level, chosen.item_code, chosen.item_name,
    rtrim(chosen.owner, '. ') as owner, chosen.percent, chosen.comparator, chosen.target_percent,
    chosen.difference, cast(chosen.counted as integer) as counted,
    cast(chosen.counted_of as integer) as counted_of, cast(chosen.lasting as integer) as lasting,
    cast(chosen.months as integer) as months, chosen.named, chosen.period_id,
    chosen.before_period_id, chosen.round, chosen.due_on, chosen.note, chosen.import_id,
    chosen.sheet, chosen.cell
from chosen
left join unit using (unit_id)
order by chosen.severity, chosen.place
