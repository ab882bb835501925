-- title:    Hai nơi gửi, hai giá trị
-- compares: Cùng một số liệu do hai nơi gửi; bản sau đứng
-- levels:   warning
-- One figure from two senders with two values: the later one stands.
select displaced.import_id, 'warning' as level, 'two_senders' as code, displaced.sheet,
    displaced.cell,
    'Hai nơi gửi cho cùng một số liệu: ' || coalesce(nullif(displaced.sender, ''), 'không rõ nơi gửi') ||
    ' ghi ' || coalesce(displaced.value, 'trống') || ', ' ||
    coalesce(nullif(displaced.standing_sender, ''), 'không rõ nơi gửi') || ' ghi ' ||
    coalesce(displaced.standing_value, 'trống') || '. Đang dùng số của ' ||
    coalesce(nullif(displaced.standing_sender, ''), 'tệp nhận sau') || ' (lần nhập ' ||
    displaced.standing_import_id || '). Hãy thống nhất với nơi gửi.' as message
from displaced
where displaced.standing_import_id <> displaced.import_id
union all
select displaced.standing_import_id, 'warning', 'two_senders', null, null,
    'Tệp này thay số liệu của ' || coalesce(nullif(displaced.sender, ''), 'nơi gửi khác') || ' ở ' ||
    count(*) || ' chỗ có giá trị khác (lần nhập ' || displaced.import_id ||
    '). Đang dùng số của tệp này. Hãy thống nhất với nơi gửi.'
from displaced
where displaced.standing_import_id <> displaced.import_id
group by displaced.standing_import_id, displaced.import_id, displaced.sender
