-- What accepted catalogue workbooks say, over what ships; as cchc.catalogue.Catalogue.merged does.
-- A later import wins, whoever sent it: framework by framework (as a whole), unit by unit (with its
-- aliases, with what became of it), indicator by indicator.

-- latest: the import that stands for each unit, framework …
create temp table latest as
select 'catalog_unit' as record, unit_id as named, max(import_id) as import_id from catalog_unit group by all
union all
select 'catalog_framework', framework_id, max(import_id) from catalog_framework group by all
union all
select 'catalog_lineage', unit_id_before, max(import_id) from catalog_lineage group by all
union all
select 'catalog_indicator', indicator_code, max(import_id) from catalog_indicator group by all;

create temp macro stands(table_name, id, import) as (table_name, id, import) in (
    select (record, named, import_id) from latest
);
create temp macro is_replaced(table_name, id) as (table_name, id) in (
    select (record, named) from latest
);

-- A unit that is replaced keeps its place, a new one stands after all others.
create temp table shipped_place as select unit_id, ordinal as place from unit;

delete from unit where is_replaced('catalog_unit', unit_id);
insert into unit by name
select unit_id, unit_name, kind, unit_level, parent_id, valid_from, valid_to, illustrative,
    coalesce(
        place, (select count(*) from shipped_place) + row_number() over (order by import_id, given.ordinal)
    ) as ordinal
from catalog_unit as given
left join shipped_place using (unit_id)
where stands('catalog_unit', unit_id, import_id);

insert into unit_alias by name
select unit_id, alias, fold(alias) as folded_name
from catalog_alias
where stands('catalog_unit', unit_id, import_id);

delete from lineage where is_replaced('catalog_lineage', unit_id_before);
insert into lineage by name
select * exclude (import_id, sheet, cell, subject, figure)
from catalog_lineage
where stands('catalog_lineage', unit_id_before, import_id);

delete from framework_band where is_replaced('catalog_framework', framework_id);
insert into framework_band by name
select framework_id, band_name, min_percent
from catalog_band
where stands('catalog_framework', framework_id, import_id)
order by import_id, ordinal;

delete from criterion where is_replaced('catalog_framework', framework_id);
insert into criterion by name
select * exclude (import_id, sheet, cell, subject, figure)
from catalog_criterion
where stands('catalog_framework', framework_id, import_id)
order by import_id, ordinal;

-- How points are given belongs to the version of the framework that it was written for.
delete from scoring_rule where is_replaced('catalog_framework', framework_id);

delete from framework where is_replaced('catalog_framework', framework_id);
insert into framework by name
select * exclude (import_id, sheet, cell, subject, figure)
from catalog_framework
where stands('catalog_framework', framework_id, import_id)
order by import_id;

delete from indicator where is_replaced('catalog_indicator', indicator_code);
insert into indicator by name
select * exclude (import_id, sheet, cell, subject, figure)
from catalog_indicator
where stands('catalog_indicator', indicator_code, import_id)
order by import_id, ordinal;

-- unit_group: its peers and what they are called
update unit set
    unit_group = coalesce(unit.parent_id, '') || '/' || unit.unit_level,
    unit_group_name = case
        when unit.unit_level = 'tinh' then 'các tỉnh'
        when unit.unit_level = 'huyen' then 'các huyện, thị xã, thành phố của '
        when unit.unit_level = 'phong' and parent.unit_level = 'tinh' then 'các sở, ban, ngành của '
        when unit.unit_level = 'phong' then 'các phòng chuyên môn của '
        when parent.kind in ('thị xã', 'thành phố') or parent.unit_level = 'tinh'
        then 'các xã, phường của '
        else 'các xã, thị trấn của '
    end || coalesce(parent.unit_name, '')
from (from unit) as own
left join (from unit) as parent on parent.unit_id = own.parent_id
where own.unit_id = unit.unit_id;

-- A name without its kind is one more; one letter ("xã A") is no name of its own. A name that fits
-- two units stays twice: that it is ambiguous is found when it is asked for.
create temp table called as
with
full_name as (
    select unit_id, unit_name as alias, fold(unit_name) as folded_name from unit
),
short as (
    select unit_id, alias, regexp_replace(
        folded_name, '^(tinh|huyen|thi xa|thanh pho|xa|phuong|thi tran|dac khu) ', ''
    ) as folded_name
    from full_name
)
select distinct on (unit_id, folded_name) unit_id, alias, folded_name
from (from full_name union all from short where length(folded_name) > 2 union all from unit_alias)
order by unit_id, folded_name, alias;

delete from unit_alias;
insert into unit_alias from called;

drop table called;
drop table latest;
drop table shipped_place;
