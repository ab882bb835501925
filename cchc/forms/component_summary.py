"""Chỉ số thành phần: kết quả năm gốc và mục tiêu năm sau của từng thành phần."""

from cchc.forms.form import NUMBER, Column, Form

RESULT_YEAR = r"(ket qua )?nam (\d{4})"
TARGET_YEAR = r"(?:muc tieu|chi tieu|phan dau|ke hoach)(?: nam)? (\d{4})"
_RANK = ("thu hang", "xep hang", "hang")
_NAME = Column("name", ("(ten )?chi so thanh phan", "linh vuc"))
_OWNER = Column(
    "owner", ("(don vi|co quan) (thuc hien|chu tri|phu trach|theo doi).*",), required=False
)
_NOTE = Column("note", ("ghi chu.*",), required=False)

FORM = Form(
    name="component_summary",
    title="Chỉ số thành phần và mục tiêu",
    shape="component_summary",
    columns=(
        Column("number", (NUMBER,)),
        _NAME,
        Column("percent", ("chi so", r"chi so \(%\)", "ket qua"), under=RESULT_YEAR),
        Column("rank", _RANK, under=RESULT_YEAR, required=False),
        Column("target", ("chi so", r"chi so \(%\)", "muc tieu"), under=TARGET_YEAR),
        Column("target_rank", _RANK, under=TARGET_YEAR, required=False),
        _OWNER,
        _NOTE,
    ),
)
# A column for each year, without ranks below it.
FLAT = Form(
    name="component_summary_flat",
    title="Chỉ số thành phần và mục tiêu",
    shape="component_summary",
    columns=(
        Column("number", (NUMBER,)),
        _NAME,
        Column("percent", (rf"{RESULT_YEAR}( \(%\))?",)),
        Column("target", (rf"{TARGET_YEAR}( \(%\))?",)),
        _OWNER,
        _NOTE,
    ),
)
FORMS = (FORM, FLAT)
