"""Dịch vụ công: đơn vị theo dòng, mỗi chỉ tiêu ba cột tổng số, đạt, tỷ lệ; một dòng chỉ tiêu."""

from cchc.forms.form import NUMBER, Column, Form

FORM = Form(
    name="service_indicators",
    title="Chỉ tiêu dịch vụ công",
    shape="service_indicators",
    columns=(
        Column("number", (NUMBER,), required=False),
        Column("unit", ("don vi", "ten don vi")),
        Column("denominator", ("tong so.*",), under=".+", repeats=True),
        Column("numerator", ("dat", "so dat", "so luong dat"), under=".+", repeats=True),
        Column("percent", (r"t[yi] le( \(%\))?",), under=".+", repeats=True),
    ),
    goes_on=False,
)
