"""Danh mục chỉ tiêu dịch vụ công: mã, tên và các cách ghi khác nhau ở tiêu đề cột."""

from cchc.forms.form import NUMBER, Column, Form

FORM = Form(
    name="indicator_list",
    title="Danh mục chỉ tiêu dịch vụ công",
    shape="indicator_list",
    columns=(
        Column("number", (NUMBER,), required=False),
        Column("code", ("ma( so)?( chi tieu)?",)),
        Column("name", ("(ten )?chi tieu( dich vu cong)?", "ten chi tieu.*")),
        Column("labels", ("ten khac.*", "ten goi khac.*", "cach ghi.*", "nhan.*")),
    ),
)
