"""Tiêu chí thành phần cần khắc phục: mục tiêu, giải pháp, phân công, thời hạn (Kông Chro)."""

from cchc.forms.form import NUMBER, Column, Form

FORM = Form(
    name="criteria_targets",
    title="Tiêu chí, mục tiêu và phân công",
    shape="criteria_targets",
    columns=(
        Column("number", (NUMBER,)),
        Column("name", ("tieu chi thanh phan", "tieu chi")),
        Column("target", ("muc tieu,? yeu cau", "muc tieu")),
        Column("action", ("nhiem vu,? giai phap.*",)),
        Column("lead", ("chu tri.*", "co quan thuc hien")),
        Column("cooperating", ("phoi hop.*",), required=False),
        Column("deadline", ("thoi gian.*",)),
    ),
)
