"""Tiến độ nhiệm vụ của một đơn vị trong một tháng: theo mẫu, bảng thường, ô đánh dấu."""

from cchc.forms.form import NUMBER, Column, Form

FORM = Form(
    name="task_progress",
    title="Tiến độ nhiệm vụ",
    shape="task_progress",
    columns=(
        Column("area", ("linh vuc",)),
        Column("group", ("nhom noi dung", "nhom"), required=False),
        Column("number", ("noi dung so", "stt noi dung")),
        Column("action_number", ("viec so",), required=False),
        Column("action", ("nhiem vu.*",), required=False),
        Column("status", ("trang thai", "tinh trang")),
        Column("progress", (r"% hoan thanh", r"t[yi] le hoan thanh.*"), required=False),
        Column("result", ("ket qua.*",), required=False),
        Column("done_on", ("ngay hoan thanh",), required=False),
    ),
)

ACTION = ("(ten )?(noi dung )?nhiem vu.*", "(noi dung )?cong viec.*")
CONTENT = ("noi dung( thuc hien| cong viec| nhiem vu| khac phuc.*)?",)
STATUS = (
    "trang thai.*",
    "tinh trang.*",
    "(danh gia )?tien do( thuc hien)?",
    "danh gia( ket qua)?",
    "muc do hoan thanh",
)
RESULT = ("ket qua( thuc hien.*)?", "tinh hinh thuc hien.*", "san pham.*")
PROGRESS = Column(
    "progress",
    (r"(t[yi] le )?% hoan thanh", r"t[yi] le.*hoan thanh.*", r"tien do \(%\)"),
    required=False,
)
REST = (
    Column(
        "lead",
        (
            "(co quan|don vi|bo phan|nguoi)( chu tri| thuc hien| phu trach).*",
            "chu tri.*",
            "phan cong.*",
        ),
        required=False,
    ),
    Column("cooperating", (r"((co quan|don vi) )?phoi hop.*",), required=False),
    Column("done_on", ("ngay hoan thanh.*", "(thoi gian|ngay) hoan thanh thuc te"), required=False),
    Column(
        "deadline",
        ("thoi han.*", "thoi gian.*", "han (hoan thanh|xu ly|thuc hien).*"),
        required=False,
    ),
    Column("note", ("ghi chu.*",), required=False),
)


def _plain(name: str, *columns: Column) -> Form:
    return Form(
        name=name,
        title="Tiến độ nhiệm vụ",
        shape="task_progress",
        columns=(Column("number", (NUMBER,)), *columns, *REST),
    )


# What a row is about is headed "Nhiệm vụ" or "Nội dung"; where both stand, the work is the former.
PLAIN = _plain(
    "task_progress_plain",
    Column("action", ACTION),
    Column("title", CONTENT, required=False),
    Column("status", STATUS),
    PROGRESS,
    Column("result", RESULT, required=False),
)
BY_CONTENT = _plain(
    "task_progress_by_content",
    Column("title", CONTENT),
    Column("status", STATUS),
    PROGRESS,
    Column("result", RESULT, required=False),
)
# Without a column of its own the state opens the result: "Đã hoàn thành …".
BY_RESULT = _plain(
    "task_progress_by_result",
    Column("action", (*ACTION, *CONTENT)),
    Column("status", ("(ket qua|tinh hinh|tien do)( ket qua)? thuc hien.*",)),
    PROGRESS,
)
MARKS = _plain(
    "task_progress_marks",
    Column("action", (*ACTION, *CONTENT)),
    Column("done", ("(da )?hoan thanh( dung han)?", "da thuc hien( xong)?")),
    Column("done_late", ("hoan thanh (tre|qua|cham|sau) .*",), required=False),
    Column("in_progress", ("dang (thuc hien|trien khai)",), required=False),
    Column("not_started", ("chua (thuc hien|trien khai|hoan thanh)",)),
    Column("overdue", ("qua han.*", "tre han", "cham tien do"), required=False),
    PROGRESS,
    Column("result", RESULT, required=False),
)
FORMS = (FORM, PLAIN, BY_CONTENT, BY_RESULT, MARKS)
