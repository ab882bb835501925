-- unit_imports: các tệp nói đến một đơn vị hoặc đơn vị trực thuộc của nó
-- grain:    một dòng cho mỗi lần nhập đang dùng
-- params:   unit
-- columns:  import_id, file, received_on, units, last_period_id
-- order:    import_id
-- caveats:  kể cả tệp đã có bản sửa thay; units là số đơn vị (trong đơn vị ấy và cấp dưới liền kề) mà tệp nói đến
select
    spoken_of.import_id, any_value(imported_file.file) as file,
    any_value(imported_file.received_on) as received_on,
    cast(count(distinct spoken_of.unit_id) as integer) as units,
    max_by(spoken_of.period_id, period_end(spoken_of.period_id)) as last_period_id
from spoken_of
join imported_file using (import_id)
join unit using (unit_id)
where unit.unit_id = $unit or unit.parent_id = $unit
group by spoken_of.import_id
order by spoken_of.import_id
