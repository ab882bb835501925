"""Mục tiêu của từng đơn vị: mỗi dòng một chỉ tiêu."""

from cchc.forms.form import NUMBER, Column, Form

FORM = Form(
    name="unit_targets",
    title="Mục tiêu của các đơn vị",
    shape="unit_targets",
    columns=(
        Column("number", (NUMBER,), required=False),
        Column("unit", ("don vi", "ten don vi")),
        Column("name", ("chi tieu", "chi so", "tieu chi")),
        Column("target", (r"muc tieu( nam)?( \d{4})?",)),
        Column("owner", ("don vi theo doi", "co quan theo doi"), required=False),
    ),
)
