"""SIPAS: đơn vị theo dòng, yếu tố theo cột (%), chỉ số chung và số phiếu."""

from cchc.forms.form import NUMBER, Column, Form

FORM = Form(
    name="satisfaction",
    title="Mức độ hài lòng (SIPAS)",
    shape="satisfaction",
    columns=(
        Column("number", (NUMBER,), required=False),
        Column("unit", ("don vi", "ten don vi")),
        Column("factor", (".+",), under="yeu to.*", repeats=True),
        Column("overall", (r"chi so hai long.*", r"muc do hai long chung.*")),
        Column("respondents", ("so phieu.*",), required=False),
    ),
)
