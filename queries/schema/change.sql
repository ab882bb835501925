-- Which units and periods an import that comes or goes can bear on.
-- here:       received_row and spoken_of hold the imports that come; gone_import names those that go
-- whole:      the store before the change
-- A figure and its subject are of one unit and period, so what stands there rests on what was said of
-- that unit and period alone; where a subject spreads over several, they are taken together.

create temp table touched as
with recursive
spoken as (
    select table_name, subject, sender, unit_id, period_id from whole.spoken_of
    union
    select table_name, subject, sender, unit_id, period_id from spoken_of
),
spread as (
    from spoken
    semi join (
        select table_name, subject, sender from spoken group by all having count(*) > 1
    ) using (table_name, subject, sender)
),
started as (
    select unit_id, period_id from received_row where record <> 'finding'
    union
    select unit_id, period_id from whole.spoken_of semi join gone_import using (import_id)
    union
    select unit_id, period_id from whole.sheet_read semi join gone_import using (import_id)
),
reached as (
    from started
    union
    select there.unit_id, there.period_id
    from reached
    join spread as here
        on here.unit_id is not distinct from reached.unit_id
        and here.period_id is not distinct from reached.period_id
    join spread as there
        on there.table_name = here.table_name and there.subject = here.subject
        and there.sender = here.sender
)
select unit_id as touched_unit, period_id as touched_period from reached;

-- The columns of touched have names of their own: a macro's argument means the nearest of its name.
create temp macro is_touched(of_unit, of_period) as exists (
    from touched
    where touched_unit is not distinct from of_unit and touched_period is not distinct from of_period
);

-- What stays and speaks of the same: read again with what comes, for one may replace the other.
create temp table neighbour_import as
select distinct import_id
from whole.spoken_of
where is_touched(unit_id, period_id) and import_id not in (select import_id from gone_import);
