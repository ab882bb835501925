"""Tiến độ nhiệm vụ của một đơn vị báo trong một tháng."""

from cchc.forms.form import Column, Form

FORM = Form(
    name="task_progress",
    title="Tiến độ nhiệm vụ",
    shape="task_progress",
    columns=(
        Column("area", ("linh vuc",)),
        Column("group", ("nhom noi dung", "nhom"), required=False),
        Column("number", ("noi dung so", "stt noi dung")),
        Column("action_number", ("viec so",), required=False),
        Column("action", ("nhiem vu.*",), required=False),
        Column("status", ("trang thai", "tinh trang")),
        Column("progress", (r"% hoan thanh", r"ty le hoan thanh.*"), required=False),
        Column("result", ("ket qua.*",), required=False),
        Column("done_on", ("ngay hoan thanh",), required=False),
    ),
)
