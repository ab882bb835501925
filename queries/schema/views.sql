-- Joins and sums used by more than one query. The store never changes, so what is costly is a table.
-- scope: what a table made here rests on, so that an import makes anew no more than it must:
--   unit, period            a row of one unit and period rests on the facts of that unit and period alone
--   unit, period; <tables>  and on all rows of these tables
--   <tables>                on all rows of these tables

-- leaf: grain một tiêu chí mang điểm (không có tiêu chí con)
create view leaf as
select framework_id, criterion_code, max_points
from criterion
where (framework_id, criterion_code) not in (
    select (framework_id, parent_code) from criterion where parent_code is not null
);

-- leaf_of: grain một tiêu chí mang điểm dưới mỗi cấp chứa nó, kể cả chính nó và 'total'
-- scope: criterion
create table leaf_of as
with recursive above as (
    select framework_id, criterion_code as leaf_code, criterion_code, max_points from leaf
    union all
    select above.framework_id, above.leaf_code, child.parent_code, above.max_points
    from above
    join criterion as child
        on child.framework_id = above.framework_id and child.criterion_code = above.criterion_code
    where child.parent_code is not null
)
select * from above
union all
select framework_id, criterion_code, 'total', max_points from leaf;

-- index_score: grain đơn vị × kỳ × vòng chấm × tiêu chí ở mọi cấp, cộng từ tiêu chí mang điểm
-- points, scored_max: của tiêu chí đã chấm · room_max: thêm tiêu chí chưa chấm, bớt tiêu chí không áp dụng
-- vòng 'survey' chỉ có tiêu chí khảo sát nên không cộng thành chỉ số; 'published' không cộng từ đây
-- scope: unit, period
create table index_score as
with
sheets as (
    select distinct unit_id, period_id, round, framework_id
    from score
    semi join leaf using (framework_id, criterion_code)
    where round not in ('survey', 'published')
),
leaves as (
    select sheets.*, leaf_of.leaf_code, leaf_of.criterion_code,
        coalesce(score.max_points, leaf_of.max_points) as max_points,
        score.points, coalesce(score.status, 'not_scored') as status
    from sheets
    join leaf_of using (framework_id)
    left join score
        on score.unit_id = sheets.unit_id and score.period_id = sheets.period_id
        and score.round = sheets.round and score.framework_id = sheets.framework_id
        and score.criterion_code = leaf_of.leaf_code
),
sums as (
    select unit_id, period_id, round, framework_id, criterion_code,
        sum(points) filter (status = 'scored') as points,
        sum(max_points) filter (status = 'scored') as scored_max,
        sum(max_points) filter (status <> 'not_applicable') as room_max,
        count(*) filter (status = 'not_scored') as not_scored,
        count(*) filter (status = 'not_applicable') as not_applicable
    from leaves
    group by all
)
select sums.*,
    case when scored_max > 0 then try_cast(points / scored_max * 100 as decimal(18, 12)) end as percent
from sums;

-- A percent that no DECIMAL holds comes of points far above their maximum, which a check refuses:
-- try_cast lets the check say so.

-- score_shown: grain như score; điểm tối đa và % lấy thêm từ bộ tiêu chí khi tệp không ghi
-- % không ghi thì tính như chỉ số: dòng cha bớt tiêu chí con không áp dụng, chưa chấm (76,23/99 chứ không phải /100);
-- dòng công bố cùng số điểm với bảng điểm chính thức thì cùng điểm tối đa ấy
create view score_shown as
with
known as (
    select score.*,
        coalesce(score.max_points, criterion.max_points) as known_max,
        coalesce(index_score.scored_max, score.max_points, criterion.max_points) as applicable_max,
        coalesce(criterion.ordinal, 999) as ordinal
    from score
    left join criterion using (framework_id, criterion_code)
    left join index_score
        on index_score.unit_id = score.unit_id and index_score.period_id = score.period_id
        and index_score.round = if(score.round = 'published', 'final', score.round)
        and index_score.framework_id = score.framework_id
        and index_score.criterion_code = score.criterion_code
        and abs(index_score.points - score.points) <= 0.01
)
select * exclude (known_max, applicable_max) replace (
    known_max as max_points,
    coalesce(
        percent,
        case when applicable_max > 0 then try_cast(points / applicable_max * 100 as decimal(18, 12)) end
    ) as percent
)
from known;

-- published_total: grain đơn vị × kỳ; chỉ số tính lại từ các dòng đã công bố theo cách tổng hợp của bộ tiêu chí
-- mean_percent: trung bình cộng % các thành phần · sum_points: tổng điểm các phần, không có phần thì các thành phần
create view published_total as
with
rows as (
    select score_shown.*, framework.aggregation, framework.max_points as framework_max
    from score_shown
    join framework using (framework_id)
    where round = 'published' and framework.about = 'par_index' and level in ('part', 'component')
    qualify aggregation = 'mean_percent' or level = max(level) over (
        partition by unit_id, period_id, framework_id
    )
)
select unit_id, period_id, framework_id, aggregation,
    any_value(level) as level,
    count(*) as row_count,
    sum(points) as points,
    case aggregation
        when 'mean_percent' then cast(cast(sum(percent) as double) / count(*) as decimal(18, 12))
        when 'sum_points' then case when count(points) = count(*) then
            try_cast(sum(points) / any_value(framework_max) * 100 as decimal(18, 12)) end
    end as percent
from rows
group by unit_id, period_id, framework_id, aggregation;

-- result: grain đơn vị × kỳ × vòng chấm × tiêu chí; % công bố và % tính lại đứng cạnh nhau
-- percent: công bố, không có thì tính lại
-- exact: số để xếp hạng: tính lại khi khớp công bố trong 0,01 (phân biệt được số bằng nhau do làm tròn), không thì công bố
-- scope: unit, period
create table result as
with
published as (
    select * from score_shown where round = 'published'
),
computed as (
    select index_score.*, criterion.level, criterion.criterion_name
    from index_score
    left join criterion using (framework_id, criterion_code)
),
scored as (
    select computed.unit_id, computed.period_id, computed.framework_id, computed.criterion_code,
        computed.round, coalesce(computed.level, 'total') as level,
        coalesce(computed.criterion_name, 'Chỉ số cải cách hành chính') as criterion_name,
        computed.points, computed.scored_max as max_points, computed.room_max, computed.not_scored,
        computed.not_applicable, computed.percent as computed_percent,
        published.percent as published_percent, published.published_rank,
        published.published_rank_of, published.published_class,
        published.import_id, published.sheet, published.cell
    from computed
    left join published
        on published.unit_id = computed.unit_id and published.period_id = computed.period_id
        and published.framework_id = computed.framework_id
        and published.criterion_code = computed.criterion_code and computed.round = 'final'
),
announced as (
    select published.unit_id, published.period_id, published.framework_id,
        published.criterion_code, published.round, published.level, published.criterion_name,
        coalesce(published.points, case when published.level = 'total' then published_total.points end)
            as points,
        published.max_points, published.max_points as room_max, 0 as not_scored,
        0 as not_applicable,
        case when published.level = 'total' then published_total.percent end as computed_percent,
        published.percent as published_percent, published.published_rank,
        published.published_rank_of, published.published_class,
        published.import_id, published.sheet, published.cell
    from published
    left join published_total using (unit_id, period_id, framework_id)
),
rows as (
    select * from scored
    union all by name
    select * from announced
)
select rows.*,
    coalesce(published_percent, computed_percent) as percent,
    case
        when published_percent is null then computed_percent
        when abs(computed_percent - published_percent) <= 0.01 then computed_percent
        else published_percent
    end as exact,
    coalesce(criterion.ordinal, 999) as ordinal,
    coalesce(framework.about, 'par_index') as about,
    list_position(
        ['final', 'published', 'appraised_2', 'appraised', 'self', 'trial'], round
    ) as round_place
from rows
left join criterion using (framework_id, criterion_code)
left join framework using (framework_id);

-- reported_task: grain một dòng tiến độ đã báo, với việc của kế hoạch mà nó nói đến
-- cùng số và lời văn không trái nhau thì là việc ấy; số đã đổi mà lời văn giống hệt (không kể dấu, hoa
-- thường) một việc duy nhất thì là việc đó (by_wording); không thì task_number NULL, kiểm tra sẽ nói
-- scope: unit, period; task
create table reported_task as
with
said as (
    select *, row_number() over () as progress_id, wording(action) as wording
    from task_progress
),
plan as (
    select unit_id, period_id, area_code, task_group, number, action_number,
        row_number() over () as task_id, wording(action) as wording, wording(title) as heading,
        count(*) over (partition by unit_id, period_id, area_code, task_group, number) as actions
    from task
),
numbered as (
    select said.progress_id, plan.task_id,
        said.wording is null or plan.wording is null
            or said.wording in (plan.wording, plan.heading)
            or starts_with(plan.wording, said.wording)
            or starts_with(said.wording, plan.wording) as agrees,
        agrees or words_shared(said.wording, plan.wording) >= 0.6
            or words_shared(said.wording, plan.heading) >= 0.6 as resembles
    from said
    join plan
        on plan.unit_id = said.plan_unit_id and plan.period_id = said.plan_period_id
        and plan.area_code is not distinct from said.area_code
        and plan.task_group is not distinct from said.task_group
        and plan.number = said.number and plan.action_number = said.action_number
),
worded as (
    select task_id, unit_id, period_id, wording from plan
    union
    select task_id, unit_id, period_id, heading from plan where actions = 1
),
by_wording as (
    select said.progress_id, any_value(worded.task_id) as task_id
    from said
    join worded
        on worded.unit_id = said.plan_unit_id and worded.period_id = said.plan_period_id
        and worded.wording = said.wording
    where said.progress_id not in (select progress_id from numbered where agrees)
    group by said.progress_id
    having count(*) = 1
),
found as (
    select progress_id, task_id, false as by_wording
    from numbered
    where agrees or (resembles and progress_id not in (select progress_id from by_wording))
    union all
    select progress_id, task_id, true from by_wording
),
matched as (
    select found.*
    from found
    join said using (progress_id)
    -- Two rows of one report on one action: the one of the right number is it.
    qualify row_number() over (
        partition by found.task_id, said.unit_id, said.period_id
        order by found.by_wording, found.progress_id
    ) = 1
)
select said.* exclude (progress_id, wording),
    plan.area_code as task_area_code, plan.task_group as task_task_group,
    plan.number as task_number, plan.action_number as task_action_number, matched.by_wording
from said
left join matched using (progress_id)
left join plan using (task_id)
order by said.progress_id;

-- task_report: grain một việc của kế hoạch × một đơn vị báo cáo × một kỳ báo cáo
create view task_report as
select plan_unit_id as unit_id, plan_period_id as period_id, task_area_code as area_code,
    task_task_group as task_group, task_number as number, task_action_number as action_number,
    unit_id as reporter_id, period_id as report_period_id,
    status, progress_percent, result, done_on
from reported_task
where task_number is not null;

-- task_as_of(day): grain một việc, với tình trạng theo báo cáo mới nhất của mọi đơn vị tính đến ngày ấy
-- NULL: cuối năm kế hoạch · nhiều đơn vị cùng làm thì hoàn thành khi mọi đơn vị đã báo đều hoàn thành
-- chưa ai báo cáo thì chưa biết, không coi là quá hạn
create macro task_as_of(day) as table
with
latest as (
    select *
    from task_report
    where period_end(report_period_id) <= coalesce(day, period_end(period_id))
    qualify row_number() over (
        partition by unit_id, period_id, area_code, task_group, number, action_number, reporter_id
        order by period_end(report_period_id) desc
    ) = 1
),
states as (
    select unit_id, period_id, area_code, task_group, number, action_number,
        count(*) as units_reporting,
        count(*) filter (status = 'done') as units_done,
        case
            when count(*) filter (status = 'done') = count(*) then 'done'
            when count(*) filter (status = 'not_started') = count(*) then 'not_started'
            else 'in_progress'
        end as status,
        cast(avg(progress_percent) as decimal(12, 6)) as progress_percent
    from latest
    group by all
)
select task.*,
    coalesce(states.status, 'not_reported') as status, states.progress_percent,
    coalesce(states.units_reporting, 0) as units_reporting,
    coalesce(states.units_done, 0) as units_done,
    coalesce(
        task.deadline_kind = 'dated' and task.due_on < coalesce(day, period_end(task.period_id))
        and states.status in ('not_started', 'in_progress'), false
    ) as is_overdue
from task
left join states
    on states.unit_id = task.unit_id and states.period_id = task.period_id
    and states.area_code is not distinct from task.area_code
    and states.task_group is not distinct from task.task_group
    and states.number = task.number and states.action_number = task.action_number;

-- report_received: grain đơn vị × kỳ; ngày nhận báo cáo đầu tiên
create view report_received as
select sheet_read.unit_id, sheet_read.period_id, min(imported_file.received_on) as received_on
from sheet_read
join imported_file using (import_id)
where is_report(sheet_read.form)
group by all;

-- outside_the_areas: grain đơn vị × kỳ × vòng chấm × bộ tiêu chí; điểm thưởng trừ điểm trừ, ngoài các lĩnh vực
create view outside_the_areas as
select unit_id, period_id, round, framework_id,
    sum(case level when 'bonus' then points else -abs(points) end) as points
from score
where level in ('bonus', 'penalty')
group by unit_id, period_id, round, framework_id;

-- scored_sheet: grain đơn vị × kỳ × vòng chấm × bộ tiêu chí
-- digest: như nhau khi mọi dòng có cùng điểm, cùng % và cùng tình trạng
-- telling: số dòng có điểm lớn hơn 0 và nhỏ hơn tối đa (dòng 0 điểm hay đủ điểm giống nhau là thường)
-- scope: unit, period
create table scored_sheet as
select unit_id, period_id, round, framework_id,
    max(import_id) as import_id, arg_max(sheet, import_id) as sheet, arg_min(cell, rowid) as cell,
    bit_xor(hash(criterion_code, points, percent, status)) as digest,
    count(*) as row_count,
    count(*) filter (points > 0 and points < max_points or percent > 0 and percent < 100) as telling
from score
group by unit_id, period_id, round, framework_id;

-- services_over(asked, wanted): grain một đơn vị (đơn vị được hỏi và đơn vị trực thuộc) × chỉ tiêu × cách tính, của cả kỳ được hỏi
-- kỳ dài hơn một tháng mà không có báo cáo riêng: trong kỳ là tổng các tháng (không có tháng thì các quý) đã báo, lũy kế là của kỳ báo cuối cùng
-- reported: số kỳ đã báo gộp vào đây · read_from: các lần nhập và trang tính của chúng
create macro services_over(asked, wanted) as table
with
said as (
    select service_indicator.*, unit.parent_id, unit.unit_group
    from service_indicator
    join unit using (unit_id)
    where (unit.unit_id = wanted or unit.parent_id = wanted)
        and (period_id = asked or (
            period_kind(period_id) in ('month', 'Q')
            and period_start(period_id) >= period_start(asked)
            and period_end(period_id) <= period_end(asked)
        ))
),
finest as (
    select *
    from said
    qualify rank() over (
        partition by unit_id, indicator_code, basis
        order by period_id <> asked, period_kind(period_id) <> 'month'
    ) = 1
),
counted as (
    select *
    from finest
    qualify basis = 'in_period' or row_number() over (
        partition by unit_id, indicator_code, basis order by period_end(period_id) desc
    ) = 1
)
select unit_id, unit_group, indicator_code, basis,
    arg_max(indicator_name, period_id) as indicator_name,
    case when count(numerator) = count(*) then sum(numerator) end as numerator,
    case when count(denominator) = count(*) then sum(denominator) end as denominator,
    case
        when count(*) = 1 and any_value(percent) is not null then any_value(percent)
        when count(numerator) = count(*) and count(denominator) = count(*) and sum(denominator) > 0
            then try_cast(sum(numerator) / sum(denominator) * 100 as decimal(18, 12))
    end as percent,
    arg_max(comparator, period_id) as comparator,
    arg_max(target_percent, period_id) as target_percent,
    case when count(*) = 1 then any_value(target_count) end as target_count,
    count(*) as reported, max(period_id) as until_period_id,
    list(distinct {'period_id': period_id, 'import_id': import_id, 'sheet': sheet}) as read_from
from counted
group by unit_id, unit_group, indicator_code, basis;

-- unit_data: grain đơn vị × loại số liệu × kỳ; có gì để hỏi
-- result (chỉ số chung đã công bố hoặc chấm xong), sheet (bảng điểm của năm chưa có kết quả), target, task,
-- progress (báo cáo về kế hoạch của đơn vị), service, survey
-- scope: unit, period; task_progress
create table unit_data as
with
totals as (
    select unit_id, period_id, bool_or(round in ('final', 'published')) as is_final
    from result
    where criterion_code = 'total'
    group by all
)
select unit_id, if(is_final, 'result', 'sheet') as what, period_id from totals
union
select unit_id, 'target', period_id from target
union
select unit_id, 'task', period_id from task
union
select plan_unit_id, 'progress', period_id from task_progress
union
select unit_id, 'service', period_id from service_indicator
union
select unit_id, 'survey', period_id from satisfaction;
