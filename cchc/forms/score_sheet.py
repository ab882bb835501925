"""Bảng điểm của một đơn vị: lĩnh vực → tiêu chí → tiêu chí thành phần, điểm theo vòng chấm."""

from cchc.forms.form import NUMBER, Column, Form

FORM = Form(
    name="score_sheet",
    title="Bảng điểm",
    shape="score_sheet",
    columns=(
        Column("number", (NUMBER,)),
        Column("name", ("linh vuc ?/ ?tieu chi.*", "tieu chi( ?/ ?tieu chi thanh phan)?")),
        Column("max_points", ("diem toi da", "diem chuan")),
        Column("self", ("tu danh gia", "tu cham( diem)?"), required=False),
        Column("appraised", ("tham dinh", "tham dinh lan (1|i)"), required=False),
        Column("appraised_2", ("tham dinh lan (2|ii)",), required=False),
        Column("survey", ("dieu tra xhh", "dt xhh", "diem dieu tra.*"), required=False),
        Column("final", ("diem dat duoc", "diem chinh thuc", "diem dat"), required=False),
        Column("note", ("ghi chu.*", "tai lieu kiem chung"), required=False),
    ),
)
