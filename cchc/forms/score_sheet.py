"""Bảng điểm: lĩnh vực → tiêu chí → tiêu chí thành phần; vòng chấm, năm hoặc đơn vị theo cột."""

from cchc.forms.form import NUMBER, Column, Form

# A column headed by a unit says so by its kind; under "Điểm đạt được" any name may stand.
UNIT = (
    r"(ubnd )?(xa|phuong|thi tran|dac khu|huyen|thi xa|thanh pho|phong|van phong|chi cuc) .+"
    r"|so (?!phieu|luong|ky|thu|tt|diem|ho|van|cong|bao).{3,}"
)
YEAR = r"(ket qua |diem )?nam \d{4}"
ABOVE = (
    r"(tong hop |ket qua )?diem( so)?( dat( duoc)?| danh gia| cham| tham dinh| tu cham"
    r"| tu danh gia| chinh thuc)?( cua)?( cac| tung)?( don vi| dia phuong| xa.*| phong.*)?"
    r"( nam \d{4})?|cac (don vi|xa|phong).*|don vi( duoc)?( danh gia)?|ten don vi|nam \d{4}"
)
_OF = r"( cua .*)?( nam \d{4})?"

FORM = Form(
    name="score_sheet",
    title="Bảng điểm",
    shape="score_sheet",
    columns=(
        Column("number", (NUMBER, r"ma( so)?( tieu chi)?")),
        Column(
            "name",
            (
                "linh vuc ?[/,] ?tieu chi.*",
                "tieu chi( ?[/,] ?tieu chi thanh phan)?",
                "(ten )?tieu chi( thanh phan)?",
                "noi dung( danh gia| cham diem| tieu chi)?",
            ),
        ),
        Column("max_points", ("diem toi da", "diem chuan", "thang diem( toi da)?")),
        Column(
            "self",
            (r"(diem |ket qua )?tu (danh gia|cham)( diem)?" + _OF, "diem tu cham diem"),
            required=False,
            repeats=True,
        ),
        Column(
            "appraised",
            (r"(diem |ket qua )?tham dinh( lan (thu )?(1|i|nhat))?" + _OF,),
            required=False,
            repeats=True,
        ),
        Column(
            "appraised_2",
            (r"(diem |ket qua )?tham dinh lan (thu )?(2|ii|hai)" + _OF,),
            required=False,
            repeats=True,
        ),
        Column(
            "first_of",
            (r"lan (thu )?(1|i|nhat)",),
            under=r".*tham dinh.*",
            required=False,
            repeats=True,
        ),
        Column(
            "second_of",
            (r"lan (thu )?(2|ii|hai)",),
            under=r".*tham dinh.*",
            required=False,
            repeats=True,
        ),
        Column(
            "survey",
            ("dieu tra( xhh| xa hoi hoc)?", "dt xhh", "diem (dieu tra|khao sat).*", "khao sat"),
            required=False,
            repeats=True,
        ),
        Column(
            "final",
            ("diem dat duoc", "diem chinh thuc", "diem dat", "diem cuoi cung"),
            required=False,
            repeats=True,
        ),
        Column("percent", (r"chi so( \(%\))?", r"t[yi] le( dat)?( \(%\))?"), required=False),
        Column("note", ("ghi chu.*", "giai trinh.*"), required=False),
        Column("evidence", ("tai lieu kiem chung.*", "tlkc", ".*minh chung.*"), required=False),
        Column("points_below", (".+",), under=ABOVE, required=False, repeats=True),
        Column("points_of", (UNIT, YEAR), required=False, repeats=True),
    ),
)
