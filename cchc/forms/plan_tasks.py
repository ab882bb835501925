"""Phụ lục nhiệm vụ của kế hoạch: nội dung, việc, cơ quan, thời hạn (Tam Đường, Tuy Phước)."""

from cchc.forms.form import NUMBER, Column, Form

LEAD = (
    r"(co quan|don vi|bo phan|ca nhan)( ?[,/] ?(don vi|bo phan|ca nhan))?"
    r" (chu tri|thuc hien|phu trach).*",
    "chu tri.*",
    "phan cong( thuc hien| chu tri)?",
)
REST = (
    Column("lead", LEAD),
    Column("cooperating", ("((co quan|don vi|bo phan) )?phoi hop.*",), required=False),
    Column(
        "deadline",
        (
            "thoi gian( (thuc )?hien.*| hoan thanh.*| thuc hien.*)?",
            "thoi han.*",
            "han hoan thanh.*",
        ),
    ),
    Column("product", ("(du kien )?(san pham|ket qua).*",), required=False),
    Column("note", ("ghi chu",), required=False),
)

FORM = Form(
    name="plan_tasks",
    title="Nhiệm vụ của kế hoạch",
    shape="plan_tasks",
    columns=(
        Column("number", (NUMBER,)),
        Column("title", ("noi dung.*", "nhiem vu trong tam", "(ten )?nhiem vu( cu the)?")),
        Column("action", ("nhiem vu,? ?(/ ?)?giai phap.*", "giai phap.*"), required=False),
        *REST,
    ),
)
# "Nhiệm vụ, giải pháp" alone: the work is its own content.
ACTIONS = Form(
    name="plan_actions",
    title="Nhiệm vụ của kế hoạch",
    shape="plan_tasks",
    columns=(
        Column("number", (NUMBER,)),
        Column("title", ("nhiem vu,? ?(/ ?|va )?giai phap.*", "(noi dung )?cong viec.*")),
        *REST,
    ),
)
FORMS = (FORM, ACTIONS)
