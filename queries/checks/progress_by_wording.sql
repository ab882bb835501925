-- title:    Tiến độ ghi sai số thứ tự, nhận ra theo lời văn
-- compares: Số và lời văn của dòng tiến độ với nhiệm vụ của kế hoạch
-- levels:   note
-- Progress whose number is another task's, or none's, but whose wording is one task's: joined, and said.
select import_id, 'note' as level, 'progress_by_wording' as code, sheet, cell,
    'Việc “' || left(action, 80) || '” ghi ở nội dung ' || number ||
    coalesce(', lĩnh vực ' || area_code, '') || ' được ghép theo lời văn với việc ' ||
    task_action_number || ' của nội dung ' || task_number ||
    coalesce(', lĩnh vực ' || task_area_code, '') || ' trong kế hoạch. Hãy kiểm tra lại số.' as message
from reported_task
where by_wording
    and (number <> task_number or coalesce(area_code, task_area_code) is distinct from task_area_code)
