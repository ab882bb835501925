"""Dịch vụ công của một đơn vị: chỉ tiêu theo dòng; kế hoạch, tổng số, đạt và tỷ lệ theo cột."""

from cchc.forms.form import NUMBER, Column, Form

FORM = Form(
    name="service_rows",
    title="Chỉ tiêu dịch vụ công của một đơn vị",
    shape="service_indicators",
    columns=(
        Column("number", (NUMBER,)),
        Column("name", ("(ten )?chi tieu", "noi dung( chi tieu)?", "(ten )?chi so")),
        Column("target", ("ke hoach.*", "muc tieu.*", "chi tieu (duoc )?giao.*"), required=False),
        Column("denominator", ("tong so.*",)),
        Column(
            "numerator",
            (
                "(so )?(luong )?(ho so )?(dat|thuc hien)( duoc)?",
                "ket qua( thuc hien| dat( duoc)?)?",
            ),
        ),
        Column("percent", (r"t[yi] le.*",)),
        Column("note", ("ghi chu.*",), required=False),
    ),
    goes_on=False,
)
