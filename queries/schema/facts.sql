-- From all that was received (received_row) to what stands.

-- A later file replaces the whole subject it speaks of, of the same sender only: each import of a
-- subject gives way to the next one. Most subjects come once, so what follows looks at few rows.
create temp table replaced_subject as
with
spoken as (
    select distinct record, subject, sender, import_id
    from received_row
    where subject is not null
)
select *, lead(import_id) over later as by_import_id
from spoken
window later as (partition by record, subject, sender order by import_id)
qualify by_import_id is not null;

create temp table replaced_row as
select row.rowid as received, by_import_id, other.rowid as replacing
from received_row as row
join replaced_subject using (record, subject, sender, import_id)
left join received_row as other
    on other.record = row.record and other.figure = row.figure
    and other.import_id = replaced_subject.by_import_id;

-- Of what is left, the latest import's first row stands for each figure.
create temp table contested_row as
with
contested as (
    select record, figure
    from received_row
    where subject is not null and rowid not in (select received from replaced_row)
    group by all
    having count(*) > 1
)
select row.rowid as received, record, figure, sender, import_id, sheet, cell,
    row_number() over latest as place
from received_row as row
semi join contested using (record, figure)
where subject is not null and row.rowid not in (select received from replaced_row)
window latest as (partition by record, figure order by import_id desc, row_number);

-- value: all of a row that can differ from another row of the same figure, as a person reads it; of the
-- rows that are held against another alone, which are few
create temp table weighed_row as
select rowid as received, nullif(concat_ws('; ',
    -- the wording of a work that is reported on is not what the report says of it
    coalesce(plain_number(points), raw_text, case when status is null then action end),
    plain_number(percent) || '%',
    plain_number(numerator) || '/' || plain_number(denominator),
    'hạng ' || published_rank,
    case status
        when 'not_applicable' then 'không áp dụng'
        when 'not_scored' then 'chưa chấm'
        when 'done' then 'hoàn thành'
        when 'in_progress' then 'đang thực hiện'
        when 'not_started' then 'chưa thực hiện'
    end,
    plain_number(progress_percent) || '%'
), '') as value
from received_row
where rowid in (
    select received from contested_row
    union all
    select received from replaced_row
    union all
    select replacing from replaced_row where replacing is not null
);

create temp table placed_row as
select received, record, figure, sender, import_id, sheet, cell, place, value,
    first_value(value) over standing_first as standing_value,
    first_value(sender) over standing_first as standing_sender,
    first_value(import_id) over standing_first as standing_import_id
from contested_row
join weighed_row using (received)
window standing_first as (partition by record, figure order by place);

-- Told only where it matters: the same file, or another sender with another value.
insert into displaced by name
select record as table_name, figure, value, standing_value, sender, standing_sender,
    standing_import_id, import_id, sheet, cell
from placed_row
where place > 1 and (
    import_id = standing_import_id
    or sender <> standing_sender and value is distinct from standing_value
)
order by table_name, figure, import_id, received;

-- What gave way, to whom, and how much of it is no longer what was said: to the next file of the
-- sender as a whole, or figure by figure to another sender's later file.
insert into superseded by name
with
gave_way as (
    select replaced_row.received, replaced_row.by_import_id,
        old.value is distinct from new.value as is_changed
    from replaced_row
    join weighed_row as old on old.received = replaced_row.received
    left join weighed_row as new on new.received = replaced_row.replacing
    union all
    select received, standing_import_id, value is distinct from standing_value
    from placed_row
    where import_id <> standing_import_id
)
select row.record as table_name, row.unit_id, row.period_id, row.round, row.framework_id,
    row.import_id, gave_way.by_import_id,
    count(distinct row.figure) as figures,
    count(distinct row.figure) filter (gave_way.is_changed) as changed
from gave_way
join received_row as row on row.rowid = gave_way.received
group by all
order by all;

delete from received_row
where rowid in (
    select received from replaced_row
    union all
    select received from placed_row where place > 1
);
