"""Kết quả công bố của một huyện: các phần điểm, chỉ số và thứ hạng."""

from cchc.forms.form import NUMBER, Column, Form

FORM = Form(
    name="district_result",
    title="Kết quả công bố theo phần điểm",
    shape="district_result",
    columns=(
        Column("number", (NUMBER,)),
        Column("name", ("noi dung", "cac phan diem")),
        Column("max_points", ("diem toi da", "diem chuan")),
        Column("points", ("diem dat duoc", "diem dat", "ket qua")),
        Column("note", ("ghi chu",), required=False),
    ),
)
