"""Danh mục đơn vị: mã, tên, loại, đơn vị cấp trên, tên khác và thời gian hiệu lực."""

from cchc.forms.form import NUMBER, Column, Form

FORM = Form(
    name="unit_list",
    title="Danh mục đơn vị",
    shape="unit_list",
    columns=(
        Column("number", (NUMBER,), required=False),
        Column("code", ("ma( so)?( don vi| dvhc| don vi hanh chinh| dinh danh)?",), required=False),
        Column("name", ("ten( don vi| co quan| dvhc)( hanh chinh)?.*", "don vi( hanh chinh)?")),
        Column(
            "kind",
            ("loai( hinh| don vi| dvhc)?( hanh chinh)?", "cap( don vi| hanh chinh)?", "kieu"),
        ),
        Column(
            "parent",
            ("truc thuoc.*", "thuoc( don vi| huyen| tinh)?.*", "(don vi|co quan)? ?cap tren.*"),
            required=False,
        ),
        Column(
            "alias", ("ten khac.*", "ten goi khac.*", "ten viet tat.*", "viet tat"), required=False
        ),
        Column(
            "valid_from",
            ("tu( ngay)?", "(ngay )?hieu luc( tu)?( ngay)?", "co hieu luc tu( ngay)?"),
            required=False,
        ),
        Column(
            "valid_to",
            ("den( ngay)?( het ngay)?", "(ngay )?het hieu luc.*", "hieu luc den( ngay)?"),
            required=False,
        ),
        Column("note", ("ghi chu.*",), required=False),
    ),
)
