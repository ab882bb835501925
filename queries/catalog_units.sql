-- catalog_units: các đơn vị trong danh mục, hiệu lực, đơn vị cấp trên, tên gọi khác
-- grain:    một dòng cho mỗi đơn vị trong một thời gian hiệu lực
-- params:   unit, level, words, as_of
-- columns:  unit_id, unit_name, kind, unit_level, parent_name, valid_from, valid_to, in_force, aliases, illustrative, file, import_id, sheet, cell
-- order:    đơn vị thật trước, thứ tự trong danh mục
-- caveats:  unit gồm cả đơn vị cấp trên và đơn vị trực thuộc; words: mọi từ là đầu một từ của tên hoặc tên khác (không kể dấu); in_force là còn hiệu lực ngày as_of, không hỏi thì để trống; aliases là các tên gọi khác đã biết
with
names as (
    select unit_alias.unit_id,
        string_agg(distinct unit_alias.alias, '; ' order by unit_alias.alias)
            filter (fold(unit_alias.alias) <> fold(unit.unit_name)) as aliases,
        string_agg(unit_alias.folded_name, ' ') as folded
    from unit_alias
    join unit using (unit_id)
    group by unit_alias.unit_id
),
given as (
    select unit_id, import_id, sheet, cell
    from catalog_unit
    qualify row_number() over (partition by unit_id order by import_id desc) = 1
)
select unit.unit_id, unit.unit_name, unit.kind, unit.unit_level, parent.unit_name as parent_name,
    unit.valid_from, unit.valid_to,
    case when cast($as_of as date) is not null then
        coalesce(unit.valid_from <= cast($as_of as date), true)
        and coalesce(unit.valid_to >= cast($as_of as date), true) end as in_force,
    names.aliases, unit.illustrative, imported_file.file, given.import_id, given.sheet, given.cell
from unit
left join unit as parent on parent.unit_id = unit.parent_id
left join names on names.unit_id = unit.unit_id
left join given on given.unit_id = unit.unit_id
left join imported_file using (import_id)
where ($unit is null or unit.unit_id = $unit or unit.parent_id = $unit or unit.unit_id in (
        select parent_id from unit where unit_id = $unit
    ))
    and ($level is null or unit.unit_level = $level)
    and ($words is null or list_bool_and([
        contains(' ' || fold(unit.unit_name) || ' ' || coalesce(names.folded, ''), ' ' || word)
        for word in string_split(fold($words), ' ')
    ]))
order by unit.illustrative, unit.ordinal
