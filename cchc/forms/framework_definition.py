"""Bộ tiêu chí: mã, tên, điểm tối đa, ai chấm; không có cột điểm nào của một đơn vị."""

from cchc.forms.form import NUMBER, Column, Form

SCORED_BY = (
    "(co quan|don vi|bo phan)( chu tri)?( theo doi| tham muu)?,? ?"
    "(cham( diem)?|tham dinh|danh gia|theo doi|phu trach).*",
    "(phuong phap|phuong thuc|hinh thuc|cach thuc|cach)"
    "( tu)?( cham( diem)?| danh gia| tham dinh)?( ?/.*)?",
    "(nguoi|ai) cham",
)
# A column of points that somebody got: then it is a score sheet, whatever else stands there.
POINTS = (
    "(diem )?(tu danh gia|tu cham)( diem)?",
    "(diem )?tham dinh( lan .*)?",
    "(diem )?(dieu tra|dt|khao sat)( xhh| xa hoi hoc)?",
    "diem (dat|chinh thuc|danh gia|cham|ket luan).*",
    "ket qua( cham| danh gia)?( diem)?",
    "chi so.*",
)
METHOD = "(phuong phap|phuong thuc|hinh thuc|cach thuc|cach|co quan).*"

FORM = Form(
    name="framework_definition",
    title="Bộ tiêu chí",
    shape="framework_definition",
    without=POINTS,
    columns=(
        Column("number", (NUMBER, "ma( so| tieu chi)?")),
        Column(
            "name",
            (
                "linh vuc ?/ ?tieu chi.*",
                "linh vuc,? ?tieu chi.*",
                "tieu chi( ?[/,] ?tieu chi thanh phan)?",
                "noi dung( tieu chi| danh gia)?",
                "ten tieu chi",
            ),
        ),
        Column("max_points", ("diem toi da", "diem chuan", "thang diem", "muc diem toi da")),
        Column("by_self", ("tu cham( diem)?", "tu danh gia"), under=METHOD, required=False),
        Column("by_appraisal", ("tham dinh",), under=METHOD, required=False),
        Column(
            "by_survey",
            ("dieu tra xhh", "dt xhh", "dieu tra xa hoi hoc", "khao sat"),
            under=METHOD,
            required=False,
        ),
        Column("scored_by", SCORED_BY, required=False),
        Column(
            "moves",
            ("tan suat.*", "(ky|thoi diem|thoi gian)( cham( diem)?| danh gia| tinh diem)"),
            required=False,
        ),
        Column("note", ("ghi chu.*", "tai lieu kiem chung", "cach tinh( diem)?"), required=False),
    ),
)
