"""SIPAS: đơn vị theo dòng, yếu tố theo cột (%); hoặc yếu tố theo dòng của một đơn vị."""

from cchc.forms.form import NUMBER, Column, Form
from cchc.forms.unit_ranking import UNITS

# The two blocks of the method since 2022, and how the factors of either method are headed.
BLOCK = r"(viec )?xay dung.*chinh sach.*|(viec )?cung ung dich vu.*"
FACTOR = (
    r"(viec )?tiep can (dich vu|thong tin).*",
    r"(thu tuc hanh chinh|tthc)",
    r"(thai do |su phuc vu cua )?(can bo,? )?cong chuc.*",
    r"ket qua( (dich vu|giai quyet|cung ung).*)?",
    r"(viec )?(tiep nhan,? )?(xu ly )?.*(phan anh|gop y|pakn).*",
)
OVERALL = (r"(chi so|muc do) hai long.*", "sipas.*", r"chi so sipas.*")
RESPONDENTS = (r"(tong )?so phieu.*", "co mau", r"so nguoi (tra loi|duoc khao sat)")

FORM = Form(
    name="satisfaction",
    title="Mức độ hài lòng (SIPAS)",
    shape="satisfaction",
    columns=(
        Column("number", (NUMBER,), required=False),
        Column("unit", UNITS),
        Column("factor", (".+",), under=rf"yeu to.*|{BLOCK}", repeats=True),
        Column("overall", OVERALL),
        Column("respondents", RESPONDENTS, required=False),
        Column("note", ("ghi chu.*",), required=False),
    ),
)
DIRECT = Form(
    name="satisfaction_direct",
    title="Mức độ hài lòng (SIPAS)",
    shape="satisfaction",
    columns=(
        Column("number", (NUMBER,), required=False),
        Column("unit", UNITS),
        Column("overall", OVERALL),
        Column("respondents", RESPONDENTS, required=False),
        Column("note", ("ghi chu.*",), required=False),
        Column("factor", FACTOR, repeats=True),
    ),
)
BY_FACTOR = Form(
    name="satisfaction_by_factor",
    title="Mức độ hài lòng (SIPAS) theo yếu tố",
    shape="satisfaction",
    columns=(
        Column("number", (NUMBER,)),
        Column(
            "name",
            (
                "(ten )?(cac )?yeu to.*",
                "nhom (yeu to|noi dung|chinh sach).*",
                "noi dung( danh gia| khao sat| do luong)?",
            ),
        ),
        Column(
            "overall",
            (r"(chi so|muc do|t[yi] le) hai long.*", r"nam 20\d\d"),
            repeats=True,
        ),
        Column("respondents", RESPONDENTS, required=False),
        Column("note", ("ghi chu.*",), required=False),
    ),
)
FORMS = (FORM, DIRECT, BY_FACTOR)
