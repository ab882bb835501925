-- What more than one query asks, said once. Made after the facts are loaded; a store never changes,
-- so the sums over frameworks are kept as tables (index_score, result).

-- words ---------------------------------------------------------------------------------------

-- round_priority: which round speaks for a period when none is asked for; a survey is never a whole round
create macro round_priority(round) as list_position(
    ['final', 'published', 'appraised_2', 'appraised', 'self', 'trial', 'survey'], round
);
-- round_tier: the score sheets' final round and what was published of it are one result
create macro round_tier(round) as greatest(round_priority(round), 2);

-- code_order: place of a code that no framework lists: 1, 2 … or I, II …
create macro code_order(code) as coalesce(
    try_cast(code as integer),
    list_position(['I', 'II', 'III', 'IV', 'V', 'VI', 'VII', 'VIII', 'IX', 'X', 'XI', 'XII'], code),
    999
);

-- percent_of: exact to 12 places; a DECIMAL divided gives a DOUBLE, in which 8.7/10 is not 26.1/30
create macro percent_of(part, whole) as cast(100 * part / nullif(whole, 0) as decimal(18, 12));

-- is_met: whether a value satisfies a requirement ("trên" is strict); NULL where there is nothing to compare
create macro is_met(value, comparator, target) as case comparator
    when '>' then value > target
    when '>=' then value >= target
    when '=' then value >= target
    when '<' then value < target
    when '<=' then value <= target
end;
-- gap_to: points of percent that a value still lacks; 0 when none
create macro gap_to(value, comparator, target) as greatest(
    case when comparator in ('<', '<=') then value - target else target - value end, 0
);
-- aim: the percent to reach; "giữ vững" and "cải thiện hơn" without a number bear on the value before
create macro aim(kind, stated_percent, percent_before) as coalesce(
    stated_percent, case when kind in ('keep', 'keep_or_raise', 'improve') then percent_before end
);

-- year_before: 2024 → 2023, 2024-06 → 2023-06
create macro year_before(period_id) as (period_year(period_id) - 1) || substr(period_id, 5);

-- owes_in: units that exist in a period
create macro exists_in(valid_from, valid_to, period_id) as
    coalesce(valid_from <= period_end(period_id), true) and coalesce(valid_to >= period_start(period_id), true);

-- frameworks ----------------------------------------------------------------------------------

-- framework_key: figures without a known framework are kept together, surveys apart
create macro framework_key(framework_id, level) as coalesce(
    framework_id, case when level = 'survey_item' then '?leaders_survey' else '?par_index' end
);

-- score_line: grain một dòng điểm; điểm tối đa của chính dòng đó, nếu không có thì của bộ tiêu chí
create view score_line as
select
    score.*,
    framework_key(score.framework_id, score.level) as framework_key,
    coalesce(
        score.max_points, criterion.max_points,
        case when score.criterion_code = 'total' then framework.max_points end
    ) as maximum
from score
left join criterion using (framework_id, criterion_code)
left join framework using (framework_id);

-- criterion_node: grain một tiêu chí của một bộ, kể cả tổng và tiêu chí chỉ thấy trong kết quả
create view criterion_node as
with
listed as (
    select framework_id as framework_key, criterion_code, coalesce(parent_code, 'total') as parent_code,
        level, criterion_name, max_points, ordinal, true as is_listed
    from criterion
),
unlisted as (
    select framework_key, criterion_code, 'total' as parent_code,
        any_value(level) as level, any_value(criterion_name) as criterion_name,
        null as max_points, 10000 + code_order(criterion_code) as ordinal, false as is_listed
    from score_line
    anti join listed using (framework_key, criterion_code)
    where criterion_code <> 'total'
    group by framework_key, criterion_code
),
top as (
    select distinct framework_key, 'total' as criterion_code, null as parent_code, 'total' as level,
        'Chỉ số cải cách hành chính' as criterion_name, null as max_points, 100000 as ordinal, false as is_listed
    from (from listed union all by name from unlisted)
),
together as (
    from listed union all by name from unlisted union all by name from top
)
select together.*, parents.parent_code is null and criterion_code <> 'total' as is_leaf
from together
left join (select distinct framework_key, parent_code from together) as parents
    on parents.framework_key = together.framework_key and parents.parent_code = together.criterion_code;

-- criterion_below: grain một tiêu chí và một tiêu chí nằm dưới nó ở bất kỳ cấp nào (kể cả chính nó)
create view criterion_below as
with recursive below as (
    select framework_key, criterion_code, criterion_code as below_code, 0 as depth
    from criterion_node
    union all
    select below.framework_key, below.criterion_code, child.criterion_code, below.depth + 1
    from below
    join criterion_node as child
        on child.framework_key = below.framework_key and child.parent_code = below.below_code
)
select * from below;

-- results -------------------------------------------------------------------------------------

-- index_score: grain một tiêu chí (mọi cấp, kể cả 'total') của một đơn vị, kỳ, vòng chấm
-- own_*: what the row itself states · points, applicable_max: summed from the lowest rows scored;
-- what does not apply leaves the maximum smaller, what is not scored yet is counted apart
create table index_score as
with
stated as (
    select * from score_line where points is not null or status <> 'scored'
),
with_rows_below as (
    select distinct unit_id, period_id, round, stated.framework_key, criterion_below.criterion_code
    from stated
    join criterion_below
        on criterion_below.framework_key = stated.framework_key
        and criterion_below.below_code = stated.criterion_code
        and criterion_below.depth > 0
),
-- A published result may stop at the components; in a score sheet a parent is always a sum.
lowest as (
    select stated.*
    from stated
    anti join with_rows_below using (unit_id, period_id, round, framework_key, criterion_code)
    join criterion_node using (framework_key, criterion_code)
    where criterion_code <> 'total' and (criterion_node.is_leaf or round = 'published')
),
summed as (
    select
        unit_id, period_id, round, lowest.framework_key, criterion_below.criterion_code,
        sum(points) filter (where status = 'scored') as points,
        case when count(*) filter (where status = 'scored' and maximum is null) = 0
            then sum(maximum) filter (where status = 'scored') end as applicable_max,
        count(*) filter (where status = 'scored') as n_scored,
        count(*) filter (where status = 'not_applicable') as n_not_applicable
    from lowest
    join criterion_below
        on criterion_below.framework_key = lowest.framework_key
        and criterion_below.below_code = lowest.criterion_code
    group by all
),
leaf as (
    select framework_key, criterion_code as leaf_code, max_points
    from criterion_node
    where is_leaf and is_listed
),
settled_leaf as (
    select distinct unit_id, period_id, round, lowest.framework_key, leaf_code
    from lowest
    join criterion_below
        on criterion_below.framework_key = lowest.framework_key
        and criterion_below.criterion_code = lowest.criterion_code
    join leaf
        on leaf.framework_key = criterion_below.framework_key
        and leaf.leaf_code = criterion_below.below_code
    where lowest.status <> 'not_scored'
),
open_leaf as (
    select place.*, leaf_code, max_points
    from (select distinct unit_id, period_id, round, framework_key from lowest) as place
    join leaf using (framework_key)
    anti join settled_leaf using (unit_id, period_id, round, framework_key, leaf_code)
),
unsettled as (
    select
        unit_id, period_id, round, open_leaf.framework_key, criterion_below.criterion_code,
        count(*) as n_not_scored,
        case when count(max_points) = count(*) then sum(max_points) end as open_max
    from open_leaf
    join criterion_below
        on criterion_below.framework_key = open_leaf.framework_key
        and criterion_below.below_code = open_leaf.leaf_code
    group by all
),
rows_of_all as (
    select
        unit_id, period_id, round, framework_key, criterion_code,
        own.framework_id, own.criterion_name as own_name, own.status,
        own.points as own_points, own.percent as own_percent, own.maximum as own_max,
        own.published_rank, own.published_rank_of, own.published_class,
        own.import_id, own.sheet, own.cell,
        lowest.cell is not null as is_lowest,
        summed.points, summed.applicable_max,
        coalesce(summed.n_scored, 0) as n_scored,
        coalesce(summed.n_not_applicable, 0) as n_not_applicable,
        coalesce(unsettled.n_not_scored, 0) as n_not_scored,
        case when unsettled.n_not_scored is null then 0 else unsettled.open_max end as open_max
    from summed
    full join score_line as own using (unit_id, period_id, round, framework_key, criterion_code)
    left join unsettled using (unit_id, period_id, round, framework_key, criterion_code)
    left join lowest using (unit_id, period_id, round, framework_key, criterion_code)
),
with_percent as (
    select *,
        coalesce(own_percent, percent_of(points, applicable_max), percent_of(own_points, own_max)) as line_percent
    from rows_of_all
),
-- Tam Đường's total is the plain mean of the rows under it.
mean_of_components as (
    select unit_id, period_id, round, framework_key, 'total' as criterion_code,
        cast(sum(line_percent) / count(line_percent) as decimal(18, 12)) as mean_percent,
        count(points) > 0 as has_points
    from with_percent
    join criterion_node using (framework_key, criterion_code)
    where criterion_node.parent_code = 'total'
    group by all
)
select
    with_percent.* exclude (line_percent),
    coalesce(framework.about, replace(framework_key, '?', '')) as about,
    node.level, coalesce(own_name, node.criterion_name) as criterion_name, node.parent_code, node.ordinal,
    node.is_leaf,
    case
        when criterion_code <> 'total' then percent_of(points, applicable_max)
        when coalesce(
            framework.aggregation, case when has_points then 'sum_points' else 'mean_percent' end
        ) = 'mean_percent' then mean_percent
        else percent_of(points, applicable_max)
    end as computed_percent,
    -- the most that can still be reached when every row not scored yet earns its maximum
    percent_of(points + open_max, applicable_max + open_max) as best_possible_percent
from with_percent
join criterion_node as node using (framework_key, criterion_code)
left join framework on framework.framework_id = framework_key
left join mean_of_components using (unit_id, period_id, round, framework_key, criterion_code);

-- result: grain một tiêu chí của một đơn vị, kỳ, theo vòng chấm được hỏi (asked_round)
-- asked_round 'standing': nobody asked; the final round with what was published of it, else the latest.
-- percent: as published where it was, else computed · exact: breaks the ties that rounding made
create table result as
with
standing_round as (
    select unit_id, period_id, framework_key, min(round_tier(round)) as tier
    from index_score
    where round <> 'survey'
    group by all
),
asked as (
    select round as asked_round, * from index_score
    union all
    select 'standing' as asked_round, index_score.*
    from index_score
    join standing_round using (unit_id, period_id, framework_key)
    where round_tier(index_score.round) = standing_round.tier
),
sheet_row as (
    select *, case when n_not_scored = 0 then applicable_max end as settled_max
    from asked
    where round <> 'published'
),
published_row as (
    select * from asked where round = 'published'
),
paired as (
    select
        asked_round, unit_id, period_id, framework_key, criterion_code,
        coalesce(s.round, p.round) as round,
        coalesce(s.about, p.about) as about,
        coalesce(s.level, p.level) as level,
        coalesce(p.criterion_name, s.criterion_name) as criterion_name,
        coalesce(s.parent_code, p.parent_code) as parent_code,
        coalesce(s.ordinal, p.ordinal) as ordinal,
        coalesce(s.is_lowest, false) or (s.round is null and p.is_lowest) as is_lowest,
        coalesce(s.status, p.status, 'scored') as status,
        coalesce(
            p.own_percent, percent_of(p.own_points, coalesce(s.settled_max, p.own_max))
        ) as published_percent,
        case when s.n_not_scored = 0 then s.computed_percent
            else coalesce(p.computed_percent, s.computed_percent) end as computed_percent,
        coalesce(s.own_percent, percent_of(s.own_points, s.own_max)) as stated_percent,
        coalesce(p.own_points, s.points, p.points, s.own_points) as points,
        coalesce(s.applicable_max, p.applicable_max, s.own_max, p.own_max) as max_points,
        coalesce(s.n_scored, p.n_scored) as n_scored,
        coalesce(s.n_not_applicable, p.n_not_applicable) as n_not_applicable,
        coalesce(s.n_not_scored, p.n_not_scored) as n_not_scored,
        coalesce(s.best_possible_percent, p.best_possible_percent) as best_possible_percent,
        p.published_rank, p.published_rank_of, p.published_class,
        coalesce(p.import_id, s.import_id) as import_id,
        case when p.import_id is null then s.sheet else p.sheet end as sheet,
        case when p.import_id is null then s.cell else p.cell end as cell
    from sheet_row as s
    full join published_row as p using (asked_round, unit_id, period_id, framework_key, criterion_code)
)
select
    * exclude (stated_percent),
    coalesce(published_percent, computed_percent, stated_percent) as percent,
    case
        when published_percent is null then coalesce(computed_percent, stated_percent)
        when abs(computed_percent - published_percent) <= 0.01 then computed_percent
        else published_percent
    end as exact
from paired;

-- targets -------------------------------------------------------------------------------------

-- main_target: grain một yêu cầu chính của một chỉ số trong một kế hoạch; nhiều yêu cầu thì lấy yêu cầu có tỷ lệ trước
-- stated_percent: what the index itself must reach; a growth or a count is no such percent
create view main_target as
select
    target.* exclude (rank),
    coalesce(framework.about, case when level = 'survey_item' then 'leaders_survey' else 'par_index' end) as about,
    framework_key(framework_id, level) as framework_key,
    case when measure in ('index', 'rate') then percent end as stated_percent,
    first_value(rank) over (
        partition by unit_id, period_id, framework_id, criterion_code order by rank nulls last, ordinal
    ) as rank
from target
left join framework using (framework_id)
qualify row_number() over (
    partition by unit_id, period_id, framework_id, criterion_code
    order by stated_percent is null, kind not in ('keep', 'keep_or_raise', 'improve'), ordinal, import_id, cell
) = 1;

-- compared: grain một chỉ số của một đơn vị: kỳ gốc, mục tiêu, kết quả mới nhất của kỳ mục tiêu
create macro compared(asked_unit, asked_baseline, asked_target, asked_for_round) as table
with
latest_periods as (
    select unit.unit_id,
        (select max(period_id) from target where target.unit_id = unit.unit_id and length(period_id) = 4)
            as target_period_id,
        (select max(period_id) from result where result.unit_id = unit.unit_id and length(period_id) = 4)
            as result_period_id
    from unit
    where asked_unit is null or unit.unit_id = asked_unit
),
aims as (
    select unit_id, coalesce(
        asked_target, target_period_id, (period_year(coalesce(asked_baseline, result_period_id)) + 1)::varchar
    ) as target_period_id
    from latest_periods
),
scope as (
    select *, coalesce(asked_baseline, year_before(target_period_id)) as baseline_period_id from aims
),
baseline as (
    select result.* from scope
    join result on result.unit_id = scope.unit_id and result.period_id = scope.baseline_period_id
    where asked_round = 'standing' and status <> 'not_applicable'
),
latest as (
    select result.* from scope
    join result on result.unit_id = scope.unit_id and result.period_id = scope.target_period_id
    where asked_round = coalesce(asked_for_round, 'standing') and status <> 'not_applicable'
),
wanted as (
    select main_target.* from scope
    join main_target
        on main_target.unit_id = scope.unit_id and main_target.period_id = scope.target_period_id
),
side_by_side as (
    select
        unit_id, about, criterion_code,
        coalesce(wanted.framework_key, baseline.framework_key, latest.framework_key) as framework_key,
        coalesce(wanted.level, baseline.level, latest.level) as level,
        coalesce(wanted.criterion_name, baseline.criterion_name, latest.criterion_name) as criterion_name,
        baseline.percent as baseline_percent, baseline.points as baseline_points,
        baseline.max_points as baseline_max_points, baseline.round as baseline_round,
        baseline.published_rank as baseline_rank, baseline.published_rank_of as baseline_rank_of,
        wanted.comparator, wanted.kind, wanted.measure, wanted.raw_text, wanted.owner,
        wanted.rank as target_rank,
        aim(wanted.kind, wanted.stated_percent, baseline.percent) as target_percent,
        latest.percent as latest_percent, latest.points as latest_points,
        latest.period_id as latest_period_id, latest.round as latest_round,
        latest.best_possible_percent, latest.n_not_scored as latest_not_scored,
        coalesce(wanted.import_id, baseline.import_id, latest.import_id) as import_id,
        case when wanted.import_id is not null then wanted.sheet
            when baseline.import_id is not null then baseline.sheet else latest.sheet end as sheet,
        case when wanted.import_id is not null then wanted.cell
            when baseline.import_id is not null then baseline.cell else latest.cell end as cell
    from baseline
    full join wanted using (unit_id, about, criterion_code)
    full join latest using (unit_id, about, criterion_code)
),
judged as (
    select *,
        cast(gap_to(coalesce(latest_percent, baseline_percent), comparator, target_percent) as decimal(18, 6))
            as gap_to_target,
        case comparator
            when '>' then target_percent >= baseline_percent
            when '>=' then target_percent > baseline_percent
            when '=' then target_percent > baseline_percent
            else false
        end as rises,
        case
            when target_percent is null or latest_percent is null then 'not_assessable'
            when latest_round in ('final', 'published') then
                if(is_met(latest_percent, comparator, target_percent), 'met', 'not_met')
            when latest_round in ('appraised', 'appraised_2')
                and not is_met(best_possible_percent, comparator, target_percent) then 'impossible'
            when not is_met(latest_percent, comparator, target_percent) then 'at_risk'
            else 'not_assessable'
        end as status
    from side_by_side
)
select
    unit.unit_id, unit.unit_name, unit.illustrative, judged.* exclude (unit_id, rises),
    scope.baseline_period_id, scope.target_period_id,
    case when target_percent is not null and baseline_percent is not null then rises end as must_rise,
    coalesce(node.ordinal, 50000) as ordinal,
    row_number() over (
        order by unit.ordinal, unit.unit_id, about <> 'par_index', about, level = 'total',
            node.ordinal nulls last, judged.criterion_code
    ) as place
from judged
join unit on unit.unit_id = judged.unit_id
join scope on scope.unit_id = judged.unit_id
left join criterion_node as node
    on node.framework_key = judged.framework_key and node.criterion_code = judged.criterion_code;

-- tasks ---------------------------------------------------------------------------------------

-- tasks_as_of: grain một việc của một kế hoạch, với tình trạng đến ngày xét
create macro tasks_as_of(asked_unit, asked_period, asked_day) as table
with
planned as (
    select *,
        coalesce(asked_day, period_end(coalesce(asked_period, period_id))) as as_of
    from task
    where (asked_unit is null or unit_id = asked_unit)
        and (asked_period is null or period_id = asked_period or period_id = period_year(asked_period)::varchar)
),
reported as (
    select
        planned.figure, task_progress.unit_id as reporter, task_progress.status, task_progress.result,
        coalesce(task_progress.progress_percent, case task_progress.status when 'done' then 100 end)
            as progress_percent
    from planned
    join task_progress
        on task_progress.plan_unit_id = planned.unit_id
        and task_progress.plan_period_id = planned.period_id
        and task_progress.area_code is not distinct from planned.area_code
        and task_progress.task_group is not distinct from planned.task_group
        and task_progress.number = planned.number
        and task_progress.action_number = planned.action_number
        and period_end(task_progress.period_id) <= planned.as_of
    qualify row_number() over (
        partition by planned.figure, task_progress.unit_id
        order by period_end(task_progress.period_id) desc, length(task_progress.period_id) desc
    ) = 1
),
summed as (
    select
        figure, count(*) as units_reporting,
        count(*) filter (where status = 'done') as units_done,
        case
            when bool_and(status = 'done') then 'done'
            when bool_or(status in ('done', 'in_progress')) then 'in_progress'
            else 'not_started'
        end as status,
        cast(avg(progress_percent) as decimal(12, 6)) as progress_percent
    from reported
    group by figure
),
judged as (
    select
        planned.*,
        coalesce(summed.status, 'not_reported') as status,
        summed.progress_percent,
        coalesce(summed.units_reporting, 0) as units_reporting,
        coalesce(summed.units_done, 0) as units_done,
        -- Periodic and continuous deadlines are late by occurrence, or not at all.
        coalesce(deadline_kind = 'dated' and due_on < as_of and summed.status is distinct from 'done', false)
            as is_overdue,
        nullif(array_to_string(list_filter([
            case when lead is null then 'owner' end,
            case when action is null then 'work' end,
            case when deadline_text is null then 'deadline' end
        ], part -> part is not null), ','), '') as lacks
    from planned
    left join summed using (figure)
)
select
    unit.unit_name, judged.*,
    if(is_overdue, 'overdue', status) as state,
    coalesce(
        deadline_kind = 'dated' and status <> 'done' and due_on between as_of and as_of + 30, false
    ) as is_coming_due,
    row_number() over (
        order by unit.ordinal, unit.unit_id, judged.period_id, judged.area_ordinal,
            case task_group when 'remedy' then 1 when 'maintain' then 2 else 3 end,
            judged.ordinal, action_number
    ) as place
from (
    select *, min(ordinal) over (partition by unit_id, period_id, area_code) as area_ordinal from judged
) as judged
join unit using (unit_id);

-- provenance ----------------------------------------------------------------------------------

-- figure_source: grain một số liệu đang dùng, đọc ở ô nào; giá trị viết như người đọc thấy
create view figure_source as
select 'score' as table_name, unit_id, period_id, criterion_name as name, round as detail,
    coalesce(show_number(points, 2) || ' điểm', show_number(percent, 2) || '%', status) as value,
    figure, import_id, sheet, cell
from score
union all
select 'target', unit_id, period_id, criterion_name, kind, raw_text, figure, import_id, sheet, cell
from target
union all
select 'task', unit_id, period_id, title, lead, action, figure, import_id, sheet, cell
from task
union all
select 'task_progress', unit_id, period_id, concat_ws(' · ', area_code, number, action_number::varchar),
    result, status, figure, import_id, sheet, cell
from task_progress
union all
select 'service_indicator', unit_id, period_id, indicator_name, basis,
    coalesce(show_number(percent, 2) || '%', show_number(numerator, 0)), figure, import_id, sheet, cell
from service_indicator
union all
select 'satisfaction', unit_id, period_id, factor_name, method, show_number(percent, 2) || '%',
    figure, import_id, sheet, cell
from satisfaction
union all
select 'reporting_rule', unit_id, period_id, reporters, recipient, coalesce(due_text, frequency),
    figure, import_id, sheet, cell
from reporting_rule
union all
select 'decision', unit_id, period_id, number, null, coalesce(strftime(issued_on, '%d/%m/%Y'), number),
    figure, import_id, sheet, cell
from decision;
