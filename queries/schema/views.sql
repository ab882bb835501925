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
from sums
order by criterion_code <> 'total', period_id, unit_id, round, criterion_code;

-- A percent that no DECIMAL holds comes of points far above their maximum, which a check refuses:
-- try_cast lets the check say so.

-- score_shown: grain như score; điểm tối đa và % lấy thêm từ bộ tiêu chí khi tệp không ghi
-- % không ghi thì tính như chỉ số: dòng cha bớt tiêu chí con không áp dụng, chưa chấm (76,23/99 chứ không phải /100);
-- dòng công bố cùng số điểm với bảng điểm chính thức thì cùng điểm tối đa ấy
-- score_shown_of(đơn vị): chỉ của một đơn vị; NULL: mọi đơn vị
create macro score_shown_of(of_unit) as table
with
known as (
    select score.*,
        coalesce(score.max_points, criterion.max_points) as known_max,
        coalesce(index_score.scored_max, score.max_points, criterion.max_points) as applicable_max,
        coalesce(criterion.ordinal, 999) as ordinal
    from score
    left join criterion using (framework_id, criterion_code)
    left join (
        from index_score where of_unit is null or unit_id = of_unit
    ) as index_score
        on index_score.unit_id = score.unit_id and index_score.period_id = score.period_id
        and index_score.round = if(score.round = 'published', 'final', score.round)
        and index_score.framework_id = score.framework_id
        and index_score.criterion_code = score.criterion_code
        and abs(index_score.points - score.points) <= 0.01
    where of_unit is null or score.unit_id = of_unit
)
select * exclude (known_max, applicable_max) replace (
    known_max as max_points,
    coalesce(
        percent,
        case when applicable_max > 0 then try_cast(points / applicable_max * 100 as decimal(18, 12)) end
    ) as percent
)
from known;
create view score_shown as select * from score_shown_of(null);

-- outside_the_areas: grain đơn vị × kỳ × vòng chấm × bộ tiêu chí; điểm thưởng trừ điểm trừ, ngoài các lĩnh vực
create view outside_the_areas as
select unit_id, period_id, round, framework_id,
    sum(case level when 'bonus' then points else -abs(points) end) as points
from score
where level in ('bonus', 'penalty')
group by unit_id, period_id, round, framework_id;

-- published_part: grain đơn vị × kỳ × dòng đã công bố mà chỉ số cộng hoặc lấy trung bình từ đó
-- mean_percent: mọi thành phần · sum_points: các phần, không có phần thì các thành phần
create view published_part as
select score_shown.*, framework.aggregation, framework.max_points as framework_max
from score_shown
join framework using (framework_id)
where round = 'published' and framework.about = 'par_index' and level in ('part', 'component')
qualify aggregation = 'mean_percent' or level = max(level) over (
    partition by unit_id, period_id, framework_id
);

-- published_total: grain đơn vị × kỳ; chỉ số tính lại từ các dòng đã công bố theo cách tổng hợp của bộ tiêu chí
-- mean_percent: trung bình cộng % các thành phần · sum_points: tổng điểm các phần, không có phần thì các thành phần
create view published_total as
select unit_id, period_id, framework_id, aggregation,
    any_value(level) as level,
    count(*) as row_count,
    sum(points) as points,
    case aggregation
        when 'mean_percent' then cast(cast(sum(percent) as double) / count(*) as decimal(18, 12))
        when 'sum_points' then case when count(points) = count(*) then
            try_cast(sum(points) / any_value(framework_max) * 100 as decimal(18, 12)) end
    end as percent
from published_part
group by unit_id, period_id, framework_id, aggregation;

-- index_computed: grain đơn vị × kỳ × bộ tiêu chí × cách tính; chỉ số tính lại để đặt cạnh chỉ số công bố
-- source: score_sheet (bảng điểm chính thức), components (trung bình các thành phần), areas, parts (cộng điểm)
-- outside: điểm thưởng trừ điểm trừ, tính bằng %: người công bố có thể đã gộp vào
create view index_computed as
with
scored as (
    select unit_id, period_id, framework_id, index_score.points, percent,
        'score_sheet' as source, outside.points / nullif(scored_max, 0) * 100 as outside
    from index_score
    left join outside_the_areas as outside using (unit_id, period_id, round, framework_id)
    where round = 'final' and criterion_code = 'total' and not_scored = 0
),
added as (
    select unit_id, period_id, framework_id, points, percent,
        case when aggregation = 'mean_percent' then 'components'
            when level = 'part' then 'parts' else 'areas' end as source,
        null as outside
    from published_total
    left join (
        select framework_id, count(*) as areas
        from criterion
        where level = 'component'
        group by framework_id
    ) using (framework_id)
    -- areas that are not all there add up to nothing that can be compared
    where aggregation = 'mean_percent' or level = 'part' or row_count = areas
)
from scored
union all by name
from added
-- what the score sheet says of areas, its leaves say better
where source <> 'areas'
    or (unit_id, period_id, framework_id) not in (select (unit_id, period_id, framework_id) from scored);

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
left join framework using (framework_id)
-- Most questions are of the index and its parts, of one period, of units under one another: what is read
-- together lies together, and the rest is skipped unread.
order by rows.level not in ('total', 'part', 'component'), period_id, unit_id, round, ordinal,
    criterion_code;

-- results_in(kỳ, kỳ, kỳ): kết quả của ba kỳ (NULL: không có); đứng sau dấu bằng thì chỉ đọc kỳ ấy, đứng trong IN thì đọc hết
create macro results_in(one, other, third) as table
from result where period_id = one
union all
from result where period_id = other and other is distinct from one
union all
from result where period_id = third and third is distinct from one and third is distinct from other;

-- result_line: grain một dòng (mã và tên) của các kết quả, theo bộ tiêu chí; để tìm theo tên mà không đọc mọi kết quả
-- scope: score, criterion, framework
create table result_line as
select distinct framework_id, criterion_code, criterion_name
from result
order by all;

-- what can be compared ---------------------------------------------------------------------
-- flag: comparable, comparable_with_note, not_comparable (then no change is shown, but the reason)

create macro worst_flag(flags) as case
    when list_contains(flags, 'not_comparable') then 'not_comparable'
    when list_contains(flags, 'comparable_with_note') then 'comparable_with_note'
    else 'comparable'
end;

-- ancestor: grain một đơn vị × một đơn vị cũ đã thành nó, qua một hay nhiều lần sắp xếp; và (unit_id_before NULL)
-- mỗi lần nó, hay một đơn vị cũ của nó, tách một phần của mình sang đơn vị khác (name_before)
-- began_on, ended_on: ngày của lần sắp xếp đầu và cuối giữa hai đơn vị · kind: nặng nhất trên đường ấy
-- formed_on: ngày đơn vị cũ được lập từ đơn vị cũ hơn; trước ngày ấy thì chưa phải là nó
-- scope: lineage, unit
create table ancestor as
with recursive
step as (
    select unit_id_before, unit_id_after, effective_on, document,
        coalesce(list_position(['kept', 'renamed', 'full', 'partial', 'split'], kind), 5) as weight
    from lineage
    where unit_id_before <> unit_id_after
),
path as (
    select unit_id_after as unit_id, unit_id_before, effective_on as began_on,
        effective_on as ended_on, document, weight
    from step
    union
    select path.unit_id, step.unit_id_before, step.effective_on, path.ended_on, path.document,
        greatest(path.weight, step.weight)
    from path
    join step on step.unit_id_after = path.unit_id_before and step.effective_on < path.began_on
),
gave as (
    select unit_id_before as unit_id, unit_id_before as giver_id, effective_on, effective_on as ended_on,
        document
    from step
    where weight >= 4
    union
    select path.unit_id, step.unit_id_before, step.effective_on, path.ended_on, step.document
    from path
    join step on step.unit_id_before = path.unit_id_before and step.effective_on <= path.began_on
    where step.weight >= 4 and step.unit_id_after <> path.unit_id
),
told as (
    select *, unit_id_before as named_id from path
    union all
    select unit_id, null, effective_on, ended_on, document, 5, giver_id from gave
)
select told.unit_id, told.unit_id_before, began_on, ended_on, told.document,
    ['kept', 'renamed', 'full', 'partial', 'split'][told.weight] as kind, told.weight,
    own.unit_name, former.unit_name as name_before, former.unit_group as group_before,
    former.ordinal as ordinal_before,
    max(step.effective_on) filter (step.effective_on < began_on) as formed_on
from told
join unit as own on own.unit_id = told.unit_id
left join unit as former on former.unit_id = told.named_id
left join step on step.unit_id_after = told.unit_id_before
group by all;

-- predecessor(first, last): grain một đơn vị × một đơn vị cũ còn hiệu lực ngày đầu, đã thành nó đến ngày cuối
-- first, last: ngày cuối của kỳ trước và của kỳ sau
create macro predecessor(first, last) as table
from ancestor
where first between coalesce(formed_on, date '-infinity') and began_on - 1 and ended_on <= last;

-- unit_change(first, last): grain một đơn vị có sắp xếp giữa hai ngày; đơn vị không có dòng thì vẫn là nó
create macro unit_change(first, last) as table
with came as (
    select unit_id, unit_name, max(ended_on) as changed_on, max(weight) as weight,
        any_value(document) as document, count(unit_id_before) as units,
        min(name_before) filter (unit_id_before is null) as giver,
        list(unit_id_before order by ordinal_before) filter (unit_id_before is not null) as ids,
        string_agg(
            name_before || if(name_before = unit_name, ' cũ', ''), ', ' order by ordinal_before
        ) filter (unit_id_before is not null) as names
    from predecessor(first, last)
    group by unit_id, unit_name
)
select unit_id, names as predecessors, ids as predecessor_ids, changed_on,
    case
        when weight >= 4 then 'not_comparable'
        when weight = 3 or units > 1 then 'comparable_with_note'
        else 'comparable'
    end as flag,
    'từ ngày ' || strftime(changed_on, '%d/%m/%Y') || ', ' || case
        when giver is not null then giver || ' đã tách một phần sang đơn vị khác'
        when weight = 5 then unit_name || ' chia tách từ ' || names
        when weight = 4 then unit_name || ' nhận một phần của ' || names
        when weight = 3 or units > 1
        then unit_name || ' do ' || names || if(units = 1, ' và đơn vị khác', '') || ' nhập toàn bộ thành'
        else unit_name || ' nối tiếp ' || names
    end || coalesce(' (' || document || ')', '') as reason
from came;

-- former_id: grain một đơn vị × một mã cũ của chính nó, trước một hay nhiều lần giữ nguyên, đổi tên
-- until: ngày thôi mang mã ấy; số liệu của kỳ kết thúc trước ngày ấy, dưới mã ấy, là của chính đơn vị
-- ngày ấy còn đơn vị khác cũng thành nó thì là nhập, không phải đổi mã
-- scope: lineage
create table former_id as
with recursive
renamed as (
    select unit_id_after as unit_id, any_value(unit_id_before) as held_id, effective_on as until
    from lineage
    where unit_id_before <> unit_id_after
    group by unit_id_after, effective_on
    having count(*) = 1 and bool_and(kind in ('kept', 'renamed'))
),
chain as (
    from renamed
    union
    select chain.unit_id, renamed.held_id, renamed.until
    from chain
    join renamed on renamed.unit_id = chain.held_id and renamed.until < chain.until
)
select unit_id, held_id, max(until) as until from chain group by all;

-- own_ids(đơn vị): grain một mã của chính đơn vị ấy: mã đang mang (until NULL), và các mã cũ
create macro own_ids(of_unit) as table
select of_unit as held_id, cast(null as date) as until
union all
select held_id, until from former_id where unit_id = of_unit;

-- former_result: grain như result, kết quả mà một đơn vị có dưới mã cũ của chính nó (held_id), đứng dưới mã mới
-- năm nào có kết quả dưới mã mới thì năm ấy không lấy của mã cũ
-- scope: score, criterion, framework, lineage
create table former_result as
select result.* replace (former_id.unit_id as unit_id), result.unit_id as held_id, former_id.until
from result
join former_id on former_id.held_id = result.unit_id
where period_end(result.period_id) < former_id.until
    and not exists (
        from result as own
        where own.unit_id = former_id.unit_id and own.period_id = result.period_id
    );

-- own_results_in(kỳ, kỳ, kỳ, ngày sau cùng): như results_in, thêm former_result
-- chỉ mã đã thôi mang đến ngày ấy: unit_change đến ngày ấy nói hết mọi điều phải lưu ý
create macro own_results_in(one, other, third, last_day) as table
select *, unit_id as held_id from results_in(one, other, third)
union all
select * exclude (until)
from former_result
where period_id in (one, other, third) and until <= last_day;

-- peers_reason: lý do không đặt hạng trước cạnh hạng nay; NULL khi cùng một nhóm, hoặc không rõ nhóm trước
create macro peers_reason(group_before, group_now) as case
    when group_before <> group_now then 'hạng trước là hạng trong nhóm đơn vị khác'
end;

-- framework_*: một tiêu chí ở hai kỳ; walked, note: dòng của crosswalk, nếu có · alike: hai bộ cùng cách tổng hợp điểm
-- chỉ số chung của hai bộ tiêu chí cùng là % điểm tối đa thì so được, kèm lưu ý; tiêu chí thì phải có dòng đối chiếu
create macro framework_flag(before, after, code, walked, alike) as case
    when before is null or after is null or before = after then 'comparable'
    when walked is not null then walked
    when code = 'total' and alike then 'comparable_with_note'
    else 'not_comparable'
end;
create macro framework_reason(before, after, code, walked, note, alike) as case
    when before is null or after is null or before = after then null
    when walked is not null then coalesce(note, if(walked = 'comparable', null, 'hai kỳ theo hai bộ tiêu chí khác nhau'))
    when code <> 'total' then 'hai kỳ theo hai bộ tiêu chí khác nhau, danh mục chưa có dòng đối chiếu tiêu chí này'
    when alike then 'hai kỳ theo hai bộ tiêu chí khác nhau: một phần chênh lệch là do bộ tiêu chí'
    else 'hai kỳ theo hai bộ tiêu chí tổng hợp điểm theo hai cách khác nhau'
end;

-- break_between: lý do hai kỳ của một chỉ số (sipas, papi) đo theo hai cách; NULL khi cùng một cách
create macro break_between(index_name, before, after) as (
    select string_agg(reason, '; ' order by from_year)
    from method_break
    where index_code = index_name
        and period_year(before) < from_year and from_year <= period_year(after)
);

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

-- linked_task: grain một quyết định của cán bộ (phục vụ hay không phục vụ một tiêu chí) × việc mà kế hoạch đang dùng
-- vẫn còn, với lời văn lúc quyết định; việc đã mất hay số ấy nay là việc khác thì không có dòng
create view linked_task as
select task_link.plan_unit_id, task_link.plan_period_id, task_link.area_code, task_link.task_group,
    task_link.number, task_link.action_number, task_link.framework_id, task_link.criterion_code,
    task_link.is_served, task.lead
from task_link
join task
    on task.unit_id = task_link.plan_unit_id and task.period_id = task_link.plan_period_id
    and task.area_code is not distinct from task_link.area_code
    and task.task_group is not distinct from task_link.task_group
    and task.number = task_link.number and task.action_number = task_link.action_number
where coalesce(words_shared(
    wording(coalesce(task.action, task.title)), wording(task_link.task_text)
) >= 0.6, true);

-- fed_by: grain một tiêu chí ở mọi cấp × một tiêu chí mang điểm mà việc phục vụ nó cũng phục vụ tiêu chí kia: tiêu chí
-- bên trong nó, và (cascade) tiêu chí của cấp dưới góp vào nó hoặc vào tiêu chí mang điểm bên trong nó
-- scope: criterion, cascade
create table fed_by as
select framework_id, criterion_code, framework_id as leaf_framework_id, leaf_code from leaf_of
union
select cascade.fed_framework_id, coalesce(fed.criterion_code, cascade.fed_criterion_code),
    below.framework_id, below.leaf_code
from cascade
join leaf_of as below using (framework_id, criterion_code)
left join leaf_of as fed
    on fed.framework_id = cascade.fed_framework_id and fed.leaf_code = cascade.fed_criterion_code;

-- owed_report_of: grain một kỳ báo cáo của một chế độ × một đơn vị phải gửi, có ngày nhận đầu tiên
-- không hỏi đơn vị nào thì mọi kế hoạch; hỏi một đơn vị thì kế hoạch của chính nó, và của cấp trên khi
-- chế độ báo cáo gồm loại đơn vị ấy
-- hạn "trước ngày 14" là chậm nhất ngày 13 · kế hoạch không kể đơn vị nào của danh mục thì một dòng
-- mang tên đơn vị ra kế hoạch, followed = false: không theo dõi được ai đã gửi
create macro owed_report_of(asked_unit) as table
with
concerned as (
    select *
    from reporting_rule
    where asked_unit is null or unit_id = asked_unit or (unit_id, reporters_level) in (
        select (parent_id, unit_level) from unit where unit_id = asked_unit
    )
),
occurring as (
    select *, row_number() over () as occurrence
    from (
        select concerned.*, unnest(case frequency
            when 'monthly' then [period_id || '-' || printf('%02d', n) for n in range(1, 13)]
            when 'quarterly' then [period_id || '-Q' || n for n in range(1, 5)]
            else [report_period_id]
        end) as for_period_id
        from concerned
    )
),
members as (
    select occurring.*, member.unit_id as owing_id, true as followed
    from occurring
    join unit as member
        on member.parent_id = occurring.unit_id and member.unit_level = occurring.reporters_level
    where coalesce(member.valid_from <= period_end(for_period_id), true)
        and coalesce(member.valid_to >= period_start(for_period_id), true)
),
owing as (
    select * from members
    union all
    select *, unit_id, false from occurring anti join members using (occurrence)
),
dated as (
    select owing.* replace (
        coalesce(due_on, case when due_day is not null then
            period_end(for_period_id) - (day(period_end(for_period_id)) - least(
                due_day, day(period_end(for_period_id))))::integer
        end) as due_on,
        coalesce(window_starts_on, case when window_from_day is not null then
            make_date(year(period_start(for_period_id) - 1), month(period_start(for_period_id) - 1),
                window_from_day) end) as window_starts_on,
        coalesce(window_ends_on, case when window_to_day is not null then
            make_date(period_year(for_period_id), period_last_month(for_period_id), window_to_day)
        end) as window_ends_on
    )
    from owing
),
received as (
    select sheet_read.unit_id as owing_id, sheet_read.period_id as for_period_id,
        min(imported_file.received_on) as received_on
    from sheet_read
    semi join dated on dated.owing_id = sheet_read.unit_id
    join imported_file using (import_id)
    where is_report(sheet_read.form)
    group by all
)
select dated.*, if(dated.reporters_level is null, null, received.received_on) as received_on
from dated
left join received using (owing_id, for_period_id);

-- owed_report: grain như owed_report_of, của mọi kế hoạch
create view owed_report as
select * from owed_report_of(null);

-- concerned_report: grain như owed_report, của các kế hoạch liên quan đến một đơn vị trong một năm
-- kế hoạch của chính đơn vị, và của cấp trên khi chế độ báo cáo gồm loại đơn vị ấy
-- rule_id: chế độ báo cáo, trong số ấy · không hỏi năm thì năm kế hoạch sau cùng
create macro concerned_report(asked_unit, asked_period, asked_day) as table
with
rules as (
    select owed.*,
        dense_rank() over (
            order by owed.unit_id <> asked_unit,
                coalesce(list_position(['tinh', 'huyen', 'xa', 'phong'], owed.reporters_level), 9),
                owed.reporters, owed.recipient,
                list_position(['monthly', 'quarterly', 'half_year', 'year'], owed.frequency)
        ) as rule_id,
        max(owed.period_id) over () as last_plan
    from owed_report_of(asked_unit) as owed
    where owed.period_id = coalesce(left(asked_period, 4), owed.period_id)
),
known as (
    select * exclude (last_plan) replace (
        if(received_on <= coalesce(asked_day, received_on), received_on, null) as received_on
    ),
        coalesce(asked_day, period_end(period_id)) as day
    from rules
    where period_id = last_plan
)
select known.*,
    -- Nobody of the catalogue owes it, so nobody can be said to be late.
    if(followed, report_state(received_on, due_on, day),
        if(coalesce(due_on, period_end(for_period_id)) <= day, 'not_followed', 'not_due')) as state,
    coalesce(due_on, period_end(for_period_id)) <= day as is_past
from known;

-- service_rate: grain như service_indicator; tỷ lệ, số để xếp hạng và kết quả so với mục tiêu
-- percent: số trong tệp, không có thì tính từ tử số và mẫu số · mục tiêu bằng số hồ sơ so với tử số
-- exact: để xếp hạng: tính lại khi khớp số trong tệp trong 0,01, không thì số trong tệp; không có hồ sơ thì NULL
-- state: met, not_met, no_target (chưa giao mục tiêu), no_files (không phát sinh hồ sơ)
create view service_rate as
with
computed as (
    select *,
        case when denominator > 0 then
            try_cast(numerator / denominator * 100 as decimal(18, 12)) end as computed_percent
    from service_indicator
),
rates as (
    select * exclude (computed_percent) replace (coalesce(percent, computed_percent) as percent),
        case
            when denominator = 0 then null
            when percent is null or abs(computed_percent - percent) <= 0.01 then computed_percent
            else cast(percent as decimal(18, 12))
        end as exact,
        if(target_percent is null, numerator, coalesce(percent, computed_percent)) as reached,
        coalesce(target_percent, target_count) as aim
    from computed
),
judged as (
    select *,
        case comparator
            when '>' then reached > aim
            when '>=' then reached >= aim
            when '=' then reached = aim
            when '<' then reached < aim
            when '<=' then reached <= aim
        end as met
    from rates
)
select * exclude (reached, aim),
    case
        when met then 'met'
        when not met then 'not_met'
        when denominator = 0 then 'no_files'
        else 'no_target'
    end as state
from judged;

-- group_member: grain một đơn vị của một nhóm, còn hiệu lực trong kỳ ấy
create macro group_member(asked_group, asked_period) as table
select unit_id, unit_name, unit_level, kind, unit_group, ordinal
from unit
where unit_group = asked_group
    and coalesce(valid_from <= period_end(asked_period), true)
    and coalesce(valid_to >= period_start(asked_period), true);

-- service_figure: grain đơn vị của nhóm × chỉ tiêu, như đã gửi trong một kỳ
-- lũy kế đến kỳ ấy có thể đứng dưới tên tháng, quý hay "9 tháng năm 2024": cùng một tháng cuối
create macro service_figure(asked_group, asked_period, asked_basis) as table
select rate.*
from service_rate as rate
semi join group_member(asked_group, asked_period) as member using (unit_id)
where rate.basis = asked_basis and if(
    asked_basis = 'in_period',
    rate.period_id = asked_period,
    list_contains(periods_ending_with(asked_period), rate.period_id)
)
qualify row_number() over (
    partition by rate.unit_id, rate.indicator_code
    order by rate.period_id = asked_period desc, rate.import_id desc
) = 1;

-- service_cell: grain mọi đơn vị của nhóm × mọi chỉ tiêu mà nhóm có trong kỳ
-- state: thêm left_out (báo cáo không có chỉ tiêu này), not_reported (chưa báo cáo)
-- rank: bằng nhau thì đồng hạng; không có tỷ lệ thì không xếp
create macro service_cell(asked_group, asked_period, asked_basis) as table
with
figures as (
    select * from service_figure(asked_group, asked_period, asked_basis)
),
heads as (
    select figures.indicator_code, any_value(figures.indicator_name) as said_name,
        any_value(indicator.indicator_name) as known_name,
        coalesce(any_value(indicator.better), 'higher') as better,
        coalesce(any_value(indicator.ordinal), 999) as indicator_ordinal
    from figures
    left join indicator using (indicator_code)
    group by figures.indicator_code
),
told as (
    select member.*, heads.indicator_code, coalesce(known_name, said_name) as indicator_name,
        heads.better, heads.indicator_ordinal,
        figures.* exclude (unit_id, indicator_code, indicator_name, state),
        coalesce(figures.state, if(
            member.unit_id in (select unit_id from figures), 'left_out', 'not_reported'
        )) as state
    from group_member(asked_group, asked_period) as member
    cross join heads
    left join figures
        on figures.unit_id = member.unit_id and figures.indicator_code = heads.indicator_code
)
select *,
    case when exact is not null then rank() over (
        partition by indicator_code
        order by if(better = 'lower', -exact, exact) desc nulls last
    ) end as rank,
    count(exact) over (partition by indicator_code) as rank_of
from told;

-- service_instead: grain một đơn vị của nhóm có số liệu của thời gian ấy, theo kỳ hay cách tính nào cũng được
-- sent_instead: số nào, bằng lời ("quý III/2024"): cùng cách tính thì chỉ kể cách ấy, lũy kế thì chỉ kể số cuối
create macro service_instead(asked_group, asked_period, asked_basis) as table
with
sent as (
    select distinct unit_id, basis, period_id, period_kind(period_id) as kind
    from service_indicator
    semi join group_member(asked_group, asked_period) as member using (unit_id)
    where left(period_id, 4) = left(asked_period, 4)
),
near as (
    select *
    from sent
    where period_start(period_id) <= period_end(asked_period)
        and period_end(period_id) >= period_start(asked_period)
    qualify (basis = asked_basis or not bool_or(basis = asked_basis) over (partition by unit_id))
        and (basis = 'in_period' or row_number() over (
            partition by unit_id, basis order by period_end(period_id) desc, period_id
        ) = 1)
),
by_kind as (
    select unit_id, basis, kind, min(period_start(period_id)) as first_day,
        case
            when basis = 'in_period' and kind = 'month' then
                'tháng ' || string_agg(cast(month(period_start(period_id)) as varchar), ', ' order by period_id)
                || '/' || left(any_value(period_id), 4)
            else string_agg(
                case when basis = 'in_period' then '' when kind = 'M' then 'lũy kế '
                    else 'lũy kế đến hết ' end || show_period(period_id),
                ', ' order by period_id
            )
        end as sent
    from near
    group by unit_id, basis, kind
)
select unit_id, string_agg(sent, ', ' order by first_day, kind) as sent_instead
from by_kind
group by unit_id;

-- unit_task_as_of(day): grain một việc × một đơn vị được đánh giá theo nó: đơn vị của kế hoạch (tình trạng
-- chung), hoặc đơn vị đã báo cáo việc ấy (tình trạng chính đơn vị ấy báo); answerable: ai chịu trách nhiệm
create macro unit_task_as_of(day) as table
select unit_id as judged_id, true as own_plan, rtrim(lead, '. ') as answerable, *
from task_as_of(day)
union all by name
select reported.reporter_id as judged_id, false as own_plan, unit.unit_name as answerable,
    task.*, reported.status, reported.progress_percent, 1 as units_reporting,
    cast(reported.status = 'done' as integer) as units_done,
    coalesce(
        task.deadline_kind = 'dated' and task.due_on < coalesce(day, period_end(task.period_id))
        and reported.status in ('not_started', 'in_progress'), false
    ) as is_overdue
from (
    select * from task_report
    where reporter_id <> unit_id and period_end(report_period_id) <= coalesce(day, period_end(period_id))
    qualify row_number() over (
        partition by unit_id, period_id, area_code, task_group, number, action_number, reporter_id
        order by period_end(report_period_id) desc
    ) = 1
) as reported
join unit on unit.unit_id = reported.reporter_id
join task
    on task.unit_id = reported.unit_id and task.period_id = reported.period_id
    and task.area_code is not distinct from reported.area_code
    and task.task_group is not distinct from reported.task_group
    and task.number = reported.number and task.action_number = reported.action_number;

-- cell_fact: grain một số liệu đang dùng, của mọi loại, với ô nguồn
create view cell_fact as
select 'score' as table_name, figure, unit_id, period_id, criterion_code as item_code,
    criterion_name as item_name, points, max_points, percent, null as comparator,
    published_rank as rank, published_rank_of as rank_of, coalesce(published_class, note) as text,
    round, import_id, sheet, cell
from score
union all by name
select 'target' as table_name, figure, unit_id, period_id, criterion_code as item_code,
    criterion_name as item_name, percent, comparator, rank, raw_text as text,
    import_id, sheet, cell
from target
union all by name
select 'task' as table_name, figure, unit_id, period_id, number as item_code,
    coalesce(action, title) as item_name, concat_ws('; ', lead, deadline_text) as text,
    import_id, sheet, cell
from task
union all by name
select 'task_progress' as table_name, figure, unit_id, period_id, number as item_code,
    result as item_name, progress_percent as percent, status as text, import_id, sheet, cell
from task_progress
union all by name
select 'service_indicator' as table_name, figure, unit_id, period_id, indicator_code as item_code,
    indicator_name || if(basis = 'cumulative', ', lũy kế', '') as item_name, percent,
    -- counts as counted, "8/9": the column points has decimals
    rtrim(rtrim(cast(numerator as varchar), '0'), '.') || '/'
        || rtrim(rtrim(cast(denominator as varchar), '0'), '.') as text,
    import_id, sheet, cell
from service_indicator
union all by name
select 'satisfaction' as table_name, figure, unit_id, period_id, factor_code as item_code,
    factor_name as item_name, percent, import_id, sheet, cell
from satisfaction
union all by name
select 'reporting_rule' as table_name, figure, unit_id, period_id, reporters as item_name,
    concat_ws('; ', recipient, due_text, window_text) as text, import_id, sheet, cell
from reporting_rule
union all by name
select 'decision' as table_name, figure, unit_id, period_id, number as item_name,
    strftime(issued_on, '%d/%m/%Y') as text, import_id, sheet, cell
from decision;

-- placed_finding: grain như finding, với đơn vị và kỳ mà nó nói đến
-- lấy theo số liệu ở đúng ô ấy; không có thì theo trang, rồi theo tệp, khi trang hoặc tệp chỉ nói về một đơn vị, một kỳ
create view placed_finding as
with
at_cell as (
    select import_id, sheet, cell, only_one(unit_id) as unit_id, only_one(period_id) as period_id
    from cell_fact
    semi join finding using (import_id, sheet, cell)
    group by import_id, sheet, cell
),
in_sheet as (
    select import_id, sheet, only_one(unit_id) as unit_id, only_one(period_id) as period_id
    from sheet_read
    group by import_id, sheet
),
in_file as (
    select import_id, only_one(unit_id) as unit_id, only_one(period_id) as period_id
    from spoken_of
    group by import_id
)
select finding.*,
    coalesce(at_cell.unit_id, in_sheet.unit_id, in_file.unit_id) as unit_id,
    coalesce(at_cell.period_id, in_sheet.period_id, in_file.period_id) as period_id
from finding
left join at_cell using (import_id, sheet, cell)
left join in_sheet using (import_id, sheet)
left join in_file using (import_id);

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
-- như trang Dịch vụ công: lũy kế là của tháng cuối mà nhóm đã báo, gửi dưới tên kỳ nào cũng được; quý mà
-- nhóm có báo cáo riêng thì chỉ lấy báo cáo quý
-- kỳ khác dài hơn một tháng mà không có báo cáo riêng: trong kỳ là tổng các tháng (không có tháng thì các quý) đã báo
-- reported: số kỳ đã báo gộp vào đây · read_from: các lần nhập và trang tính của chúng
create macro services_over(asked, wanted) as table
with
near as (
    select unit_id, unit_group, unit_id = wanted or parent_id = wanted as is_wanted
    from unit
    where (unit_id = wanted or parent_id = wanted
            or unit_group = (select own.unit_group from unit as own where own.unit_id = wanted))
        and coalesce(valid_from <= period_end(asked), true)
        and coalesce(valid_to >= period_start(asked), true)
),
said as (
    select service_indicator.*, near.unit_group, near.is_wanted
    from service_indicator
    join near using (unit_id)
    where period_id = asked or if(
        basis = 'cumulative',
        period_end(period_id) between period_start(asked) and period_end(asked),
        period_kind(period_id) in ('month', 'Q')
        and period_start(period_id) >= period_start(asked)
        and period_end(period_id) <= period_end(asked)
    )
),
of_group as (
    select *
    from said
    qualify rank() over (
        partition by unit_group, basis
        order by
            if(basis = 'cumulative', period_end(period_id), null) desc,
            basis = 'in_period' and period_kind(asked) = 'Q' and period_id <> asked
    ) = 1
),
finest as (
    select *
    from of_group
    where is_wanted
    qualify rank() over (
        partition by unit_id, indicator_code, basis
        order by period_id <> asked, period_kind(period_id) <> 'month'
    ) = 1
),
counted as (
    select *
    from finest
    qualify basis = 'in_period' or row_number() over (
        partition by unit_id, indicator_code, basis order by import_id desc
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
-- progress (báo cáo về kế hoạch của đơn vị), service, survey, calendar (lịch báo cáo của kế hoạch)
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
select unit_id, 'survey', period_id from satisfaction
union
select unit_id, 'calendar', period_id from reporting_rule;

-- criterion_path(framework): grain một dòng của bộ tiêu chí; path: mã của các cấp trên rồi chính nó
create macro criterion_path(of_framework) as table
with recursive below as (
    select framework_id, criterion_code, parent_code, [criterion_code] as path
    from criterion
    where framework_id = of_framework and parent_code is null
    union all
    select child.framework_id, child.criterion_code, child.parent_code,
        list_append(below.path, child.criterion_code)
    from below
    join criterion as child
        on child.framework_id = below.framework_id and child.parent_code = below.criterion_code
)
select * from below;

-- missing_points(…): grain đơn vị × tiêu chí ở mọi cấp dưới chỉ số chung, của một bộ tiêu chí, một kỳ, một vòng chấm
-- đơn vị: một đơn vị (of_unit), hoặc một nhóm cùng loại (of_group); NULL cả hai: mọi đơn vị
-- missing: điểm còn thiếu đến điểm tối đa; kết quả chỉ có % (measure = 'percent') thì là số % còn thiếu đến 100
-- tiêu chí chưa chấm, không áp dụng không có dòng: chưa mất điểm nào · is_leaf: vòng ấy không chấm chi tiết hơn
create macro missing_points(of_framework, of_period, of_round, of_unit, of_group) as table
with
asked as (
    select *
    from result
    where framework_id = of_framework and period_id = of_period and round = of_round
        and criterion_code <> 'total' and percent is not null
        and (of_unit is null or unit_id = of_unit)
        and (of_group is null or unit_id in (select unit_id from unit where unit_group = of_group))
),
codes as (
    select list(distinct criterion_code) as codes from asked
),
tree as (
    select criterion_code, list_filter(path, lambda code: list_contains(codes, code)) as path
    from criterion_path(of_framework), codes
),
placed as (
    select asked.*, coalesce(tree.path, [asked.criterion_code]) as path,
        bool_or(asked.max_points is null) over () as by_percent
    from asked
    left join tree using (criterion_code)
),
parents as (
    select distinct path[-2] as criterion_code from placed where len(path) > 1
)
select placed.* exclude (path, by_percent), path, path[-2] as parent_code, path[1] as area_code,
    len(path) as depth,
    placed.criterion_code not in (select criterion_code from parents) as is_leaf,
    if(by_percent, 'percent', 'points') as measure,
    cast(case
        when by_percent then 100 - percent
        else max_points - coalesce(points, percent * max_points / 100)
    end as decimal(18, 6)) as missing
from placed;

-- word_list: the words of a text, without signs · word_pairs: every two that stand side by side, which
-- is what Vietnamese has for words
create macro word_list(x) as list_filter(
    string_split(regexp_replace(nfc_normalize(lower(x)), '[[:punct:]–—“”‘’…]+', ' ', 'g'), ' '),
    lambda word: word <> ''
);
create macro word_pairs(words) as list_transform(
    range(1, len(words)), lambda place: words[place] || ' ' || words[place + 1]
);

-- task_proposal(…): grain một tiêu chí mang điểm của bộ tiêu chí × một việc của kế hoạch năm ấy, của đơn vị hoặc của cấp trên nó
-- is_proposed: chỉ là đề xuất, theo lĩnh vực và lời văn: cùng lĩnh vực (mã hoặc tên) và chung ít nhất 30% cụm từ của tên
-- tiêu chí, hoặc khác lĩnh vực mà chung từ một nửa và ít nhất ba cụm từ; tiêu chí là cả lĩnh vực thì mọi việc của lĩnh vực
-- cụm từ: hai chữ liền nhau; không kể cụm từ của tên lĩnh vực, và cụm từ đứng trong hơn một phần sáu số việc
create macro task_proposal(of_unit, of_plan_period, of_framework) as table
with
plan as materialized (
    select task.*, row_number() over () as task_id, fold(area_name) as folded_area, unit_group,
        word_list(fold(concat_ws(' . ', title, action))) as words
    from task
    join unit using (unit_id)
    where period_id = of_plan_period
        and unit_id in (
            select of_unit union all select parent_id from unit where unit_id = of_unit
        )
),
plan_pair as materialized (
    select distinct task_id, unnest(word_pairs(words)) as pair from plan
),
common as (
    select pair
    from plan_pair
    group by pair
    having count(*) > greatest(4, (select count(*) from plan) / 6)
),
wanted as materialized (
    select leaf.criterion_code, criterion.criterion_name, criterion.ordinal as criterion_place,
        area.criterion_code as criterion_area_code, area.criterion_name as criterion_area_name,
        fold(area.criterion_name) as folded_area, framework.applies_to,
        word_list(regexp_replace(criterion.criterion_name, '^(Tỷ lệ|Mức độ) ', '')) as words,
        word_pairs(word_list(fold(area.criterion_name || ' . cải cách hành chính'))) as area_pairs
    from leaf
    join criterion using (framework_id, criterion_code)
    join framework using (framework_id)
    join criterion_path(of_framework) as tree using (criterion_code)
    left join criterion as area
        on area.framework_id = of_framework and area.level = 'component'
        and list_contains(tree.path, area.criterion_code)
    where leaf.framework_id = of_framework
),
wanted_word as (
    select criterion_code, area_pairs, unnest(word_pairs(words)) as shown,
        unnest(range(1, len(words))) as place
    from wanted
),
wanted_pair as materialized (
    select criterion_code, shown, place, fold(shown) as pair
    from wanted_word
    where not coalesce(list_contains(area_pairs, fold(shown)), false)
        and fold(shown) not in (select pair from common)
),
telling as (
    select criterion_code, count(*) as pairs from wanted_pair group by criterion_code
),
shared as (
    select criterion_code, task_id, list(shown order by place) as shared_pairs,
        count(*) as pairs_shared
    from wanted_pair
    join plan_pair using (pair)
    group by criterion_code, task_id
),
same_area as materialized (
    select distinct area.criterion_area_code, task_id
    from (
        select distinct criterion_area_code, folded_area, applies_to
        from wanted
        where criterion_area_code is not null
    ) as area
    join plan
        on coalesce(words_shared(plan.folded_area, area.folded_area) >= 0.75, false)
        or plan.area_code = area.criterion_area_code and plan.unit_group = area.applies_to
),
compared as (
    select wanted.criterion_code, criterion_name, criterion_place, wanted.criterion_area_code,
        criterion_area_name, plan.unit_id as plan_unit_id, plan.period_id as plan_period_id,
        plan.area_code, plan.area_name, plan.task_group, plan.number, plan.action_number,
        plan.title, plan.action, plan.lead, plan.deadline_text, plan.ordinal as task_place,
        plan.import_id, plan.sheet, plan.cell,
        same_area.task_id is not null as same_area,
        coalesce(shared.shared_pairs, []) as shared_pairs,
        coalesce(shared.pairs_shared, 0) as pairs_shared,
        cast(coalesce(shared.pairs_shared, 0) / greatest(telling.pairs, 1) as decimal(18, 12))
            as likeness
    from wanted
    cross join plan
    left join telling using (criterion_code)
    left join shared
        on shared.criterion_code = wanted.criterion_code and shared.task_id = plan.task_id
    left join same_area
        on same_area.criterion_area_code = wanted.criterion_area_code
        and same_area.task_id = plan.task_id
)
select *,
    same_area and (criterion_code = criterion_area_code or likeness >= 0.3)
    or coalesce(likeness >= 0.5 and pairs_shared >= 3, false) as is_proposed
from compared;
