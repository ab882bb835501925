"""Bảng xếp hạng: đơn vị theo dòng; lĩnh vực, điểm, chỉ số, hạng, loại của một hay nhiều năm."""

from cchc.forms.form import NUMBER, Column, Form

UNITS = (
    "don vi",
    "ten don vi",
    "(ten )?(co quan|dia phuong)( ?[,/]? ?don vi)?",
    "don vi ?[,/] ?dia phuong",
    "(ten )?(xa|phuong)( ?[,/] ?(xa|phuong|thi tran))+",
)
YEAR = r"(nam )?20\d\d"
_POINTS = ("tong (so )?diem( dat duoc)?", "tong cong")
_PERCENT = (r"chi so( cchc| par index)?( \(%\))?", r"ket qua \(%\)", r"t[yi] le( dat)?( \(%\))?")
_RANK = ("xep hang", "thu hang", "hang", "vi tri xep hang")
# An area's name heads its column where no merged head says "Điểm theo lĩnh vực".
_AREA = (
    r"cai cach .*",
    r"(cong tac )?chi dao,? dieu hanh.*",
    r"(xay dung,? (va )?phat trien|hien dai hoa) .*",
    r"tac dong cua .*",
    r"doi moi co che .*",
)
_FIRST = (
    Column("number", (NUMBER,), required=False),
    Column("unit", UNITS),
    Column(
        "component",
        (".+",),
        under=r"diem (dat duoc|thanh phan).*|.*\b(chi so thanh phan|linh vuc)\b.*",
        required=False,
        repeats=True,
    ),
)
_LAST = (
    Column("applicable", ("diem toi da ap dung.*",), required=False),
    Column("band", ("xep loai", "loai"), required=False, repeats=True),
    Column("points_of", (YEAR,), under="tong (so )?diem.*", required=False, repeats=True),
    Column("percent_of", (YEAR,), under="(ket qua|chi so).*", required=False, repeats=True),
    Column("rank_of", (YEAR,), under="(xep|thu) hang", required=False, repeats=True),
    Column("area", _AREA, required=False, repeats=True),
    Column("note", ("ghi chu.*",), required=False),
)


def _form(name: str, *figures: Column) -> Form:
    return Form(
        name=name,
        title="Bảng xếp hạng đơn vị",
        shape="unit_ranking",
        columns=(*_FIRST, *figures, *_LAST),
    )


FORM = _form(
    "unit_ranking",
    Column("points", _POINTS, required=False, repeats=True),
    Column("percent", _PERCENT, repeats=True),
    Column("rank", _RANK, repeats=True),
)
BY_POINTS = _form(
    "unit_ranking_by_points",
    Column("points", (*_POINTS, "diem( so)?", "diem dat duoc"), repeats=True),
    Column("rank", _RANK, repeats=True),
)
BY_YEAR = _form(
    "unit_ranking_by_year",
    Column("percent_by_year", (YEAR,), under="(ket qua|chi so).*", repeats=True),
    Column("rank_by_year", (YEAR,), under="(xep|thu) hang", repeats=True),
)
FORMS = (FORM, BY_POINTS, BY_YEAR)
