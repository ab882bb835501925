"""What a form is: the labels that tell a table, as data.

A label is a regular expression over the folded text of a header cell (no accents, lower case),
matched whole. A form never names a row or a column number.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Shape = Literal[
    "component_summary",
    "district_result",
    "framework_bands",
    "framework_definition",
    "indicator_list",
    "leaders_survey",
    "criteria_targets",
    "plan_tasks",
    "reporting_calendar",
    "score_sheet",
    "unit_lineage",
    "unit_list",
    "unit_ranking",
    "unit_targets",
    "satisfaction",
    "service_indicators",
    "task_progress",
]

# What a column is called where a person is asked about it; a form may word one its own way.
TITLES = {
    "number": "STT",
    "name": "Tên chỉ số, tiêu chí",
    "max_points": "Điểm tối đa",
    "self": "Điểm tự chấm",
    "appraised": "Điểm thẩm định",
    "appraised_2": "Điểm thẩm định lần 2",
    "first_of": "Điểm thẩm định, lần 1",
    "second_of": "Điểm thẩm định, lần 2",
    "survey": "Điểm điều tra xã hội học",
    "final": "Điểm đạt được",
    "points": "Điểm",
    "points_below": "Điểm của một đơn vị hoặc một năm",
    "points_of": "Điểm của một đơn vị hoặc một năm, ghi ở đầu cột",
    "component": "Điểm của một chỉ số thành phần",
    "percent": "Chỉ số (%)",
    "rank": "Xếp hạng",
    "band": "Xếp loại",
    "target": "Mục tiêu",
    "target_rank": "Mục tiêu thứ hạng",
    "owner": "Đơn vị thực hiện",
    "unit": "Tên đơn vị",
    "factor": "Yếu tố hài lòng",
    "overall": "Chỉ số hài lòng chung",
    "respondents": "Số phiếu",
    "denominator": "Tổng số",
    "numerator": "Số đạt",
    "area": "Lĩnh vực",
    "group": "Nhóm nội dung",
    "action_number": "Việc số",
    "title": "Nội dung, nhiệm vụ",
    "action": "Nhiệm vụ, giải pháp",
    "lead": "Cơ quan chủ trì",
    "cooperating": "Cơ quan phối hợp",
    "deadline": "Thời hạn",
    "reporting": "Thời gian báo cáo",
    "product": "Sản phẩm, kết quả dự kiến",
    "indicator": "Một chỉ tiêu dịch vụ công",
    "done": "Đã hoàn thành (đánh dấu)",
    "done_late": "Hoàn thành trễ hạn (đánh dấu)",
    "in_progress": "Đang thực hiện (đánh dấu)",
    "not_started": "Chưa thực hiện (đánh dấu)",
    "overdue": "Quá hạn (đánh dấu)",
    "status": "Trạng thái",
    "progress": "% hoàn thành",
    "result": "Kết quả",
    "done_on": "Ngày hoàn thành",
    "plan": "Kế hoạch",
    "reporters": "Đơn vị báo cáo",
    "recipient": "Nơi nhận",
    "frequency": "Định kỳ",
    "due": "Hạn nộp",
    "window": "Thời gian chốt số liệu",
    "reference": "Cột tham khảo (không đọc)",
    "applicable": "Điểm tối đa áp dụng",
    "percent_of": "Chỉ số của một năm",
    "rank_of": "Xếp hạng của một năm",
    "percent_by_year": "Chỉ số của một năm, ghi ở đầu cột",
    "rank_by_year": "Xếp hạng của một năm, ghi ở đầu cột",
    "by_self": "Tự chấm (đánh dấu)",
    "by_appraisal": "Thẩm định (đánh dấu)",
    "by_survey": "Điều tra xã hội học (đánh dấu)",
    "scored_by": "Cách chấm, cơ quan chấm",
    "moves": "Tần suất chấm",
    "band_name": "Mức xếp loại",
    "min_percent": "Từ (%)",
    "max_percent": "Đến (%)",
    "code": "Mã số",
    "labels": "Tên gọi khác",
    "before": "Đơn vị trước sắp xếp",
    "after": "Đơn vị sau sắp xếp",
    "kind": "Loại, hình thức",
    "effective_on": "Ngày có hiệu lực",
    "document": "Văn bản",
    "parent": "Trực thuộc",
    "alias": "Tên gọi khác",
    "valid_from": "Hiệu lực từ ngày",
    "valid_to": "Hiệu lực đến ngày",
    "note": "Ghi chú",
    "evidence": "Tài liệu kiểm chứng",
}
NUMBER = r"(stt|tt|so tt|so thu tu|muc)"


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a form.

    labels: any of them names the column · under: a label of the header cell above it, where the
    bottom label alone ("Chỉ số") would fit several · repeats: stands once for each component,
    indicator or factor · worded: its title where the common one would mislead.
    """

    name: str
    labels: tuple[str, ...]
    under: str | None = None
    required: bool = True
    repeats: bool = False
    worded: str = ""

    @property
    def title(self) -> str:
        """What it is called in Vietnamese."""
        return self.worded or TITLES.get(self.name, self.name)


@dataclass(frozen=True, slots=True)
class Form:
    """One kind of table that offices send.

    goes_on: the header printed again further down continues the same table (page breaks);
    otherwise it opens another one.
    without: labels that no column beside the form's own may have; they tell another form.
    """

    name: str
    title: str
    shape: Shape
    columns: tuple[Column, ...]
    goes_on: bool = True
    without: tuple[str, ...] = ()

    def column(self, name: str) -> Column:
        return next(column for column in self.columns if column.name == name)


# Beside what is to be filled in, our templates print earlier figures and sums of their own; their
# headings say so in brackets. Every form knows such columns and reads nothing from them.
REFERENCE = Column("reference", (r".*\((tham khao|tu tinh)\)",), required=False, repeats=True)
