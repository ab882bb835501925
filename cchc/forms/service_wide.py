"""Dịch vụ công, dạng rộng: đơn vị theo dòng, mỗi chỉ tiêu một cột; một dòng chỉ tiêu giao."""

from cchc.forms.form import NUMBER, Column, Form

UNITS = (
    "don vi",
    "ten don vi",
    "(ten )?(co quan|dia phuong)( ?[,/] ?don vi)?",
    "don vi ?[,/] ?dia phuong",
    "(ten )?(xa|phuong)( ?[,/] ?(xa|phuong|thi tran))+",
)

FORM = Form(
    name="service_wide",
    title="Chỉ tiêu dịch vụ công, mỗi chỉ tiêu một cột",
    shape="service_indicators",
    columns=(
        Column("number", (NUMBER,), required=False),
        Column("unit", UNITS),
        Column("note", ("ghi chu.*",), required=False),
        Column(
            "indicator",
            (
                r".*\b(ho so|tthc|truc tuyen|so hoa|chung thuc|toan trinh|buu chinh|bcci)\b.*",
                r".*\b(phan anh|pakn|xin loi|tre han|tre hen|qua han|dung han|tai su dung)\b.*",
                r"tong so (da giai quyet|tiep nhan)",
            ),
            repeats=True,
        ),
    ),
    goes_on=False,
)
