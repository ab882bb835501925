-- years_held: những năm có số liệu
-- grain:    một dòng cho mỗi năm
-- params:
-- columns:  year
-- order:    năm mới trước
-- caveats:  tính theo kỳ của kết quả, bảng điểm, mục tiêu, nhiệm vụ, tiến độ, chỉ tiêu dịch vụ công và khảo sát
select distinct period_id[:4] as year
from unit_data
order by year desc
