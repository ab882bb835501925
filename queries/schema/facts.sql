-- From all that was received to what stands. $paths: normalised files, named by their stem in
-- normalised_part(stem, import_id). Columns come as text; the tables' types give them their own.

create temp table received_row as
select rows.*, part.import_id, coalesce(imported_file.sender, '') as sender
from read_parquet($paths, union_by_name = true, filename = true) as rows
join normalised_part as part on part.stem = parse_filename(rows.filename, true)
join imported_file using (import_id);

-- A later file replaces the whole subject it speaks of, of the same sender only.
create temp table newest_row as
select *
from received_row
where subject is not null
qualify import_id = max(import_id) over (partition by record, subject, sender);

-- Two senders, or two rows, with one figure: the latest import's first row stands.
create temp table ranked_row as
select *,
    row_number() over latest as place,
    first_value(import_id) over latest as standing_import_id,
    first_value(sender) over latest as standing_sender,
    first_value(coalesce(points, percent, raw_text, action, status)) over latest as standing_value,
    coalesce(points, percent, raw_text, action, status) as value
from newest_row
window latest as (partition by record, figure order by import_id desc, row_number);

create temp table standing_row as
select * from ranked_row where place = 1;

insert into displaced by name
select record as table_name, figure, value, standing_value, sender, standing_sender,
    standing_import_id, import_id, sheet, cell
from ranked_row
where place > 1 and value is distinct from standing_value;
