-- Load the catalogue's CSV files; folder: data/catalog. An empty cell is NULL.

insert into unit
with
read as (
    select *, row_number() over () as ordinal
    from read_csv(getvariable('folder') || '/units.csv', header = true, all_varchar = true)
),
groups as (
    select unit_level, case unit_level
        when 'xa' then 'các xã, thị trấn của '
        when 'phong' then 'các phòng chuyên môn của '
        when 'huyen' then 'các huyện, thị xã, thành phố của '
        else 'các tỉnh'
    end as words
    from (select distinct unit_level from read)
)
select
    read.unit_id, read.unit_name, read.kind, read.unit_level, read.parent_id,
    coalesce(read.parent_id, '') || '/' || read.unit_level,
    groups.words || coalesce(parent.unit_name, ''),
    cast(read.valid_from as date), cast(read.valid_to as date),
    cast(read.illustrative as boolean), read.ordinal
from read
join groups using (unit_level)
left join read as parent on parent.unit_id = read.parent_id
order by read.ordinal;

insert into unit_alias
select unit_id, unit_name, fold(unit_name) from unit
union
select unit_id, alias, fold(alias)
from read_csv(getvariable('folder') || '/unit_aliases.csv', header = true, all_varchar = true);

insert into framework by name
select * replace (cast(illustrative as boolean) as illustrative)
from read_csv(getvariable('folder') || '/frameworks.csv', header = true, all_varchar = true);

insert into framework_band by name
select * from read_csv(getvariable('folder') || '/framework_bands.csv', header = true, all_varchar = true);

insert into criterion by name
select * from read_csv(getvariable('folder') || '/criteria.csv', header = true, all_varchar = true);

insert into indicator by name
select * from read_csv(getvariable('folder') || '/indicators.csv', header = true, all_varchar = true);
