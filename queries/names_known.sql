-- names_known: có tiêu chí, vòng chấm hoặc chỉ tiêu nào mang mã hoặc tên này không
-- grain:    một dòng cho mỗi mã và tên khác nhau
-- params:   what, called
-- columns:  what, code, name
-- order:    loại, mã, tên
-- caveats:  what là criterion, round hoặc indicator; called là mã hoặc tên, tên so không kể dấu, hoa thường; gồm cả tên chỉ có trong số liệu, không có trong danh mục; kho chưa có số liệu nào thì không có dòng nào
with
named as (
    select 'criterion' as what, criterion_code as code, criterion_name as name from criterion
    union
    select 'criterion', criterion_code, criterion_name from score
    where $what is null or $what = 'criterion'
    union
    select 'criterion', criterion_code, criterion_name from result
    where $what is null or $what = 'criterion'
    union
    select 'criterion', criterion_code, criterion_name from target
    union
    select 'round', code, show_round(code)
    from (select unnest(
        ['trial', 'self', 'appraised', 'appraised_2', 'survey', 'final', 'published']
    ) as code)
    where exists (from imported_file)
    union
    select 'indicator', indicator_code, indicator_name from indicator
    union
    select 'indicator', indicator_code, indicator_name from service_indicator
)
select what, code, name
from named
where ($what is null or what = $what)
    and ($called is null or code = $called or fold(name) = fold($called))
order by what, code, name
