-- catalog_frameworks: các bộ tiêu chí trong danh mục, mỗi phiên bản gồm bao nhiêu lĩnh vực, tiêu chí, điểm
-- grain:    một dòng cho mỗi phiên bản bộ tiêu chí
-- params:   framework
-- columns:  framework_id, framework_name, about, unit_group, unit_group_name, unit_level, year_from, year_to, aggregation, max_points, parts, components, criteria, subcriteria, survey_items, leaves, bands, illustrative, source, file, import_id, sheet, cell
-- order:    bộ tiêu chí thật trước, loại, nhóm đơn vị, năm mới trước
-- caveats:  max_points không ghi thì cộng điểm tối đa của các tiêu chí mang điểm; import_id, sheet, cell có khi bộ tiêu chí nhận bằng tệp
with
sizes as (
    select framework_id,
        count(*) filter (level = 'part') as parts,
        count(*) filter (level = 'component') as components,
        count(*) filter (level = 'criterion') as criteria,
        count(*) filter (level = 'subcriterion') as subcriteria,
        count(*) filter (level = 'survey_item') as survey_items
    from criterion
    group by framework_id
),
leaves as (
    select framework_id, count(*) as leaves, sum(max_points) as points from leaf group by framework_id
),
bands as (
    select framework_id, count(*) as bands from framework_band group by framework_id
),
groups as (
    select unit_group, any_value(unit_group_name) as unit_group_name,
        any_value(unit_level) as unit_level
    from unit
    group by unit_group
),
given as (
    select framework_id, import_id, sheet, cell
    from catalog_framework
    qualify row_number() over (partition by framework_id order by import_id desc) = 1
)
select framework.framework_id, framework.framework_name, framework.about,
    framework.applies_to as unit_group, groups.unit_group_name,
    coalesce(groups.unit_level, split_part(framework.applies_to, '/', -1)) as unit_level,
    framework.year_from, framework.year_to, framework.aggregation,
    coalesce(framework.max_points, leaves.points) as max_points,
    coalesce(parts, 0) as parts, coalesce(components, 0) as components,
    coalesce(criteria, 0) as criteria, coalesce(subcriteria, 0) as subcriteria,
    coalesce(survey_items, 0) as survey_items, coalesce(leaves, 0) as leaves,
    coalesce(bands, 0) as bands, framework.illustrative, framework.source, imported_file.file,
    given.import_id, given.sheet, given.cell
from framework
left join sizes using (framework_id)
left join leaves using (framework_id)
left join bands using (framework_id)
left join groups on groups.unit_group = framework.applies_to
left join given using (framework_id)
left join imported_file using (import_id)
where $framework is null or framework.framework_id = $framework
order by framework.illustrative, list_position(
        ['par_index', 'leaders_survey', 'plan_criteria'], framework.about
    ), framework.applies_to, framework.year_from desc, framework.framework_id
