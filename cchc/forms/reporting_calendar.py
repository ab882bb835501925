"""Chế độ báo cáo: ai gửi, gửi ai, bao lâu một lần, hạn nào, chốt số liệu khi nào."""

from cchc.forms.form import Column, Form

FORM = Form(
    name="reporting_calendar",
    title="Chế độ báo cáo",
    shape="reporting_calendar",
    columns=(
        Column("plan", ("ke hoach",)),
        Column("reporters", ("don vi bao cao", "co quan bao cao")),
        Column("recipient", ("noi nhan", "co quan nhan.*")),
        Column("frequency", ("dinh ky", "ky bao cao", "che do bao cao")),
        Column("due", ("han nop", "han gui", "thoi han.*")),
        Column("window", ("thoi gian chot so lieu", "so lieu tinh.*"), required=False),
    ),
)
