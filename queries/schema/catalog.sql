-- Load the catalogue's CSV files; folder: data/catalog. An empty cell is NULL.
-- What workbooks add, and what follows of both, is catalog_received.sql's.

create temp macro rows_of(file) as table
from read_csv(
    getvariable('folder') || '/' || file, header = true, all_varchar = true, delim = ',', quote = '"'
);

insert into unit by name
select * replace (
        cast(valid_from as date) as valid_from, cast(valid_to as date) as valid_to,
        cast(illustrative as boolean) as illustrative
    ),
    row_number() over () as ordinal
from rows_of('units.csv');

insert into unit_alias by name
select unit_id, alias, fold(alias) as folded_name from rows_of('unit_aliases.csv');

insert into lineage by name from rows_of('lineage.csv');

insert into crosswalk by name from rows_of('crosswalk.csv');

insert into method_break by name from rows_of('method_break.csv');

insert into framework by name from rows_of('frameworks.csv');

insert into framework_band by name from rows_of('framework_bands.csv');

insert into criterion by name from rows_of('criteria.csv');

insert into scoring_rule by name from rows_of('scoring_rules.csv');

insert into indicator by name from rows_of('indicators.csv');

insert into cascade by name from rows_of('cascade.csv');
