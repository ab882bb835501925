-- Read normalised files into received_row; run once for all of them, or for some and then others.
-- imports: JSON, one object for each active import; stem is its normalised file's
-- paths:   the normalised files. Their columns are text; received_row has the tables' types.

create or replace temp table import_part as
select unnest(from_json(getvariable('imports'), '[{
    "import_id": "INTEGER", "file": "VARCHAR", "sha256": "VARCHAR", "sender": "VARCHAR",
    "received_on": "DATE", "stem": "VARCHAR"
}]'), recursive := true);

insert into imported_file by name select * exclude (stem) from import_part;

insert into received_row by name
select file_row.* exclude (filename), import_part.import_id, coalesce(import_part.sender, '') as sender
from read_parquet(getvariable('paths'), union_by_name = true, filename = true) as file_row
join import_part on import_part.stem = parse_filename(file_row.filename, true, 'both_slash');

-- What speaks of what, before anything gives way: where to look when an import comes or goes.
insert into spoken_of by name
select distinct record as table_name, subject, sender, unit_id, period_id, import_id
from received_row
where subject is not null and import_id in (select import_id from import_part)
order by import_id, table_name, subject;
