"""Khảo sát cán bộ lãnh đạo, quản lý: từng nội dung, kết quả % và mục tiêu."""

from cchc.forms.form import NUMBER, Column, Form

FORM = Form(
    name="leaders_survey",
    title="Khảo sát lãnh đạo, quản lý",
    shape="leaders_survey",
    columns=(
        Column("number", (NUMBER,)),
        Column("name", ("(tieu chi|noi dung) khao sat.*",)),
        Column("percent", (r"ket qua( \(%\))?",)),
        Column("target", (r"muc tieu( nam)? \d{4}",), required=False),
    ),
)
