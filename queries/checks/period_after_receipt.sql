-- title:    Kỳ báo cáo chưa bắt đầu khi nhận tệp
-- compares: Kỳ của báo cáo với ngày nhận tệp
-- levels:   error
-- A report of a month that had not begun when the file came.
-- scope: unit, period
select read.import_id, 'error' as level, 'period_after_receipt' as code, read.sheet,
    split_part(read.area, ':', 1) as cell,
    'Kỳ ' || read.period_id || ' bắt đầu sau ngày nhận tệp (' ||
    strftime(imported_file.received_on, '%d/%m/%Y') || '). Hãy sửa kỳ ở tiêu đề hoặc ngày nhận.'
    as message
from sheet_read as read
join imported_file using (import_id)
where is_report(read.form)
    and period_start(read.period_id) > imported_file.received_on
