-- papi_tasks: tám chỉ số nội dung của PAPI, với nhiệm vụ của kế hoạch xã phục vụ từng chỉ số
-- grain:    một dòng cho mỗi nhiệm vụ của một kế hoạch nâng cao PAPI
-- params:   unit, period
-- columns:  dimension, dimension_name, action, lead, deadline_text, unit_name, period_id, import_id, sheet, cell
-- order:    đơn vị, kỳ, thứ tự của chỉ số
-- caveats:  PAPI chỉ đo cấp tỉnh: xã, huyện không có điểm PAPI của mình; nhiệm vụ số 1–8 của bảng ứng với tám chỉ số theo thứ tự, số khác thì dimension NULL
with
named as (
    select row_number() over () as dimension, name as dimension_name
    from (values
        ('Tham gia của người dân ở cấp cơ sở'), ('Công khai, minh bạch trong việc ra quyết định'),
        ('Trách nhiệm giải trình với người dân'), ('Kiểm soát tham nhũng trong khu vực công'),
        ('Thủ tục hành chính công'), ('Cung ứng dịch vụ công'), ('Quản trị môi trường'),
        ('Quản trị điện tử')
    ) as listed (name)
),
plans as (
    select distinct import_id, sheet from sheet_read where starts_with(form, 'papi_tasks')
)
select named.dimension, named.dimension_name, task.action, task.lead, task.deadline_text,
    unit.unit_name, task.period_id, task.import_id, task.sheet, task.cell
from task
semi join plans using (import_id, sheet)
join unit using (unit_id)
left join named on named.dimension = try_cast(task.number as integer)
where ($unit is null or task.unit_id = $unit) and ($period is null or task.period_id = $period)
order by unit.ordinal, task.period_id, task.ordinal
