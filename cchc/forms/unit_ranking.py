"""Bảng xếp hạng: đơn vị theo dòng, lĩnh vực theo cột, tổng điểm, chỉ số, hạng, loại."""

from cchc.forms.form import NUMBER, Column, Form

FORM = Form(
    name="unit_ranking",
    title="Bảng xếp hạng đơn vị",
    shape="unit_ranking",
    columns=(
        Column("number", (NUMBER,), required=False),
        Column("unit", ("don vi", "ten don vi", "co quan,? don vi")),
        Column(
            "component", (".+",), under="diem (dat duoc|thanh phan).*", required=False, repeats=True
        ),
        Column("points", ("tong diem", "tong cong"), required=False),
        Column("percent", (r"chi so( \(%\))?", r"ket qua \(%\)")),
        Column("rank", ("xep hang", "thu hang")),
        Column("applicable", ("diem toi da ap dung.*",), required=False),
        Column("band", ("xep loai",), required=False),
    ),
)
