"""Chỉ số thành phần: kết quả năm gốc và mục tiêu năm sau của từng thành phần."""

from cchc.forms.form import NUMBER, Column, Form

RESULT_YEAR = r"(ket qua )?nam (\d{4})"
TARGET_YEAR = r"muc tieu( nam)? (\d{4})"

FORM = Form(
    name="component_summary",
    title="Chỉ số thành phần và mục tiêu",
    shape="component_summary",
    columns=(
        Column("number", (NUMBER,)),
        Column("name", ("(ten )?chi so thanh phan", "linh vuc")),
        Column("percent", ("chi so", r"chi so \(%\)", "ket qua"), under=RESULT_YEAR),
        Column("rank", ("thu hang", "xep hang", "hang"), under=RESULT_YEAR, required=False),
        Column("target", ("chi so", r"chi so \(%\)", "muc tieu"), under=TARGET_YEAR),
        Column("target_rank", ("thu hang", "xep hang", "hang"), under=TARGET_YEAR, required=False),
        Column("owner", ("don vi thuc hien.*", "co quan thuc hien.*"), required=False),
    ),
)
