"""Sắp xếp, sáp nhập đơn vị: đơn vị cũ thành đơn vị mới nào, theo hình thức nào, từ ngày nào."""

from cchc.forms.form import NUMBER, Column, Form

BEFORE = "(truoc( khi| ngay)?.*|cu|hien trang|bi sap nhap|duoc (sap xep|sap nhap|nhap))"
AFTER = "(sau( khi)?.*|moi( .*)?|hinh thanh.*|nhan sap nhap)"
UNIT = "(ten )?(don vi|dvhc|xa|phuong|cac don vi)( hanh chinh)?( cap xa)?"

FORM = Form(
    name="unit_lineage",
    title="Sắp xếp, sáp nhập đơn vị",
    shape="unit_lineage",
    columns=(
        Column("number", (NUMBER,), required=False),
        Column("before", (f"{UNIT} {BEFORE}", BEFORE)),
        Column("after", (f"{UNIT} {AFTER}", AFTER)),
        Column(
            "kind",
            ("hinh thuc.*", "phuong thuc.*", "cach( thuc)? sap xep", "noi dung sap xep"),
        ),
        Column(
            "effective_on",
            ("(ngay |tu ngay )?(co )?hieu luc.*", "tu ngay", "thoi diem.*"),
            required=False,
        ),
        Column(
            "document", ("van ban.*", "nghi quyet.*", "can cu.*", "so van ban.*"), required=False
        ),
        Column("note", ("ghi chu.*",), required=False),
    ),
)
