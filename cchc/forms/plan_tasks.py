"""Phụ lục nhiệm vụ của kế hoạch: nội dung, việc, cơ quan, thời hạn (Tam Đường, Tuy Phước)."""

from cchc.forms.form import NUMBER, Column, Form

FORM = Form(
    name="plan_tasks",
    title="Nhiệm vụ của kế hoạch",
    shape="plan_tasks",
    columns=(
        Column("number", (NUMBER,)),
        Column("title", ("noi dung.*", "nhiem vu trong tam")),
        Column("action", ("nhiem vu,? giai phap.*",), required=False),
        Column("lead", ("co quan chu tri.*", "co quan thuc hien", "don vi thuc hien", "chu tri.*")),
        Column("cooperating", ("(co quan )?phoi hop.*",), required=False),
        Column("deadline", ("thoi gian thuc hien.*", "thoi han.*")),
        Column("note", ("ghi chu",), required=False),
    ),
)
