-- From all that was received (received_row) to what stands.

-- A later file replaces the whole subject it speaks of, of the same sender only. Of what is left,
-- the latest import's first row stands for each figure.
create temp table placed_row as
with
newest as (
    select record, subject, sender, max(import_id) as import_id
    from received_row
    where subject is not null
    group by all
)
select
    row.rowid as received, row.record, row.figure, row.sender, row.import_id, row.sheet, row.cell,
    coalesce(
        plain_number(row.points), row.raw_text, plain_number(row.percent), row.action, row.status
    ) as value,
    row_number() over latest as place,
    first_value(row.import_id) over latest as standing_import_id,
    first_value(row.sender) over latest as standing_sender,
    first_value(value) over latest as standing_value
from received_row as row
join newest using (record, subject, sender, import_id)
window latest as (
    partition by row.record, row.figure order by row.import_id desc, row.row_number
);

-- Told only where it matters: another sender, or the same file, states another value.
insert into displaced by name
select record as table_name, figure, value, standing_value, sender, standing_sender,
    standing_import_id, import_id, sheet, cell
from placed_row
where place > 1 and value is distinct from standing_value
    and (sender <> standing_sender or import_id = standing_import_id)
order by table_name, figure, import_id, received;

delete from received_row
where subject is not null and rowid not in (select received from placed_row where place = 1);
