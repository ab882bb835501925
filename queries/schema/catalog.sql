-- Load the catalogue's CSV files; folder: data/catalog. An empty cell is NULL.

create temp macro rows_of(file) as table
from read_csv(
    getvariable('folder') || '/' || file, header = true, all_varchar = true, delim = ',', quote = '"'
);

insert into unit
with
read as (
    select *, row_number() over () as ordinal from rows_of('units.csv')
)
select
    read.unit_id, read.unit_name, read.kind, read.unit_level, read.parent_id,
    coalesce(read.parent_id, '') || '/' || read.unit_level,
    case
        when read.unit_level = 'tinh' then 'các tỉnh'
        when read.unit_level = 'huyen' then 'các huyện, thị xã, thành phố của '
        when read.unit_level = 'phong' then 'các phòng chuyên môn của '
        when parent.kind in ('thị xã', 'thành phố') then 'các xã, phường của '
        else 'các xã, thị trấn của '
    end || coalesce(parent.unit_name, ''),
    cast(read.valid_from as date), cast(read.valid_to as date),
    cast(read.illustrative as boolean), read.ordinal
from read
left join read as parent on parent.unit_id = read.parent_id
order by read.ordinal;

-- A name without its kind is one more; one letter ("xã A") is no name of its own. A name that fits
-- two units stays twice: that it is ambiguous is found when it is asked for.
insert into unit_alias
with
alias as (
    select unit_id, unit_name as alias, fold(unit_name) as folded_name from unit
    union all
    select unit_id, alias, fold(alias) from rows_of('unit_aliases.csv')
),
short as (
    select unit_id, alias, regexp_replace(
        folded_name, '^(tinh|huyen|thi xa|thanh pho|xa|phuong|thi tran) ', ''
    ) as folded_name
    from alias
)
select distinct on (unit_id, folded_name) unit_id, alias, folded_name
from (from alias union all from short where length(folded_name) > 2)
order by unit_id, folded_name, alias;

insert into framework by name from rows_of('frameworks.csv');

insert into framework_band by name from rows_of('framework_bands.csv');

insert into criterion by name from rows_of('criteria.csv');

insert into indicator by name from rows_of('indicators.csv');
