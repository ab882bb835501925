"""Nhiệm vụ nâng cao Chỉ số PAPI: tám lĩnh vực, cơ quan thực hiện, thời gian báo cáo."""

from cchc.forms.form import NUMBER, Column, Form

FORM = Form(
    name="papi_tasks",
    title="Nhiệm vụ nâng cao Chỉ số PAPI",
    shape="plan_tasks",
    columns=(
        Column("number", (NUMBER,)),
        Column("title", ("linh vuc/ ?nhiem vu",)),
        Column("lead", ("co quan thuc hien", "don vi thuc hien")),
        Column("reporting", ("thoi gian bao cao",)),
    ),
)
